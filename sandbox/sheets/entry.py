"""What becomes of a value that is typed (USER_ENTERED) or written raw, by the spreadsheet's locale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sandbox.errors import invalid
from sandbox.sheets import numbers, serial
from sandbox.sheets.book import Cell
from sandbox.sheets.locales import Locale, locale

MAX_CHARACTERS = 50_000
_MONTH_WORDS = {name.lower(): index + 1 for index, name in enumerate(numbers._MONTHS)} | {
    name.lower(): index + 1 for index, name in enumerate(numbers._LONG_MONTHS)
}
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([AaPp][Mm]))?", re.ASCII)
_PIECES = re.compile(r"(\d{1,4})([/.-])(\d{1,4})(?:\2(\d{1,4}))?", re.ASCII)
_WORDED = re.compile(
    r"(?:(\d{1,2})[\s-]+([A-Za-z]{3,9})|([A-Za-z]{3,9})[\s-]+(\d{1,2}))(?:,?[\s-]+(\d{4}))?", re.ASCII
)


@dataclass(frozen=True)
class Entry:
    """A typed value as the cell keeps it: one field of ExtendedValue, and the format typing implies."""

    kind: str
    value: Any
    #: (type, pattern) of the number format that such typing brings, or None.
    format: tuple[str, str] | None = None


def written(former: Cell, value: Any, *, typed: bool, locale_name: str, year: int) -> Cell:
    """Return the cell after `value` was typed or written raw over `former`; its format and note stay.

    `year` is the year of dates typed without one. Raises 400 for more than 50,000 characters.
    """
    if isinstance(value, str) and len(value) > MAX_CHARACTERS:
        raise invalid("Your input contains more than the maximum of 50000 characters in a single cell.")
    if not former and not (typed and isinstance(value, str)):  # nearly every cell of a bulk write
        return {} if value == "" else {"userEnteredValue": _plain(value)}
    kept = {name: part for name, part in former.items() if name not in _OVERWRITTEN}
    if value == "":
        return kept
    own = former.get("userEnteredFormat", {}).get("numberFormat", {})
    if not typed or not isinstance(value, str):
        return kept | {"userEnteredValue": _plain(value)}
    entry = typed_value(value, locale_name, year, own.get("type", ""))
    kept["userEnteredValue"] = {entry.kind: entry.value}
    if entry.format and _takes_over(entry.format[0], own):
        number_format = {"type": entry.format[0], "pattern": entry.format[1]}
        kept["userEnteredFormat"] = {**former.get("userEnteredFormat", {}), "numberFormat": number_format}
    return kept


_OVERWRITTEN = ("userEnteredValue", "effectiveValue", "textFormatRuns", "hyperlink")


def _plain(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, (int, float)):
        return {"numberValue": value}
    return {"stringValue": value}


def _takes_over(kind: str, own: dict[str, Any]) -> bool:
    """Whether the format that typing implies replaces the cell's own: a mere grouping does not."""
    former = own.get("type")
    if former is None:
        return True
    return kind != former and kind != "NUMBER" and former != "TEXT"


@lru_cache(maxsize=16384)
def typed_value(text: str, locale_name: str, year: int, format_type: str = "") -> Entry:
    """Return what typing `text` into a cell of that number-format type means."""
    if text.startswith("'"):
        return Entry("stringValue", text[1:])
    if format_type == "TEXT":
        return Entry("stringValue", text)
    if text.startswith("=") and len(text) > 1:
        return Entry("formulaValue", text)
    stripped = text.strip()
    if stripped.upper() in ("TRUE", "FALSE"):
        return Entry("boolValue", stripped.upper() == "TRUE")
    habits = locale(locale_name)
    return (
        _number(stripped, habits, format_type)
        or _moment(stripped, habits, year)
        or Entry("stringValue", text)
    )


def _number(text: str, habits: Locale, format_type: str) -> Entry | None:
    body, percent = (text[:-1].rstrip(), True) if text.endswith("%") else (text, False)
    body, currency = _without_currency(body, habits)
    found = parse_number(body, habits)
    if found is None or (percent and currency):
        return None
    value, grouped, decimals = found
    if percent:
        return Entry("numberValue", _tidy(_hundredth(value)), ("PERCENT", "0.00%" if decimals else "0%"))
    if currency:
        return Entry("numberValue", value, ("CURRENCY", _money(habits, decimals)))
    if format_type == "PERCENT":
        return Entry("numberValue", _tidy(_hundredth(value)))
    if grouped:
        return Entry("numberValue", value, ("NUMBER", "#,##0.00" if decimals else "#,##0"))
    if "e" in body.lower():
        return Entry("numberValue", value, ("SCIENTIFIC", "0.00E+00"))
    return Entry("numberValue", value)


