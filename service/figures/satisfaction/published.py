"""What may be published: every sum is made of whole cells, and each cell has at least k people.

A unit's cells are its batches, the department's are the months' sums of batches and the rest of the year; by
version of the questionnaire a cell is divided only where every part has k (docs/figures.md, 5.2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.figures.data import COMMENT, FLAG, LEFTOVER, LOWEST, OVERALL, THEME, CubeRow, Data

QUESTIONS = tuple(f"q{number}" for number in range(1, 9))
LEVELS = (1, 2, 3, 4, 5)
#: The pseudo-question whose valid answers are all people of a batch.
PEOPLE = "n"

Levels = Counter[int]  # answers by level; level 0 holds those without a valid one
Tally = Mapping[str, Levels]


@dataclass(frozen=True, slots=True)
class Published:
    """The counts that may be shown: by question, what was left out, and the batches they come from.

    `versions`: those of the questionnaire that the sum holds answers of; `split`: the counts by version.
    """

    counts: Tally
    left_out: Mapping[str, tuple[str, ...]]
    origin: tuple[str, ...]
    versions: tuple[int, ...]
    split: Mapping[int, Tally]

    @property
    def questions(self) -> tuple[str, ...]:
        """The first version's questions, then those only later versions ask, of those that were answered."""
        return (*QUESTIONS, *sorted(q for q in self.counts if is_question(q) and q not in QUESTIONS))

    def people(self) -> int | None:
        """How many answers the published sum holds; None when there is none."""
        return sum(self.counts[PEOPLE].values()) or None


def is_question(name: str) -> bool:
    """Whether the name is of a question somebody was asked, none of the pseudo-questions."""
    return name not in (PEOPLE, LOWEST, COMMENT) and not name.startswith((THEME, FLAG))


def base(name: str) -> str:
    """Whose number decides whether a count may be shown: comments for themes, people for patterns."""
    if name.startswith(THEME):
        return COMMENT
    return PEOPLE if name.startswith(FLAG) else name


def valid(levels: Levels) -> int:
    """How many answers have a level of 1 … 5."""
    return sum(levels[level] for level in LEVELS)


def tally(rows: Iterable[CubeRow]) -> dict[str, Levels]:
    """Counts by question; PEOPLE holds every person once, at level 5."""
    made = {question: Counter[int]() for question in (*QUESTIONS, LOWEST, PEOPLE, COMMENT)}
    for row in rows:
        made.setdefault(row.question, Counter())[row.level] += row.count
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
    admitted = leftover if is_shown(leftover, data.k) else []
    counts, left_out = _add(months, tally(admitted), data.k)
    held = {row.version for rows in (*months.values(), admitted) for row in rows if row.count}
    versions = tuple(sorted(held))
    origin = tuple(place(rows[0]) for rows in shown.values())
    return Published(counts, left_out, origin, versions, _split(shown.values(), months, versions, data.k))


def _add(
    months: Mapping[str, list[CubeRow]], leftover: Tally, k: int
) -> tuple[dict[str, Levels], dict[str, tuple[str, ...]]]:
    monthly = [tally(rows) for rows in months.values()]
    counts: dict[str, Levels] = {}
    left_out: dict[str, tuple[str, ...]] = {}
    names = dict.fromkeys(name for made in (leftover, *monthly) for name in made)
    for name in names:
        of = base(name)
        published, rest, waiting = Counter[int](), Counter[int](), 0
        for made, shown in (
            (leftover, False),
            *((made, valid(made.get(of, Counter())) >= k) for made in monthly),
        ):
            (published if shown else rest).update(made.get(name, Counter()))
            waiting += 0 if shown else valid(made.get(of, Counter()))
        counts[name] = published + rest if waiting >= k else published
        left_out[name] = () if waiting >= k or not waiting else ("rest_below_k",)
    return counts, left_out


def _split(
    shown: Iterable[Sequence[CubeRow]], months: Mapping[str, list[CubeRow]], versions: tuple[int, ...], k: int
) -> Mapping[int, Tally]:
    """Counts by version. What units show too (people, OVERALL) comes of the batches that divide cleanly."""
    if versions in ((), (1,)):
        return {}
    found: dict[int, dict[str, Levels]] = {version: {} for version in versions}
    for rows in shown:
        parts = {version: tally(row for row in rows if row.version == version) for version in versions}
        if all(_clean(parts, name, k) for name in (PEOPLE, OVERALL)):
            _gather(found, parts, (PEOPLE, OVERALL))
    for rows in months.values():
        parts = {version: tally(row for row in rows if row.version == version) for version in versions}
        names = {name for made in parts.values() for name in made if is_question(name)} - {OVERALL}
        _gather(found, parts, [name for name in (*names, LOWEST) if _clean(parts, name, k)])
    return found


def _clean(parts: Mapping[int, Tally], name: str, k: int) -> bool:
    """Whether every version's part is nobody or at least k."""
    sizes = [valid(made.get(name, Counter())) for made in parts.values()]
    return all(size == 0 or size >= k for size in sizes)


def _gather(found: dict[int, dict[str, Levels]], parts: Mapping[int, Tally], names: Iterable[str]) -> None:
    for version, made in parts.items():
        for name in names:
            if name in made and valid(made[name]):
                found[version].setdefault(name, Counter()).update(made[name])


def place(row: CubeRow) -> str:
    """Where a figure comes from: the batch, by unit and months."""
    return f"answers:{row.unit}:{row.first}:{row.last}"
