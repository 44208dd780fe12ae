"""Ranges: A1 and R1C1 notation, grid ranges, and the names that answers use for them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sandbox.errors import GoogleError, invalid

_CELL = r"\$?([A-Za-z]{0,3})\$?([0-9]*)"
_A1 = re.compile(rf"{_CELL}(?::{_CELL})?")
_R1C1 = re.compile(r"R(\d+)C(\d+)(?::R(\d+)C(\d+))?")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*")
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Area:
    """A rectangle of one sheet: rows and columns from 0, ends exclusive, None = to the edge of the grid."""

    sheet_id: int
    row0: int = 0
    row1: int | None = None
    col0: int = 0
    col1: int | None = None
    #: Written as one cell ("B3"), which values.update takes as an anchor rather than as a bound.
    anchor: bool = False

    def clip(self, rows: int, columns: int) -> Area:
        """Return the area with both ends set, cut to a grid of that size."""
        return replace(
            self,
            row1=rows if self.row1 is None else min(self.row1, rows),
            col1=columns if self.col1 is None else min(self.col1, columns),
        )

    def contains(self, row: int, column: int) -> bool:
        """Say whether a cell lies inside."""
        return (
            self.row0 <= row
            and (self.row1 is None or row < self.row1)
            and self.col0 <= column
            and (self.col1 is None or column < self.col1)
        )

    def meets(self, other: Area) -> bool:
        """Say whether the two share a cell."""
        return (
            self.sheet_id == other.sheet_id
            and (other.row1 is None or self.row0 < other.row1)
            and (self.row1 is None or other.row0 < self.row1)
            and (other.col1 is None or self.col0 < other.col1)
            and (self.col1 is None or other.col0 < self.col1)
        )

    def within(self, other: Area) -> bool:
        """Say whether this area lies wholly in the other."""
        return (
            self.sheet_id == other.sheet_id
            and self.row0 >= other.row0
            and self.col0 >= other.col0
            and (other.row1 is None or (self.row1 is not None and self.row1 <= other.row1))
            and (other.col1 is None or (self.col1 is not None and self.col1 <= other.col1))
        )

    def grid_range(self) -> dict[str, int]:
        """Return Google's GridRange; unbounded ends are absent, as are starts that are 0 beside them."""
        found = {"sheetId": self.sheet_id}
        if self.row1 is not None or self.row0:
            found["startRowIndex"] = self.row0
        if self.row1 is not None:
            found["endRowIndex"] = self.row1
        if self.col1 is not None or self.col0:
            found["startColumnIndex"] = self.col0
        if self.col1 is not None:
            found["endColumnIndex"] = self.col1
        return found


def from_grid_range(raw: dict[str, Any]) -> Area:
    """Return the area of a GridRange. Raises 400 for ends before starts."""
    area = Area(
        raw.get("sheetId", 0),
        raw.get("startRowIndex", 0),
        raw.get("endRowIndex"),
        raw.get("startColumnIndex", 0),
        raw.get("endColumnIndex"),
    )
    if min(area.row0, area.col0) < 0:
        raise invalid("GridRange.startRowIndex and startColumnIndex must be >= 0.")
    if (area.row1 is not None and area.row1 < area.row0) or (area.col1 is not None and area.col1 < area.col0):
        raise invalid("GridRange.endIndex must be greater than or equal to startIndex.")
    return area


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """Return the column's index from 0: A → 0, AA → 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


@lru_cache(maxsize=4096)
def column_letters(index: int) -> str:
    """Return the column's letters: 0 → A, 26 → AA."""
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return e.g. "C5" for row 4, column 2."""
    return f"{column_letters(column)}{row + 1}"


def quote_title(title: str) -> str:
    """Return a tab's name as it stands before the `!`: quoted unless it is a plain word."""
    if _PLAIN_TITLE.fullmatch(title) and not _LIKE_A_CELL.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def name_of(title: str, area: Area) -> str:
    """Return the A1 name of an area whose ends are set, e.g. `'Mục tiêu'!A1:C5` or `Sheet1!B3`."""
    assert area.row1 is not None and area.col1 is not None
    first, last = cell_name(area.row0, area.col0), cell_name(area.row1 - 1, area.col1 - 1)
    span = first if first == last else f"{first}:{last}"
    return f"{quote_title(title)}!{span}"


def split_title(text: str) -> tuple[str | None, str]:
    """Split `'A tab'!A1:B2` into title and span; the title is None when there is none, the span may be ""."""
    if text.startswith("'"):
        match = re.match(r"'((?:[^']|'')*)'(?:!(.*))?$", text, re.DOTALL)
        if match:
            return match.group(1).replace("''", "'"), match.group(2) or ""
    title, bang, span = text.rpartition("!")
    return (title, span) if bang else (None, text)


def parse_span(sheet_id: int, span: str) -> Area | None:
    """Return the area of `A1:B2`, `A2:B`, `A:C`, `1:3`, `R1C1:R2C2` …, or None when it is no such thing."""
    match = _R1C1.fullmatch(span)
    if match:
        row0, col0, row1, col1 = (int(part) if part else 0 for part in match.groups())
        return _ordered(sheet_id, row0, row1 or row0, col0, col1 or col0, not match.group(3))
    match = _A1.fullmatch(span)
    if not match or not span.strip("$:"):
        return None
    letters0, digits0, letters1, digits1 = match.groups()
    if letters1 is None and digits1 is None:
        if not letters0 or not digits0:
            return None  # a lone column or number is a tab's name, not a range
        letters1, digits1 = letters0, digits0
    return _bounded(sheet_id, (letters0, digits0), (letters1, digits1), ":" not in span)


def _bounded(sheet_id: int, one: tuple[str, str], other: tuple[str, str], anchor: bool) -> Area | None:
    columns = [column_number(letters) for letters in (one[0], other[0]) if letters]
    rows = [int(digits) - 1 for digits in (one[1], other[1]) if digits]
    if min(rows, default=0) < 0 or (not columns and len(rows) < 2) or (not rows and len(columns) < 2):
        return None
    row0, row1 = (min(rows), max(rows) + 1 if len(rows) == 2 else None) if rows else (0, None)
    col0, col1 = (min(columns), max(columns) + 1 if len(columns) == 2 else None) if columns else (0, None)
    return Area(sheet_id, row0, row1, col0, col1, anchor)


def _ordered(sheet_id: int, row0: int, row1: int, col0: int, col1: int, anchor: bool) -> Area | None:
    if min(row0, row1, col0, col1) < 1:
        return None
    rows, columns = sorted((row0, row1)), sorted((col0, col1))
    return Area(sheet_id, rows[0] - 1, rows[1], columns[0] - 1, columns[1], anchor)


def unparsable(text: str) -> GoogleError:
    """Return Google's 400 for a range that names nothing."""
    return invalid(f"Unable to parse range: {text}")
