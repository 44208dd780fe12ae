"""The figures of satisfaction (docs/figures.md, section 5.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from tests.oracle.answers import QUESTIONS, Answer, Pools, newcombe, shown_month, shown_year, valid, wilson
from tests.oracle.books import Books
from tests.oracle.fig import ANY, Fig, Figures, share
from tests.oracle.windows import month_of, previous, window


def month(books: Books, pools: Pools, label: str) -> Figures:
    """A month's, after its freeze was published into `pools`."""
    shown = {name: shown_month(pools, label, name, books.k) for name in ("people", "lowest", *QUESTIONS)}
    found = _department(shown)
    found.update(_units(books, pools, label, [label]))
    return found | _change(pools, label, books.k)


def year(books: Books, pools: Pools, label: str, months: Sequence[str]) -> Figures:
    """A year's."""
    shown = {name: shown_year(pools, months, name, books.k) for name in ("people", "lowest", *QUESTIONS)}
    return _department(shown) | _units(books, pools, label, months)


def _department(shown: dict[str, list[int] | None]) -> Figures:
    people, lowest = shown["people"], shown["lowest"]
    found: Figures = {"satisfaction.n": Fig(None if people is None else len(people))}
    found["satisfaction.all_high"] = _share_high(lowest)
    for name in QUESTIONS:
        found.update(_question(f"satisfaction.{name}", shown[name]))
    return found


def _share_high(levels: list[int] | None) -> Fig:
    if not levels:
        return Fig(None, ANY, ANY)
    return share(sum(1 for level in levels if level >= 4), len(levels), len(levels))


def _question(prefix: str, levels: list[int] | None) -> Figures:
    names = ("n", "top2", "mean", "wilson_low", "wilson_high", *(f"level.{level}" for level in range(1, 6)))
    if levels is None:
        return {f"{prefix}.{name}": Fig(None, ANY, ANY) for name in names}
    n = len(levels)
    low, high = wilson(sum(1 for level in levels if level >= 4), n) if n else (None, None)
    found = {f"{prefix}.level.{level}": Fig(levels.count(level)) for level in range(1, 6)}
    return found | {
        f"{prefix}.n": Fig(n),
        f"{prefix}.top2": _share_high(levels),
        f"{prefix}.mean": share(sum(levels), 5 * n, n, 100) if n else Fig(None, ANY, ANY),
        f"{prefix}.wilson_low": Fig(low, ANY, ANY),
        f"{prefix}.wilson_high": Fig(high, ANY, ANY),
    }


def _units(books: Books, pools: Pools, label: str, months: Sequence[str]) -> Figures:
    found: Figures = {}
    units = [unit.code for unit in books.in_window(window(label, books.rules))]
    shown = 0
    for unit in units:
        batch = pools.unit(unit, months)
        levels = None if batch is None else valid(batch, "q8")
        shown += batch is not None
        prefix = f"satisfaction.unit.{unit}"
        found[f"{prefix}.n"] = Fig(None if batch is None else len(batch))
        found[f"{prefix}.q8.n"] = Fig(None if levels is None else len(levels))
        found[f"{prefix}.q8.top2"] = _share_high(levels)
        found[f"{prefix}.q8.mean"] = (
            share(sum(levels), 5 * len(levels), len(levels), 100) if levels else Fig(None, ANY, ANY)
        )
    found["satisfaction.shown_units"] = Fig(shown)
    found["satisfaction.withheld_units"] = Fig(len(units) - shown)
    return found


def _change(pools: Pools, label: str, k: int) -> Figures:
    prefix = "satisfaction.q8.change"
    now, before = (shown_month(pools, one, "q8", k) for one in (label, previous(label)))
    if not now or not before:
        return {f"{prefix}{end}": Fig(None, ANY, ANY) for end in ("", "_low", "_high")}
    counts = [(sum(1 for level in levels if level >= 4), len(levels)) for levels in (now, before)]
    difference, low, high = newcombe(counts[0], counts[1])
    return {
        prefix: Fig(difference, ANY, ANY),
        f"{prefix}_low": Fig(low, ANY, ANY),
        f"{prefix}_high": Fig(high, ANY, ANY),
    }


def late(books: Books, frozen: Collection[str], now: Iterable[Answer], before: Iterable[Answer]) -> set[str]:
    """Ids of answers to the `frozen` months that came or were edited since the dump `before`."""
    known = {one.id: one.last for one in before}
    theirs = [one for one in now if month_of(one.day, books.rules) in frozen]
    return {one.id for one in theirs if known.get(one.id) != one.last}
