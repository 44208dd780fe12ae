"""sheets.spreadsheets.create, get, getByDataFilter, and sheets.copyTo."""

from __future__ import annotations

import copy
import secrets
from typing import Any

from sandbox import fieldmask
from sandbox.dispatch import Answer, Call, Masked, implements
from sandbox.drive import files, store
from sandbox.errors import invalid
from sandbox.fieldmask import Mask
from sandbox.sheets import metadata, protection, render
from sandbox.sheets.a1 import Area
from sandbox.sheets.book import Book, Sheet
from sandbox.sheets.defaults import COLUMN_PIXELS, ROW_PIXELS, check_properties, sheet_properties
from sandbox.sheets.library import editing, library, reading

_SETTABLE = (
    "title",
    "locale",
    "autoRecalc",
    "timeZone",
    "defaultFormat",
    "iterativeCalculationSettings",
    "spreadsheetTheme",
)


@implements("sheets.spreadsheets.create")
def create(call: Call) -> Answer:
    """Make a spreadsheet in the caller's My Drive."""
    body: dict[str, Any] = call.body or {}
    given = body.get("properties", {})
    check_properties(given)
    fields = {"name": given.get("title", "Untitled spreadsheet"), "mimeType": store.SPREADSHEET}
    fields |= files.place(call, ["root"])
    file = store.create(call.world, call.actor.email, call.actor.client, fields)
    shelf = library(call.world)
    book = shelf.get(file["id"])
    book.properties |= {name: given[name] for name in _SETTABLE if name in given and name != "title"}
    if body.get("sheets"):
        book.sheets = _given_sheets(body["sheets"])
    book.named_ranges = list(body.get("namedRanges", ()))
    shelf.save(book)
    return shown(call, book)


@implements("sheets.spreadsheets.get")
def get(call: Call) -> Answer:
    """A spreadsheet: its properties, sheets, and with a mask or includeGridData their cells."""
    book = reading(call, call.params["spreadsheetId"])
    areas = [book.area(text) for text in call.params.get("ranges", ())] or None
    with_grid = wants_grid(call.mask, include=call.flag("includeGridData"))
    return shown(call, book, areas, with_grid=with_grid, mask=call.mask)


@implements("sheets.spreadsheets.getByDataFilter")
def get_by_filter(call: Call) -> Answer:
    """The same for what data filters find."""
    book = reading(call, call.params["spreadsheetId"])
    filters = (call.body or {}).get("dataFilters", [])
    areas = [area for one in filters for area in metadata.areas(book, one)] if filters else None
    with_grid = wants_grid(call.mask, include=bool((call.body or {}).get("includeGridData")))
    return shown(call, book, areas, with_grid=with_grid, mask=call.mask)


@implements("sheets.spreadsheets.sheets.copyTo")
def copy_to(call: Call) -> Answer:
    """Copy one sheet into another spreadsheet (or the same)."""
    source = reading(call, call.params["spreadsheetId"]).sheet(call.params["sheetId"])
    with editing(call, call.body["destinationSpreadsheetId"]) as book:
        titles = {sheet.title for sheet in book.sheets}
        title, number = f"Copy of {source.title}", 1
        while title in titles:
            number += 1
            title = f"Copy of {source.title} {number}"
        made = duplicate(source, new_sheet_id(book), title)
        book.sheets.append(made)
        book.reindex()
    return dict(made.properties)


def wants_grid(mask: Mask | None, *, include: bool) -> bool:
    """Say whether cells are wanted: a field mask decides, else the includeGridData parameter."""
    return include if mask is None else fieldmask.wants(mask, "sheets", "data")


def shown(
    call: Call,
    book: Book,
    areas: list[Area] | None = None,
    *,
    with_grid: bool = False,
    mask: Mask | None = None,
) -> dict[str, Any]:
    """Return a Spreadsheet. `areas` (None = all) limit the sheets and cells; `mask` is applied already."""
    answer: dict[str, Any] = {
        "spreadsheetId": book.id,
        "properties": book.properties,
        "spreadsheetUrl": f"{call.settings.base_url}/spreadsheets/d/{book.id}/edit",
    }
    if book.named_ranges:
        answer["namedRanges"] = book.named_ranges
    own = [entry for entry in book.metadata if entry["location"]["locationType"] == "SPREADSHEET"]
    if own:
        answer["developerMetadata"] = own
    answer = Masked(fieldmask.apply(mask or {}, answer))
    sheet_mask = fieldmask.below(mask or {}, "sheets")
    if sheet_mask is not None:
        wanted = [s for s in book.sheets if areas is None or any(a.sheet_id == s.id for a in areas)]
        answer["sheets"] = [
            _sheet(call, book, s, areas, with_grid=with_grid, mask=sheet_mask) for s in wanted
        ]
    return answer


