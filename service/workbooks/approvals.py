"""Which objectives stand approved: by the coordinator's tab, while they demand what they demanded then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from service.clock import parse, stamp
from service.store.tables import approved_objective as table
from service.workbooks import findings, registry, words
from service.workbooks.registry import Workbook
from sheets_schema.cells.text import fold
from sheets_schema.records import Record
from sheets_schema.rules.approvals import is_all

#: What an objective demands: who changes one of them has to have it approved again.
DEMANDS = ("direction", "target", "unit_of_measure", "evaluation")


def settle(connection: Connection, book: Workbook, found: Iterable[Record], now: datetime) -> list[Record]:
    """The objectives with their `status` (draft | approved), and `approved_as`: the target that was approved,
    where it was changed since. What is approved now is remembered, and since when each is there.
    """
    rows, records = _of(connection, book), [*found]
    kept = {
        row["key"]: dict(row)
        for row in connection.execute(select(table).where(table.c.workbook_id == book.id)).mappings()
    }
    _look_again(connection, book, rows, records)
    told = {_named(row) for row in rows if is_all(_codes(row))}
    for key in (told | {record.key for record in records}) - set(kept):
        first = {"workbook_id": book.id, "key": key, "approved_on": "", "values": {}, "noted_at": stamp(now)}
        connection.execute(insert(table).values(first))
        kept[key] = first
    taken_back = [key for key in kept if key.startswith("|") and key not in told]
    here = (table.c.workbook_id == book.id) & table.c.key.in_(taken_back)
    connection.execute(delete(table).where(here))
    return [_settled(connection, book, record, rows, kept) for record in records]


def aims(connection: Connection) -> dict[tuple[str, str], frozenset[str]]:
    """The codes of the objectives, right or wrong, by unit and year, of every workbook that was read."""
    return {
        (book.unit or "", str(book.year)): frozenset(
            [r.key for r in findings.stored(connection, "objectives", [book.id])]
            + [*findings.broken(connection, "objectives", [book.id])]
        )
        for book in registry.all_of(connection, "unit")
        if book.last_read_at
    }


def _look_again(
    connection: Connection, book: Workbook, rows: Sequence[Record], records: Sequence[Record]
) -> None:
    """Where approvals name codes, and the unit's codes change, what is told of unknown ones may be wrong."""
    before = {record.key for record in findings.stored(connection, "objectives", [book.id])}
    coordinator = registry.by_key(connection, "coordinator")
    if coordinator and before != {record.key for record in records} and any(_codes(row) for row in rows):
        registry.change(connection, coordinator.id, start_hash=registry.LOOK_AGAIN)


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
    kept: Mapping[str, Mapping[str, Any]],
) -> Record:
    own = kept[record.key]
    days = [row.values["approved_on"] for row in rows if _covers(row, own, kept)]
    day = max((d for d in days if isinstance(d, date)), default=None)
    here = (table.c.workbook_id == book.id) & (table.c.key == record.key)
    if day is None:
        if own["approved_on"]:
            connection.execute(update(table).where(here).values(approved_on="", values={}))
        return _with(record, "draft")
    demands = {name: record.values.get(name) for name in DEMANDS}
    if own["approved_on"] < day.isoformat():
        connection.execute(update(table).where(here).values(approved_on=day.isoformat(), values=demands))
        return _with(record, "approved")
    if own["values"] == demands:
        return _with(record, "approved")
    return _with(record, "draft", words.target(own["values"]))


def _covers(row: Record, own: Mapping[str, Any], kept: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether an approval is of the objective: it names it, or was of all and the objective was there, on its
    day or when it was first read.
    """
    codes, day = _codes(row), row.values["approved_on"]
    if not is_all(codes):
        return fold(own["key"]) in {fold(code) for code in codes}
    assert isinstance(day, date)
    approved = own["approved_on"] == day.isoformat()
    there = own["noted_at"] <= kept[_named(row)]["noted_at"] or parse(own["noted_at"]).date() <= day
    return approved or there


def _codes(row: Record) -> list[str]:
    codes = row.values.get("codes")
    return [str(one) for one in codes] if isinstance(codes, list) else []


def _named(row: Record) -> str:
    """The key under which it is kept since when an approval of all is there: no code is like it."""
    return f"|{row.values['approved_on']}"


def _with(record: Record, status: str, approved_as: str | None = None) -> Record:
    values = {**record.values, "status": status}
    return record._replace(values=values | ({"approved_as": approved_as} if approved_as else {}))
