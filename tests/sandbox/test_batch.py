"""batchUpdate: atomic, mirrored replies, and what moves when rows do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.conftest import Api
from tests.sandbox.test_values import got, put

NewBook = Callable[..., str]


def area(row0: int, row1: int, col0: int, col1: int, sheet: int = 0) -> dict[str, int]:
    """A GridRange."""
    ends = {"startRowIndex": row0, "endRowIndex": row1, "startColumnIndex": col0, "endColumnIndex": col1}
    return {"sheetId": sheet, **ends}


def rows(start: int, end: int, sheet: int = 0, dimension: str = "ROWS") -> dict[str, Any]:
    """A DimensionRange."""
    return {"sheetId": sheet, "dimension": dimension, "startIndex": start, "endIndex": end}


def cells(api: Api, book: str, span: str, fields: str) -> list[list[dict[str, Any]]]:
    """The wanted fields of the cells of a range, row by row."""
    mask = f"sheets.data.rowData.values({fields})"
    told = api("GET", f"/v4/spreadsheets/{book}", ranges=span, fields=mask)
    data = told["sheets"][0]["data"][0].get("rowData", [])
    return [row.get("values", []) for row in data]


def test_replies_mirror_requests(lan: Api, new_book: NewBook) -> None:
    """One reply each, {} for those that tell nothing; the sheet comes back when asked for."""
    book = new_book()
    told = lan.batch(
        book,
        {"updateSpreadsheetProperties": {"properties": {"title": "Mới"}, "fields": "title"}},
        {"addSheet": {"properties": {"title": "Hai", "index": 0}}},
        {"appendDimension": {"sheetId": 0, "dimension": "COLUMNS", "length": 4}},
        includeSpreadsheetInResponse=True,
        responseRanges=["Hai!A1"],
    )
    assert [list(reply) for reply in told["replies"]] == [[], ["addSheet"], []]
    made = told["replies"][1]["addSheet"]["properties"]
    assert (made["title"], made["index"], made["gridProperties"]["rowCount"]) == ("Hai", 0, 1000)
    assert told["updatedSpreadsheet"]["properties"]["title"] == "Mới"
    assert [one["properties"]["title"] for one in told["updatedSpreadsheet"]["sheets"]] == ["Hai"]
    assert lan("GET", f"/drive/v3/files/{book}")["name"] == "Mới"


def test_one_bad_request_undoes_all(lan: Api, new_book: NewBook) -> None:
    """Nothing of the batch remains, in memory or in the log of changes."""
    book = new_book()
    put(lan, book, "A1", [["cũ"]])
    before = lan("GET", f"/drive/v3/files/{book}", fields="version")
    wishes = [
        {"addSheet": {"properties": {"title": "Hai"}}},
        {"updateCells": {"start": {"sheetId": 0}, "rows": [{"values": [{"note": "x"}]}], "fields": "note"}},
        {"deleteSheet": {"sheetId": 99}},
    ]
    error = lan.error("POST", f"/v4/spreadsheets/{book}:batchUpdate", {"requests": wishes})
    assert error["message"] == "Invalid requests[2].deleteSheet: No sheet with id: 99"
    told = lan("GET", f"/v4/spreadsheets/{book}")
    assert [one["properties"]["title"] for one in told["sheets"]] == ["Sheet1"]
    assert cells(lan, book, "A1", "note,formattedValue") == [[{"formattedValue": "cũ"}]]
    assert lan("GET", f"/drive/v3/files/{book}", fields="version") == before


def test_everything_moves_with_inserted_and_deleted_rows(lan: Api, new_book: NewBook) -> None:
    """Notes, rules, merges, protection, names, conditional formats and metadata follow their rows."""
    book = new_book()
    put(lan, book, "A1", [["h"], ["a"], ["b"]])
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "b"}]}, "strict": True}
    conditional = {
        "ranges": [area(2, 3, 0, 1)],
        "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {}},
    }
    entry = {"metadataKey": "hang", "visibility": "DOCUMENT", "location": {"dimensionRange": rows(2, 3)}}
    lan.batch(
        book,
        {"repeatCell": {"range": area(2, 3, 0, 1), "cell": {"note": "n"}, "fields": "note"}},
        {"setDataValidation": {"range": area(2, 3, 0, 1), "rule": rule}},
        {"mergeCells": {"range": area(2, 3, 1, 3), "mergeType": "MERGE_ALL"}},
        {"addProtectedRange": {"protectedRange": {"range": area(2, 3, 0, 1)}}},
        {"addNamedRange": {"namedRange": {"name": "o_b", "range": area(2, 3, 0, 1)}}},
        {"addConditionalFormatRule": {"rule": conditional, "index": 0}},
        {"createDeveloperMetadata": {"developerMetadata": entry}},
        {"insertDimension": {"range": rows(1, 3), "inheritFromBefore": True}},
    )
    moved = {"startRowIndex": 4, "endRowIndex": 5}
    told = lan("GET", f"/v4/spreadsheets/{book}")
    sheet = told["sheets"][0]
    for found in (
        sheet["merges"][0],
        sheet["protectedRanges"][0]["range"],
        sheet["conditionalFormats"][0]["ranges"][0],
        told["namedRanges"][0]["range"],
    ):
        assert found.items() >= moved.items()
    last = cells(lan, book, "A1:A5", "note,dataValidation,formattedValue")[4][0]
    assert (last["note"], last["formattedValue"], last["dataValidation"]["strict"]) == ("n", "b", True)
    lookup = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "hang"}}]}
    path = f"/v4/spreadsheets/{book}/developerMetadata:search"
    found = lan("POST", path, lookup)["matchedDeveloperMetadata"][0]["developerMetadata"]
    assert found["location"]["dimensionRange"] == rows(4, 5)
    lan.batch(book, {"deleteDimension": {"range": rows(4, 5)}})
    told = lan("GET", f"/v4/spreadsheets/{book}")
    assert not {"merges", "protectedRanges", "conditionalFormats"} & set(told["sheets"][0])
    assert "namedRanges" not in told
    assert lan("POST", path, lookup) == {}


def test_sorting_takes_notes_rules_and_fills_along(lan: Api, new_book: NewBook) -> None:
    """Blanks go last either way; numbers come before texts."""
    book = new_book()
    put(lan, book, "A1", [["b"], [""], [10], ["a"], [9]])
    lan.batch(
        book,
        {"repeatCell": {"range": area(0, 1, 0, 1), "cell": {"note": "b"}, "fields": "note"}},
        {
            "sortRange": {
                "range": area(0, 5, 0, 1),
                "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}],
            }
        },
    )
    assert got(lan, book, "A1:A5")["values"] == [["9"], ["10"], ["a"], ["b"]]
    assert cells(lan, book, "A1:A5", "note")[3] == [{"note": "b"}]
    lan.batch(book, {"sortRange": {"range": area(0, 5, 0, 1), "sortSpecs": [{"sortOrder": "DESCENDING"}]}})
    assert got(lan, book, "A1:A5")["values"] == [["b"], ["a"], ["10"], ["9"]]


def test_masks_write_only_what_they_name(lan: Api, new_book: NewBook) -> None:
    """A fill leaves value, note and the other formats alone; an absent field in the mask is cleared."""
    book = new_book()
    put(lan, book, "A1", [["98,5%"]])
    one = area(0, 1, 0, 1)
    red = {"red": 1, "green": 0.8, "blue": 0}
    fill = {
        "cell": {"userEnteredFormat": {"backgroundColor": red}},
        "fields": "userEnteredFormat.backgroundColor",
    }
    lan.batch(
        book,
        {"repeatCell": {"range": one, "cell": {"note": "n"}, "fields": "note"}},
        {"repeatCell": {"range": one, **fill}},
    )
    cell = cells(lan, book, "A1", "note,formattedValue,userEnteredFormat")[0][0]
    kept = {"red": 1, "green": 0.8}
    assert cell == {
        "note": "n",
        "formattedValue": "98,50%",
        "userEnteredFormat": {
            "numberFormat": {"type": "PERCENT", "pattern": "0.00%"},
            "backgroundColor": kept,
            "backgroundColorStyle": {"rgbColor": kept},
        },
    }
    lan.batch(
        book, {"repeatCell": {"range": one, "cell": {}, "fields": "note,userEnteredFormat.backgroundColor"}}
    )
    cell = cells(lan, book, "A1", "note,userEnteredFormat")[0][0]
    assert cell == {"userEnteredFormat": {"numberFormat": {"type": "PERCENT", "pattern": "0.00%"}}}


def test_copy_cut_find_and_replace(lan: Api, new_book: NewBook) -> None:
    """Formulas adapt when copied; cut cells leave nothing; replacing counts what it did."""
    book = new_book()
    put(lan, book, "A1", [[1, "=A1+1"], [5, ""], ["xin chào", "chào"]])
    told = lan.batch(
        book,
        {
            "copyPaste": {
                "source": area(0, 1, 1, 2),
                "destination": area(1, 2, 1, 2),
                "pasteType": "PASTE_NORMAL",
            }
        },
        {
            "cutPaste": {
                "source": area(2, 3, 1, 2),
                "destination": {"sheetId": 0, "rowIndex": 4, "columnIndex": 3},
            }
        },
        {"findReplace": {"find": "chào", "replacement": "gửi", "allSheets": True}},
    )
    assert got(lan, book, "A1:D5", valueRenderOption="FORMULA")["values"] == [
        [1, "=A1+1"],
        [5, "=A2+1"],
        ["xin gửi"],
        [],
        ["", "", "", "gửi"],
    ]
    assert told["replies"][2]["findReplace"] == {
        "valuesChanged": 2,
        "rowsChanged": 2,
        "sheetsChanged": 1,
        "occurrencesChanged": 2,
    }


def test_moving_columns_and_ranges(lan: Api, new_book: NewBook) -> None:
    """Columns move with their values; ranges are pushed and pulled."""
    book = new_book()
    put(lan, book, "A1", [["a", "b", "c"], ["d", "e", "f"]])
    lan.batch(book, {"moveDimension": {"source": rows(0, 1, 0, "COLUMNS"), "destinationIndex": 3}})
    assert got(lan, book, "A1:D2")["values"] == [["b", "c", "a"], ["e", "f", "d"]]
    lan.batch(book, {"insertRange": {"range": area(0, 1, 0, 1), "shiftDimension": "ROWS"}})
    assert got(lan, book, "A1:D3")["values"] == [["", "c", "a"], ["b", "f", "d"], ["e"]]
    lan.batch(book, {"deleteRange": {"range": area(0, 1, 0, 1), "shiftDimension": "COLUMNS"}})
    assert got(lan, book, "A1:D3")["values"] == [["c", "a"], ["b", "f", "d"], ["e"]]


def test_protection_holds_other_people_back(lan: Api, minh: Api, new_book: NewBook) -> None:
    """An editor who is not listed may write beside the protected cells, not in them, nor move them."""
    book = new_book()
    put(lan, book, "A1", [["khóa", "mở"], ["2", "1"]])
    lan(
        "POST",
        f"/drive/v3/files/{book}/permissions",
        {"type": "user", "role": "writer", "emailAddress": "minh@so.test"},
    )
    lan.batch(
        book,
        {
            "addProtectedRange": {
                "protectedRange": {"range": area(0, 9, 0, 1), "editors": {"users": ["lan@so.test"]}}
            }
        },
    )
    told = minh("GET", f"/v4/spreadsheets/{book}")["sheets"][0]["protectedRanges"][0]
    assert "editors" not in told and "requestingUserCanEdit" not in told
    put(minh, book, "B1", [["sửa"]])
    words = (
        "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove "
        "protection if you need to edit."
    )
    path = f"/v4/spreadsheets/{book}"
    assert (
        minh.error("PUT", f"{path}/values/A1", {"values": [["x"]]}, valueInputOption="RAW")["message"]
        == words
    )
    sort = {"sortRange": {"range": area(0, 2, 0, 2), "sortSpecs": [{"dimensionIndex": 1}]}}
    delete = {"deleteDimension": {"range": rows(0, 1)}}
    for wish in (sort, delete):
        error = minh.error("POST", f"{path}:batchUpdate", {"requests": [wish]})
        assert error["message"] == f"Invalid requests[0].{next(iter(wish))}: {words}"
    minh.batch(book, {"insertDimension": {"range": rows(1, 2)}})
    assert got(lan, book, "A1:B3")["values"] == [["khóa", "sửa"], [], ["2", "1"]]


def test_a_protected_sheet_may_have_holes(lan: Api, minh: Api, new_book: NewBook) -> None:
    """unprotectedRanges stay open; rows cannot be inserted."""
    book = new_book()
    lan(
        "POST",
        f"/drive/v3/files/{book}/permissions",
        {"type": "user", "role": "writer", "emailAddress": "minh@so.test"},
    )
    kept = {
        "range": {"sheetId": 0},
        "unprotectedRanges": [area(1, 9, 1, 3)],
        "editors": {"users": ["lan@so.test"]},
    }
    lan.batch(book, {"addProtectedRange": {"protectedRange": kept}})
    put(minh, book, "B2:C3", [["1", "2"], ["3", "4"]])
    path = f"/v4/spreadsheets/{book}"
    assert (
        minh.error("PUT", f"{path}/values/C3:D3", {"values": [["x", "y"]]}, valueInputOption="RAW")["code"]
        == 400
    )
    wish = {"insertDimension": {"range": rows(2, 3)}}
    assert minh.error("POST", f"{path}:batchUpdate", {"requests": [wish]})["code"] == 400


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        (
            {"addSheet": {"properties": {"title": "Sheet1"}}},
            'A sheet with the name "Sheet1" already exists. Please enter another name.',
        ),
        ({"deleteSheet": {"sheetId": 0}}, "You can't remove all the sheets in a document."),
        (
            {"repeatCell": {"range": {"sheetId": 0}, "cell": {}}},
            "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)",
        ),
        ({"updateCells": {"range": {"sheetId": 7}, "fields": "note"}}, "No grid with id: 7"),
        (
            {"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS"}}},
            "You can't delete all the rows on the sheet.",
        ),
        ({"addNamedRange": {"namedRange": {"name": "A1", "range": {"sheetId": 0}}}}, "Invalid name: A1"),
    ],
)
def test_refusals(lan: Api, new_book: NewBook, wish: dict[str, Any], message: str) -> None:
    """Google's sentences, with the request named."""
    error = lan.error("POST", f"/v4/spreadsheets/{new_book()}:batchUpdate", {"requests": [wish]})
    assert error["message"] == f"Invalid requests[0].{next(iter(wish))}: {message}"
    assert error["status"] == "INVALID_ARGUMENT"


def test_what_is_not_implemented_says_so(lan: Api, new_book: NewBook) -> None:
    """501 and a sentence, never a silent success."""
    wish: dict[str, Any] = {"addChart": {"chart": {}}}
    error = lan.error("POST", f"/v4/spreadsheets/{new_book()}:batchUpdate", {"requests": [wish]})
    assert (error["code"], error["message"]) == (501, "The stand-in does not implement the request addChart.")
