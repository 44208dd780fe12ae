"""The agenda of a month's management review: its items in the standard's order, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.figures import reviews
from service.figures.data import Data, Row
from service.periods import course
from service.reports.sections import evidence, trends
from service.reports.writer import Writer
from service.reviews import items
from service.reviews.items import Edition, Item


@dataclass(frozen=True, slots=True)
class Entry:
    """One item: what the figures say, and what a person wrote. Both empty: there are no data."""

    item: Item
    lines: tuple[str, ...]
    typed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """The review of a month: the row that plans it (None before anybody did), its kind, its edition."""

    row: Row | None
    kind: str
    edition: Edition

    def text(self, field: str) -> str:
        """What the row says, "" when it is blank or there is none."""
        return self.row.text(field) if self.row else ""


def meeting(data: Data) -> Meeting:
    """The meeting that looks at a frozen month: the full one where several are planned, else the first."""
    planned = reviews.of_period(data, data.window.label)
    full = [row for row in planned if row.text("kind") == "full"]
    row = next(iter(full or planned), None)
    is_full = int(data.window.label[5:]) == data.rules.full_review_month
    kind = row.text("kind") if row else "full" if is_full else "monthly"
    day = row.day("date") if row else None
    return Meeting(row, kind, items.in_force(day or course.meeting_day(data.window, data.rules)))


def entries(w: Writer, of: Meeting) -> list[Entry]:
    """The agenda with its evidence."""
    own = reviews.conclusions(w.data, [of.row]) if of.row else []
    return [
        Entry(
            item,
            (*evidence.lines(w, item.evidence, item.sections), *_trend(w, item, of.kind)),
            tuple(
                row.text("evidence") for row in own if row.text("item") == item.code and row.text("evidence")
            ),
        )
        for item in of.edition.agenda(of.kind)
    ]


def _trend(w: Writer, item: Item, kind: str) -> Iterator[str]:
    """A full review looks at the year, not at its month alone."""
    if kind == "full":
        yield from trends.lines(w, item.trend)
