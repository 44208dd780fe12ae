"""When an objective is asked for, and for which evaluation period (docs/figures.md, 2.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from service.periods import windows
from service.periods.windows import Rules, Window

EVALUATIONS = ("month", "quarter", "year", "school_year")


def due_period(
    evaluation: str, start: date | None, deadline: date | None, month: Window, rules: Rules
) -> Window | None:
    """The evaluation period that `month` asks an objective for, None when it is not due.

    `start` and `deadline` are the objective's, either may be blank. Raises ValueError for another evaluation.
    """
    if evaluation not in EVALUATIONS:
        raise ValueError(f"{evaluation!r} is not one of {EVALUATIONS}")
    for period in windows.ending_with(month, rules):
        if period.kind == evaluation:
            begun = start is None or start <= period.end
            return period if begun and (deadline is None or deadline >= period.start) else None
    return None


def due_in_year(
    evaluation: str, start: date | None, deadline: date | None, months: Iterable[Window], rules: Rules
) -> list[Window]:
    """Every evaluation period that some of a year's `months` asks for, in order."""
    asked = (due_period(evaluation, start, deadline, month, rules) for month in months)
    return [period for period in asked if period is not None]
