"""What changed after closing: rows of a frozen month that read otherwise now. Listed, never slipped in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from service.clock import stamp
from service.periods.windows import Rules, window
from service.store.tables import change, closed_row, record, snapshot, workbook

#: Fields the service itself fills: their change is not an edit.
OURS = {"ratio", "assessment", "objective", "target"}
ROW = "*"


def detect(connection: Connection, workbook_id: int, rules: Rules, now: datetime) -> int:
    """Compare a workbook's rows with its closed months; note each edit once. Returns how many were new."""
    book = connection.execute(select(workbook).where(workbook.c.id == workbook_id)).mappings().one()
    if book["state"] != "ok":
        return 0
    closed = _closed(connection, workbook_id)
    current = _current(connection, workbook_id, rules, set(_frozen_labels(connection)))
    found = 0
    for place in sorted({*closed, *current}):
        for field, old, new in _differences(closed.get(place), current.get(place)):
            found += _note(connection, dict(book), place, (field, old, new), now)
    return found


Place = tuple[str, str, str]  # period, table, key


def _frozen_labels(connection: Connection) -> list[str]:
    query = select(snapshot.c.label).where(snapshot.c.kind == "monthly")
    return list(connection.execute(query).scalars())


def _closed(connection: Connection, workbook_id: int) -> dict[Place, Mapping[str, Any]]:
    rows = connection.execute(select(closed_row).where(closed_row.c.workbook_id == workbook_id)).mappings()
    return {(r["period"], r["table_name"], r["key"]): r["values"] for r in rows}


def _current(
    connection: Connection, workbook_id: int, rules: Rules, frozen: set[str]
) -> dict[Place, Mapping[str, Any]]:
    """The present rows that belong to a frozen month."""
    ends = {window(label, rules).end: label for label in frozen}
    query = select(record).where(
        record.c.workbook_id == workbook_id,
        record.c.table_name.in_(("progress", "dossiers", "confirmations")),
    )
    found = {}
    for row in connection.execute(query).mappings():
        try:
            end = window(str(row["values"].get("period")), rules).end
        except ValueError:
            continue
        if end in ends:
            found[ends[end], row["table_name"], row["key"]] = row["values"]
    return found


def _differences(
    old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> Iterator[tuple[str, str | None, str | None]]:
    if old is None or new is None:
        yield ROW, _row_text(old), _row_text(new)
        return
    for field in sorted({*old, *new} - OURS):
        if old.get(field) != new.get(field):
            yield field, _text(old.get(field)), _text(new.get(field))


def _row_text(values: Mapping[str, Any] | None) -> str | None:
    if values is None:
        return None
    kept = {name: v for name, v in values.items() if v not in (None, "") and name not in OURS}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _note(
    connection: Connection,
    book: Mapping[str, Any],
    place: Place,
    edit: tuple[str, str | None, str | None],
    now: datetime,
) -> int:
    """Insert the edit unless it is the latest one noted for this cell already."""
    period, table, key = place
    field, old, new = edit
    where = (
        (change.c.period == period)
        & (change.c.workbook_id == book["id"])
        & (change.c.table_name == table)
        & (change.c.key == key)
        & (change.c.field == field)
    )
    latest = connection.execute(select(change).where(where).order_by(change.c.id.desc())).mappings().first()
    if latest is not None and latest["after"] == new:
        return 0
    connection.execute(
        insert(change).values(
            period=period,
            workbook_id=book["id"],
            unit=book["unit"] or "",
            table_name=table,
            key=key,
            field=field,
            before=latest["after"] if latest is not None else old,
            after=new,
            seen_at=stamp(now),
            by=book["last_modified_by"],
        )
    )
    return 1
