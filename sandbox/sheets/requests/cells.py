"""Requests that write cells: updateCells, repeatCell, appendCells, borders, find and replace, validation."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sandbox.errors import invalid
from sandbox.fieldmask import Mask, merged
from sandbox.sheets import entry, formats, writing
from sandbox.sheets.a1 import Area
from sandbox.sheets.batch import Context, Reply, mask_of, request
from sandbox.sheets.book import Cell
from sandbox.sheets.formula.shift import relative

#: Fields of CellData that can be written; the rest of a mask ("*" too) is ignored.
WRITABLE = ("userEnteredValue", "userEnteredFormat", "note", "dataValidation", "textFormatRuns", "pivotTable")


def over(former: Cell, given: dict[str, Any], mask: Mask) -> Cell:
    """Return a cell after a write of the masked fields of CellData ({} = all)."""
    fresh = dict(former)
    for name in WRITABLE:
        if mask and "*" not in mask and name not in mask:
            continue
        below = mask.get(name, {}) if mask else {}
        value = given.get(name)
        if name == "userEnteredFormat" and below and "*" not in below:
            value = merged(fresh.get(name, {}), formats.normalised(value or {}), _twinned(below))
        elif name == "userEnteredFormat" and value:
            value = formats.normalised(value)
        elif name == "userEnteredValue":
            value = _checked(value)
            fresh.pop("effectiveValue", None)
        if value in (None, {}, "", []):
            fresh.pop(name, None)
        else:
            fresh[name] = value
    return fresh


@request("updateCells")
def update(context: Context, raw: dict[str, Any]) -> Reply:
    """Write rows of CellData from a corner, or over a range (what is not given there is cleared)."""
    mask = mask_of(raw, "CellData")
    rows = raw.get("rows", [])
    if "range" in raw:
        area = context.area(raw["range"])
        sheet = context.sheet(area.sheet_id)
        if len(rows) > (area.row1 or 0) - area.row0:
            last = area.row1 or 1
            raise invalid(f"Attempting to write row: {last}, beyond the last requested row of: {last - 1}")
        for row in range(area.row0, area.row1 or 0):
            given = rows[row - area.row0].get("values", []) if row - area.row0 < len(rows) else []
            for column in range(area.col0, area.col1 or 0):
                offset = column - area.col0
                value = given[offset] if offset < len(given) else {}
                if value or sheet.cell(row, column):
                    sheet.put(row, column, over(sheet.cell(row, column), value, mask))
        return None
    start = raw.get("start", {})
    _write_rows(
        context, start.get("sheetId", 0), start.get("rowIndex", 0), start.get("columnIndex", 0), rows, mask
    )
    return None


@request("appendCells")
def append(context: Context, raw: dict[str, Any]) -> Reply:
    """Write rows of CellData after the last row with data; the grid grows."""
    mask = mask_of(raw, "CellData")
    sheet = context.sheet(raw.get("sheetId", 0))
    rows = raw.get("rows", [])
    at = sheet.data_extent()[0]
    width = max((len(row.get("values", ())) for row in rows), default=0)
    sheet.set_size(max(sheet.row_count, at + len(rows)), max(sheet.column_count, width))
    _write_rows(context, sheet.id, at, 0, rows, mask)
    return None


@request("repeatCell")
def repeat(context: Context, raw: dict[str, Any]) -> Reply:
    """Write the same cell all over a range; a formula adapts as when copied."""
    mask = mask_of(raw, "CellData", "cell")
    given = raw.get("cell", {})
    area = context.area(raw["range"])
    sheet = context.sheet(area.sheet_id)
    formula = given.get("userEnteredValue", {}).get("formulaValue")
    nothing = not over({}, given, mask)
    for row in range(area.row0, area.row1 or 0):
        if nothing and row >= len(sheet.rows):
            break
        for column in range(area.col0, area.col1 or 0):
            here = given
            if formula:
                text = relative(formula, row - area.row0, column - area.col0)
                here = {**given, "userEnteredValue": {"formulaValue": text}}
            former = sheet.cell(row, column)
            fresh = over(former, here, mask)
            if fresh != former:
                sheet.put(row, column, fresh)
    return None


@request("setDataValidation")
def set_validation(context: Context, raw: dict[str, Any]) -> Reply:
    """Give every cell of a range a rule, or none."""
    area = context.area(raw["range"])
    rule = raw.get("rule")
    _each(context, area, lambda cell: _with(cell, "dataValidation", rule))
    return None


@request("updateBorders")
def update_borders(context: Context, raw: dict[str, Any]) -> Reply:
    """Set the borders of a range, outer and inner."""
    area = context.area(raw["range"])
    sheet = context.sheet(area.sheet_id)
    for row in range(area.row0, area.row1 or 0):
        for column in range(area.col0, area.col1 or 0):
            wanted = {
                "top": raw.get("top") if row == area.row0 else raw.get("innerHorizontal"),
                "bottom": raw.get("bottom") if row + 1 == area.row1 else raw.get("innerHorizontal"),
                "left": raw.get("left") if column == area.col0 else raw.get("innerVertical"),
                "right": raw.get("right") if column + 1 == area.col1 else raw.get("innerVertical"),
            }
            sheet.put(row, column, _bordered(sheet.cell(row, column), wanted))
    return None


@request("findReplace")
def find_replace(context: Context, raw: dict[str, Any]) -> Reply:
    """Replace text in values (and formulas, when asked) of a range, a sheet or all sheets."""
    pattern = _pattern(raw)
    counts = {
        "valuesChanged": 0,
        "formulasChanged": 0,
        "rowsChanged": 0,
        "sheetsChanged": 0,
        "occurrencesChanged": 0,
    }
    for area in _search_areas(context, raw):
        sheet = context.sheet(area.sheet_id)
        rows: set[int] = set()
        for row, column, cell in list(sheet.cells(area)):
            fresh, times, kind = _replaced(context, cell, pattern, raw)
            if times:
                context.guard(Area(sheet.id, row, row + 1, column, column + 1))
                sheet.put(row, column, fresh)
                counts[kind] += 1
                counts["occurrencesChanged"] += times
                rows.add(row)
        counts["rowsChanged"] += len(rows)
        counts["sheetsChanged"] += bool(rows)
    return {name: count for name, count in counts.items() if count}


def _write_rows(
    context: Context, sheet_id: int, row0: int, col0: int, rows: list[dict[str, Any]], mask: Mask
) -> None:
    sheet = context.sheet(sheet_id)
    width = max((len(row.get("values", ())) for row in rows), default=0)
    target = Area(sheet_id, row0, row0 + max(len(rows), 1), col0, col0 + max(width, 1))
    if (target.row1 or 0) > sheet.row_count or (target.col1 or 0) > sheet.column_count:
        raise context.book.exceeds(target)
    context.guard(target)
    for row, line in enumerate(rows, row0):
        for column, given in enumerate(line.get("values", ()), col0):
            former = sheet.cell(row, column)
            fresh = over(former, given, mask)
            if fresh != former:
                sheet.put(row, column, fresh)


def _checked(value: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return an ExtendedValue as cells keep it; an empty text empties the cell. Raises 400 for two kinds."""
    if not value:
        return None
    if len(value) > 1:
        raise invalid("Invalid value at 'user_entered_value' (oneof), oneof field 'value' is already set.")
    if "errorValue" in value:
        raise invalid("Cannot set an error as a user entered value.")
    if value.get("stringValue") == "":
        return None
    if len(value.get("stringValue", "")) > entry.MAX_CHARACTERS:
        raise invalid("Your input contains more than the maximum of 50000 characters in a single cell.")
    formula = value.get("formulaValue")
    if formula is not None and not formula.startswith("="):
        raise invalid(f"A formula must begin with '=': {formula}")
    return value


