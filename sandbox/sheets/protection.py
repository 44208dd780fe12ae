"""Protected ranges: who may edit what."""

from __future__ import annotations

from typing import Any

from sandbox.dispatch import Call
from sandbox.errors import invalid
from sandbox.sheets import a1
from sandbox.sheets.a1 import Area
from sandbox.sheets.book import Book, Sheet

REFUSAL = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove "
    "protection if you need to edit."
)


def owns(call: Call, book: Book) -> bool:
    """Say whether the caller owns the spreadsheet: protection does not hold its owner back."""
    file = call.world.get("file", book.id) or {}
    return str(file.get("owner", "")).lower() == call.actor.email.lower()


def may_edit(protected: dict[str, Any], email: str) -> bool:
    """Say whether a person is among the editors of a protected range."""
    editors = protected.get("editors", {})
    listed = [*editors.get("users", ()), *editors.get("groups", ())]
    return bool(protected.get("warningOnly")) or email.lower() in (one.lower() for one in listed)


def guard(call: Call, book: Book, area: Area) -> None:
    """Raise 400 in Google's words when the caller may not edit some cell of the area."""
    sheet = book.sheet(area.sheet_id)
    if sheet.protected and not owns(call, book):
        for protected in sheet.protected:
            if not may_edit(protected, call.actor.email) and _hits(book, sheet, protected, area):
                raise invalid(REFUSAL)


def guard_structure(call: Call, book: Book, sheet_id: int) -> None:
    """Raise 400 when the whole sheet is protected from the caller: no rows, columns or tabs may change."""
    sheet = book.sheet(sheet_id)
    for protected in sheet.protected:
        whole = set(protected.get("range", {})) <= {"sheetId"} and "namedRangeId" not in protected
        if whole and not may_edit(protected, call.actor.email) and not owns(call, book):
            raise invalid(REFUSAL)


def range_of(book: Book, sheet: Sheet, protected: dict[str, Any]) -> Area:
    """Return the area of a protected range."""
    for named in book.named_ranges:
        if named["namedRangeId"] == protected.get("namedRangeId"):
            return a1.from_grid_range(named["range"])
    return a1.from_grid_range({"sheetId": sheet.id, **protected.get("range", {})})


def _hits(book: Book, sheet: Sheet, protected: dict[str, Any], area: Area) -> bool:
    if not area.meets(range_of(book, sheet, protected)):
        return False
    free = [
        a1.from_grid_range({"sheetId": sheet.id, **raw}) for raw in protected.get("unprotectedRanges", ())
    ]
    if any(area.within(one) for one in free):
        return False
    return not free or _outside(area.clip(sheet.row_count, sheet.column_count), free)


def _outside(area: Area, free: list[Area]) -> bool:
    """Say whether some cell of a bounded area lies in none of the free ones."""
    for row in range(area.row0, area.row1 or 0):
        for column in range(area.col0, area.col1 or 0):
            if not any(one.contains(row, column) for one in free):
                return True
    return False
