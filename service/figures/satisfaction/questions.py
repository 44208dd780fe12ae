"""The department's figures by question, in all and by version of the questionnaire."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from service.figures import exact
from service.figures.data import LOWEST, Data, Figure, Number
from service.figures.intervals import wilson
from service.figures.satisfaction.published import LEVELS, PEOPLE, Levels, Published, valid


def figures(data: Data, made: Published) -> Iterator[Figure]:
    """Every question's figures; where a later version is among the answers, each version's beside them."""
    people, notes = made.people(), made.left_out[PEOPLE]
    yield exact.count("satisfaction.n", people, people, exclusions=notes, origin=made.origin)
    for name in made.questions:
        levels, left_out = made.counts[name], made.left_out[name]
        yield from _question(f"satisfaction.{name}", levels, left_out, made.origin, data.k)
    yield _all_high("satisfaction", made, data.k)
    yield from _versions(made, data.k)


def _versions(made: Published, k: int) -> Iterator[Figure]:
    for version, counts in made.split.items():
        prefix = f"satisfaction.v{version}"
        people = valid(counts.get(PEOPLE, Counter())) or None
        yield exact.count(f"{prefix}.n", people, people, exclusions=() if people else ("below_k",))
        for name, levels in sorted(counts.items()):
            if name not in (PEOPLE, LOWEST):
                yield from _question(f"{prefix}.{name}", levels, (), (), k)
        lowest = counts.get(LOWEST, Counter())
        yield _high(f"{prefix}.all_high", lowest, () if valid(lowest) else ("below_k",))


def _question(
    prefix: str, levels: Levels, notes: tuple[str, ...], origin: tuple[str, ...], k: int
) -> Iterator[Figure]:
    size = valid(levels)
    if size < k:
        yield from _withheld(prefix)
        return
    high = levels[4] + levels[5]
    points = sum(level * levels[level] for level in LEVELS)
    yield exact.count(f"{prefix}.n", size, size, exclusions=notes, origin=origin)
    for level in LEVELS:
        yield exact.count(f"{prefix}.level.{level}", levels[level], size, exclusions=notes, origin=origin)
    yield exact.share(f"{prefix}.top2", high, size, size, exclusions=notes, origin=origin)
    yield score(f"{prefix}.mean", points, size, notes, origin)
    low, top = wilson(high, size)
    for name, bound in (("wilson_low", low), ("wilson_high", top)):
        yield Figure(f"{prefix}.{name}", bound, "share", n=size, exclusions=notes, origin=origin)


def score(name: str, points: int, size: int, notes: tuple[str, ...], origin: tuple[str, ...]) -> Figure:
    """The mean level of `size` answers, from 0 to 100."""
    share = exact.share(name, points, 5 * size, size, exclusions=notes, origin=origin)
    value: Number | None = None if share.value is None else share.value * 100
    return Figure(name, value, "score", share.numerator, share.denominator, size, None, notes, origin)


def _withheld(prefix: str) -> Iterator[Figure]:
    notes = ("below_k",)
    for name in ("n", *(f"level.{level}" for level in LEVELS)):
        yield exact.count(f"{prefix}.{name}", None, exclusions=notes)
    for name in ("top2", "wilson_low", "wilson_high"):
        yield exact.share(f"{prefix}.{name}", None, None, exclusions=notes)
    yield Figure(f"{prefix}.mean", None, "score", exclusions=notes)


def _all_high(prefix: str, made: Published, k: int) -> Figure:
    """“Every answer” means another thing where other questions are asked: several versions have no sum."""
    name, levels = f"{prefix}.all_high", made.counts[LOWEST]
    if len(made.versions) > 1:
        return exact.share(name, None, None, exclusions=("versions",))
    if valid(levels) < k:
        return exact.share(name, None, None, exclusions=("below_k",))
    return _high(name, levels, made.left_out[LOWEST], made.origin)


def _high(name: str, levels: Levels, notes: tuple[str, ...], origin: tuple[str, ...] = ()) -> Figure:
    size = valid(levels) or None
    high = levels[4] + levels[5] if size else None
    return exact.share(name, high, size, size, exclusions=notes, origin=origin)
