"""Which answers may be published when: no unit's group below k, small months joined to the next batch.

A unit's pool is every counted answer since its last batch. It is shown in the month in which the pool has
at least k people and at least k valid answers to the overall question; else it is carried. The department
is the sum of what is shown, so the department less the shown units is always 0 in a month. Whose an answer
is, is settled when its month is frozen: a unit that was not there in that month has none of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from service.figures.data import COMMENT, LOWEST, OVERALL, THEME
from service.figures.satisfaction import may_be_shown
from service.periods.windows import Window
from service.store.tables import answer, batch, cube
from sheets_schema.themes import NONE

#: Counts of a pool: (version of the questionnaire, question, level) -> people.
Counts = Mapping[tuple[int, str, int], int]
#: What names a cell of the cube.
PLACE = ("day", "unit", "version", "question", "level")
#: The unit of an answer that names none of its window's units.
NO_UNIT = ""


@dataclass(frozen=True)
class Pool:
    """A unit's answers of the days first..last that were not published before."""

    unit: str
    first: date
    last: date
    counts: Counts

    @property
    def people(self) -> int:
        """How many answered."""
        return sum(n for (_, question, _), n in self.counts.items() if question == LOWEST)

    def publishable(self, k: int) -> bool:
        """Whether the pool is large enough to be shown."""
        return may_be_shown(self.people, valid(self.counts, OVERALL), k)


def valid(counts: Counts, question: str) -> int:
    """Answers to a question that are on the five-level scale."""
    return sum(n for (_, asked, level), n in counts.items() if asked == question and level)


#: Adds a row's count to the cell of the cube that its PLACE names.
_ADDED = insert(cube)
_ADDED = _ADDED.on_conflict_do_update(PLACE, set_={"count": cube.c.count + _ADDED.excluded["count"]})


def add(connection: Connection, rows: Sequence[Mapping[str, str | int]]) -> None:
    """Add to cells of the cube; each of the `rows`: a PLACE and its count."""
    if rows:
        connection.execute(_ADDED, list(rows))


def count_answer(connection: Connection, version: int, row: Mapping[str, Any], by: int) -> None:
    """Add one answer to the cube (or take it back, and the cells that nobody is left in)."""
    levels = [level for level in row["levels"].values() if level]
    cells = [*row["levels"].items(), (LOWEST, min(levels, default=0))]
    if row["themes"] is not None:
        cells += [(COMMENT, 1), *((THEME + name, 1) for name in row["themes"] or [NONE])]
    place = {"day": row["submitted_at"][:10], "unit": row["unit"], "version": version}
    place |= {"count": by}
    add(connection, [{**place, "question": question, "level": level} for question, level in cells])
    if by < 0:
        own = (cube.c.day == place["day"]) & (cube.c.unit == place["unit"])
        connection.execute(delete(cube).where(own, cube.c.count == 0))


def settle(connection: Connection, window: Window, units: Collection[str]) -> None:
    """At a month's freeze: its answers for others than its `units` belong to no unit from now on."""
    first, last = window.start.isoformat(), window.end.isoformat()
    inside = (answer.c.submitted_at >= first) & (answer.c.submitted_at < f"{last}T99")
    strange = answer.c.unit.not_in(units) & (answer.c.state != "late")
    connection.execute(update(answer).where(strange, inside).values(unit=NO_UNIT))
    others = cube.c.day.between(first, last) & cube.c.unit.not_in((*units, NO_UNIT))
    found = connection.execute(select(cube).where(others)).mappings().all()
    connection.execute(delete(cube).where(others))
    add(connection, [{**row, "unit": NO_UNIT} for row in found])


def unassigned(connection: Connection, window: Window) -> int:
    """How many answers of the window belong to no unit."""
    counts = count(connection, NO_UNIT, window.start, window.end)
    return Pool(NO_UNIT, window.start, window.end, counts).people


def answered(connection: Connection, first: date, last: date) -> list[str]:
    """Every unit that has answers of the days first..last, also one that is listed no longer."""
    days = cube.c.day.between(first.isoformat(), last.isoformat())
    query = select(cube.c.unit).where(days, cube.c.unit != NO_UNIT).distinct()
    return sorted(connection.execute(query).scalars())


def gather(connection: Connection, units: Iterable[str], window: Window, opened: date) -> list[Pool]:
    """Each unit's pool at the end of the monthly `window`; `opened` is the first day of its year."""
    query = (
        select(batch.c.unit, func.max(batch.c.last_day))
        .where(batch.c.period.startswith(window.label[:4]), batch.c.period < window.label)
        .group_by(batch.c.unit)
    )
    ends: dict[str, str] = {row[0]: row[1] for row in connection.execute(query)}
    pools = []
    for unit in units:
        first = date.fromisoformat(ends[unit]) + timedelta(days=1) if unit in ends else opened
        pools.append(Pool(unit, first, window.end, count(connection, unit, first, window.end)))
    return pools


def published(connection: Connection, first: str, last: str) -> list[tuple[str, Pool]]:
    """The batches published in the months first..last ("2022-01"), each with that month."""
    query = (
        select(batch)
        .where(batch.c.period >= first, batch.c.period <= last)
        .order_by(batch.c.last_day, batch.c.unit)
    )
    found = []
    for row in connection.execute(query).mappings():
        begin, end = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
        counts = count(connection, row["unit"], begin, end)
        found.append((row["period"], Pool(row["unit"], begin, end, counts)))
    return found


def count(connection: Connection, unit: str, first: date, last: date) -> dict[tuple[int, str, int], int]:
    """Counts of a unit over the days first..last, inclusive, from the cube."""
    query = (
        select(cube.c.version, cube.c.question, cube.c.level, func.sum(cube.c.count))
        .where(cube.c.unit == unit, cube.c.day >= first.isoformat(), cube.c.day <= last.isoformat())
        .group_by(cube.c.version, cube.c.question, cube.c.level)
    )
    found = connection.execute(query)
    return {(version, question, level): int(n) for version, question, level, n in found if n}
