"""Patterns among a month's answers (docs/figures.md, section 5.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from statistics import median_low
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.oracle.answers import Answer as Answered

NAMES = (
    "duplicate",
    "burst",
    "straight",
    "series",
    "same_comment",
    "all_highest",
    "office_hours",
    "any",
)


def of_month(month: Sequence[Answered], year: Iterable[Answered]) -> dict[str, set[str]]:
    """Which patterns each answer of the month shows; both in the order of submission."""
    found: dict[str, set[str]] = defaultdict(set)
    hours: dict[tuple[str, str], int] = defaultdict(int)
    for one in year:
        hours[one.unit, f"{one.at:%Y%m%d%H}"] += 1
    own: dict[str, list[Answered]] = defaultdict(list)
    for one in month:
        own[one.unit].append(one)
    for unit, answers in own.items():
        usual = median_low([number for (of, _), number in hours.items() if of == unit])
        others = [one for one in month if one.unit != unit]
        for name, ids in _of_unit(answers, others):
            for ident in ids:
                found[ident].add(name)
        for one in answers:
            if hours[unit, f"{one.at:%Y%m%d%H}"] >= max(10, 5 * usual):
                found[one.id].add("burst")
    for names in found.values():
        names.add("any")
    return found


def _of_unit(own: list[Answered], others: list[Answered]) -> Iterator[tuple[str, list[str]]]:
    yield "duplicate", [later.id for at, later in enumerate(own) if _repeats(own[:at], later)]
    yield "straight", [one.id for one in own if len(one.levels) >= 6 and len(set(one.levels.values())) == 1]
    yield "series", [ident for run in _runs(own) if len(run) >= 5 for ident in run]
    long = [one for one in own if len(one.comment.split()) >= 4]
    yield "same_comment", [o.id for o in long if sum(1 for p in long if p.comment == o.comment) >= 3]
    for name, has in (("all_highest", _highest), ("office_hours", _in_office)):
        if len(own) >= 20 and len(others) >= 20 and all(map(has, own)):
            share = Fraction(sum(map(has, others)), len(others))
            if share ** len(own) < Fraction(1, 1000):
                yield name, [one.id for one in own]


def _repeats(earlier: Sequence[Answered], one: Answered) -> bool:
    alike = [
        other
        for other in earlier
        if (other.procedure, other.version, other.said, other.comment)
        == (one.procedure, one.version, one.said, one.comment)
    ]
    near = timedelta(minutes=10 if one.comment else 1)
    return bool(alike) and one.at - alike[-1].at <= near


def _runs(own: Sequence[Answered]) -> list[list[str]]:
    runs: list[list[str]] = [[]]
    last: datetime | None = None
    for one in own:
        content = one.lowest is not None and one.lowest >= 4
        if not content or (last is not None and one.at - last > timedelta(minutes=3)):
            runs.append([])
        if content:
            runs[-1].append(one.id)
        last = one.at if content else None
    return runs


def _highest(one: Answered) -> bool:
    return one.lowest == 5


def _in_office(one: Answered) -> bool:
    return one.at.weekday() < 5 and 7 <= one.at.hour < 18
