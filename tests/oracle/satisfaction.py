"""The figures of satisfaction (docs/figures.md, section 5.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from statistics import NormalDist

from tests.oracle import dossiers, patterns
from tests.oracle.answers import (
    QUESTIONS,
    Answer,
    Pools,
    admitted,
    newcombe,
    shown_month,
    shown_year,
    valid,
    wilson,
)
from tests.oracle.books import Books, Unit
from tests.oracle.fig import ANY, Fig, Figures, share
from tests.oracle.themes import THEMES
from tests.oracle.windows import month_of, months_of, previous, window

LATER = ("anywhere", "portal")
MARKS = (
    "comment",
    *(f"theme.{name}" for name in (*THEMES, "none")),
    *(f"flag.{name}" for name in patterns.NAMES),
)
Shown = dict[str, list[int] | None]


def month(books: Books, pools: Pools, label: str, before: Mapping[str, Figures]) -> Figures:
    """A month's, after its freeze was published into `pools`; `before`: the figures of earlier periods."""
    names = ("people", "lowest", *QUESTIONS, *LATER, *MARKS)
    shown = {name: shown_month(pools, label, name, books.k) for name in names}
    found = _all(books, pools, label, [label], shown, pools.month(label))
    earlier = before.get(previous(label), {})
    return found | _changes(found, {"change": earlier, "change_year": before.get(_last_year(label), {})})


def year(
    books: Books, pools: Pools, label: str, months: Sequence[str], before: Mapping[str, Figures]
) -> Figures:
    """A year's."""
    names = ("people", "lowest", *QUESTIONS, *LATER, *MARKS)
    shown = {name: shown_year(pools, months, name, books.k) for name in names}
    people = [*admitted(pools, books.k), *(one for month in months for one in pools.month(month))]
    found = _all(books, pools, label, months, shown, people)
    return found | _changes(found, {"change_year": before.get(_last_year(label), {})})


def _last_year(label: str) -> str:
    return f"{int(label[:4]) - 1}{label[4:]}"


def _all(
    books: Books, pools: Pools, label: str, months: Sequence[str], shown: Shown, held: Sequence[Answer]
) -> Figures:
    people, versions = shown["people"], {one.version for one in held}
    found: Figures = {"satisfaction.n": Fig(None if not people else len(people))}
    found["satisfaction.all_high"] = _share_high(None if len(versions) > 1 else shown["lowest"])
    asked = [*QUESTIONS, *(name for name in LATER if any(name in one.levels for one in held))]
    for name in asked:
        found.update(_question(f"satisfaction.{name}", shown[name]))
    found |= _versions(pools, months, versions, books.k) if versions - {1} else {}
    found |= _units(books, pools, label, months)
    return found | _marks(shown)


def _share_high(levels: list[int] | None) -> Fig:
    if not levels:
        return Fig(None, ANY, ANY)
    return share(sum(1 for level in levels if level >= 4), len(levels), len(levels))


def _question(prefix: str, levels: list[int] | None) -> Figures:
    names = ("n", "top2", "mean", "wilson_low", "wilson_high", *(f"level.{level}" for level in range(1, 6)))
    if not levels:
        return {f"{prefix}.{name}": Fig(None, ANY, ANY) for name in names}
    n = len(levels)
    low, high = wilson(sum(1 for level in levels if level >= 4), n)
    found = {f"{prefix}.level.{level}": Fig(levels.count(level)) for level in range(1, 6)}
    return found | {
        f"{prefix}.n": Fig(n),
        f"{prefix}.top2": _share_high(levels),
        f"{prefix}.mean": share(sum(levels), 5 * n, n, 100),
        f"{prefix}.wilson_low": Fig(low, ANY, ANY),
        f"{prefix}.wilson_high": Fig(high, ANY, ANY),
    }


def _versions(pools: Pools, months: Sequence[str], versions: set[int], k: int) -> Figures:
    """Section 5.2, By version."""
    batches = [pools.batches[key] for key in sorted(pools.batches) if key[0] in months]
    clean = [one for one in batches if all(_divides(one, name, versions, k) for name in ("people", "q8"))]
    found: Figures = {}
    for version in versions:
        prefix = f"satisfaction.v{version}"
        own = [one for batch in clean for one in batch if one.version == version]
        found[f"{prefix}.n"] = Fig(len(own) or None)
        if valid(own, "q8"):
            found |= _question(f"{prefix}.q8", valid(own, "q8"))
        for name in (*QUESTIONS[:-1], *LATER, "lowest"):
            divided = [pools.month(m) for m in months if _divides(pools.month(m), name, versions, k)]
            levels = [x for part in divided for x in valid([o for o in part if o.version == version], name)]
            if name == "lowest":
                found[f"{prefix}.all_high"] = _share_high(levels)
            elif levels:
                found |= _question(f"{prefix}.{name}", levels)
    return found


