"""Dates as people type them → ``datetime.date``."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from sheets_schema.cells.text import fold
from sheets_schema.problems import Slip, declare, quote

_EPOCH = date(1899, 12, 30)  # day 0 of the serial numbers of Sheets and Excel
FIRST_YEAR, LAST_YEAR = 1990, 2099

_CLOCK = r"(?:[ t,]+\d{1,2}(?:[:h]\d{1,2}(?::\d{1,2}(?:\.\d+)?)?)?(?: ?[ap]m)?(?: ?z|[+-]\d{2}:?\d{2})?)?"
_day_first = re.compile(rf"(\d{{1,2}}) ?[/.\-] ?(\d{{1,2}}) ?[/.\-] ?(\d{{4}}|\d{{2}})\.?{_CLOCK}")
_year_first = re.compile(rf"(\d{{4}})[/.\-](\d{{1,2}})[/.\-](\d{{1,2}}){_CLOCK}")
_words = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}),? (?:nam )?(\d{4})\.?")

declare(
    "date_invalid",
    "error",
    title=("Không đọc được ngày", "Not a date"),
    sentence=("“{value}” không phải là ngày tháng đọc được.", "“{value}” cannot be read as a date."),
    remedy=(
        "Hãy gõ theo dạng ngày/tháng/năm, ví dụ 05/03/2022.",
        "Type it as day/month/year, for example 05/03/2022.",
    ),
    example="cuối tháng",
)
declare(
    "date_impossible",
    "error",
    title=("Ngày không có thật", "Impossible date"),
    sentence=("“{value}” không phải là ngày có thật.", "“{value}” is not a day that exists."),
    remedy=(
        "Hãy gõ lại theo dạng ngày/tháng/năm, ví dụ {sample}.",
        "Type it again as day/month/year, for example {sample}.",
    ),
    example="31/02/2022",
)
declare(
    "date_year",
    "error",
    title=("Năm đáng ngờ", "Suspicious year"),
    sentence=(
        "“{value}” có năm {year}, nằm ngoài khoảng 1990–2099.",
        "“{value}” has the year {year}, outside 1990–2099.",
    ),
    remedy=("Hãy kiểm tra lại năm.", "Check the year."),
    example="05/03/2202",
)
declare(
    "date_untrusted",
    "error",
    title=("Ngày không tin được do sai ngôn ngữ của tệp", "Date not trusted: wrong locale"),
    sentence=(
        "Ngày trong ô này có thể đã bị đảo ngày và tháng vì đã gõ khi tệp không đặt ngôn ngữ Việt Nam.",
        "Day and month may have been swapped: this date was typed while the locale was not Vietnam.",
    ),
    remedy=(
        "Hãy đặt Tệp > Cài đặt > Ngôn ngữ: Việt Nam rồi gõ lại ngày sau dấu nháy, ví dụ '05/12/2022.",
        "Set File > Settings > Locale: Vietnam, then type it again after a quote mark: '05/12/2022.",
    ),
    example="44625 (en_US)",
)

Parsed = tuple[date | None, Slip | None]


def typed(day: date) -> str:
    """A date as the sheets show it: 05/03/2022."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _impossible(shown: str, year: int, month: int, day: int) -> Slip:
    """31/02 has no certain correction, 03/25/2022 (American order) has."""
    if month > 12 and day <= 12:
        try:
            swapped = typed(date(year, day, month))
            return Slip("date_impossible", {"value": shown, "sample": swapped}, swapped)
        except ValueError:
            pass
    sample = "28/02/2022"
    if 1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR:
        last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
        sample = typed(date(year, month, last))
    return Slip("date_impossible", {"value": shown, "sample": sample})


def _build(shown: str, year: int, month: int, day: int) -> Parsed:
    try:
        found = date(year, month, day)
    except ValueError:
        return None, _impossible(shown, year, month, day)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None, Slip("date_year", {"value": shown, "year": str(year)})
    return found, None


def from_text(text: str) -> Parsed:
    """A typed date → (date, None) or (None, what is wrong). Times of day are dropped."""
    shown = quote(text)
    plain = fold(text)
    if match := _day_first.fullmatch(plain):
        return _build(shown, _year(match[3]), int(match[2]), int(match[1]))
    if match := _year_first.fullmatch(plain):
        return _build(shown, int(match[1]), int(match[2]), int(match[3]))
    if match := _words.fullmatch(plain):
        return _build(shown, int(match[3]), int(match[2]), int(match[1]))
    return None, Slip("date_invalid", {"value": shown})


def from_serial(number: float) -> Parsed:
    """A serial number (days since 30/12/1899; the fraction is the time) → as ``from_text``."""
    shown = quote(number)
    try:
        found = _EPOCH + timedelta(days=int(number // 1))
    except (OverflowError, ValueError):
        return None, Slip("date_invalid", {"value": shown})
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        if number < 32874:  # before 1990: somebody typed a plain number
            return None, Slip("date_invalid", {"value": shown})
        return None, Slip("date_year", {"value": typed(found), "year": str(found.year)})
    return found, None


def moment(text: str) -> tuple[datetime | None, Slip | None]:
    """An ISO 8601 instant, or a typed date with or without a time → datetime."""
    try:
        return datetime.fromisoformat(text), None
    except ValueError:
        day, slip = from_text(text)
        return (datetime(day.year, day.month, day.day) if day else None), slip


def year_after(day: date) -> date:
    """The same day a year on; of 29/02 the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
