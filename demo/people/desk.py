"""A person's desk: one spreadsheet, what was typed there and meant, the way to a row and a column."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from demo import calendar, slips, typing
from demo.calendar import Month
from demo.department import Unit
from demo.entries import Diary, Entry, plain
from demo.people import hands as screen
from demo.people.hands import Book, Hands, Tab
from sheets_schema import descriptor


@dataclass
class Tally:
    """What a person did."""

    typed: int = 0
    slips: int = 0
    unseen: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Story:
    """What is true this year, and where it is noted what people meant."""

    seed: int
    months: list[Month]
    diary: Diary
    decks: dict[str, slips.Deck]
    units: tuple[Unit, ...] = ()


class Desk(ABC):
    """One person (`name` in the diary: a unit's code, "coordinator", "auditors") and her spreadsheet."""

    def __init__(self, name: str, hands: Hands, story: Story, habits: tuple[str, ...] = ()) -> None:
        self.name, self.hands, self.story, self.habits = name, hands, story, habits
        self.rng = Random(f"{story.seed}|desk|{name}")
        self.book_id: str | None = None
        self.tally = Tally()
        #: Headers this person renamed, so that she finds her way: (tab, schema title) → her own title.
        self.renamed: dict[tuple[str, str], str] = {}
        self.cells: list[tuple[str, str]] = []

    def refuse(self, refused: object) -> None:
        """Keep what the sheet would not let this person do."""
        self.tally.refused.append(str(refused))
        log = self.story.diary.path.with_name("refused.log")
        with log.open("a", encoding="utf-8") as lines:
            lines.write(f"{self.name}: {refused}\n")

    @abstractmethod
    def is_own(self, title: str) -> bool:
        """Whether a spreadsheet of this title is the one this person works in."""

    @abstractmethod
    def sit(self, now: datetime) -> None:
        """Work for a while: whatever is due for this person now."""

    def open(self) -> Book | None:
        """Look at the spreadsheet; None while it was not shared yet or cannot be opened."""
        try:
            if self.book_id is None:
                shared = self.hands.shared_with_me()
                self.book_id = next((ident for title, ident in shared.items() if self.is_own(title)), None)
            return self.hands.open(self.book_id) if self.book_id else None
        except screen.Refused as refused:
            self.refuse(refused)
            return None

    def commit(self, book: Book) -> None:
        """Type what this sitting gathered, below the last row of the grid once more rows were asked for."""
        self._add_blank_rows(book)
        self.send(self.hands, book, self.cells)
        self.cells = []

    def _add_blank_rows(self, book: Book) -> None:
        missing = {tab.sheet_id: len(tab.rows) - tab.size[0] for tab in book.tabs.values()}
        asked = [
            {"appendDimension": {"sheetId": sheet_id, "dimension": "ROWS", "length": rows}}
            for sheet_id, rows in missing.items()
            if rows > 0
        ]
        if asked:
            self.hands.change(book.id, asked)

    def send(self, who: Hands, book: Book, cells: list[tuple[str, str]]) -> None:
        """Type cells as one person; a refusal is noted, not mended."""
        try:
            who.type(book.id, cells)
            self.tally.typed += len(cells)
        except screen.Refused as refused:
            self.refuse(refused)

    def columns(self, table: str, tab: Tab) -> tuple[int, dict[str, int]]:
        """The header's row and the columns of a tab by field name."""
        fields = descriptor.table(table).fields
        titles = {one.name: self.renamed.get((tab.title, one.title), one.title) for one in fields}
        header = tab.header(list(titles.values()))
        found = {name: tab.column(header, title) for name, title in titles.items()}
        return header, {name: at for name, at in found.items() if at is not None}

    def row_of(self, entry: Entry, tab: Tab) -> int | None:
        """The first row in which `entry` stands now."""
        header, columns = self.columns(entry.table, tab)
        document = descriptor.table(entry.table)
        alike = {
            name: _same_period if document.field(name).kind == "period" else _same for name in entry.where
        }
        for row in range(header + 1, len(tab.rows)):
            if all(
                name in columns and alike[name](tab.text(row, columns[name]), text)
                for name, text in entry.where.items()
            ):
                return row
        return None

    def type_row(self, tab: Tab, row: int, entry: Entry, now: datetime, names: list[str]) -> None:
        """Note in the diary, then gather for typing, the named fields of an entry."""
        _, columns = self.columns(entry.table, tab)
        names = [name for name in names if name in columns]
        self.story.diary.note(now, self.name, entry, names)
        self.cells += [
            (screen.a1(tab.title, row, columns[name]), entry.typed.get(name, "")) for name in names
        ]

    def add_row(self, tab: Tab, entry: Entry, now: datetime) -> None:
        """Write an entry below the last row that shows anything."""
        row = tab.last_row() + 1
        while len(tab.rows) <= row:
            tab.rows.append([])
        tab.rows[row] = ["…"]
        names = [name for name, text in entry.typed.items() if text or name in entry.spoiled]
        self.type_row(tab, row, entry, now, names)

    def spell(
        self, entry: Entry, name: str, habits: tuple[str, ...] | None = None, rng: Random | None = None
    ) -> str:
        """What is typed for a meant field, by this person's habits (or by none, when mending)."""
        value, aim = entry.meant.get(name), entry.aim
        mine, rng = self.habits if habits is None else habits, rng or self.rng
        if value is None:
            return ""
        if isinstance(value, bool):
            yes = ("x", "X", "có") if name in ("none", "estimate") else ("có",)
            return rng.choice(yes) if value else "không"
        if name == "target" and aim is not None:
            return aim.change or typing.target(aim.direction, aim.target, aim.measure, mine, rng)
        item = descriptor.table(entry.table).field(name)
        if item.kind == "period":
            return typing.period(str(value), mine, rng)
        if isinstance(value, date):
            return typing.day(value, mine, rng)
        if isinstance(value, (int, float)):
            return typing.number(value, mine, rng)
        if isinstance(value, list):
            return "; ".join(value)
        if item.choices:
            return typing.choice(str(value), dict(item.choices), mine, rng)
        return typing.by_habit(str(plain(value)), mine, rng)


def _same(shown: str, text: str) -> bool:
    return screen.same(shown) == screen.same(text)


def _same_period(shown: str, text: str) -> bool:
    if _same(shown, text):
        return True
    period = calendar.period_of(shown)
    return period is not None and period == (calendar.period_of(text) or text)
