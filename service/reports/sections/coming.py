"""What falls due in the coming period, by day: open records, the plan's activities, reviews of procedures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from service.figures import procedures, registers
from service.figures.data import Data, Row
from service.reports.blocks import Block, Heading, Table
from service.reports.sections import registers as sections
from service.reports.writer import Writer
from sheets_schema import descriptor

#: The day by which a record of these asks for something; of the other registers it is `register.due`.
_DAYS = {"plan": "due", "procedures": "next_review"}


def title(w: Writer, vi: str, en: str, until: date) -> str:
    """What falls due, with the days: the window's last is one of them, for nothing is overdue on it yet."""
    first, last = w.day(w.data.window.end), w.day(until)
    return w.say(f"{vi} đến hạn từ ngày {first} đến ngày {last}", f"{en} due from {first} to {last}")


def blocks(w: Writer, until: date) -> Iterator[Block]:
    """What is due from the window's end on, up to the day `until`."""
    found = sorted(due(w, until), key=lambda pair: (_due(*pair), pair[0].order))
    if not found:
        return
    yield Heading(title(w, "Việc", "What is", until), 3)
    header = (
        *(w.say("Hạn", "Deadline"), w.say("Đơn vị", "Unit")),
        *(w.say("Bảng", "Table"), w.say("Nội dung", "Subject")),
    )
    yield Table(header, tuple(_line(w, *pair) for pair in found), first_in_mail=20)


def due(w: Writer, until: date) -> list[tuple[descriptor.Table, Row]]:
    """Each record with its table."""
    end = w.data.window.end
    found = [
        (table, row)
        for table in registers.kept()
        if table.register is not None and table.register.due
        for row in registers.known(w.data, table)
        if registers.is_open(row, table.register, end) and end <= _due(table, row) <= until
    ]
    found += [(descriptor.table("plan"), row) for row in activities(w.data, until)]
    found += [(descriptor.table("procedures"), row) for row in procedures.upcoming(w.data, until)]
    return found


def activities(data: Data, until: date) -> list[Row]:
    """The activities of the plan due after the window; what was due on its last day is told as owed.

    Whether another table already answers for one is not known: only its own status, where that tells, is.
    """
    table = descriptor.table("plan")
    return [
        row
        for row in data.registers.get("plan", ())
        if data.window.end < _due(table, row) <= until
        and row.text("status") != "cancelled"
        and not (row.text("status") == "done" and _tells_itself(row))
    ]


def _tells_itself(activity: Row) -> bool:
    """Whether no table answers for an activity; a unit's table does not for the committee."""
    answering = descriptor.tables().get(activity.text("table"))
    return answering is None or (activity.text("who") == "committee" and answering.workbook == "unit")


def _due(table: descriptor.Table, row: Row) -> date:
    life = table.register
    return row.day(_DAYS.get(table.name) or (life.due if life else "")) or date.min


def _line(w: Writer, table: descriptor.Table, row: Row) -> tuple[str, ...]:
    subject = sections.subject(table.register, row) if table.register else row.key
    return w.day(_due(table, row)), _whose(w, table, row), w.say(table.title, table.title_en), subject


def _whose(w: Writer, table: descriptor.Table, row: Row) -> str:
    """Whose it is; an activity of the plan is of all units, of the committee or of one unit."""
    if table.name != "plan":
        return w.unit_name(row.unit) if row.unit else "–"
    who = row.text("who")
    return w.say("Các đơn vị", "All units") if who == "units" else w.owner("" if who == "committee" else who)
