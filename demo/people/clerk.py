"""A unit's clerk: fills the unit's book, reads what it says, mends, sometimes late, sometimes never."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from demo import actions, calendar, dossiers, objectives, registers
from demo.calendar import ZONE, Month
from demo.department import Unit
from demo.entries import Entry, Meant
from demo.people import hands as screen
from demo.people.desk import Desk, Story
from demo.people.hands import Book, Hands, Tab
from demo.people.registers import Registers
from sheets_schema import descriptor

#: How long a clerk keeps looking for rows that are not laid out yet.
PATIENCE = timedelta(days=12)
#: The share of slips that are never mended.
_NEVER = 0.1
#: The share of slips of the morning of a due day that are mended that afternoon.
_SAME_DAY = 0.8


@dataclass
class Task:
    """Something to do from a moment on; `do` returns False when it was not possible yet."""

    when: datetime
    do: Callable[[Book, datetime], bool]
    what: str
    until: datetime


@dataclass
class Owed:
    """A slip that the clerk will mend once the sheet tells of it."""

    entry: Entry
    since: datetime
    not_before: datetime


class Clerk(Desk):
    """One unit's clerk (and the head, who confirms)."""

    def __init__(self, unit: Unit, clerk: Hands, head: Hands, story: Story) -> None:
        super().__init__(unit.code, clerk, story, unit.habits)
        self.unit, self.head = unit, head
        self.memory: dict[tuple[str, str], Entry] = {}
        self.owed: list[Owed] = []
        self.looks: list[datetime] = []
        self.tasks: list[Task] = []
        self._head_cells: list[tuple[str, str]] = []
        known = {one.code for one in story.units}
        rows = [*registers.story(unit.code, known), *actions.rows(story.seed, unit)]
        self.registers = Registers(self, rows)
        self._plan()

    # -- the year's plan -------------------------------------------------------------------------

    def _plan(self) -> None:
        first = self.unit.since or date(2021, 12, 20)
        begin = calendar.workday(first + timedelta(days=self.rng.randint(0, 9)))
        begin = self.unit.begins or begin
        self.at(begin, 8, self._write_objectives, "objectives", patience=timedelta(days=40))
        for month in self.story.months:
            self._plan_month(month)

    def _plan_month(self, month: Month) -> None:
        prompt = calendar.prompt_day(month)
        pace = 0 if prompt and self.unit.learns else self.unit.pace
        day = month.end + timedelta(days=1 + pace)
        if "procrastinator" in self.unit.habits and self.rng.random() < 0.25:
            day = month.freeze + timedelta(days=1)
        day = calendar.workday(day)
        if day > month.freeze and "procrastinator" not in self.unit.habits:
            day = month.end - timedelta(days=2)
        hour, corrects = self.rng.choice((8, 14)), self.rng.random() < 0.2
        hour = 8 if day == prompt else hour
        if month.label in self.unit.silent or not self._takes_part(month):
            return
        self.at(day, hour, lambda book, now: self._fill_progress(book, now, month), f"progress {month.label}")
        if self.unit.procedures:
            self.at(day, hour, lambda book, now: self._fill_dossiers(book, now, month), "dossiers")
        if month.label not in self.unit.unconfirmed:
            self.at(day, 14, lambda book, now: self._confirm(book, now, month), f"confirm {month.label}")
        if corrects or month.label in self.unit.reopened:
            wait = 8 if month.label in self.unit.reopened else self.rng.randint(2, 9)
            late = calendar.workday(month.freeze + timedelta(days=wait))
            self.at(late, 8, lambda book, now: self._revise(book, now, month), f"revise {month.label}")

    def _takes_part(self, month: Month) -> bool:
        return self.unit.takes_part(month.start) or self.unit.takes_part(month.end)

    def at(
        self,
        day: date,
        hour: int,
        do: Callable[[Book, datetime], bool],
        what: str,
        patience: timedelta = PATIENCE,
    ) -> None:
        """Plan something for the first sitting at or after `hour` of `day`."""
        when = datetime.combine(day, time(hour), ZONE)
        self.tasks.append(Task(when, do, what, when + patience))

    # -- one sitting -----------------------------------------------------------------------------

    def sit(self, now: datetime) -> None:
        """Do what is due, mend what the sheet complains of. Costs nothing when there is nothing to do."""
        due = [task for task in self.tasks if task.when <= now]
        looking = any(when <= now for when in self.looks)
        if not due and not looking and not self.registers.due(now):
            return
        self.looks = [when for when in self.looks if when > now]
        book = self.open()
        if book is None:
            if looking:
                self.looks.append(now + timedelta(hours=20))
            return
        self._mend(book, now)
        for task in sorted(due, key=lambda one: one.when):
            if task.do(book, now) or now >= task.until:
                self.tasks.remove(task)
        self.registers.work(book, now)
        self.commit(book)

    def is_own(self, title: str) -> bool:
        """Whether the title names this unit."""
        return screen.same(self.unit.name) in screen.same(title) or self.unit.code in title.split()

    def type_row(self, tab: Tab, row: int, entry: Entry, now: datetime, names: list[str]) -> None:
        """As at any desk; but it is the head who types a confirmation."""
        super().type_row(tab, row, entry, now, names)
        if entry.table == "confirmations":
            count = len(self.cells) - len([n for n in names if n in self.columns(entry.table, tab)[1]])
            self._head_cells += self.cells[count:]
            del self.cells[count:]

    def commit(self, book: Book) -> None:
        """Clerk and head type what is theirs."""
        super().commit(book)
        self.send(self.head, book, self._head_cells)
        self._head_cells = []

    def _remember(self, entry: Entry, now: datetime) -> None:
        self.memory[entry.table, entry.key] = entry
        if entry.slip is None:
            return
        self.tally.slips += 1
        if not entry.seen:
            self.tally.unseen += 1
            return
        if self.rng.random() < _NEVER and entry.table != "objectives":
            return
        wait = timedelta(days=self.rng.choice((1, 1, 2, 3, 5)))
        if self._looks_again_today(now):
            wait = timedelta(hours=5)
            self.looks.append(now + wait)
        else:
            self.look_after(now, wait)
        self.owed.append(Owed(entry, now, now + wait))

    def _looks_again_today(self, now: datetime) -> bool:
        """Whether she looks at the sheet again before the day ends on which her figures are due."""
        due = {calendar.prompt_day(month) for month in self.story.months}
        return now.date() in due and now.hour < 12 and self.rng.random() < _SAME_DAY

    def look_after(self, now: datetime, wait: timedelta) -> None:
        """Plan to look at the sheet after a while."""
        day = calendar.workday((now + wait).date())
        self.looks.append(datetime.combine(day, time(8, 30), ZONE))

    # -- objectives ------------------------------------------------------------------------------

    def _write_objectives(self, book: Book, now: datetime) -> bool:
        tab = book.tab(descriptor.table("objectives").title)
        if tab is None:
            return False
        entries = [self.objective(code, aim) for code, aim in objectives.aims(self.unit).items()]
        rows = [self.row_of(entry, tab) for entry in entries]
        if any(row is None for row in rows):
            return False
        for _ in range(2):
            self.story.decks["objectives"].spoil_one_of(entries)
        for entry, row in zip(entries, rows, strict=True):
            assert row is not None
            names = [n for n, text in entry.typed.items() if n != "code" and (text or n in entry.spoiled)]
            self.type_row(tab, row, entry, now, names)
            self._remember(entry, now)
        return True

    def objective(self, code: str, aim: objectives.Aim) -> Entry:
        """The row of an objective, as meant and as this clerk spells it."""
        meant: dict[str, Meant] = {
            "code": code,
            "objective": aim.text,
            "direction": aim.direction,
            "target": aim.told,
            "unit_of_measure": aim.measure,
            "evaluation": aim.evaluation,
            "deadline": aim.deadline,
            "aggregation": aim.aggregation,
            "formula": aim.formula,
            "source": aim.source,
            "baseline": aim.before,
        }
        entry = Entry("objectives", code, meant, {}, {"code": code}, aim)
        entry.typed = {name: self.spell(entry, name) for name in meant}
        return entry

    # -- progress --------------------------------------------------------------------------------

    def _fill_progress(self, book: Book, now: datetime, month: Month) -> bool:
        tab = book.tab(descriptor.table("progress").title)
        if tab is None:
            return False
        found = self._progress_due(tab, month)
        if not found:
            return False
        entries = [entry for entry, _ in found]
        if self.rng.random() < 0.75:
            # The estimate is part of the tale: no slip hides it.
            known = [entry for entry in entries if not entry.meant["estimate"]]
            self.story.decks["progress"].spoil_one_of(known)
        for entry, row in found:
            names = [n for n in entry.typed if entry.typed[n] or n in entry.spoiled]
            self.type_row(tab, row, entry, now, names)
            self._remember(entry, now)
        self.look_after(now, timedelta(days=1))
        return True

    def _progress_due(self, tab: Tab, month: Month) -> list[tuple[Entry, int]]:
        """The rows laid out for periods that end with this month or earlier and are not filled yet."""
        header, columns = self.columns("progress", tab)
        aims, found = objectives.aims(self.unit), []
        if "code" not in columns or "period" not in columns:
            return []
        for row in range(header + 1, len(tab.rows)):
            code, shown = tab.text(row, columns["code"]).strip(), tab.text(row, columns["period"])
            period = calendar.period_of(shown)
            known = period is None or ("progress", f"{code}|{period}") in self.memory
            last = calendar.last_month(period or "")
            if code not in aims or known or last > month.label or last in self.unit.silent:
                continue
            entry = self.progress(code, aims[code], period or "", shown)
            found.append((entry, row))
        return found

    def progress(self, code: str, aim: objectives.Aim, period: str, shown: str) -> Entry:
        """The result of an objective in a period; `shown` is how the sheet shows the period."""
        true = objectives.truth(self.story.seed, self.unit, code, aim, period)
        meant: dict[str, Meant] = {
            "achieved": true.achieved,
            "total": true.total,
            "value": true.value,
            "none": True if true.none else None,
            "cause": true.cause,
            "measure": true.measure,
            "evidence": f"BC {period}" if self.rng.random() < 0.3 else None,
            "estimate": True if code == "MT01" and period in self.unit.estimates else None,
        }
        where = {"code": code, "period": shown}
        entry = Entry("progress", f"{code}|{period}", meant, {}, where, aim)
        entry.typed = {name: self.spell(entry, name) for name in meant}
        return entry

    def _revise(self, book: Book, now: datetime, month: Month) -> bool:
        """Correct a figure of a month that was closed already."""
        tab = book.tab(descriptor.table("progress").title)
        mine = [
            entry
            for (table, key), entry in self.memory.items()
            if table == "progress"
            and key.endswith(month.label)
            and entry.slip is None
            and isinstance(entry.meant.get("achieved"), int)
            and int(str(entry.meant["achieved"])) > 3
        ]
        if tab is None or not mine:
            return True
        entry = self.rng.choice(mine)
        row = self.row_of(entry, tab)
        if row is not None:
            entry.meant["achieved"] = int(str(entry.meant["achieved"])) - 1
            entry.typed["achieved"] = self.spell(entry, "achieved")
            self.type_row(tab, row, entry, now, ["achieved"])
        return True

    # -- dossiers --------------------------------------------------------------------------------

    def _fill_dossiers(self, book: Book, now: datetime, month: Month) -> bool:
        tab = book.tab(descriptor.table("dossiers").title)
        if tab is None:
            return False
        _, columns = self.columns("dossiers", tab)
        if "period" not in columns or "procedure" not in columns:
            return False
        labels = [one.label for one in self.story.months]
        entries = []
        for procedure in self.unit.procedures:
            true = dossiers.year(self.story.seed, self.unit, procedure, labels)[month.label]
            entries.append(self.dossier(month.label, procedure, true))
        if self.rng.random() < 0.5:
            self.story.decks["dossiers"].spoil_one_of(entries)
        for entry in entries:
            self.add_row(tab, entry, now)
            self._remember(entry, now)
        return True

    def dossier(self, label: str, procedure: str, true: dossiers.Month) -> Entry:
        """A month of a procedure, as meant and as this clerk spells it."""
        numbers = {name: getattr(true, name) for name in dossiers.COUNTS}
        meant: dict[str, Meant] = {"period": label, "procedure": procedure, **numbers}
        entry = Entry("dossiers", f"{label}|{procedure}", meant, {})
        entry.typed = {name: self.spell(entry, name) for name in meant}
        entry.where = {"period": label, "procedure": entry.typed["procedure"]}
        before = self.memory.get(("dossiers", f"{_before(label)}|{procedure}"))
        entry.follows = before is not None and before.slip is None
        return entry

    # -- confirmations and corrections -----------------------------------------------------------

    def _confirm(self, book: Book, now: datetime, month: Month) -> bool:
        tab = book.tab(descriptor.table("confirmations").title)
        if tab is None:
            return False
        meant: dict[str, Meant] = {"head": self.unit.head, "confirmed_on": now.date()}
        entry = Entry("confirmations", month.label, meant, {}, {"period": month.label})
        row = self.row_of(entry, tab)
        if row is None:
            return False
        entry.typed = {name: self.spell(entry, name) for name in meant}
        if self.rng.random() < 0.06:
            self.story.decks["confirmations"].spoil_one_of([entry])
        self.type_row(tab, row, entry, now, list(meant))
        self._remember(entry, now)
        return True

    def answer_finding(self, book: Book, now: datetime, code: str, cause: str, action: str) -> bool:
        """Fill the row of a finding in the corrections tab, once it is laid out."""
        tab = book.tab(descriptor.table("corrections").title)
        meant: dict[str, Meant] = {"cause": cause, "action": action, "completed": now.date()}
        entry = Entry("corrections", code, meant, {}, {"code": code})
        row = self.row_of(entry, tab) if tab else None
        if tab is None or row is None:
            return False
        entry.typed = {name: self.spell(entry, name) for name in meant}
        if self.rng.random() < 0.25:
            self.story.decks["corrections"].spoil_one_of([entry])
        self.type_row(tab, row, entry, now, list(meant))
        self._remember(entry, now)
        return True

    # -- mending ---------------------------------------------------------------------------------

    def _mend(self, book: Book, now: datetime) -> None:
        left = []
        for owed in self.owed:
            if owed.not_before <= now and self._mend_one(book, owed, now):
                continue
            if now - owed.since < timedelta(days=30):
                left.append(owed)
                if owed.not_before <= now:
                    self.look_after(now, timedelta(days=2))
        self.owed = left

    def _mend_one(self, book: Book, owed: Owed, now: datetime) -> bool:
        entry = owed.entry
        tab = book.tab(descriptor.table(entry.table).title)
        spoiled = {n: entry.typed[n] for n in entry.spoiled if n in entry.where}
        seeking = Entry(entry.table, entry.key, {}, {}, {**entry.where, **spoiled})
        row = self.row_of(seeking, tab) if tab else None
        if tab is None or row is None or not any(at == row for at, _ in tab.notes):
            return False
        names = list(entry.spoiled)
        mended = Entry(entry.table, entry.key, entry.meant, dict(entry.typed), entry.where, entry.aim)
        mended.typed.update({name: self.spell(entry, name, habits=()) for name in names})
        self.type_row(tab, row, mended, now, names)
        self.memory[entry.table, entry.key] = mended
        return True


def _before(label: str) -> str:
    """The month before, within the year ("2022-00" before January: no such month)."""
    return f"{label[:5]}{int(label[5:]) - 1:02}"
