"""Patterns that somebody should look at: how many answers show each, in all and by unit."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures.satisfaction.patterns import PATTERNS
from service.reports.blocks import Block, Heading, Note, Table
from service.reports.writer import Writer

#: What each pattern is called, in Vietnamese and English.
NAMES = {
    "duplicate": ("Trùng hệt, gửi sát nhau", "Alike in everything, close together"),
    "burst": ("Dồn dập trong một giờ", "Many in one hour"),
    "straight": ("Chọn một mức cho mọi câu", "One level throughout"),
    "series": ("Liên tiếp, đều hài lòng", "One after another, all content"),
    "same_comment": ("Góp ý giống từng chữ", "The same comment word for word"),
    "all_highest": ("Cả đơn vị đều mức cao nhất", "A whole unit at the highest level"),
    "office_hours": ("Cả đơn vị chỉ trong giờ làm việc", "A whole unit in office hours only"),
    "any": ("Có ít nhất một dấu hiệu", "With at least one sign"),
}


def blocks(w: Writer) -> Iterator[Block]:
    """A table of the department, and which units show most; nothing when no answer shows any."""
    if not w.positive("satisfaction.flags.any"):
        return
    yield Heading(w.say("Dấu hiệu cần xem lại", "Signs to look at"), 3)
    header = (w.say("Dấu hiệu", "Sign"), w.say("Số câu trả lời", "Answers"), w.say("Đơn vị", "Units"))
    found = [name for name in PATTERNS if w.positive(f"satisfaction.flags.{name}")]
    rows = tuple(
        (w.say(*NAMES[name]), w.count(f"satisfaction.flags.{name}"), _units(w, name)) for name in found
    )
    yield Table(header, rows, align=("left", "right", "left"))
    yield Note(
        w.say(
            "Dấu hiệu để Ban Chỉ đạo xem lại cách lấy ý kiến, không phải kết luận; người trả lời giống "
            "nhau là "
            "chuyện thường. Không câu trả lời nào bị loại: tất cả vẫn nằm trong các số trên.",
            "Signs for the committee to look at how answers are gathered, not findings; people do "
            "answer alike. "
            "No answer is left out: all are in the figures above.",
        )
    )


def _units(w: Writer, name: str) -> str:
    """The units in which answers show a pattern, those with most first, at most three."""
    shown = [(w.value(f"satisfaction.flags.unit.{unit.code}.{name}") or 0, unit) for unit in w.data.units]
    most = sorted(((number, unit) for number, unit in shown if number), key=lambda one: -one[0])[:3]
    return "; ".join(f"{unit.name}: {number}" for number, unit in most) or "–"
