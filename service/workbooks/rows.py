"""When each row last changed, wherever it moved: a row still being typed is not complained about."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select

from service.clock import parse, stamp
from service.store.tables import row_state as table
from service.store.tables import workbook as workbooks
from service.workbooks.seen import Seen
from sheets_schema.descriptor import Table

#: What every check of a tab asks, put together once.
_KEPT = select(table.c.key, table.c.hash, table.c.changed_at).where(
    table.c.workbook_id == bindparam("book"), table.c.table_name == bindparam("name")
)
_MODIFIED = select(workbooks.c.stale, workbooks.c.last_modified_at).where(workbooks.c.id == bindparam("book"))


def note(
    connection: Connection, workbook_id: int, of: Table, seen: Seen, now: datetime
) -> dict[int, datetime]:
    """Keep the state of a tab's rows; returns sheet row (from 1) → when what people typed in it changed.

    A row is known by its content, so sorting and inserting rows change nothing. What is new in a workbook
    that waited to be read was typed at its last change at the latest: after a pause nobody waits again.
    """
    before = connection.execute(_KEPT, {"book": workbook_id, "name": of.name})
    kept = {key: (held, changed) for key, held, changed in before}
    since = dict(sorted(kept.values(), key=lambda pair: pair[1], reverse=True))
    moment = _typed_at(connection, workbook_id, now)
    there = {f"row{n}": (held, since.get(held, moment)) for n, held in _hashes(of, seen).items()}
    if there != kept:
        here = (table.c.workbook_id == workbook_id) & (table.c.table_name == of.name)
        connection.execute(delete(table).where(here))
        values = [
            {
                "workbook_id": workbook_id,
                "table_name": of.name,
                "key": key,
                "hash": held,
                "changed_at": changed,
            }
            for key, (held, changed) in there.items()
        ]
        if values:
            connection.execute(insert(table), values)
    return {int(key[3:]): parse(changed) for key, (_, changed) in there.items()}


def _typed_at(connection: Connection, workbook_id: int, now: datetime) -> str:
    book = connection.execute(_MODIFIED, {"book": workbook_id}).one()
    if not (book.stale and book.last_modified_at):
        return stamp(now)
    return stamp(min(now, parse(book.last_modified_at)))


def still_typed(changed: Mapping[int, datetime], row: int | None, now: datetime, minutes: int) -> bool:
    """Whether a row changed within the last `minutes`."""
    at = changed.get(row) if row is not None else None
    return at is not None and now - at < timedelta(minutes=minutes)


def _hashes(of: Table, seen: Seen) -> dict[int, str]:
    columns = [seen.places[f.name] for f in of.fields if f.filled_by == "people" and f.name in seen.places]
    found = {}
    for r in range(seen.header + 1, len(seen.values)):
        typed = _cells(seen.values[r], columns)
        if any(value is not None for value in typed):
            found[r + 1] = hashlib.blake2b(repr(typed).encode(), digest_size=8).hexdigest()
    return found


def _cells(line: Sequence[object], columns: Sequence[int]) -> list[object]:
    return [line[c] if c < len(line) else None for c in columns]
