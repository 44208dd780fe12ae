"""Validation rules and the picture of cells, as pure functions."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.pages import rules, sheet_view

UNITS = ["Văn phòng", "Thanh tra", "", "Thanh tra"]


def read_range(a1: str) -> list[str]:
    """The only range there is."""
    return {"'Đơn vị'!B2:B9": UNITS}[a1]


def rule(kind: str, *values: str, strict: bool = True) -> Any:
    """A DataValidationRule."""
    operands = [{"userEnteredValue": value} for value in values]
    return {"condition": {"type": kind, "values": operands}, "strict": strict}


def cell(value: Any, kind: str = "") -> Any:
    """A CellData holding a value, shown as Python would."""
    key = {str: "stringValue", bool: "boolValue"}.get(type(value), "numberValue")
    style = {"effectiveFormat": {"numberFormat": {"type": kind}}} if kind else {}
    return {"effectiveValue": {key: value}, "formattedValue": str(value), **style}


@pytest.mark.parametrize(
    ("asked", "good", "bad"),
    [
        (rule("ONE_OF_LIST", "≥", "≤"), cell("≥"), cell(">=")),
        (rule("ONE_OF_RANGE", "='Đơn vị'!$B$2:$B$9"), cell("Thanh tra"), cell("Kế toán")),
        (rule("BOOLEAN"), cell(True), cell("có")),
        (rule("BOOLEAN", "x", "o"), cell("x"), cell("y")),
        (rule("NUMBER_BETWEEN", "0", "100"), cell(100), cell(100.5)),
        (rule("NUMBER_BETWEEN", "0%", "100%"), cell(1), cell(2)),
        (rule("NUMBER_NOT_BETWEEN", "0", "1"), cell(2), cell(1)),
        (rule("NUMBER_GREATER_THAN_EQ", "0"), cell(0), cell(-1)),
        (rule("NUMBER_GREATER", "0"), cell(1), cell("nhiều")),
        (rule("NUMBER_LESS", "3"), cell(2), cell(3)),
        (rule("NUMBER_LESS_THAN_EQ", "3"), cell(3), cell(4)),
        (rule("NUMBER_EQ", "3"), cell(3), cell(4)),
        (rule("NUMBER_NOT_EQ", "3"), cell(4), cell(3)),
        (rule("DATE_IS_VALID"), cell(44625, "DATE"), cell("5 tháng 3")),
        (rule("DATE_IS_VALID"), cell(44625, "DATE_TIME"), cell(44625)),
        (rule("TEXT_CONTAINS", "ISO"), cell("theo iso"), cell("khác")),
        (rule("TEXT_NOT_CONTAINS", "mật"), cell("thường"), cell("Mật")),
        (rule("TEXT_EQ", "a"), cell("a"), cell("A")),
        (rule("TEXT_IS_EMAIL"), cell("a@so.vn"), cell("a@so")),
        (rule("TEXT_IS_URL"), cell("https://so.vn/x"), cell("so.vn")),
    ],
)  # fmt: skip
def test_a_strict_rule_tells_good_from_bad(asked: Any, good: Any, bad: Any) -> None:
    """The allowed value passes, the other is refused."""
    assert not rules.refuses(asked, good, read_range)
    assert rules.refuses(asked, bad, read_range)


@pytest.mark.parametrize("blank", [{}, {"effectiveValue": {"stringValue": ""}}])
def test_a_blank_cell_is_never_refused(blank: Any) -> None:
    """Clearing a cell is always possible."""
    assert not rules.refuses(rule("ONE_OF_LIST", "a"), blank, read_range)


def test_a_mild_rule_refuses_nothing() -> None:
    """Without strict, a strange value is only strange."""
    assert not rules.refuses(rule("ONE_OF_LIST", "a", strict=False), cell("b"), read_range)


@pytest.mark.parametrize("asked", [rule("CUSTOM_FORMULA", "=A1>1"), rule("NUMBER_LESS", "=TODAY()")])
def test_what_cannot_be_weighed_is_let_in(asked: Any) -> None:
    """Rules that hang on formulas hold."""
    assert not rules.refuses(asked, cell(99), read_range)


def test_options_of_a_range_come_once_and_without_blanks() -> None:
    """A dropdown from a range lists each value once; without showCustomUi there is no dropdown."""
    asked = rule("ONE_OF_RANGE", "='Đơn vị'!$B$2:$B$9")
    told = rules.for_page({**asked, "showCustomUi": True}, read_range)
    assert (told["kind"], told["options"]) == ("list", ["Văn phòng", "Thanh tra"])
    assert rules.for_page(asked, read_range)["kind"] == "other"


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({}, {}),
        ({"userEnteredValue": {"stringValue": "a"}, "effectiveValue": {"stringValue": "a"},
          "formattedValue": "a"}, {"v": "a", "t": "a"}),
        ({"userEnteredValue": {"stringValue": "012"}, "effectiveValue": {"stringValue": "012"},
          "formattedValue": "012"}, {"v": "012", "t": "'012"}),
        ({"userEnteredValue": {"stringValue": "012"}, "effectiveValue": {"stringValue": "012"},
          "formattedValue": "012", "effectiveFormat": {"numberFormat": {"type": "TEXT"}}},
         {"v": "012", "t": "012"}),
        ({"userEnteredValue": {"formulaValue": "=1/0"}, "effectiveValue": {"errorValue": {}},
          "formattedValue": "#DIV/0!"}, {"v": "#DIV/0!", "t": "=1/0"}),
        ({"userEnteredValue": {"numberValue": 0.985}, "effectiveValue": {"numberValue": 0.985},
          "formattedValue": "98,5%"}, {"v": "98,5%", "t": "98,5%", "num": 1, "align": "right"}),
        ({"note": "n", "effectiveFormat": {"backgroundColorStyle": {"rgbColor": {"red": 1}},
                                           "backgroundColor": {"blue": 1}}}, {"n": "n", "bg": "#ff0000"}),
        ({"effectiveFormat": {"backgroundColor": {"red": 1, "green": 1, "blue": 1},
                              "textFormat": {"bold": True, "fontSize": 10}, "wrapStrategy": "WRAP",
                              "verticalAlignment": "BOTTOM"}}, {"b": True, "w": True}),
    ],
)  # fmt: skip
def test_a_cell_becomes_its_picture(data: Any, shown: Any) -> None:
    """Only what differs from a plain blank cell is told."""
    assert sheet_view.picture_of_cell(data) == shown


@pytest.mark.parametrize(
    ("place", "name"),
    [((0, 0), "A1"), ((4, 25), "Z5"), ((9, 26), "AA10"), ((0, 701), "ZZ1"), ((0, 702), "AAA1")],
)
def test_addresses(place: tuple[int, int], name: str) -> None:
    """Zero-based places → A1."""
    assert sheet_view.a1(*place) == name


def test_locks_leave_open_what_is_unprotected() -> None:
    """A protected sheet is locked but for its unprotected ranges; a mere warning locks nothing."""
    hole = {"startRowIndex": 1, "endRowIndex": 5, "startColumnIndex": 2, "endColumnIndex": 3}
    sheet = {"protectedRanges": [{"unprotectedRanges": [hole]}, {"warningOnly": True},
                                 {"requestingUserCanEdit": True}]}  # fmt: skip
    (lock,) = sheet_view.locks(sheet, 10, 4, may_write=True)
    assert (lock["range"], lock["open"]) == ([0, 10, 0, 4], [[1, 5, 2, 3]])
