"""The start tab at the year's end: December runs on, then it says that the year is over and what follows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from service import cycle, organisation
from service.clock import ZONE, parse
from service.organisation import Organisation
from service.workbooks import pull, start
from tests.support.office import Office
from tests.workbooks.test_marks import GOOD

OLD, NEW = "unit:VP:2022", "unit:VP:2023"
#: Code, audit, day, auditor, unit, clause, procedure, what, evidence, grade, who, deadline.
FINDING = ["PH-01", "Đợt 1", "01/03/2022", "Bình", "VP", "8.5.1", "", "Thiếu", "", "Nhẹ", "An", "30/03/2022"]


def later(office: Office, day: datetime) -> None:
    """Go on to a moment: what changed (on a new day all) is read, laid out and marked as in a tick."""
    before = parse(office.clock_file.read_text())
    office.wait((day - before).total_seconds() / 60)
    if before.date() != day.date():
        pull.sweep(office.services)
    cycle.look(office.services)
    cycle.provision(office.services)
    cycle.check(office.services)


def shown(office: Office, key: str) -> list[str]:
    """The lines of a start tab."""
    return [row[0] for row in office.tab(key, "Bắt đầu").get_all_values() if row and row[0]]


def link(office: Office, key: str, row: int, name: str = "clerk") -> Any:
    """Where the link beside a line leads."""
    fields = "sheets(data(rowData(values(userEnteredFormat(textFormat(link))))))"
    found = office.person(name).http_client.fetch_sheet_metadata(
        office.book(key).spreadsheet_id, {"ranges": f"'Bắt đầu'!B{row}", "fields": fields}
    )
    cell = found["sheets"][0]["data"][0]["rowData"][0]["values"][0]
    return cell["userEnteredFormat"]["textFormat"]["link"]["uri"]


def test_a_finished_year_says_so_and_where_to_go_on(office: Office) -> None:
    """December is asked for until it freezes; then nothing is missing, and the new book is a click away."""
    office.type(OLD, "Mục tiêu", "B2", GOOD)
    later(office, datetime(2023, 1, 4, 9, 0, tzinfo=ZONE))
    assert any(line.startswith("Tháng 12/2022") and "CÒN THIẾU" in line for line in shown(office, OLD))
    later(office, datetime(2023, 1, 7, 9, 0, tzinfo=ZONE))
    lines = shown(office, OLD)
    assert lines[1:3] == [
        "Năm 2022 đã kết thúc, hết hạn chốt số liệu ngày 05/01/2023. Không nhập số liệu vào sổ này nữa.",
        "Nhập tiếp ở sổ năm 2023.",
    ]
    assert office.book(NEW).spreadsheet_id in link(office, OLD, 3)
    assert not [line for line in lines if "CÒN THIẾU" in line or "Tháng 1/2023" in line or "VIỆC" in line]
    assert any(line.startswith("Tháng 1/2023") for line in shown(office, NEW))


def test_corrections_are_finished_in_the_book_of_their_finding(office: Office) -> None:
    """The year is over, the finding is not done: that alone is still asked for."""
    office.type("auditors:2022", "Phát hiện", "A2", [*FINDING, "", "", "", "Mở"], name="admin")
    later(office, datetime(2022, 3, 17, 9, 0, tzinfo=ZONE))
    later(office, datetime(2023, 1, 7, 9, 0, tzinfo=ZONE))
    lines = shown(office, OLD)
    assert "Khắc phục 1 phát hiện của đánh giá nội bộ." in lines
    assert lines.index("VIỆC CẦN LÀM") + 1 == lines.index("Khắc phục 1 phát hiện của đánh giá nội bộ.")
    assert not [line for line in lines if "xác nhận" in line or "CÒN THIẾU" in line]


@pytest.mark.parametrize(
    ("today", "year", "month"),
    [
        (date(2022, 11, 30), 2023, "2023-01"),
        (date(2022, 1, 3), 2022, "2022-01"),
        (date(2022, 4, 3), 2022, "2022-03"),
        (date(2022, 4, 6), 2022, "2022-04"),
        (date(2023, 1, 5), 2022, "2022-12"),
        (date(2023, 1, 6), 2022, None),
    ],
)
def test_the_month_people_work_on(today: date, year: int, month: str | None) -> None:
    """Always one of the book's own year; none once December takes no entries."""
    about = Organisation((), (), organisation.settings([]))
    found = start.current(today, about, year)
    assert (found.label if found else None) == month
    assert start.since(today, about, year) <= today
