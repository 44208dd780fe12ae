"""Developer metadata, and the data filters that find ranges by it."""

from __future__ import annotations

from typing import Any

from sandbox.dispatch import Answer, Call, implements
from sandbox.errors import invalid, not_found
from sandbox.sheets import a1
from sandbox.sheets.a1 import Area
from sandbox.sheets.book import Book
from sandbox.sheets.library import reading

Entry = dict[str, Any]


@implements("sheets.spreadsheets.developerMetadata.get")
def get(call: Call) -> Answer:
    """One entry by its id."""
    book = reading(call, call.params["spreadsheetId"])
    for entry in book.metadata:
        if entry["metadataId"] == call.params["metadataId"]:
            return entry
    raise not_found()


@implements("sheets.spreadsheets.developerMetadata.search")
def search(call: Call) -> Answer:
    """Entries that any of the data filters matches."""
    book = reading(call, call.params["spreadsheetId"])
    filters = call.body.get("dataFilters", [])
    matched = []
    for entry in book.metadata:
        hits = [one for one in filters if matches(book, entry, one)]
        if hits:
            matched.append({"developerMetadata": entry, "dataFilters": hits})
    return {"matchedDeveloperMetadata": matched} if matched else {}


def areas(book: Book, data_filter: dict[str, Any]) -> list[Area]:
    """Return the areas that a data filter means. Raises 400 when it is malformed."""
    if "a1Range" in data_filter:
        return [book.area(data_filter["a1Range"])]
    if "gridRange" in data_filter:
        area = a1.from_grid_range(data_filter["gridRange"])
        book.sheet(area.sheet_id)
        return [area]
    if "developerMetadataLookup" not in data_filter:
        raise invalid("A DataFilter must set one of a1Range, gridRange or developerMetadataLookup.")
    found = [entry for entry in book.metadata if matches(book, entry, data_filter)]
    return [place for entry in found if (place := area_of(entry)) is not None]


def area_of(entry: Entry) -> Area | None:
    """Return the area an entry is attached to; None for the spreadsheet as a whole."""
    location = entry["location"]
    if "sheetId" in location:
        return Area(int(location["sheetId"]))
    span = location.get("dimensionRange")
    if span is None:
        return None
    start, end = span.get("startIndex", 0), span.get("endIndex")
    if span["dimension"] == "ROWS":
        return Area(span.get("sheetId", 0), start, end)
    return Area(span.get("sheetId", 0), 0, None, start, end)


def matches(book: Book, entry: Entry, data_filter: dict[str, Any]) -> bool:
    """Say whether a data filter finds a metadata entry."""
    lookup = data_filter.get("developerMetadataLookup")
    if lookup is None:
        own = area_of(entry)
        return own is not None and any(
            own.within(area) or area.within(own) for area in areas(book, data_filter)
        )
    wanted = {
        "metadataId": lookup.get("metadataId"),
        "metadataKey": lookup.get("metadataKey"),
        "metadataValue": lookup.get("metadataValue"),
        "visibility": lookup.get("visibility"),
    }
    if any(value is not None and entry.get(name) != value for name, value in wanted.items()):
        return False
    kind = lookup.get("locationType")
    if kind and entry["location"]["locationType"] != kind:
        return False
    place = lookup.get("metadataLocation")
    return place is None or _at(entry, place, lookup.get("locationMatchingStrategy"))


def located(book: Book, raw: dict[str, Any]) -> dict[str, Any]:
    """Return a location as Google keeps it, with its locationType. Raises 400 for what is no location."""
    if raw.get("spreadsheet"):
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if "sheetId" in raw:
        book.sheet(raw["sheetId"])
        return {"locationType": "SHEET", "sheetId": raw["sheetId"]}
    span = raw.get("dimensionRange")
    if not span or span.get("endIndex", 0) - span.get("startIndex", 0) != 1:
        raise invalid("Developer metadata can only be attached to a single row or column.")
    book.sheet(span.get("sheetId", 0))
    kind = "ROW" if span.get("dimension") == "ROWS" else "COLUMN"
    kept = {"sheetId": 0, "startIndex": 0, **span}
    return {"locationType": kind, "dimensionRange": kept}


def create(call: Call, book: Book, raw: Entry) -> Entry:
    """Add an entry and return it. Raises 400 when part of it is missing or the id is taken."""
    if "metadataKey" not in raw or raw.get("visibility") not in ("DOCUMENT", "PROJECT"):
        raise invalid("Developer metadata needs a metadataKey and a visibility.")
    number = raw.get("metadataId") or call.world.next_number(f"metadata:{book.id}") * 7919 % 2_147_483_647
    if any(entry["metadataId"] == number for entry in book.metadata):
        raise invalid(f"Developer metadata with id {number} already exists.")
    entry = {"metadataId": number, **raw, "location": located(book, raw.get("location", {}))}
    book.metadata = [*book.metadata, entry]
    return entry


def _at(entry: Entry, place: dict[str, Any], strategy: str | None) -> bool:
    own = entry["location"]
    if place.get("spreadsheet"):
        return strategy == "INTERSECTING_LOCATION" or own["locationType"] == "SPREADSHEET"
    span = place.get("dimensionRange")
    other = area_of({"location": place})
    mine = area_of(entry)
    if mine is None or other is None:
        return False
    if strategy == "INTERSECTING_LOCATION" or (strategy is None and span is None):
        return mine.meets(other)
    return mine == other
