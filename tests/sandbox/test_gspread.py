"""gspread, unchanged, against the stand-in."""

from __future__ import annotations

import io

import gspread
import openpyxl
import pytest
from gspread.utils import (
    ExportFormat,
    MergeType,
    ValidationConditionType,
    ValueInputOption,
    ValueRenderOption,
)


@pytest.fixture
def sheet(gc: gspread.Client) -> gspread.Worksheet:
    """The first tab of a new spreadsheet."""
    return gc.create("Thử gspread").sheet1


def test_a_new_spreadsheet_is_as_on_google(gc: gspread.Client) -> None:
    """One tab Sheet1 with id 0, 1,000 × 26, en_US, listed among one's files."""
    made = gc.create("Mới")
    first = made.sheet1
    assert (first.title, first.id, first.row_count, first.col_count) == ("Sheet1", 0, 1000, 26)
    assert (made.locale, made.title) == ("en_US", "Mới")
    assert made.id in [one["id"] for one in gc.list_spreadsheet_files("Mới")]
    assert gc.open("Mới").id == made.id


def test_values_come_back_as_typed(sheet: gspread.Worksheet) -> None:
    """Typing is parsed, raw writing is not, formulas compute."""
    sheet.update(
        [["1,234.5", "5%", "x", "=A1*2", "TRUE"]], "A1", value_input_option=ValueInputOption.user_entered
    )
    sheet.update([["5%", 7]], "A2")
    assert sheet.get("A1:E2") == [["1,234.50", "5%", "x", "2469", "TRUE"], ["5%", "7"]]
    raw = sheet.get("A1:E1", value_render_option=ValueRenderOption.unformatted)
    assert raw == [[1234.5, 0.05, "x", 2469, True]]
    assert sheet.acell("D1", ValueRenderOption.formula).value == "=A1*2"


def test_records_and_rows(sheet: gspread.Worksheet) -> None:
    """Rows are appended below the table, records are read by header, cells are found."""
    sheet.append_row(["name", "n"])
    sheet.append_rows([["a", 1], ["b", 2]])
    assert sheet.get_all_records() == [{"name": "a", "n": 1}, {"name": "b", "n": 2}]
    sheet.insert_row(["z", 0], 2)
    assert sheet.col_values(1) == ["name", "z", "a", "b"]
    found = sheet.find("b")
    assert found is not None and found.address == "A4"
    sheet.delete_rows(2)
    assert sheet.get_all_values() == [["name", "n"], ["a", "1"], ["b", "2"]]


def test_sorting_moves_whole_rows(sheet: gspread.Worksheet) -> None:
    """A note follows its cell."""
    sheet.update([["b", 2], ["a", 1]], "A1")
    sheet.insert_note("A1", "ghi chú của b")
    sheet.sort((1, "asc"), range="A1:B2")
    assert sheet.get_all_values() == [["a", "1"], ["b", "2"]]
    assert sheet.get_note("A2") == "ghi chú của b"
    assert sheet.get_note("A1") == ""


def test_tabs_come_go_and_move(gc: gspread.Client) -> None:
    """Tabs are added, renamed, reordered, duplicated, copied elsewhere and deleted."""
    book, other = gc.create("Một"), gc.create("Hai")
    second = book.add_worksheet("Mục tiêu", rows=20, cols=5)
    assert [tab.title for tab in book.worksheets()] == ["Sheet1", "Mục tiêu"]
    book.reorder_worksheets([second, book.sheet1])
    assert [tab.title for tab in book.worksheets()] == ["Mục tiêu", "Sheet1"]
    second.update_title("Chỉ tiêu")
    copy = second.duplicate(new_sheet_name="Bản sao")
    assert copy.row_count == 20
    second.copy_to(other.id)
    assert [tab.title for tab in other.worksheets()] == ["Sheet1", "Copy of Chỉ tiêu"]
    book.del_worksheet(copy)
    assert [tab.title for tab in book.worksheets()] == ["Chỉ tiêu", "Sheet1"]


