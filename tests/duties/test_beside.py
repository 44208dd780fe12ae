"""Which wrong cells a unit is named beside what it owes."""

from __future__ import annotations

from datetime import date

import pytest

from service.duties.duty import Duty
from service.periods.windows import Rules
from service.workbooks import tasks

MARCH = Duty("VP", "progress", "", "2022-03", "x", "x", date(2022, 4, 5), None, "missing")


@pytest.mark.parametrize(
    ("period", "is_named"),
    [("2022-03", True), ("2022-Q1", True), ("2022-02", False), ("2022-Q2", False), ("2022", False)],
)
def test_a_quarters_wrong_row_is_named_beside_the_month_it_ends_with(period: str, is_named: bool) -> None:
    """It keeps that month's duty open; another month's or quarter's does not."""
    wrong = {"table_name": "progress", "severity": "error", "key": f"MT05|{period}", "cell": "E7"}
    assert ("E7" in tasks.beside(MARCH, [wrong], Rules())) is is_named
