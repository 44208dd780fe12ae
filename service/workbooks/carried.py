"""Which years were carried over; what a unit typed about the findings that went on: nobody types it again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection

from service import state
from service.organisation import Organisation
from service.periods.windows import window
from service.workbooks import findings, registry
from service.workbooks.registry import Workbook
from sheets_schema.descriptor import tables

#: Where the store keeps the years carried over.
_YEARS, _HELD = "carried_years", "held_back"


def years(connection: Connection) -> list[int]:
    """The closed years out of which everything open was carried over."""
    return [int(year) for year in state.get(connection, _YEARS) or []]


def note(connection: Connection, year: int, held: Collection[str] = ()) -> None:
    """Everything open was carried out of a year, but of the units that are `held` back."""
    state.put(connection, _YEARS, sorted({*years(connection), year}))
    state.put(connection, f"{_HELD}:{year}", sorted(held))


def held_back(connection: Connection, year: int) -> frozenset[str]:
    """The units whose workbooks of a year carried over still wait for it: they are not locked."""
    return frozenset(state.get(connection, f"{_HELD}:{year}") or ())


def first_open(connection: Connection, year: int) -> int:
    """The first year whose workbooks are still open while `year` is kept: it, or the year before."""
    return year if year - 1 in years(connection) else year - 1


def answering(book: Workbook, about: Organisation) -> set[str]:
    """The units whose findings a workbook answers for: its own, and those that ended before its year."""
    begins = window(str(book.year), about.rules).start
    return {book.unit or "", *(unit.code for unit in about.left_to(book.unit or "", begins))}


def corrections(connection: Connection, book: Workbook, about: Organisation) -> dict[str, Mapping[str, Any]]:
    """By code of the finding, what people typed in the workbooks of the year before."""
    units = answering(book, about)
    before = [other.id for other in registry.all_of(connection, "unit", book.year - 1) if other.unit in units]
    names = [field.name for field in tables()["corrections"].fields if field.filled_by == "people"]
    found: dict[str, Mapping[str, Any]] = {}
    for row in findings.stored(connection, "corrections", before):
        told = {name: row.values.get(name) for name in names}
        found[row.key] = {name: value for name, value in told.items() if value is not None}
    return found
