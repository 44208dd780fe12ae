"""Google's answer about a spreadsheet, as plain data."""

from __future__ import annotations

import pytest

from service.google import book
from service.google.book import Area, Book, Tab

ANSWER = {
    "spreadsheetId": "id",
    "properties": {"title": "Sổ", "locale": "vi_VN", "timeZone": "Asia/Ho_Chi_Minh"},
    "sheets": [
        {
            "properties": {
                "sheetId": 7,
                "title": "Kết quả",
                "gridProperties": {"rowCount": 100, "columnCount": 9},
            },
            "merges": [{"startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 1}],
            "data": [
                {
                    "rowData": [
                        {"values": [{"effectiveValue": {"stringValue": "Mã"}, "note": "giúp"}, {}]},
                        {
                            "values": [
                                {"effectiveValue": {"numberValue": 98.0}},
                                {
                                    "effectiveValue": {"numberValue": 0.985},
                                    "userEnteredFormat": {
                                        "numberFormat": {"type": "PERCENT"},
                                        "backgroundColor": {"red": 1, "green": 0.9490196, "blue": 0.8},
                                    },
                                },
                                {"effectiveValue": {"errorValue": {"type": "REF", "message": "gone"}}},
                                {"effectiveValue": {"boolValue": True}},
                                {"userEnteredFormat": {"backgroundColor": {"red": 1, "green": 1, "blue": 1}}},
                            ]
                        },
                        {"values": [{"effectiveValue": {"stringValue": ""}}]},
                    ]
                }
            ],
        }
    ],
}


@pytest.fixture
def tab() -> Tab:
    """The answer's only tab."""
    return book.parse(ANSWER).tabs[0]


def test_values_are_unformatted_and_trimmed(tab: Tab) -> None:
    """Whole numbers are ints, errors their text, trailing blanks and blank rows gone."""
    assert tab.values == [["Mã"], [98, 0.985, "#REF!", True]]
    assert type(tab.values[1][0]) is int


def test_formats_notes_and_fills_by_cell(tab: Tab) -> None:
    """What stands on a cell besides its value; white is no fill."""
    assert tab.formats == {(1, 1): "PERCENT"}
    assert tab.notes == {(0, 0): "giúp"}
    assert tab.fills == {(1, 1): "#fff2cc"}
    assert tab.merges == ((1, 3, 0, 1),)


def test_a_formula_that_shows_nothing_is_known_to_be_there(tab: Tab) -> None:
    """No value to read, but not free to be written to."""
    assert tab.value(2, 0) is None
    assert tab.silent == {(2, 0)}


def test_a_cell_beyond_the_data_is_none(tab: Tab) -> None:
    """Rows are ragged; asking past their end is no error."""
    assert (tab.value(0, 5), tab.value(50, 0)) == (None, None)


@pytest.mark.parametrize("code", ["#f4c7c3", "#fff2cc", "#000000", "#ffffff", "#d9d9d9"])
def test_a_colour_survives_the_way_there_and_back(code: str) -> None:
    """Our fills are recognised exactly after Google stored them as shares of one."""
    assert book.hexed(book.rgb(code)) == code


def test_ranges_quote_titles_and_keep_inside_the_tab() -> None:
    """An area is asked for by the title the tab has now, never beyond its size."""
    there = Book("id", "", "", "", (Tab(7, "Bob's tab", 50, 28),))
    assert book.ranges([Area(7, 2020, 60), Area(8, 1, 1)], there) == ["'Bob''s tab'!A1:AB50"]
