"""What was typed under which locale: setting a file's locale, right or wrong, changes no cell of it."""

from __future__ import annotations

from sqlalchemy import Connection

from service.workbooks import findings
from service.workbooks.registry import Workbook
from service.workbooks.seen import Seen
from sheets_schema.descriptor import Table
from sheets_schema.grid import TRUSTED_LOCALE, from_a1

#: Field → sheet row (from 1) and, where it has one, the row's key → the cell's value.
Cells = dict[str, dict[str | int, object]]


def doubted(connection: Connection, book: Workbook, table: Table, old: Seen | None) -> Cells:
    """What was typed under another locale, as it was last read."""
    people = {field.name for field in table.fields if field.filled_by == "people"}
    found: Cells = {}
    for column, key, cell in findings.untrusted(connection, book.id, table.name) if old else ():
        if column not in people:
            continue
        row, at = from_a1(cell)
        known = found.setdefault(column, {})
        known[row + 1] = old.value(row, at) if old else None
        if key:
            known[key] = known[row + 1]
    return found


def certain(
    connection: Connection,
    book: Workbook,
    table: Table,
    tab: Seen,
    old: Seen | None,
    doubts: Cells,
) -> Cells:
    """What was in no doubt when the tab was last read, where its locale is not trusted now."""
    if tab.locale == TRUSTED_LOCALE or old is None or not old.usable:
        return {}
    found: Cells = {}
    keys = {record.row: record.key for record in findings.stored(connection, table.name, [book.id])}
    for name, at in old.places.items():
        doubted_rows, known = doubts.get(name, {}), found.setdefault(name, {})
        for row in range(old.header + 2, len(old.values) + 1):
            value = old.value(row - 1, at)
            if value is not None and row not in doubted_rows:
                known |= {row: value, keys.get(row, row): value}
    return found
