"""Files on disk as grids: .csv, .xlsx and .json; and clear words for those that are none."""

from __future__ import annotations

import datetime
import json
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from sheets_schema import descriptor, validate
from sheets_schema.files import BadFile, load_grid
from sheets_schema.grid import a1, from_a1
from tests.support.tabs import OBJECTIVE, flat, header, rows

TABLE = descriptor.table("objectives")
VALUES = [header(TABLE), *rows(TABLE, [{**OBJECTIVE, "target": "98,5%", "deadline": "14/12/2022"}])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_as_excel_saves_it(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """With a byte order mark or none; commas, semicolons or tabs; quoted commas inside."""
    path = tmp_path / "a.csv"
    lines = [delimiter.join(f'"{cell}"' if cell else "" for cell in row) for row in VALUES]
    path.write_text("\r\n".join(lines), encoding=encoding)
    checked = validate.check(TABLE, load_grid(path, TABLE))
    assert checked.problems == []
    assert checked.records[0].values["target"] == 98.5


def test_a_csv_cell_may_hold_an_essay(tmp_path: Path) -> None:
    """Longer than the csv module's own limit."""
    path = tmp_path / "a.csv"
    path.write_text('Mã,Mục tiêu\nMT01,"' + "x" * 200_000 + '"\n', encoding="utf-8")
    assert len(str(load_grid(path, TABLE).values[1][1])) == 200_000


def first(book: openpyxl.Workbook) -> Worksheet:
    """The sheet a new file comes with."""
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_an_xlsx_keeps_dates_percents_merges_and_errors(tmp_path: Path) -> None:
    """As the Sheets API would give them: serial numbers, formats by cell."""
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    first(book).title = "Ghi chú"
    sheet = book.create_sheet("muc tieu")
    for row in VALUES:
        sheet.append(row)
    sheet["D2"], sheet["D2"].number_format = 0.985, "0.0%"
    sheet["G2"] = datetime.datetime(2022, 3, 5)
    sheet["H2"] = datetime.date(2022, 12, 14)
    sheet["A3"], sheet["B3"] = "MT02", "#REF!"
    sheet.merge_cells("J2:K2")
    book.save(path)
    grid = load_grid(path, TABLE)
    checked = validate.check(TABLE, grid)
    assert grid.merges == ((1, 2, 9, 11),)
    assert (grid.values[1][6], grid.formats[1, 6], grid.formats[1, 3]) == (44625, "DATE", "PERCENT")
    assert checked.records[0].values["target"] == 98.5
    assert checked.records[0].values["start"] == datetime.date(2022, 3, 5)
    assert ("B3", "cell_error") in flat(checked)


def test_an_xlsx_without_the_tab_gives_the_sheet_whose_header_fits(tmp_path: Path) -> None:
    """Else the first."""
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    first(book).append(["khác"])
    fitting = book.create_sheet("Trang 2")
    for row in VALUES:
        fitting.append(row)
    book.save(path)
    assert load_grid(path, TABLE).values[0][0] == "Mã"


def test_an_xlsx_with_an_endless_text_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """Fifty million spaces pack into some kilobytes; they are read piece by piece, and not to the end."""
    path, whole = tmp_path / "endless.xlsx", tmp_path / "whole.xlsx"
    book = openpyxl.Workbook()
    first(book)["A1"] = "here"
    book.save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"here", b" " * 50_000_000)
                assert len(content) > 50_000_000
            new.writestr(part, content, zipfile.ZIP_DEFLATED)
    tracemalloc.start()
    with pytest.raises(BadFile, match="quá lớn"):
        load_grid(path, TABLE)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_an_xlsx_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    """A whole sheet merged into one cell, or a lone cell in the last corner."""
    for name, mark in (("merged", None), ("corner", "XFD1048576")):
        path = tmp_path / f"{name}.xlsx"
        book = openpyxl.Workbook()
        first(book)["A1"] = "Mã"
        if mark:
            first(book)[mark] = 1
        else:
            first(book).merged_cells.add("A1:XFD1048576")
        book.save(path)
        with pytest.raises(BadFile, match="quá lớn"):
            load_grid(path, TABLE)


def test_a_json_grid_carries_formats_merges_and_locale(tmp_path: Path) -> None:
    """By A1 cell; merges half-open, as A1 or as Google's ranges; or a bare list of rows."""
    path = tmp_path / "a.json"
    merges = [
        [1, 3, 0, 1],
        "A5:B6",
        {"startRowIndex": 7, "endRowIndex": 8, "startColumnIndex": 0, "endColumnIndex": 2},
    ]
    path.write_text(
        json.dumps({"values": VALUES, "formats": {"C5": "PERCENT"}, "merges": merges, "locale": "en_US"}),
        encoding="utf-8",
    )
    grid = load_grid(path, TABLE)
    assert (grid.formats, grid.locale) == ({(4, 2): "PERCENT"}, "en_US")
    assert grid.merges == ((1, 3, 0, 1), (4, 6, 0, 2), (7, 8, 0, 2))
    path.write_text(json.dumps(VALUES), encoding="utf-8")
    assert load_grid(path, TABLE).values == VALUES


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"", "chỉ đọc được .csv, .xlsx hoặc .json"),
        ("a.csv", "Mã;Mục tiêu".encode("utf-16-be")[1:] + b"\xe9", "không phải UTF-8"),
        ("a.xlsx", b"PK\x03\x04rubbish", "không phải tệp Excel đọc được"),
        ("a.xlsx", b"", "không phải tệp Excel đọc được"),
        ("a.json", b"{", "không phải JSON"),
        ("a.json", b"[" * 100_000, "không phải JSON"),
        ("a.json", b'{"values": 5}', "danh sách các dòng"),
        ("a.json", b'[["a", ["b"]]]', "giá trị đơn"),
        ("a.json", b'{"values": [], "formats": {"nowhere": "DATE"}}', "sai dạng"),
        ("a.json", b'{"values": [], "merges": [5]}', "sai dạng"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    """One sentence, naming the file."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadFile) as caught:
        load_grid(path, TABLE)
    assert said in str(caught.value) and name in str(caught.value)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    """No traceback."""
    with pytest.raises(BadFile, match="không mở được tệp"):
        load_grid(tmp_path / "none.csv", TABLE)


@pytest.mark.parametrize(
    ("place", "name"), [((0, 0), "A1"), ((4, 2), "C5"), ((0, 26), "AA1"), ((9, 701), "ZZ10")]
)
def test_cells_have_names(place: tuple[int, int], name: str) -> None:
    """A1 notation both ways."""
    assert (a1(*place), from_a1(name)) == (name, place)
