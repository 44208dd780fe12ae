"""Numbers as printed: commas and points, and never a rounding that contradicts the verdict."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.reports import printing
from service.reports.blocks import Language


@pytest.mark.parametrize(
    ("share", "language", "text"),
    [
        (Fraction(961, 1000), "vi", "96,1%"),
        (Fraction(961, 1000), "en", "96.1%"),
        (Fraction(98, 100), "vi", "98%"),
        (Fraction(1), "vi", "100%"),
        (Fraction(0), "vi", "0%"),
        (Fraction(2, 3), "vi", "66,7%"),
        (Fraction(9996, 10000), "vi", "99,96%"),  # not “100,0%”
        (Fraction(1, 5000), "vi", "0,02%"),  # not “0,0%”
        (Fraction(97999, 100000), "vi", "98,0%"),
    ],
)
def test_a_share_is_printed_in_percent(share: Fraction, language: Language, text: str) -> None:
    """One decimal, none when exact, more where it would touch 0 or 100."""
    assert printing.percent(share, language) == text


def test_a_share_is_not_rounded_on_to_the_target_it_missed() -> None:
    """97,96 against 98 is 97,96 in print too."""
    assert printing.percent(Fraction(9796, 10000), "vi", [Fraction(98, 100)]) == "97,96%"
    assert printing.amount(Fraction(97999, 1000), "vi", [Fraction(98)]) == "97,999"


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("0.014", "0,014"),
        ("0.004", "0,004"),
        ("98", "98"),
        ("1234.5", "1.234,5"),
        ("0.30000000000000004", "0,3"),
    ],
)
def test_a_target_is_printed_with_all_its_places(target: str, text: str) -> None:
    """“≤ 0,01%” beside 0,014% “Đạt” would be a lie; so would “≤ 0,00%”."""
    assert printing.in_full(Fraction(target), "vi") == text


@pytest.mark.parametrize(
    ("share", "text"),
    [("-0.0001", "0,0"), ("0.0001", "0,0"), ("0", "0"), ("-0.0005", "−0,1"), ("0.012", "+1,2")],
)
def test_points_that_round_to_nothing_have_no_sign(share: str, text: str) -> None:
    """−0,01 is “0,0”, not “−0,0”."""
    assert printing.points(Fraction(share), "vi") == text


def test_thousands_are_grouped_as_the_language_does() -> None:
    """2.521 in Vietnamese is 2,521 in English."""
    assert printing.decimal(Fraction(2521), 2, "vi") == "2.521"
    assert printing.decimal(Fraction(25215, 10), 2, "en") == "2,521.5"


def test_halves_go_away_from_zero() -> None:
    """0,25 is 0,3 and −0,25 is −0,3: no banker's rounding, no float's whim."""
    assert str(printing.rounded(Fraction(1, 4), 1)) == "0.3"
    assert str(printing.rounded(Fraction(-1, 4), 1)) == "-0.3"


def test_dates_in_both_languages() -> None:
    """05/03/2022 is 5 March 2022."""
    assert printing.day(date(2022, 3, 5), "vi") == "05/03/2022"
    assert printing.day(date(2022, 3, 5), "en") == "5 March 2022"


@given(
    st.fractions(min_value=0, max_value=200, max_denominator=3000),
    st.integers(0, 20000).map(lambda hundredths: Fraction(hundredths, 100)),
)
def test_the_printed_value_stands_to_the_target_as_the_exact_one(value: Fraction, target: Fraction) -> None:
    """Reading the print back gives the same verdict."""
    text = printing.amount(value, "vi", [target])
    read = Fraction(text.replace(".", "").replace(",", "."))
    assert (read > target, read < target) == (value > target, value < target)
