"""How people keep their registers: rows written on their day, completed later; slips, mended later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from demo import calendar
from demo.calendar import ZONE
from demo.entries import Entry
from demo.people.desk import Desk
from demo.people.hands import Book, Refused, Tab
from demo.people.menus import delete
from demo.registers import Row, Step
from sheets_schema import descriptor

#: How often a sitting that writes into a table leaves a slip there; how often a clerk never mends it.
_SLIPS, _NEVER = 0.5, 0.1
#: How long somebody goes on looking for a row or tab that is not there.
_PATIENCE = timedelta(days=30)


@dataclass
class Chore:
    """One step of a row that is to be typed. how: see _HOW; `names`: the cells, once they are spelled."""

    when: datetime
    how: str
    entry: Entry
    step: Step
    names: list[str] = field(default_factory=list)


#: A new row; a row that the service laid out; what came of a row; a slip put right; a row taken away.
_HOW = ("write", "fill", "tell", "mend", "delete")


class Registers:
    """What one desk writes into registers."""

    def __init__(self, desk: Desk, rows: Iterable[Row]) -> None:
        self.desk = desk
        self._rng = Random(f"{desk.story.seed}|registers|{desk.name}")
        self._chores: list[Chore] = []
        for row in rows:
            self.plan(row)

    def plan(self, row: Row) -> None:
        """Take a row's steps into the agenda."""
        entry, how = Entry(row.table, row.key, {}, {}), "fill" if row.there else "write"
        for step in row.steps:
            self._chores.append(Chore(_at(step.day), "delete" if step.gone else how, entry, step))
            how = "write" if step.gone else "tell"

    def lose(self, entry: Entry, gone: date, back: date) -> None:
        """Plan that a row which stands is deleted, and written again later."""
        self._chores.append(Chore(_at(gone), "delete", entry, Step(gone, {}, gone=True)))
        self._chores.append(Chore(_at(back), "write", entry, Step(back, {})))

    def due(self, now: datetime) -> bool:
        """Whether something is to be written now."""
        return any(chore.when <= now for chore in self._chores)

    def work(self, book: Book, now: datetime) -> None:
        """Write what is due, as one sitting, one step a row; what cannot be written yet waits."""
        first: dict[int, Chore] = {}
        for chore in sorted(self._chores, key=lambda one: one.when):
            if chore.when <= now:
                first.setdefault(id(chore.entry), chore)
        self._spell(list(first.values()))
        for chore in first.values():
            if self._do(book, chore, now) or now - chore.when > _PATIENCE:
                self._chores.remove(chore)

    def _spell(self, chores: list[Chore]) -> None:
        """Spell the cells of each chore; in each table one of the rows may get a slip."""
        fresh: dict[str, list[Chore]] = {}
        for chore in chores:
            if chore.how in ("write", "fill", "tell") and not chore.names:
                chore.names = self._mean(chore)
                fresh.setdefault(chore.entry.table, []).append(chore)
        for table, group in fresh.items():
            deck = self.desk.story.decks.get(table)
            if deck is None or self._rng.random() >= _SLIPS:
                continue
            spoiled = deck.spoil_one_of([chore.entry for chore in group])
            for chore in group:
                if spoiled is chore.entry:
                    chore.names += [name for name in spoiled.spoiled if name not in chore.names]

    def _mean(self, chore: Chore) -> list[str]:
        """Take the step's cells as meant and spell them; the names of those to be typed."""
        entry = chore.entry
        entry.meant.update(chore.step.cells)
        names = list(entry.meant if chore.how == "write" else chore.step.cells)
        for name in names:
            entry.typed[name] = self.desk.spell(entry, name, rng=self._rng)
        keys = descriptor.table(entry.table).primary_key
        return [name for name in names if chore.how != "fill" or name not in keys]

    def _do(self, book: Book, chore: Chore, now: datetime) -> bool:
        entry = chore.entry
        tab = book.tab(descriptor.table(entry.table).title)
        if tab is None:
            return False
        if chore.how == "write":
            self.desk.add_row(tab, entry, now)
        else:
            keys = descriptor.table(entry.table).primary_key
            entry.where = {name: entry.typed.get(name, "") for name in keys}
            row = self.desk.row_of(entry, tab)
            if row is None:
                return False
            if chore.how == "delete":
                return self._delete(book, tab, row, entry, now)
            names = self._mend(entry) if chore.how == "mend" else chore.names
            self.desk.type_row(tab, row, entry, now, names)
        if entry.slip is not None and chore.names:
            self._regret(entry, now)
        return True

    def _regret(self, entry: Entry, now: datetime) -> None:
        """A slip was typed: it is mended after a day or two, but for some clerks' who never do."""
        self.desk.tally.slips += 1
        self.desk.tally.unseen += not entry.seen
        careful = self.desk.name in ("coordinator", "auditors") or self._rng.random() >= _NEVER
        if entry.seen and careful:
            later = calendar.workday((now + timedelta(days=self._rng.choice((1, 2)))).date())
            self._chores.append(Chore(_at(later), "mend", entry, Step(later, {})))
        else:
            entry.slip, entry.codes, entry.spoiled = None, (), ()

    def _mend(self, entry: Entry) -> list[str]:
        names = list(entry.spoiled)
        for name in names:
            entry.typed[name] = self.desk.spell(entry, name, habits=(), rng=self._rng)
        entry.slip, entry.codes, entry.spoiled = None, (), ()
        return names

    def _delete(self, book: Book, tab: Tab, row: int, entry: Entry, now: datetime) -> bool:
        """Take the row off the sheet, as the row's menu does: nothing is meant to stand."""
        self.desk.commit(book)  # what was typed before stands where it was typed
        names = [name for name, text in entry.typed.items() if text]
        self.desk.story.diary.note(now, self.desk.name, Entry(entry.table, entry.key, {}, {}), names)
        entry.typed = {}
        try:
            self.desk.hands.change(book.id, [delete(tab.sheet_id, row)])
        except Refused as refused:
            self.desk.refuse(f"delete {entry.key}: {refused}")
        fresh = self.desk.open()
        if fresh is not None:
            book.tabs = fresh.tabs
        return True


def _at(day: date) -> datetime:
    return datetime.combine(calendar.workday(day), time(8), ZONE)
