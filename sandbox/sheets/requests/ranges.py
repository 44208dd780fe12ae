"""Requests that move blocks of cells: sort, insert and delete ranges, copy, cut, merge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.errors import invalid
from sandbox.sheets import render
from sandbox.sheets.a1 import Area, from_grid_range
from sandbox.sheets.batch import Context, Reply, request
from sandbox.sheets.book import Cell, Sheet
from sandbox.sheets.formula.shift import relative

_VALUE = ("userEnteredValue", "effectiveValue", "textFormatRuns")
_FORMAT = ("userEnteredFormat",)
#: What each paste type takes from the source cell; None = everything.
PASTES: dict[str, tuple[str, ...] | None] = {
    "PASTE_NORMAL": None,
    "PASTE_VALUES": _VALUE,
    "PASTE_FORMAT": _FORMAT,
    "PASTE_NO_BORDERS": None,
    "PASTE_FORMULA": _VALUE,
    "PASTE_DATA_VALIDATION": ("dataValidation",),
}


@request("sortRange")
def sort(context: Context, raw: dict[str, Any]) -> Reply:
    """Sort the rows of a range; whole cells move: values, formats, notes and rules."""
    area = context.area(raw["range"])
    sheet = context.sheet(area.sheet_id)
    blocks = [
        (row, {c: cell for c, cell in sheet.row(row).items() if area.col0 <= c < (area.col1 or 0)})
        for row in range(area.row0, area.row1 or 0)
    ]
    for spec in reversed(raw.get("sortSpecs", [])):
        column, down = spec.get("dimensionIndex", 0), spec.get("sortOrder") == "DESCENDING"
        if not area.col0 <= column < (area.col1 or 0):
            raise invalid(f"Sort column {column} is outside of the range.")
        blocks = _sorted(blocks, column, down=down)
    for row, (source, cells) in enumerate(blocks, area.row0):
        rest = {c: cell for c, cell in sheet.row(row).items() if not area.col0 <= c < (area.col1 or 0)}
        moved = {c: _carried(cell, row - source, 0) for c, cell in cells.items()}
        if rest or moved or row < len(sheet.rows):
            sheet.put_row(row, rest | moved)
    return None


@request("insertRange")
def insert_range(context: Context, raw: dict[str, Any]) -> Reply:
    """Insert blank cells, pushing the others right or down (the grid grows when it must)."""
    area = context.area(raw["range"], guarded=False)
    sheet = context.sheet(area.sheet_id)
    context.guard(_tail(area, raw))
    height, width = (area.row1 or 0) - area.row0, (area.col1 or 0) - area.col0
    rows, columns = sheet.data_extent()
    if raw.get("shiftDimension") == "ROWS":
        sheet.set_size(max(sheet.row_count, rows + height if rows > area.row0 else 0), sheet.column_count)
        _shift_block(
            sheet, area, lambda r, c: (r + height, c) if r >= area.row0 and _in_columns(area, c) else (r, c)
        )
    else:
        sheet.set_size(
            sheet.row_count, max(sheet.column_count, columns + width if columns > area.col0 else 0)
        )
        _shift_block(
            sheet, area, lambda r, c: (r, c + width) if c >= area.col0 and _in_rows(area, r) else (r, c)
        )
    return None


@request("deleteRange")
def delete_range(context: Context, raw: dict[str, Any]) -> Reply:
    """Delete cells, pulling the others left or up."""
    area = context.area(raw["range"], guarded=False)
    sheet = context.sheet(area.sheet_id)
    context.guard(_tail(area, raw))
    height, width = (area.row1 or 0) - area.row0, (area.col1 or 0) - area.col0

    def up(row: int, column: int) -> tuple[int, int] | None:
        if not _in_columns(area, column) or row < area.row0:
            return row, column
        return None if row < (area.row1 or 0) else (row - height, column)

    def left(row: int, column: int) -> tuple[int, int] | None:
        if not _in_rows(area, row) or column < area.col0:
            return row, column
        return None if column < (area.col1 or 0) else (row, column - width)

    _shift_block(sheet, area, up if raw.get("shiftDimension") == "ROWS" else left)
    return None


@request("copyPaste")
def copy_paste(context: Context, raw: dict[str, Any]) -> Reply:
    """Copy a range over another, repeated when the destination is a multiple of it."""
    source = context.area(raw["source"], guarded=False)
    names = _paste_type(raw)
    height, width = (source.row1 or 0) - source.row0, (source.col1 or 0) - source.col0
    if raw.get("pasteOrientation") == "TRANSPOSE":
        height, width = width, height
    target = _fitted(context, from_grid_range(raw["destination"]), height, width)
    block = _block(context, source, transposed=raw.get("pasteOrientation") == "TRANSPOSE")
    sheet = context.sheet(target.sheet_id)
    for row in range(target.row0, target.row1 or 0):
        for column in range(target.col0, target.col1 or 0):
            here, cell = block[(row - target.row0) % height][(column - target.col0) % width]
            moved = _carried(cell, row - here[0], column - here[1])
            if raw.get("pasteType") == "PASTE_VALUES" and "effectiveValue" in cell:
                moved = {**moved, "userEnteredValue": cell["effectiveValue"]}
            sheet.put(row, column, _pasted(sheet.cell(row, column), moved, names))
    return None


@request("cutPaste")
def cut_paste(context: Context, raw: dict[str, Any]) -> Reply:
    """Move a range to another place."""
    source = context.area(raw["source"])
    height, width = (source.row1 or 0) - source.row0, (source.col1 or 0) - source.col0
    start = raw.get("destination", {})
    row0, col0 = start.get("rowIndex", 0), start.get("columnIndex", 0)
    target = _fitted(
        context, Area(start.get("sheetId", 0), row0, row0 + height, col0, col0 + width), height, width
    )
    names = _paste_type(raw)
    block = _block(context, source, transposed=False)
    home, sheet = context.sheet(source.sheet_id), context.sheet(target.sheet_id)
    for row in range(source.row0, source.row1 or 0):
        for column in range(source.col0, source.col1 or 0):
            home.put(row, column, _pasted(home.cell(row, column), {}, names))
    for r, line in enumerate(block):
        for c, (_, cell) in enumerate(line):
            sheet.put(row0 + r, col0 + c, _pasted(sheet.cell(row0 + r, col0 + c), cell, names))
    return None


@request("mergeCells")
def merge(context: Context, raw: dict[str, Any]) -> Reply:
    """Merge a range; of the values only the first stays."""
    area = context.area(raw["range"])
    sheet = context.sheet(area.sheet_id)
    for one in _merge_areas(area, raw.get("mergeType", "MERGE_ALL")):
        for former in sheet.merges:
            if one.meets(from_grid_range(former)):
                raise invalid("You must select all cells in a merged range to merge or unmerge them.")
        first = True
        for row, column, cell in list(sheet.cells(one)):
            if not (row == one.row0 and column == one.col0) and "userEnteredValue" in cell:
                corner = sheet.cell(one.row0, one.col0)
                if first and "userEnteredValue" not in corner:
                    sheet.put(one.row0, one.col0, {**corner, "userEnteredValue": cell["userEnteredValue"]})
                sheet.put(row, column, {name: part for name, part in cell.items() if name not in _VALUE})
            first = first and "userEnteredValue" not in cell
        sheet.merges = [*sheet.merges, one.grid_range()]
    return None


@request("unmergeCells")
def unmerge(context: Context, raw: dict[str, Any]) -> Reply:
    """Undo the merges inside a range."""
    area = context.area(raw["range"])
    sheet = context.sheet(area.sheet_id)
    kept = []
    for former in sheet.merges:
        merged = from_grid_range(former)
        if not merged.meets(area):
            kept.append(former)
        elif not merged.within(area):
            raise invalid("You must select all cells in a merged range to merge or unmerge them.")
    sheet.merges = kept
    return None


def _sorted(
    blocks: list[tuple[int, dict[int, Cell]]], column: int, *, down: bool
) -> list[tuple[int, dict[int, Cell]]]:
    filled = [one for one in blocks if "userEnteredValue" in one[1].get(column, {})]
    blank = [one for one in blocks if "userEnteredValue" not in one[1].get(column, {})]
    filled.sort(key=lambda one: _order(one[1][column]), reverse=down)
    return filled + blank


def _order(cell: Cell) -> tuple[int, float, str]:
    """Numbers before texts before truth values before errors, as Google sorts."""
    value = render.effective(cell)
    if "numberValue" in value:
        return 0, float(value["numberValue"]), ""
    if "boolValue" in value:
        return 2, float(value["boolValue"]), ""
    return (3, 0, "") if "errorValue" in value else (1, 0, str(value.get("stringValue", "")).casefold())


def _carried(cell: Cell, rows: int, columns: int) -> Cell:
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    if not formula or not (rows or columns):
        return cell
    return {**cell, "userEnteredValue": {"formulaValue": relative(formula, rows, columns)}}


def _tail(area: Area, raw: dict[str, Any]) -> Area:
    if raw.get("shiftDimension") == "ROWS":
        return Area(area.sheet_id, area.row0, None, area.col0, area.col1)
    if raw.get("shiftDimension") == "COLUMNS":
        return Area(area.sheet_id, area.row0, area.row1, area.col0, None)
    raise invalid("shiftDimension must be ROWS or COLUMNS.")


def _in_columns(area: Area, column: int) -> bool:
    return area.col0 <= column < (area.col1 or 0)


def _in_rows(area: Area, row: int) -> bool:
    return area.row0 <= row < (area.row1 or 0)


def _shift_block(sheet: Sheet, area: Area, goal: Callable[[int, int], tuple[int, int] | None]) -> None:
    """Move every cell to where `goal` says; None drops it."""
    height = len(sheet.rows) + (area.row1 or 0) - area.row0
    fresh: list[dict[int, Cell]] = [{} for _ in range(height)]
    for row, line in enumerate(sheet.rows):
        for column, cell in line.items():
            place = goal(row, column)
            if place is not None:
                fresh[place[0]][place[1]] = cell
    while fresh and not fresh[-1]:
        fresh.pop()
    sheet.touch(0, max(len(sheet.rows), len(fresh)))
    sheet.rows = fresh


def _paste_type(raw: dict[str, Any]) -> tuple[str, ...] | None:
    kind = raw.get("pasteType", "PASTE_NORMAL")
    if kind not in PASTES:
        raise invalid(f"The stand-in does not paste with {kind}.")
    return PASTES[kind]


def _fitted(context: Context, target: Area, height: int, width: int) -> Area:
    """Return the destination: a multiple of the source, or else of the source's size."""
    sheet = context.sheet(target.sheet_id)
    bounded = target.clip(sheet.row_count, sheet.column_count)
    rows, columns = (bounded.row1 or 0) - bounded.row0, (bounded.col1 or 0) - bounded.col0
    rows = rows - rows % height if rows >= height else height
    columns = columns - columns % width if columns >= width else width
    found = Area(target.sheet_id, target.row0, target.row0 + rows, target.col0, target.col0 + columns)
    if (found.row1 or 0) > sheet.row_count or (found.col1 or 0) > sheet.column_count:
        raise context.book.exceeds(found)
    context.guard(found)
    return found


def _block(context: Context, source: Area, *, transposed: bool) -> list[list[tuple[tuple[int, int], Cell]]]:
    sheet = context.sheet(source.sheet_id)
    block = [
        [((row, column), sheet.cell(row, column)) for column in range(source.col0, source.col1 or 0)]
        for row in range(source.row0, source.row1 or 0)
    ]
    return [list(line) for line in zip(*block, strict=True)] if transposed else block


def _pasted(former: Cell, given: Cell, names: tuple[str, ...] | None) -> Cell:
    if names is None:
        return given
    kept = {name: part for name, part in former.items() if name not in names}
    return kept | {name: given[name] for name in names if name in given}


def _merge_areas(area: Area, kind: str) -> list[Area]:
    if kind == "MERGE_ROWS":
        rows = range(area.row0, area.row1 or 0)
        return [Area(area.sheet_id, row, row + 1, area.col0, area.col1) for row in rows]
    if kind == "MERGE_COLUMNS":
        columns = range(area.col0, area.col1 or 0)
        return [Area(area.sheet_id, area.row0, area.row1, column, column + 1) for column in columns]
    return [area]
