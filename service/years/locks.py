"""Last year's workbooks are locked once their year is closed, but for corrections of findings still open.

A row of kind “Mở lại” in the coordinator's tab of exceptions opens a unit's workbook of a year again, until
a day. Every lock and opening leaves a trace in the store. A file that a person made is hers to lock.
"""

from __future__ import annotations

import zlib
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from service import organisation, state
from service.compose import Services
from service.figures import findings as life
from service.google.errors import GoogleError
from service.organisation import Organisation
from service.periods import snapshot, windows
from service.store.engine import reading
from service.store.tables import workbook
from service.workbooks import carried, findings, locked, registry, writing
from service.workbooks.registry import START, Workbook
from service.workbooks.seen import load

Request = dict[str, Any]
#: Where the store keeps since what the locks stand right.
_LOOKED = "locks_looked"


def settle(services: Services) -> str | None:
    """Lock what should be locked and open what should be open; a line of what was done.

    Nothing is looked at while neither the coordinator's nor an auditors' workbook was read and no day has
    passed since everything stood right.
    """
    today = services.clock.today()
    with reading(services.engine) as connection:
        known, looked = organisation.read(connection), _looked(connection, today)
        years = carried.years(connection)
        if known is None or not years or looked == state.get(connection, _LOOKED):
            return None
        due = _due(connection, known, years, today)
    done = [book.name for book, wanted in due if _apply(services, book, wanted)]
    if len(done) == len(due):
        with services.engine.begin() as connection:
            state.put(connection, _LOOKED, looked)
    return f"khóa hoặc mở {len(done)} sổ: {', '.join(done)}" if done else None


def _looked(connection: Connection, today: date) -> list[str]:
    common = workbook.c.kind.in_(("coordinator", "auditors"))  # they tell what is open, and what is opened
    last = connection.execute(select(func.max(workbook.c.last_read_at)).where(common)).scalar_one()
    years = carried.years(connection)
    waits = (unit for year in years for unit in sorted(carried.held_back(connection, year)))
    return [today.isoformat(), str(last), *map(str, years), *waits]


def _due(
    connection: Connection, known: Organisation, years: list[int], today: date
) -> list[tuple[Workbook, set[str]]]:
    """The workbooks whose locks are not as they should be, with the tabs to be locked."""
    data = snapshot.entered(connection, known, windows.containing(today, known.rules), "monthly")
    still = {(row.unit, row.text("code")) for row in life.still(data)}
    found = []
    for book in (book for year in years for book in _books(connection, year)):
        wanted = {name for name in book.sheets if name != START} - _opened(connection, known, book, today)
        if book.kind == "unit" and _is_asked(connection, known, book, still):
            wanted.discard("corrections")
        if wanted != set(locked.of(connection, book.key).tabs):
            found.append((book, wanted))
    return found


def _books(connection: Connection, year: int) -> list[Workbook]:
    waits = carried.held_back(connection, year)
    found = [book for kind in ("unit", "auditors") for book in registry.all_of(connection, kind, year)]
    found = [book for book in found if book.unit not in waits]
    return [book for book in found if book.spreadsheet_id and not book.adopted and book.state == "ok"]


def _is_asked(
    connection: Connection, known: Organisation, book: Workbook, still: set[tuple[str, str]]
) -> bool:
    """Whether a finding in this workbook's corrections still stands open."""
    rows = load(connection, book.id).get("corrections")
    units = carried.answering(book, known)
    return rows is not None and any((unit, key) in still for unit in units for key in rows.keys)


def _opened(connection: Connection, known: Organisation, book: Workbook, today: date) -> set[str]:
    """The tabs that the coordinator has opened again, up to a day."""
    coordinator = registry.by_key(connection, "coordinator")
    found: set[str] = set()
    for row in findings.stored(connection, "exceptions", [coordinator.id] if coordinator else []):
        values = row.values
        unit, table = values.get("unit") or "", values.get("table") or ""
        mine = unit in ("", book.unit) if book.kind == "unit" else not unit and table in book.sheets
        year = str(values.get("period") or "")[:4] == str(book.year)
        until = values.get("until")
        if values.get("kind") == "reopen" and mine and year and isinstance(until, date) and today <= until:
            found |= {str(table)} if table else set(book.sheets)
    return found


def _apply(services: Services, book: Workbook, wanted: set[str]) -> bool:
    """Lock and open what differs from what is noted; a protection may be there or gone without a note.

    A run was cut short before it noted what it did, or a person took the protection away.
    """
    with reading(services.engine) as connection:
        before, kept = set(locked.of(connection, book.key).tabs), load(connection, book.id)
    try:
        there = services.google.sheets.protections(book.spreadsheet_id)
    except GoogleError:
        return False
    lock = [name for name in book.sheets if name in wanted - before]
    free = [name for name in book.sheets if name in before - wanted]
    requests = [_protect(book, name, services.google.email) for name in lock if _id(book, name) not in there]
    requests += [_unprotect(book, name) for name in free if _id(book, name) in there]
    if requests and not (kept and writing.write(services, book, requests, writing.shown(book, kept))):
        return False
    with services.engine.begin() as connection:
        locked.keep(connection, book.key, lock, free, services.clock.now())
        registry.change(connection, book.id, start_hash=None)
    return True


def _protect(book: Workbook, name: str, email: str) -> Request:
    protected = {
        "protectedRangeId": _id(book, name),
        "range": {"sheetId": book.sheets[name]},
        "description": f"qms:year {book.year}",
        "warningOnly": False,
        "editors": {"users": [email]},
    }
    return {"addProtectedRange": {"protectedRange": protected}}


def _unprotect(book: Workbook, name: str) -> Request:
    return {"deleteProtectedRange": {"protectedRangeId": _id(book, name)}}


def _id(book: Workbook, name: str) -> int:
    """The number of our protection of a tab: known beforehand, so that it can be taken away."""
    return zlib.crc32(f"{book.key}|{name}".encode()) & 0x7FFFFFFF
