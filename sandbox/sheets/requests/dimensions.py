"""Requests about rows and columns."""

from __future__ import annotations

from typing import Any

from sandbox.errors import invalid
from sandbox.fieldmask import merged
from sandbox.sheets import structure
from sandbox.sheets.a1 import Area
from sandbox.sheets.batch import Context, Reply, mask_of, request
from sandbox.sheets.book import Sheet
from sandbox.sheets.defaults import COLUMN_PIXELS, ROW_PIXELS


@request("insertDimension")
def insert(context: Context, raw: dict[str, Any]) -> Reply:
    """Insert blank rows or columns."""
    sheet, dimension, start, end = span(context, raw["range"], closed=True)
    inherit = bool(raw.get("inheritFromBefore"))
    if inherit and start == 0:
        raise invalid("inheritFromBefore cannot be true when inserting at the start of a sheet.")
    context.guard_structure(sheet.id)
    structure.insert(context.book, sheet, dimension, start, end, inherit_before=inherit)
    return None


@request("appendDimension")
def append(context: Context, raw: dict[str, Any]) -> Reply:
    """Add rows or columns at the end."""
    sheet, count = context.sheet(raw.get("sheetId", 0)), raw.get("length", 0)
    if count <= 0:
        raise invalid("length must be > 0.")
    rows = count if raw.get("dimension") == "ROWS" else 0
    sheet.set_size(sheet.row_count + rows, sheet.column_count + (0 if rows else count))
    return None


@request("deleteDimension")
def delete(context: Context, raw: dict[str, Any]) -> Reply:
    """Delete rows or columns."""
    sheet, dimension, start, end = span(context, raw["range"])
    context.guard(_band(sheet, dimension, start, end))
    structure.delete(context.book, sheet, dimension, start, end)
    return None


@request("moveDimension")
def move(context: Context, raw: dict[str, Any]) -> Reply:
    """Move rows or columns to another place."""
    sheet, dimension, start, end = span(context, raw["source"])
    to = raw.get("destinationIndex", 0)
    context.guard(_band(sheet, dimension, start, end))
    context.guard_structure(sheet.id)
    if end > structure.size(sheet, dimension) or to > structure.size(sheet, dimension):
        raise invalid(f"The {dimension.lower()} to move are outside of the sheet.")
    structure.move(context.book, sheet, dimension, start, end, to)
    return None


@request("updateDimensionProperties")
def update(context: Context, raw: dict[str, Any]) -> Reply:
    """Set the size or visibility of rows or columns."""
    mask = mask_of(raw, "DimensionProperties", "properties")
    sheet, dimension, start, end = span(context, raw["range"])
    if end > structure.size(sheet, dimension):
        raise invalid(f"Invalid dimension range: {dimension} {start} to {end}.")
    meta = sheet.row_meta if dimension == "ROWS" else sheet.column_meta
    for index in range(start, end):
        meta[index] = merged(meta.get(index, {}), raw.get("properties", {}), mask)
    return None


@request("autoResizeDimensions")
def auto_resize(context: Context, raw: dict[str, Any]) -> Reply:
    """Fit rows or columns to what they hold: roughly, at seven pixels a letter."""
    sheet, dimension, start, end = span(context, raw["dimensions"])
    meta = sheet.row_meta if dimension == "ROWS" else sheet.column_meta
    for index in range(start, end):
        pixels = ROW_PIXELS if dimension == "ROWS" else _width(sheet, index)
        meta[index] = {**meta.get(index, {}), "pixelSize": pixels}
    return None


@request("addDimensionGroup")
def add_group(context: Context, raw: dict[str, Any]) -> Reply:
    """Group rows or columns."""
    sheet, dimension, start, end = span(context, raw["range"])
    former = sheet.groups.get(dimension, [])
    depth = 1 + sum(
        g["range"].get("startIndex", 0) <= start and end <= g["range"]["endIndex"] for g in former
    )
    where = {"sheetId": sheet.id, "dimension": dimension, "startIndex": start, "endIndex": end}
    sheet.groups = {**sheet.groups, dimension: [*former, {"range": where, "depth": depth}]}
    return {"dimensionGroups": sheet.groups[dimension]}


@request("deleteDimensionGroup")
def delete_group(context: Context, raw: dict[str, Any]) -> Reply:
    """Ungroup rows or columns."""
    sheet, dimension, start, end = span(context, raw["range"])
    kept = [
        g
        for g in sheet.groups.get(dimension, [])
        if (g["range"].get("startIndex", 0), g["range"]["endIndex"]) != (start, end)
    ]
    if len(kept) == len(sheet.groups.get(dimension, [])):
        raise invalid("Cannot delete a dimension group that does not exist.")
    sheet.groups = {**sheet.groups, dimension: kept}
    return {"dimensionGroups": kept} if kept else {}


def span(context: Context, raw: dict[str, Any], *, closed: bool = False) -> tuple[Sheet, str, int, int]:
    """Return (sheet, dimension, start, end) of a DimensionRange. Raises 400; `closed` demands an end."""
    sheet = context.sheet(raw.get("sheetId", 0))
    dimension = raw.get("dimension", "DIMENSION_UNSPECIFIED")
    if dimension not in ("ROWS", "COLUMNS"):
        raise invalid("No dimension was specified.")
    if closed and "endIndex" not in raw:
        raise invalid("range.endIndex is required.")
    start, end = raw.get("startIndex", 0), raw.get("endIndex", structure.size(sheet, dimension))
    if start < 0 or end <= start:
        raise invalid(f"range.endIndex[{end}] must be greater than range.startIndex[{start}].")
    return sheet, dimension, start, end


def _band(sheet: Sheet, dimension: str, start: int, end: int) -> Area:
    return Area(sheet.id, start, end) if dimension == "ROWS" else Area(sheet.id, 0, None, start, end)


def _width(sheet: Sheet, column: int) -> int:
    longest = 0
    for row in sheet.rows:
        value = row.get(column, {}).get("userEnteredValue", {})
        longest = max(longest, *(len(str(part)) for part in value.values()), 0) if value else longest
    return max(longest * 7 + 6, 21) if longest else COLUMN_PIXELS
