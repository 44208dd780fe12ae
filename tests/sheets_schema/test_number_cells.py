"""Numbers, percents and targets as people type them, and what is wrong with them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_schema.cells import numbers
from sheets_schema.cells.reader import Read, Reading
from tests.support.cells import code, read


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12), ("2.521", 2521), ("2.521,5", 2521.5), ("1,5", 1.5), ("2 521", 2521), ("2\u00a0521", 2521),
        ("1.234.567", 1234567), ("-3", -3), ("−3", -3), ("01", 1), ("01 lần", 1), ("5 hồ sơ", 5),
        ("0 đơn thư", 0),
        ("0,10", 0.1), ("2,0", 2), (7, 7), (7.5, 7.5),
    ],
)  # fmt: skip
def test_a_number_is_read_the_vietnamese_way(typed: object, value: float) -> None:
    """Decimal comma, thousands point or space, leading zeros, a unit word behind."""
    assert read("number", typed) == Read(value)


@pytest.mark.parametrize(
    ("typed", "expected", "suggestion"),
    [
        ("khoảng 80", "number_invalid", None),
        ("~80%", "number_invalid", None),
        ("12abc", "number_invalid", None),
        ("5.10", "number_point", "5,1"),
        ("98.5", "number_point", "98,5"),
        ("2,521.5", "number_point", "2521,5"),
        ("1.2.3", "number_invalid", None),
        ("25.21", "number_point", "25,21"),
        ("9" * 50, "number_invalid", None),
        (float("inf"), "number_invalid", None),
        (10**400, "number_invalid", None),
        (True, "number_invalid", None),
        ("≥ 95", "comparator_unexpected", None),
        ("#DIV/0!", "cell_error", None),
        ("=SUM(A1:A5)", "formula_text", None),
        ("=4+1", "formula_text", None),
    ],
)
def test_what_is_not_a_number_is_refused(typed: object, expected: str, suggestion: str | None) -> None:
    """Nothing is guessed: a point is not a decimal comma, words are not dropped."""
    found = read("number", typed)
    assert (found.value, code(found), found.slip and found.slip.suggestion) == (None, expected, suggestion)


def test_a_number_that_became_a_date_is_told() -> None:
    """5/6 typed into Sheets is the 5th of June, not a number."""
    found = read("integer", 44717, "DATE")
    assert code(found) == "number_is_date"
    assert found.slip is not None and found.slip.params["value"] == "05/06/2022"


def test_the_number_format_decides_what_a_percent_is() -> None:
    """0.985 is 98,5 % in a percent cell, and is left as it is in any other."""
    assert read("figure", 0.985, "PERCENT") == Read(98.5, None, True)
    assert read("figure", "98,5%") == Read(98.5, None, True)
    assert read("figure", "98 %") == Read(98, None, True)
    assert read("figure", 0.985) == Read(0.985)
    assert read("figure", 0.07, "PERCENT").value == 7


@pytest.mark.parametrize(
    ("typed", "value", "percent", "comparator"),
    [
        ("≥ 95%", 95, True, "ge"), (">=95 %", 95, True, "ge"), ("từ 95% trở lên", 95, True, "ge"),
        ("95% trở lên", 95, True, "ge"), ("tối thiểu 95%", 95, True, "ge"),
        ("không dưới 95%", 95, True, "ge"),
        ("ít nhất 3 lớp", 3, False, "ge"), ("không quá 2", 2, False, "le"), ("Khong qua 2%", 2, True, "le"),
        ("≤2", 2, False, "le"), ("tối đa 02 lần", 2, False, "le"), ("2 trở xuống", 2, False, "le"),
        ("= 100%", 100, True, "eq"), ("bằng 0", 0, False, "eq"), ("98,5 phần trăm", 98.5, True, None),
        ("100", 100, False, None), ("Đạt 98%", 98, True, None), ("đạt từ 98% trở lên", 98, True, "ge"),
        ("đạt ≥ 98%", 98, True, "ge"), ("đạt không quá 2", 2, False, "le"), ("đạt bằng 0", 0, False, "eq"),
    ],
)  # fmt: skip
def test_a_target_may_hold_its_direction(
    typed: str, value: float, percent: bool, comparator: str | None
) -> None:
    """Signs and words, before and behind, with and without accents."""
    assert read("target", typed) == Read(value, None, percent, comparator)


def test_a_strict_target_is_asked_back() -> None:
    """“> 95%” does not say whether 95 % is enough."""
    assert code(read("target", "> 95%")) == "comparator_strict"
    assert code(read("target", "dưới 5%")) == "comparator_strict"
    assert code(read("target", "đạt trên 95%")) == "comparator_strict"


def test_a_result_said_as_reached_is_that_result() -> None:
    """“Đạt 96,5%” compares nothing."""
    assert read("figure", "Đạt 96,5%") == Read(96.5, None, True)


def test_a_fraction_is_no_whole_number() -> None:
    """2,0 is 2; 2,5 is refused."""
    assert read("integer", "2,0") == Read(2)
    assert read("integer", 3.0) == Read(3)
    assert code(read("integer", "2,5")) == "number_not_integer"


@pytest.mark.parametrize("kind", ["number", "integer"])
@pytest.mark.parametrize(
    ("typed", "form"), [("95%", ""), ("98.5%", ""), ("95 phần trăm", ""), (0.95, "PERCENT")]
)
def test_a_count_is_no_percentage(kind: str, typed: object, form: str) -> None:
    """95% of 200 is not 95 of 200, whether a sign says so or the cell's format."""
    assert code(read(kind, typed, form)) == "count_percent"


