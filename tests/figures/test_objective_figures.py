"""Objectives: due, value, state, and the year's aggregate."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.figures import compute, objectives, objectives_year
from service.figures.data import Row
from service.figures.due import due_in_year, due_period
from service.figures.objectives import judge
from service.periods import windows
from tests.support import frozen


@pytest.mark.parametrize(
    ("evaluation", "month", "period"),
    [
        ("month", "2022-05", "2022-05"),
        ("quarter", "2022-05", None),
        ("quarter", "2022-06", "2022-Q2"),
        ("year", "2022-11", None),
        ("year", "2022-12", "2022"),
        ("school_year", "2022-08", "2021-2022"),
        ("school_year", "2022-12", None),
    ],
)
def test_an_objective_is_due_in_the_last_month_of_its_period(
    evaluation: str, month: str, period: str | None
) -> None:
    """A month is always due, longer periods only in the month that ends them."""
    asked = due_period(evaluation, None, None, windows.window(month, frozen.RULES), frozen.RULES)
    assert (asked.label if asked else None) == period


@pytest.mark.parametrize(
    ("start", "deadline", "due"),
    [
        (date(2022, 3, 14), None, True),  # the window's last day
        (date(2022, 3, 15), None, False),
        (None, date(2022, 2, 15), True),  # the window's first day
        (None, date(2022, 2, 14), False),
    ],
)
def test_an_objective_not_in_force_is_not_due(start: date | None, deadline: date | None, due: bool) -> None:
    """Start and deadline are held against the window 15/02 … 14/03, both days included."""
    window = windows.window("2022-03", frozen.RULES)
    assert (due_period("month", start, deadline, window, frozen.RULES) is not None) is due


def test_an_objective_that_ends_within_a_quarter_is_still_asked_for_at_its_end() -> None:
    """The deadline is held against the whole period, not against the month that asks."""
    window = windows.window("2022-03", frozen.RULES)
    assert due_period("quarter", None, date(2022, 1, 20), window, frozen.RULES) is not None


def test_an_unknown_evaluation_is_refused() -> None:
    """A code outside the schema is a mistake of the program, not of a person."""
    with pytest.raises(ValueError, match="weekly"):
        due_period("weekly", None, None, windows.window("2022-03", frozen.RULES), frozen.RULES)


@pytest.mark.parametrize(
    ("values", "target", "direction", "state", "value"),
    [
        ({"achieved": 2449, "total": 2500}, 98, "ge", "not_met", Fraction(2449, 25)),  # 97,96 %
        ({"achieved": 98, "total": 100}, 98, "ge", "met", Fraction(98)),
        ({"achieved": 1, "total": 3}, 33.33, "le", "not_met", Fraction(100, 3)),
        ({"value": 0.1}, 0.1, "eq", "met", Fraction(1, 10)),
        ({"value": 2}, 2, "le", "met", Fraction(2)),
        ({"achieved": 0, "total": 0}, 98, "ge", "no_data", None),
        ({"achieved": 5}, 98, "ge", "no_data", None),
        ({"none": True}, 98, "ge", "none", None),
        ({}, 98, "ge", "no_data", None),
    ],
)
def test_a_row_gives_value_and_state(
    values: dict[str, Any], target: float, direction: str, state: str, value: Fraction | None
) -> None:
    """Exact fractions decide; nothing stands for a missing number."""
    objective = frozen.objective("VP", "MT-01", target, direction=direction)
    outcome = judge(objective, frozen.progress("VP", "MT-01", "2022-03", **values))
    assert (outcome.state, outcome.value) == (state, value)


def test_a_ratio_is_times_a_hundred_only_where_the_measure_is_percent() -> None:
    """4 of 2 is 2 per class, or 200 %."""
    row = frozen.progress("VP", "MT-01", "2022-03", achieved=4, total=2)
    assert judge(frozen.objective("VP", "MT-01", 1, unit_of_measure="lượt/lớp"), row).value == 2
    assert judge(frozen.objective("VP", "MT-01", 1, unit_of_measure="Phần trăm"), row).value == 200


def test_the_months_counts_are_those_of_fingers() -> None:
    """One objective in each state, two met, counted by hand; the excluded row is named."""
    made = compute(frozen.full_month())
    names = ("total", "due", "met", "not_met", "no_data", "none", "not_yet_due")
    values = [made[f"objectives.{name}"].value for name in names]
    assert values == [6, 4, Fraction(1, 2), 1, 1, 1, 1]
    assert made["objectives.met"].exclusions == ("GDTH/progress/MT-02|2022-03/value/number_invalid",)
    assert made["objective.VP.MT-01.value"].origin == ("book-VP!Kết quả!5",)


def test_without_objectives_nothing_is_zero() -> None:
    """A department without a register has no figures of it."""
    made = compute(frozen.month())
    assert {made[f"objectives.{name}"].value for name in ("total", "due", "met", "not_met")} == {None}


def test_rows_of_a_unit_no_longer_valid_do_not_count() -> None:
    """Only the window's units enter."""
    made = compute(frozen.month(objectives=(frozen.objective("CU", "MT-01", 98),)))
    assert made["objectives.total"].value is None
    assert "objective.CU.MT-01.value" not in made


