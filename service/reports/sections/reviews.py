"""Management reviews: the conclusions of earlier meetings and what became of them; the meetings of a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from service.duties import reported
from service.duties.duty import Duty
from service.figures import reviews
from service.figures.data import Data, Row
from service.reports.blocks import Block, Heading, Paragraph, Table
from service.reports.writer import Writer
from sheets_schema import descriptor

#: The tables told here in words of their own.
TOLD = reviews.TABLES


def earlier(w: Writer) -> Iterator[Block]:
    """The conclusions of earlier meetings: how many are done, and those that are not, one by one."""
    if not w.has("conclusions.followed"):
        yield Paragraph(w.say("Kết luận: ", "Conclusions: ") + w.no_data.lower() + ".")
        yield from gone(w)
        return
    yield Paragraph(followed(w))
    yield from gone(w)
    yield from _orphaned(w)
    rows = reviews.followed(w.data)
    done = [row for row in rows if reviews.is_done(row, w.data.window.end)]
    if done:
        yield Heading(w.say("Đã thực hiện trong kỳ", "Done in the period"), 3)
        yield listed(w, done)
    if left := reviews.carried(w.data):
        yield Heading(w.say("Chưa xong, chuyển sang cuộc họp này", "Not done, carried to this meeting"), 3)
        yield listed(w, left)


def gone(w: Writer) -> Iterator[Paragraph]:
    """The conclusions whose row was deleted before they were done."""
    told = "; ".join(f"{duty.record} ({w.owner(duty.unit)}, {w.day(duty.due)})" for duty in lost(w.data))
    if told:
        yield Paragraph(
            w.say(
                f"Kết luận đã bị xóa khỏi sổ khi chưa xong, vẫn phải thực hiện: {told}.",
                f"Conclusions deleted from the sheet before they were done, and still owed: {told}.",
            )
        )


def _orphaned(w: Writer) -> Iterator[Paragraph]:
    """The meetings whose row was deleted, while what they decided stands."""
    if codes := ", ".join(sorted({row.text("meeting") for row in reviews.orphans(w.data)})):
        yield Paragraph(
            w.say(
                f"Cuộc họp không còn dòng nào trong sổ, kết luận vẫn được theo dõi: {codes}.",
                f"Meetings whose row is gone from the sheet, their conclusions still followed: {codes}.",
            )
        )


def lost(data: Data) -> list[Duty]:
    """The conclusions owed, by the register of duties, whose row is in the sheet no more."""
    there = {row.key for row in data.registers.get("conclusions", ())}
    # What was frozen before the open ones were kept holds only those that were due.
    own = data.open_conclusions or reported.open_conclusions(data.duties)
    return [duty for duty in own if duty.record not in there]


def followed(w: Writer) -> str:
    """How the conclusions of earlier meetings stand, in a sentence."""
    if not w.positive("conclusions.followed") and lost(w.data):
        return w.say(
            "Trong sổ không còn dòng kết luận nào phải thực hiện.",
            "No conclusion that stands in the sheet was left to be carried out.",
        )
    if not w.positive("conclusions.followed"):
        return w.say(
            "Không còn kết luận nào của các cuộc họp trước phải thực hiện.",
            "No conclusion of an earlier meeting was left to be carried out.",
        )
    total, done, still, late = (
        w.count(f"conclusions.{name}") for name in ("followed", "done", "open", "overdue")
    )
    return w.say(
        f"Theo dõi {total} kết luận của các cuộc họp trước: đã xong trong kỳ {done}, chưa xong {still}, "
        f"trong đó quá hạn {late}.",
        f"{total} conclusions of earlier meetings are followed: {done} done in the period, {still} not done, "
        f"{late} of them overdue.",
    )


def direction(w: Writer) -> Iterator[Block]:
    """What the committee did in the year: its meetings and reminders; the plan's rows stand beside it."""
    if w.has("reviews.held"):
        yield Paragraph(meetings(w))
    if w.has("reminders.sent"):
        sent, escalated = w.count("reminders.sent"), w.count("reminders.escalated")
        yield Paragraph(
            w.say(
                f"Đã đôn đốc {sent} lượt việc, trong đó {escalated} lượt báo lãnh đạo đơn vị hoặc báo thư ký "
                "để trình lãnh đạo.",
                f"{sent} reminders were told, {escalated} of them to heads of units or to the coordinator "
                "for the leaders.",
            )
        )


