"""The coordinator's tabs of what is owed: the plan, days off, exceptions."""

from __future__ import annotations

import pytest

from sheets_schema.records import Context
from tests.support.tabs import check, flat
from tests.support.wrong_duties import EXCEPTION, HOLIDAY, PLAN, RIGHT, UNITS


@pytest.mark.parametrize(("table", "row", "context"), RIGHT)
def test_a_right_row_raises_nothing(table: str, row: dict[str, object], context: Context | None) -> None:
    """The rules do not cry wolf."""
    found = check(table, [row], context=context)
    assert (found.problems, len(found.records)) == ([], 1)


@pytest.mark.parametrize(
    ("who", "code"),
    [("Các đơn vị", "units"), ("cac don vi", "units"), ("Ban chỉ đạo ISO", "committee"), ("văn phòng", "VP")],
)
def test_who_is_kept_as_a_code(who: str, code: str) -> None:
    """Everybody, the committee, or a unit, whatever they are called."""
    assert check("plan", [{**PLAN, "who": who}], context=UNITS).records[0].values["who"] == code


@pytest.mark.parametrize("title", ["Mục tiêu", "muc tieu", "Objectives", "objectives"])
def test_the_table_that_answers_is_kept_by_its_name(title: str) -> None:
    """By the tab's title in either language."""
    assert check("plan", [{**PLAN, "table": title}], context=UNITS).records[0].values["table"] == "objectives"


def test_a_star_and_a_blank_are_all_units() -> None:
    """Neither names one."""
    for all_units in ("*", None):
        found = check("exceptions", [{**EXCEPTION, "unit": all_units}], context=UNITS)
        assert found.records[0].values["unit"] is None


def test_no_day_is_both_off_and_worked() -> None:
    """A make-up day in a holiday is told where it stands; one beside it is not."""
    worked = {**HOLIDAY, "kind": "Làm bù", "from": "05/02/2022", "to": "06/02/2022"}
    long = {**HOLIDAY, "to": "05/02/2022"}
    assert flat(check("holidays", [long, worked])) == [("A3", "holiday_worked")]
    assert flat(check("holidays", [HOLIDAY, worked])) == []
