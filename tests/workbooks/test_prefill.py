"""What a month asks for is laid out once, in grey, ready to be typed beside."""

from __future__ import annotations

import pytest

from service.periods.windows import Rules, window
from service.workbooks import palette, pull
from service.workbooks.prefill import open_period
from tests.support.office import Office, shade

KEY = "unit:VP:2022"
MARCH = window("2022-03", Rules())
GOOD: list[object] = ["Đúng hạn", "≥", "98%", "%", "Tháng", "", "14/12/2022", "Tỷ lệ của tổng"]
YEARLY: list[object] = ["Tập huấn", "≥", "2", "lớp", "Năm", "", "14/12/2022", "Cộng dồn"]


@pytest.fixture
def opened(office: Office) -> Office:
    """One monthly and one yearly objective; March is laid out."""
    office.type(KEY, "Mục tiêu", "B2", GOOD, YEARLY)
    office.cycle()
    assert open_period(office.services, MARCH) == 1
    return office


def test_rows_that_are_due_stand_ready(opened: Office) -> None:
    """Code, objective, target and period of the monthly objective; the yearly one is not asked in March."""
    rows = opened.tab(KEY, "Kết quả").get_all_values()
    assert [row[:4] for row in rows[1:]] == [["MT01", "Đúng hạn", "≥ 98%", "Tháng 3/2022"]]


def test_opening_again_writes_nothing(opened: Office) -> None:
    """Keyed: the row that is there is not written twice, even when its tab must be read anew."""
    opened.reset_calls()
    assert open_period(opened.services, MARCH) == 0
    assert "sheets.spreadsheets.batchUpdate" not in opened.calls()
    pull.sweep(opened.services)
    assert open_period(opened.services, MARCH) == 0


def test_the_next_month_comes_below(opened: Office) -> None:
    """New rows follow the last used one; what was typed stays where it is."""
    opened.type(KEY, "Kết quả", "E2", [98, 100])
    opened.cycle()
    assert open_period(opened.services, window("2022-04", Rules())) == 1
    rows = opened.tab(KEY, "Kết quả").get_all_values()
    assert [row[3] for row in rows[1:]] == ["Tháng 3/2022", "Tháng 4/2022"]
    assert rows[1][4:6] == ["98", "100"]


def test_december_asks_for_the_year_too(opened: Office) -> None:
    """A quarter's, year's or school year's row is laid out in its last month."""
    assert open_period(opened.services, window("2022-12", Rules())) == 2
    rows = opened.tab(KEY, "Kết quả").get_all_values()
    assert {(row[0], row[3]) for row in rows[2:]} == {("MT01", "Tháng 12/2022"), ("MT02", "Năm 2022")}


def test_ratio_and_assessment_are_computed(opened: Office) -> None:
    """Typed 9796 of 10000 against 98%: the grey cells say 97,96% and not met, with the places it needs."""
    opened.type(KEY, "Kết quả", "E2", [9796, 10000])
    opened.cycle()
    row = opened.tab(KEY, "Kết quả").row_values(2)
    assert row[8:10] == ["97,96%", "Không đạt"]
    assert opened.records(KEY, "progress")["MT01|2022-03"]["achieved"] == 9796


def test_a_full_tab_grows(opened: Office) -> None:
    """When no row is left, rows are appended in the same write."""
    tab = opened.tab(KEY, "Kết quả")
    tab.delete_rows(3, tab.row_count)
    opened.cycle()
    assert open_period(opened.services, window("2022-04", Rules())) == 1
    assert opened.tab(KEY, "Kết quả").row_values(3)[3] == "Tháng 4/2022"


def test_a_row_typed_meanwhile_stays_hers(office: Office) -> None:
    """A clerk adds a row between our reading and our writing: ours comes beside it, not over it."""
    office.type(KEY, "Mục tiêu", "B2", GOOD)
    office.cycle()
    office.type(KEY, "Kết quả", "A2", ["MT07", "Việc khác", "", "Tháng 2/2022", 7, 10])
    assert open_period(office.services, MARCH) == 1
    rows = office.tab(KEY, "Kết quả").get_all_values()[1:]
    assert sorted((row[0], row[3], *row[4:6]) for row in rows if row[0]) == [
        ("MT01", "Tháng 3/2022", "", ""),
        ("MT07", "Tháng 2/2022", "7", "10"),
    ]


def test_laid_out_rows_look_like_the_tab(opened: Office) -> None:
    """Grey where the service fills, yellow where people type; nothing of the header's look comes along."""
    assert opened.cell(KEY, "Kết quả", "A2")["fill"] == shade(palette.LEAVE)
    assert opened.cell(KEY, "Kết quả", "E2")["fill"] == shade(palette.TYPE_HERE)
    shown = opened.person("clerk").http_client.fetch_sheet_metadata(
        opened.book(KEY).spreadsheet_id,
        {"ranges": "'Kết quả'!A2:A3", "fields": "sheets(data(rowData(values(userEnteredFormat))))"},
    )["sheets"][0]["data"][0]["rowData"]
    formats = [row["values"][0]["userEnteredFormat"] for row in shown]
    assert [form["numberFormat"]["type"] for form in formats] == ["TEXT", "TEXT"]
    assert not any("textFormat" in form for form in formats)


def test_findings_reach_the_units_corrections(opened: Office) -> None:
    """The unit sees its finding's words, grade and deadline, and later the auditors' word on the effect."""
    finding = ["PH-01", "Đợt 1", "01/03/2022", "Bình", "VP", "8.5.1", "", "Thiếu hồ sơ", "", "Nhẹ", "An"]
    opened.type("auditors:2022", "Phát hiện", "A2", [*finding, "30/03/2022", "", "", "", "Mở"], name="admin")
    opened.cycle()
    assert open_period(opened.services, MARCH) == 1
    row = opened.tab(KEY, "Khắc phục").row_values(2)
    assert row == ["PH-01", "Thiếu hồ sơ", "Nhẹ", "30/03/2022"]
    opened.type("auditors:2022", "Phát hiện", "M2", ["Bình", "16/03/2022", "có", "Đóng"], name="admin")
    opened.cycle()
    opened.type(KEY, "Khắc phục", "F2", ["quên", "lập lại", "15/03/2022"])
    opened.cycle()
    assert opened.tab(KEY, "Khắc phục").row_values(2)[4] == "Có hiệu lực (16/03/2022)"
