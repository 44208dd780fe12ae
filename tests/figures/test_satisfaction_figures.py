"""Satisfaction from published batches: shares, scores, intervals, and nothing below k."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from service.figures import compute
from service.figures.data import LEFTOVER, CubeRow
from service.figures.intervals import newcombe, wilson
from tests.support import frozen


def test_wilson_is_the_published_example() -> None:
    """81 of 263: 0.2553 to 0.3662 (Newcombe 1998, Statistics in Medicine 17:857, table I)."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_wilson_at_the_edges_touches_them() -> None:
    """No success starts at 0, all successes end at 1, exactly."""
    assert wilson(0, 20)[0] == 0.0
    assert wilson(20, 20)[1] == 1.0


def test_newcombe_is_the_published_example() -> None:
    """56/70 − 48/80: 0.0524 to 0.3339 (Newcombe 1998, Statistics in Medicine 17:873, method 10)."""
    assert newcombe((56, 70), (48, 80)) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_the_month_counted_by_hand() -> None:
    """276 people, 266 of them content; q7 has only the nine who could answer it."""
    made = compute(frozen.full_month())
    assert made["satisfaction.n"].value == 276
    assert made["satisfaction.q8.top2"].value == Fraction(266, 276)
    assert made["satisfaction.q8.mean"].value == Fraction(1294 * 100, 5 * 276)
    assert made["satisfaction.q7.n"].value == 9
    assert made["satisfaction.all_high"].value == Fraction(266, 276)
    assert made["satisfaction.unit.GDTH.q8.top2"].value is None
    assert made["satisfaction.withheld_units"].value == 1


def test_the_change_is_told_with_its_interval() -> None:
    """The month before comes from its own report."""
    made = compute(frozen.full_month())
    assert made["satisfaction.q8.change"].value == Fraction(266, 276) - Fraction(285, 300)
    assert (made["satisfaction.q8.change_low"].value, made["satisfaction.q8.change_high"].value) == newcombe(
        (266, 276), (285, 300)
    )


def test_no_batch_is_no_figure() -> None:
    """Nobody shown: nothing is 0."""
    made = compute(frozen.month())
    assert made["satisfaction.n"].value is None
    assert {made[f"satisfaction.q{number}.top2"].value for number in range(1, 9)} == {None}
    assert made["satisfaction.q8.change"].value is None


def test_a_question_answered_by_fewer_than_k_is_withheld() -> None:
    """Its neighbours are not."""
    cube = frozen.batch("VP", "2022-03", "2022-03", {5: 20}, q3={4: 4, 0: 16})
    made = compute(frozen.month(cube=tuple(cube)))
    assert made["satisfaction.q3.n"].value is None
    assert made["satisfaction.q3.level.4"].value is None
    assert made["satisfaction.q3.top2"].exclusions == ("below_k",)
    assert made["satisfaction.q4.n"].value == 20


@pytest.mark.parametrize("levels", [{5: 4}, {5: 4, 0: 3}])
def test_a_batch_that_should_not_have_been_published_is_not_shown(levels: dict[int, int]) -> None:
    """Too few people, or too few with an answer to question 8: neither unit nor department shows them."""
    made = compute(frozen.month(cube=tuple(frozen.batch("VP", "2022-03", "2022-03", levels))))
    assert made["satisfaction.n"].value is None
    assert made["satisfaction.unit.VP.n"].value is None


def test_the_year_adds_the_leftovers_when_they_are_enough() -> None:
    """Six people of small units join the department's year, and no unit's."""
    cube = frozen.batch("VP", "2022-01", "2022-01", {5: 10}) + frozen.batch(
        "VP", "2022-02", "2022-04", {4: 5}
    )
    cube += frozen.batch(LEFTOVER, "2022-01", "2022-12", {3: 6})
    made = compute(frozen.year(cube=tuple(cube)))
    assert made["satisfaction.n"].value == 21
    assert made["satisfaction.q8.top2"].value == Fraction(15, 21)
    assert made["satisfaction.unit.VP.n"].value == 15


def test_the_year_leaves_out_leftovers_below_k_and_says_so() -> None:
    """The year less its months must not be four people."""
    cube = frozen.batch("VP", "2022-01", "2022-01", {5: 10})
    cube += frozen.batch(LEFTOVER, "2022-01", "2022-12", {3: 4})
    made = compute(frozen.year(cube=tuple(cube)))
    assert made["satisfaction.n"].value == 10


def test_a_question_withheld_in_a_month_does_not_come_out_by_subtraction() -> None:
    """q3 had 3 answers in January: the year's q3 leaves them out, unless the rest grows to k."""
    january = frozen.batch("VP", "2022-01", "2022-01", {5: 10}, q3={1: 3, 0: 7})
    february = frozen.batch("VP", "2022-02", "2022-02", {5: 10})
    made = compute(frozen.year(cube=tuple(january + february)))
    assert made["satisfaction.q3.n"].value == 10
    assert made["satisfaction.q3.top2"].exclusions == ("rest_below_k",)
    march = frozen.batch("TCCB", "2022-03", "2022-03", {5: 8}, q3={2: 2, 0: 6})
    made = compute(frozen.year(cube=tuple(january + february + march)))
    assert made["satisfaction.q3.n"].value == 15


_LEVELS = st.dictionaries(st.integers(0, 5), st.integers(0, 6), max_size=6)


@tried(max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from(["VP", "TCCB", "GDTH", LEFTOVER]), st.integers(1, 12), _LEVELS, _LEVELS),
        max_size=8,
    )
)
def test_no_published_count_and_no_difference_of_year_and_months_is_below_k(
    batches: list[tuple[str, int, dict[int, int], dict[int, int]]],
) -> None:
    """Whatever comes in, no n is 1 … 4, nor is the year's n less its months'."""
    cube: list[CubeRow] = []
    for unit, number, levels, third in batches:
        cube += frozen.batch(unit, "2022-01", f"2022-{number:02}", levels, q3=third)
    annual = compute(frozen.year(cube=tuple(cube)))
    for name in ("satisfaction.n", "satisfaction.q3.n", "satisfaction.q8.n"):
        monthly = 0
        for number in range(1, 13):
            label = f"2022-{number:02}"
            own = tuple(row for row in cube if row.last == label and row.unit != LEFTOVER)
            value = compute(frozen.month(label, cube=own))[name].value or 0
            assert value == 0 or value >= 5
            monthly += int(value)
        difference = int(annual[name].value or 0) - monthly
        assert difference == 0 or difference >= 5
