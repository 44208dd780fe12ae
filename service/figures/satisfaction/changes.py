"""What changed against the month before and a year before, and whether it is more than chance among so many.

Each change has Newcombe's 95 % interval. Whether it is a rise or a fall is judged by a wider one (Z. Šidák,
1967): of m comparisons each has the level 0.95^(1/m), so that noise alone is called a change somewhere on the
list in about one report of twenty, however long the list is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from service.figures import exact
from service.figures.data import Data, Figure
from service.figures.intervals import newcombe

#: The chance that the whole list is told right.
LEVEL = 0.95
Share = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """One comparison: the figure's name, now and then as (part, whole), None where one is missing."""

    name: str
    now: Share | None
    then: Share | None

    @property
    def known(self) -> bool:
        """Whether both are there."""
        return self.now is not None and self.then is not None


def critical(number: int) -> float:
    """The normal quantile of `number` two-sided intervals that hold together at LEVEL."""
    return NormalDist().inv_cdf(1 - (1 - LEVEL ** (1 / number)) / 2)


def figures(data: Data, made: Mapping[str, Figure]) -> Iterator[Figure]:
    """Every change with its interval and its verdict, and how many were compared."""
    pairs = list(_pairs(data, made))
    number = sum(pair.known for pair in pairs)
    found = [figure for pair in pairs for figure in _change(pair, number)]
    moved = sum(figure.state in ("rise", "fall") for figure in found)
    yield exact.count("satisfaction.compared", number, number)
    yield exact.count("satisfaction.moved", moved, number)
    yield from found


def _pairs(data: Data, made: Mapping[str, Figure]) -> Iterator[Pair]:
    bases: list[tuple[str, Mapping[str, Any]]] = [("change_year", data.year_before or {})]
    if data.kind == "monthly":
        bases.insert(0, ("change", data.previous or {}))
    names = [name.removesuffix(".top2") for name in made if name.endswith(".top2") and not _of_version(name)]
    for ending, before in bases:
        for name in names:
            then = before.get(f"{name}.top2") or {}
            figure = made[f"{name}.top2"]
            now = {"numerator": figure.numerator, "denominator": figure.denominator}
            yield Pair(f"{name}.{ending}", _share(now), _share(then))


def _of_version(name: str) -> bool:
    """Whether a figure is of one version's answers alone, which the sum of all compares better."""
    part = name.split(".")[1]
    return part[0] == "v" and part[1:].isdigit()


def _share(figure: Mapping[str, Any]) -> Share | None:
    part, whole = exact.exact(figure.get("numerator")), exact.exact(figure.get("denominator"))
    return (int(part), int(whole)) if part is not None and whole else None


def _change(pair: Pair, number: int) -> Iterator[Figure]:
    if pair.now is None or pair.then is None:
        for ending in ("", "_low", "_high"):
            yield exact.share(f"{pair.name}{ending}", None, None)
        return
    now, then = exact.share("", *pair.now).value, exact.share("", *pair.then).value
    assert now is not None and then is not None
    size = pair.now[1]
    yield Figure(pair.name, now - then, "share", n=size, state=_verdict(pair.now, pair.then, number))
    for ending, bound in zip(("_low", "_high"), newcombe(pair.now, pair.then), strict=True):
        yield Figure(f"{pair.name}{ending}", bound, "share", n=size)


def _verdict(now: Share, then: Share, number: int) -> str:
    low, high = newcombe(now, then, critical(number))
    return "rise" if low > 0 else "fall" if high < 0 else "noise"
