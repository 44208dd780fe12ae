"""How the service writes periods, targets and numbers into sheets: as a clerk would say them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

_SIGNS = {"ge": "≥", "le": "≤", "eq": "="}
_ROMAN = ("I", "II", "III", "IV")
#: Where a percent verdict needs more places, at most so many.
_MOST_PLACES = 6


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


def decimal(value: Fraction, places: int) -> str:
    """A number with a decimal comma and thousands points, rounded half up; trailing zeros dropped."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(whole).rjust(places + 1, "0")
    head, tail = (digits[:-places], digits[-places:].rstrip("0")) if places else (digits, "")
    text = f"{int(head):,}".replace(",", ".") + (f",{tail}" if tail else "")
    return f"-{text}" if value < 0 and whole else text


def target(objective: Mapping[str, Any]) -> str:
    """An objective's target in one cell: "≥ 95%", "≤ 2 đơn"."""
    sign = _SIGNS.get(str(objective.get("direction")), "")
    number = decimal(Fraction(repr(objective.get("target") or 0)), _MOST_PLACES)
    measure = str(objective.get("unit_of_measure") or "")
    return f"{sign} {number}{'%' if '%' in measure else f' {measure}'.rstrip()}".strip()


def measured(value: Fraction, aim: Fraction | None, percent: bool) -> str:
    """A result with as many places as the verdict needs: never "98,0%" for 97,96 against 98."""
    places = 1
    while places < _MOST_PLACES and aim is not None and value != aim and _rounded(value, places) == aim:
        places += 1
    return decimal(value, places) + ("%" if percent else "")


def _rounded(value: Fraction, places: int) -> Fraction:
    scaled = value * 10**places
    return Fraction((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator), 10**places)
