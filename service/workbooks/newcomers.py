"""Which units were there when the year opened: of any other the coordinator must say since when."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from service import organisation, state
from service.organisation import Organisation

#: Where the store keeps it: code → the year in the middle of which the unit was first listed, "" for none.
_KEY = "units_added"


def settled(connection: Connection, about: Organisation | None, day: date) -> frozenset[str] | None:
    """The units listed before the first month of the running year was frozen; None while there is none."""
    kept: dict[str, str] | None = state.get(connection, _KEY)
    year = _begun(about, day)
    if kept is None or not year:
        return None
    return frozenset(code for code, added in kept.items() if added != year)


def remember(connection: Connection, day: date) -> None:
    """Keep of each unit listed whether it came in the middle of a year; those of an older store did not."""
    about = organisation.read(connection)
    kept: dict[str, str] | None = state.get(connection, _KEY)
    added = _begun(about, day) if kept is not None else ""
    found = {unit.code: added for unit in (about.units if about else ())} | (kept or {})
    if found and found != kept:
        state.put(connection, _KEY, found)


def _begun(about: Organisation | None, day: date) -> str:
    """The running year, once one of its months is frozen; else ""."""
    year = str(about.year_on(day)) if about else ""
    return year if about and any(label[:4] == year for label in about.frozen) else ""
