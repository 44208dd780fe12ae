"""How the units sent their data: complete, late, missing, with problems; what changed after closing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from service.figures import reminders
from service.figures.data import Excluded
from service.reports.blocks import Block, Heading, Note, Paragraph, Table
from service.reports.sections import owed
from service.reports.writer import Writer
from sheets_schema import descriptor, problems, written

#: How many left-out rows or edits a mail lists one by one; the report's page and its JSON list all.
MOST_LISTED = 40
_FRESHNESS = {
    "unreachable": ("không mở được bảng", "workbook unreachable"),
    "unusable": ("bảng hỏng tiêu đề, giữ số liệu lần đọc trước", "broken header, last good data kept"),
}


def words(w: Writer) -> dict[str, str]:
    """The states of a unit in the report's language."""
    return {
        "complete": w.say("Đủ", "Complete"),
        "late": w.say("Đủ, muộn", "Complete, late"),
        "missing": w.say("Thiếu", "Missing"),
        "problems": w.say("Có lỗi", "Problems"),
        "excused": w.say("Được miễn", "Excused"),
        "extended": w.say("Được gia hạn", "On extension"),
    }


def blocks(w: Writer) -> Iterator[Block]:
    """The section's body, without its heading."""
    yield Paragraph(_summary(w))
    yield from _reminded(w)
    yield from _unread(w)
    yield _by_unit(w)
    yield from owed.blocks(w)
    yield from left_out(w)
    yield from changes(w)


def _summary(w: Writer) -> str:
    told = w.told("completeness")
    start = w.say(f"Số liệu đã gửi so với phải gửi: {told}.", f"Data given of those owed: {told}.")
    if w.data.kind == "annual":
        return w.say(f"{start} Cộng từ các báo cáo tháng.", f"{start} Summed over the monthly reports.")
    parts = "; ".join(
        f"{label.lower()} {w.count(f'completeness.units.{state}')}" for state, label in words(w).items()
    )
    due, freeze = w.day(w.data.window.due), w.day(w.data.window.freeze)
    return w.say(
        f"{start} Số đơn vị: {parts}. Hạn nhập {due}, chốt số liệu {freeze}.",
        f"{start} Units: {parts}. Due {due}, closed {freeze}.",
    )


def _reminded(w: Writer) -> Iterator[Block]:
    """How often people were reminded; nothing of a period frozen before that was counted."""
    if "reminders.sent" in w.figures:
        sent, escalated, silent = (w.count(f"reminders.{name}") for name in reminders.COUNTED)
        yield Paragraph(
            w.say(
                f"Đã đôn đốc {sent} lượt việc, trong đó {escalated} lượt báo lãnh đạo đơn vị hoặc báo thư ký "
                "để trình lãnh đạo; "
                f"không nhắc {silent} lượt (được miễn, thôi nhắc, đã xong, đã chốt).",
                f"Reminders told: {sent}, of them {escalated} to heads of units or to the coordinator for "
                "the leaders; "
                f"not told: {silent} (excused, silenced, done, frozen).",
            )
        )


def _unread(w: Writer) -> Iterator[Block]:
    """What Google did not let us read up to the freeze: the figures lack what came meanwhile."""
    if "workbooks" in w.data.unread:
        yield Note(
            w.say(
                "Khi chốt, có sổ chưa đọc được; số liệu nhập sau lần đọc cuối chưa được tính.",
                "Some workbooks could not be read at the close; later entries do not count.",
            )
        )
    if "answers" in w.data.unread:
        yield Note(
            w.say(
                "Khi chốt, chưa đọc được phiếu khảo sát; phiếu đến sau lần đọc cuối được tính là đến muộn.",
                "At the close the survey could not be read; answers after the last reading count as late.",
            )
        )


def _by_unit(w: Writer) -> Table:
    names, monthly = words(w), w.data.kind == "monthly"
    header = (
        w.say("Đơn vị", "Unit"),
        w.say("Đã gửi/phải gửi", "Given/owed"),
        w.say("Lỗi chưa sửa", "Open errors"),
        *((w.say("Tình trạng", "State"), w.say("Đọc lần cuối", "Last read")) if monthly else ()),
    )
    rows = []
    for unit in w.data.units:
        name = f"completeness.unit.{unit.code}"
        told = unit.name, w.ratio(name), w.count(f"problems.unit.{unit.code}.errors")
        state = names.get(w.figure(name).state or "", "–")
        rows.append((*told, state, _read(w, unit.code)) if monthly else told)
    return Table(header, tuple(rows), align=("left", "right", "right", "left", "left"))


