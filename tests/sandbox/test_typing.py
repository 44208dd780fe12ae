"""What becomes of typing, by locale, and how it is shown: no server needed."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.sheets import entry, numbers
from sandbox.sheets.locales import locale


def typed(text: str, locale_name: str, format_type: str = "") -> tuple[Any, str]:
    """The kept value and the pattern that typing brings."""
    found = entry.typed_value(text, locale_name, 2022, format_type)
    return found.value, found.format[1] if found.format else ""


@pytest.mark.parametrize(
    ("text", "value", "pattern"),
    [
        ("98,5%", 0.985, "0.00%"),
        ("98 %", 0.98, "0%"),
        ("2.521", 2521, "#,##0"),
        ("1.234,5", 1234.5, "#,##0.00"),
        ("1,5", 1.5, ""),
        ("-7", -7, ""),
        ("007", 7, ""),
        ("05/03/2022", 44625, "dd/mm/yyyy"),
        ("5-3-2022", 44625, "dd/mm/yyyy"),
        ("5/3/22", 44625, "dd/mm/yyyy"),
        ("2022-03-05", 44625, "yyyy-mm-dd"),
        ("3/2022", 44621, "m/yyyy"),
        ("5/3", 44625, "d/m"),
        ("05/03/2022 06:00", 44625.25, "dd/mm/yyyy h:mm:ss"),
        ("8:30", 0.3541666666666667, "h:mm"),
        ("5.000 ₫", 5000, '#,##0 "₫"'),
        ("true", True, ""),
        ("'01", "01", ""),
        ("=SUM(A1:A2)", "=SUM(A1:A2)", ""),
    ],
)
def test_vietnamese_typing(text: str, value: object, pattern: str) -> None:
    """In vi_VN the comma is decimal, the point groups, the day comes first."""
    assert typed(text, "vi_VN") == (value, pattern)


@pytest.mark.parametrize(
    ("text", "value", "pattern"),
    [
        ("98.5%", 0.985, "0.00%"),
        ("2,521", 2521, "#,##0"),
        ("2.521", 2.521, ""),
        ("05/03/2022", 44684, "m/d/yyyy"),
        ("$5.50", 5.5, '"$"#,##0.00'),
        ("1e3", 1000, "0.00E+00"),
        ("Mar 5, 2022", 44625, "m/d/yyyy"),
    ],
)
def test_american_typing(text: str, value: object, pattern: str) -> None:
    """In en_US the same strokes mean other things: 05/03/2022 is 3 May."""
    assert typed(text, "en_US") == (value, pattern)


@pytest.mark.parametrize(
    ("text", "locale_name"),
    [
        ("≥ 95%", "vi_VN"),
        ("khoảng 95", "vi_VN"),
        ("30/02/2022", "vi_VN"),
        ("13/13/2022", "vi_VN"),
        ("13/02/2022", "en_US"),
        ("98,5%", "en_US"),
        ("1,5", "en_US"),
        ("1,234.5", "vi_VN"),
        ("12abc", "vi_VN"),
        ("25:00", "vi_VN"),
        ("٣", "vi_VN"),
        ("-", "vi_VN"),
    ],
)
def test_what_cannot_be_read_stays_text(text: str, locale_name: str) -> None:
    """Google keeps the strokes."""
    assert typed(text, locale_name) == (text, "")


def test_the_cells_own_format_has_a_say() -> None:
    """A text cell keeps strokes; a percent cell takes 98 as 98 %; a number cell yields to a typed percent."""
    assert typed("05/03/2022", "vi_VN", "TEXT") == ("05/03/2022", "")
    assert typed("98", "vi_VN", "PERCENT") == (0.98, "")
    former = {"userEnteredFormat": {"numberFormat": {"type": "NUMBER", "pattern": "#,##0"}}, "note": "n"}
    cell = entry.written(former, "98,5%", typed=True, locale_name="vi_VN", year=2022)
    assert cell["userEnteredFormat"]["numberFormat"]["type"] == "PERCENT"
    assert cell["note"] == "n"
    cell = entry.written(former, "2.521", typed=True, locale_name="vi_VN", year=2022)
    assert cell["userEnteredFormat"]["numberFormat"]["pattern"] == "#,##0"


def test_raw_writing_keeps_strings() -> None:
    """RAW stores what it is given; an empty string empties the cell but not its note."""
    cell = entry.written({"note": "n"}, "=1+1", typed=False, locale_name="vi_VN", year=2022)
    assert cell == {"note": "n", "userEnteredValue": {"stringValue": "=1+1"}}
    assert entry.written(cell, "", typed=False, locale_name="vi_VN", year=2022) == {"note": "n"}


@pytest.mark.parametrize(
    ("value", "kind", "pattern", "locale_name", "shown"),
    [
        (0.985, "PERCENT", "0.00%", "vi_VN", "98,50%"),
        (0.985, "PERCENT", "0%", "en_US", "99%"),
        (1234567.891, "NUMBER", "#,##0.00", "vi_VN", "1.234.567,89"),
        (1234567.891, "NUMBER", "#,##0.##", "en_US", "1,234,567.89"),
        (-0.004, "NUMBER", "0.00", "en_US", "0.00"),
        (-5, "NUMBER", "0;(0)", "en_US", "(5)"),
        (7, "NUMBER", "000", "vi_VN", "007"),
        (44625.25, "DATE_TIME", "dd/mm/yyyy hh:mm", "vi_VN", "05/03/2022 06:00"),
        (44625, "DATE", "", "vi_VN", "05/03/2022"),
        (44625, "DATE", "", "en_US", "3/5/2022"),
        (0.75, "TIME", "h:mm am/pm", "en_US", "6:00 PM"),
        (12345.678, "SCIENTIFIC", "0.00E+00", "en_US", "1.23E+04"),
        (5, "CURRENCY", '"$"#,##0.00', "en_US", "$5.00"),
        (1 / 3, "", "", "vi_VN", "0,3333333333"),
        (0.1 + 0.2, "", "", "en_US", "0.3"),
        (123456789012, "", "", "en_US", "123456789012"),
        (1.5, "TEXT", "@", "vi_VN", "1,5"),
    ],
)
def test_numbers_are_shown_by_format_and_locale(
    value: float, kind: str, pattern: str, locale_name: str, shown: str
) -> None:
    """Separators come from the locale, digits from the pattern."""
    assert numbers.show(value, kind, pattern, locale_name) == shown


def test_unknown_locales_are_read_as_american() -> None:
    """A locale that is not in the table has the habits of en_US."""
    assert (locale("xx_YY").decimal, locale("de_DE").date) == (".", "dd.mm.yyyy")
