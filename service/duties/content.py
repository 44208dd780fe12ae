"""What the sheets hold of what is owed, read from the store."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, RowMapping, select

from service.duties.asking import Answer
from service.figures.data import Row
from service.store.tables import grid, problem, record, workbook
from service.workbooks import prefill, seen, vanished
from sheets_schema.descriptor import tables
from sheets_schema.rules.duties import MONTHLY as MONTHLY

Rows = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Book:
    """One workbook with its right rows by table; of each table the keys of rows that are there but not right.

    `unread`: tables whose tab is not there or cannot be used: nothing can be said to have gone from them.
    `vanished`: the findings deleted from it.
    """

    id: int
    kind: str
    unit: str
    year: int
    rows: Rows = field(default_factory=dict)
    lacking: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    vanished: Sequence[Row] = ()

    def answer(self, table: str) -> Answer:
        """What a tab answers for the plan: its right rows, and those not filled in or in error."""
        lacking = self.lacking.get(table, frozenset())
        right = sum(row.key not in lacking for row in self.rows.get(table, ()))
        return Answer(right, len(lacking))


def books(connection: Connection, kinds: Iterable[str], units: Iterable[str] | None = None) -> list[Book]:
    """The workbooks of some kinds (of some units), oldest year first, with what they hold."""
    query = select(workbook).where(workbook.c.kind.in_(tuple(kinds))).order_by(workbook.c.year, workbook.c.id)
    if units is not None:
        query = query.where(workbook.c.unit.in_(tuple(units)))
    found = list(connection.execute(query).mappings())
    held = _rows(connection, found)
    return [_book(connection, row, held.get(row["id"], {})) for row in found]


def _book(connection: Connection, row: RowMapping, held: Mapping[str, list[Row]]) -> Book:
    lacking: dict[str, set[str]] = {}
    errors = (problem.c.severity == "error") & problem.c.mended_at.is_(None) & problem.c.key.is_not(None)
    query = select(problem.c.table_name, problem.c.key).where(problem.c.workbook_id == row["id"], errors)
    for table, key in connection.execute(query):
        lacking.setdefault(table, set()).add(key)
    unread = {table.name for table in tables().values() if table.workbook == row["kind"]}
    tabs = select(grid.c.table_name, grid.c.content).where(grid.c.workbook_id == row["id"], grid.c.usable)
    for name, content in connection.execute(tabs):
        blank = _blank(name, content)
        if blank is not None:
            unread.discard(name)
            lacking.setdefault(name, set()).update(blank)
    return Book(
        row["id"],
        row["kind"],
        row["unit"] or "",
        row["year"],
        held,
        {table: frozenset(keys) for table, keys in lacking.items()},
        frozenset(unread),
        vanished.as_rows(connection, [row["id"]]) if row["kind"] == "auditors" else (),
    )


def _blank(table: str, content: bytes) -> set[str] | None:
    """The keys of rows laid out to be filled, and not filled in; None when what is kept cannot be read."""
    if table not in tables() or not tables()[table].prefilled or table in prefill.SPARE:
        return set()
    try:
        return set(seen.unpack(content).pending)
    except (zlib.error, ValueError, KeyError):
        return None  # damaged: the next reading of the workbook tells of it, and replaces it


def _rows(connection: Connection, found: Sequence[RowMapping]) -> dict[int, dict[str, list[Row]]]:
    held: dict[int, dict[str, list[Row]]] = {}
    by_id = {row["id"]: row for row in found}
    query = select(record).where(record.c.workbook_id.in_(by_id)).order_by(record.c.table_name, record.c.row)
    for row in connection.execute(query).mappings():
        book, values = by_id[row["workbook_id"]], row["values"]
        unit = book["unit"] or values.get("unit") or ""
        year = 0 if book["kind"] == "coordinator" else book["year"]
        place = (book["spreadsheet_id"] or "", "", row["row"])
        own = held.setdefault(row["workbook_id"], {}).setdefault(row["table_name"], [])
        own.append(Row(unit, row["key"], values, place, year))
    return held


def of(found: Iterable[Book], table: str) -> list[Row]:
    """The right rows of a table in some workbooks, in their order."""
    return [row for book in found for row in book.rows.get(table, ())]