def _read(w: Writer, unit: str) -> str:
    freshness = w.data.freshness.get(unit)
    if freshness is None or not freshness.last_read_at:
        return w.say("chưa đọc", "never")
    when = w.day(datetime.fromisoformat(freshness.last_read_at).date())
    remark = _FRESHNESS.get(freshness.state)
    return f"{when} ({w.say(*remark)})" if remark else when


def late_units(w: Writer) -> list[str]:
    """The names of the units that are late, missing something or in error, with the word for it."""
    names, found = words(w), []
    for unit in w.data.units:
        state = w.figure(f"completeness.unit.{unit.code}").state
        if state in ("late", "missing", "problems"):
            found.append(f"{unit.name}: {names[state].lower()}")
    return found


def left_out(w: Writer, *tables: str) -> Iterator[Block]:
    """The rows, of all tables or some, that no figure counts because of an error: each with its errors."""
    excluded = [e for e in w.data.excluded if not tables or e.table in tables]
    if not excluded:
        return
    yield Heading(w.say("Dòng chưa được tính vì còn lỗi", "Rows left out because of an error"), 3)
    header = (
        w.say("Đơn vị", "Unit"),
        w.say("Bảng", "Table"),
        w.say("Dòng", "Row"),
        w.say("Mã, kỳ", "Code, period"),
        w.say("Lỗi", "Error"),
    )
    titles = {kind.code: w.say(kind.title_vi, kind.title_en) for kind in problems.catalogue()}
    told: dict[tuple[str, str, int, str], list[str]] = {}
    for e in excluded:
        error = titles.get(e.code, e.code)
        column = f"{field_title(w, e.table, e.column)}: " if e.column else ""
        told.setdefault((_owner(w, e), e.table, e.row, e.key), []).append(column + error)
    rows = tuple(
        (owner, table_title(w, table), str(row or "–"), _key(w, table, key), "; ".join(errors))
        for (owner, table, row, key), errors in told.items()
    )
    yield Table(header, rows, align=("left", "left", "right", "left", "left"), first_in_mail=MOST_LISTED)


def _owner(w: Writer, row: Excluded) -> str:
    """Whose sheet a row stands in."""
    if row.unit:
        return w.unit_name(row.unit)
    known = descriptor.tables().get(row.table)
    if known and known.workbook == "coordinator":
        return w.say("Thư ký ISO", "The coordinator")
    return w.say("Đoàn đánh giá", "Auditors")


def _key(w: Writer, table: str, key: str) -> str:
    """A row's key in words, the key itself where its table is no longer known."""
    known = descriptor.tables().get(table)
    return written.key(known, key, w.language) if known else key


def table_title(w: Writer, name: str) -> str:
    """A table's title in the report's language."""
    table = descriptor.tables().get(name)
    return w.say(table.title, table.title_en) if table else name


def field_title(w: Writer, table: str, name: str) -> str:
    """A column's title in the report's language; the whole row has none of its own."""
    known = descriptor.tables().get(table)
    for field in known.fields if known else ():
        if field.name == name:
            return w.say(field.title, field.title_en)
    return w.say("cả dòng", "whole row")


def changes(w: Writer) -> Iterator[Block]:
    """Edits to closed periods: listed here, never slipped into figures that were sent."""
    if not w.data.changes_after_close:
        return
    yield Heading(
        w.say("Sửa sau khi chốt số liệu (không tính vào báo cáo đã gửi)", "Changed after closing"), 3
    )
    header = (
        w.say("Đơn vị", "Unit"),
        w.say("Kỳ", "Period"),
        w.say("Ô", "Cell"),
        w.say("Trước → sau", "Before → after"),
    )
    rows = []
    for c in w.data.changes_after_close:
        place = f"{table_title(w, c.table)}, {_key(w, c.table, c.key)}: {field_title(w, c.table, c.field)}"
        blank = w.say("(trống)", "(blank)")
        edit = f"{c.before or blank} → {c.after or blank}{owed.within_extension(w, c)}"
        rows.append((w.unit_name(c.unit), w.period(c.period), place, edit))
    yield Table(header, tuple(rows), first_in_mail=MOST_LISTED)
