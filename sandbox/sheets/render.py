"""Cells as answers show them: values by render option, CellData by field mask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.fieldmask import Mask, apply
from sandbox.sheets import numbers
from sandbox.sheets.a1 import Area
from sandbox.sheets.book import Book, Cell, Sheet
from sandbox.sheets.formats import effective_format
from sandbox.sheets.formula.values import SHOWN

_EMPTY: Cell = {}
#: Fields of CellData that are kept as they were written, and those that are made from them.
_STORED = (
    "userEnteredValue",
    "userEnteredFormat",
    "note",
    "dataValidation",
    "textFormatRuns",
    "pivotTable",
)
_FIELDS = (*_STORED, "effectiveValue", "formattedValue", "hyperlink", "effectiveFormat")


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


def cell_reader(book: Book, mask: Mask | None) -> Callable[[Cell], dict[str, Any]]:
    """Return the function that turns a cell into CellData with the fields the mask wants (None, {} = all)."""
    wanted: Mask = {name: {} for name in _FIELDS} if not mask or "*" in mask else mask
    plain = [(name, wanted[name]) for name in _STORED if name in wanted]
    made = [(name, wanted[name]) for name in _FIELDS if name in wanted and name not in _STORED]
    makers: dict[str, Callable[[Cell], Any]] = {
        "effectiveValue": effective,
        "formattedValue": lambda cell: formatted(cell, book.locale),
        "hyperlink": _link,
        "effectiveFormat": lambda cell: effective_format(book, cell, effective(cell), number_format(cell)),
    }

    def read(cell: Cell) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        for name, below in plain:
            if name in cell:
                shown[name] = apply(below, cell[name]) if below else cell[name]
        if "userEnteredValue" in cell or "userEnteredFormat" in cell or "textFormatRuns" in cell:
            for name, below in made:
                if name in ("effectiveValue", "formattedValue") and "userEnteredValue" not in cell:
                    continue
                value = makers[name](cell)
                if value:
                    shown[name] = apply(below, value) if below else value
        return shown

    return read


def rows_data(book: Book, area: Area, mask: Mask | None) -> list[dict[str, Any]]:
    """Return RowData for an area, trailing empty rows and cells dropped; `mask` is that of CellData."""
    sheet, read = book.sheet(area.sheet_id), cell_reader(book, mask)
    last, right = min(len(sheet.rows), area.row1 or 0), area.col1 or 0
    rows: list[dict[str, Any]] = []
    for index in range(area.row0, last):
        values: list[dict[str, Any]] = []
        row = sheet.rows[index]
        for column in sorted(row):
            if area.col0 <= column < right:
                shown = read(row[column])
                if shown:
                    values += [{} for _ in range(column - area.col0 - len(values))]
                    values.append(shown)
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
