"""How the service writes periods, targets and numbers into sheets: as a clerk would say them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from service.reports import printing

_SIGNS = {"ge": "≥", "le": "≤", "eq": "="}
_ROMAN = ("I", "II", "III", "IV")
#: Where a percent verdict needs more places, at most so many.


def day(moment: date) -> str:
    """dd/mm/yyyy."""
    return f"{moment.day:02}/{moment.month:02}/{moment.year}"


def moment(at: datetime) -> str:
    """Hour, minute and day."""
    return f"{at.hour:02}:{at.minute:02} ngày {day(at)}"


def period(label: str) -> str:
    """ "2022-03" → "Tháng 3/2022", "2022-Q1" → "Quý I/2022", "2022" → "Năm 2022"; school years too."""
    if len(label) == 4:
        return f"Năm {label}"
    if label[5] == "Q":
        return f"Quý {_ROMAN[int(label[6]) - 1]}/{label[:4]}"
    if len(label) == 9:
        return f"Năm học {label}"
    return f"Tháng {int(label[5:])}/{label[:4]}"


def target(objective: Mapping[str, Any]) -> str:
    """An objective's target in one cell: "≥ 95%", "≤ 2 đơn"."""
    sign = _SIGNS.get(str(objective.get("direction")), "")
    number = printing.decimal(Fraction(repr(objective.get("target") or 0)), printing.MOST_PLACES, "vi")
    measure = str(objective.get("unit_of_measure") or "")
    return f"{sign} {number}{'%' if '%' in measure else f' {measure}'.rstrip()}".strip()


def measured(value: Fraction, aim: Fraction | None, percent: bool) -> str:
    """A result with as many places as the verdict needs, as reports print it: 97,96 is not "98,0%"."""
    edges = [*((Fraction(0), Fraction(100)) if percent else ()), *([aim] if aim is not None else [])]
    return printing.decimal(value, printing.places(value, 1, edges), "vi") + ("%" if percent else "")
