"""The notice of conclusions: what a month's management reviews decided, who does it, by when."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures import reviews
from service.figures.data import Data, Figures, Row
from service.reports.blocks import Agency, Block, Heading, Language, Paragraph, Report
from service.reports.sections import reviews as sections
from service.reports.sections import submission
from service.reports.writer import Writer
from service.reviews import items
from sheets_schema.descriptor import tables


def build(
    data: Data, figures: Figures, agency: Agency, language: Language = "vi", version: int = 1
) -> Report:
    """The notice of the meetings that looked at a month, frozen after they were held."""
    w = Writer(data, figures, agency, language)
    month, held = w.month(data.window.label), _held(data)
    subject = w.say(
        f"[ISO] Thông báo kết luận họp xem xét lãnh đạo {month} – {agency.name}",
        f"[ISO] Conclusions of the management review of {month} – {agency.name}",
    )
    lead = (_lead(w, held),)
    return Report("conclusions", data.window, language, subject, lead, tuple(_blocks(w, held)), version)


def _held(data: Data) -> list[Row]:
    return [row for row in reviews.of_period(data, data.window.label) if row.text("status") == "held"]


def _lead(w: Writer, held: list[Row]) -> str:
    days = ", ".join(w.day(row.day("date")) for row in held)
    return w.say(
        f"Kết luận cuộc họp xem xét của lãnh đạo ngày {days}, người thực hiện và thời hạn.",
        f"The conclusions of the management review of {days}, who carries them out, and by when.",
    )


def _blocks(w: Writer, held: list[Row]) -> Iterator[Block]:
    month = w.month(w.data.window.label)
    title = w.say(
        f"THÔNG BÁO Kết luận cuộc họp xem xét của lãnh đạo {month}",
        f"NOTICE of the conclusions of the management review of {month}",
    )
    yield Heading(title, 1)
    yield Paragraph(w.span())
    for row in held:
        chair, present = row.text("chair"), row.text("present")
        yield Paragraph(
            w.say(
                f"Cuộc họp {row.key} ngày {w.day(row.day('date'))}; chủ trì: {chair}; có mặt: {present}.",
                f"Meeting {row.key} of {w.day(row.day('date'))}; chair: {chair}; present: {present}.",
            )
        )
    made = reviews.conclusions(w.data, held)
    day = max((day for row in held if (day := row.day("date"))), default=w.data.window.end)
    for output in items.in_force(day).outputs:
        own = [row for row in made if row.text("kind") == output.code]
        if own:
            yield Heading(w.say(output.vi, output.en))
            yield sections.listed(w, own, day)
    left = [row for row in reviews.carried(w.data, day) if row not in made]
    if left:
        yield Heading(w.say("Kết luận trước chưa xong", "Earlier conclusions not done"))
        yield sections.listed(w, left, day)
    if any(row.text("unit") for row in (*made, *left)):
        yield Paragraph(_how_to_report(w))
    yield from submission.left_out(w, *reviews.TABLES)


def _how_to_report(w: Writer) -> str:
    tab = tables()["conclusions"]
    return w.say(
        f"Đơn vị làm xong thì báo Thư ký ISO ngày xong và kết quả, để ghi vào tab {tab.title}.",
        f"A unit that is done tells the coordinator when, and the result, for the tab {tab.title_en}.",
    )
