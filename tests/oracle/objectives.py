"""Objectives of a month and of a year (docs/figures.md, section 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from tests.oracle.books import Books, Unit
from tests.oracle.fig import ANY, Fig, Figures, share
from tests.oracle.rows import Row
from tests.oracle.rules import is_percent
from tests.oracle.windows import due_period, months_of, window

STATES = ("met", "not_met", "no_data", "none", "not_yet_due")


class Result(NamedTuple):
    """What one objective reached: its state, value, the two numbers it was made of, rows used."""

    state: str
    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    n: int = 0
    estimate: bool = False


def in_force(aim: Row, period: str, books: Books) -> bool:
    """Whether the objective is in force in the period's window."""
    span = window(period, books.rules)
    return bool((aim["start"] is None or aim["start"] <= span.end) and aim["deadline"] >= span.start)


def due_in(aim: Row, month: str, books: Books) -> str | None:
    """The period the objective is asked for in `month`, or None."""
    period = due_period(aim["evaluation"], month, books.rules)
    return period if period is not None and in_force(aim, period, books) else None


def row_of(rows: Sequence[Row], aim: Row, period: str) -> Row | None:
    """The row of *Kết quả* with the objective's code and the period."""
    code = aim["code"].casefold()
    return next((row for row in rows if row["code"].casefold() == code and row["period"] == period), None)


def result(aim: Row, row: Row | None) -> Result:
    """Value and state of one objective by one row (section 2.2)."""
    if row is None:
        return Result("no_data")
    if row["none"]:
        return Result("none")
    if aim["target"] is None:
        return Result("no_data")
    if row["achieved"] is not None and row["total"] is not None:
        if row["total"] == 0:
            return Result("no_data", None, row["achieved"], row["total"])
        value = scale(aim) * Fraction(row["achieved"]) / row["total"]
        return Result(judge(aim, value), value, row["achieved"], row["total"], 1, bool(row["estimate"]))
    if row["value"] is not None:
        return Result(judge(aim, row["value"]), row["value"], None, None, 1, bool(row["estimate"]))
    return Result("no_data")


def scale(aim: Row) -> int:
    """100 for percent, else 1."""
    return 100 if is_percent(aim["unit_of_measure"]) else 1


def judge(aim: Row, value: Fraction) -> str:
    """met or not_met, exactly."""
    target = aim["target"]
    met = {"ge": value >= target, "le": value <= target, "eq": value == target}[aim["direction"]]
    return "met" if met else "not_met"


def in_month(aim: Row, rows: Sequence[Row], month: str, books: Books) -> Result:
    """The objective in a month."""
    period = due_in(aim, month, books)
    return Result("not_yet_due") if period is None else result(aim, row_of(rows, aim, period))


def periods_of_year(aim: Row, year: str, books: Books, unit: Unit) -> list[str]:
    """The periods for which some month of the year, in which its unit takes part, makes the objective due."""
    months = [month for month in months_of(year, books.rules) if unit.is_in(window(month, books.rules))]
    return [period for month in months if (period := due_in(aim, month, books)) is not None]


def in_year(aim: Row, rows: Sequence[Row], year: str, books: Books, unit: Unit) -> Result:
    """The objective in a year (section 2.4)."""
    results = [result(aim, row_of(rows, aim, period)) for period in periods_of_year(aim, year, books, unit)]
    used = [one for one in results if one.value is not None]
    if not results:
        return Result("not_yet_due")
    if not used:
        return Result("none" if all(one.state == "none" for one in results) else "no_data")
    found = _aggregate(aim, used)
    assert found.value is not None
    return found._replace(state=judge(aim, found.value), estimate=any(one.estimate for one in used))


def _aggregate(aim: Row, used: list[Result]) -> Result:
    both = [one for one in used if one.denominator is not None]
    how = aim["aggregation"] or ("ratio_of_sums" if both else "last")
    values = [one.value for one in used if one.value is not None]
    if how == "ratio_of_sums" and both:
        achieved = sum((one.numerator or Fraction(0) for one in both), Fraction(0))
        total = sum((one.denominator or Fraction(0) for one in both), Fraction(0))
        return Result("", scale(aim) * achieved / total, achieved, total, len(both))
    if how in ("last", "ratio_of_sums"):
        return used[-1]
    whole = {"sum": sum(values, Fraction(0)), "largest": max(values)}
    mean = sum(values, Fraction(0)) / len(values)
    return Result("", whole.get(how, mean), None, None, len(values))


def figures(books: Books, label: str, year: bool) -> Figures:
    """All figures of section 2 for a month or a year."""
    found: Figures = {}
    everything: Counter[str] = Counter()
    drafts = guessed = 0
    for unit in books.in_window(window(label, books.rules)):
        states: Counter[str] = Counter()
        for aim in books.rows(unit.code, "objectives"):
            rows = books.rows(unit.code, "progress")
            one = in_year(aim, rows, label, books, unit) if year else in_month(aim, rows, label, books)
            name = f"objective.{unit.code}.{aim['code']}"
            found[f"{name}.value"] = Fig(one.value, one.numerator, one.denominator, one.n, one.state)
            found[f"{name}.target"] = Fig(aim["target"], None, None, ANY, aim["direction"])
            states[one.state] += 1
            drafts += bool(aim["draft"])
            guessed += one.estimate
            if one.estimate:
                found[f"{name}.estimate"] = Fig(one.value, ANY, ANY, ANY, "estimate")
        found.update(_counts(f"objectives.unit.{unit.code}", states))
        everything += states
    found.update(_counts("objectives", everything))
    total = sum(everything.values())
    for name, number in (("draft", drafts), ("estimate", guessed)):
        found[f"objectives.{name}"] = Fig(number, None, None, total) if total else Fig(None, ANY, ANY)
    return found


def _counts(prefix: str, states: Counter[str]) -> Figures:
    names = ("total", "due", "met", "not_met", "no_data", "none", "not_yet_due")
    total = sum(states.values())
    if total == 0:
        return {f"{prefix}.{name}": Fig(None, ANY, ANY) for name in names}
    due = states["met"] + states["not_met"] + states["no_data"]
    found = {f"{prefix}.{name}": Fig(states[name], None, None, total) for name in STATES}
    found[f"{prefix}.total"] = Fig(total)
    found[f"{prefix}.due"] = Fig(due)
    found[f"{prefix}.met"] = share(states["met"], due, due)
    return found
