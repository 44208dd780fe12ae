"""How targets and results are written for people."""

from __future__ import annotations

from fractions import Fraction

import pytest

from service.workbooks import words


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
