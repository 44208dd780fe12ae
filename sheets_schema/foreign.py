"""A sheet that another program made: its columns by its header, and its rows of figures.

A procedure system's table has titles above, a header of groups ("Đã giải quyết") over columns ("Đúng hạn"),
a row that numbers the columns, subtotals and a totals row. Here it is told apart, by the fields of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from sheets_schema import foreign_header
from sheets_schema.cells.text import clean, fold
from sheets_schema.descriptor import Table
from sheets_schema.grid import Grid
from sheets_schema.headers import plain
from sheets_schema.rows import TOTALS

#: Headers of columns that no table has, but such sheets do.
_NUMBER = frozenset(["stt", "tt", "so tt", "so thu tu"])
_UNIT = frozenset(
    plain(name)
    for name in (
        *("Đơn vị", "Tên đơn vị", "Mã đơn vị", "Đơn vị giải quyết", "Đơn vị thực hiện", "Đơn vị xử lý"),
        *("Đơn vị báo cáo", "Phòng", "Phòng ban", "Trường", "Cơ quan", "Cơ quan giải quyết"),
        *("Cơ quan thực hiện",),
    )
)
_numbering = re.compile(r"\(?\s*(?:(\d{1,2})|[a-z])\s*\)?(?:\s*=.*)?")
_section = re.compile(r"[ivx]{1,5}|[a-h]")
_figure = re.compile(r"\d+(?:\.\d+)*")
#: A totals row in more words than one: "Tổng cộng (I+II)", "Tổng số toàn Sở", "Cộng mục I". A "Tổng công ty"
#: is none, nor is a "Công nhận …".
_total = re.compile(
    r"(?:tong cong(?! ty\b)|tong so)\b.*|(?:tong|cong) ?[(\[].*"
    r"|cong (?:muc|phan|nhom) (?:[ivx]+|[a-h]|\d+)\b.*"
)


class Line(NamedTuple):
    """One row of figures: its zero-based row, and the texts of its unit column and of the heading above."""

    row: int
    unit: str
    section: str


@dataclass(slots=True)
class Sheet:
    """What was found. ``columns``: field name → zero-based column; ``first``: the first row of figures."""

    grid: Grid
    columns: dict[str, int] = field(default_factory=dict)
    first: int = 0
    titles: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    #: Rows at the foot with words where figures stand above: who signs.
    signed: list[int] = field(default_factory=list)
    #: Rows that sum up those under them.
    subtotals: list[int] = field(default_factory=list)
    #: Columns whose header says nothing we know, and fields that several columns claim.
    strangers: dict[int, str] = field(default_factory=dict)
    doubled: dict[str, list[int]] = field(default_factory=dict)
    by_unit: bool = False

    def value(self, row: int, name: str) -> object:
        """The cell of a field in a row; None where the sheet has no such column."""
        column = self.columns.get(name)
        line = self.grid.values[row] if row < len(self.grid.values) else []
        return line[column] if column is not None and column < len(line) else None


def read(table: Table, grid: Grid) -> Sheet | None:
    """The sheet by the fields of ``table``; None when no row names at least two of them."""
    shape = foreign_header.shape(table, grid)
    if shape is None:
        return None
    sheet = Sheet(grid, first=shape.last + 1)
    sheet.titles = [clean(c) for row in grid.values[: shape.first] for c in row if isinstance(c, str) and c]
    extra = {"number": _NUMBER, "unit": _UNIT} if "unit" not in {f.name for f in table.fields} else {}
    own = {
        name: next((c for c, path in enumerate(shape.paths) if path and path[-1] in spellings), None)
        for name, spellings in extra.items()
    }
    own.setdefault("number", next((c for c, p in enumerate(shape.paths) if p and p[-1] in _NUMBER), None))
    for name, places in shape.places.items():
        best = [column for how, column in places if how == places[0][0]]
        if len(best) > 1:
            sheet.doubled[name] = best
        else:
            sheet.columns[name] = best[0]
    taken = {*sheet.columns.values(), *own.values(), *(c for cs in sheet.doubled.values() for c in cs)}
    sheet.strangers = {c: " / ".join(p) for c, p in enumerate(shape.paths) if p and c not in taken}
    sheet.by_unit = own.get("unit") is not None
    counts = [f.name for f in table.fields if f.type == "integer" and f.name in sheet.columns]
    _split(table, sheet, own, [sheet.columns[name] for name in counts])
    return sheet


def _split(table: Table, sheet: Sheet, own: Mapping[str, int | None], counts: Sequence[int]) -> None:
    """Tell rows of figures from titles, numbering, sections, subtotals and totals."""
    texts = [f for f in table.fields if f.kind in ("text", "line") and f.name in sheet.columns]
    main = sheet.columns.get(texts[0].name) if texts else min(sheet.columns.values(), default=None)
    rest = list(counts) or [column for column in sheet.columns.values() if column != main]
    kept = list(_rows(sheet, own, main, rest))
    worded = {row for row, _, _ in kept if counts and _is_worded(sheet.grid.values[row], rest)}
    last = max((row for row, _, _ in kept if row not in worded), default=0)
    sheet.signed = [row for row in worded if row > last]
    kept = [item for item in kept if item[0] not in sheet.signed]
    marks = [(row, fold(str(cell)).strip(" .")) for row, cell, _ in kept]
    for at, (row, mark) in enumerate(marks):
        below = marks[at + 1][1] if at + 1 < len(marks) else ""
        if mark and _section.fullmatch(mark) and _figure.fullmatch(below):
            sheet.subtotals.append(row)
    lines = {row: line for row, _, line in kept}
    heading = ""
    for row, line in lines.items():
        if row in sheet.subtotals:
            heading = _text(sheet, row, main)
        else:
            sheet.lines.append(line._replace(section=line.section or heading))


def _rows(
    sheet: Sheet, own: Mapping[str, int | None], main: int | None, rest: Sequence[int]
) -> Iterator[tuple[int, object, Line]]:
    """(row, what stands in its number column, the line) of every row with figures."""
    number, unit = own.get("number"), own.get("unit")
    units = _down(sheet, unit)
    heading = ""
    for row in range(sheet.first, len(sheet.grid.values)):
        cells = sheet.grid.values[row]
        told = [c for c in cells if c not in (None, "") and str(c).strip()]
        if not told or (row == sheet.first and _is_numbering(told)):
            continue
        if _is_total(cells):
            sheet.totals.append(row)
            continue
        figures = [c for c in rest if c < len(cells) and cells[c] not in (None, "") and str(cells[c]).strip()]
        named = _text(sheet, row, main)
        if not figures:
            heading = named or " ".join(clean(c) for c in told if isinstance(c, str))
        else:
            mark = cells[number] if number is not None and number < len(cells) else None
            mark = int(mark) if isinstance(mark, float) and mark.is_integer() else mark
            yield row, "" if mark is None else mark, Line(row, units.get(row, ""), heading)


def _is_worded(cells: Sequence[object], rest: Sequence[int]) -> bool:
    """Whether no figure stands in a row: words, or nothing."""
    told = [cells[c] for c in rest if c < len(cells) and cells[c] not in (None, "")]
    return all(isinstance(cell, str) and not re.search(r"[\d–—-]", cell) for cell in told)


def _is_numbering(told: Sequence[object]) -> bool:
    """Whether a row numbers the columns: (1), (2), (3)=(4)+(5) …"""
    marks = [_numbering.fullmatch(f"{c:g}" if isinstance(c, float) else fold(str(c))) for c in told]
    places = [int(mark[1]) for mark in marks if mark and mark[1]]
    return len(marks) >= 3 and all(marks) and all(a < b for a, b in pairwise(places))


def _is_total(cells: Sequence[object]) -> bool:
    return bool(total_named(cells))


def total_named(cells: Sequence[object]) -> str:
    """What a totals row calls itself, "" for a row that is none."""
    first = [clean(c) for c in cells[:4] if isinstance(c, str) and c.strip()]
    named = (
        text for text in first[:2] if (said := fold(text).strip(" :.")) in TOTALS or _total.fullmatch(said)
    )
    return next(named, "")


def _text(sheet: Sheet, row: int, column: int | None) -> str:
    cells = sheet.grid.values[row]
    cell = cells[column] if column is not None and column < len(cells) else None
    return "" if cell is None else clean(str(cell))


def _down(sheet: Sheet, column: int | None) -> dict[int, str]:
    """The unit of each row: a merged cell's for all its rows."""
    if column is None:
        return {}
    found = {row: _text(sheet, row, column) for row in range(sheet.first, len(sheet.grid.values))}
    for r0, r1, c0, c1 in sheet.grid.merges:
        if c0 <= column < c1:
            for row in range(max(r0, sheet.first), min(r1, len(sheet.grid.values))):
                found[row] = _text(sheet, r0, c0)
    return found
