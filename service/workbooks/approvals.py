"""Which objectives stand approved: by the coordinator's tab, while they demand what they demanded then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from service.clock import stamp
from service.store.tables import approved_objective as table
from service.workbooks import findings, registry, words
from service.workbooks.registry import Workbook
from sheets_schema.cells.text import fold
from sheets_schema.records import Record

#: What an objective demands: who changes one of them has to have it approved again.
DEMANDS = ("direction", "target", "unit_of_measure", "evaluation")
#: Words that say the same as a blank: all of them.
_ALL = frozenset(["tat ca", "all", "toan bo"])


def settle(connection: Connection, book: Workbook, found: Iterable[Record], now: datetime) -> list[Record]:
    """The objectives with their `status` (draft | approved), and `approved_as`: the target that was approved,
    where it was changed since. What is approved now is remembered.
    """
    rows = _of(connection, book)
    kept = {
        row["key"]: dict(row)
        for row in connection.execute(select(table).where(table.c.workbook_id == book.id)).mappings()
    }
    return [_settled(connection, book, record, rows, kept.get(record.key), now) for record in found]


def _of(connection: Connection, book: Workbook) -> list[Record]:
    """The rows of *Phê duyệt mục tiêu* that are about this unit and year."""
    coordinator = registry.by_key(connection, "coordinator")
    every = findings.stored(connection, "approvals", [coordinator.id] if coordinator else [])
    return [r for r in every if r.values["unit"] == book.unit and r.values["year"] == str(book.year)]


def _settled(
    connection: Connection,
    book: Workbook,
    record: Record,
    rows: Sequence[Record],
    kept: Mapping[str, Any] | None,
    now: datetime,
) -> Record:
    days = [row.values["approved_on"] for row in rows if _covers(row, record.key)]
    day = max((d for d in days if isinstance(d, date)), default=None)
    here = (table.c.workbook_id == book.id) & (table.c.key == record.key)
    if day is None:
        if kept is not None:
            connection.execute(delete(table).where(here))
        return _with(record, "draft")
    demands = {name: record.values.get(name) for name in DEMANDS}
    if kept is None or kept["approved_on"] < day.isoformat():
        told = {"approved_on": day.isoformat(), "values": demands, "noted_at": stamp(now)}
        statement = insert(table).values(workbook_id=book.id, key=record.key, **told)
        connection.execute(statement.on_conflict_do_update(["workbook_id", "key"], set_=told))
        return _with(record, "approved")
    if kept["values"] == demands:
        return _with(record, "approved")
    return _with(record, "draft", words.target(kept["values"]))


def _covers(row: Record, code: str) -> bool:
    codes = row.values.get("codes")
    told = {fold(str(one)) for one in codes} if isinstance(codes, list) else set()
    return not told or bool(told & _ALL) or fold(code) in told


def _with(record: Record, status: str, approved_as: str | None = None) -> Record:
    values = {**record.values, "status": status}
    return record._replace(values=values | ({"approved_as": approved_as} if approved_as else {}))
