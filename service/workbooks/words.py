"""How the service writes days, targets and numbers into sheets: as a clerk would say them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from service.reports import printing
from sheets_schema import written


def day(moment: date) -> str:
    """dd/mm/yyyy."""
    return f"{moment.day:02}/{moment.month:02}/{moment.year}"


def moment(at: datetime) -> str:
    """Hour, minute and day."""
    return f"{at.hour:02}:{at.minute:02} ngày {day(at)}"


def target(objective: Mapping[str, Any]) -> str:
    """An objective's target in one cell: "≥ 95%", "≤ 2 đơn"."""
    if objective.get("target") is None:
        return "Chưa tính được (thiếu số năm trước)"
    sign = written.sign(str(objective.get("direction") or ""))
    number = printing.decimal(Fraction(repr(objective.get("target") or 0)), printing.MOST_PLACES, "vi")
    measure = str(objective.get("unit_of_measure") or "")
    return f"{sign} {number}{'%' if '%' in measure else f' {measure}'.rstrip()}".strip()


def measured(value: Fraction, aim: Fraction | None, percent: bool) -> str:
    """A result with as many places as the verdict needs, as reports print it: 97,96 is not "98,0%"."""
    edges = [*((Fraction(0), Fraction(100)) if percent else ()), *([aim] if aim is not None else [])]
    return printing.decimal(value, printing.places(value, 1, edges), "vi") + ("%" if percent else "")
