"""The values API: ranges, ragged rows, appending, clearing, data filters, refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from tests.sandbox.conftest import Api

NewBook = Callable[..., str]
TYPED, RAW = {"valueInputOption": "USER_ENTERED"}, {"valueInputOption": "RAW"}


def put(api: Api, book: str, span: str, rows: list[list[Any]], **options: Any) -> Any:
    """values.update, typed unless told otherwise."""
    path = f"/v4/spreadsheets/{book}/values/{quote(span, safe='')}"
    return api("PUT", path, {"values": rows}, **{**TYPED, **options})


def got(api: Api, book: str, span: str, **options: Any) -> Any:
    """values.get."""
    return api("GET", f"/v4/spreadsheets/{book}/values/{quote(span, safe='')}", **options)


def test_rows_are_ragged_and_trailing_blanks_dropped(lan: Api, new_book: NewBook) -> None:
    """Blanks inside are "", blanks at the end are absent, an empty range has no values."""
    book = new_book()
    put(lan, book, "B2", [["a", "", "c", ""], [], ["d"]])
    assert got(lan, book, "A1:E9") == {
        "range": "Sheet1!A1:E9",
        "majorDimension": "ROWS",
        "values": [[], ["", "a", "", "c"], [], ["", "d"]],
    }
    assert got(lan, book, "A1:E9", majorDimension="COLUMNS")["values"] == [
        [],
        ["", "a", "", "d"],
        [],
        ["", "c"],
    ]
    assert got(lan, book, "A10:E12") == {"range": "Sheet1!A10:E12", "majorDimension": "ROWS"}


def test_titles_are_quoted_and_spans_may_be_open(lan: Api, new_book: NewBook) -> None:
    """Any spelling of a range is understood and told back in full."""
    book = new_book()
    lan.batch(
        book,
        {
            "addSheet": {
                "properties": {"title": "Mục tiêu's", "gridProperties": {"rowCount": 9, "columnCount": 3}}
            }
        },
    )
    put(lan, book, "'Mục tiêu''s'!A1", [["x"]])
    for span, told in {
        "Mục tiêu's": "A1:C9",
        "'Mục tiêu''s'": "A1:C9",
        "'Mục tiêu''s'!A2:B": "A2:B9",
        "'Mục tiêu''s'!B:B": "B1:B9",
        "'Mục tiêu''s'!2:3": "A2:C3",
        "'Mục tiêu''s'!R1C1:R2C2": "A1:B2",
        "'Mục tiêu''s'!$B$2": "B2",
        "'Mục tiêu''s'!A1:Z99": "A1:C9",
    }.items():
        assert got(lan, book, span)["range"] == f"'Mục tiêu''s'!{told}"


def test_render_options(lan: Api, new_book: NewBook) -> None:
    """Shown text, plain numbers, formulas; dates as numbers or text."""
    book = new_book()
    put(lan, book, "A1", [["98,5%", "05/03/2022", "=A1*2", True]])
    assert got(lan, book, "A1:D1")["values"] == [["98,50%", "05/03/2022", "1,97", "TRUE"]]
    plain = {"valueRenderOption": "UNFORMATTED_VALUE"}
    assert got(lan, book, "A1:D1", **plain)["values"] == [[0.985, 44625, 1.97, True]]
    texts = got(lan, book, "A1:D1", dateTimeRenderOption="FORMATTED_STRING", **plain)["values"]
    assert texts == [[0.985, "05/03/2022", 1.97, True]]
    assert got(lan, book, "A1:D1", valueRenderOption="FORMULA")["values"] == [[0.985, 44625, "=A1*2", True]]


def test_updates_tell_where_and_how_much(lan: Api, new_book: NewBook) -> None:
    """Counts leave out nulls; the values come back when asked for."""
    book = new_book()
    told = put(lan, book, "B2", [["1,5", None], ["x", "y"]], includeValuesInResponse="true")
    assert told == {
        "spreadsheetId": book,
        "updatedRange": "Sheet1!B2:C3",
        "updatedRows": 2,
        "updatedColumns": 2,
        "updatedCells": 3,
        "updatedData": {"range": "Sheet1!B2:C3", "majorDimension": "ROWS", "values": [["1,5"], ["x", "y"]]},
    }


def test_batch_update_is_all_or_nothing(lan: Api, new_book: NewBook) -> None:
    """One bad range and nothing is written."""
    book = new_book()
    data = [{"range": "A1", "values": [["x"]]}, {"range": "Không!A1", "values": [["y"]]}]
    error = lan.error("POST", f"/v4/spreadsheets/{book}/values:batchUpdate", {**RAW, "data": data})
    assert error["message"] == "Unable to parse range: Không!A1"
    data[1]["range"] = "A99999"
    lan.error("POST", f"/v4/spreadsheets/{book}/values:batchUpdate", {**RAW, "data": data})
    assert "values" not in got(lan, book, "A1")
    data[1]["range"] = "B5:C6"
    told = lan("POST", f"/v4/spreadsheets/{book}/values:batchUpdate", {**RAW, "data": data})
    assert (told["totalUpdatedCells"], told["totalUpdatedSheets"], len(told["responses"])) == (2, 1, 2)


@pytest.mark.parametrize(
    ("span", "table", "at"),
    [
        ("Sheet1", "Sheet1!B4:D6", "Sheet1!B7:C7"),
        ("B4", "Sheet1!B4:D6", "Sheet1!B7:C7"),
        ("C5:D5", "Sheet1!B4:D6", "Sheet1!B7:C7"),
        ("A1:B2", "Sheet1!A1:C2", "Sheet1!A3:B3"),
        ("B2", "Sheet1!A1:C2", "Sheet1!A3:B3"),
        ("F9", None, "Sheet1!F9:G9"),
    ],
)
def test_appending_finds_the_table(
    lan: Api, new_book: NewBook, span: str, table: str | None, at: str
) -> None:
    """As in Google's documentation: two tables, A1:C2 and B4:D6."""
    book = new_book()
    put(
        lan,
        book,
        "A1",
        [["x", "y", "z"], ["x", "y", "z"], [], ["", "x", "y", "z"], ["", "", "y", "z"], ["", "x", "y", "z"]],
    )
    told = lan("POST", f"/v4/spreadsheets/{book}/values/{span}:append", {"values": [["p", "q"]]}, **RAW)
    assert told.get("tableRange") == table
    assert told["updates"]["updatedRange"] == at


