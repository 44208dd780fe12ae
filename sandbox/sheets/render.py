"""Cells as answers show them: values by render option, CellData by field mask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.fieldmask import Mask, wants
from sandbox.sheets import numbers
from sandbox.sheets.a1 import Area
from sandbox.sheets.book import Book, Cell, Sheet
from sandbox.sheets.formats import effective_format
from sandbox.sheets.formula.values import SHOWN

_EMPTY: Cell = {}


def effective(cell: Cell) -> dict[str, Any]:
    """Return the ExtendedValue that the cell has: of a formula its result."""
    entered: dict[str, Any] = cell.get("userEnteredValue", _EMPTY)
    if "formulaValue" in entered:
        found: dict[str, Any] = cell.get("effectiveValue", _EMPTY)
        return found
    return entered


def number_format(cell: Cell) -> tuple[str, str]:
    """Return (type, pattern) of the number format that the cell shows its value by; "" = automatic."""
    own = cell.get("userEnteredFormat", _EMPTY).get("numberFormat")
    if own:
        return own.get("type", ""), own.get("pattern", "")
    formula = cell.get("userEnteredValue", _EMPTY).get("formulaValue", "").upper().replace(" ", "")
    if formula.startswith("=TODAY()"):
        return "DATE", ""
    return ("DATE_TIME", "") if formula.startswith("=NOW()") else ("", "")


def formatted(cell: Cell, locale_name: str) -> str:
    """Return the text that the cell shows."""
    value = effective(cell)
    if "numberValue" in value:
        return numbers.show(value["numberValue"], *number_format(cell), locale_name)
    if "boolValue" in value:
        return "TRUE" if value["boolValue"] else "FALSE"
    if "errorValue" in value:
        return SHOWN.get(value["errorValue"]["type"], "#ERROR!")
    return str(value.get("stringValue", ""))


def reader(book: Book, option: str, date_option: str) -> Callable[[Cell], Any]:
    """Return the function that turns a cell into one value of a ValueRange."""
    locale_name = book.locale
    if option == "UNFORMATTED_VALUE":
        return lambda cell: _unformatted(cell, locale_name, dates_as_text=date_option == "FORMATTED_STRING")
    if option == "FORMULA":
        return lambda cell: (
            cell["userEnteredValue"].get("formulaValue")
            or _unformatted(cell, locale_name, dates_as_text=date_option == "FORMATTED_STRING")
        )
    return lambda cell: formatted(cell, locale_name)


def grid(book: Book, area: Area, option: str, date_option: str, dimension: str) -> list[list[Any]]:
    """Return the values of an area: ragged, trailing blanks dropped, by rows or by columns."""
    sheet = book.sheet(area.sheet_id)
    read = reader(book, option, date_option)
    if dimension == "COLUMNS":
        return _columns(sheet, area, read)
    last = min(len(sheet.rows), area.row1 or 0)
    found = [_line(sheet.rows[index], area.col0, area.col1 or 0, read) for index in range(area.row0, last)]
    while found and not found[-1]:
        found.pop()
    return found


def cell_data(book: Book, cell: Cell, mask: Mask | None) -> dict[str, Any]:
    """Return the fields of CellData that the mask wants (None or {} = all)."""
    every = not mask or "*" in mask
    shown: dict[str, Any] = {
        name: cell[name]
        for name in (
            "userEnteredValue",
            "userEnteredFormat",
            "note",
            "dataValidation",
            "textFormatRuns",
            "pivotTable",
        )
        if name in cell and (every or name in (mask or ()))
    }
    if "userEnteredValue" in cell:
        if every or wants(mask, "effectiveValue"):
            shown["effectiveValue"] = effective(cell)
        if every or wants(mask, "formattedValue"):
            shown["formattedValue"] = formatted(cell, book.locale)
    link = _link(cell)
    if link and (every or wants(mask, "hyperlink")):
        shown["hyperlink"] = link
    if (every or wants(mask, "effectiveFormat")) and (
        "userEnteredValue" in cell or "userEnteredFormat" in cell
    ):
        shown["effectiveFormat"] = effective_format(book, cell, effective(cell), number_format(cell))
    return shown


def rows_data(book: Book, area: Area, mask: Mask | None) -> list[dict[str, Any]]:
    """Return RowData for an area, trailing empty rows and cells dropped."""
    sheet = book.sheet(area.sheet_id)
    last = min(len(sheet.rows), area.row1 or 0)
    rows: list[dict[str, Any]] = []
    for index in range(area.row0, last):
        row = sheet.rows[index]
        columns = [c for c in row if area.col0 <= c < (area.col1 or 0)]
        width = max(columns) + 1 - area.col0 if columns else 0
        values = [cell_data(book, row.get(area.col0 + i, _EMPTY), mask) for i in range(width)]
        while values and not values[-1]:
            values.pop()
        rows.append({"values": values} if values else {})
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _unformatted(cell: Cell, locale_name: str, *, dates_as_text: bool) -> Any:
    value = effective(cell)
    if "numberValue" in value:
        if dates_as_text and number_format(cell)[0] in numbers.DATE_TYPES:
            return formatted(cell, locale_name)
        return value["numberValue"]
    if "boolValue" in value:
        return value["boolValue"]
    return formatted(cell, locale_name)


def _line(row: dict[int, Cell], start: int, end: int, read: Callable[[Cell], Any]) -> list[Any]:
    used = [column for column, cell in row.items() if start <= column < end and "userEnteredValue" in cell]
    if not used:
        return []
    line: list[Any] = [""] * (max(used) + 1 - start)
    for column in used:
        line[column - start] = read(row[column])
    return line


def _columns(sheet: Sheet, area: Area, read: Callable[[Cell], Any]) -> list[list[Any]]:
    found: list[list[Any]] = [[] for _ in range(area.col0, area.col1 or 0)]
    for row, column, cell in sheet.cells(area):
        if "userEnteredValue" in cell:
            line = found[column - area.col0]
            line += [""] * (row - area.row0 - len(line))
            line.append(read(cell))
    while found and not found[-1]:
        found.pop()
    return found


def _link(cell: Cell) -> str:
    runs = cell.get("textFormatRuns", ())
    links = [run.get("format", {}).get("link", {}).get("uri") for run in runs]
    if links and links[0]:
        return str(links[0])
    own = cell.get("userEnteredFormat", _EMPTY).get("textFormat", _EMPTY).get("link", _EMPTY).get("uri")
    if own:
        return str(own)
    formula = cell.get("userEnteredValue", _EMPTY).get("formulaValue", "")
    if formula.upper().startswith('=HYPERLINK("'):
        return str(formula[12:].split('"', 1)[0])
    return ""
