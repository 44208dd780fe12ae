"""Dossiers of a month and of a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from service.figures import compute
from service.figures.data import Unit
from tests.support import frozen


def test_a_month_sums_units_and_procedures() -> None:
    """2 480 + 39 of 2 500 + 40 were on time."""
    made = compute(frozen.full_month())
    assert made["dossiers.on_time"].value == Fraction(2519, 2540)
    assert made["dossiers.received"].value == 2561
    assert made["dossiers.unit.TCCB.on_time"].value == Fraction(39, 40)


def test_a_year_counts_a_carried_dossier_once() -> None:
    """First carried plus the new ones; pending is the last month's, by procedure whatever its spelling."""
    rows = (
        frozen.dossier(
            "VP",
            "2022-01",
            "Chuyển trường",
            received_total=10,
            received_carried=3,
            resolved_total=6,
            resolved_on_time=6,
            pending_total=4,
        ),
        frozen.dossier(
            "VP",
            "2022-02",
            " chuyển  trường",
            received_total=9,
            received_carried=4,
            resolved_total=9,
            resolved_before=8,
            resolved_late=1,
            pending_total=0,
            pending_late=0,
        ),
    )
    made = compute(frozen.year(dossiers=rows))
    assert made["dossiers.received"].value == 15
    assert made["dossiers.new"].value == 12
    assert made["dossiers.pending"].value == 0
    assert made["dossiers.on_time"].value == Fraction(14, 15)


def test_how_many_units_the_numbers_are_of() -> None:
    """One of two in March; of the year one of 12 + 6 months, for the other ends with June."""
    units = (
        frozen.UNITS[0],
        replace(frozen.UNITS[1], valid_to=date(2022, 6, 14)),
        frozen.UNITS[2],
    )
    rows = (frozen.dossier("VP", "2022-03", "A"), frozen.dossier("VP", "2022-03", "B"))
    month, year = (compute(make(dossiers=rows, units=units)) for make in (frozen.month, frozen.year))
    found = (month["dossiers.units"], year["dossiers.units"])
    assert [(figure.numerator, figure.denominator) for figure in found] == [(1, 2), (1, 18)]
    assert compute(frozen.month(units=units[2:]))["dossiers.units"].value is None


def test_a_row_that_does_not_tell_what_was_on_time_leaves_the_share_only() -> None:
    """It stays in the sums, and is named."""
    rows = (
        frozen.dossier("VP", "2022-03", "A", resolved_total=5),
        frozen.dossier("VP", "2022-03", "B", resolved_total=4, resolved_before=3, resolved_late=1),
    )
    made = compute(frozen.month(dossiers=rows))
    assert made["dossiers.resolved"].value == 9
    assert made["dossiers.on_time"].value == Fraction(3, 4)
    assert made["dossiers.on_time"].exclusions == ("on_time_blank:VP/2022-03|A",)


def test_no_rows_no_figures_and_nothing_resolved_no_share() -> None:
    """An empty tab is not zero dossiers; zero resolved is not 0 %."""
    assert compute(frozen.month())["dossiers.received"].value is None
    quiet = compute(frozen.month(dossiers=(frozen.dossier("VP", "2022-03", "A", resolved_before=0),)))
    assert quiet["dossiers.received"].value == 0
    assert quiet["dossiers.on_time"].value is None


def test_units_without_dossiers_and_other_months_stay_out() -> None:
    """A row that a unit kept from another life or month does not enter."""
    rows = (
        frozen.dossier("GDTH", "2022-03", "A", received_total=5),
        frozen.dossier("VP", "2022-02", "A", received_total=5),
    )
    assert compute(frozen.month(dossiers=rows))["dossiers.received"].value is None


_COUNT = st.integers(0, 500)


@given(st.lists(st.tuples(st.sampled_from(["VP", "TCCB"]), _COUNT, _COUNT, _COUNT), min_size=1, max_size=6))
def test_the_department_is_the_sum_of_its_units(rows: list[tuple[str, int, int, int]]) -> None:
    """For every additive figure, and the share lies between 0 and 1."""
    dossiers = tuple(
        frozen.dossier(
            unit,
            "2022-03",
            f"Thủ tục {i}",
            received_total=before + late,
            resolved_total=before + late,
            resolved_before=before,
            resolved_late=late,
            received_carried=carried,
        )
        for i, (unit, before, late, carried) in enumerate(rows)
    )
    units = (Unit("VP", "Văn phòng", True), Unit("TCCB", "Tổ chức", True))
    made = compute(frozen.month(dossiers=dossiers, units=units))
    for name in ("received", "new", "resolved", "pending"):
        parts = [made[f"dossiers.unit.{unit.code}.{name}"].value or 0 for unit in units]
        assert made[f"dossiers.{name}"].value == sum(parts)
    share = made["dossiers.on_time"].value
    assert share is None or 0 <= share <= 1
