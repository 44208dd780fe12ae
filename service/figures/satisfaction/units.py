"""What is published of a unit: how many answered, the overall question, and how many show a pattern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.figures import exact
from service.figures.data import OVERALL, CubeRow, Data, Figure
from service.figures.satisfaction.published import LEVELS, PEOPLE, batches, place, tally, valid
from service.figures.satisfaction.questions import score


def rows(data: Data) -> dict[str, list[CubeRow]]:
    """The rows of each unit's batches that may be shown."""
    by_unit: dict[str, list[CubeRow]] = {}
    for (_, unit), own in batches(data).items():
        by_unit.setdefault(unit, []).extend(own)
    return by_unit


def figures(data: Data) -> Iterator[Figure]:
    """Which units are shown, and their figures."""
    by_unit = rows(data)
    codes = [unit.code for unit in data.units]
    shown = sum(code in by_unit for code in codes)
    yield exact.count("satisfaction.shown_units", shown, len(codes))
    yield exact.count("satisfaction.withheld_units", len(codes) - shown, len(codes))
    for code in codes:
        yield from _unit(f"satisfaction.unit.{code}", by_unit.get(code, []))


def _unit(prefix: str, own: Sequence[CubeRow]) -> Iterator[Figure]:
    counts, notes = tally(own), () if own else ("below_k",)
    levels, people = counts[OVERALL], valid(counts[PEOPLE]) or None
    origin = tuple(dict.fromkeys(place(row) for row in own))
    size = valid(levels) or None
    high, points = levels[4] + levels[5], sum(level * levels[level] for level in LEVELS)
    yield exact.count(f"{prefix}.n", people, people, exclusions=notes, origin=origin)
    yield exact.count(f"{prefix}.q8.n", size, size, exclusions=notes, origin=origin)
    part = high if size else None
    yield exact.share(f"{prefix}.q8.top2", part, size, size, exclusions=notes, origin=origin)
    if size:
        yield score(f"{prefix}.q8.mean", points, size, notes, origin)
    else:
        yield Figure(f"{prefix}.q8.mean", None, "score", exclusions=notes)
