"""Risks and opportunities: open by level, dealt with; the gravest and the overdue, one by one."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures import risks
from service.figures.data import Row
from service.reports.blocks import Block, Heading, Paragraph, Table
from service.reports.writer import Writer

#: The register told here.
TOLD = ("risks",)
_LEVELS = {"high": ("Cao", "High"), "medium": ("Vừa", "Medium"), "low": ("Thấp", "Low")}


def blocks(w: Writer) -> Iterator[Block]:
    """The section's body, without its heading."""
    if not w.has("risks.open"):
        name = w.say("Rủi ro, cơ hội: ", "Risks and opportunities: ")
        yield Paragraph(name + w.no_data.lower() + ".")
        return
    yield Paragraph(_summary(w))
    late = risks.overdue(w.data)
    grave = [row for row in risks.standing(w.data, "risk") if risks.level(row) == "high" and row not in late]
    if late:
        yield Heading(w.say("Hành động quá hạn", "Actions overdue"), 3)
        yield _listed(w, late)
    if grave:
        yield Heading(w.say("Rủi ro mức cao còn mở", "Open risks of the high level"), 3)
        yield _listed(w, grave)


def _summary(w: Writer) -> str:
    still, high, medium, low = (
        w.count(f"risks.{name}") for name in ("open", "open.high", "open.medium", "open.low")
    )
    chances, late, new, done = (
        w.count(f"risks.{name}") for name in ("opportunities", "overdue", "new", "done_in_window")
    )
    text = w.say(
        f"Rủi ro còn mở: {still} (cao {high}, vừa {medium}, thấp {low}); cơ hội đang thực hiện: {chances}; "
        f"trong kỳ nhận diện mới {new}, xử lý xong {done}; hành động quá hạn: {late}.",
        f"Open risks: {still} ({high} high, {medium} medium, {low} low); opportunities pursued: {chances}; "
        f"{new} identified in the period, {done} dealt with; actions overdue: {late}.",
    )
    if w.has("risks.evaluated"):
        told = w.told("risks.evaluated")
        text += w.say(
            f" Đã đánh giá hiệu quả sau khi xử lý, từ đầu năm: {told}.",
            f" Effect evaluated afterwards, since the year began: {told}.",
        )
    return text


def _listed(w: Writer, rows: list[Row]) -> Table:
    header = (
        *(w.say("Mã", "Code"), w.say("Đơn vị", "Unit"), w.say("Mức", "Level")),
        *(w.say("Mô tả", "Description"), w.say("Chủ trì", "Lead"), w.say("Hạn", "Deadline")),
    )
    lines = [
        (
            *(row.text("code"), w.unit_name(row.unit), w.say(*_LEVELS[risks.level(row)])),
            *(row.text("description"), row.text("owner"), w.day(row.day("deadline"))),
        )
        for row in rows
    ]
    return Table(header, tuple(lines), first_in_mail=20)
