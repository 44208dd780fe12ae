"""No group of 1 … k−1 people lies in the span of everything that is published, by exact rank.

Each atom (people of one unit, month and version who answered the same questions) has c·B + 2^i people: what
is left of a published number modulo B tells exactly which atoms are in it. So nothing is assumed of how the
program sums: whatever it publishes is read back as a group of atoms, and the groups of all reports of a year
are the rows of a matrix.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st
from sqlalchemy import Connection

from service.figures import compute
from service.figures.data import COMMENT, LOWEST, THEME, Figures
from service.organisation import Organisation, Settings, Unit, settings
from service.periods import snapshot
from service.periods.windows import window
from service.questionnaires import batches, pools
from tests.questionnaires.test_intake import store

__all__ = ["store"]

K = 5
UNITS = tuple(Unit(code, f"Phòng {code}") for code in ("A", "B", "C"))
#: What some answer and others leave, by version; q8 is asked of everybody.
ASKED = {1: ("q3", "q7"), 2: ("q3", "portal")}
B = 2**40
MONTHS = 12
Vector = tuple[int, ...]


@dataclass(frozen=True)
class Atom:
    """People of one unit, month and version; `answers`: what they answered ("comment": wrote something)."""

    unit: str
    month: int
    version: int
    answers: frozenset[str]
    weight: int


_ATOMS = st.builds(
    Atom,
    st.sampled_from([unit.code for unit in UNITS]),
    st.sampled_from((1, 2, 3, 12)),
    st.sampled_from((1, 2)),
    st.frozensets(st.sampled_from(("q8", "q3", "q7", "portal", "comment"))),
    st.integers(1, 7),
)


def publish(store: Connection, atoms: Sequence[tuple[Atom, int]], k: int) -> list[Figures]:
    """The figures of the twelve months and of the year when these people answered."""
    for atom, size in atoms:
        place: dict[str, str | int] = {
            "day": f"2022-{atom.month:02}-10",
            "unit": atom.unit,
            "version": atom.version,
        }
        asked = {"q8", *ASKED[atom.version]}
        cells = {(name, 4 if name in atom.answers else 0) for name in asked}
        cells.add((LOWEST, 4 if atom.answers & asked else 0))
        if "comment" in atom.answers:
            cells |= {(COMMENT, 1), (f"{THEME}waiting", 1)}
        for question, level in cells:
            pools.add(store, [{**place, "question": question, "level": level, "count": size}])
    known = Organisation(UNITS, (), Settings({**settings([]).values, "year": 2022, "k": k}))
    made = []
    for number in range(1, MONTHS + 1):
        span = window(f"2022-{number:02}", known.rules)
        batches.publish(store, known, span)
        made.append(compute(snapshot.take(store, known, span, "monthly")))
    return [*made, compute(snapshot.take(store, known, window("2022", known.rules), "annual"))]


def groups(reports: Iterable[Figures]) -> Iterator[tuple[str, str, int]]:
    """(what it is about, the figure's name, how many people it speaks of) of every number published."""
    for report in reports:
        for name, figure in report.items():
            parts = name.split(".")
            if parts[0] != "satisfaction" or figure.value is None or parts[-1].startswith("change"):
                continue
            about = _about([part for part in parts[1:] if part[0] != "v" or not part[1:].isdigit()])
            number = figure.value if parts[-1] in ("n", "comments") else figure.n
            if about and number is not None:
                yield about, name, int(number)


def _about(parts: list[str]) -> str:
    """The variable a figure tells: a question, the people, their lowest level, or their comments."""
    if parts[0] in ("shown_units", "withheld_units", "late", "unassigned", "compared", "moved", "response"):
        return ""
    if parts[0] in ("comments", "theme"):
        return "comment"
    if parts[0] == "all_high":
        return "lowest"
    if parts[0] == "unit":
        return "q8" if parts[2] == "q8" else "people" if parts[2] == "n" else ""
    return "people" if parts[0] in ("n", "flags") else parts[0]


def vector(number: int, sizes: Sequence[int]) -> Vector:
    """Which atoms make up a number; nobody is in it twice."""
    mask = number % B
    found = tuple(mask >> i & 1 for i in range(len(sizes)))
    assert sum(size for size, inside in zip(sizes, found, strict=True) if inside) == number
    return found


def small_groups(vectors: Iterable[Vector], sizes: Sequence[int], k: int) -> list[Vector]:
    """The groups of 1 … k−1 people whose indicator is a combination of the vectors: exact, no floats."""
    rows = _reduced({one for one in vectors if any(one)})
    # Atoms that are in the same sums always come out together: they are one for this purpose.
    alike: dict[tuple[Fraction, ...], list[int]] = {}
    for atom in range(len(sizes)):
        column = tuple(row[atom] for _, row in rows)
        if any(column):
            alike.setdefault(column, []).append(atom)
    classes = [(column, atoms) for column, atoms in alike.items() if sum(sizes[a] for a in atoms) < k]
    found = []
    for number in range(1, len(classes) + 1):
        chosen = [
            [atom for _, atoms in some for atom in atoms]
            for some in combinations(classes, number)
            if sum(sizes[atom] for _, atoms in some for atom in atoms) < k
        ]
        if not chosen:
            break
        found += [one for atoms in chosen if _in_span(one := _indicator(atoms, len(sizes)), rows)]
    return found


def _indicator(atoms: Iterable[int], length: int) -> Vector:
    inside = set(atoms)
    return tuple(int(atom in inside) for atom in range(length))


def _reduced(vectors: Iterable[Vector]) -> list[tuple[int, list[Fraction]]]:
    """The reduced row echelon form of the vectors: (pivot, row)."""
    rows: list[tuple[int, list[Fraction]]] = []
    for one in vectors:
        row = [Fraction(x) for x in one]
        for pivot, other in rows:
            row = [x - row[pivot] * y for x, y in zip(row, other, strict=True)] if row[pivot] else row
        pivot = next((i for i, x in enumerate(row) if x), -1)
        if pivot < 0:
            continue
        row = [x / row[pivot] for x in row]
        rows = [
            (p, [x - other[pivot] * y for x, y in zip(other, row, strict=True)] if other[pivot] else other)
            for p, other in rows
        ]
        rows.append((pivot, row))
    return rows


def _in_span(one: Vector, rows: Sequence[tuple[int, list[Fraction]]]) -> bool:
    made = [Fraction(0)] * len(one)
    for pivot, row in rows:
        if one[pivot]:
            made = [x + one[pivot] * y for x, y in zip(made, row, strict=True)]
    return all(x == y for x, y in zip(made, one, strict=True))


def breaches(store: Connection, atoms: Sequence[Atom], k: int = K) -> list[str]:
    """The groups that come out, by what they are about."""
    sizes = [atom.weight * B + (1 << i) for i, atom in enumerate(atoms)]
    inside = store.begin_nested()
    reports = publish(store, list(zip(atoms, sizes, strict=True)), k * B)
    inside.rollback()
    told: dict[str, set[Vector]] = {}
    for about, name, number in groups(reports):
        assert number == 0 or number >= k * B, f"{name}: {number // B}"
        told.setdefault(about, set()).add(vector(number, sizes))
    return [f"{about}: {one}" for about, all_ in told.items() for one in small_groups(all_, sizes, k * B)]


_LATER = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)


