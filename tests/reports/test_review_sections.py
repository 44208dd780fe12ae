"""Management reviews in the monthly and the annual report: done, open, overdue; held of planned."""

from __future__ import annotations

from datetime import date
from typing import Any

from service.duties.duty import Duty
from service.figures import compute
from service.figures.data import Data
from service.organisation import Agency
from service.reports import build
from service.reports.blocks import Heading, Language, Paragraph, Table
from tests.support import frozen, meetings

AGENCY = Agency("Sở GD&ĐT Hà Sơn", "UBND TỈNH HÀ SƠN", "Hà Sơn")


def _section(data: Data, title: str, language: Language = "vi") -> list[Any]:
    """The blocks under the heading, up to the next of its level or above."""
    found: list[Any] = []
    level = 0
    for block in build(data, compute(data), AGENCY, language).blocks:
        if isinstance(block, Heading) and level and block.level <= level:
            return found
        if level:
            found.append(block)
        elif isinstance(block, Heading) and block.text.startswith(title):
            level = block.level
    return found


def _texts(blocks: list[Any]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def test_a_month_begins_with_the_conclusions_of_earlier_meetings() -> None:
    """What was done in it, then what was not, each with who, deadline and state."""
    blocks = _section(frozen.month(registers=meetings.spring()), "I. Thực hiện kết luận")
    assert _texts(blocks)[0] == (
        "Theo dõi 4 kết luận của các cuộc họp trước: đã xong trong kỳ 1, chưa xong 3, trong đó quá hạn 2."
    )
    done, left = [block.rows for block in blocks if isinstance(block, Table) and block.header[0] == "Mã"]
    assert done == (("KL-2", "Việc KL-2", "Văn phòng", "28/02/2022", "Xong 01/03/2022"),)
    assert [(row[0], row[4]) for row in left] == [
        ("KL-3", "Đang làm, quá hạn"),
        ("KL-4", "Chưa làm"),
        ("KL-5", "Đang làm, quá hạn"),
    ]


def test_a_years_report_says_up_to_when_it_reaches_and_which_meetings_come_after() -> None:
    """The full one of 20 December is after a window that ends on the 14th; January's report tells of it."""
    rows = (
        meetings.meeting("2022-11", date(2022, 11, 21)),
        meetings.meeting("2022-12", date(2022, 12, 20), kind="full"),
    )
    year, january = (make(registers={"reviews": rows}) for make in (frozen.year, january_of))
    blocks = build(year, compute(year), AGENCY, "vi").blocks
    said = _texts(list(blocks))
    assert said[1] == (
        "Số liệu tính đến hết ngày 14/12/2022; những gì từ ngày 15/12/2022 thuộc kỳ năm 2023, "
        "chưa có trong các số dưới đây. Việc năm 2022 đến hạn sau ngày 14/12/2022 được liệt kê ở phần I; "
        "báo cáo tháng 1/2023 nêu kết quả."
    )
    held = "Đã họp 1/1 cuộc họp xem xét dự kiến trong kỳ, trong đó 0 cuộc xem xét đầy đủ."
    after = (
        " Chưa kể cuộc họp về số liệu của năm có ngày họp sau 14/12/2022: XX-2022-12 (20/12/2022, đầy đủ)."
    )
    assert sum(text.startswith(held + after) for text in said) == 2
    told = ("20/12/2022", "Ban Chỉ đạo ISO", "Xem xét lãnh đạo: XX-2022-12 (đầy đủ)", "Đã họp")
    for data in (year, january):
        listed = [
            b.rows for b in _section(data, "I. ") if isinstance(b, Table) and b.header[-1] == "Tình trạng"
        ]
        assert listed == [(told,)]


def january_of(**parts: Any) -> Data:
    """January after the year."""
    return frozen.month("2023-01", **parts)


def test_a_conclusion_deleted_before_it_was_done_is_told() -> None:
    """The register of duties remembers it; one that stands in the sheet, or is done, is not told twice."""
    owed = {"unit": "VP", "table": "conclusions", "period": "", "vi": "", "en": "", "due": date(2022, 3, 1)}
    states = {"KL-9": "missing", "KL-3": "missing", "KL-8": "late"}
    duties = tuple(Duty(**owed, record=code, lock=None, state=state) for code, state in states.items())  # type: ignore[arg-type]
    told = _texts(_section(frozen.month(registers=meetings.spring(), duties=duties), "I. Thực hiện"))
    assert told[1] == (
        "Kết luận đã bị xóa khỏi sổ khi chưa xong, vẫn phải thực hiện: KL-9 (Văn phòng, 01/03/2022)."
    )
    rest = {"reviews": meetings.spring()["reviews"]}
    english = _texts(_section(frozen.month(registers=rest, duties=duties), "I. ", "en"))
    assert english[1].endswith("still owed: KL-9 (Văn phòng, 1 March 2022); KL-3 (Văn phòng, 1 March 2022).")


def test_a_meeting_whose_row_was_deleted_is_told() -> None:
    """Its conclusions are in the numbers and in the list as before."""
    rows = meetings.spring()
    rows["reviews"] = tuple(row for row in rows["reviews"] if row.text("code") != "XX-2022-02")
    blocks = _section(frozen.month(registers=rows), "I. Thực hiện kết luận")
    assert (
        _texts(blocks)[1] == "Cuộc họp không còn dòng nào trong sổ, kết luận vẫn được theo dõi: XX-2022-02."
    )
    left = [block.rows for block in blocks if isinstance(block, Table)][-1]
    assert [row[0] for row in left] == ["KL-3", "KL-4", "KL-5"]


def test_when_nothing_is_left_the_month_says_so() -> None:
    """Meetings are entered, no conclusion is open: that is not the same as no data."""
    rows = {"reviews": meetings.spring()["reviews"]}
    assert _texts(_section(frozen.month(registers=rows), "I. Thực hiện"))[0].startswith("Không còn kết luận")
    assert _texts(_section(frozen.month(), "I. Thực hiện"))[0] == "Kết luận: chưa có số liệu."


def test_the_year_tells_its_reviews() -> None:
    """Held of planned, full ones, conclusions by kind, done on time, what goes over into the next year."""
    data = frozen.year(registers=meetings.spring(), reminders={"sent": 12, "escalated": 3})
    blocks = _section(data, "7. Xem xét của lãnh đạo")
    assert _texts(blocks) == [
        "Đã họp 2/3 cuộc họp xem xét dự kiến trong kỳ, trong đó 1 cuộc xem xét đầy đủ. "
        "Các cuộc họp đã ra 5 kết luận: cải tiến 3, thay đổi hệ thống 1, nguồn lực 1.",
        "Theo dõi 5 kết luận của các cuộc họp trước: đã xong trong kỳ 3, chưa xong 2, trong đó quá hạn 2. "
        "Xong đúng hạn: 33,3% (1/3).",
    ]
    (left,) = [block for block in blocks if isinstance(block, Table)]
    assert [row[0] for row in left.rows] == ["KL-3", "KL-4"]
    assert _texts(_section(data, "I. Công tác chỉ đạo"))[:2] == [
        "Đã họp 2/3 cuộc họp xem xét dự kiến trong kỳ, trong đó 1 cuộc xem xét đầy đủ.",
        "Đã đôn đốc 12 lượt việc, trong đó 3 lượt báo lãnh đạo đơn vị hoặc báo thư ký để trình lãnh đạo.",
    ]


def test_a_year_without_meetings_says_so() -> None:
    """And in English."""
    assert _texts(_section(frozen.year(), "7. ")) == ["Xem xét lãnh đạo: chưa có số liệu."]
    assert _texts(_section(frozen.year(), "7. ", "en")) == ["Management reviews: no data yet."]


def test_a_year_whose_meetings_were_all_deleted_tells_what_they_decided() -> None:
    """No meeting is known; the numbers of conclusions have a value, so the report prints them."""
    rows = {"conclusions": meetings.spring()["conclusions"]}
    blocks = _section(frozen.year(registers=rows), "7. Xem xét")
    first, second, third = _texts(blocks)
    assert first == "Xem xét lãnh đạo: chưa có số liệu."
    assert second.startswith("Theo dõi 6 kết luận")
    assert third.startswith("Cuộc họp không còn dòng nào trong sổ")
    assert [block.header[0] for block in blocks if isinstance(block, Table)] == ["Mã"]
