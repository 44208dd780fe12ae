"""What was owed in the period and how it came, by unit; who was excused or given more time, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from service.duties.duty import Duty
from service.figures.data import Change
from service.reports.blocks import Block, Heading, Paragraph, Table
from service.reports.writer import Writer
from sheets_schema.descriptor import tables

#: How many duties a mail lists one by one; the report's page and its JSON list all.
MOST_LISTED = 40
#: The states that are told, in the report's order.
_TOLD = ("on_time", "late", "missing", "excused")


def words(w: Writer) -> dict[str, str]:
    """The states in the report's language."""
    return {
        "on_time": w.say("Đúng hạn", "On time"),
        "late": w.say("Muộn", "Late"),
        "missing": w.say("Thiếu", "Missing"),
        "excused": w.say("Được miễn", "Excused"),
        "due": w.say("Chưa hết hạn", "Not yet overdue"),
        "not_due": w.say("Chưa đến hạn", "Not due"),
    }


def blocks(w: Writer) -> Iterator[Block]:
    """The part's blocks; none of a period frozen before the register was kept."""
    if not w.positive("duties.total"):
        return
    yield Heading(w.say("Việc phải làm và thời hạn", "What was owed, and when it came"), 3)
    yield Paragraph(_summary(w))
    yield _by_unit(w)
    yield from _listed(w, w.say("Được miễn, được gia hạn", "Excused, extended"), _allowed(w))
    yield from _listed(w, w.say("Còn thiếu khi chốt", "Missing at the close"), _missing(w))


def _summary(w: Writer) -> str:
    parts = "; ".join(f"{word.lower()} {w.count(f'duties.{state}')}" for state, word in words(w).items())
    told, extended = w.told("duties.on_time_rate"), w.count("duties.extended")
    return w.say(
        f"Số việc: {w.count('duties.total')} ({parts}); đang được gia hạn {extended}. "
        f"Đúng hạn trên số việc đã đến hạn, không kể việc được miễn: {told}.",
        f"Duties: {w.count('duties.total')} ({parts}); on extension {extended}. "
        f"On time of those that fell due, the excused left out: {told}.",
    )


def _by_unit(w: Writer) -> Table:
    names = words(w)
    header = (
        w.say("Đơn vị", "Unit"),
        *(names[state] for state in _TOLD),
        w.say("Tỷ lệ đúng hạn", "On-time rate"),
    )
    codes = dict.fromkeys([*(unit.code for unit in w.data.units), *sorted({d.unit for d in w.data.duties})])
    groups = {code: f"duties.unit.{code or 'committee'}" for code in codes}
    rows = tuple(
        (w.owner(code), *(w.count(f"{name}.{state}") for state in _TOLD), w.share(f"{name}.on_time_rate"))
        for code, name in groups.items()
        if f"{name}.on_time" in w.figures
    )
    return Table(header, rows, align=("left", *("right",) * 5))


def _allowed(w: Writer) -> list[tuple[Duty, str]]:
    found = []
    for duty in w.data.duties:
        if duty.state == "excused":
            found.append((duty, w.say(f"Miễn. {duty.why}", f"Excused. {duty.why}")))
        elif duty.why:
            until = w.day(duty.due)
            found.append((duty, w.say(f"Gia hạn đến {until}. {duty.why}", f"Until {until}. {duty.why}")))
    return found


def _missing(w: Writer) -> list[tuple[Duty, str]]:
    return [
        (duty, w.say(f"Hạn {w.day(duty.due)}", f"Due {w.day(duty.due)}"))
        for duty in w.data.duties
        if duty.state == "missing"
    ]


def within_extension(w: Writer, change: Change) -> str:
    """What is said of an edit to a frozen month that came before its extended due day was over."""
    seen = datetime.fromisoformat(change.seen_at).date()
    for duty in w.data.duties:
        same = (duty.unit, duty.table, duty.period) == (change.unit, change.table, change.period)
        if same and duty.why and duty.state != "excused" and seen <= duty.due:
            until = w.day(duty.due)
            return w.say(
                f" (trong thời gian gia hạn, đến {until})", f" (within the extension, until {until})"
            )
    return ""


def _listed(w: Writer, title: str, found: Sequence[tuple[Duty, str]]) -> Iterator[Block]:
    if not found:
        return
    yield Heading(title, 3)
    header = (
        w.say("Đơn vị", "Unit"),
        w.say("Ở tab", "In the tab"),
        w.say("Việc", "Duty"),
        w.say("Ghi chú", "Remark"),
    )
    rows = tuple(
        (w.owner(duty.unit), _tab(w, duty.table), w.say(duty.vi, duty.en), remark) for duty, remark in found
    )
    yield Table(header, rows, first_in_mail=MOST_LISTED)


def _tab(w: Writer, name: str) -> str:
    table = tables().get(name)
    return w.say(table.title, table.title_en) if table else name
