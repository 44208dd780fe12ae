"""Objectives over a year: each aggregated as its row says (docs/figures.md, 2.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from service.figures.data import Data, Row
from service.figures.due import due_in_year
from service.figures.objectives import Outcome, by_period, excluded_progress, is_percent, judge, meets
from service.periods import windows

Dated = tuple[str, Outcome]  # an evaluation period's label and what came of it


def of_periods(data: Data) -> list[tuple[Row, list[Dated]]]:
    """Each objective with what came of it in each period the year asks for, in order.

    A month asks only the units that there are: neither one not born yet nor one that has ended.
    """
    rows, left_out = by_period(data), excluded_progress(data)
    year = windows.months(data.year, data.rules)
    months = {unit.code: [month for month in year if unit.valid_in(month)] for unit in data.units}
    found = []
    for objective in data.objectives:
        unit, code = objective.unit, objective.text("code")
        start, deadline = objective.day("start"), objective.day("deadline")
        periods = due_in_year(objective.text("evaluation"), start, deadline, months[unit], data.rules)
        dated = []
        for label in (period.label for period in periods):
            lines = left_out.get((unit, f"{code}|{label}"), ())
            dated.append((label, judge(objective, rows.get((unit, code, label)), lines)))
        found.append((objective, dated))
    return found


def outcomes(data: Data) -> list[Outcome]:
    """Every objective's outcome in the year, in the order of the rows."""
    return [of_year(objective, periods) for objective, periods in of_periods(data)]


def of_year(objective: Row, periods: Sequence[Dated]) -> Outcome:
    """One objective's outcome from those of its periods."""
    if not periods:
        return Outcome(objective, "not_yet_due")
    notes = tuple(_notes(periods))
    origin = tuple(place for _, outcome in periods for place in outcome.origin)
    rows = [outcome for _, outcome in periods if outcome.value is not None]
    if not rows:
        idle = all(outcome.state == "none" for _, outcome in periods)
        return Outcome(objective, "none" if idle else "no_data", exclusions=notes, origin=origin)
    made = aggregate(objective, rows)
    assert made.value is not None
    state = "met" if meets(objective, made.value) else "not_met"
    guessed = any(row.estimate for row in rows)
    notes = (*notes, *made.exclusions)
    return replace(made, state=state, exclusions=notes, origin=origin, estimate=guessed)


def _notes(periods: Sequence[Dated]) -> Iterator[str]:
    for label, outcome in periods:
        if outcome.value is None:
            yield f"{outcome.state}:{label}"
        yield from outcome.exclusions


def aggregate(objective: Row, rows: Sequence[Outcome]) -> Outcome:
    """The value of at least one data row, aggregated as the objective says. `state` is not judged here."""
    both = [row for row in rows if row.denominator is not None]
    rule = objective.text("aggregation") or ("ratio_of_sums" if both else "last")
    values = [row.value for row in rows if row.value is not None]
    if rule == "ratio_of_sums" and both:
        return _ratio_of_sums(objective, both, len(rows) - len(both))
    if rule in ("last", "ratio_of_sums"):
        note = () if rule == "last" else ("fallback_last",)
        return replace(rows[-1], n=1, exclusions=note)
    value = {
        "sum": sum(values, Fraction(0)),
        "largest": max(values),
        "mean": sum(values) / Fraction(len(values)),
    }
    return Outcome(objective, "", value[rule], n=len(values))


def _ratio_of_sums(objective: Row, rows: Sequence[Outcome], left_out: int) -> Outcome:
    """Of rows that have a value, so none of whose denominators is 0, nor their sum."""
    achieved = sum((row.numerator or Fraction(0) for row in rows), Fraction(0))
    whole = sum((row.denominator or Fraction(0) for row in rows), Fraction(0))
    notes = (f"value_only:{left_out}",) if left_out else ()
    value = achieved / whole * (100 if is_percent(objective) else 1)
    return Outcome(objective, "", value, achieved, whole, len(rows), notes)
