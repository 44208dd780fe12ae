"""An empty store of the newest schema, migrated once and copied after."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

from service.store import engine


def lay_out(url: str) -> None:
    """Make the SQLite store at `url`, which must not be there yet."""
    path = Path(url.removeprefix("sqlite:///"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_empty())


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "qms.db"
        engine.migrate(f"sqlite:///{path}")
        with closing(sqlite3.connect(path)) as database:
            return database.serialize()