@tried(max_examples=25, deadline=None, suppress_health_check=_LATER)
@given(st.lists(_ATOMS, max_size=24))
def test_no_small_group_lies_in_the_span_of_what_a_year_publishes(
    store: Connection, atoms: list[Atom]
) -> None:
    """Units, department, questions, versions, patterns, themes, twelve months and the year, all together."""
    assert breaches(store, atoms) == []


def test_the_check_finds_a_group_that_two_sums_give_away() -> None:
    """Ten people, and eight of them: the two who are left."""
    sizes = [4 * B + 1, 4 * B + 2, 2 * B + 4]
    assert small_groups([(1, 1, 1), (1, 1, 0)], sizes, 5 * B) == [(0, 0, 1)]
    assert small_groups([(1, 1, 1)], sizes, 5 * B) == []
    assert small_groups([(1, 1, 0), (0, 1, 1), (1, 0, 1)], sizes, 5 * B) != []


def test_the_check_finds_a_threshold_set_too_low(store: Connection) -> None:
    """With batches of four published, the check for five says so."""
    atoms = [Atom("A", 1, 1, frozenset({"q8"}), 4), Atom("B", 1, 1, frozenset({"q8"}), 9)]
    sizes = [atom.weight * B + (1 << i) for i, atom in enumerate(atoms)]
    reports = publish(store, list(zip(atoms, sizes, strict=True)), 4 * B)
    told = {vector(number, sizes) for about, _, number in groups(reports) if about == "q8"}
    assert small_groups(told, sizes, 5 * B) == [(1, 0)]


def answered(rng: Random, busy: Sequence[int]) -> list[tuple[Atom, int]]:
    """A year of people: each unit about so many a month, one in twenty without an answer to q8."""
    made = []
    for unit, usual in zip(UNITS, busy, strict=True):
        for month in range(1, MONTHS + 1):
            for answers, share in ((frozenset({"q8", "q3"}), 0.95), (frozenset({"q3"}), 0.05)):
                size = sum(rng.random() < share for _ in range(rng.randrange(2 * usual + 1)))
                made += [(Atom(unit.code, month, 1, answers, 1), size)] if size else []
    return made


#: How busy three units are (answers a month) → the least share of the year's answers that reaches its report.
USEFUL: dict[tuple[int, ...], float] = {
    (40, 20, 10): 0.995,
    (10, 5, 2): 0.98,
    (3, 2, 1): 0.97,
    (1, 1, 1): 0.94,
}


@pytest.mark.parametrize(
    "busy", [(3, 2, 1), *(pytest.param(busy, marks=pytest.mark.soak) for busy in USEFUL if busy != (3, 2, 1))]
)
def test_most_answers_reach_the_annual_report(store: Connection, busy: tuple[int, ...]) -> None:
    """What is withheld in a month is told later: over random years nearly all of it."""
    shown = held = 0
    for seed in range(8):
        people = answered(Random(seed), busy)
        inside = store.begin_nested()
        year = publish(store, people, K)[-1]
        inside.rollback()
        shown += int(year["satisfaction.n"].value or 0)
        held += sum(size for _, size in people)
    assert shown / held >= USEFUL[busy]
