"""Periods as people type them → canonical labels: 2022-03, 2022-Q1, 2022, 2021-2022."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sheets_schema.cells.text import fold
from sheets_schema.problems import Slip, declare, quote

declare(
    "period_invalid",
    "error",
    title=("Không đọc được kỳ", "Not a period"),
    sentence=("“{value}” không phải là kỳ báo cáo đọc được.", "“{value}” cannot be read as a period."),
    remedy=(
        "Hãy gõ như 03/2022 (tháng), Quý I/2022, Năm 2022 hoặc Năm học 2021-2022.",
        "Type 03/2022 (a month), Quý I/2022, Năm 2022 or Năm học 2021-2022.",
    ),
    example="tháng ba",
)
declare(
    "period_kind",
    "error",
    title=("Sai loại kỳ", "Wrong kind of period"),
    sentence=(
        "“{value}” là {kind_vi}; ở đây cần {wanted_vi}.",
        "“{value}” is a {kind_en}; a {wanted_en} is wanted.",
    ),
    remedy=("Hãy gõ {wanted_vi}, ví dụ {sample}.", "Type a {wanted_en}, for example {sample}."),
    example="Quý I/2022",
)

#: kind → (Vietnamese, English, how one is typed)
KINDS = {
    "month": ("tháng", "month", "03/2022"),
    "quarter": ("quý", "quarter", "Quý I/2022"),
    "year": ("năm", "year", "Năm 2022"),
    "school_year": ("năm học", "school year", "Năm học 2021-2022"),
}
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_month = re.compile(r"(?:ky )?(?:thang|t)?[ .]?(\d{1,2})(?: ?[/.\-] ?| nam )(\d{4})")
_month_iso = re.compile(r"(\d{4})[/-](\d{1,2})")
_month_alone = re.compile(r"(?:thang|t)[ .]?(\d{1,2})")
_quarter = re.compile(r"(?:quy|q)[ .]?(iv|i{1,3}|[1-4])(?: ?[/.\-] ?| nam )(\d{4})")
_quarter_iso = re.compile(r"(\d{4})[/-]?q([1-4])")
_year = re.compile(r"(?:nam )?(\d{4})")
_school = re.compile(r"(?:nam hoc )?(\d{4}) ?[-–/] ?(\d{4})")
_first = re.compile(r"0?1[/.\-](\d{1,2})[/.\-](\d{4})")


def kind(label: str) -> str:
    """The kind of a canonical label: "2022-03" → month."""
    if "Q" in label:
        return "quarter"
    return {4: "year", 7: "month", 9: "school_year"}[len(label)]


def told(label: str, language: str = "vi") -> str:
    """A canonical label inside a sentence: 2022-03 → tháng 3/2022 (March 2022), 2022-Q1 → quý I/2022."""
    vi, year = language == "vi", label[:4]
    match kind(label):
        case "month":
            number = int(label[5:])
            return f"tháng {number}/{year}" if vi else f"{MONTHS_EN[number - 1]} {year}"
        case "quarter":
            number = int(label[6])
            return f"quý {('I', 'II', 'III', 'IV')[number - 1]}/{year}" if vi else f"quarter {number}, {year}"
        case "year":
            return f"năm {year}" if vi else year
    return f"năm học {label}" if vi else f"school year {label}"


def shown(label: str, language: str = "vi") -> str:
    """A canonical label standing alone, as in a cell: 2022-03 → Tháng 3/2022, 2022-Q1 → Quý I/2022."""
    words = told(label, language)
    return words[0].upper() + words[1:]


def _label(plain: str, year: int | None) -> str | None:
    if (m := _month.fullmatch(plain)) or (m := _first.fullmatch(plain)):
        return f"{m[2]}-{int(m[1]):02}" if 1 <= int(m[1]) <= 12 else None
    if m := _month_iso.fullmatch(plain):
        return f"{m[1]}-{int(m[2]):02}" if 1 <= int(m[2]) <= 12 else None
    if m := _quarter.fullmatch(plain):
        return f"{m[2]}-Q{_ROMAN.get(m[1]) or m[1]}"
    if m := _quarter_iso.fullmatch(plain):
        return f"{m[1]}-Q{m[2]}"
    if m := _school.fullmatch(plain):
        return f"{m[1]}-{m[2]}" if int(m[2]) == int(m[1]) + 1 else None
    if m := _year.fullmatch(plain):
        return m[1]
    if year and (m := _month_alone.fullmatch(plain)) and 1 <= int(m[1]) <= 12:
        return f"{year}-{int(m[1]):02}"
    return None


def read(value: object, number_format: str, year: int | None = None) -> tuple[str | None, Slip | None]:
    """A cell → (canonical label, None) or (None, what is wrong).

    A cell that Sheets made a date stands for its month when it is the first of one; a bare number is a year.
    """
    if isinstance(value, (int, float)) and number_format.startswith("DATE"):
        try:
            day = date(1899, 12, 30) + timedelta(days=int(value))
        except OverflowError:
            day = date.min
        label = f"{day.year}-{day.month:02}" if day.day == 1 and 1990 <= day.year <= 2099 else None
    else:
        label = _label(fold(f"{value:g}" if isinstance(value, float) else str(value)), year)
    if label is None or not 1990 <= int(label[:4]) <= 2099:
        return None, Slip("period_invalid", {"value": quote(value)})
    return label, None


def wrong_kind(value: object, label: str, wanted: tuple[str, ...]) -> Slip | None:
    """The slip when ``label`` is not of a wanted kind; None when it is."""
    if not wanted or kind(label) in wanted:
        return None
    return Slip("period_kind", kind_words(value, label, wanted[0]))


def kind_words(value: object, label: str, wanted: str) -> dict[str, str]:
    """The words of a sentence about a period of the wrong kind."""
    have, want = KINDS[kind(label)], KINDS[wanted]
    return {
        "value": quote(value),
        "kind_vi": have[0],
        "kind_en": have[1],
        "wanted_vi": want[0],
        "wanted_en": want[1],
        "sample": want[2],
    }
