"""Writing blocks of values into a sheet: update, append, clear."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.dispatch import Call
from sandbox.errors import invalid
from sandbox.sheets import a1, entry, protection
from sandbox.sheets.a1 import Area
from sandbox.sheets.book import Book, Cell

_BLANK: Cell = {}


@dataclass
class Written:
    """What one write did: where, and how much."""

    area: Area
    rows: int = 0
    columns: int = 0
    cells: int = 0

    def answer(self, book: Book) -> dict[str, Any]:
        """Return UpdateValuesResponse; counts of 0 are absent."""
        shown: dict[str, Any] = {"spreadsheetId": book.id, "updatedRange": book.name(self.area)}
        counts = {"updatedRows": self.rows, "updatedColumns": self.columns, "updatedCells": self.cells}
        return shown | {name: count for name, count in counts.items() if count}


def year_of(call: Call, book: Book) -> int:
    """Return the present year where the spreadsheet is."""
    try:
        return call.world.now().astimezone(ZoneInfo(book.properties["timeZone"])).year
    except (ZoneInfoNotFoundError, ValueError):
        return call.world.now().year


def by_rows(raw: dict[str, Any]) -> list[list[Any]]:
    """Return a ValueRange's values as rows. Raises 400 when a row is no list."""
    values: list[list[Any]] = raw.get("values", [])
    if raw.get("majorDimension") != "COLUMNS":
        return values
    height = max(map(len, values), default=0)
    return [[column[i] if i < len(column) else None for column in values] for i in range(height)]


def write(call: Call, book: Book, area: Area, values: list[list[Any]], *, typed: bool) -> Written:
    """Write rows of values from the area's top left corner; None leaves a cell alone, "" empties it.

    Raises 400 when the values do not fit the area or the grid, or when a cell is protected from the caller.
    """
    sheet = book.sheet(area.sheet_id)
    height, width = len(values), max(map(len, values), default=0)
    _fits(book, area, height, width)
    target = replace(area, row1=area.row0 + max(height, 1), col1=area.col0 + max(width, 1), anchor=False)
    if (target.row1 or 0) > sheet.row_count or (target.col1 or 0) > sheet.column_count:
        raise book.exceeds(target)
    protection.guard(call, book, target)
    done = Written(target)
    columns_hit: set[int] = set()
    year = year_of(call, book)
    for offset, line in enumerate(values):
        row = dict(sheet.row(area.row0 + offset))
        hit = 0
        for column, value in enumerate(line, area.col0):
            if value is None:
                continue
            if isinstance(value, (dict, list)):
                raise invalid(f"Invalid values[{offset}][{column - area.col0}]: {_text_format(value)}")
            former = row.get(column, _BLANK)
            cell = entry.written(former, value, typed=typed, locale_name=book.locale, year=year)
            if cell:
                row[column] = cell
            else:
                row.pop(column, None)
            columns_hit.add(column)
            hit += 1
        if hit:
            sheet.put_row(area.row0 + offset, row)
            done.rows += 1
            done.cells += hit
    done.columns = len(columns_hit)
    return done


def clear(call: Call, book: Book, area: Area) -> Area:
    """Empty the values of an area; formats, notes and validation stay. Returns the area in its grid."""
    bounded = book.in_grid(area)
    protection.guard(call, book, bounded)
    sheet = book.sheet(area.sheet_id)
    for row, column, cell in list(sheet.cells(bounded)):
        if "userEnteredValue" in cell:
            sheet.put(row, column, entry.written(cell, "", typed=False, locale_name="", year=0))
    return bounded


def table_in(book: Book, area: Area) -> Area | None:
    """Return the last table that an area touches: the block around its lowest filled cell, or None."""
    sheet = book.sheet(area.sheet_id)
    bounded = area.clip(sheet.row_count, sheet.column_count)
    filled = [(row, column) for row, column, cell in sheet.cells(bounded) if "userEnteredValue" in cell]
    if not filled:
        return None
    last = filled[-1][0]
    columns = [column for row, column in filled if row == last]
    return _grown(book, Area(area.sheet_id, last, last + 1, min(columns), max(columns) + 1))


def _grown(book: Book, seed: Area) -> Area:
    """Return the seed grown until blank cells surround it."""
    sheet = book.sheet(seed.sheet_id)
    row0, row1, col0, col1 = seed.row0, seed.row1 or 0, seed.col0, seed.col1 or 0

    def filled(row: int, start: int, end: int) -> list[int]:
        return [c for c, cell in sheet.row(row).items() if start <= c < end and "userEnteredValue" in cell]

    while True:
        before = (row0, row1, col0, col1)
        if row0 > 0 and filled(row0 - 1, col0 - 1, col1 + 1):
            row0 -= 1
        if filled(row1, col0 - 1, col1 + 1):
            row1 += 1
        edge = [c for row in range(row0, row1) for c in filled(row, col0 - 1, col1 + 1)]
        col0, col1 = min([col0, *edge]), max([col1, *(c + 1 for c in edge)])
        if before == (row0, row1, col0, col1):
            return Area(seed.sheet_id, row0, row1, col0, col1)


def _text_format(value: Any, depth: int = 0) -> str:
    """Return a JSON value as Google's messages print it: protobuf's text format."""
    pad = "  " * depth
    if isinstance(value, list):
        inner = "".join(f"{pad}  values {{\n{_text_format(v, depth + 2)}{pad}  }}\n" for v in value)
        return f"{pad}list_value {{\n{inner}{pad}}}\n"
    if isinstance(value, dict):
        fields = "".join(
            f"{pad}  fields {{\n{pad}    key: {json.dumps(k)}\n{pad}    value {{\n"
            f"{_text_format(v, depth + 3)}{pad}    }}\n{pad}  }}\n"
            for k, v in value.items()
        )
        return f"{pad}struct_value {{\n{fields}{pad}}}\n"
    kind = "string" if isinstance(value, str) else "bool" if isinstance(value, bool) else "number"
    return f"{pad}{kind}_value: {json.dumps(value, ensure_ascii=False)}\n"


def _fits(book: Book, area: Area, height: int, width: int) -> None:
    if area.anchor:
        return
    sheet = book.sheet(area.sheet_id)
    named = book.name(area)
    if area.row1 is not None and area.row0 + height > area.row1:
        raise invalid(f"Requested writing within range [{named}], but tried writing to row [{area.row1 + 1}]")
    if area.col1 is not None and area.col0 + width > area.col1:
        letters = a1.column_letters(area.col1)
        raise invalid(f"Requested writing within range [{named}], but tried writing to column [{letters}]")
    if area.row0 >= sheet.row_count or area.col0 >= sheet.column_count:
        raise book.exceeds(area)
