"""A spreadsheet in memory: sheets of sparse rows of cells, and what lies over them.

A cell is a dict with Google's field names (userEnteredValue, userEnteredFormat, note, dataValidation,
textFormatRuns) and, for a formula, its effectiveValue. Cells are never changed in place: they may be shared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import GoogleError, invalid
from sandbox.sheets import a1
from sandbox.sheets.a1 import Area

Cell = dict[str, Any]
Row = dict[int, Cell]
#: Rows that are stored together; one edited cell costs the writing of one block.
BLOCK = 16
_NO_ROW: Row = {}


@dataclass
class Sheet:
    """One tab. Everything on it is kept by index and moves when rows and columns do."""

    properties: dict[str, Any]
    rows: list[Row] = field(default_factory=list)
    #: DimensionProperties by index: pixelSize, hiddenByUser.
    row_meta: dict[int, dict[str, Any]] = field(default_factory=dict)
    column_meta: dict[int, dict[str, Any]] = field(default_factory=dict)
    merges: list[dict[str, Any]] = field(default_factory=list)
    protected: list[dict[str, Any]] = field(default_factory=list)
    conditional: list[dict[str, Any]] = field(default_factory=list)
    bands: list[dict[str, Any]] = field(default_factory=list)
    filter: dict[str, Any] | None = None
    filter_views: list[dict[str, Any]] = field(default_factory=list)
    groups: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    #: Blocks that differ from what is stored.
    dirty: set[int] = field(default_factory=set)
    has_formulas: bool = False

    @property
    def id(self) -> int:
        """The sheetId."""
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        """The tab's name."""
        return str(self.properties["title"])

    @property
    def row_count(self) -> int:
        """Rows of the grid."""
        return int(self.properties["gridProperties"]["rowCount"])

    @property
    def column_count(self) -> int:
        """Columns of the grid."""
        return int(self.properties["gridProperties"]["columnCount"])

    def set_size(self, rows: int, columns: int) -> None:
        """Set the grid's size; cells beyond it are gone."""
        grid = self.properties["gridProperties"]
        if rows < len(self.rows):
            self.touch(rows, len(self.rows))
            del self.rows[rows:]
        if columns < self.column_count:
            for index, row in enumerate(self.rows):
                if any(column >= columns for column in row):
                    self.rows[index] = {c: cell for c, cell in row.items() if c < columns}
                    self.touch(index)
        self.properties["gridProperties"] = {**grid, "rowCount": rows, "columnCount": columns}

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell; an empty dict when nothing is there."""
        return self.rows[row].get(column, {}) if row < len(self.rows) else {}

    def row(self, index: int) -> Row:
        """Return a row to read from."""
        return self.rows[index] if index < len(self.rows) else _NO_ROW

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Set a cell; an empty dict removes it."""
        if not cell and row >= len(self.rows):
            return
        while row >= len(self.rows):
            self.rows.append({})
        if cell:
            self.rows[row][column] = cell
            if "formulaValue" in cell.get("userEnteredValue", ()):
                self.has_formulas = True
        else:
            self.rows[row].pop(column, None)
        self.dirty.add(row // BLOCK)

    def put_row(self, index: int, row: Row) -> None:
        """Replace a whole row."""
        while index >= len(self.rows):
            self.rows.append({})
        self.rows[index] = row
        if not self.has_formulas:
            self.has_formulas = any(
                "formulaValue" in cell.get("userEnteredValue", ()) for cell in row.values()
            )
        self.dirty.add(index // BLOCK)

    def touch(self, start: int, end: int | None = None) -> None:
        """Note that rows from `start` (up to `end`) differ from what is stored."""
        last = start + 1 if end is None else end
        self.dirty.update(range(start // BLOCK, max(last - 1, start) // BLOCK + 1))

    def cells(self, area: Area) -> Iterator[tuple[int, int, Cell]]:
        """Yield (row, column, cell) for the cells that exist in an area, row by row."""
        last = len(self.rows) if area.row1 is None else min(area.row1, len(self.rows))
        for index in range(area.row0, last):
            for column in sorted(self.rows[index]):
                if column >= area.col0 and (area.col1 is None or column < area.col1):
                    yield index, column, self.rows[index][column]

    def data_extent(self) -> tuple[int, int]:
        """Return the number of rows and columns up to the last cell that has a value."""
        rows = columns = 0
        for index, row in enumerate(self.rows):
            used = [column for column, cell in row.items() if "userEnteredValue" in cell]
            if used:
                rows, columns = index + 1, max(columns, max(used) + 1)
        return rows, columns

    def whole(self) -> Area:
        """Return the area of the grid."""
        return Area(self.id, 0, self.row_count, 0, self.column_count)


@dataclass
class Book:
    """A spreadsheet."""

    id: str
    properties: dict[str, Any]
    sheets: list[Sheet] = field(default_factory=list)
    named_ranges: list[dict[str, Any]] = field(default_factory=list)
    metadata: list[dict[str, Any]] = field(default_factory=list)
    #: The day (ISO) for which volatile formulas were computed, "" when there are none.
    volatile_day: str = ""

    @property
    def locale(self) -> str:
        """The locale that typing is parsed and shown by, e.g. "vi_VN"."""
        return str(self.properties["locale"])

    def sheet(self, sheet_id: int) -> Sheet:
        """Return a sheet by id. Raises 400 "No grid with id: …"."""
        for sheet in self.sheets:
            if sheet.id == sheet_id:
                return sheet
        raise invalid(f"No grid with id: {sheet_id}")

    def titled(self, title: str) -> Sheet | None:
        """Return the sheet with that name (letters' case does not matter), or None."""
        for sheet in self.sheets:
            if sheet.title == title:
                return sheet
        folded = title.casefold()
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == folded), None)

    def area(self, text: str) -> Area:
        """Return the area that a range of the values API names. Raises 400 "Unable to parse range: …"."""
        title, span = a1.split_title(text)
        if title is not None:
            sheet = self.titled(title)
            if sheet is None:
                raise a1.unparsable(text)
            if not span:
                return Area(sheet.id, anchor=True)
        else:
            sheet = self.first_visible()
        found = a1.parse_span(sheet.id, span)
        if found is not None:
            return found
        return self._by_name(text) if title is None else self._named(span, text)

    def first_visible(self) -> Sheet:
        """Return the sheet that a range without a tab's name means."""
        return next((s for s in self.sheets if not s.properties.get("hidden")), self.sheets[0])

    def in_grid(self, area: Area, text: str = "") -> Area:
        """Return the area cut to its grid. Raises 400 when it begins outside."""
        sheet = self.sheet(area.sheet_id)
        if area.row0 >= sheet.row_count or area.col0 >= sheet.column_count:
            raise self.exceeds(area)
        return area.clip(sheet.row_count, sheet.column_count)

    def exceeds(self, area: Area) -> GoogleError:
        """Return Google's 400 for a range outside of its grid."""
        sheet = self.sheet(area.sheet_id)
        filled = area.clip(area.row1 or sheet.row_count, area.col1 or sheet.column_count)
        return invalid(
            f"Range ({a1.name_of(sheet.title, filled)}) exceeds grid limits. "
            f"Max rows: {sheet.row_count}, max columns: {sheet.column_count}"
        )

    def name(self, area: Area) -> str:
        """Return the A1 name of an area in a grid."""
        sheet = self.sheet(area.sheet_id)
        return a1.name_of(sheet.title, area.clip(sheet.row_count, sheet.column_count))

    def reindex(self) -> None:
        """Make the sheets' indexes follow their order."""
        for index, sheet in enumerate(self.sheets):
            sheet.properties = {**sheet.properties, "index": index}

    def _by_name(self, text: str) -> Area:
        sheet = self.titled(text)
        if sheet is not None:
            return Area(sheet.id, anchor=True)
        return self._named(text, text)

    def _named(self, name: str, text: str) -> Area:
        for named in self.named_ranges:
            if named["name"].casefold() == name.casefold():
                return a1.from_grid_range(named["range"])
        raise a1.unparsable(text)
