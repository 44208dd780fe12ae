"""Dates and moments as people type them, and what is wrong with them."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from sheets_schema.cells.reader import Read, Reading
from tests.support.cells import code, read


@pytest.mark.parametrize(
    "typed",
    [
        "05/03/2022", "5/3/2022", "5/3/22", "5-3-2022", "05.03.2022", "2022-03-05", "2022/3/5",
        " 05/03/2022 ",
        "5 / 3 / 2022", "ngày 5 tháng 3 năm 2022", "Ngày 05 tháng 03 năm 2022", "5 tháng 3 2022",
        "ngay 5 thang 3 nam 2022", "05/03/2022 14:30", "2022-03-05T14:30:00Z", "05/03/2022 8h30",
        unicodedata.normalize("NFD", "ngày 5 tháng 3 năm 2022"), 44625, 44625.6,
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_spelling(typed: object) -> None:
    """Day first, ISO, in words, composed or not, and Sheets' serial numbers are one date."""
    assert read("date", typed, "DATE" if isinstance(typed, (int, float)) else "") == Read(date(2022, 3, 5))


@pytest.mark.parametrize(
    ("typed", "expected", "suggestion"),
    [
        ("31/02/2022", "date_impossible", None),
        ("29/02/2023", "date_impossible", None),
        ("00/03/2022", "date_impossible", None),
        ("05/00/2022", "date_impossible", None),
        ("03/25/2022", "date_impossible", "25/03/2022"),
        ("cuối tháng", "date_invalid", None),
        ("05/03", "date_invalid", None),
        ("5", "date_invalid", None),
        (5, "date_invalid", None),
        (float("nan"), "date_invalid", None),
        (10**400, "date_invalid", None),
        (True, "date_invalid", None),
        ("05/03/0222", "date_year", None),
        ("05/03/2202", "date_year", None),
        (500000, "date_year", None),
        ("#REF!", "cell_error", None),
    ],
)
def test_a_wrong_date_says_what_is_wrong(typed: object, expected: str, suggestion: str | None) -> None:
    """A correction is suggested only where it is certain (American order with a day above 12)."""
    found = read("date", typed)
    assert (found.value, code(found), found.slip and found.slip.suggestion) == (None, expected, suggestion)


def test_a_serial_date_of_another_locale_is_not_trusted() -> None:
    """In an en_US workbook 05/03/2022 became 3 May; what stayed text was never turned round."""
    assert code(read("date", 44684, "DATE", Reading(trusted=False))) == "date_untrusted"
    assert read("date", "25/03/2022", "", Reading(trusted=False)).value == date(2022, 3, 25)


def test_moments() -> None:
    """ISO instants of the form's answers, and typed ones."""
    assert code(read("datetime", "2022-03-05T08:00:00Z")) is None
    assert code(read("datetime", "05/03/2022 08:00")) is None
    assert code(read("datetime", "hôm qua")) == "date_invalid"
