"""The simulated time: the months of the plan, the days people work, the moments of a day. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from demo import registers

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST = date(2021, 12, 15)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


#: Days of the week on which people sit down a second time (Tuesday, Thursday).
AFTERNOONS = (1, 3)
#: After a first quarter of chasing most units give their figures on the day due, from this month on.
PROMPT_SINCE = "2022-04"


@dataclass(frozen=True)
class Month:
    """A month of the year that runs from the 15th to the 14th; `freeze` is its last day that counts."""

    label: str
    start: date
    end: date
    freeze: date


def months(number: int) -> list[Month]:
    """The first `number` months of 2022."""
    found = []
    for month in range(1, number + 1):
        start = date(2021, 12, 15) if month == 1 else date(2022, month - 1, 15)
        end = date(2022, month, 14)
        found.append(Month(f"2022-{month:02}", start, end, end + timedelta(days=5)))
    return found


def prompt_day(month: Month) -> date | None:
    """The day the figures are due, when that is a day people keep; they sit down twice on it."""
    return workday(month.end + timedelta(days=1)) if month.label >= PROMPT_SINCE else None


def is_workday(day: date) -> bool:
    """Monday to Friday but for the holidays, and the Saturdays worked instead, as the coordinator writes."""
    return day in days_of("makeup") or (day.weekday() < 5 and day not in days_of("holiday"))


@cache
def days_of(kind: str) -> frozenset[date]:
    """The days of one kind in the year's holidays: holiday, makeup or quiet."""
    found: set[date] = set()
    for row in registers.rows("holidays"):
        cells = row.steps[0].cells
        first, last = cells["from"], cells.get("to", cells["from"])
        assert isinstance(first, date) and isinstance(last, date)
        found |= {first + timedelta(days=n) for n in range((last - first).days + 1) if cells["kind"] == kind}
    return frozenset(found)


def workday(day: date) -> date:
    """The day itself or the next on which people work."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


@dataclass(frozen=True)
class Moment:
    """One step of the year. kind: "people" (they act) or "tick" (the service works); `closes` a month."""

    at: datetime
    kind: str
    closes: str | None = None


def moments(number: int) -> Iterator[Moment]:
    """Every step from the first day on, until three days after the last month's report was due."""
    closing = {month.freeze + timedelta(days=1): month.label for month in months(number)}
    prompt = {prompt_day(month) for month in months(number)}
    day, last = FIRST, months(number)[-1].freeze + timedelta(days=4)
    while day <= last:
        if day in closing:
            yield Moment(_at(day, 0, 5), "tick", closing[day])
        if is_workday(day):
            yield Moment(_at(day, 8, 30), "people")
            yield Moment(_at(day, 10, 30), "tick")
            if day.weekday() in AFTERNOONS or day in prompt:
                yield Moment(_at(day, 14, 0), "people")
                yield Moment(_at(day, 16, 30), "tick")
        else:
            yield Moment(_at(day, 9, 0), "people")
            yield Moment(_at(day, 17, 0), "tick")
        day += timedelta(days=1)


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


def period_of(text: str) -> str | None:
    """The period a cell shows ("Tháng 3/2022", "Quý I/2022", "Năm học 2021-2022" …), or None."""
    bare = " ".join(text.casefold().split())
    patterns = (
        (r"(\d{4})\s*[-–]\s*(\d{4})$", lambda m: f"{m[1]}-{m[2]}"),
        (r"(\d{4})-(\d{2})$", lambda m: f"{m[1]}-{m[2]}"),
        (r"(\d{4})-q([1-4])$", lambda m: f"{m[1]}-Q{m[2]}"),
        (r"(?:quý|quy|q)\s*(iv|i{1,3}|[1-4])\s*[/-]\s*(\d{4})$", lambda m: f"{m[2]}-Q{_ROMAN[m[1]]}"),
        (r"(?:1|01)/(\d{1,2})/(\d{4})$", lambda m: f"{m[2]}-{int(m[1]):02}"),
        (r"(?<![/\d])(\d{1,2})\s*[/-]\s*(\d{4})$", lambda m: f"{m[2]}-{int(m[1]):02}"),
        (r"(?:năm|nam)?\s*(\d{4})$", lambda m: m[1]),
    )
    for pattern, label in patterns:
        if match := re.search(pattern, bare):
            return str(label(match))
    return None


def last_month(period: str) -> str:
    """The month with which a period ends: 2022-Q1 → 2022-03; a school year ends with August."""
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", period):
        return f"{match[1]}-{int(match[2]) * 3:02}"
    if match := re.fullmatch(r"\d{4}-(\d{4})", period):
        return f"{match[1]}-08"
    return period if "-" in period else f"{period}-12"