@pytest.mark.parametrize("kind", ["number", "integer", "figure", "target"])
@pytest.mark.parametrize("form", ["", "PERCENT"])
@pytest.mark.parametrize("value", [2.521, 2, 0.98, 2521])
def test_no_number_of_another_locale_is_trusted(kind: str, form: str, value: float) -> None:
    """In en_US “2.521” became 2.521 and “2.000” became 2; nobody can tell either from what was meant."""
    found = read(kind, value, form, Reading(trusted=False))
    assert found.value is None
    assert code(found) == ("count_percent" if form and kind in ("number", "integer") else "number_untrusted")


def test_of_another_locale_zero_and_text_are_trusted() -> None:
    """Nothing else is stored as 0, and what stayed text was never read by Sheets."""
    assert read("integer", 0, "", Reading(trusted=False)).value == 0
    assert read("integer", "2521 hồ sơ", "", Reading(trusted=False)).value == 2521
    assert read("figure", "98,5%", "", Reading(trusted=False)).value == 98.5


@pytest.mark.parametrize("typed", ["2,521 hồ sơ", "2.521 hồ sơ", "98.500%", "≥ 2.521", "1.234.567"])
def test_of_another_locale_no_text_that_may_group_thousands_is_trusted(typed: str) -> None:
    """Whoever types in an en_US workbook may mean a thousand by a comma and a decimal by a point."""
    found = read("target", typed, "", Reading(trusted=False))
    assert (found.value, code(found)) == (None, "number_untrusted")
    assert read("target", typed).value is not None


def test_limits_are_held_and_quoted() -> None:
    """Below the least and above the most."""
    assert code(read("integer", -1, constraints={"minimum": 0})) == "below_minimum"
    assert code(read("number", "10,5", constraints={"maximum": 10})) == "above_maximum"
    assert code(read("date", "01/01/2021", constraints={"minimum": "2022-01-01"})) == "below_minimum"
    assert code(read("date", "01/01/2023", constraints={"maximum": "2022-12-31"})) == "above_maximum"


@given(st.integers(-(10**9), 10**9), st.integers(0, 999))
def test_a_number_spelled_reads_back(whole: int, thousandths: int) -> None:
    """Printed the Vietnamese way, read again."""
    number = numbers.exact(Decimal(f"{whole}.{thousandths:03}"))
    assert numbers.from_text(numbers.spell(number)).value == number
