"""What the overview shows of the units' tree: what each unit and all below it gave, month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.organisation import Organisation, Unit


@dataclass(frozen=True, slots=True)
class Level:
    """A unit with others under it. `depth`: how many stand above it; `months`: given and owed, in order."""

    unit: Unit
    depth: int
    units: int
    months: tuple[tuple[int, int], ...]


def of(organisation: Organisation, gave: Mapping[str, Sequence[tuple[int, int]]]) -> tuple[Level, ...]:
    """The levels, from what each of the units shown gave and owed by month; none where all stand on one."""
    found = []
    for unit in organisation.units:
        below = [code for code in gave if unit.code in organisation.above(code)]
        if not below or unit.code not in gave:
            continue
        members = [gave[code] for code in (unit.code, *below)]
        sums = tuple(
            (sum(g for g, _ in month), sum(o for _, o in month)) for month in zip(*members, strict=True)
        )
        depth = sum(code in gave for code in organisation.above(unit.code))
        found.append(Level(unit, depth, len(members), sums))
    return tuple(found)
