"""Satisfaction, from the cube of published batches only (docs/figures.md, 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.figures import exact
from service.figures.data import LEFTOVER, LOWEST, OVERALL, CubeRow, Data, Figure, Number
from service.figures.intervals import newcombe, wilson

QUESTIONS = tuple(f"q{number}" for number in range(1, 9))
LEVELS = (1, 2, 3, 4, 5)
#: The pseudo-question whose valid answers are all people of a batch.
PEOPLE = "n"

Levels = Counter[int]  # answers by level; level 0 holds those without a valid one


@dataclass(frozen=True, slots=True)
class Published:
    """The counts that may be shown: by question, what was left out, and the batches they come from."""

    counts: Mapping[str, Levels]
    left_out: Mapping[str, tuple[str, ...]]
    origin: tuple[str, ...]

    def people(self) -> int | None:
        """How many answers the published sum holds; None when there is none."""
        return sum(self.counts[PEOPLE].values()) or None


def valid(levels: Levels) -> int:
    """How many answers have a level of 1 … 5."""
    return sum(levels[level] for level in LEVELS)


def tally(rows: Iterable[CubeRow]) -> dict[str, Levels]:
    """Counts by question; PEOPLE holds every person once, at level 5."""
    made = {question: Counter[int]() for question in (*QUESTIONS, LOWEST, PEOPLE)}
    for row in rows:
        if row.question in made:
            made[row.question][row.level] += row.count
            if row.question == LOWEST:
                made[PEOPLE][5] += row.count
    return made


def may_be_shown(people: int, overall: int, k: int) -> bool:
    """Whether a group is large enough: at least k people, and at least k valid answers to OVERALL."""
    return people >= k and overall >= k


def is_shown(rows: Sequence[CubeRow], k: int) -> bool:
    """Whether the rows of a batch may be shown."""
    counts = tally(rows)
    return may_be_shown(valid(counts[PEOPLE]), valid(counts[OVERALL]), k)


def batches(data: Data) -> dict[tuple[str, str], list[CubeRow]]:
    """The rows of each batch that may be shown, by (month of publication, unit)."""
    made: dict[tuple[str, str], list[CubeRow]] = {}
    for row in data.cube:
        if row.unit != LEFTOVER:
            made.setdefault((row.last, row.unit), []).append(row)
    return {key: rows for key, rows in sorted(made.items()) if is_shown(rows, data.k)}


def department(data: Data) -> Published:
    """The sum of the batches of a month; of a year: of its months and, where large enough, the rest."""
    shown = batches(data)
    months: dict[str, list[CubeRow]] = {}
    for (month, _), rows in shown.items():
        months.setdefault(month, []).extend(rows)
    leftover = [row for row in data.cube if row.unit == LEFTOVER]
    admitted = tally(leftover if is_shown(leftover, data.k) else [])
    return _add(months, admitted, data.k, tuple(_place(rows[0]) for rows in shown.values()))


def _add(
    months: Mapping[str, list[CubeRow]], leftover: Mapping[str, Levels], k: int, origin: tuple[str, ...]
) -> Published:
    monthly = {month: tally(rows) for month, rows in months.items()}
    counts, left_out = {}, {}
    for question in (*QUESTIONS, LOWEST, PEOPLE):
        published, rest = Counter[int](), Counter[int](leftover[question])
        for made in monthly.values():
            (published if valid(made[question]) >= k else rest).update(made[question])
        enough = valid(rest) >= k
        counts[question] = published + rest if enough else published
        left_out[question] = () if enough or not valid(rest) else ("rest_below_k",)
    return Published(counts, left_out, origin)


def _place(row: CubeRow) -> str:
    return f"answers:{row.unit}:{row.first}:{row.last}"


def figures(data: Data) -> Iterator[Figure]:
    """The department's figures, the units', and the change against the month before."""
    made = department(data)
    people, notes = made.people(), made.left_out[PEOPLE]
    yield exact.count("satisfaction.n", people, people, exclusions=notes, origin=made.origin)
    for question in QUESTIONS:
        yield from _question(f"satisfaction.{question}", question, made, data.k)
    yield _all_high(made, data.k)
    yield from _units(data)
    late, unassigned = sum(data.late_answers.values()), data.unassigned_answers
    yield exact.count("satisfaction.late", late, late)
    yield exact.count("satisfaction.unassigned", unassigned, unassigned)
    if data.kind == "monthly":
        yield from _change(made, data)


def _question(prefix: str, question: str, made: Published, k: int) -> Iterator[Figure]:
    levels = made.counts[question]
    size, notes = valid(levels), made.left_out[question]
    if size < k:
        yield from _withheld(prefix)
        return
    high = levels[4] + levels[5]
    score = sum(level * levels[level] for level in LEVELS)
    yield exact.count(f"{prefix}.n", size, size, exclusions=notes, origin=made.origin)
    for level in LEVELS:
        yield exact.count(
            f"{prefix}.level.{level}", levels[level], size, exclusions=notes, origin=made.origin
        )
    yield exact.share(f"{prefix}.top2", high, size, size, exclusions=notes, origin=made.origin)
    yield _score(f"{prefix}.mean", score, size, notes, made.origin)
    low, top = wilson(high, size)
    for name, bound in (("wilson_low", low), ("wilson_high", top)):
        yield Figure(f"{prefix}.{name}", bound, "share", n=size, exclusions=notes, origin=made.origin)


def _score(name: str, points: int, size: int, notes: tuple[str, ...], origin: tuple[str, ...]) -> Figure:
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


def _all_high(made: Published, k: int) -> Figure:
    levels, name = made.counts[LOWEST], "satisfaction.all_high"
    size, notes = valid(levels), made.left_out[LOWEST]
    if size < k:
        return exact.share(name, None, None, exclusions=("below_k",))
    return exact.share(name, levels[4] + levels[5], size, size, exclusions=notes, origin=made.origin)


def _units(data: Data) -> Iterator[Figure]:
    by_unit: dict[str, list[CubeRow]] = {}
    for (_, unit), rows in batches(data).items():
        by_unit.setdefault(unit, []).extend(rows)
    codes = [unit.code for unit in data.units]
    shown = sum(code in by_unit for code in codes)
    yield exact.count("satisfaction.shown_units", shown, len(codes))
    yield exact.count("satisfaction.withheld_units", len(codes) - shown, len(codes))
    for code in codes:
        yield from _unit(f"satisfaction.unit.{code}", by_unit.get(code, []))


def _unit(prefix: str, rows: Sequence[CubeRow]) -> Iterator[Figure]:
    counts, notes = tally(rows), () if rows else ("below_k",)
    levels, people = counts[OVERALL], valid(counts[PEOPLE]) or None
    origin = tuple(dict.fromkeys(_place(row) for row in rows))
    size = valid(levels) or None
    high, points = levels[4] + levels[5], sum(level * levels[level] for level in LEVELS)
    yield exact.count(f"{prefix}.n", people, people, exclusions=notes, origin=origin)
    yield exact.count(f"{prefix}.q8.n", size, size, exclusions=notes, origin=origin)
    part = high if size else None
    yield exact.share(f"{prefix}.q8.top2", part, size, size, exclusions=notes, origin=origin)
    if size:
        yield _score(f"{prefix}.q8.mean", points, size, notes, origin)
    else:
        yield Figure(f"{prefix}.q8.mean", None, "score", exclusions=notes)


def _change(made: Published, data: Data) -> Iterator[Figure]:
    name, levels = "satisfaction.q8.change", made.counts[OVERALL]
    before = (data.previous or {}).get("satisfaction.q8.top2") or {}
    size = valid(levels)
    if size < data.k or not before.get("denominator"):
        for ending in ("", "_low", "_high"):
            yield exact.share(f"{name}{ending}", None, None)
        return
    now, then = (levels[4] + levels[5], size), (int(before["numerator"]), int(before["denominator"]))
    low, high = newcombe(now, then)
    share = exact.share("", *now).value
    earlier = exact.share("", *then).value
    assert share is not None and earlier is not None
    yield Figure(name, share - earlier, "share", n=size)
    yield Figure(f"{name}_low", low, "share", n=size)
    yield Figure(f"{name}_high", high, "share", n=size)
