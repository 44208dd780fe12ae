"""Units that the coordinator's list no longer names, or not so any more: a changed code looks just like that.

What an audit found of one stays what it is (docs/decisions/0011-a-finding-outlives-its-unit.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from service import organisation, state
from service.organisation import Organisation, Unit
from service.periods import windows
from service.workbooks import notices, registry
from service.workbooks.registry import Workbook
from sheets_schema.cells import fold
from sheets_schema.records import Record
from sheets_schema.rules import links

#: Where the store keeps it: folded spelling → the spelling, the code of the unit.
_CALLED = "units_called"


def note(connection: Connection, now: datetime) -> None:
    """Tell the coordinator of each such workbook once, until its unit is listed again or its year is over.

    While no unit at all is listed there is nothing to compare with.
    """
    about = organisation.read(connection)
    if about is None or not about.units:
        return
    for book in registry.all_of(connection, "unit"):
        if is_abandoned(book, about, now.date()):
            notices.tell(connection, book.id, book.name, notices.UNLISTED, now, book.unit or "")
        else:
            notices.end(connection, book.id, notices.UNLISTED, now=now)


def remember(connection: Connection) -> None:
    """Keep what units are called by the coordinator's list, and were by earlier ones."""
    about = organisation.read(connection)
    kept: dict[str, list[str]] = state.get(connection, _CALLED) or {}
    now = {fold(name): [name, unit.code] for unit in (about.units if about else ()) for name in _names(unit)}
    if kept != kept | now:
        state.put(connection, _CALLED, kept | now)


def once(connection: Connection, listed: Sequence[Record]) -> list[Record]:
    """What units were called once and none of the `listed` is called now, each as a record of its own."""
    today = links.naming((record.values for record in listed), ("code", "name", "aliases"))
    kept: dict[str, list[str]] = state.get(connection, _CALLED) or {}
    found = []
    for spelling, (name, code) in kept.items():
        if spelling not in today.folded:
            found.append(Record("units", name, 0, {"code": today.code(code) or code, "name": name}))
    return found


def _names(unit: Unit) -> tuple[str, ...]:
    return (*unit.aliases, unit.name, unit.code)


def is_abandoned(book: Workbook, about: Organisation, day: date) -> bool:
    """Whether a workbook's year still takes entries, but no unit of the list is asked for any."""
    last = windows.months(book.year, about.rules)[-1]
    return book.unit not in about.by_code and about.takes_entries(last, day)
