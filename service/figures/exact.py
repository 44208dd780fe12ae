"""Exact numbers from what a sheet holds, and the two shapes most figures have: a count and a share."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from service.figures.data import Figure, Number


def exact(value: object) -> Fraction | None:
    """The number as written: 0.1 is one tenth. None for blank, text that is no number, and truth values."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, Fraction):
        return value
    try:
        number = Decimal(repr(value) if isinstance(value, int | float) else str(value))
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() else None


def total(values: Iterable[Fraction | None]) -> Fraction | None:
    """The sum of the numbers given; None when there is none."""
    numbers = [value for value in values if value is not None]
    return sum(numbers, Fraction(0)) if numbers else None


def count(
    name: str,
    value: Number | int | None,
    n: int | None = None,
    *,
    exclusions: Iterable[str] = (),
    origin: Iterable[str] = (),
    state: str | None = None,
) -> Figure:
    """A figure that counts."""
    whole = Fraction(value) if isinstance(value, int) else value
    return Figure(name, whole, "count", n=n, state=state, exclusions=tuple(exclusions), origin=tuple(origin))


def share(
    name: str,
    part: Fraction | int | None,
    whole: Fraction | int | None,
    n: int | None = None,
    *,
    exclusions: Iterable[str] = (),
    origin: Iterable[str] = (),
    state: str | None = None,
) -> Figure:
    """A figure part/whole, None when there is nothing to divide by."""
    value = Fraction(part) / Fraction(whole) if part is not None and whole else None
    top, bottom = (None if x is None else Fraction(x) for x in (part, whole))
    return Figure(name, value, "share", top, bottom, n, state, tuple(exclusions), tuple(origin))