_STATE_ROWS = st.sampled_from(
    [
        {"achieved": 99, "total": 100},
        {"achieved": 1, "total": 100},
        {"value": 97.5},
        {"none": True},
        {},
        None,
    ]
)
_EVALUATIONS = st.sampled_from(["month", "quarter", "year", "school_year"])


@given(st.lists(st.tuples(_STATE_ROWS, _EVALUATIONS), max_size=9), st.integers(1, 12))
def test_every_objective_is_in_exactly_one_state(rows: list[tuple[Any, str]], number: int) -> None:
    """met + not_met + no_data = due, and due + none + not_yet_due = total."""
    label, targets, results = f"2022-{number:02}", [], []
    period = {w.kind: w.label for w in windows.ending_with(windows.window(label, frozen.RULES), frozen.RULES)}
    for index, (values, evaluation) in enumerate(rows):
        targets.append(frozen.objective("VP", f"MT-{index}", 98, evaluation=evaluation))
        if values is not None and evaluation in period:
            results.append(frozen.progress("VP", f"MT-{index}", period[evaluation], **values))
    data = frozen.month(label, objectives=tuple(targets), progress=tuple(results))
    made = compute(data)
    if not rows:
        assert made["objectives.total"].value is None
        return
    count = {name: made[f"objectives.{name}"].value for name in objectives.STATES if name != "met"}
    met = made["objectives.met"].numerator
    assert met is not None
    assert met + count["not_met"] + count["no_data"] == made["objectives.due"].value  # type: ignore[operator]
    due = made["objectives.due"].value
    assert due + count["none"] + count["not_yet_due"] == len(rows)  # type: ignore[operator]


def _year_of(aggregation: str | None, *rows: tuple[str, dict[str, Any]], **values: Any) -> objectives.Outcome:
    objective = frozen.objective("VP", "MT-01", 95, aggregation=aggregation, **values)
    results = tuple(frozen.progress("VP", "MT-01", period, **given) for period, given in rows)
    return objectives_year.outcomes(frozen.year(objectives=(objective,), progress=results))[0]


_TWO = (("2022-01", {"achieved": 90, "total": 100}), ("2022-02", {"achieved": 300, "total": 300}))


@pytest.mark.parametrize(
    ("aggregation", "value"),
    [
        ("ratio_of_sums", Fraction(39000, 400)),
        (None, Fraction(39000, 400)),
        ("sum", Fraction(190)),
        ("last", Fraction(100)),
        ("largest", Fraction(100)),
        ("mean", Fraction(95)),
    ],
)
def test_the_year_is_aggregated_as_the_objective_says(aggregation: str | None, value: Fraction) -> None:
    """The five ways give five results from the same two months."""
    outcome = _year_of(aggregation, *_TWO)
    assert outcome.value == value
    assert "no_data:2022-03" in outcome.exclusions


