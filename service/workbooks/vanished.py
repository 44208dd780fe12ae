"""Findings, remembered: one that leaves the auditors' sheet stays as it last was until it is back.

Closed ones too, for a later finding may have opened them again: what counts is told where all are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from service.clock import stamp
from service.figures.data import Row
from service.store.tables import open_finding as table
from service.store.tables import workbook
from sheets_schema.descriptor import tables
from sheets_schema.records import Checked, Record


def note(
    connection: Connection, workbook_id: int, checked: Checked, found: Iterable[Record], now: datetime
) -> None:
    """Remember the findings of *Phát hiện* as a check found them, and which are no longer there.

    A row that holds an error is there. One deleted on the day it was first read was a slip of typing.
    """
    here, moment = table.c.workbook_id == workbook_id, stamp(now)
    kept = {row["key"]: row for row in connection.execute(select(table).where(here)).mappings()}
    right = {record.key: record for record in found}
    typed = set(checked.keys)
    for key, record in right.items():
        values, old = record.as_json(), kept.pop(key, None)
        one = here & (table.c.key == key)
        if old is None:
            told = {"workbook_id": workbook_id, "key": key, "row": record.row, "values": values}
            connection.execute(insert(table).values(**told, first_seen_at=moment, seen_at=moment, gone=False))
        elif old["gone"] or old["values"] != values or old["seen_at"][:10] != moment[:10]:
            told = {"row": record.row, "values": values, "seen_at": moment, "gone": False}
            connection.execute(update(table).where(one).values(**told))
    for key, old in kept.items():
        one = here & (table.c.key == key)
        if key not in typed and old["first_seen_at"][:10] == moment[:10]:
            connection.execute(delete(table).where(one))
        elif old["gone"] is (key in typed):
            connection.execute(update(table).where(one).values(gone=key not in typed))


def gone(connection: Connection, workbook_ids: Sequence[int] | None = None) -> list[Mapping[str, Any]]:
    """The findings no longer in their sheet (of some workbooks): `workbook_id`, `key`, `row`, `values`,
    `seen_at`, and the workbook's `spreadsheet_id` and `year`.
    """
    query = (
        select(table, workbook.c.spreadsheet_id, workbook.c.year)
        .join(workbook, workbook.c.id == table.c.workbook_id)
        .where(table.c.gone)
        .order_by(table.c.workbook_id, table.c.row)
    )
    if workbook_ids is not None:
        query = query.where(table.c.workbook_id.in_(workbook_ids))
    return [dict(row) for row in connection.execute(query).mappings()]


def as_rows(connection: Connection, workbook_ids: Sequence[int] | None = None) -> list[Row]:
    """The same as they count and are owed: `vanished` tells the day they were last seen there."""
    title = tables()["findings"].title
    return [
        Row(
            row["values"]["unit"],
            row["key"],
            {**row["values"], "vanished": row["seen_at"][:10]},
            (row["spreadsheet_id"], title, row["row"]),
            row["year"],
        )
        for row in gone(connection, workbook_ids)
    ]


def as_records(connection: Connection, workbook_ids: Sequence[int]) -> list[Record]:
    """The same as records, with real dates: units go on answering them."""
    dates = [field.name for field in tables()["findings"].fields if field.type == "date"]
    found = []
    for row in gone(connection, workbook_ids):
        values = dict(row["values"])
        values |= {name: date.fromisoformat(values[name]) for name in dates if values.get(name)}
        found.append(Record("findings", row["key"], row["row"], values))
    return found
