"""Citizens' petitions: received, answered, in time; the overdue by code, never by their words."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures import petitions
from service.reports.blocks import Block, Heading, Paragraph, Table
from service.reports.writer import Writer

#: The register told here.
TOLD = ("petitions",)


def blocks(w: Writer) -> Iterator[Block]:
    """The section's body, without its heading."""
    name = w.say("Phản ánh, kiến nghị: ", "Petitions: ")
    if not w.has("petitions.received"):
        yield Paragraph(name + w.no_data.lower() + ".")
        return
    received, answered, still, late = (
        w.count(f"petitions.{name}") for name in ("received", "answered", "open", "overdue")
    )
    timely = w.told("petitions.on_time")
    if not w.has("petitions.on_time"):
        timely = w.say("không có việc nào đến hạn", "none fell due")
    yield Paragraph(
        name
        + w.say(
            f"trong kỳ nhận {received}, trả lời {answered}; đến hạn trong kỳ và trả lời đúng hạn: {timely}; "
            f"còn phải trả lời {still}, quá hạn {late}.",
            f"{received} received in the period, {answered} answered; of those that fell due, answered in "
            f"time: {timely}; {still} to be answered, {late} overdue.",
        )
    )
    if rows := petitions.overdue(w.data):
        yield Heading(w.say("Phản ánh, kiến nghị quá hạn", "Petitions overdue"), 3)
        header = (
            *(w.say("Mã", "Code"), w.say("Đơn vị", "Unit")),
            *(w.say("Lĩnh vực", "Field"), w.say("Hạn", "Deadline")),
        )
        lines = [
            (row.text("code"), w.unit_name(row.unit), row.text("field"), w.day(row.day("deadline")))
            for row in rows
        ]
        yield Table(header, tuple(lines), first_in_mail=20)
