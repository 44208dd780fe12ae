"""Open the store: one engine, safe pragmas, the schema brought up to date by Alembic."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import Connection, Engine, create_engine, event

MIGRATIONS = Path(__file__).parent / "migrations"

_PRAGMAS = (
    "journal_mode=DELETE",
    "synchronous=OFF",
    "foreign_keys=ON",
    "busy_timeout=30000",
    "secure_delete=ON",  # what is deleted (a citizen's answer) is overwritten in the file as well
)


def open_engine(url: str, *, durable: bool = True) -> Engine:
    """An engine for `url`. SQLite gets foreign keys, a busy timeout and the rollback journal.

    `durable` False saves the file syncs: what was committed still outlives the death of any process, but not
    a power cut. For simulations.

    SQLite before 3.51.3 (3.50.7, 3.44.6) can corrupt a WAL that several connections reset, and Python
    often bundles an older one, so the rollback journal is used everywhere.
    """
    engine = create_engine(url, hide_parameters=True)  # an error's text goes into logs: no cell, no comment
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_durable if durable else _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediately)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _prepare_durable(connection: Any, record: Any) -> None:
    _prepare_sqlite(connection, record)
    connection.execute("PRAGMA synchronous=FULL").close()


def _begin_immediately(connection: Any) -> None:
    # A transaction that reads and then writes must not find that another writer came between.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def reading(engine: Engine) -> Connection:
    """A connection for reading only: it does not wait for, nor hold up, a writer's transaction."""
    return engine.execution_options(reading=True).connect()


def migrate(url: str) -> None:
    """Bring the store at `url` to the newest schema (creating it when absent)."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    alembic = AlembicConfig()
    alembic.set_main_option("script_location", str(MIGRATIONS))
    alembic.attributes["url"] = url
    command.upgrade(alembic, "head")


def sqlite_is_safe(version: str = sqlite3.sqlite_version) -> bool:
    """Whether this SQLite has the WAL-reset fix (3.51.3, 3.50.7, 3.44.6 and later in their lines)."""
    parts = tuple(int(p) for p in version.split("."))
    if parts[:2] == (3, 44):
        return parts >= (3, 44, 6)
    if parts[:2] == (3, 50):
        return parts >= (3, 50, 7)
    return parts >= (3, 51, 3)
