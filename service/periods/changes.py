"""What changed after closing: rows of a frozen month that read otherwise now. Listed, never slipped in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from service.clock import stamp
from service.periods.windows import Rules, window
from service.store.tables import change, closed_row, record, snapshot, workbook
from sheets_schema import descriptor, written

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
    noted = _noted(connection, workbook_id)
    found = 0
    for place in sorted({*closed, *current, *(key[:3] for key in noted)}):
        old, new = closed.get(place), current.get(place)
        earlier = {key[3] for key in noted if key[:3] == place}
        for field in sorted(_fields(old, new) | earlier):
            was, now_is = _shown(place[1], old, field, new), _shown(place[1], new, field, old)
            last = noted.get((*place, field), was)
            if now_is != last:
                _note(connection, dict(book), (*place, field), (last, now_is), now)
                found += 1
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


def _noted(connection: Connection, workbook_id: int) -> dict[tuple[str, str, str, str], str | None]:
    """What each edited cell was last noted to hold."""
    query = select(change).where(change.c.workbook_id == workbook_id).order_by(change.c.id)
    rows = connection.execute(query).mappings()
    return {(r["period"], r["table_name"], r["key"], r["field"]): r["after"] for r in rows}


def _fields(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> set[str]:
    """The fields in which two readings of a row differ; ROW when there is only one of them."""
    if old is None or new is None:
        return {ROW} if old is not new else set()
    return {f for f in {*old, *new} - OURS if old.get(f) != new.get(f)}


def _shown(
    table: str, values: Mapping[str, Any] | None, field: str, other: Mapping[str, Any] | None
) -> str | None:
    """One side of an edit: a cell as people write it, or the whole row where a row came or went."""
    if field == ROW:
        return _row_text(table, values)
    known = {f.name: f for f in descriptor.table(table).fields}
    if values is None or other is None or field not in known:
        return None
    return written.cell(known[field], values.get(field)) or None


def _row_text(table: str, values: Mapping[str, Any] | None) -> str | None:
    """A whole row as people know it: its columns by their headers, blank ones left out."""
    if values is None:
        return None
    said = [
        (f.title, written.cell(f, values.get(f.name)))
        for f in descriptor.table(table).fields
        if f.name not in OURS
    ]
    return "; ".join(f"{title}: {text}" for title, text in said if text)


def _note(
    connection: Connection,
    book: Mapping[str, Any],
    cell: tuple[str, str, str, str],
    edit: tuple[str | None, str | None],
    now: datetime,
) -> None:
    period, table, key, field = cell
    connection.execute(
        insert(change).values(
            period=period,
            workbook_id=book["id"],
            unit=book["unit"] or "",
            table_name=table,
            key=key,
            field=field,
            before=edit[0],
            after=edit[1],
            seen_at=stamp(now),
            by=book["last_modified_by"],
        )
    )
