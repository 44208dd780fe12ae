"""The workbooks we look after, as the store knows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, select, update

from service.clock import stamp
from service.store.tables import workbook as table
from service.work import pause
from service.workbooks import notices

#: The key under which `sheets` holds the start tab.
START = "start"
#: States of the column `start_hash`: null when something was found that the sheet does not yet tell.
LOOK_AGAIN, WRITING, WRITTEN = "look again", "writing", "written"
#: Asked many times a tick, so put together once.
_BY_ID = select(table).where(table.c.id == bindparam("wanted"))
_BY_KEY = select(table).where(table.c.key == bindparam("wanted"))


@dataclass(frozen=True, slots=True)
class Workbook:
    """One spreadsheet we look after.

    `sheets`: table name (or "start") → sheet id; `dressed`: those of them that we made, not a person.
    """

    id: int
    key: str
    kind: str
    unit: str | None
    year: int
    spreadsheet_id: str
    title: str
    adopted: bool
    state: str
    reason: str | None
    stale: bool
    sheets: Mapping[str, int]
    dressed: Sequence[str]
    layout_hash: str | None
    start_hash: str | None
    start_day: str | None
    last_read_at: str | None
    last_modified_at: str | None

    @property
    def name(self) -> str:
        """What people know it by."""
        return self.title or self.key


def _of(row: RowMapping) -> Workbook:
    values = {name: row[name] for name in Workbook.__slots__}
    return Workbook(**{**values, "spreadsheet_id": values["spreadsheet_id"] or ""})


def get(connection: Connection, workbook_id: int) -> Workbook:
    """The workbook with this id. Raises LookupError when there is none."""
    row = connection.execute(_BY_ID, {"wanted": workbook_id}).mappings().first()
    if row is None:
        raise LookupError(f"no workbook {workbook_id}")
    return _of(row)


def by_key(connection: Connection, key: str) -> Workbook | None:
    """The workbook of a key ("coordinator", "auditors:2022", "unit:VP:2022"), or None."""
    row = connection.execute(_BY_KEY, {"wanted": key}).mappings().first()
    return _of(row) if row else None


def by_spreadsheet(connection: Connection, spreadsheet: str) -> Workbook | None:
    """The workbook that is this spreadsheet, or None."""
    row = connection.execute(select(table).where(table.c.spreadsheet_id == spreadsheet)).mappings().first()
    return _of(row) if row else None


def all_of(connection: Connection, kind: str | None = None, year: int | None = None) -> list[Workbook]:
    """All workbooks (of a kind, of a year), in the order they were first known."""
    query = select(table).order_by(table.c.id)
    if kind is not None:
        query = query.where(table.c.kind == kind)
    if year is not None:
        query = query.where(table.c.year == year)
    return [_of(row) for row in connection.execute(query).mappings()]


def stale(connection: Connection) -> list[int]:
    """Ids of the workbooks that must be read, the coordinator's first: the others depend on it."""
    rank = {"coordinator": 0, "auditors": 1}
    rows = connection.execute(
        select(table.c.id, table.c.kind).where(
            table.c.stale, table.c.spreadsheet_id.is_not(None), table.c.layout_hash.is_not(None)
        )
    )
    return [row.id for row in sorted(rows, key=lambda row: (rank.get(row.kind, 2), row.id))]


def change(connection: Connection, workbook_id: int, **values: Any) -> None:
    """Set columns of one workbook."""
    connection.execute(update(table).where(table.c.id == workbook_id).values(**values))


def look_again(connection: Connection, changed: Workbook) -> None:
    """Have every other workbook checked anew from what the store holds: it may depend on `changed`."""
    connection.execute(update(table).where(table.c.id != changed.id).values(start_hash=LOOK_AGAIN))


def tell_again(connection: Connection, units: Collection[str]) -> None:
    """Have the start tabs of these units say anew what they owe."""
    told = table.c.unit.in_(units) & (table.c.start_hash == WRITTEN)
    connection.execute(update(table).where(told).values(start_hash=None))


def untold(connection: Connection, workbook_id: int) -> None:
    """Note that what was found is not told yet; what is to be looked at again still is."""
    kept = table.c.start_hash.is_distinct_from(LOOK_AGAIN)
    connection.execute(update(table).where(table.c.id == workbook_id, kept).values(start_hash=None))


def add(connection: Connection, key: str, kind: str, unit: str | None, year: int, title: str) -> Workbook:
    """Note a workbook that is to be; the one that is there already wins."""
    found = by_key(connection, key)
    if found:
        return found
    connection.execute(
        table.insert().values(key=key, kind=kind, unit=unit, year=year, title=title, sheets={})
    )
    found = by_key(connection, key)
    assert found
    return found


def lose(connection: Connection, book: Workbook, reason: str, message: str, now: datetime) -> None:
    """Note that a workbook cannot be opened: one notice for each time it is lost, not one a cycle.

    It stays stale, so the next cycle tries again. Its last good data stay.
    """
    if book.state == "unreachable" and book.reason == reason != notices.NOT_ADOPTED:
        return
    change(connection, book.id, state="unreachable", reason=reason, since=stamp(now), stale=True)
    notices.tell(connection, book.id, book.name, reason, now, message)


def refuse_writing(connection: Connection, book: Workbook, now: datetime) -> None:
    """Note that a workbook may be read and not written to: told once, until a write succeeds.

    `book`: as it was before the write that was refused, for nothing has changed since.
    """
    change(connection, book.id, stale=book.stale)
    notices.tell(connection, book.id, book.name, notices.READONLY, now)
    pause.begin(connection, f"write:{book.id}", now)


def waits_to_write(connection: Connection, workbook_id: int, now: datetime) -> bool:
    """Whether writing was refused a short while ago."""
    return pause.lasts(connection, f"write:{workbook_id}", now)


def find_again(connection: Connection, book: Workbook, now: datetime) -> None:
    """Note that a workbook opens again, and end the notices of its loss."""
    change(connection, book.id, state="ok", reason=None, since=stamp(now))
    notices.end(connection, book.id, *notices.LOST, now=now)