def of_year(w: Writer) -> Iterator[Block]:
    """The meetings of a year and what they decided."""
    if w.has("reviews.held"):
        yield Paragraph(meetings(w) + " " + _made(w))
    else:
        yield Paragraph(w.say("Xem xét lãnh đạo: ", "Management reviews: ") + w.no_data.lower() + ".")
    if w.has("conclusions.followed"):
        yield Paragraph(followed(w) + _timely(w))
    yield from gone(w)
    yield from _orphaned(w)
    if left := reviews.carried(w.data):
        caption = w.say("Kết luận chưa xong, chuyển sang năm sau", "Not done, carried to the next year")
        yield replace(listed(w, left), caption=caption)


def meetings(w: Writer) -> str:
    """How many meetings were held of those planned, in a sentence."""
    ratio, full = w.ratio("reviews.held"), w.count("reviews.full")
    told = w.say(
        f"Đã họp {ratio} cuộc họp xem xét dự kiến trong kỳ, trong đó {full} cuộc xem xét đầy đủ.",
        f"{ratio} of the reviews planned for the period were held, {full} of them full ones.",
    )
    after = ", ".join(_named(w, row) for row in reviews.after_year(w.data, w.data.year))
    if not after:
        return told
    last = w.day(w.data.window.end)
    return told + w.say(
        f" Chưa kể cuộc họp về số liệu của năm có ngày họp sau {last}: {after}.",
        f" Not counted are meetings on months of the year that are held after {last}: {after}.",
    )


def _named(w: Writer, row: Row) -> str:
    """A meeting by code, day and kind."""
    kind = choice(w, "reviews", "kind", row.text("kind")).lower()
    return f"{row.text('code')} ({w.day(row.day('date'))}, {kind})"


def _made(w: Writer) -> str:
    if not w.positive("conclusions.made"):
        return w.say("Chưa có kết luận nào.", "No conclusions were made.")
    kinds = ", ".join(
        f"{kind_title(w, kind).lower()} {w.count(f'conclusions.made.{kind}')}" for kind in reviews.KINDS
    )
    total = w.count("conclusions.made")
    return w.say(
        f"Các cuộc họp đã ra {total} kết luận: {kinds}.", f"They came to {total} conclusions: {kinds}."
    )


def _timely(w: Writer) -> str:
    if not w.has("conclusions.on_time"):
        return ""
    told = w.told("conclusions.on_time")
    return w.say(f" Xong đúng hạn: {told}.", f" Done on time: {told}.")


def kind_title(w: Writer, kind: str) -> str:
    """A kind of conclusion as the sheet calls it."""
    return choice(w, "conclusions", "kind", kind)


def listed(w: Writer, rows: Sequence[Row], on: date | None = None) -> Table:
    """Conclusions one by one: what, who, by when, how it stands on a day, else at the window's end."""
    header = (
        w.say("Mã", "Code"),
        w.say("Kết luận", "Conclusion"),
        w.say("Thực hiện", "Who"),
        w.say("Thời hạn", "Deadline"),
        w.say("Tình trạng", "State"),
    )
    return Table(header, tuple(_line(w, row, on or w.data.window.end) for row in rows))


def _line(w: Writer, row: Row, on: date) -> tuple[str, ...]:
    return (
        row.text("code"),
        row.text("conclusion"),
        who(w, row),
        w.day(row.day("deadline")),
        _state(w, row, on),
    )


def who(w: Writer, row: Row) -> str:
    """Who carries a conclusion out: the unit, the person, or both."""
    unit = w.unit_name(row.text("unit")) if row.text("unit") else ""
    return "; ".join(part for part in (unit, row.text("who")) if part)


def _state(w: Writer, row: Row, on: date) -> str:
    if reviews.is_done(row, on):
        day = w.day(row.day("done_on"))
        return w.say(f"Xong {day}", f"Done {day}")
    # One done after that day was not done on it.
    state = "doing" if row.text("status") == "done" else row.text("status")
    told = choice(w, "conclusions", "status", state)
    return told + w.say(", quá hạn", ", overdue") if reviews.is_overdue(row, on) else told


def choice(w: Writer, table: str, field: str, code: str) -> str:
    """A choice as the sheet calls it."""
    known = descriptor.table(table).field(field)
    return (known.choices if w.language == "vi" else known.choices_en).get(code, code)
