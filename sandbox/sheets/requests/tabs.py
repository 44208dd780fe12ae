"""Requests about the spreadsheet and its tabs."""

from __future__ import annotations

from typing import Any

from sandbox.errors import invalid
from sandbox.fieldmask import merged
from sandbox.sheets import formats, structure
from sandbox.sheets.batch import Context, Reply, mask_of, request
from sandbox.sheets.book import Sheet
from sandbox.sheets.defaults import check_properties, sheet_properties
from sandbox.sheets.library import library
from sandbox.sheets.spreadsheets import duplicate, new_sheet_id


@request("updateSpreadsheetProperties")
def update_spreadsheet(context: Context, raw: dict[str, Any]) -> Reply:
    """Title, locale, time zone … of the spreadsheet."""
    mask = mask_of(raw, "SpreadsheetProperties", "properties")
    given = dict(raw.get("properties", {}))
    if (not mask or "title" in mask) and "title" in mask and not given.get("title"):
        raise invalid("The title of a spreadsheet cannot be empty.")
    check_properties(given)
    if "defaultFormat" in given:
        given["defaultFormat"] = formats.normalised(given["defaultFormat"])
    context.book.properties = merged(context.book.properties, given, mask)
    return None


@request("addSheet")
def add(context: Context, raw: dict[str, Any]) -> Reply:
    """A new tab, at the end or where `index` says."""
    given = dict(raw.get("properties", {}))
    book = context.book
    if "title" not in given:
        numbers = range(len(book.sheets) + 1, len(book.sheets) * 2 + 3)
        given["title"] = next(f"Sheet{n}" for n in numbers if book.titled(f"Sheet{n}") is None)
    _free_title(context, given["title"])
    sheet_id = given.get("sheetId", new_sheet_id(book))
    if any(sheet.id == sheet_id for sheet in book.sheets):
        raise invalid(f"Sheet with id {sheet_id} already exists. Please enter another id.")
    default = sheet_properties(sheet_id, given["title"], len(book.sheets))
    grid = {**default["gridProperties"], **given.get("gridProperties", {})}
    sheet = Sheet({**default, **_colored(given), "sheetId": sheet_id, "gridProperties": grid})
    book.sheets.insert(min(given.get("index", len(book.sheets)), len(book.sheets)), sheet)
    book.reindex()
    return {"properties": dict(sheet.properties)}


@request("duplicateSheet")
def duplicate_sheet(context: Context, raw: dict[str, Any]) -> Reply:
    """A copy of a tab in the same spreadsheet."""
    book = context.book
    source = context.sheet(raw.get("sourceSheetId", 0))
    title = raw.get("newSheetName") or _copy_title(context, source.title)
    _free_title(context, title)
    made = duplicate(source, raw.get("newSheetId") or new_sheet_id(book), title)
    book.sheets.insert(min(raw.get("insertSheetIndex", 0), len(book.sheets)), made)
    book.reindex()
    return {"properties": dict(made.properties)}


@request("deleteSheet")
def delete(context: Context, raw: dict[str, Any]) -> Reply:
    """Remove a tab; formulas that name it turn into #REF!."""
    book = context.book
    wanted = raw.get("sheetId", 0)
    sheet = next((one for one in book.sheets if one.id == wanted), None)
    if sheet is None:
        raise invalid(f"No sheet with id: {wanted}")
    if len(book.sheets) == 1:
        raise invalid("You can't remove all the sheets in a document.")
    if len([one for one in book.sheets if not one.properties.get("hidden") or one is sheet]) == 1:
        raise invalid("You can't remove all the visible sheets in a document.")
    context.guard_structure(sheet.id)
    book.sheets = [one for one in book.sheets if one is not sheet]
    book.named_ranges = [n for n in book.named_ranges if n["range"].get("sheetId", 0) != sheet.id]
    book.metadata = [entry for entry in book.metadata if not _attached(entry, sheet.id)]
    book.reindex()
    structure.sheet_renamed(book, sheet.title, None)
    library(context.call.world).delete_cells(book.id, sheet)
    return None


@request("updateSheetProperties")
def update(context: Context, raw: dict[str, Any]) -> Reply:
    """Title, order, size, frozen rows, colour, visibility … of a tab."""
    mask = mask_of(raw, "SheetProperties", "properties")
    given = _colored(raw.get("properties", {}))
    sheet = context.sheet(given.get("sheetId", 0))
    former = sheet.title
    if "title" in mask or (not mask and "title" in given):
        title = given.get("title", "")
        if not title:
            raise invalid("The title of a sheet cannot be empty.")
        _free_title(context, title, besides=sheet)
    fresh = merged(sheet.properties, given, {k: v for k, v in mask.items() if k not in ("sheetId", "index")})
    if "title" in fresh:
        fresh["title"] = given.get("title", former) if "title" in given else former
    grid = {"rowCount": sheet.row_count, "columnCount": sheet.column_count, **fresh.get("gridProperties", {})}
    _check_grid(grid)
    sheet.set_size(grid["rowCount"], grid["columnCount"])
    fresh = {name: value for name, value in fresh.items() if value is not False}
    sheet.properties = {**fresh, "sheetId": sheet.id, "gridProperties": _tidy(grid)}
    if former != sheet.title:
        structure.sheet_renamed(context.book, former, sheet.title)
    if "index" in mask or (not mask and "index" in given):
        _move(context, sheet, given.get("index", 0))
    return None


def _move(context: Context, sheet: Sheet, index: int) -> None:
    """Put a tab before what stands at `index` now, as Google counts: the tab itself still in place."""
    sheets = context.book.sheets
    if not 0 <= index <= len(sheets):
        raise invalid(f"Sheet index {index} is out of range.")
    at = sheets.index(sheet)
    sheets.remove(sheet)
    sheets.insert(index - 1 if index > at else index, sheet)
    context.book.reindex()


def _free_title(context: Context, title: str, besides: Sheet | None = None) -> None:
    taken = context.book.titled(title)
    if taken is not None and taken is not besides:
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _copy_title(context: Context, title: str) -> str:
    wanted, number = f"Copy of {title}", 1
    while context.book.titled(wanted) is not None:
        number += 1
        wanted = f"Copy of {title} {number}"
    return wanted


def _colored(given: dict[str, Any]) -> dict[str, Any]:
    """Return sheet properties with the tab's colour in both of its spellings."""
    fresh = dict(given)
    if "tabColor" in fresh:
        fresh["tabColor"] = formats.without_zeros(fresh["tabColor"])
        fresh["tabColorStyle"] = {"rgbColor": fresh["tabColor"]}
    elif "rgbColor" in fresh.get("tabColorStyle", {}):
        fresh["tabColor"] = formats.without_zeros(fresh["tabColorStyle"]["rgbColor"])
    return fresh


def _check_grid(grid: dict[str, Any]) -> None:
    for count, frozen, what in (
        ("rowCount", "frozenRowCount", "rows"),
        ("columnCount", "frozenColumnCount", "columns"),
    ):
        if grid[count] < 1:
            raise invalid(f"You can't delete all the {what} on the sheet.")
        if grid.get(frozen, 0) >= grid[count]:
            raise invalid(f"You can't freeze all visible {what} on the sheet.")


def _tidy(grid: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in grid.items() if value}


def _attached(entry: dict[str, Any], sheet_id: int) -> bool:
    location = entry["location"]
    span = location.get("dimensionRange")
    return location.get("sheetId") == sheet_id or (span is not None and span.get("sheetId", 0) == sheet_id)
