"""What a row of results is held to, by its objective or its printed target; the rows that fail it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from sheets_schema.cells import numbers
from sheets_schema.rules import Rows


class Demand(NamedTuple):
    """What a row is held to: direction (ge, le, eq), target, and whether in percent points."""

    direction: str
    target: Fraction
    percent: bool
    evaluation: str | None = None
    #: The objective's unit of measure; None where only the printed target is known.
    measure: str | None = None
    #: Whether it measures one thing per another, or a time: no part of a whole.
    average: bool = False


def exact(number: float) -> Fraction:
    """The number as typed, not its binary neighbour: 97.96 → 9796/100."""
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))


def by_code(rows: Rows) -> dict[str, Demand]:
    """Objective code → what it demands, from the objectives' records."""
    found = {}
    for record in rows.context.tables.get("objectives", ()):
        values = record.values
        target, direction = values.get("target"), values.get("direction")
        if isinstance(target, (int, float)) and isinstance(direction, str):
            measure, every = values.get("unit_of_measure"), str(values.get("evaluation"))
            percent = numbers.is_percent(measure)
            average = numbers.is_average(measure, values.get("objective"), values.get("formula"))
            found[record.key] = Demand(direction, exact(target), percent, every, str(measure or ""), average)
    return found


def _printed(target: str | None) -> Demand | None:
    """What a prefilled target cell ("≥ 98%") demands; None when it does not say a direction."""
    typed = numbers.from_text(target, comparisons=True) if target else None
    if typed is None or typed.value is None or typed.comparator is None:
        return None
    return Demand(typed.comparator, exact(typed.value), typed.percent)


def of(rows: Rows, index: int) -> Demand | None:
    """What row ``index`` is held to: its objective's record, else the target printed beside it."""
    known, printed = _known(rows)
    return known.get(rows["code"][index]) or printed[rows["target"][index]]


def _known(rows: Rows) -> tuple[dict[str, Demand], dict[str | None, Demand | None]]:
    """Demands by objective code, and by the target printed in the row."""
    if "demands" not in rows.cache:
        printed = {text: _printed(text) for text in set(rows["target"])}
        rows.cache["demands"] = (by_code(rows), printed)
    found: tuple[dict[str, Demand], dict[str | None, Demand | None]] = rows.cache["demands"]
    return found


def missed(rows: Rows) -> list[tuple[int, str]]:
    """(index, the result as words) of the rows that fail what they are held to."""
    if "failures" not in rows.cache:
        rows.cache["failures"] = list(_failing(rows))
    failures: list[tuple[int, str]] = rows.cache["failures"]
    return failures


def _failing(rows: Rows) -> Iterator[tuple[int, str]]:
    known, printed = _known(rows)
    of_code = {code: _plan(held) for code, held in known.items()}
    by_target = {target: _plan(held) for target, held in printed.items() if held is not None}
    names = ("code", "target", "value", "achieved", "total", "none")
    for index, (code, target, value, achieved, total, none) in enumerate(
        zip(*(rows[name] for name in names), strict=True)
    ):
        plan = of_code.get(code) or by_target.get(target)
        if plan is None or none:
            continue
        fails, numerator, denominator, scale = plan
        if achieved is not None and total:
            if type(achieved) is int and type(total) is int:
                wrong = fails(achieved * scale, total * numerator)
            else:
                wrong = fails(exact(achieved) * scale, exact(total) * numerator)
            if wrong:
                yield index, f"{numbers.spell(achieved)}/{numbers.spell(total)}"
        elif value is not None and fails(exact(value) * denominator, numerator):
            yield index, numbers.spell(value)


def _plan(held: Demand) -> tuple[Callable[[Any, Any], bool], int, int, int]:
    """(comparison that fails, target's numerator and denominator, what a ratio's numerator is scaled by)."""
    fails = {"ge": operator.lt, "le": operator.gt, "eq": operator.ne}[held.direction]
    top, bottom = held.target.numerator, held.target.denominator
    return fails, top, bottom, bottom * (100 if held.percent else 1)
