"""What registers ask for in the coming period, by day: open records that fall due and are not overdue yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from service.figures import registers
from service.figures.data import Row
from service.reports.blocks import Block, Heading, Table
from service.reports.sections import registers as sections
from service.reports.writer import Writer
from sheets_schema import descriptor


def blocks(w: Writer, until: date) -> Iterator[Block]:
    """The open records due from the window's end on, up to the day `until`."""
    found = sorted(due(w, until), key=lambda pair: (_due(*pair), pair[0].order))
    if not found:
        return
    yield Heading(w.say("Việc đến hạn trong kỳ tới", "Due in the coming period"), 3)
    header = (
        *(w.say("Hạn", "Deadline"), w.say("Đơn vị", "Unit")),
        *(w.say("Bảng", "Table"), w.say("Nội dung", "Subject")),
    )
    yield Table(header, tuple(_line(w, *pair) for pair in found), first_in_mail=20)


def due(w: Writer, until: date) -> list[tuple[descriptor.Table, Row]]:
    """Each record with its table."""
    end = w.data.window.end
    return [
        (table, row)
        for table in registers.kept()
        if table.register is not None and table.register.due
        for row in registers.known(w.data, table)
        if registers.is_open(row, table.register, end) and end <= _due(table, row) <= until
    ]


def _due(table: descriptor.Table, row: Row) -> date:
    life = table.register
    return (row.day(life.due) if life else None) or date.min


def _line(w: Writer, table: descriptor.Table, row: Row) -> tuple[str, ...]:
    title = sections.subject(table.register, row) if table.register else row.key
    unit = w.unit_name(row.unit) if row.unit else "–"
    return w.day(_due(table, row)), unit, w.say(table.title, table.title_en), title
