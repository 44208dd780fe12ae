"""Small facts of the installation that have no table of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from service.clock import parse, stamp
from service.store.tables import state

#: Asked many times a tick, so put together once.
_VALUE = select(state.c.value).where(state.c.key == bindparam("wanted"))
_VALUES = select(state.c.key, state.c.value).where(state.c.key.in_(bindparam("wanted", expanding=True)))


def get(connection: Connection, key: str) -> Any:
    """The value kept under `key`, or None."""
    return connection.execute(_VALUE, {"wanted": key}).scalar_one_or_none()


def get_all(connection: Connection, keys: Sequence[str]) -> dict[str, Any]:
    """The values kept under some keys, by key; one that nothing is kept under is left out."""
    return {row.key: row.value for row in connection.execute(_VALUES, {"wanted": keys})}


def put(connection: Connection, key: str, value: Any) -> None:
    """Keep `value` (JSON) under `key`."""
    statement = insert(state).values(key=key, value=value)
    connection.execute(statement.on_conflict_do_update(["key"], set_={"value": value}))


def open_installation(connection: Connection, now: datetime) -> None:
    """Note since when this installation is open; the first call decides."""
    connection.execute(insert(state).values(key="opened_at", value=stamp(now)).on_conflict_do_nothing())


def opened_at(connection: Connection) -> datetime:
    """Since when this installation is open. Raises LookupError before `open_installation`."""
    value = get(connection, "opened_at")
    if value is None:
        raise LookupError("the installation was never opened: run qms init")
    return parse(value)
