"""A spreadsheet as we read it: plain, frozen data, parsed from Google's answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

Cell = tuple[int, int]
Merge = tuple[int, int, int, int]

#: How Sheets shows each kind of error value.
_ERRORS = {
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}


@dataclass(frozen=True, slots=True)
class Area:
    """A bounded part of one tab, from its first cell: what one read asks for."""

    sheet_id: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its place, its size, and the cells that were asked for (zero-based)."""

    sheet_id: int
    title: str
    rows: int  # size of the grid, not of the data
    columns: int
    values: list[list[object]] = field(default_factory=list)
    formats: Mapping[Cell, str] = field(default_factory=dict)
    notes: Mapping[Cell, str] = field(default_factory=dict)
    fills: Mapping[Cell, str] = field(default_factory=dict)  # "#rrggbb", white left out
    merges: tuple[Merge, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    silent: frozenset[Cell] = frozenset()  # blank to the eye, with a formula behind it

    def value(self, row: int, column: int) -> object:
        """The value of a cell; None beyond the data."""
        line = self.values[row] if row < len(self.values) else []
        return line[column] if column < len(line) else None


@dataclass(frozen=True, slots=True)
class Book:
    """A spreadsheet and those of its tabs that were asked for."""

    id: str
    title: str
    locale: str
    zone: str
    tabs: tuple[Tab, ...]

    def tab(self, sheet_id: int | None) -> Tab | None:
        """The tab with this id, or None."""
        return next((tab for tab in self.tabs if tab.sheet_id == sheet_id), None)


def parse(answer: Mapping[str, Any]) -> Book:
    """Google's Spreadsheet resource (any mask) as a Book."""
    properties = answer.get("properties", {})
    return Book(
        answer.get("spreadsheetId", ""),
        properties.get("title", ""),
        properties.get("locale", ""),
        properties.get("timeZone", ""),
        tuple(_tab(sheet) for sheet in answer.get("sheets", [])),
    )


def _tab(sheet: Mapping[str, Any]) -> Tab:
    properties = sheet.get("properties", {})
    size = properties.get("gridProperties", {})
    values, formats, notes, fills, silent = _cells(sheet.get("data", []))
    return Tab(
        properties.get("sheetId", 0),
        properties.get("title", ""),
        size.get("rowCount", 0),
        size.get("columnCount", 0),
        values,
        formats,
        notes,
        fills,
        tuple(_merge(entry) for entry in sheet.get("merges", [])),
        {m["metadataKey"]: m.get("metadataValue", "") for m in sheet.get("developerMetadata", [])},
        silent,
    )


def _cells(
    blocks: Sequence[Mapping[str, Any]],
) -> tuple[list[list[object]], dict[Cell, str], dict[Cell, str], dict[Cell, str], frozenset[Cell]]:
    values: list[list[object]] = []
    formats: dict[Cell, str] = {}
    notes: dict[Cell, str] = {}
    fills: dict[Cell, str] = {}
    silent: set[Cell] = set()
    for block in blocks:  # every Area starts at A1, so one block a tab
        for r, row in enumerate(block.get("rowData", [])):
            line: list[object] = []
            for c, cell in enumerate(row.get("values", ())):
                if not cell:
                    line.append(None)
                    continue
                held = cell.get("effectiveValue")
                line.append(_value(held))
                if held and line[-1] is None:
                    silent.add((r, c))
                if note := cell.get("note"):
                    notes[r, c] = note
                if style := cell.get("userEnteredFormat"):
                    _style(style, (r, c), formats, fills)
            values.append(_trimmed(line))
    while values and not values[-1]:
        values.pop()
    return values, formats, notes, fills, frozenset(silent)


def _style(style: Mapping[str, Any], at: Cell, formats: dict[Cell, str], fills: dict[Cell, str]) -> None:
    kind = style.get("numberFormat", {}).get("type")
    if kind:
        formats[at] = kind
    if "backgroundColor" in style and (colour := hexed(style["backgroundColor"])) != "#ffffff":
        fills[at] = colour


def _value(value: Mapping[str, Any] | None) -> object:
    if not value:
        return None
    if "errorValue" in value:
        return _ERRORS.get(value["errorValue"].get("type", ""), "#ERROR!")
    kind, held = next(iter(value.items()))
    if kind == "numberValue" and isinstance(held, float) and held.is_integer():
        return int(held)
    return held if held != "" else None


def _trimmed(line: list[object]) -> list[object]:
    while line and line[-1] is None:
        line.pop()
    return line


def _merge(entry: Mapping[str, int]) -> Merge:
    return (
        entry.get("startRowIndex", 0),
        entry.get("endRowIndex", 0),
        entry.get("startColumnIndex", 0),
        entry.get("endColumnIndex", 0),
    )


def hexed(colour: Mapping[str, float]) -> str:
    """Google's colour (shares of red, green, blue; absent is 0) as "#rrggbb"."""
    return _hexed(colour.get("red", 0), colour.get("green", 0), colour.get("blue", 0))


@lru_cache(maxsize=256)
def _hexed(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in (red, green, blue))


def rgb(code: str) -> dict[str, float]:
    """ "#rrggbb" as Google's colour."""
    parts = zip(("red", "green", "blue"), (code[1:3], code[3:5], code[5:7]), strict=True)
    return {name: int(digits, 16) / 255 for name, digits in parts}


def column_letters(column: int) -> str:
    """Zero-based column as letters: 0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """Zero-based cell as A1."""
    return f"{column_letters(column)}{row + 1}"


def quoted(title: str) -> str:
    """A tab's title as it stands in a range."""
    return "'" + title.replace("'", "''") + "'"


def ranges(areas: Iterable[Area], book: Book) -> list[str]:
    """Areas as A1 ranges by the titles the tabs have now, cut to the tabs' size."""
    found = []
    for area in areas:
        tab = book.tab(area.sheet_id)
        if tab:
            last = a1(min(area.rows, tab.rows) - 1, min(area.columns, tab.columns) - 1)
            found.append(f"{quoted(tab.title)}!A1:{last}")
    return found
