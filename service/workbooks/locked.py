"""Which tabs of a workbook are locked, and everything that was locked and opened, as the store keeps it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from service import state
from service.clock import parse, stamp
from service.workbooks import words
from service.workbooks.registry import Workbook
from sheets_schema.descriptor import tables


@dataclass(frozen=True, slots=True)
class Lock:
    """The tabs that are locked, and the trace: when which were locked and opened, oldest first."""

    tabs: tuple[str, ...] = ()
    log: tuple[dict[str, Any], ...] = ()


def of(connection: Connection, key: str) -> Lock:
    """The lock of the workbook with this key."""
    kept = state.get(connection, f"locked:{key}") or {}
    return Lock(tuple(kept.get("tabs", ())), tuple(kept.get("log", ())))


def keep(
    connection: Connection, key: str, locked: Collection[str], opened: Collection[str], now: datetime
) -> None:
    """Note what was locked and opened just now."""
    before = of(connection, key)
    entry = {"at": stamp(now), "locked": sorted(locked), "opened": sorted(opened)}
    tabs = sorted({*before.tabs, *locked} - set(opened))
    state.put(connection, f"locked:{key}", {"tabs": tabs, "log": [*before.log, entry]})


def said(connection: Connection, book: Workbook) -> str:
    """What the start tab says of it, "" when nothing was ever locked."""
    lock = of(connection, book.key)
    if not lock.log:
        return ""
    if not lock.tabs:
        day = words.day(parse(lock.log[-1]["at"]).date())
        return f"Sổ được mở lại ngày {day}; sửa ở đây được liệt kê là sửa sau khi chốt."
    day = words.day(max(parse(entry["at"]) for entry in lock.log if entry["locked"]).date())
    names = {name for entry in lock.log for name in entry["opened"]} - set(lock.tabs)
    again = ", ".join(table.title for name, table in tables().items() if name in names)
    opened = f" Đang mở lại: {again}; sửa ở đó được liệt kê là sửa sau khi chốt." if again else ""
    return f"Sổ đã khóa ngày {day}.{opened} Cần sửa thì đề nghị thư ký ISO mở lại."
