"""Which units were there when the year opened: of any other the coordinator must say since when.

Until she does, such a unit takes part from the first month that was not frozen when it was listed.
"""

from __future__ import annotations

from sqlalchemy import Connection

from service import organisation, state
from service.organisation import NEWCOMERS, Organisation
from service.periods.windows import after, window


def settled(connection: Connection, about: Organisation | None) -> frozenset[str] | None:
    """The units that were not first listed in the middle of the year still open; None while there is none."""
    kept: dict[str, str] | None = state.get(connection, NEWCOMERS)
    begun = _begun(about)
    if kept is None or not begun:
        return None
    return frozenset(code for code, added in kept.items() if added[:4] != begun[:4])


def remember(connection: Connection) -> None:
    """Keep of each unit listed in which month of a year it came; those of an older store in none."""
    about = organisation.read(connection)
    kept: dict[str, str] | None = state.get(connection, NEWCOMERS)
    added = _begun(about) if kept is not None else ""
    found = {unit.code: added for unit in (about.units if about else ())} | (kept or {})
    if found and found != kept:
        state.put(connection, NEWCOMERS, found)


def _begun(about: Organisation | None) -> str:
    """The month after the last one frozen, unless it is the first of its year; else ""."""
    if about is None or not about.frozen:
        return ""
    label = after(window(about.frozen[-1], about.rules), about.rules).label
    return label if label[:4] == about.frozen[-1][:4] else ""
