"""The month before beside this one, the year beside its months, duties by who owes them, exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest

from service.figures import compute
from service.figures.data import Figure
from tests.support import frozen


def test_the_month_before_is_told_by_the_counts_its_report_printed() -> None:
    """A third stays a third, whatever was rounded; a count has no parts; what was not told stays blank."""
    before = {
        "objectives.met": {"value": 0.333, "numerator": 1, "denominator": 3, "n": 3},
        "corrections.overdue": {"value": 2, "numerator": None, "denominator": None},
        "satisfaction.q8.top2": {"value": None, "numerator": None, "denominator": None},
    }
    made = compute(frozen.month(previous=before))
    assert {name: made[f"previous.{name}"].value for name in (*before, "dossiers.on_time")} == {
        "objectives.met": Fraction(1, 3),
        "corrections.overdue": 2,
        "satisfaction.q8.top2": None,
        "dossiers.on_time": None,
    }


def test_the_years_objectives_are_held_against_all_that_were_judged_in_its_months() -> None:
    """Met and not met: 3 + 1 and 2 + 2."""
    sent = {
        label: {"objectives.met": {"numerator": met}, "objectives.not_met": {"value": missed}}
        for label, met, missed in (("2022-01", 3, 1), ("2022-02", 2, 2))
    }
    made = compute(frozen.year(months=sent))
    assert made["reconciliation.objectives.evaluated.months"].value == 8
    assert made["reconciliation.objectives.met.months"].value == 5


@pytest.mark.parametrize(("value", "written"), [(Fraction(3, 4), 0.75), (Fraction(3), 3), (0.25, 0.25)])
def test_a_share_is_not_cut_off_when_it_is_written(value: Fraction | float, written: float) -> None:
    """Three quarters are 0.75 in JSON; a whole number has no point."""
    made = Figure("x", value, "share").to_json()["value"]
    assert (made, type(made)) == (written, type(written))


def test_open_problems_are_those_of_the_units_that_have_some() -> None:
    """GDTH has one error and two warnings; nobody else has any."""
    made = compute(frozen.full_month())
    assert (made["problems.errors"].value, made["problems.warnings"].value) == (1, 2)
    assert [made[f"problems.unit.{unit}.errors"].value for unit in ("VP", "TCCB", "GDTH")] == [0, 0, 1]


def test_duties_are_counted_under_the_unit_that_owes_them() -> None:
    """The committee's, which has no code, under its own name."""
    owed = (*frozen.full_month().duties, frozen.duty("", "audits", "missing"))
    made = compute(frozen.full_month(duties=owed))
    rates = [made[f"duties.unit.{who}.on_time_rate"] for who in ("VP", "TCCB", "GDTH", "committee")]
    assert [(rate.numerator, rate.denominator) for rate in rates] == [(2, 3), (2, 3), (0, 2), (0, 1)]