def test_formats_merges_and_frozen_rows(sheet: gspread.Worksheet) -> None:
    """Formats, merges, frozen rows, colours and rules are kept and told."""
    sheet.update([["a", "b"], ["c", "d"]], "A1")
    sheet.format("A1:B1", {"textFormat": {"bold": True}, "backgroundColor": {"red": 1, "green": 0.5}})
    sheet.merge_cells("A1:B1", MergeType.merge_all)
    sheet.freeze(rows=1)
    sheet.update_tab_color("#ff0000")
    sheet.add_validation(
        "A2", ValidationConditionType.one_of_list, ["c", "đ"], strict=True, showCustomUi=True
    )
    told = sheet.spreadsheet.fetch_sheet_metadata({"includeGridData": "true"})["sheets"][0]
    assert told["merges"] == [
        {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 2}
    ]
    assert told["properties"]["gridProperties"]["frozenRowCount"] == 1
    head = told["data"][0]["rowData"][0]["values"][0]
    assert head["userEnteredFormat"]["textFormat"] == {"bold": True}
    assert head["effectiveFormat"]["backgroundColor"] == {"red": 1, "green": 0.5}
    assert told["data"][0]["rowData"][1]["values"][0]["dataValidation"]["strict"] is True
    assert sheet.get_all_values() == [["a", ""], ["c", "d"]]


def test_sharing(gc: gspread.Client) -> None:
    """A permission is given, listed and taken away."""
    book = gc.create("Chia sẻ")
    book.share("minh@so.test", perm_type="user", role="writer", notify=False)
    assert sorted(one["emailAddress"] for one in book.list_permissions()) == ["lan@so.test", "minh@so.test"]
    book.remove_permissions("minh@so.test")
    assert [one["emailAddress"] for one in book.list_permissions()] == ["lan@so.test"]


def test_named_and_protected_ranges(sheet: gspread.Worksheet) -> None:
    """Named ranges can be read by name, protected ones are listed."""
    sheet.update([[1, 2], [3, 4]], "A1")
    sheet.define_named_range("A1:B2", "bon_o")
    assert sheet.spreadsheet.values_get("bon_o")["values"] == [["1", "2"], ["3", "4"]]
    sheet.add_protected_range("A1:A2", editor_users_emails=["minh@so.test"])
    told = sheet.spreadsheet.list_protected_ranges(sheet.id)
    assert sorted(told[0]["editors"]["users"]) == ["lan@so.test", "minh@so.test"]


def test_copying_clearing_and_deleting_files(gc: gspread.Client) -> None:
    """A copy holds the same; batch writes and clears answer; a deleted file is not found."""
    book = gc.create("Gốc")
    book.sheet1.batch_update([{"range": "A1", "values": [[1]]}, {"range": "B2:C2", "values": [[2, 3]]}])
    copy = gc.copy(book.id, title="Bản chép")
    assert copy.sheet1.batch_get(["A1", "A2:C2"]) == [[["1"]], [["", "2", "3"]]]
    copy.sheet1.batch_clear(["A1"])
    assert copy.sheet1.get_all_values() == [["", "", ""], ["", "2", "3"]]
    gc.del_spreadsheet(book.id)
    with pytest.raises(gspread.exceptions.SpreadsheetNotFound):
        gc.open_by_key(book.id)


def test_csv_goes_in_and_out(gc: gspread.Client) -> None:
    """A CSV replaces the first tab and is exported again."""
    book = gc.create("CSV")
    gc.import_csv(book.id, "tên,số\nà,1\n")
    assert book.sheet1.get_all_values() == [["tên", "số"], ["à", "1"]]
    assert gc.export(book.id, ExportFormat.CSV).decode() == "tên,số\r\nà,1"


def test_a_range_outside_of_the_grid_is_refused(sheet: gspread.Worksheet) -> None:
    """In Google's words."""
    with pytest.raises(
        gspread.exceptions.APIError, match=r"exceeds grid limits. Max rows: 1000, max columns: 26"
    ):
        sheet.update([["x"]], "A1001")
    with pytest.raises(gspread.exceptions.APIError, match="Unable to parse range: Không!A1"):
        sheet.spreadsheet.values_get("Không!A1")


def test_an_excel_workbook_comes_out(gc: gspread.Client) -> None:
    """Tabs, values and number formats, as openpyxl reads them."""
    book = gc.create("Excel")
    book.sheet1.update([["x", "5%"], [2, "=A2*2"]], "A1", value_input_option=ValueInputOption.user_entered)
    found = openpyxl.load_workbook(io.BytesIO(gc.export(book.id, ExportFormat.EXCEL)))
    assert [[cell.value for cell in row] for row in found["Sheet1"].iter_rows()] == [["x", 0.05], [2, 4]]
    assert found["Sheet1"]["B1"].number_format == "0%"
    found.close()
