"""Patterns among answers: each rule at its edges; none of them leaves an answer out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from service.clock import ZONE
from service.figures.satisfaction.patterns import PATTERNS
from service.questionnaires import flags
from service.questionnaires.flags import Given

NINE = datetime(2022, 3, 7, 9, tzinfo=ZONE)  # a Monday


def make(
    number: int, seconds: float = 0, unit: str = "VP", comment: str = "", levels: tuple[int, ...] = (4, 5, 3)
) -> Given:
    """The answer `number`, so many seconds after nine."""
    named = tuple((f"q{n}", level) for n, level in enumerate(levels, 1))
    at = NINE + timedelta(seconds=seconds)
    return Given(f"r{number}", unit, "", 1, at, named, (named, "1", "Trực tiếp"), comment)


def found(pattern: str, *answers: Given, known: tuple[Given, ...] = ()) -> set[str]:
    """The ids that show a pattern; the year so far is what is given, and `known` before it."""
    return flags.flagged(answers, (*known, *answers))[pattern]


def test_every_pattern_has_a_rule_a_figure_and_an_order() -> None:
    """The same names, `any` last."""
    assert (*flags.RULES, "any") == PATTERNS


@pytest.mark.parametrize(
    ("apart", "comment", "flagged"),
    [(60, "", True), (61, "", False), (600, "nhanh lắm ạ", True), (601, "nhanh lắm ạ", False)],
)
def test_the_later_of_two_alike_is_a_duplicate(apart: float, comment: str, flagged: bool) -> None:
    """Within a minute, or ten with the same comment."""
    two = make(1, comment=comment), make(2, apart, comment=comment)
    assert found("duplicate", *two) == ({"r2"} if flagged else set())


def test_what_differs_in_anything_is_no_duplicate() -> None:
    """Another level, another comment, another unit."""
    others = make(2, 5, levels=(4, 5, 4)), make(3, 5, comment="khác"), make(4, 5, unit="TH")
    assert found("duplicate", make(1), *others) == set()


def test_a_burst_is_many_in_an_hour_against_the_units_own_habit() -> None:
    """Ten where two an hour are usual; not ten where ten are, nor nine."""
    ten = [make(n, 60 * n) for n in range(10)]
    usual = tuple(make(100 + n, -3600 * (1 + n // 2)) for n in range(40))
    busy = tuple(make(100 + n, -3600 * (1 + n // 10)) for n in range(200))
    assert len(found("burst", *ten, known=usual)) == 10
    assert found("burst", *ten, known=busy) == set()
    assert found("burst", *ten[:9], known=usual) == set()


@pytest.mark.parametrize(
    ("levels", "flagged"),
    [((4,) * 6, True), ((4,) * 5, False), ((4,) * 6 + (0,), True), ((4,) * 6 + (5,), False)],
)
def test_one_level_throughout(levels: tuple[int, ...], flagged: bool) -> None:
    """Six questions at least; "not applicable" is no level."""
    assert bool(found("straight", make(1, levels=levels))) == flagged


def test_a_series_is_content_answers_right_after_each_other() -> None:
    """Five within three minutes each; a pause, or one who is not content, ends it."""
    five = [make(n, 180 * n, levels=(4, 5)) for n in range(5)]
    assert len(found("series", *five)) == 5
    assert found("series", *five[:4]) == set()
    assert found("series", *five[:4], make(9, 180 * 4 + 1 + 180, levels=(4, 5))) == set()
    unhappy = make(7, 180 * 2 + 1, levels=(2, 5))
    assert found("series", *five[:3], unhappy, *five[3:]) == set()


def test_the_same_sentence_three_times() -> None:
    """Four words, one unit; “Rất tốt” is what everybody writes."""
    three = [make(n, 9000 * n, comment="cán bộ rất nhiệt tình") for n in range(3)]
    assert len(found("same_comment", *three)) == 3
    assert found("same_comment", *three[:2], make(9, comment="cán bộ rất nhiệt tình", unit="TH")) == set()
    assert found("same_comment", *(make(n, 9000 * n, comment="rất tốt") for n in range(5))) == set()


def test_a_whole_unit_at_the_highest_level_where_others_are_not() -> None:
    """Twenty of twenty beside a fifth of the others; not when others are as happy, nor for nineteen."""
    happy = [make(n, 4000 * n, levels=(5, 5)) for n in range(20)]
    others = [make(100 + n, 4000 * n, unit="TH", levels=(5, 5) if n % 5 == 0 else (4, 5)) for n in range(25)]
    as_happy = [make(100 + n, 4000 * n, unit="TH", levels=(5, 5)) for n in range(25)]
    assert found("all_highest", *happy, *others) == {one.id for one in happy}
    assert found("all_highest", *happy, *as_happy) == set()
    assert found("all_highest", *happy[:19], *others) == set()


def test_a_whole_unit_in_office_hours_where_others_answer_in_the_evening() -> None:
    """Monday to Friday, seven to six."""
    own = [make(n, 60 * n) for n in range(20)]
    others = [make(100 + n, 3600 * (12 if n % 2 else 0) + n, unit="TH") for n in range(30)]
    assert found("office_hours", *own, *others) == {one.id for one in own}
    sunday = make(50, -24 * 3600)
    assert found("office_hours", *own, sunday, *others) == set()


def test_any_is_at_least_one() -> None:
    """Each answer once, however many patterns it shows."""
    two = make(1, levels=(5,) * 6), make(2, 1, levels=(5,) * 6)
    assert found("any", *two, make(3, 900)) == {"r1", "r2"}
