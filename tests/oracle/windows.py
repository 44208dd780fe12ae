"""Months, quarters, years and school years as windows of days (docs/figures.md, section 1)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple


class Rules(NamedTuple):
    """The settings that make windows."""

    start_day: int = 1
    freeze_after: int = 5
    school_end: int = 8


class Window(NamedTuple):
    """A label and its days, both included; what stands at the end of `freeze` counts."""

    label: str
    start: date
    end: date
    freeze: date


def months_of(label: str, rules: Rules) -> list[str]:
    """The months of a label: 2022-03, 2022-Q1, 2022 or 2021-2022."""
    if len(label) == 9:
        last = int(label[5:]) * 12 + rules.school_end - 1
        numbers = range(last - 11, last + 1)
    elif len(label) == 4:
        numbers = range(int(label) * 12, int(label) * 12 + 12)
    elif "Q" in label:
        first = int(label[:4]) * 12 + (int(label[6]) - 1) * 3
        numbers = range(first, first + 3)
    else:
        return [label]
    return [f"{number // 12}-{number % 12 + 1:02}" for number in numbers]


def window(label: str, rules: Rules) -> Window:
    """The window of any label: from its first month's start to its last month's end."""
    months = months_of(label, rules)
    start = _first_day(months[0], rules, 0)
    end = _first_day(months[-1], rules, 1) - timedelta(days=1)
    return Window(label, start, end, end + timedelta(days=rules.freeze_after))


def month_of(day: date, rules: Rules) -> str:
    """The month in whose window a day lies."""
    number = day.year * 12 + day.month - 1
    if rules.start_day > 1 and day.day >= rules.start_day:
        number += 1
    return f"{number // 12}-{number % 12 + 1:02}"


def due_period(evaluation: str, month: str, rules: Rules) -> str | None:
    """Which period an objective of that evaluation is asked for in `month`; None when it is not."""
    year, number = int(month[:4]), int(month[5:])
    if evaluation == "month":
        return month
    if evaluation == "quarter":
        return f"{year}-Q{number // 3}" if number % 3 == 0 else None
    if evaluation == "year":
        return str(year) if number == 12 else None
    return f"{year - 1}-{year}" if number == rules.school_end else None


def previous(month: str) -> str:
    """The month before."""
    number = int(month[:4]) * 12 + int(month[5:]) - 2
    return f"{number // 12}-{number % 12 + 1:02}"


def _first_day(month: str, rules: Rules, later: int) -> date:
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + later
    if rules.start_day > 1:
        number -= 1
    return date(number // 12, number % 12 + 1, rules.start_day)
