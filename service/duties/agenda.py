"""What is owed on a day and where it is entered: what mails, pages and commands tell of duties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from service.duties import register
from service.duties.duty import COMMITTEE, Duty
from service.organisation import Organisation
from service.periods.workdays import Calendar
from service.workbooks import links, places, registry
from service.workbooks.registry import START, Workbook
from sheets_schema.descriptor import tables

#: The title of the start tab, of which no table's document tells.
START_TITLE = "Bắt đầu"


@dataclass(frozen=True)
class Place:
    """Where a duty is entered: the tab's title and address, "" when there is none yet."""

    tab: str = ""
    link: str = ""


@dataclass(frozen=True)
class Agenda:
    """A day's duties, the calendar, and the workbooks they are entered in."""

    known: Organisation
    day: date
    duties: Sequence[Duty]
    calendar: Calendar
    books: Sequence[Workbook]
    base: str

    def owner(self, duty: Duty) -> str:
        """The code of the unit that answers for a duty now; "" for the committee."""
        heir = self.known.heir(duty.unit, self.day) if duty.unit else None
        return heir.code if heir else duty.unit

    def name(self, code: str) -> str:
        """What a unit is called."""
        unit = self.known.by_code.get(code)
        if not code:
            return COMMITTEE[self.known.language != "vi"]
        return unit.name if unit else code

    def owed(self, code: str, *, silenced: bool = False) -> list[Duty]:
        """What a unit has to do now, the earliest due first: what it is reminded of, or what is silenced.

        Without months frozen meanwhile: what is entered now counts no longer.
        """
        left = (d for d in self.duties if d.state in ("due", "missing") and not d.is_locked(self.day))
        own = (d for d in left if self.owner(d) == code)
        return sorted((d for d in own if bool(d.silenced) is silenced), key=lambda d: (d.due, d.key))

    def place(self, duty: Duty, *, is_coordinator: bool = False) -> Place:
        """Where a duty is entered. A unit is led into a unit's workbook only."""
        table = tables().get(duty.table)
        if table is not None and table.workbook != "unit" and (is_coordinator or not duty.unit):
            return self._tab(self._shared(table.workbook, duty), duty.table, table.title)
        book = places.of(duty, self.owner(duty), self.books, self.known.year_on(self.day))
        if table is not None and book is not None and duty.table in book.sheets:
            return self._tab(book, duty.table, table.title)
        return self._tab(book, START, START_TITLE)

    def start(self, code: str) -> Place:
        """The start tab of a unit's workbook of the year kept, else of the latest."""
        kept = self.known.year_on(self.day)
        own = [book for book in self.books if book.unit == code and book.spreadsheet_id]
        found = max(own, key=lambda book: (book.year == kept, book.year), default=None)
        return self._tab(found, START, START_TITLE)

    def _shared(self, kind: str, duty: Duty) -> Workbook | None:
        """The coordinator's or the auditors' workbook of the duty's year, else the latest."""
        of_year = duty.year or int(duty.period[:4] or self.known.year_on(self.day))
        own = [book for book in self.books if book.kind == kind and book.spreadsheet_id]
        return max(own, key=lambda book: (book.year == of_year, book.year), default=None)

    def _tab(self, book: Workbook | None, table: str, title: str) -> Place:
        if book is None:
            return Place()
        return Place(title, links.cell(self.base, book.spreadsheet_id, book.sheets.get(table)))


def read(connection: Connection, known: Organisation, day: date, base: str) -> Agenda:
    """The agenda of a day; `base` is that of the links to sheets."""
    duties = register.read(connection, known, day)
    return Agenda(known, day, duties, known.calendar, registry.all_of(connection), base)
