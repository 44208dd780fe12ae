"""Where spreadsheets are kept: loaded when needed, stored in blocks of rows, evicted when an edit fails."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sandbox.dispatch import Call
from sandbox.drive import access, store
from sandbox.errors import invalid
from sandbox.sheets.book import BLOCK, Book, Row, Sheet
from sandbox.sheets.defaults import new_properties, new_sheet
from sandbox.sheets.formula import calculate
from sandbox.state import Doc, World

#: Spreadsheets held in memory at a time.
CAPACITY = 400
#: Cells that a spreadsheet may have on Google.
MAX_CELLS = 10_000_000


class Library:
    """The spreadsheets of one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._held: OrderedDict[str, Book] = OrderedDict()

    def get(self, book_id: str) -> Book:
        """Return a spreadsheet to read; its formulas are up to date. Raises KeyError."""
        book = self._held.get(book_id)
        if book is None:
            book = self._held[book_id] = self._load(book_id)
            while len(self._held) > CAPACITY:
                self._held.popitem(last=False)
        self._held.move_to_end(book_id)
        if book.volatile_day:
            calculate.refresh(book, self.world.now())
        return book

    def evict(self, book_id: str) -> None:
        """Forget what is in memory; the next `get` reads what is stored."""
        self._held.pop(book_id, None)

    def add(self, book: Book) -> None:
        """Store a new spreadsheet."""
        self._held[book.id] = book
        self.world.on_undo(lambda: self.evict(book.id))
        for sheet in book.sheets:
            sheet.touch(0, len(sheet.rows))
        self.save(book)

    def save(self, book: Book) -> None:
        """Compute the formulas and store what changed. Inside the transaction of the edit."""
        calculate.recalculate(book, self.world.now())
        for sheet in book.sheets:
            for block in sorted(sheet.dirty):
                rows = sheet.rows[block * BLOCK : (block + 1) * BLOCK]
                key = f"{book.id}/{sheet.id}/{block}"
                self.world.write_text("cells", key, _pack(rows) if any(rows) else None)
            sheet.dirty.clear()
        self.world.write_text("book", book.id, json.dumps(_described(book), ensure_ascii=False))

    def delete(self, book_id: str) -> None:
        """Forget a spreadsheet for good."""
        for sheet in self.get(book_id).sheets:
            self.delete_cells(book_id, sheet)
        self.world.write_text("book", book_id, None)
        self.evict(book_id)

    def delete_cells(self, book_id: str, sheet: Sheet) -> None:
        """Forget the stored cells of a sheet."""
        for block in range((len(sheet.rows) + BLOCK - 1) // BLOCK + 1):
            self.world.write_text("cells", f"{book_id}/{sheet.id}/{block}", None)

    def _load(self, book_id: str) -> Book:
        body = self.world.read_text("book", book_id)
        if body is None:
            raise KeyError(book_id)
        raw = json.loads(body)
        sheets = [self._sheet(book_id, one) for one in raw.pop("sheets")]
        return Book(sheets=sheets, **raw)

    def _sheet(self, book_id: str, raw: dict[str, Any]) -> Sheet:
        length = raw.pop("length")
        for name in ("row_meta", "column_meta"):
            raw[name] = {int(index): meta for index, meta in raw[name].items()}
        sheet = Sheet(**raw)
        for block in range((length + BLOCK - 1) // BLOCK):
            body = self.world.read_text("cells", f"{book_id}/{sheet.id}/{block}")
            rows = _unpack(body) if body else []
            sheet.rows += rows + [{} for _ in range(BLOCK - len(rows))]
        del sheet.rows[length:]
        return sheet


def library(world: World) -> Library:
    """Return the one library of a world."""
    found = getattr(world, "sheets_library", None)
    if found is None:
        found = world.sheets_library = Library(world)  # type: ignore[attr-defined]
    return found


@contextmanager
def editing(call: Call, book_id: str) -> Iterator[Book]:
    """Open a spreadsheet to write: checks the right, stores what changed, logs the change in Drive.

    When the block fails, nothing of it remains. Raises 404 and 403 as Google does.
    """
    file = access.document_for(call, book_id, "writer", store.SPREADSHEET)
    shelf = library(call.world)
    call.world.on_undo(lambda: shelf.evict(book_id))
    book = shelf.get(book_id)
    book.properties["title"] = file["name"]  # Drive may have renamed it since
    yield book
    if sum(sheet.row_count * sheet.column_count for sheet in book.sheets) > MAX_CELLS:
        raise invalid(
            "This action would increase the number of cells in the workbook above the limit of "
            f"{MAX_CELLS} cells."
        )
    shelf.save(book)
    store.change(call.world, book_id, call.actor.email, {"name": book.properties["title"]})


def reading(call: Call, book_id: str) -> Book:
    """Return a spreadsheet to read. Raises 404 and 403 as Google does."""
    file = access.document_for(call, book_id, "reader", store.SPREADSHEET)
    book = library(call.world).get(book_id)
    book.properties["title"] = file["name"]
    return book


def _described(book: Book) -> dict[str, Any]:
    return {
        "id": book.id,
        "properties": book.properties,
        "named_ranges": book.named_ranges,
        "metadata": book.metadata,
        "volatile_day": book.volatile_day,
        "sheets": [_sheet_described(sheet) for sheet in book.sheets],
    }


def _sheet_described(sheet: Sheet) -> dict[str, Any]:
    names = (
        "properties",
        "row_meta",
        "column_meta",
        "merges",
        "protected",
        "conditional",
        "bands",
        "filter",
        "filter_views",
        "groups",
        "has_formulas",
    )
    return {**{name: getattr(sheet, name) for name in names}, "length": len(sheet.rows)}


def _pack(rows: list[Row]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _unpack(body: str) -> list[Row]:
    return [{int(column): cell for column, cell in row.items()} for row in json.loads(body)]


def _create(world: World, file: Doc) -> None:
    properties = new_properties(file["name"])
    library(world).add(Book(file["id"], properties, [new_sheet(0, "Sheet1", 0)]))


def _copy(world: World, original_id: str, file: Doc) -> None:
    shelf = library(world)
    original = shelf.get(original_id)
    raw = json.loads(json.dumps(_described(original)))
    sheets = []
    for one, source in zip(raw.pop("sheets"), original.sheets, strict=True):
        one.pop("length")
        for name in ("row_meta", "column_meta"):
            one[name] = {int(index): meta for index, meta in one[name].items()}
        sheets.append(Sheet(**one, rows=[dict(row) for row in source.rows]))
    book = Book(sheets=sheets, **(raw | {"id": file["id"]}))
    book.properties["title"] = file["name"]
    shelf.add(book)


store.CONTENTS[store.SPREADSHEET] = store.Content(
    _create, _copy, lambda world, id_: library(world).delete(id_)
)
