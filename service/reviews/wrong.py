"""The wrong rows for which a month's notice of conclusions waits: without them it would not be whole."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from sqlalchemy import Connection, RowMapping, select

from service.figures import reviews
from service.periods import snapshot
from service.store.tables import grid, problem, record, workbook
from service.workbooks import seen
from sheets_schema import descriptor
from sheets_schema.cells import same


def rows(connection: Connection, label: str) -> list[tuple[str, int]]:
    """(table's title, row) of the rows in error that are, or may be, of a month without a notice.

    A meeting is of its month as it last was right; a conclusion of its meeting's, else of the one typed in
    its row. One of which neither tells may be of this month.
    """
    if snapshot.frozen_at(connection, "conclusions", label) is not None:
        return []
    months = _months(connection)
    found = {
        (row["table_name"], row["row"] or 0)
        for row in _errors(connection)
        if _month(connection, row, months) in ("", label)
    }
    return [(descriptor.table(name).title, number) for name, number in sorted(found)]


def _errors(connection: Connection) -> list[RowMapping]:
    kept = (record.c.workbook_id == workbook.c.id) & (record.c.table_name == problem.c.table_name)
    right = kept & (record.c.key == problem.c.key)
    query = (
        select(problem, record.c["values"])
        .join(workbook, workbook.c.id == problem.c.workbook_id)
        .outerjoin(record, right)
        .where(workbook.c.kind == "coordinator", problem.c.table_name.in_(reviews.TABLES))
        .where(problem.c.severity == "error", problem.c.mended_at.is_(None))
    )
    return list(connection.execute(query).mappings())


def _months(connection: Connection) -> dict[str, str]:
    """The months of all meetings, by their codes as they are compared."""
    query = (
        select(record.c.key, record.c["values"])
        .join(workbook, workbook.c.id == record.c.workbook_id)
        .where(workbook.c.kind == "coordinator", record.c.table_name == "reviews")
    )
    return {same(key): str(values.get("period") or "") for key, values in connection.execute(query)}


def _month(connection: Connection, row: RowMapping, months: Mapping[str, str]) -> str:
    """The month a wrong row is of, "" when it cannot be told; a meeting that never was right is of none."""
    if row["table_name"] == "reviews":
        return months.get(same(row["key"] or ""), "-") if row["row"] else ""
    meeting = (row["values"] or {}).get("meeting")
    if meeting:
        return months.get(same(meeting), "-")  # of a meeting whose row was deleted: of no month
    return months.get(same(_typed(connection, row)), "")


def _typed(connection: Connection, row: RowMapping) -> str:
    """What stands under “meeting” in a row of the tab of conclusions as it was last read."""
    here = (grid.c.workbook_id == row["workbook_id"]) & (grid.c.table_name == row["table_name"])
    content = connection.execute(select(grid.c.content).where(here)).scalar()
    try:
        tab = seen.unpack(content) if content and row["row"] else None
    except (zlib.error, ValueError, KeyError):
        return ""  # damaged: the next reading replaces it
    if tab is None or "meeting" not in tab.places:
        return ""
    return str(tab.value(row["row"] - 1, tab.places["meeting"]) or "")
