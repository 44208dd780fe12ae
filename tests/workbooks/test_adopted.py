"""A person's own spreadsheet: we write beside what she made, never over it."""

from __future__ import annotations

from collections.abc import Callable

import gspread
import pytest
from gspread.utils import ValueInputOption, ValueRenderOption

from service.google.book import rgb
from service.workbooks import registry
from service.workbooks.provision import provision
from tests.support.office import UNIT, Office, open_units, own_book, shade

KEY = "unit:VP:2022"
GREEN = "#b6d7a8"
OBJECTIVES: list[list[object]] = [
    ["Mã", "Mục tiêu", "Chiều", "Chỉ tiêu", "Đơn vị tính", "Kỳ đánh giá"],
    ["MT01", "Đúng hạn", "≥", "85%", "%", "Tháng"],
]
TIMES: list[list[object]] = [["Bắt đầu", "Thời hạn", "Cách tổng hợp"], ["", "14/12/2022", "Tỷ lệ của tổng"]]
PROGRESS: list[list[object]] = [
    ["Mã", "Kỳ", "Số đạt", "Tổng số", "Giá trị", "Không phát sinh", "Đánh giá", "Tỷ lệ"],
    ["MT01", "03/2022", 9, 10, "", "", "Chị Lan: cần cố gắng", "=C2/D2"],
    ["MT01", "02/2022", 9, 10, "", "", "", '=IF(A3="x";1;"")'],
    ["", "", "", "", "", "", "Ghi chú của tổ: họp ngày 5", ""],
    ["MT01", "01/2022", 9, 10, "", "", "", ""],
]
GUIDE: list[list[object]] = [["Hướng dẫn nội bộ của phòng"], ["Dòng 2 quan trọng"]]


@pytest.fixture
def adopted(make: Callable[..., Office]) -> Office:
    """The clerk's spreadsheet, with objectives, results and a guide of her own, is the unit's workbook."""
    office = make()
    book = own_book(office)
    book.update_locale("vi_VN")
    add(book, "Mục tiêu", OBJECTIVES).update(TIMES, "G1", value_input_option=ValueInputOption.user_entered)
    add(book, "Kết quả", PROGRESS).format("H5", {"backgroundColor": rgb(GREEN)})
    add(book, "Bắt đầu", GUIDE)
    open_units(office, [*UNIT[:8], book.url, ""])
    office.cycle()
    office.wait(11)
    office.cycle()
    return office


def add(book: gspread.Spreadsheet, title: str, rows: list[list[object]]) -> gspread.Worksheet:
    """A tab as the clerk made it."""
    tab = book.add_worksheet(title, 20, 10)
    tab.update(rows, "A1", value_input_option=ValueInputOption.user_entered)
    return tab


def formulas(office: Office, title: str) -> list[list[object]]:
    """A tab's cells as they were typed."""
    return office.tab(KEY, title).get_all_values(value_render_option=ValueRenderOption.formula)


def test_computed_cells_go_where_nobody_wrote(adopted: Office) -> None:
    """Remarks, formulas (one that shows nothing, too), a note row and a painted cell stay hers."""
    rows = formulas(adopted, "Kết quả")
    assert rows[1][6:8] == PROGRESS[1][6:8]
    assert rows[2][6:8] == ["Đạt", PROGRESS[2][7]]
    assert rows[3] == PROGRESS[3]
    assert rows[4][6:8] == ["Đạt", ""]
    assert adopted.cell(KEY, "Kết quả", "H5")["fill"] == shade(GREEN)
    assert adopted.open(KEY) == []


def test_what_we_wrote_there_stays_true(adopted: Office) -> None:
    """Our own word follows the figures; what she writes over it is hers."""
    adopted.type(KEY, "Kết quả", "C3", ["", ""])
    adopted.cycle()
    assert formulas(adopted, "Kết quả")[2][6] == "Chưa có số liệu"
    adopted.type(KEY, "Kết quả", "G5", ["Xem lại"])
    adopted.type(KEY, "Kết quả", "A3", ["", ""])
    adopted.cycle()
    assert [row[6] for row in formulas(adopted, "Kết quả")[2:5]] == ["", PROGRESS[3][6], "Xem lại"]


def test_her_tab_of_the_start_tabs_name_is_hers(adopted: Office) -> None:
    """Ours stands beside it under another name."""
    assert adopted.tab(KEY, "Bắt đầu").get_all_values() == GUIDE
    ours = adopted.tab(KEY, "Bắt đầu (Sổ Chất lượng)")
    assert ours.acell("A1").value == "SỔ CHẤT LƯỢNG NĂM 2022 – Văn phòng"


def test_which_tabs_are_ours_is_known_again(adopted: Office) -> None:
    """The store forgot it, the workbook did not: nothing is made twice, nothing of hers becomes ours."""
    before = adopted.book(KEY)
    with adopted.services.engine.begin() as connection:
        registry.change(connection, before.id, layout_hash=None, sheets={}, dressed=[])
    provision(adopted.services)
    after = adopted.book(KEY)
    assert (after.sheets, after.dressed) == (before.sheets, before.dressed)
    assert set(after.dressed) == {"start", "actions", "corrections", "proposals", "confirmations"}
    adopted.cycle()
    assert formulas(adopted, "Kết quả")[1][6] == PROGRESS[1][6]


def test_an_only_tab_with_something_far_down_is_not_blank(make: Callable[..., Office]) -> None:
    """Her spreadsheet has one tab, and its first rows are empty: it does not become our start tab."""
    office = make()
    book = own_book(office)
    book.sheet1.update([["của tôi"]], "A40")
    title = book.sheet1.title
    open_units(office, [*UNIT[:8], book.url, ""])
    office.cycle()
    assert book.worksheet(title).acell("A40").value == "của tôi"
    assert book.worksheet("Bắt đầu").acell("A1").value
