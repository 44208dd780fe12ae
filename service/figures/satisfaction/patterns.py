"""How many answers show a pattern that somebody should look at; none is left out of any figure."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures import exact
from service.figures.data import FLAG, Data, Figure
from service.figures.satisfaction import units
from service.figures.satisfaction.published import PEOPLE, Published, tally, valid

#: The patterns, in the order they are told; `any` is an answer with at least one.
PATTERNS = (
    "duplicate",
    "burst",
    "straight",
    "series",
    "same_comment",
    "all_highest",
    "office_hours",
    "any",
)


def figures(data: Data, made: Published) -> Iterator[Figure]:
    """Of the department and of each unit that is shown."""
    people, by_unit = made.people(), units.rows(data)
    for name in PATTERNS:
        levels, notes = made.counts.get(FLAG + name), made.left_out.get(FLAG + name, ())
        number = None if people is None else valid(levels) if levels else 0
        yield exact.count(f"satisfaction.flags.{name}", number, people, exclusions=notes)
    for unit in data.units:
        counts = tally(by_unit.get(unit.code, ()))
        size = valid(counts[PEOPLE]) or None
        for name in PATTERNS:
            number = valid(counts[FLAG + name]) if FLAG + name in counts else 0
            yield exact.count(
                f"satisfaction.flags.unit.{unit.code}.{name}",
                number if size else None,
                size,
                exclusions=() if size else ("below_k",),
            )
