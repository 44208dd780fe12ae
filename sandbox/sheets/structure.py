"""Rows and columns that come, go and move, and everything that moves with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.errors import invalid
from sandbox.sheets.book import Book, Cell, Row, Sheet
from sandbox.sheets.formula.shift import Shift, renamed, shifted

_ENDS = {"ROWS": ("startRowIndex", "endRowIndex"), "COLUMNS": ("startColumnIndex", "endColumnIndex")}


def size(sheet: Sheet, dimension: str) -> int:
    """Return the number of rows or columns of the grid."""
    return sheet.row_count if dimension == "ROWS" else sheet.column_count


def insert(book: Book, sheet: Sheet, dimension: str, start: int, end: int, *, inherit_before: bool) -> None:
    """Insert blank rows or columns at `start`; they take the format of the neighbour before or after."""
    count, length = end - start, size(sheet, dimension)
    if start > length or count <= 0 or start < 0:
        raise invalid(f"range.startIndex[{start}] is after last {dimension[:-1].lower()} in sheet[{length}]")
    model = start - 1 if inherit_before else start
    if dimension == "ROWS":
        _insert_rows(sheet, start, count, model)
    else:
        _map_columns(sheet, lambda c: c if c < start else c + count)
        _style_columns(sheet, start, count, model if inherit_before else start + count)
    _resize(sheet, dimension, count)
    _shift_all(book, sheet, dimension, _insertion(start, count))


def delete(book: Book, sheet: Sheet, dimension: str, start: int, end: int) -> None:
    """Delete rows or columns. Raises 400 when none would be left or they do not exist."""
    length = size(sheet, dimension)
    if not 0 <= start < end or start >= length:
        raise invalid(f"range.startIndex[{start}] is after last {dimension[:-1].lower()} in sheet[{length}]")
    end = min(end, length)
    if end - start >= length:
        raise invalid(f"You can't delete all the {dimension.lower()} on the sheet.")
    if dimension == "ROWS":
        if start < len(sheet.rows):
            sheet.touch(start, len(sheet.rows))
            del sheet.rows[start:end]
    else:
        _map_columns(sheet, lambda c: None if start <= c < end else c if c < start else c - (end - start))
    _resize(sheet, dimension, start - end)
    _shift_all(book, sheet, dimension, _deletion(start, end))


def move(book: Book, sheet: Sheet, dimension: str, start: int, end: int, to: int) -> None:
    """Move rows or columns so that they stand before what was at index `to`."""
    if start <= to <= end:
        raise invalid("The destinationIndex is within the source range.")
    goal = _movement(start, end, to)
    if dimension == "ROWS":
        last = max(len(sheet.rows), end, to)
        rows: list[Row] = [{} for _ in range(last)]
        for index in range(last):
            rows[goal(index)] = sheet.row(index)
        sheet.rows = rows
        sheet.touch(0, last)
    else:
        _map_columns(sheet, goal)

    def shift(first: int, last_: int | None) -> tuple[int, int | None]:
        if last_ is not None and last_ - first == 1:
            return goal(first), goal(first) + 1
        if last_ is not None and start <= first and last_ <= end:
            return goal(first), goal(last_ - 1) + 1
        return first, last_

    _shift_all(book, sheet, dimension, shift)


def sheet_renamed(book: Book, former: str, title: str | None) -> None:
    """Rewrite the formulas that name a tab that got another title, or is gone (None)."""
    _each_formula(book, lambda home, text: renamed(text, former, title))


def shift_range(raw: dict[str, Any], dimension: str, shift: Shift) -> dict[str, Any] | None:
    """Return a GridRange after a shift, or None when nothing of it is left."""
    first, last = _ENDS[dimension]
    if first not in raw and last not in raw:
        return raw
    moved = shift(raw.get(first, 0), raw.get(last))
    if moved is None:
        return None
    found = {**raw, first: moved[0]}
    return found if moved[1] is None else found | {last: moved[1]}


def _insertion(at: int, count: int) -> Shift:
    def shift(start: int, end: int | None) -> tuple[int, int | None]:
        return (
            start + count if start >= at else start,
            None if end is None else end + count if end > at else end,
        )

    return shift


def _deletion(first: int, last: int) -> Shift:
    def place(index: int) -> int:
        return index if index <= first else max(first, index - (last - first))

    def shift(start: int, end: int | None) -> tuple[int, int | None] | None:
        if end is None:
            return place(start), None
        return (place(start), place(end)) if place(start) < place(end) else None

    return shift


def _movement(start: int, end: int, to: int) -> Callable[[int], int]:
    count = end - start

    def goal(index: int) -> int:
        if start <= index < end:
            return index - start + (to if to < start else to - count)
        if to < start and to <= index < start:
            return index + count
        return index - count if end <= index < to else index

    return goal


def _insert_rows(sheet: Sheet, start: int, count: int, model: int) -> None:
    if start <= len(sheet.rows):
        style = {c: kept for c, cell in sheet.row(max(model, 0)).items() if (kept := _style(cell))}
        sheet.rows[start:start] = [dict(style) for _ in range(count)]
        sheet.touch(start, len(sheet.rows))


def _style(cell: Cell) -> Cell:
    return {name: cell[name] for name in ("userEnteredFormat", "dataValidation") if name in cell}


def _style_columns(sheet: Sheet, start: int, count: int, model: int) -> None:
    for index, row in enumerate(sheet.rows):
        style = _style(row.get(model, {}))
        if style:
            sheet.put_row(index, row | dict.fromkeys(range(start, start + count), style))


def _map_columns(sheet: Sheet, goal: Callable[[int], int | None]) -> None:
    for index, row in enumerate(sheet.rows):
        mapped = {new: cell for column, cell in row.items() if (new := goal(column)) is not None}
        if mapped != row:
            sheet.put_row(index, mapped)


def _resize(sheet: Sheet, dimension: str, count: int) -> None:
    grid = sheet.properties["gridProperties"]
    name = "rowCount" if dimension == "ROWS" else "columnCount"
    sheet.properties["gridProperties"] = {**grid, name: grid[name] + count}


def _shift_all(book: Book, sheet: Sheet, dimension: str, shift: Shift) -> None:
    _shift_overlays(sheet, dimension, shift)
    _shift_names(book, sheet, dimension, shift)
    _shift_metadata(book, sheet, dimension, shift)
    _each_formula(book, lambda home, text: shifted(text, home, sheet.title, dimension, shift))


def _shift_overlays(sheet: Sheet, dimension: str, shift: Shift) -> None:
    name = "row_meta" if dimension == "ROWS" else "column_meta"
    moved = {}
    for index, meta in getattr(sheet, name).items():
        place = shift(index, index + 1)
        if place is not None:
            moved[place[0]] = meta
    setattr(sheet, name, moved)
    sheet.merges = [m for raw in sheet.merges if (m := shift_range(raw, dimension, shift))]
    sheet.protected = _ranged(sheet.protected, "range", dimension, shift)
    sheet.protected = [_with_ranges(one, "unprotectedRanges", dimension, shift) for one in sheet.protected]
    sheet.bands = _ranged(sheet.bands, "range", dimension, shift)
    sheet.filter_views = _ranged(sheet.filter_views, "range", dimension, shift)
    rules = [_with_ranges(one, "ranges", dimension, shift) for one in sheet.conditional]
    sheet.conditional = [rule for rule in rules if rule["ranges"]]
    if sheet.filter is not None:
        moved_filter = _ranged([sheet.filter], "range", dimension, shift)
        sheet.filter = moved_filter[0] if moved_filter else None


def _ranged(items: list[dict[str, Any]], name: str, dimension: str, shift: Shift) -> list[dict[str, Any]]:
    kept = []
    for item in items:
        moved = shift_range(item[name], dimension, shift) if name in item else {}
        if moved is not None:
            kept.append({**item, name: moved} if name in item else item)
    return kept


def _with_ranges(item: dict[str, Any], name: str, dimension: str, shift: Shift) -> dict[str, Any]:
    if name not in item:
        return item
    return {**item, name: [m for raw in item[name] if (m := shift_range(raw, dimension, shift))]}


def _shift_names(book: Book, sheet: Sheet, dimension: str, shift: Shift) -> None:
    kept = []
    for named in book.named_ranges:
        moved = (
            shift_range(named["range"], dimension, shift) if _on(named["range"], sheet) else named["range"]
        )
        if moved is not None:
            kept.append({**named, "range": moved})
    book.named_ranges = kept


def _shift_metadata(book: Book, sheet: Sheet, dimension: str, shift: Shift) -> None:
    kept = []
    for entry in book.metadata:
        span = entry["location"].get("dimensionRange")
        if span and _on(span, sheet) and span["dimension"] == dimension:
            moved = shift(span.get("startIndex", 0), span.get("endIndex"))
            if moved is None:
                continue
            span = {**span, "startIndex": moved[0], "endIndex": moved[1]}
            entry = {**entry, "location": {**entry["location"], "dimensionRange": span}}
        kept.append(entry)
    book.metadata = kept


def _on(raw: dict[str, Any], sheet: Sheet) -> bool:
    return int(raw.get("sheetId", 0)) == sheet.id


def _each_formula(book: Book, change: Callable[[str, str], str]) -> None:
    """Rewrite formulas in cells, and those that validation rules hold."""
    for sheet in book.sheets:
        for index, row in enumerate(sheet.rows):
            for column, cell in list(row.items()):
                fresh = _rewritten(cell, sheet.title, change)
                if fresh is not cell:
                    sheet.put(index, column, fresh)


def _rewritten(cell: Cell, home: str, change: Callable[[str, str], str]) -> Cell:
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    if formula:
        text = change(home, formula)
        if text != formula:
            cell = {**cell, "userEnteredValue": {"formulaValue": text}}
    condition = cell.get("dataValidation", {}).get("condition", {})
    if condition.get("type") in ("ONE_OF_RANGE", "CUSTOM_FORMULA"):
        values = [_condition_value(value, home, change) for value in condition.get("values", ())]
        if values != condition.get("values", []):
            rule = {**cell["dataValidation"], "condition": {**condition, "values": values}}
            cell = {**cell, "dataValidation": rule}
    return cell


def _condition_value(value: dict[str, Any], home: str, change: Callable[[str, str], str]) -> dict[str, Any]:
    text = value.get("userEnteredValue", "")
    return {**value, "userEnteredValue": change(home, text)} if text.startswith("=") else value
