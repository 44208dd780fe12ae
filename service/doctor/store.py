"""The store: there, of this version, sound, and safe to open from several connections."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory

from service.config import Config, Mistake
from service.store import engine

_RESTORE = "Khôi phục một bản sao lưu: qms restore FILE / restore a backup."


def check(config: Config) -> Iterator[Mistake]:
    """The mistakes of a SQLite store; another database looks after itself."""
    if not config.store_url.startswith("sqlite:///"):
        return
    path = Path(config.store_url.removeprefix("sqlite:///"))
    if not path.exists():
        yield Mistake(
            "store.missing", f"Chưa có kho dữ liệu {path} (no store).", "Chạy qms init / run qms init."
        )
        return
    try:
        # Read and write: a journal left by a crash must be rolled back before anything can be read.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
            yield from _sound(connection, path)
            yield from _version(connection, path)
            yield from _journal(connection, path)
    except sqlite3.Error as error:
        yield Mistake("store.broken", f"{path}: {error} (the store cannot be read).", _RESTORE)


def newest() -> str:
    """The newest schema version this program knows."""
    alembic = AlembicConfig()
    alembic.set_main_option("script_location", str(engine.MIGRATIONS))
    return str(ScriptDirectory.from_config(alembic).get_current_head())


def _sound(connection: sqlite3.Connection, path: Path) -> Iterator[Mistake]:
    said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if said != "ok":
        yield Mistake("store.integrity", f"{path} hỏng: {said} (the store is damaged).", _RESTORE)


def _version(connection: sqlite3.Connection, path: Path) -> Iterator[Mistake]:
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if found is None or found[0] != newest():
        said = found[0] if found else "?"
        yield Mistake(
            "store.version",
            f"{path} ở phiên bản {said}, chương trình cần {newest()} (another version).",
            "Chạy một lệnh qms bất kỳ để nâng cấp, hoặc cài qms mới hơn / run any qms command.",
        )


def _journal(connection: sqlite3.Connection, path: Path) -> Iterator[Mistake]:
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode == "wal" and not engine.sqlite_is_safe():
        yield Mistake(
            "store.journal",
            f"{path} dùng WAL với SQLite {sqlite3.sqlite_version}, có thể hỏng dữ liệu (WAL-reset bug).",
            f'sqlite3 {path} "PRAGMA journal_mode=DELETE"',
        )