def _twinned(mask: Mask) -> Mask:
    """Return a format mask in which a colour stands for both of its spellings."""
    fresh = dict(mask)
    for plain, style in (
        ("backgroundColor", "backgroundColorStyle"),
        ("foregroundColor", "foregroundColorStyle"),
    ):
        if plain in fresh or style in fresh:
            fresh[plain] = fresh[style] = {}
    if fresh.get("textFormat"):
        fresh["textFormat"] = _twinned(fresh["textFormat"])
    return fresh


def _each(context: Context, area: Area, change: Callable[[Cell], Cell]) -> None:
    sheet = context.sheet(area.sheet_id)
    for row in range(area.row0, area.row1 or 0):
        for column in range(area.col0, area.col1 or 0):
            former = sheet.cell(row, column)
            fresh = change(former)
            if fresh != former:
                sheet.put(row, column, fresh)


def _with(cell: Cell, name: str, value: Any) -> Cell:
    fresh = {key: part for key, part in cell.items() if key != name}
    return fresh | {name: value} if value else fresh


def _bordered(cell: Cell, wanted: dict[str, Any]) -> Cell:
    borders = dict(cell.get("userEnteredFormat", {}).get("borders", {}))
    for side, border in wanted.items():
        if border is not None:
            if border.get("style") == "NONE":
                borders.pop(side, None)
            else:
                borders[side] = {"width": 1, **border}
    return {**cell, "userEnteredFormat": {**cell.get("userEnteredFormat", {}), "borders": borders}}


def _pattern(raw: dict[str, Any]) -> re.Pattern[str]:
    text = raw.get("find", "")
    if not text:
        raise invalid("The find string cannot be empty.")
    if not raw.get("searchByRegex"):
        text = re.escape(text)
    if raw.get("matchEntireCell"):
        text = rf"\A(?:{text})\Z"
    return re.compile(text, 0 if raw.get("matchCase") else re.IGNORECASE)


def _search_areas(context: Context, raw: dict[str, Any]) -> list[Area]:
    if "range" in raw:
        return [context.area(raw["range"], guarded=False)]
    if raw.get("allSheets"):
        return [sheet.whole() for sheet in context.book.sheets]
    if "sheetId" not in raw:
        raise invalid("One of range, sheetId or allSheets must be set.")
    return [context.sheet(raw["sheetId"]).whole()]


def _replaced(
    context: Context, cell: Cell, pattern: re.Pattern[str], raw: dict[str, Any]
) -> tuple[Cell, int, str]:
    value = cell.get("userEnteredValue", {})
    formula = "formulaValue" in value
    if not value or (formula and not raw.get("includeFormulas")):
        return cell, 0, "valuesChanged"
    text = value.get("formulaValue") or value.get("stringValue")
    if text is None:
        text = str(next(iter(value.values())))
    new = raw.get("replacement", "")
    fresh, times = pattern.subn(new if raw.get("searchByRegex") else lambda match: new, text)
    if not times:
        return cell, 0, "valuesChanged"
    year = writing.year_of(context.call, context.book)
    changed = entry.written(cell, fresh, typed=True, locale_name=context.book.locale, year=year)
    return changed, times, "formulasChanged" if formula else "valuesChanged"
