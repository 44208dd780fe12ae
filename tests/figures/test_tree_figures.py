"""Units that stand above one another, end in mid-year and pass what is open on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from service.figures import compute, objectives_year
from service.figures.data import Data, Row, Unit, from_json
from service.organisation import Agency
from service.reports import build
from service.reports.blocks import Table
from tests.support import frozen

BLOCK = Unit("KHOI", "Khối phòng ban")
OFFICE, STAFF = Unit("VP", "Văn phòng", parent="KHOI"), Unit("TCCB", "Phòng Tổ chức cán bộ", parent="VP")
SCHOOL = Unit("THPT", "Trường THPT")
#: A unit whose last day is that of July's window, and the one that takes over.
OLD = Unit("GDTH", "Phòng Giáo dục Tiểu học", valid_to=date(2022, 7, 14), successor="VP")


def month(*units: Unit) -> Data:
    """March: each unit with one objective met; TCCB has a second one without data; all but THPT confirmed."""
    return frozen.month(
        units=units,
        objectives=(
            *(frozen.objective(unit.code, "MT-01", 90) for unit in units),
            frozen.objective("TCCB", "MT-02", 90),
        ),
        progress=tuple(
            frozen.progress(unit.code, "MT-01", "2022-03", achieved=95, total=100) for unit in units
        ),
        confirmations=tuple(
            Row(unit.code, "2022-03", {"period": "2022-03", "confirmed_on": date(2022, 3, 14)})
            for unit in units
            if unit.code != "THPT"
        ),
    )


def test_a_level_is_the_sum_of_the_unit_and_all_below() -> None:
    """Three units stand in the block, two of them under the office; the school is under none."""
    made = compute(month(BLOCK, OFFICE, STAFF, SCHOOL))
    block, office = made["tree.KHOI.completeness"], made["tree.VP.completeness"]
    assert (block.numerator, block.denominator) == (6, 7)
    assert (office.numerator, office.denominator) == (4, 5)
    assert made["tree.KHOI.objectives.met"].value == Fraction(3, 4)
    assert made["tree.VP.objectives.met"].value == Fraction(2, 3)
    assert (made["tree.KHOI.units"].value, made["tree.KHOI.objectives.no_data"].value) == (3, 1)
    assert {name.split(".")[1] for name in made if name.startswith("tree.")} == {"KHOI", "VP"}


def test_one_level_has_no_sums() -> None:
    """Nobody stands above anybody."""
    assert not [name for name in compute(month(SCHOOL)) if name.startswith("tree.")]


def test_the_annual_report_tells_the_levels_of_a_tree() -> None:
    """Indented as they stand, the whole agency last; without a tree there is no such table."""

    def tables(*units: Unit) -> list[Table]:
        data = replace(frozen.year(units=units), months={})
        report = build(data, compute(data), Agency("Sở", "", ""), "vi")
        return [b for b in report.blocks if isinstance(b, Table) and b.header[0] == "Cấp"]

    (made,) = tables(BLOCK, OFFICE, STAFF, SCHOOL)
    assert [row[:2] for row in made.rows] == [
        ("Khối phòng ban", "3"),
        ("– Văn phòng", "2"),
        ("Toàn cơ quan", "4"),
    ]
    assert tables(SCHOOL) == []


@pytest.mark.parametrize(
    ("unit", "asked"),
    [
        (OLD, [f"2022-{number:02}" for number in range(1, 8)]),
        (replace(OLD, valid_to=None, valid_from=date(2022, 11, 1)), ["2022-11", "2022-12"]),
    ],
)
def test_the_year_asks_a_unit_only_for_the_months_it_is_there(unit: Unit, asked: list[str]) -> None:
    """One that ended on 14/07 owes nothing from August on; one born on 01/11 nothing before November."""
    data = frozen.year(units=(unit,), objectives=(frozen.objective("GDTH", "MT-01", 90),))
    ((_, periods),) = objectives_year.of_periods(data)
    assert [label for label, _ in periods] == asked


def test_a_year_objective_of_a_unit_that_ended_is_not_failed() -> None:
    """December asks it, and in December the unit is no more."""
    aim = frozen.objective("GDTH", "MT-01", 90, evaluation="year")
    (outcome,) = objectives_year.outcomes(frozen.year(units=(OLD,), objectives=(aim,)))
    assert outcome.state == "not_yet_due"


def merged(unit: str) -> Data:
    """August: OLD has ended; its finding of February was corrected by `unit`."""
    found = frozen.finding("KPH-09", "GDTH", date(2022, 2, 1), date(2022, 3, 1))
    action = Row(unit, "KPH-09", {"code": "KPH-09", "completed": date(2022, 8, 1)})
    data = frozen.month("2022-08", units=(OFFICE, STAFF), former=(OLD,), findings=(found,))
    return replace(data, corrections=(action,))


@pytest.mark.parametrize(("unit", "done"), [("GDTH", 1), ("VP", 1), ("TCCB", 0)])
def test_who_took_over_may_correct(unit: str, done: int) -> None:
    """The unit's own workbook or its successor's answers for the finding, nobody else's."""
    made = compute(merged(unit))
    assert made["corrections.done"].numerator == done
    assert made["corrections.unit.GDTH.overdue"].value == 1 - done


def test_an_ended_unit_is_told_by_name_with_who_took_over() -> None:
    """Its finding goes on under its own name."""
    data = merged("TCCB")
    report = build(data, compute(data), Agency("Sở", "", ""), "vi")
    told = {cell for b in report.blocks if isinstance(b, Table) for row in b.rows for cell in row}
    assert "Phòng Giáo dục Tiểu học (nay Văn phòng)" in told


def test_the_tree_comes_back_from_a_snapshot() -> None:
    """Days, parents and successors; a snapshot of before has none of them."""
    data = merged("VP")
    assert from_json(data.to_json()) == data
