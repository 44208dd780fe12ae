"""Draft minutes of a month's management review: the agenda filled with evidence, room for what is decided."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures import reviews
from service.figures.data import Data, Figures
from service.periods import course
from service.reports.blocks import Agency, Block, Heading, Items, Language, Note, Paragraph, Report, Table
from service.reports.minutes import agenda
from service.reports.minutes.agenda import Entry, Meeting
from service.reports.sections import reviews as sections
from service.reports.sections import submission
from service.reports.writer import Writer


def build(
    data: Data, figures: Figures, agency: Agency, language: Language = "vi", version: int = 1
) -> Report:
    """The draft minutes of a frozen month, the same for every recipient of one language."""
    w = Writer(data, figures, agency, language)
    month, meeting = w.month(data.window.label), agenda.meeting(data)
    subject = w.say(
        f"[ISO] Dự thảo biên bản họp xem xét lãnh đạo {month} – {agency.name}",
        f"[ISO] Draft minutes of the management review of {month} – {agency.name}",
    )
    stands = sections.followed(w) if w.has("conclusions.followed") else _nothing(w)
    lead = (_when(w, meeting), stands, *(block.text for block in sections.gone(w)))
    return Report("minutes", data.window, language, subject, lead, tuple(_blocks(w, meeting)), version)


def _when(w: Writer, meeting: Meeting) -> str:
    day = meeting.row.day("date") if meeting.row else None
    if day:
        return w.say(f"Cuộc họp ngày {w.day(day)}.", f"The meeting of {w.day(day)}.")
    proposed = w.day(course.meeting_day(w.data.window, w.data.rules))
    return w.say(
        f"Chưa ghi lịch họp trong tab Xem xét lãnh đạo; dự kiến ngày {proposed}.",
        f"No meeting is entered in the tab Management reviews; {proposed} is proposed.",
    )


def _nothing(w: Writer) -> str:
    return w.say("Kết luận các cuộc họp trước: ", "Earlier conclusions: ") + w.no_data.lower() + "."


def _blocks(w: Writer, meeting: Meeting) -> Iterator[Block]:
    month = w.month(w.data.window.label)
    title = w.say(
        f"BIÊN BẢN Cuộc họp xem xét của lãnh đạo {month}", f"MINUTES of the management review of {month}"
    )
    yield Heading(title, 1)
    yield Paragraph(w.span())
    yield Heading(w.say("I. Thời gian, địa điểm, thành phần", "I. Time, place, people"))
    yield Items(tuple(_people(w, meeting)))
    yield Heading(w.say("II. Nội dung xem xét (điều 9.3.2)", "II. Items reviewed (clause 9.3.2)"))
    yield Paragraph(_kind(w, meeting))
    for entry in agenda.entries(w, meeting):
        yield Heading(f"{entry.item.mark} {w.say(entry.item.vi, entry.item.en)}", 3)
        yield from _evidence(w, entry)
    yield Heading(w.say("III. Kết luận (điều 9.3.3)", "III. Conclusions (clause 9.3.3)"))
    yield from _outputs(w, meeting)
    yield Heading(w.say("IV. Kết luận trước chuyển sang", "IV. Conclusions carried over"))
    yield from _carried(w)
    yield from submission.left_out(w, *reviews.TABLES)
    yield _signatures(w)


def _people(w: Writer, meeting: Meeting) -> Iterator[str]:
    """The lines of a meeting's time, place and people; dots where a person has to write."""
    yield w.say("Thời gian: ", "Time: ") + (w.day(meeting.row.day("date")) if meeting.row else _DOTS)
    told = {
        "place": ("Địa điểm", "Place"),
        "chair": ("Chủ trì", "Chair"),
        "present": ("Có mặt", "Present"),
        "absent": ("Vắng", "Absent"),
    }
    for field, title in told.items():
        yield f"{w.say(*title)}: {meeting.text(field) or _DOTS}"
    yield w.say("Thư ký: ", "Secretary: ") + _DOTS


_DOTS = "…………"


def _kind(w: Writer, meeting: Meeting) -> str:
    edition = meeting.edition.name
    if meeting.kind == "full":
        month, year = w.month(w.data.window.label), w.data.year
        return w.say(
            f"Xem xét đầy đủ theo ISO 9001:{edition}: số liệu {month}, kèm diễn biến từng tháng của năm "
            f"{year} như các báo cáo tháng đã nêu; số cộng cả năm ở báo cáo năm {year}.",
            f"Full review by ISO 9001:{edition}: the figures of {month}, and how they went in each month of "
            f"{year} as the monthly reports told; the year's sums stand in the report of {year}.",
        )
    return w.say(
        f"Xem xét hằng tháng; thứ tự theo ISO 9001:{edition}.",
        f"Monthly review, in the order of ISO 9001:{edition}.",
    )


def _evidence(w: Writer, entry: Entry) -> Iterator[Block]:
    if not entry.lines and not entry.typed:
        yield Paragraph(w.no_data + ".")
    for line in entry.lines:
        yield Paragraph(line)
    for line in entry.typed:
        yield Paragraph(w.say(f"Thư ký ghi: {line}", f"Noted by the coordinator: {line}"))


def _outputs(w: Writer, meeting: Meeting) -> Iterator[Block]:
    made = reviews.conclusions(w.data, [meeting.row]) if meeting.row else []
    for output in meeting.edition.outputs:
        yield Heading(f"{output.mark} {w.say(output.vi, output.en)}", 3)
        own = [row for row in made if row.text("kind") == output.code]
        if own:
            yield sections.listed(w, own)
        else:
            yield Note(
                w.say(
                    "(Ghi kết luận tại cuộc họp, rồi nhập vào tab Kết luận.)",
                    "(To be written at the meeting, then entered in the tab Conclusions.)",
                ),
                "person",
            )


def _carried(w: Writer) -> Iterator[Block]:
    left, lost = reviews.carried(w.data), tuple(sections.gone(w))
    yield from lost
    if left:
        yield sections.listed(w, left)
    elif lost:
        return
    elif w.has("conclusions.followed"):
        yield Paragraph(w.say("Không còn kết luận nào chưa xong.", "No conclusion is left undone."))
    else:
        yield Paragraph(w.no_data + ".")


def _signatures(w: Writer) -> Table:
    """Two places to sign, left blank."""
    header = (w.say("THƯ KÝ", "SECRETARY"), w.say("CHỦ TRÌ", "CHAIR"))
    sign = w.say("(Ký, ghi rõ họ tên)", "(Signature and name)")
    return Table(header, ((sign, sign), ("", "")))
