"""sheets.spreadsheets.batchUpdate: many requests, all or none, a reply for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox import fieldmask
from sandbox.dispatch import Answer, Call, implements
from sandbox.errors import GoogleError, invalid
from sandbox.fieldmask import Mask
from sandbox.sheets import a1, protection, spreadsheets
from sandbox.sheets.a1 import Area
from sandbox.sheets.book import Book, Sheet
from sandbox.sheets.library import editing


@dataclass
class Context:
    """What a request works on."""

    call: Call
    book: Book

    def sheet(self, sheet_id: int) -> Sheet:
        """Return a sheet. Raises 400."""
        return self.book.sheet(sheet_id)

    def area(self, raw: dict[str, Any], *, guarded: bool = True) -> Area:
        """Return the area of a GridRange, its ends set, in the grid and open to the caller. Raises 400."""
        area = a1.from_grid_range(raw)
        sheet = self.book.sheet(area.sheet_id)
        beyond = (area.row1 or 0) > sheet.row_count or (area.col1 or 0) > sheet.column_count
        if beyond or area.row0 >= sheet.row_count or area.col0 >= sheet.column_count:
            raise self.book.exceeds(area)
        area = area.clip(sheet.row_count, sheet.column_count)
        if guarded:
            protection.guard(self.call, self.book, area)
        return area

    def guard(self, area: Area) -> None:
        """Raise 400 when the caller may not edit some cell of the area."""
        protection.guard(self.call, self.book, area)

    def guard_structure(self, sheet_id: int) -> None:
        """Raise 400 when the whole sheet is protected from the caller."""
        protection.guard_structure(self.call, self.book, sheet_id)


Reply = dict[str, Any] | None
Handler = Callable[[Context, dict[str, Any]], Reply]
REQUESTS: dict[str, Handler] = {}


def request(name: str) -> Callable[[Handler], Handler]:
    """Register the decorated function as the one that does requests of that name."""

    def register(handler: Handler) -> Handler:
        REQUESTS[name] = handler
        return handler

    return register


def mask_of(raw: dict[str, Any], schema: str, prefix: str = "") -> Mask:
    """Return the tree of a request's `fields`. Raises 400 when it is missing or names no field."""
    text = raw.get("fields", "")
    if not text:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    if text == "*":
        return {}
    try:
        mask = fieldmask.parse(text)
        if prefix and set(mask) == {prefix}:
            mask = mask[prefix]
        fieldmask.check(mask, "sheets", schema)
    except fieldmask.MaskError as error:
        raise invalid(f"Invalid field: {error}") from None
    return mask


@implements("sheets.spreadsheets.batchUpdate")
def batch_update(call: Call) -> Answer:
    """Do every request in order; when one fails nothing has happened."""
    requests: list[dict[str, Any]] = call.body.get("requests", [])
    if not requests:
        raise invalid("Must specify at least one request.")
    with editing(call, call.params["spreadsheetId"]) as book:
        context = Context(call, book)
        replies = [_one(context, index, raw) for index, raw in enumerate(requests)]
    answer: dict[str, Any] = {"spreadsheetId": book.id, "replies": replies}
    if call.body.get("includeSpreadsheetInResponse"):
        areas = [book.area(text) for text in call.body.get("responseRanges", ())] or None
        include = bool(call.body.get("responseIncludeGridData"))
        mask = None
        if call.mask and "updatedSpreadsheet" in call.mask:
            mask = call.mask["updatedSpreadsheet"] or None
            include = spreadsheets.wants_grid(mask, include=include)
        answer["updatedSpreadsheet"] = spreadsheets.shown(call, book, areas, with_grid=include, mask=mask)
    return answer


def _one(context: Context, index: int, raw: dict[str, Any]) -> dict[str, Any]:
    names = list(raw)
    if len(names) != 1:
        told = "oneof field 'kind' is already set." if names else "Must specify exactly one request."
        raise invalid(f"Invalid value at 'requests[{index}]' (oneof), {told}")
    handler = REQUESTS.get(names[0])
    if handler is None:
        raise GoogleError(501, f"The stand-in does not implement the request {names[0]}.")
    try:
        reply = handler(context, raw[names[0]])
    except GoogleError as error:
        if error.code != 400 or error.message.startswith("Invalid requests["):
            raise
        raise invalid(f"Invalid requests[{index}].{names[0]}: {error.message}") from None
    return {} if reply is None else {names[0]: reply}
