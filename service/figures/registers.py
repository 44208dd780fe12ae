"""What every register gives: how many records, how many done, on time, open, overdue (docs/figures.md, 9).

How a table's records live stands in its document (`register`); nothing here knows any one table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from service.figures import exact
from service.figures.data import Data, Figure, Row
from service.periods import windows
from sheets_schema import descriptor
from sheets_schema.descriptor import Table
from sheets_schema.register import Register


def kept() -> list[Table]:
    """The tables that are registers."""
    return [table for table in descriptor.tables().values() if table.register]


def known(data: Data, table: Table) -> list[Row]:
    """The records that the period counts: those of its year made up to the window's end, and what goes on.

    A record that stands in two years' workbooks is as the later one tells it.
    """
    life, year = _life(table), windows.window(str(data.year), data.rules)
    found: dict[tuple[str, str], Row] = {}
    for row in sorted(data.registers.get(table.name, ()), key=lambda row: row.year):
        opened = row.day(life.opened) if life.opened else None
        if (opened is None or opened <= data.window.end) and _belongs(row, life, data.year, year):
            found[row.unit, row.key] = row
    return list(found.values())


def _belongs(row: Row, life: Register, of: int, year: windows.Window) -> bool:
    """Whether a record is one of the year: of its workbook, dated in it, undated, or going on into it."""
    if row.year == of:
        return True
    days = (row.day(name) for name in (life.opened, life.due, life.done_on, life.dated) if name)
    anchor = next((day for day in days if day), None)
    if not row.year and (anchor is None or year.contains(anchor)):
        return True
    if not life.goes_on or (anchor is not None and anchor > year.end):
        return False
    over = _done(row, life) or _dropped(row, life)
    when = row.day(life.done_on) if life.done_on else None
    return not over or (when is not None and when >= year.start)


def _life(table: Table) -> Register:
    assert table.register is not None
    return table.register


def _done(row: Row, life: Register) -> bool:
    return life.done is not None and life.done.holds(row.values)


def _dropped(row: Row, life: Register) -> bool:
    return life.dropped is not None and life.dropped.holds(row.values)


def is_done(row: Row, life: Register, on: date) -> bool:
    """Whether the record is done by the end of day `on`; without a day it counts as done whenever read."""
    when = row.day(life.done_on) if life.done_on else None
    return _done(row, life) and (when is None or when <= on)


def is_open(row: Row, life: Register, on: date) -> bool:
    """Whether the record still asks for something at the end of day `on`."""
    return life.done is not None and not is_done(row, life, on) and not _dropped(row, life)


def is_overdue(row: Row, life: Register, on: date) -> bool:
    """Whether the record is open although its day has passed before day `on`."""
    due = row.day(life.due) if life.due else None
    return due is not None and due < on and is_open(row, life, on)


def overdue(data: Data, table: Table) -> list[Row]:
    """The records open although their day has passed at the window's end."""
    return [row for row in known(data, table) if is_overdue(row, _life(table), data.window.end)]


def figures(data: Data) -> Iterator[Figure]:
    """The figures of every register; of one in which nothing was ever entered, none has a value."""
    for table in kept():
        if table.name in data.registers:
            yield from _of(data, table)
        else:
            lines = _left_out(data, table)
            yield exact.count(f"register.{table.name}.total", None, exclusions=lines)


def _of(data: Data, table: Table) -> Iterator[Figure]:
    life, end, rows, lines = _life(table), data.window.end, known(data, table), _left_out(data, table)
    prefix = f"register.{table.name}"

    def counted(name: str, found: Sequence[Row]) -> Figure:
        places = [row.place for row in found]
        return exact.count(f"{prefix}.{name}", len(found), len(rows), exclusions=lines, origin=places)

    yield counted("total", rows)
    for name in life.counts:
        for code in table.field(name).choices:
            yield counted(f"{name}.{code}", [row for row in rows if row.text(name) == code])
    if life.done is None:
        return
    done = [row for row in rows if is_done(row, life, end)]
    still = [row for row in rows if is_open(row, life, end)]
    late = [row for row in still if is_overdue(row, life, end)]
    yield counted("done", done)
    yield counted("open", still)
    yield counted("overdue", late)
    if life.dropped is not None:
        yield counted("dropped", [row for row in rows if _dropped(row, life)])
    if life.due and life.done_on and life.due != life.done_on:  # on one date nothing is ever late
        dated = [row for row in done if row.day(life.due) and row.day(life.done_on)]
        timely = [row for row in dated if (row.day(life.done_on) or end) <= (row.day(life.due) or end)]
        places = [row.place for row in dated]
        yield exact.share(
            f"{prefix}.done_on_time", len(timely), len(dated), len(dated), exclusions=lines, origin=places
        )
    if life.unit or table.workbook == "unit":
        for code in owners(data, rows):
            yield counted(f"unit.{code}.open", [row for row in still if row.unit == code])
            yield counted(f"unit.{code}.overdue", [row for row in late if row.unit == code])


def owners(data: Data, rows: Sequence[Row]) -> list[str]:
    """The window's units, then any other that owns one of the records."""
    return list(dict.fromkeys([u.code for u in data.units] + sorted({row.unit for row in rows if row.unit})))


def _left_out(data: Data, table: Table) -> list[str]:
    return [e.line for e in data.excluded if e.table == table.name]
