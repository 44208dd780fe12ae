"""Rows of a workbook as they are written into the next year's: each value as a person would have typed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_

from service.compose import Services
from service.errors import QmsError
from service.store.engine import reading
from service.store.tables import problem
from service.workbooks import notices, prefill, pull, registry, writing
from service.workbooks.prefill import Line
from service.workbooks.registry import Workbook
from service.workbooks.seen import Seen, load
from sheets_schema.descriptor import Field, tables

Request = dict[str, Any]


class NotYet(QmsError):
    """Chưa chuyển được hết việc còn dở sang năm mới / not everything open is carried over yet."""

    retryable = True

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"Chưa chuyển được hết sang năm mới / not all carried over yet: {why}")


class Held(NotYet):
    """Một việc phải sửa giữ cả năm lại / something that a person must mend holds up the whole year."""

    def __init__(self, why: str, kind: str, key: str, detail: str) -> None:
        super().__init__(why)
        #: The notice that tells it, the workbook it is of, what it names.
        self.kind, self.key, self.detail = kind, key, detail


def fresh(services: Services, key: str) -> tuple[Workbook, Mapping[str, Seen]] | None:
    """A workbook and its tabs, read just now: what somebody typed a moment ago is not written over.

    None when it is not there or cannot be read or written.
    """
    with reading(services.engine) as connection:
        book = registry.by_key(connection, key)
    if book is None or not book.sheets or not book.spreadsheet_id or book.layout_hash is None:
        return None
    # What is in the bin Google lets us read as if nothing were.
    if book.reason == notices.TRASHED or not pull.read(services, book.id).read:
        return None
    with reading(services.engine) as connection:
        book = registry.get(connection, book.id)
        waits = registry.waits_to_write(connection, book.id, services.clock.now())
        return None if waits or book.state not in ("ok", "broken") else (book, load(connection, book.id))


def of_unit(services: Services, unit: str, year: int) -> tuple[Workbook, Mapping[str, Seen]]:
    """A unit's workbook of a year, as `fresh`. Raises NotYet when it cannot be read or written."""
    found = fresh(services, f"unit:{unit}:{year}")
    if found is None:
        raise NotYet(f"chưa đọc được sổ năm {year} của {unit} / the workbook of {unit} cannot be read")
    return found


def unwritten(unit: str, year: int) -> NotYet:
    """What to raise when a unit's workbook could not be written to."""
    return NotYet(f"chưa ghi được vào sổ năm {year} của {unit} / the workbook of {unit} cannot be written")


def cells(table: str, values: Mapping[str, Any], names: Iterable[str]) -> dict[str, object]:
    """Some of a record's values as cells: days as Sheets counts them, choices by their labels."""
    fields = {field.name: field for field in tables()[table].fields}
    told = {name: _cell(fields[name], values.get(name)) for name in names if name in fields}
    return {name: value for name, value in told.items() if value is not None}


def typed(table: str) -> tuple[str, ...]:
    """The columns of a table that people fill."""
    return tuple(field.name for field in tables()[table].fields if field.filled_by == "people")


def _cell(field: Field, value: Any) -> object:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        words = field.yes if value else field.no
        return words[0] if words else value
    if field.type == "date":
        return prefill.serial(value if isinstance(value, date) else date.fromisoformat(str(value)))
    if isinstance(value, list | tuple):
        return "; ".join(str(part) for part in value)
    return field.choices.get(str(value), value)


def in_error(book: int, table: str) -> ColumnElement[bool]:
    """The errors that stand in a tab of a workbook."""
    return and_(
        problem.c.workbook_id == book,
        problem.c.table_name == table,
        problem.c.severity == "error",
        problem.c.mended_at.is_(None),
    )


def write(
    services: Services,
    book: Workbook,
    kept: Mapping[str, Seen],
    table: str,
    lines: Sequence[tuple[int | None, Line]],
) -> bool:
    """Write lines into rows of a tab (from 1; None: a new one below the last); whether it was done."""
    tab, of = kept[table], tables()[table]
    requests = [
        request
        for row, line in lines
        if row is not None
        for request in prefill.fill_in(of, tab, row - 1, [line])
    ]
    new = [line for row, line in lines if row is None]
    if new:
        requests += prefill.append(of, tab, new)
    if not requests:
        return False
    return writing.write(services, book, requests, writing.shown(book, kept, {table: len(new)}))
