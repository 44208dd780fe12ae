"""Period boundaries as pure functions: month, quarter, year, school year; calendar or 15 → 14 windows."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from service.periods.workdays import PLAIN, Calendar

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_YEAR = re.compile(r"(\d{4})")
_SCHOOL_YEAR = re.compile(r"(\d{4})-(\d{4})")


@dataclass(frozen=True)
class Cut:
    """How a year was cut when its first month was frozen."""

    year: int
    start_day: int
    school_year_end_month: int


@dataclass(frozen=True)
class Rules:
    """How the agency cuts time. `start_day` 1: the calendar month; 15: from the 15th of the month before.

    A year of `cuts` (oldest first), and one without a cut of its own before it, keeps that way of cutting.
    A month of `dated` (label, due, freeze) keeps its days: it was frozen with them.
    """

    start_day: int = 1
    due_after: int = 1  # days after the window's end
    freeze_after: int = 5  # days after the window's end
    school_year_end_month: int = 8
    cuts: tuple[Cut, ...] = ()
    calendar: Calendar = PLAIN
    dated: tuple[tuple[str, date, date], ...] = ()
    meeting_after: int = 6  # days after the window's end: the review of the month
    conclusions_after: int = 8  # days after the window's end: the notice of its conclusions
    full_review_month: int = 12  # the month of whose figures the full review is held

    def cut(self, year: int) -> Cut:
        """How a year is cut."""
        now = Cut(year, self.start_day, self.school_year_end_month)
        return next((cut for cut in self.cuts if year <= cut.year), now)


@dataclass(frozen=True)
class Window:
    """One period: inclusive days, the day entries are due, the last day that still counts.

    The due day is a working day: one that falls on a day off is the next working day, but for the freeze.
    """

    label: str
    kind: str  # month | quarter | year | school_year
    start: date
    end: date
    due: date
    freeze: date

    def contains(self, day: date) -> bool:
        """Whether `day` lies in the window."""
        return self.start <= day <= self.end

    def frozen_at(self, zone: tzinfo) -> datetime:
        """The instant figures freeze: the midnight that ends the freeze day."""
        return datetime.combine(self.freeze + timedelta(days=1), time.min, zone)


def _first_day(year: int, month: int, rules: Rules) -> date:
    """The day after the month before ends: no day lies in two months or in none, however years are cut."""
    year_before, before = (year - 1, 12) if month == 1 else (year, month - 1)
    start_day = rules.cut(year_before).start_day
    return date(year, month, 1) if start_day == 1 else date(year_before, before, start_day)


def _last_day(year: int, month: int, rules: Rules) -> date:
    start_day = rules.cut(year).start_day
    return date(year, month, monthrange(year, month)[1] if start_day == 1 else start_day - 1)


def _span(label: str, kind: str, first: tuple[int, int], last: tuple[int, int], rules: Rules) -> Window:
    end = _last_day(*last, rules)
    try:
        return Window(label, kind, _first_day(*first, rules), end, *_deadlines(label, end, rules))
    except OverflowError as error:  # it would be due after the last day there is
        raise ValueError(f"“{label}” không phải là kỳ / is not a period") from error


def _deadlines(label: str, end: date, rules: Rules) -> tuple[date, date]:
    """The due day and the freeze day: as they were when a month was frozen, else reckoned from its end."""
    for of, due, freeze in rules.dated:
        if of == label:
            return due, freeze
    due, freeze = (end + timedelta(days=after) for after in (rules.due_after, rules.freeze_after))
    return max(due, min(rules.calendar.next(due), freeze)), freeze


def window(label: str, rules: Rules) -> Window:
    """The window of "2022-03", "2022-Q1", "2022" or "2021-2022". Raises ValueError for anything else."""
    if match := _MONTH.fullmatch(label):
        month = int(match[1]), int(match[2])
        return _span(label, "month", month, month, rules)
    if match := _QUARTER.fullmatch(label):
        year, quarter = int(match[1]), int(match[2])
        return _span(label, "quarter", (year, quarter * 3 - 2), (year, quarter * 3), rules)
    if match := _YEAR.fullmatch(label):
        return _span(label, "year", (int(match[1]), 1), (int(match[1]), 12), rules)
    if (match := _SCHOOL_YEAR.fullmatch(label)) and int(match[2]) == int(match[1]) + 1:
        begun, over = int(match[1]), int(match[2])
        before, last = (rules.cut(year).school_year_end_month for year in (begun, over))
        first = (begun, before + 1) if before < 12 else (over, 1)
        return _span(label, "school_year", first, (over, last), rules)
    raise ValueError(f"“{label}” không phải là kỳ / is not a period")


def months(year: int, rules: Rules) -> list[Window]:
    """The twelve monthly windows of a year."""
    return [window(f"{year}-{month:02}", rules) for month in range(1, 13)]


def containing(day: date, rules: Rules) -> Window:
    """The monthly window that holds `day`."""
    year, month = day.year, day.month
    if day > _last_day(year, month, rules):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return window(f"{year}-{month:02}", rules)


def ending_with(month: Window, rules: Rules) -> list[Window]:
    """The month itself and every longer period whose last month it is, shortest first."""
    year, number = int(month.label[:4]), int(month.label[5:])
    found = [month]
    if number % 3 == 0:
        found.append(window(f"{year}-Q{number // 3}", rules))
    if number == 12:
        found.append(window(str(year), rules))
    if number == rules.cut(year).school_year_end_month:
        found.append(window(f"{year - 1}-{year}", rules))
    return found


def before(month: Window, rules: Rules) -> Window:
    """The monthly window before this one."""
    return containing(month.start - timedelta(days=1), rules)


def after(month: Window, rules: Rules) -> Window:
    """The monthly window after this one."""
    return containing(month.end + timedelta(days=1), rules)