def _divides(answers: Sequence[Answer], name: str, versions: set[int], k: int) -> bool:
    sizes = [len(valid([one for one in answers if one.version == v], name)) for v in versions]
    return all(size == 0 or size >= k for size in sizes)


def _units(books: Books, pools: Pools, label: str, months: Sequence[str]) -> Figures:
    found: Figures = {}
    units = books.in_window(window(label, books.rules))
    shown = 0
    for unit in units:
        batch = pools.unit(unit.code, months)
        levels = None if batch is None else valid(batch, "q8")
        shown += batch is not None
        prefix = f"satisfaction.unit.{unit.code}"
        found[f"{prefix}.n"] = Fig(None if batch is None else len(batch))
        found[f"{prefix}.q8.n"] = Fig(None if levels is None else len(levels))
        found[f"{prefix}.q8.top2"] = _share_high(levels)
        found[f"{prefix}.q8.mean"] = (
            share(sum(levels), 5 * len(levels), len(levels), 100) if levels else Fig(None, ANY, ANY)
        )
        if unit.has_dossiers:
            handled = _handled(books, pools, unit, months)
            found[f"{prefix}.response"] = (
                share(len(batch), handled) if batch and handled is not None else Fig(None, ANY, ANY)
            )
        for name in patterns.NAMES:
            number = None if batch is None else len(valid(batch, f"flag.{name}"))
            found[f"satisfaction.flags.unit.{unit.code}.{name}"] = Fig(number)
    found["satisfaction.shown_units"] = Fig(shown)
    found["satisfaction.withheld_units"] = Fig(len(units) - shown)
    return found


def _handled(books: Books, pools: Pools, unit: Unit, months: Sequence[str]) -> int | None:
    """The unit's dossiers resolved in the months, of those it was there in, that its batches of `months` were
    gathered in.
    """
    gathered: list[str] = []
    waiting: list[str] = []
    for label in months_of(months[0][:4], books.rules):
        born = unit.first is None or unit.first <= window(label, books.rules).end
        waiting += [label] if born else []
        if (label, unit.code) in pools.batches:
            gathered += waiting if label in months else []
            waiting = []
    rows = [row for label in gathered for row in dossiers.rows_of(books, unit.code, label)]
    return sum(row["resolved_total"] for row in rows) if rows else None


def _marks(shown: Shown) -> Figures:
    people, comments = shown["people"], shown["comment"]
    whole = len(comments) if comments else None
    found: Figures = {"satisfaction.comments": Fig(whole)}
    for name in (*THEMES, "none"):
        held = len(shown[f"theme.{name}"] or [])
        found[f"satisfaction.theme.{name}"] = share(held, whole, whole) if whole else Fig(None, ANY, ANY)
    for name in patterns.NAMES:
        number = len(shown[f"flag.{name}"] or []) if people else None
        found[f"satisfaction.flags.{name}"] = Fig(number)
    return found


def _changes(found: Figures, bases: Mapping[str, Figures]) -> Figures:
    names = [name.removesuffix(".top2") for name in found if name.endswith(".top2")]
    names = [name for name in names if not name.startswith("satisfaction.v")]
    pairs = {}
    for base, before in bases.items():
        for name in names:
            now, then = _counts(found[f"{name}.top2"]), _counts(before.get(f"{name}.top2"))
            pairs[f"{name}.{base}"] = None if now is None or then is None else (now, then)
    number = sum(pair is not None for pair in pairs.values())
    z = NormalDist().inv_cdf(1 - (1 - 0.95 ** (1 / number)) / 2) if number else 0
    changes: Figures = {}
    for name, pair in pairs.items():
        if pair is None:
            changes |= {f"{name}{end}": Fig(None, ANY, ANY) for end in ("", "_low", "_high")}
            continue
        difference, low, high = newcombe(*pair)
        _, sure_low, sure_high = newcombe(*pair, z)
        state = "rise" if sure_low > 0 else "fall" if sure_high < 0 else "noise"
        changes[name] = Fig(difference, ANY, ANY, ANY, state)
        changes |= {f"{name}_low": Fig(low, ANY, ANY), f"{name}_high": Fig(high, ANY, ANY)}
    moved = sum(fig.state in ("rise", "fall") for fig in changes.values())
    return changes | {"satisfaction.compared": Fig(number), "satisfaction.moved": Fig(moved)}


def _counts(figure: Fig | None) -> tuple[int, int] | None:
    if figure is None or figure.value is None:
        return None
    return int(str(figure.numerator)), int(str(figure.denominator))


def late(books: Books, frozen: Collection[str], now: Iterable[Answer], before: Iterable[Answer]) -> set[str]:
    """Ids of answers to the `frozen` months that came or were edited since the dump `before`."""
    known = {one.id: one.last for one in before}
    theirs = [one for one in now if month_of(one.day, books.rules) in frozen]
    return {one.id for one in theirs if known.get(one.id) != one.last}
