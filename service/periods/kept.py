"""The rows of registers that a period counts: whose they are, of which year's workbook."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RowMapping, select

from service.figures.data import Row
from service.organisation import Organisation
from service.periods.windows import Window
from service.store.tables import grid, record, workbook
from service.workbooks import seen
from sheets_schema import descriptor
from sheets_schema.descriptor import Table


def registers(connection: Connection, organisation: Organisation, span: Window) -> dict[str, tuple[Row, ...]]:
    """The right rows of every register: of the year's workbooks, and of earlier ones where rows go on."""
    kept = {name: table for name, table in descriptor.tables().items() if table.register}
    found: dict[str, list[Row]] = {name: [] for name in kept}
    query = (
        select(record, workbook.c.kind, workbook.c.unit, workbook.c.year, workbook.c.spreadsheet_id)
        .join(workbook, workbook.c.id == record.c.workbook_id)
        .where(record.c.table_name.in_(kept))
        .order_by(record.c.table_name, workbook.c.unit, workbook.c.year, record.c.row)
    )
    year = int(span.label[:4])
    for row in connection.execute(query).mappings():
        table = kept[row["table_name"]]
        goes_on = table.register is not None and table.register.goes_on
        # The coordinator's workbook is of every year; the others' rows are of their own.
        if row["kind"] != "coordinator" and (row["year"] > year or (row["year"] < year and not goes_on)):
            continue
        one = _of_unit(row, table, organisation, span) if row["kind"] == "unit" else _shared(row, table)
        if one is not None:
            found[table.name].append(one)
    return {name: tuple(rows) for name, rows in found.items() if rows}


def places(connection: Connection) -> dict[str, dict[str, int]]:
    """Where the fields of every tab stand: "spreadsheet!tab" → field → column, and "" → the tab's id."""
    query = select(grid.c.table_name, grid.c.content, workbook.c.spreadsheet_id).join(
        workbook, workbook.c.id == grid.c.workbook_id
    )
    found = {}
    for name, content, spreadsheet in connection.execute(query.order_by(workbook.c.id, grid.c.table_name)):
        if name in descriptor.tables():
            tab = seen.unpack(content)
            key = f"{spreadsheet}!{descriptor.table(name).title}"
            found[key] = {**tab.places, "": tab.sheet_id}
    return found


def _shared(row: RowMapping, table: Table) -> Row:
    whose = table.register.unit if table.register else ""
    year = 0 if row["kind"] == "coordinator" else row["year"]
    return Row(row["values"].get(whose) or "", row["key"], row["values"], _place(row, table), year)


def _of_unit(row: RowMapping, table: Table, organisation: Organisation, span: Window) -> Row | None:
    """A row of a unit's own workbook; None when neither the unit nor who took over counts in the window.

    What an ended unit had not done by its last day is of the unit that took over ("" of nobody): under its
    code with the unit's, as the register of duties names it, and without what it named in its own workbook.
    """
    code, life, values = row["unit"], table.register, dict(row["values"])
    one = Row(code, row["key"], values, _place(row, table), row["year"])
    unit = organisation.by_code.get(code)
    if unit is None or life is None:
        return None
    over = life.dropped is not None and life.dropped.holds(values)
    if life.due and unit.ended_before(span.end) and not over:
        done = life.done is not None and life.done.holds(values)
        told = one.day(life.done_on) if life.done_on and done else None
        keeper = organisation.keeper(code, span.end, told)
        if keeper != code:
            own = values | {key.field: None for key in table.foreign_keys}
            return Row(keeper, f"{row['key']} ({code})", own, one.origin, row["year"])
    return one if unit.valid_in(span) else None


def _place(row: RowMapping, table: Table) -> tuple[Any, str, int]:
    return row["spreadsheet_id"], table.title, row["row"]
