"""Some of the register, and how each unit stands in it."""

from __future__ import annotations

from fractions import Fraction

from service.duties.choice import tallies
from tests.support import frozen


def test_a_units_rate_is_what_came_in_time_of_what_fell_due() -> None:
    """What was excused or is not due yet is not judged; where nothing is, there is no rate, and not 0 %."""
    stood = {
        "VP": ("on_time", "on_time", "late", "excused"),
        "TCCB": ("missing", "due"),
        "": ("not_due", "excused"),
    }
    duties = [frozen.duty(unit, "progress", one) for unit, states in stood.items() for one in states]
    assert [(tally.unit, tally.rate) for tally in tallies(duties)] == [
        ("VP", Fraction(2, 3)),
        ("TCCB", 0),
        ("", None),
    ]
