"""Patterns among the answers of a month, flagged and told, never dropped (docs/satisfaction.md).

Each is a plain rule over one unit's answers. A flag says that somebody should look, not that anybody cheated:
people do answer alike. Whatever is flagged stays in every figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from statistics import median_low

from sqlalchemy import Connection, RowMapping, delete, select

from service.clock import parse
from service.figures.data import FLAG
from service.periods.windows import Window
from service.questionnaires import pools
from service.store.tables import answer, cube, form
from sheets_schema.cells import same

#: Answers alike in everything are duplicates when the later came so soon: with a comment, and without one.
DUPLICATE_WITH_COMMENT, DUPLICATE_WITHOUT = timedelta(minutes=10), timedelta(minutes=1)
#: A burst: so many in an hour of the clock, and so many times what the unit usually has in an hour with any.
BURST, BURST_TIMES = 10, 5
#: All levels the same, of at least so many.
STRAIGHT = 6
#: One after another: at least so many content answers, each so soon after the one before.
SERIES, SERIES_GAP = 5, timedelta(minutes=3)
#: The same comment of at least so many words, at least so often in the month.
COMMENT_WORDS, COMMENT_TIMES = 4, 3
#: A unit's share is improbable when it would come by chance less often than this; of at least so many.
IMPROBABLE, IMPROBABLE_OF = Fraction(1, 1000), 20
#: Office hours: Monday to Friday, from and before these hours.
OFFICE_DAYS, OFFICE_FROM, OFFICE_TO = 5, 7, 18


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as the rules see it; `said`: all that was answered but the comment."""

    id: str
    unit: str
    procedure: str
    version: int
    at: datetime
    levels: tuple[tuple[str, int], ...]
    said: tuple[object, ...]
    comment: str

    @property
    def valid(self) -> list[int]:
        """The valid levels."""
        return [level for _, level in self.levels if level]

    @property
    def content(self) -> bool:
        """Whether every valid answer is one of the two highest."""
        return bool(self.valid) and min(self.valid) >= 4

    @property
    def highest(self) -> bool:
        """Whether every valid answer is the highest."""
        return bool(self.valid) and min(self.valid) == 5

    @property
    def in_office(self) -> bool:
        """Whether it was given in office hours."""
        return self.at.weekday() < OFFICE_DAYS and OFFICE_FROM <= self.at.hour < OFFICE_TO


def settle(connection: Connection, window: Window, opened: str) -> None:
    """At a month's freeze: count its flags into the cube. `opened`: the first day of its year."""
    first, last = window.start.isoformat(), window.end.isoformat()
    old = cube.c.day.between(first, last) & cube.c.question.startswith(FLAG)
    connection.execute(delete(cube).where(old))
    known = _given(connection, opened, last)
    fresh = [one for one in known if one.at.date() >= window.start]
    by_id = {one.id: one for one in fresh}
    for name, ids in flagged(fresh, known).items():
        for ident in ids:
            one = by_id[ident]
            place = {"day": one.at.date().isoformat(), "unit": one.unit, "question": FLAG + name}
            pools.add(connection, [{**place, "version": one.version, "level": 1, "count": 1}])


def flagged(fresh: Sequence[Given], known: Sequence[Given]) -> dict[str, set[str]]:
    """Ids of the month's answers by pattern; `any`: those with at least one. `known`: the year's so far."""
    found = {name: set(rule(fresh, known)) for name, rule in RULES.items()}
    return {**found, "any": set().union(*found.values())}


def duplicates(fresh: Sequence[Given], _known: Sequence[Given]) -> Iterator[str]:
    """The later of two that are alike in everything and came one soon after the other."""
    last: dict[tuple[object, ...], datetime] = {}
    for one in fresh:
        key = (one.unit, one.procedure, one.version, one.said, one.comment)
        near = DUPLICATE_WITH_COMMENT if one.comment else DUPLICATE_WITHOUT
        if key in last and one.at - last[key] <= near:
            yield one.id
        last[key] = one.at