def parse_number(text: str, habits: Locale) -> tuple[float, bool, bool] | None:
    """Return (number, whether it was grouped, whether it had decimals), or None when it is no number."""
    decimal, group = re.escape(habits.decimal), _group_class(habits)
    match = re.fullmatch(
        rf"([+-]?)(\d{{1,3}}(?:{group}\d{{3}})+|\d+)?(?:({decimal})(\d*))?(?:[eE]([+-]?\d{{1,3}}))?",
        text,
        re.ASCII,
    )
    if not match or not (match.group(2) or match.group(4)):
        return None
    whole = re.sub(r"\D", "", match.group(2) or "0")
    number = float(f"{match.group(1)}{whole}.{match.group(4) or '0'}e{match.group(5) or 0}")
    grouped = bool(match.group(2)) and not match.group(2).isdigit()
    return _tidy(number), grouped, bool(match.group(4))


def _group_class(habits: Locale) -> str:
    return r"[\s\u00a0\u202f]" if habits.group == "\u202f" else re.escape(habits.group)


def _hundredth(value: float) -> float:
    return float(f"{value!r}e-2") if "e" not in repr(value) else value / 100


def _tidy(number: float) -> float:
    return int(number) if number == int(number) and abs(number) < 1e15 else number


def _without_currency(text: str, habits: Locale) -> tuple[str, bool]:
    signs = {habits.currency, "$", "€", "₫", "£", "¥"} if habits.currency != "₫" else {"₫", "đ", "Đ", "$"}
    for sign in signs:
        if text.startswith(sign) or (text.startswith("-" + sign)):
            return text.replace(sign, "", 1).strip(), True
        if text.endswith(sign) and text[:-1].strip():
            return text[: -len(sign)].strip(), True
    return text, False


def _money(habits: Locale, decimals: bool) -> str:
    body = "#,##0.00" if decimals else "#,##0"
    return f'"{habits.currency}"{body}' if habits.currency_first else f'{body} "{habits.currency}"'


def _moment(text: str, habits: Locale, year: int) -> Entry | None:
    clock = _clock(text)
    if clock is not None:
        return Entry("numberValue", clock, ("TIME", "h:mm:ss" if text.count(":") == 2 else "h:mm"))
    day = _day(text, habits, year)
    if day is not None:
        return Entry("numberValue", day[0], ("DATE", day[1]))
    head, _, tail = text.partition("T" if re.match(r"\d{4}-\d{2}-\d{2}T", text) else " ")
    day, clock = _day(head, habits, year), _clock(tail.strip())
    if day is None or clock is None:
        return None
    return Entry("numberValue", day[0] + clock, ("DATE_TIME", f"{day[1]} h:mm:ss"))


def _clock(text: str) -> float | None:
    match = _TIME.fullmatch(text)
    if not match:
        return None
    hour, minute, second = int(match.group(1)), int(match.group(2)), int(match.group(3) or 0)
    if match.group(4):
        hour = hour % 12 + (12 if match.group(4).lower() == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return _tidy((hour * 3600 + minute * 60 + second) / 86400)


def _day(text: str, habits: Locale, year: int) -> tuple[int, str] | None:
    match = _PIECES.fullmatch(text)
    if match:
        return _numeric_day(match, habits, year)
    match = _WORDED.fullmatch(text)
    if not match:
        return None
    month = _MONTH_WORDS.get((match.group(2) or match.group(3)).lower())
    day = int(match.group(1) or match.group(4))
    found = _serial(int(match.group(5) or year), month or 0, day)
    return None if found is None else (found, habits.date)


def _numeric_day(match: re.Match[str], habits: Locale, year: int) -> tuple[int, str] | None:
    one, mark, two, three = match.groups()
    if len(one) == 4:
        if three is None:
            return None
        found = _serial(int(one), int(two), int(three))
        return None if found is None else (found, f"yyyy{mark}mm{mark}dd")
    if three is None:
        return _short_day(one, mark, two, habits, year)
    if len(three) == 3 or len(two) > 2 or len(one) > 2:
        return None
    full_year = int(three) if len(three) == 4 else int(three) + (2000 if int(three) < 30 else 1900)
    day, month = (two, one) if habits.order == "mdy" else (one, two)
    if habits.order == "ymd":
        return None
    found = _serial(full_year, int(month), int(day))
    return None if found is None else (found, habits.date)


def _short_day(one: str, mark: str, two: str, habits: Locale, year: int) -> tuple[int, str] | None:
    """Read `3/2022` as a month and `5/3` as a day of this year."""
    if mark == "." and habits.decimal == ".":
        return None
    if len(two) == 4 and len(one) <= 2:
        found = _serial(int(two), int(one), 1)
        return None if found is None else (found, f"m{mark}yyyy")
    if len(one) > 2 or len(two) > 2:
        return None
    day, month = (one, two) if habits.order == "dmy" else (two, one)
    found = _serial(year, int(month), int(day))
    return None if found is None else (found, f"d{mark}m" if habits.order == "dmy" else f"m{mark}d")


def _serial(year: int, month: int, day: int) -> int | None:
    try:
        return serial.of_date(date(year, month, day))
    except ValueError:
        return None