def test_blank_aggregation_of_plain_values_takes_the_last() -> None:
    """Without numerator and denominator there is no ratio of sums."""
    outcome = _year_of(None, ("2022-01", {"value": 97}), ("2022-05", {"value": 91}))
    assert (outcome.value, outcome.state, outcome.n) == (Fraction(91), "not_met", 1)


def test_a_ratio_of_sums_over_plain_values_says_that_it_took_the_last() -> None:
    """The rule that cannot be followed is not followed silently."""
    outcome = _year_of("ratio_of_sums", ("2022-04", {"value": 97}))
    assert outcome.value == 97
    assert "fallback_last" in outcome.exclusions


def test_a_year_of_nothing_arising_is_none_and_one_gap_makes_it_no_data() -> None:
    """“Không phát sinh” must be said for every period."""
    quarters = [(f"2022-Q{number}", {"none": True}) for number in range(1, 5)]
    assert _year_of(None, *quarters, evaluation="quarter").state == "none"
    assert _year_of(None, *quarters[:3], evaluation="quarter").state == "no_data"


def test_a_school_year_is_judged_in_the_year_it_ends() -> None:
    """2021-2022 belongs to 2022, and 2022-2023 does not."""
    year = windows.months(2022, frozen.RULES)
    assert [w.label for w in due_in_year("school_year", None, None, year, frozen.RULES)] == ["2021-2022"]
    outcome = _year_of(None, ("2021-2022", {"value": 96}), evaluation="school_year")
    assert outcome.state == "met"


@pytest.mark.parametrize(("label", "state"), [("2022-03", "not_yet_due"), ("2022-08", "no_data")])
def test_a_school_years_target_is_not_failed_in_march(label: str, state: str) -> None:
    """It is asked for when the school year ends, in August; before, nothing is owed and nothing missed."""
    aim = frozen.objective("VP", "MT-01", 98, evaluation="school_year")
    made = compute(frozen.month(label, objectives=(aim,)))
    assert made["objective.VP.MT-01.value"].state == state
    assert made["objectives.due"].value == (state == "no_data")


def test_an_objective_without_a_target_has_no_data() -> None:
    """“Giảm 5%” of nobody knows what: neither met nor failed, in the month and in the year."""
    told = frozen.objective("VP", "MT-01", 98, direction="le")
    aim = Row("VP", "MT-01", {**told.values, "target": None})
    rows = (frozen.progress("VP", "MT-01", "2022-03", value=40),)
    for data in (
        frozen.month(objectives=(aim,), progress=rows),
        frozen.year(objectives=(aim,), progress=rows),
    ):
        made = compute(data)
        assert (made["objectives.no_data"].value, made["objectives.not_met"].value) == (1, 0)
        assert made["objective.VP.MT-01.target"].value is None


def test_drafts_are_counted_and_count() -> None:
    """Not approved, not yet told: drafts; they are measured like the others."""
    aims = [
        frozen.objective("VP", f"MT-0{n}", 98, status=s) for n, s in enumerate(("approved", "draft", None))
    ]
    made = compute(frozen.month(objectives=tuple(aims)))
    assert (made["objectives.draft"].value, made["objectives.due"].value) == (2, 3)


def test_an_estimate_is_told_apart_in_the_month_and_in_the_year() -> None:
    """It is judged like a result, and says that it is none yet."""
    aim = frozen.objective("VP", "MT-01", 98)
    row = frozen.progress("VP", "MT-01", "2022-12", achieved=99, total=100, estimate=True)
    sure = frozen.progress("VP", "MT-01", "2022-11", achieved=99, total=100)
    for data in (
        frozen.month("2022-12", objectives=(aim,), progress=(row,)),
        frozen.year(objectives=(aim,), progress=(sure, row)),
    ):
        made = compute(data)
        told = made["objective.VP.MT-01.estimate"]
        assert (told.value, told.state, made["objective.VP.MT-01.value"].state) == (99, "estimate", "met")
        assert made["objectives.estimate"].value == 1
    made = compute(frozen.month("2022-11", objectives=(aim,), progress=(sure,)))
    assert (made["objectives.estimate"].value, "objective.VP.MT-01.estimate" in made) == (0, False)
