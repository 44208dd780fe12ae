"""The secret word in the address of a unit's calendar: whoever has it may read that calendar, nobody else."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from service.clock import stamp
from service.store.tables import feed

#: Random bytes in a word: nobody guesses 256 bits.
_BYTES = 32


def of(connection: Connection, unit: str) -> str | None:
    """A unit's word, or None while nobody asked for one."""
    return connection.execute(select(feed.c.token).where(feed.c.unit == unit)).scalar_one_or_none()


def unit_of(connection: Connection, token: str) -> str | None:
    """Whose word it is; None for one that is nobody's, or no more."""
    return connection.execute(select(feed.c.unit).where(feed.c.token == token)).scalar_one_or_none()


def rotate(connection: Connection, unit: str, now: datetime) -> str:
    """Give a unit a new word; the old address answers no more."""
    fresh = {"token": secrets.token_urlsafe(_BYTES), "made_at": stamp(now)}
    row = insert(feed).values(unit=unit, **fresh)
    connection.execute(row.on_conflict_do_update(["unit"], set_=fresh))
    return fresh["token"]


def address(public: str, own: str, token: str) -> str:
    """Where a calendar answers: under the address citizens reach us by, else under the pages' own."""
    return f"{(public or own).rstrip('/')}/lich/{token}.ics"
