"""How periods, targets and results are written for people."""

from __future__ import annotations

from fractions import Fraction

import pytest

from service.workbooks import words
from sheets_schema.cells import reader
from sheets_schema.descriptor import tables


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("2022-03", "Tháng 3/2022"),
        ("2022-Q1", "Quý I/2022"),
        ("2022-Q4", "Quý IV/2022"),
        ("2022", "Năm 2022"),
        ("2021-2022", "Năm học 2021-2022"),
    ],
)
def test_periods_read_back_as_they_were(label: str, text: str) -> None:
    """What we write for a period is what the checker reads as that period."""
    assert words.period(label) == text
    assert reader(tables()["progress"].field("period"))(text, "").value == label


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(2521), 0, "2.521"),
        (Fraction("98.50"), 2, "98,5"),
        (Fraction("0.25"), 1, "0,3"),
        (Fraction("-1.5"), 1, "-1,5"),
        (Fraction("-0.01"), 1, "0"),
        (Fraction("1234567.891"), 2, "1.234.567,89"),
    ],
)
def test_numbers_have_a_decimal_comma(value: Fraction, places: int, text: str) -> None:
    """Thousands points, decimal comma, rounded half up, no trailing zeros."""
    assert words.decimal(value, places) == text


@pytest.mark.parametrize(
    ("value", "aim", "text"),
    [("97.96", "98", "97,96%"), ("97.996", "98", "97,996%"), ("98", "98", "98%"), ("97.44", "98", "97,4%")],
)
def test_as_many_places_as_the_verdict_needs(value: str, aim: str, text: str) -> None:
    """A result just short of its target is never printed as the target."""
    assert words.measured(Fraction(value), Fraction(aim), True) == text


def test_a_target_in_one_cell() -> None:
    """Direction, number and unit of measure, the percent sign close to its number."""
    assert words.target({"direction": "ge", "target": 98.5, "unit_of_measure": "%"}) == "≥ 98,5%"
    assert words.target({"direction": "le", "target": 2, "unit_of_measure": "đơn"}) == "≤ 2 đơn"
