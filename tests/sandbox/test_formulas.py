"""Formulas: computed, followed through edits, wrong in Google's ways."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox.sheets import entry, structure
from sandbox.sheets.book import Book
from sandbox.sheets.defaults import new_properties, new_sheet
from sandbox.sheets.formula import calculate, shift
from sandbox.sheets.render import formatted

NOW = datetime(2022, 3, 5, 20, tzinfo=UTC)


def book_of(*rows: list[Any], second: list[list[Any]] | None = None) -> Book:
    """A spreadsheet in en_US with these rows typed into Sheet1 (and into Sheet2)."""
    book = Book("b", new_properties("b"), [new_sheet(0, "Sheet1", 0), new_sheet(1, "Hai tab", 1)])
    book.properties["timeZone"] = "Asia/Ho_Chi_Minh"
    for sheet, lines in zip(book.sheets, (rows, second or []), strict=True):
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                sheet.put(row, column, entry.written({}, value, typed=True, locale_name="en_US", year=2022))
    calculate.recalculate(book, NOW)
    return book


def shown(book: Book, row: int, column: int, sheet: int = 0) -> str:
    """What a cell shows."""
    return formatted(book.sheets[sheet].cell(row, column), "en_US")


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=1+2*3^2", "19"),
        ("=-2^2", "4"),
        ("=(1+2)*3", "9"),
        ("=10%*50", "5"),
        ("=1/0", "#DIV/0!"),
        ('=A1&" và "&B1', "2 và 3"),
        ("=A1<>B1", "TRUE"),
        ("=SUM(A1:B1,10)", "15"),
        ("=SUM(A1:B)", "5"),
        ("=AVERAGE(A1:C1)", "2.5"),
        ("=AVERAGE(D1:D2)", "#DIV/0!"),
        ("=COUNT(A1:C1)", "2"),
        ("=COUNTA(A1:D1)", "3"),
        ('=IF(A1>B1,"hơn","kém")', "kém"),
        ('=IF(A1>B1;"hơn";"kém")', "kém"),
        ('=IF(C1="CHỮ",1,0)', "1"),
        ("=ROUND(2.345,2)", "2.35"),
        ('=IFERROR(1/0,"lỗi")', "lỗi"),
        ("='Hai tab'!A1*2", "14"),
        ("=Hai!A1", "#REF!"),
        ('=HYPERLINK("https://a.vn","xem")', "xem"),
        ("=TODAY()", "3/6/2022"),
        ("=NAH(1)", "#NAME?"),
        ("=nix", "#NAME?"),
        ("=A1+C1", "#VALUE!"),
        ("=Z9", "0"),
        ("=AB1", "#REF!"),
        ("=SUM(1", "#ERROR!"),
        ("=E1", "#REF!"),
    ],
)
def test_results(formula: str, result: str) -> None:
    """Operators by precedence, functions, other tabs, and the error each mistake yields (E1 is itself)."""
    book = book_of([2, 3, "chữ", "", formula], second=[[7]])
    assert shown(book, 0, 4) == result


def test_references_follow_rows_and_columns() -> None:
    """Inserting moves them, deleting what they name makes #REF!."""
    book = book_of([1], [2], ["=A1+A2", "=SUM(A1:A2)"], second=[["=Sheet1!A2"]])
    structure.insert(book, book.sheets[0], "ROWS", 1, 2, inherit_before=True)
    first = book.sheets[0].cell(3, 0)["userEnteredValue"]["formulaValue"]
    assert (first, book.sheets[1].cell(0, 0)["userEnteredValue"]["formulaValue"]) == ("=A1+A3", "=Sheet1!A3")
    assert book.sheets[0].cell(3, 1)["userEnteredValue"]["formulaValue"] == "=SUM(A1:A3)"
    structure.delete(book, book.sheets[0], "ROWS", 2, 3)
    calculate.recalculate(book, NOW)
    assert book.sheets[0].cell(2, 0)["userEnteredValue"]["formulaValue"] == "=A1+#REF!"
    assert [shown(book, 2, 0), shown(book, 2, 1), shown(book, 0, 0, 1)] == ["#REF!", "1", "#REF!"]


def test_renaming_and_deleting_a_tab() -> None:
    """Formulas take the new name; a deleted tab leaves #REF!."""
    assert shift.renamed("=SUM('Hai tab'!A1:B2)+A1", "Hai tab", "Ba") == "=SUM(Ba!A1:B2)+A1"
    assert shift.renamed("=SUM('Hai tab'!A1:B2)", "Hai tab", None) == "=SUM(#REF!)"


def test_copied_formulas_adapt() -> None:
    """Dollar signs hold; leaving the grid makes #REF!; texts are no references."""
    assert shift.relative('=A1+$A1+A$1+$A$1&"A1"', 1, 1) == '=B2+$A2+B$1+$A$1&"A1"'
    assert shift.relative("=A1", -1, 0) == "=#REF!"


def test_circles_and_days() -> None:
    """A circle is an error; TODAY() follows the clock in the spreadsheet's zone."""
    book = book_of(["=B1", "=A1", "=TODAY()"])
    assert shown(book, 0, 0) == "#REF!"
    assert book.volatile_day == "2022-03-06"
    calculate.refresh(book, datetime(2022, 3, 7, tzinfo=UTC))
    assert shown(book, 0, 2) == "3/7/2022"