def protected_shown(call: Call, book: Book, protected: dict[str, Any]) -> dict[str, Any]:
    """Return a ProtectedRange as this caller sees it: the list of editors only for those who may edit."""
    may = protection.may_edit(protected, call.actor.email) or protection.owns(call, book)
    visible = protected if may else {name: v for name, v in protected.items() if name != "editors"}
    return {**visible, **({"requestingUserCanEdit": True} if may else {})}


def new_sheet_id(book: Book) -> int:
    """Return an unused sheet id."""
    taken = {sheet.id for sheet in book.sheets}
    while True:
        number = secrets.randbelow(2_000_000_000) + 1
        if number not in taken:
            return number


def duplicate(source: Sheet, sheet_id: int, title: str) -> Sheet:
    """Return a copy of a sheet under another id and title."""
    made = copy.deepcopy(source)
    made.properties = {**made.properties, "sheetId": sheet_id, "title": title}
    made.protected, made.filter_views = [], []
    for raw in [*made.merges, *(one["range"] for one in made.bands)]:
        raw["sheetId"] = sheet_id
    for rule in made.conditional:
        rule["ranges"] = [{**raw, "sheetId": sheet_id} for raw in rule["ranges"]]
    if made.filter:
        made.filter["range"]["sheetId"] = sheet_id
    made.touch(0, len(made.rows))
    return made


def _given_sheets(raw: list[dict[str, Any]]) -> list[Sheet]:
    made = []
    for index, one in enumerate(raw):
        given = one.get("properties", {})
        default = sheet_properties(given.get("sheetId", index), f"Sheet{index + 1}", index)
        sized = {name: size for name, size in given.get("gridProperties", {}).items() if size}
        grid = {**default["gridProperties"], **sized}
        made.append(Sheet({**default, **given, "index": index, "gridProperties": grid}))
    if len({sheet.title for sheet in made}) < len(made) or len({sheet.id for sheet in made}) < len(made):
        raise invalid("Two sheets cannot have the same title or id.")
    return made


def _sheet(
    call: Call, book: Book, sheet: Sheet, areas: list[Area] | None, *, with_grid: bool, mask: Mask
) -> dict[str, Any]:
    mine = None if areas is None else [area for area in areas if area.sheet_id == sheet.id]
    overlays = {
        "properties": sheet.properties,
        "merges": sheet.merges,
        "conditionalFormats": sheet.conditional,
        "filterViews": sheet.filter_views,
        "protectedRanges": [protected_shown(call, book, one) for one in sheet.protected],
        "bandedRanges": sheet.bands,
        "developerMetadata": [e for e in book.metadata if e["location"].get("sheetId") == sheet.id],
        "rowGroups": sheet.groups.get("ROWS"),
        "columnGroups": sheet.groups.get("COLUMNS"),
        "basicFilter": sheet.filter,
    }
    found = {name: part for name, part in overlays.items() if part}
    answer: dict[str, Any] = fieldmask.apply(mask, found)
    data_mask = fieldmask.below(mask, "data")
    if with_grid and data_mask is not None:
        bounded = [sheet.whole()] if mine is None else [book.in_grid(area) for area in mine]
        answer["data"] = [_grid_data(book, sheet, area, data_mask) for area in bounded]
    return answer


def _grid_data(book: Book, sheet: Sheet, area: Area, mask: Mask) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if area.row0:
        answer["startRow"] = area.row0
    if area.col0:
        answer["startColumn"] = area.col0
    if fieldmask.wants(mask, "rowMetadata"):
        answer["rowMetadata"] = _dimension(book, sheet, "ROWS", area.row0, area.row1 or 0)
    if fieldmask.wants(mask, "columnMetadata"):
        answer["columnMetadata"] = _dimension(book, sheet, "COLUMNS", area.col0, area.col1 or 0)
    answer = fieldmask.apply(mask, answer)
    cell_mask = fieldmask.below(mask, "rowData", "values")
    if cell_mask is not None:
        rows = render.rows_data(book, area, cell_mask)
        if rows:
            answer["rowData"] = rows
    return answer


def _dimension(book: Book, sheet: Sheet, dimension: str, start: int, end: int) -> list[dict[str, Any]]:
    meta = sheet.row_meta if dimension == "ROWS" else sheet.column_meta
    pixels = ROW_PIXELS if dimension == "ROWS" else COLUMN_PIXELS
    found: list[dict[str, Any]] = [{"pixelSize": pixels, **meta.get(i, {})} for i in range(start, end)]
    for entry in book.metadata:
        span = entry["location"].get("dimensionRange")
        if span and span.get("sheetId", 0) == sheet.id and span["dimension"] == dimension:
            index = span.get("startIndex", 0) - start
            if 0 <= index < len(found):
                found[index].setdefault("developerMetadata", []).append(entry)
    return found
