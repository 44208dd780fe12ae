"""A store of the newest schema, migrated and filled once and copied after."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

from sqlalchemy import Connection

from service.store import engine

Fill = Callable[[Connection], None]


def lay_out(url: str, fill: Fill | None = None) -> None:
    """Make the SQLite store at `url`, which must not be there yet: empty, or as `fill` leaves it."""
    path = Path(url.removeprefix("sqlite:///"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_made(fill))


@cache
def _made(fill: Fill | None) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "qms.db"
        engine.migrate(f"sqlite:///{path}")
        if fill:
            filled = engine.open_engine(f"sqlite:///{path}", durable=False)
            with filled.begin() as connection:
                fill(connection)
            filled.dispose()
        with closing(sqlite3.connect(path)) as database:
            return database.serialize()
