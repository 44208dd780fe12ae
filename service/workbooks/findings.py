"""What a check found, into the store: records, problems with their history. Only what differs is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, select, update

from service.clock import stamp
from service.store.tables import problem as problems
from service.store.tables import record as records
from service.workbooks import rows
from sheets_schema.descriptor import Table, tables
from sheets_schema.problems import Problem
from sheets_schema.records import Record
from sheets_schema.validate import UNTRUSTED

#: What of a problem may change while it stays the same problem.
_MOVABLE = (
    *("severity", "row", "cell", "title", "value", "suggestion", "quiet"),
    *("message_vi", "message_en", "remedy_vi", "remedy_en"),
)
#: What every check of a tab asks, put together once.
_STORED = (
    select(records.c.key, records.c.row, records.c["values"])
    .where(
        records.c.table_name == bindparam("name"),
        records.c.workbook_id.in_(bindparam("books", expanding=True)),
    )
    .order_by(records.c.workbook_id, records.c.row)
)
_RECORDS_OF_TAB = select(records.c.key, records.c.row, records.c["values"]).where(
    records.c.workbook_id == bindparam("book"), records.c.table_name == bindparam("name")
)
_PROBLEMS_OF_TAB = select(problems).where(
    problems.c.workbook_id == bindparam("book"),
    problems.c.table_name == bindparam("name"),
    problems.c.mended_at.is_(None),
)


def stored(connection: Connection, table: str, workbook_ids: Sequence[int]) -> list[Record]:
    """The last good records of a table in some workbooks, with real dates, in the order of the rows."""
    dates = [f.name for f in tables()[table].fields if f.type == "date"]
    found = connection.execute(_STORED, {"books": list(workbook_ids), "name": table})
    return [Record(table, key, row, _dated(values, dates)) for key, row, values in found]


def keep_records(
    connection: Connection, workbook_id: int, table: str, found: Iterable[Record], now: datetime
) -> bool:
    """Make the store hold exactly these records of a tab; returns whether anything changed."""
    here = and_(records.c.workbook_id == workbook_id, records.c.table_name == table)
    there = connection.execute(_RECORDS_OF_TAB, {"book": workbook_id, "name": table}).mappings()
    kept = {row["key"]: row for row in there}
    wanted = {record.key: record for record in found}
    gone = [key for key in kept if key not in wanted]
    added, moved = [], []
    for key, record in wanted.items():
        values, old = record.as_json(), kept.get(key)
        if old is None or old["values"] != values:
            gone += [key] if old is not None else []
            added.append(
                {
                    "workbook_id": workbook_id,
                    "table_name": table,
                    "key": key,
                    "row": record.row,
                    "values": values,
                    "changed_at": stamp(now),
                }
            )
        elif old["row"] != record.row:
            moved.append({"k": key, "row": record.row})
    for key in gone:
        connection.execute(delete(records).where(here, records.c.key == key))
    if added:
        connection.execute(insert(records), added)
    if moved:
        connection.execute(update(records).where(here, records.c.key == bindparam("k")), moved)
    return bool(gone or added or moved)


def keep_problems(
    connection: Connection,
    workbook_id: int,
    table: Table,
    found: Iterable[Problem],
    changed: Mapping[int, datetime],
    now: datetime,
    quiet_minutes: int,
) -> bool:
    """Make the open problems of a tab exactly these, the others mended; True if any changed."""
    wanted = {}
    for identity, item in _identified(found):
        quiet = rows.still_typed(changed, item.row, now, quiet_minutes)
        wanted[identity] = _row(item) | {"quiet": quiet}
    there = connection.execute(_PROBLEMS_OF_TAB, {"book": workbook_id, "name": table.name}).mappings()
    kept = {row["identity"]: row for row in there}
    moment, any_changed = stamp(now), False
    for identity, old in kept.items():
        values = wanted.pop(identity, None)
        if values is None:
            values = {"mended_at": moment}
        elif all(old[name] == values[name] for name in _MOVABLE):
            continue
        else:
            values |= {"last_seen_at": moment}
        any_changed = True
        connection.execute(update(problems).where(problems.c.id == old["id"]).values(**values))
    fresh = [
        {
            "workbook_id": workbook_id,
            "identity": identity,
            "first_seen_at": moment,
            "last_seen_at": moment,
            **values,
        }
        for identity, values in wanted.items()
    ]
    if fresh:
        connection.execute(insert(problems), fresh)
    return any_changed or bool(fresh)


def open_problems(connection: Connection, workbook_id: int) -> list[Mapping[str, Any]]:
    """The problems of a workbook that are not mended, errors first, then as they stand in the tabs."""
    order = {name: place for place, name in enumerate(tables())}
    query = select(problems).where(problems.c.workbook_id == workbook_id, problems.c.mended_at.is_(None))
    found: list[Mapping[str, Any]] = [dict(row) for row in connection.execute(query).mappings()]
    found.sort(
        key=lambda p: (
            p["severity"] != "error",
            order.get(p["table_name"], 99),
            p["row"] or 0,
            p["cell"] or "",
            p["code"],
        )
    )
    return found


def broken(connection: Connection, table: str, workbook_ids: Sequence[int]) -> dict[str, str]:
    """The keys of a table's rows that now hold an error, each with the cell of one."""
    query = select(problems.c.key, problems.c.cell).where(
        problems.c.table_name == table,
        problems.c.workbook_id.in_(workbook_ids),
        problems.c.severity == "error",
        problems.c.mended_at.is_(None),
        problems.c.key.is_not(None),
        problems.c.cell.is_not(None),
    )
    return {row.key: row.cell for row in connection.execute(query.order_by(problems.c.id.desc()))}


def untrusted(connection: Connection, workbook_id: int, table: str) -> list[tuple[str, str | None, str]]:
    """(column, row's key, cell) of what a tab holds that was typed under another locale."""
    there = connection.execute(_PROBLEMS_OF_TAB, {"book": workbook_id, "name": table})
    return [(row.column_name, row.key, row.cell) for row in there if row.code in UNTRUSTED]


def _identified(found: Iterable[Problem]) -> Iterable[tuple[str, Problem]]:
    times: Counter[str] = Counter()
    for item in found:
        identity = "|".join(str(part or "") for part in item.identity)
        times[identity] += 1
        # Two rows with one key have the same identity: the second is told apart by where it stands.
        yield identity if times[identity] == 1 else f"{identity}|{times[identity]}", item


def _row(item: Problem) -> dict[str, Any]:
    return {
        "table_name": item.table,
        "key": item.key,
        "column_name": item.column,
        "code": item.code,
        "severity": item.severity,
        "row": item.row,
        "cell": item.cell,
        "title": item.title,
        "value": item.value,
        "message_vi": item.message_vi,
        "message_en": item.message_en,
        "remedy_vi": item.remedy_vi,
        "remedy_en": item.remedy_en,
        "suggestion": item.suggestion,
    }


def _dated(values: Mapping[str, Any], dates: Sequence[str]) -> dict[str, Any]:
    held = dict(values)
    for name in dates:
        if isinstance(held.get(name), str):
            held[name] = date.fromisoformat(held[name])
    return held