def bursts(fresh: Sequence[Given], known: Sequence[Given]) -> Iterator[str]:
    """Those of an hour in which a unit had many more than it usually has."""
    hours = Counter((one.unit, _hour(one)) for one in known)
    sizes: dict[str, list[int]] = {}
    for (unit, _), number in hours.items():
        sizes.setdefault(unit, []).append(number)
    usual = {unit: median_low(own) for unit, own in sizes.items()}
    for one in fresh:
        number = hours[one.unit, _hour(one)]
        if number >= BURST and number >= BURST_TIMES * usual[one.unit]:
            yield one.id


def straight(fresh: Sequence[Given], _known: Sequence[Given]) -> Iterator[str]:
    """Those that chose the same level everywhere."""
    return (one.id for one in fresh if len(one.valid) >= STRAIGHT and len(set(one.valid)) == 1)


def series(fresh: Sequence[Given], _known: Sequence[Given]) -> Iterator[str]:
    """Content answers for one unit, one right after another."""
    for own in _by_unit(fresh).values():
        run: list[Given] = []
        for one in (*own, None):
            if one and one.content and (not run or one.at - run[-1].at <= SERIES_GAP):
                run.append(one)
                continue
            if len(run) >= SERIES:
                yield from (each.id for each in run)
            run = [one] if one and one.content else []


def same_comments(fresh: Sequence[Given], _known: Sequence[Given]) -> Iterator[str]:
    """Those whose comment, a sentence, others for the unit wrote word for word."""
    long = [one for one in fresh if len(one.comment.split()) >= COMMENT_WORDS]
    often = Counter((one.unit, one.comment) for one in long)
    return (one.id for one in long if often[one.unit, one.comment] >= COMMENT_TIMES)


def all_highest(fresh: Sequence[Given], _known: Sequence[Given]) -> Iterator[str]:
    """Those of a unit all of whose answers are of the highest level, where chance hardly makes that so."""
    return _improbable(fresh, lambda one: one.highest)


def office_hours(fresh: Sequence[Given], _known: Sequence[Given]) -> Iterator[str]:
    """Those of a unit all of whose answers came in office hours, where chance hardly makes that so."""
    return _improbable(fresh, lambda one: one.in_office)


def _improbable(fresh: Sequence[Given], has: Callable[[Given], bool]) -> Iterator[str]:
    """The answers of the units in which all n have it, when the others' share p gives pⁿ below IMPROBABLE."""
    units = _by_unit(fresh)
    having = {unit: sum(map(has, own)) for unit, own in units.items()}
    for unit, own in units.items():
        others = len(fresh) - len(own)
        if len(own) < IMPROBABLE_OF or having[unit] < len(own) or others < IMPROBABLE_OF:
            continue
        share = Fraction(sum(having.values()) - having[unit], others)
        if share ** len(own) < IMPROBABLE:
            yield from (one.id for one in own)


#: Every pattern, in the order it is told.
RULES: Mapping[str, Callable[[Sequence[Given], Sequence[Given]], Iterator[str]]] = {
    "duplicate": duplicates,
    "burst": bursts,
    "straight": straight,
    "series": series,
    "same_comment": same_comments,
    "all_highest": all_highest,
    "office_hours": office_hours,
}


def _hour(one: Given) -> str:
    return one.at.strftime("%Y-%m-%dT%H")


def _by_unit(fresh: Sequence[Given]) -> dict[str, list[Given]]:
    found: dict[str, list[Given]] = {}
    for one in fresh:
        found.setdefault(one.unit, []).append(one)
    return found


def _given(connection: Connection, first: str, last: str) -> list[Given]:
    """The counted answers of the days first..last that belong to a unit, in the order they were given."""
    inside = (answer.c.submitted_at >= first) & (answer.c.submitted_at < f"{last}T99")
    query = (
        select(answer, form.c.version)
        .join(form, form.c.id == answer.c.form_id)
        .where(inside, answer.c.state != "late", answer.c.unit != pools.NO_UNIT)
        .order_by(answer.c.submitted_at, answer.c.response_id)
    )
    return [_one(row) for row in connection.execute(query).mappings()]


def _one(row: RowMapping) -> Given:
    ordered = tuple(sorted(row["levels"].items()))
    return Given(
        row["response_id"],
        row["unit"],
        row["procedure"],
        int(row["version"]),
        parse(row["submitted_at"]),
        ordered,
        (ordered, row["trips"] or "", row["channel"] or ""),
        same(row["comment"] or ""),
    )
