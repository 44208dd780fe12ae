"""A whole installation in one file, taken while it runs, and put back again. The file holds no secrets."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
import tomllib
import zipfile
import zlib
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from service import config as configuration
from service.clock import stamp
from service.config import Config, settings_file
from service.errors import QmsError
from service.work.lock import exclusively

#: The layout of the archive; a newer number is not understood.
FORMAT = 1
_SECRETS = frozenset({"smtp_password", "secret_key"})


class BackupError(QmsError):
    """Không sao lưu hay khôi phục được (cannot back up or restore)."""


def backup(config: Config, file: Path, now: datetime) -> dict[str, Any]:
    """Write the installation of `config` to `file` and return its manifest. Readers and writers go on."""
    source = _store(config)
    if not source.exists():
        raise BackupError(f"Chưa có kho dữ liệu {source} (no store).", hint="Chạy qms init / run qms init.")
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        copy, draft = Path(folder) / "qms.db", Path(folder) / "draft.zip"
        _copy(source, copy)
        manifest = {"format": FORMAT, "taken_at": stamp(now), "sha256": _digest(copy)}
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("manifest.json", json.dumps(manifest, indent=1))
            archive.writestr("settings.json", json.dumps(_settings(config.dir), ensure_ascii=False, indent=1))
            archive.write(copy, "qms.db")
        draft.chmod(0o600)
        draft.replace(file)
    return manifest


def restore(directory: Path, file: Path, *, overwrite: bool = False) -> dict[str, Any]:
    """Put the archive `file` into `directory` and return its manifest. Existing settings stay as they are.

    Raises BackupError for a file that is no sound backup, or when a store is there and not `overwrite`.
    The store is swapped in one step: whatever interrupts this, either the old or the new one is whole; and
    whoever has it open (the pages) goes on with the new one.
    """
    target = directory / "qms.db"
    if target.exists() and not overwrite:
        raise BackupError(
            f"{target} đang có dữ liệu (there is a store already).",
            hint="Thêm --yes để thay bằng bản sao lưu / add --yes to replace it.",
        )
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory) as folder:
        copy = Path(folder) / "qms.db"
        manifest, settings = _unpack(file, copy)
        with exclusively(directory):
            _swap(copy, target)
    if not settings_file(directory).exists():
        configuration.save(directory, settings)
    return manifest


def _store(config: Config) -> Path:
    if not config.store_url.startswith("sqlite:///"):
        raise BackupError(
            "Kho dữ liệu không phải SQLite (not a SQLite store).",
            hint="Dùng công cụ của máy chủ đó, ví dụ pg_dump / use the server's own tool.",
        )
    return Path(config.store_url.removeprefix("sqlite:///"))


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source, timeout=30)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        said = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if said != "ok":
        raise BackupError(f"{source} hỏng: {said} (the store is damaged).", hint="qms doctor")


def _swap(copy: Path, target: Path) -> None:
    """Make `target` hold what `copy` holds: inside the file if it is a store, else in its place."""
    try:
        if target.exists():
            _copy(copy, target)
            return
    except sqlite3.OperationalError as error:
        raise BackupError(
            f"Kho dữ liệu đang bận: {error} (the store is busy).",
            hint="Dừng qms jobs loop và qms serve rồi thử lại / stop both and try again.",
        ) from error
    except sqlite3.DatabaseError:
        # The old store's journal, left by a crash, would be played onto the new one.
        target.with_name(f"{target.name}-journal").unlink(missing_ok=True)
    copy.replace(target)


def _settings(directory: Path) -> dict[str, Any]:
    path = settings_file(directory)
    values = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {key: value for key, value in values.items() if key not in _SECRETS}


def _unpack(file: Path, copy: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Unpack the store to `copy`, prove it sound, and return manifest and settings."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            settings = json.loads(archive.read("settings.json"))
            copy.write_bytes(archive.read("qms.db"))
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError) as error:
        raise BackupError(f"{file} không phải bản sao lưu của qms (not a backup).") from error
    if not isinstance(manifest, dict) or not isinstance(settings, dict):
        raise BackupError(f"{file} không phải bản sao lưu của qms (not a backup).")
    if manifest.get("format") != FORMAT:
        raise BackupError(f"{file} do phiên bản khác tạo ra (made by another version).")
    if manifest.get("sha256") != _digest(copy):
        raise BackupError(f"{file} bị hỏng: nội dung không khớp (damaged: its content does not match).")
    return manifest, settings


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