def test_appending_grows_the_grid_or_inserts_rows(lan: Api, new_book: NewBook) -> None:
    """Values beyond the last row add rows; INSERT_ROWS pushes what stands below."""
    book = new_book()
    put(lan, book, "A1000", [["end"]])
    lan("POST", f"/v4/spreadsheets/{book}/values/A1000:append", {"values": [["more"]]}, **RAW)
    assert got(lan, book, "A1000:A1001")["values"] == [["end"], ["more"]]
    put(lan, book, "A1", [["h"], ["r"], [], ["foot"]])
    lan(
        "POST",
        f"/v4/spreadsheets/{book}/values/A1:append",
        {"values": [["new"]]},
        insertDataOption="INSERT_ROWS",
        **RAW,
    )
    assert got(lan, book, "A1:A5")["values"] == [["h"], ["r"], ["new"], [], ["foot"]]


def test_clearing_keeps_formats_and_notes(lan: Api, new_book: NewBook) -> None:
    """Only values go."""
    book = new_book()
    put(lan, book, "A1", [["5%"]])
    note = {
        "repeatCell": {
            "range": {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 1},
            "cell": {"note": "n"},
            "fields": "note",
        }
    }
    lan.batch(book, note)
    told = lan("POST", f"/v4/spreadsheets/{book}/values/Sheet1:clear")
    assert told == {"spreadsheetId": book, "clearedRange": "Sheet1!A1:Z1000"}
    cell = lan("GET", f"/v4/spreadsheets/{book}", ranges="A1", fields="sheets.data.rowData.values")
    values = cell["sheets"][0]["data"][0]["rowData"][0]["values"][0]
    assert set(values) == {"note", "userEnteredFormat", "effectiveFormat"}


