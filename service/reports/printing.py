"""Numbers and dates as people of each language write them (docs/figures.md, 8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from service.reports.blocks import Language
from sheets_schema.cells.periods import MONTHS_EN

#: As many places as a verdict may take before two numbers are called the same in print.
MOST_PLACES = 12
NO_DATA = {"vi": "Chưa có số liệu", "en": "No data yet"}


def places(value: Fraction, fewest: int, against: Iterable[Fraction] = ()) -> int:
    """The fewest places, from `fewest` up, that leave the printed value on its side of each of `against`."""
    for number in range(fewest, MOST_PLACES):
        printed = Fraction(rounded(value, number))
        if all(_side(printed, target) == _side(value, target) for target in against):
            return number
    return MOST_PLACES


def _side(value: Fraction, target: Fraction) -> int:
    return (value > target) - (value < target)


def rounded(value: Fraction, number: int) -> Decimal:
    """The value to `number` places, halves away from zero; exact until then."""
    scaled = abs(value) * 10**number
    whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    sign = -1 if value < 0 else 1
    return (Decimal(sign * whole) / (Decimal(10) ** number)).quantize(
        Decimal(1).scaleb(-number), rounding=ROUND_HALF_UP
    )


def decimal(value: Fraction, number: int, language: Language) -> str:
    """The value with `number` places, fewer when those are exactly zero; grouped by thousands."""
    made = rounded(value, number)
    while number and Fraction(made) == value and made == made.quantize(Decimal(1).scaleb(1 - number)):
        number -= 1
        made = made.quantize(Decimal(1).scaleb(-number))
    text = f"{made:,.{number}f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def percent(share: Fraction, language: Language, against: Iterable[Fraction] = ()) -> str:
    """A share of 0…1 as percent, never rounded on to 0, 100 or a target that it does not reach."""
    value = share * 100
    edges = [Fraction(0), Fraction(100), *(target * 100 for target in against)]
    return decimal(value, places(value, 1, edges), language) + "%"


def points(share: Fraction, language: Language) -> str:
    """A difference of shares in percentage points, with its sign; without one when it rounds to nothing."""
    value = share * 100
    shown = rounded(value, 1)
    sign = "+" if shown > 0 else "−" if shown < 0 else ""
    return f"{sign}{decimal(abs(value), 1, language)}"


def amount(value: Fraction, language: Language, against: Iterable[Fraction] = ()) -> str:
    """A value in its own unit of measure, up to two places unless a target needs more."""
    return decimal(value, places(value, 2, against), language)


def in_full(value: Fraction, language: Language) -> str:
    """A number people set, such as a target, with all its places; a float's noise beyond them is none."""
    return decimal(Fraction(rounded(value, MOST_PLACES)), MOST_PLACES, language)


def day(value: date, language: Language) -> str:
    """A date: 05/03/2022, or 5 March 2022."""
    return (
        value.strftime("%d/%m/%Y")
        if language == "vi"
        else f"{value.day} {MONTHS_EN[value.month - 1]} {value.year}"
    )
