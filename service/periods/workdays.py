"""Working days as pure functions of the days off, make-up days and quiet times that people list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

#: Monday is 0.
_WEEKEND = (5, 6)
_DAY = timedelta(days=1)

Spans = tuple[tuple[date, date], ...]


@dataclass(frozen=True)
class Calendar:
    """Spans of days, both ends included: off work, worked although a weekend, and without reminders."""

    off: Spans = ()
    worked: Spans = ()
    quiet: Spans = ()

    def is_workday(self, day: date) -> bool:
        """Whether people work on `day`: a make-up day, or a weekday that is not off."""
        if day in _days(self.off):
            return False
        return day.weekday() not in _WEEKEND or day in _days(self.worked)

    def is_quiet(self, day: date) -> bool:
        """Whether nobody is to be reminded on `day`."""
        return day in _days(self.quiet)

    def next(self, day: date) -> date:
        """The day itself when people work on it, else the first working day after it."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def add(self, day: date, number: int) -> date:
        """The working day that many working days after `day` (before it, when negative); 0 is `day`."""
        step = _DAY if number > 0 else -_DAY
        for _ in range(abs(number)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days lie after `first`, up to and with `last`; negative when `last` is earlier."""
        if last < first:
            return -self.between(last, first)
        return sum(self.is_workday(first + _DAY * n) for n in range(1, (last - first).days + 1))


#: Weekends only.
PLAIN = Calendar()


@lru_cache(maxsize=64)
def _days(spans: Spans) -> frozenset[date]:
    return frozenset(first + _DAY * n for first, last in spans for n in range((last - first).days + 1))


def calendar(rows: Iterable[Mapping[str, Any]]) -> Calendar:
    """The calendar of the records of the holidays table; days are ISO text."""
    spans: dict[str, list[tuple[date, date]]] = {"holiday": [], "makeup": [], "quiet": []}
    for row in rows:
        first = date.fromisoformat(row["from"])
        spans[row["kind"]].append((first, date.fromisoformat(row.get("to") or row["from"])))
    return Calendar(*(tuple(sorted(spans[kind])) for kind in ("holiday", "makeup", "quiet")))
