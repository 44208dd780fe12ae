"""Number formats: patterns like `#,##0.00`, `0%`, `dd/mm/yyyy hh:mm` applied by locale."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from sandbox.sheets import serial
from sandbox.sheets.locales import Locale, locale

DATE_TYPES = ("DATE", "TIME", "DATE_TIME")
_TOKEN = re.compile(
    r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|am/pm|a/p|y+|m+|d+|h+|s+(?:[.,]0+)?|[0#?][0#?,.]*(?:[eE][+-]0+)?|.',
    re.IGNORECASE,
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DEFAULTS = {
    "PERCENT": "0.00%",
    "NUMBER": "#,##0.00",
    "TIME": "h:mm:ss am/pm",
    "SCIENTIFIC": "0.00E+00",
}


def default_pattern(kind: str, locale_name: str) -> str:
    """Return the pattern of a number-format type that names none."""
    habits = locale(locale_name)
    if kind == "DATE":
        return habits.date
    if kind == "DATE_TIME":
        return f"{habits.date} hh:mm:ss"
    if kind == "CURRENCY":
        return f'"{habits.currency}"#,##0.00' if habits.currency_first else f'#,##0.00 "{habits.currency}"'
    return _DEFAULTS.get(kind, "")


@lru_cache(maxsize=65536)
def show(value: float, kind: str, pattern: str, locale_name: str) -> str:
    """Return a number as the sheet shows it under a number format (kind "" = automatic)."""
    habits = locale(locale_name)
    if kind == "TEXT" or pattern == "@":
        return general(value, habits)
    pattern = pattern or default_pattern(kind, locale_name)
    if not pattern or pattern.lower() == "general":
        return general(value, habits)
    section, value = _section(pattern, value)
    tokens = _TOKEN.findall(section)
    if _is_date(tokens, kind):
        return _date(value, tokens)
    return _number(value, tokens, habits)


def general(value: float, habits: Locale) -> str:
    """Return a number under the automatic format: at most ten decimals or so, no grouping."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.10g}" if abs(value) < 1e10 else f"{value:.15g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}E{int(exponent):+03d}"
    return text.replace(".", habits.decimal)


def _section(pattern: str, value: float) -> tuple[str, float]:
    parts = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', pattern)
    if value < 0 and len(parts) > 1:
        return parts[1], -value
    if value == 0 and len(parts) > 2:
        return parts[2], value
    return parts[0], value


def _is_date(tokens: list[str], kind: str) -> bool:
    if kind in DATE_TYPES:
        return True
    has_digit = any(token[0] in "0#?" for token in tokens)
    return not has_digit and any(re.fullmatch(r"y+|m+|d+|h+|s+", token, re.IGNORECASE) for token in tokens)


def _date(value: float, tokens: list[str]) -> str:
    moment = serial.to_datetime(value)
    twelve = any(token.lower() in ("am/pm", "a/p") for token in tokens)
    shown, previous = [], ""
    for at, token in enumerate(tokens):
        low = token.lower()
        if re.fullmatch(r"m+", low) and (
            previous.startswith("h") or _next_letter(tokens, at).startswith("s")
        ):
            shown.append(f"{moment.minute:0{min(len(low), 2)}d}")
        else:
            shown.append(_date_part(token, low, moment, twelve=twelve))
        if low[0] in "ymdhs":
            previous = low
    return "".join(shown)


def _next_letter(tokens: list[str], at: int) -> str:
    return next((token.lower() for token in tokens[at + 1 :] if token[0].lower() in "ymdhs"), "")


def _date_part(token: str, low: str, moment: datetime, *, twelve: bool) -> str:
    width = len(low)
    if low[0] == "y":
        return f"{moment.year:04d}" if width > 2 else f"{moment.year % 100:02d}"
    if low[0] == "m":
        if width > 2:
            return _MONTHS[moment.month - 1] if width == 3 else _LONG_MONTHS[moment.month - 1]
        return f"{moment.month:0{width}d}"
    if low[0] == "d":
        if width > 2:
            return _DAYS[moment.weekday()] if width == 3 else _LONG_DAYS[moment.weekday()]
        return f"{moment.day:0{width}d}"
    if low[0] == "h":
        hour = (moment.hour % 12 or 12) if twelve else moment.hour
        return f"{hour:0{min(width, 2)}d}"
    if low[0] == "s":
        return f"{moment.second:0{min(width, 2)}d}"
    if low in ("am/pm", "a/p"):
        half = "AM" if moment.hour < 12 else "PM"
        return half if low == "am/pm" else half[0]
    return _literal(token)


def _number(value: float, tokens: list[str], habits: Locale) -> str:
    scale = 100 ** sum(part == "%" for part in tokens)
    at = next((i for i, token in enumerate(tokens) if token[0] in "0#?"), None)
    if at is None:
        return "".join(map(_literal, tokens))
    core = tokens[at]
    shown = _digits(abs(value) * scale if scale > 1 else abs(value), core, habits)
    sign = "-" if value < 0 and shown.strip("0.,\u202f%") else ""
    rest = "".join(_literal(token) for token in tokens[at + 1 :] if token[0] not in "0#?")
    return sign + "".join(map(_literal, tokens[:at])) + shown + rest


def _digits(value: float, core: str, habits: Locale) -> str:
    mantissa, _, exponent = core.replace("e", "E").partition("E")
    if exponent:
        return _scientific(value, mantissa, exponent, habits)
    whole, _, decimals = mantissa.partition(".")
    commas = len(whole) - len(whole.rstrip(","))  # trailing commas scale by thousands
    number = Decimal(repr(value)) / 1000**commas
    least = decimals.count("0") + decimals.count("?")
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    integer, _, fraction = f"{rounded:f}".partition(".")
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    integer = integer.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole.rstrip(","):
        integer = f"{int(integer or 0):,}".replace(",", habits.group) if integer else ""
    return integer + (habits.decimal + fraction if fraction else "")


def _scientific(value: float, mantissa: str, exponent: str, habits: Locale) -> str:
    places = len(mantissa.partition(".")[2])
    number, power = f"{value:.{places}e}".split("e")
    sign = "-" if int(power) < 0 else "+"
    return f"{number.replace('.', habits.decimal)}E{sign}{abs(int(power)):0{len(exponent) - 1}d}"


def _literal(token: str) -> str:
    if token.startswith('"'):
        return token[1:-1]
    if token.startswith("["):
        match = re.fullmatch(r"\[\$([^-\]]*)(?:-[^\]]*)?\]", token)
        return match.group(1) if match else ""
    if token.startswith("_"):
        return " "
    if token.startswith("*"):
        return ""
    return token[1:] if token.startswith("\\") else token