def test_metadata_finds_a_tab_whatever_its_name(lan: Api, new_book: NewBook) -> None:
    """batchGetByDataFilter on a tab's developer metadata survives its renaming."""
    book = new_book()
    put(lan, book, "A1", [["x"]])
    entry = {
        "metadataKey": "bang",
        "metadataValue": "muc-tieu",
        "visibility": "DOCUMENT",
        "location": {"sheetId": 0},
    }
    lan.batch(
        book,
        {"createDeveloperMetadata": {"developerMetadata": entry}},
        {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "Đổi tên"}, "fields": "title"}},
    )
    lookup = {"developerMetadataLookup": {"metadataKey": "bang", "metadataValue": "muc-tieu"}}
    told = lan("POST", f"/v4/spreadsheets/{book}/values:batchGetByDataFilter", {"dataFilters": [lookup]})
    found = told["valueRanges"][0]["valueRange"]
    assert (found["range"], found["values"]) == ("'Đổi tên'!A1:Z1000", [["x"]])
    area = {"gridRange": {"sheetId": 0, "endRowIndex": 5}}
    told = lan(
        "POST",
        f"/v4/spreadsheets/{book}:getByDataFilter",
        {"dataFilters": [area]},
        fields="sheets.data.rowData.values.formattedValue",
    )
    assert told["sheets"][0]["data"][0]["rowData"] == [{"values": [{"formattedValue": "x"}]}]


@pytest.mark.parametrize(
    ("span", "rows", "message"),
    [
        (
            "A1:B1",
            [["a"], ["b"]],
            "Requested writing within range [Sheet1!A1:B1], but tried writing to row [2]",
        ),
        (
            "A1:B2",
            [["a", "b", "c"]],
            "Requested writing within range [Sheet1!A1:B2], but tried writing to column [C]",
        ),
        ("AA1", [["a"]], "Range (Sheet1!AA1) exceeds grid limits. Max rows: 1000, max columns: 26"),
    ],
)
def test_writing_where_it_does_not_fit(
    lan: Api, new_book: NewBook, span: str, rows: list[list[str]], message: str
) -> None:
    """Google's own sentences."""
    error = lan.error("PUT", f"/v4/spreadsheets/{new_book()}/values/{span}", {"values": rows}, **RAW)
    assert (error["code"], error["message"]) == (400, message)


def test_malformed_requests_are_refused_as_google_does(lan: Api, new_book: NewBook) -> None:
    """Unknown names and parameters, a missing option, wrong types, lists in cells."""
    path = f"/v4/spreadsheets/{new_book()}/values/A1"
    assert lan.error("PUT", path, {"valeus": []}, **RAW)["message"] == (
        "Invalid JSON payload received. Unknown name \"valeus\" at 'data': Cannot find field."
    )
    assert (
        lan.error("PUT", path, {"values": [["x"]]})["message"]
        == "'valueInputOption' is required but not specified"
    )
    assert lan.error("PUT", path, {"values": "x"}, **RAW)["message"].startswith(
        "Invalid value at 'data.values'"
    )
    assert (
        lan.error("PUT", path, {"values": [[["x"]]]}, **RAW)["message"]
        == 'Invalid values[0][0]: list_value {\n  values {\n    string_value: "x"\n  }\n}\n'
    )
    assert "Cannot bind query parameter" in lan.error("GET", path, la="1")["message"]
    assert lan.error("GET", path, majorDimension="DIAGONAL")["code"] == 400


def test_hostile_bodies(lan: Api, new_book: NewBook) -> None:
    """NUL, bidi marks and half surrogates are text; too long a text, NaN, deep nesting are not."""
    book = new_book()
    path = f"/v4/spreadsheets/{book}/values/A1"
    strange = "a\x00\u202eb<script>"
    put(lan, book, "A1", [[strange]], valueInputOption="RAW")
    assert got(lan, book, "A1")["values"] == [[strange]]
    for body, status in (
        (b'{"values": [["\\ud800"]]}', 200),
        (b'{"values": [[NaN]]}', 400),
        (b'{"values": ', 400),
        (b'{"values": ' + b"[" * 200_000, 400),
    ):
        answer = lan.session.put(f"{lan.url}{path}?valueInputOption=RAW", data=body, timeout=30)
        assert answer.status_code == status, answer.text
    error = lan.error("PUT", path, {"values": [["x" * 50_001]]}, **RAW)
    assert "maximum of 50000 characters" in error["message"]
    wish = {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 400_000}}
    assert (
        "limit of 10000000"
        in lan.error("POST", f"/v4/spreadsheets/{book}:batchUpdate", {"requests": [wish]})["message"]
    )
