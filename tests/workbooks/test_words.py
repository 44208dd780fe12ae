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
    ("value", "aim", "text"),
    [
        ("97.96", "98", "97,96%"),
        ("97.996", "98", "97,996%"),
        ("98", "98", "98%"),
        ("97.44", "98", "97,4%"),
        ("99.97", "98", "99,97%"),
    ],
)
def test_as_many_places_as_the_verdict_needs(value: str, aim: str, text: str) -> None:
    """A result just short of its target is never printed as the target."""
    assert words.measured(Fraction(value), Fraction(aim), True) == text


def test_a_target_in_one_cell() -> None:
    """Direction, number and unit of measure, the percent sign close to its number."""
    assert words.target({"direction": "ge", "target": 98.5, "unit_of_measure": "%"}) == "≥ 98,5%"
    assert words.target({"direction": "le", "target": 2, "unit_of_measure": "đơn"}) == "≤ 2 đơn"
