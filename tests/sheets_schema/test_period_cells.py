"""Months, quarters, years and school years as people type them, and what is wrong with them."""

from __future__ import annotations

import pytest

from sheets_schema.cells import periods
from sheets_schema.cells.reader import Read, Reading
from tests.support.cells import code, read


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("03/2022", "2022-03"), ("3/2022", "2022-03"), ("Tháng 3/2022", "2022-03"),
        ("tháng 3 năm 2022", "2022-03"),
        ("T3-2022", "2022-03"), ("t3/2022", "2022-03"), ("2022-03", "2022-03"), ("01/03/2022", "2022-03"),
        ("Quý I/2022", "2022-Q1"), ("Quý 4 năm 2022", "2022-Q4"), ("Q2/2022", "2022-Q2"),
        ("quy iii/2022", "2022-Q3"),
        ("2022-Q1", "2022-Q1"), ("Năm 2022", "2022"), ("2022", "2022"), (2022, "2022"), (2022.0, "2022"),
        ("Năm học 2021-2022", "2021-2022"), ("2021 - 2022", "2021-2022"),
    ],
)  # fmt: skip
def test_a_period_has_one_label(typed: object, label: str) -> None:
    """Months, quarters, years and school years in every spelling."""
    assert read("period", typed) == Read(label)


def test_a_month_that_sheets_made_a_date_is_that_month() -> None:
    """03/2022 in an unformatted cell became 01/03/2022; the 5th of March is no month."""
    assert read("period", 44621, "DATE").value == "2022-03"
    assert code(read("period", 44625, "DATE")) == "period_invalid"


def test_a_month_without_a_year_takes_the_books() -> None:
    """“Tháng 3” means nothing without the year of the book."""
    assert read("period", "Tháng 3", "", Reading(year=2022)).value == "2022-03"
    assert code(read("period", "Tháng 3")) == "period_invalid"


@pytest.mark.parametrize("typed", ["13/2022", "tháng ba", "2021-2023", "Quý V/2022", "03/1822", "", True, 3])
def test_what_is_no_period_is_refused(typed: object) -> None:
    """Nothing is guessed; a blank is a blank."""
    assert code(read("period", typed)) == ("period_invalid" if typed != "" else None)


def test_a_period_of_the_wrong_kind_says_which_is_wanted() -> None:
    """A quarter where a month belongs."""
    found = read("period", "Quý I/2022", periods=["month"])
    assert code(found) == "period_kind"
    assert found.slip is not None and found.slip.params["wanted_vi"] == "tháng"


@pytest.mark.parametrize(
    ("label", "vi", "en"),
    [
        ("2022-03", "Tháng 3/2022", "March 2022"),
        ("2022-Q1", "Quý I/2022", "Quarter 1, 2022"),
        ("2022-Q4", "Quý IV/2022", "Quarter 4, 2022"),
        ("2022", "Năm 2022", "2022"),
        ("2021-2022", "Năm học 2021-2022", "School year 2021-2022"),
    ],
)
def test_a_period_as_shown_reads_back(label: str, vi: str, en: str) -> None:
    """What the service writes into the sheet is what it reads; inside a sentence it begins small."""
    assert (periods.shown(label), periods.shown(label, "en")) == (vi, en)
    assert periods.told(label) == vi[0].lower() + vi[1:]
    assert read("period", periods.shown(label)).value == label
