"""A cell's kind → the function that reads it: (value, number format) → ``Read``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sheets_schema.cells import choices, dates, mistakes, numbers, periods, text
from sheets_schema.descriptor import Field
from sheets_schema.grid import ERROR_VALUES
from sheets_schema.problems import Slip, quote

#: A text longer than this is a paste gone wrong, whatever the column (Google's own limit is 50,000).
LONGEST = mistakes.LONGEST


class Read(NamedTuple):
    """What a cell says. An error has no value; a warning (invisible characters) keeps it."""

    value: object = None
    slip: Slip | None = None
    percent: bool = False
    comparator: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How this grid is read: whether what Sheets made dates and numbers of is; the year of "Tháng 3"."""

    trusted: bool = True
    year: int | None = None


#: Units of measure that say percent and nothing else, folded.
_PERCENT = ("%", "％", "phan tram", "percent", "ty le %", "ty le phan tram")
#: Kinds of numbers that count things: a percentage is none.
COUNTS = ("integer", "number")

Reader = Callable[[object, str], Read]
NOTHING = Read()
_formula = re.compile(r"=\s*(?:[A-Za-z.]+\(|\$?[A-Za-z]{1,3}\$?\d+\b|[\d.,]+ ?[-+*/^] ?[\d(])")
_email = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,24}", re.A
)
#: A name may hold a comma ("Phòng Chính trị, tư tưởng"), an e-mail address may not.
_parts = re.compile(r"[;\n]+")
_addresses = re.compile(r"[;,\n]+")


def _bad(code: str, value: object, **params: str) -> Read:
    return Read(None, Slip(code, {"value": quote(value), **params}))


def _is_date(number_format: str) -> bool:
    return number_format.startswith("DATE") or number_format == "TIME"


def _shown(value: object, number_format: str) -> str:
    """A number (or TRUE) standing in a column of text, as the sheet shows it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        if not _sane(value):
            return "∞"
        if number_format.startswith("DATE") and isinstance(day := dates.from_serial(value)[0], date):
            return dates.typed(day)
        if number_format == "PERCENT":
            return f"{numbers.spell(numbers.points(value))}%"
        return str(int(value)) if value == int(value) else repr(value)
    return str(value)


def _sane(value: float) -> bool:
    """Whether a number could be a person's: not NaN, not infinite, below 10^15."""
    return -1e15 < value < 1e15


def _text(field: Field) -> Reader:
    shortest = field.constraints.get("minLength", 0)
    longest = min(field.constraints.get("maxLength", LONGEST), LONGEST)
    pattern = re.compile(field.constraints["pattern"]) if "pattern" in field.constraints else None
    sample = {
        "sample": f", ví dụ {field.example}" if field.example else "",
        "sample_en": f", for example {field.example}" if field.example else "",
    }
    strict = field.kind == "code" or (field.kind == "line" and pattern is not None)

    def read(value: object, number_format: str) -> Read:
        if strict and not isinstance(value, str) and _is_date(number_format):
            return _bad("text_is_date", _shown(value, number_format))
        found = _shown(value, number_format)
        if field.kind != "text":
            found = found.replace("\n", " ")
        if field.kind == "code":
            found = found.upper()
        if field.kind == "measure" and text.fold(found) in _PERCENT:
            found = "%"
        if len(found) > longest:
            return Read(None, Slip("text_too_long", {"length": str(len(found)), "limit": str(longest)}))
        if len(found) < shortest:
            return _bad("text_too_short", found, limit=str(shortest))
        if pattern and not pattern.fullmatch(found):
            return _bad("pattern_mismatch", found, **sample)
        return Read(found)

    return read


def _limits(field: Field) -> Callable[[Read, object], Read]:
    low, high = field.constraints.get("minimum"), field.constraints.get("maximum")

    def check(found: Read, value: object) -> Read:
        number = found.value
        if isinstance(number, (int, float)):
            if low is not None and number < low:
                return _bad("below_minimum", value, limit=numbers.spell(low))
            if high is not None and number > high:
                return _bad("above_maximum", value, limit=numbers.spell(high))
        return found

    return check


def _number(field: Field, reading: Reading) -> Reader:
    within, comparisons, counts = _limits(field), field.kind == "target", field.kind in COUNTS

    def read(value: object, number_format: str) -> Read:
        if isinstance(value, bool):
            return _bad("number_invalid", value)
        if isinstance(value, (int, float)):
            if _is_date(number_format):
                return _bad("number_is_date", _shown(value, "DATE"))
            if not _sane(value):
                return _bad("number_invalid", value)
            percent = number_format == "PERCENT"
            found = Read(numbers.points(value) if percent else value, None, percent)
            if value and not reading.trusted and not (percent and counts):
                return _bad("number_untrusted", _shown(value, "PERCENT") if percent else value)
        else:
            typed = numbers.from_text(str(value), comparisons=comparisons)
            found = Read(typed.value, typed.slip, typed.percent, typed.comparator)
        if counts and found.percent:
            return _bad("count_percent", _shown(value, number_format))
        if found.value is not None and not reading.trusted and numbers.may_group(str(value)):
            return _bad("number_untrusted", value)
        return within(found, value)

    return read


def _integer(field: Field, reading: Reading) -> Reader:
    number, within = _number(field, reading), _limits(field)

    def read(value: object, number_format: str) -> Read:
        found = number(value, number_format)
        if isinstance(found.value, float):
            if not found.value.is_integer():
                return _bad("number_not_integer", value)
            found = found._replace(value=int(found.value))
        return within(found, value)

    return read


def _date(field: Field, reading: Reading) -> Reader:
    low, high = (_bound(field, name) for name in ("minimum", "maximum"))

    def read(value: object, number_format: str) -> Read:
        if isinstance(value, bool):
            return _bad("date_invalid", value)
        if isinstance(value, (int, float)):
            if not _sane(value):
                return _bad("date_invalid", value)
            if not reading.trusted:
                return _bad("date_untrusted", value)
            found, slip = dates.from_serial(value)
        else:
            found, slip = dates.from_text(str(value))
        if found and low and found < low:
            return _bad("below_minimum", value, limit=dates.typed(low))
        if found and high and found > high:
            return _bad("above_maximum", value, limit=dates.typed(high))
        return Read(found, slip)

    return read


def _bound(field: Field, name: str) -> date | None:
    limit = field.constraints.get(name)
    return limit if isinstance(limit, date) or limit is None else dates.from_text(str(limit))[0]


def _moment(value: object, number_format: str) -> Read:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return _bad("date_invalid", value)
    if isinstance(value, str):
        found, slip = dates.moment(value)
        return Read(found, slip)
    day, slip = dates.from_serial(value) if _sane(value) else (None, Slip("date_invalid", {"value": ""}))
    return Read(day, slip)


def _period(field: Field, reading: Reading) -> Reader:
    def read(value: object, number_format: str) -> Read:
        if isinstance(value, bool) or (isinstance(value, (int, float)) and not _sane(value)):
            return _bad("period_invalid", value)
        if _is_date(number_format) and not reading.trusted and not isinstance(value, str):
            return _bad("date_untrusted", value)
        label, slip = periods.read(value, number_format, reading.year)
        if label and (slip := periods.wrong_kind(value, label, field.periods)):
            label = None
        return Read(label, slip)

    return read


def _choice(field: Field) -> Reader:
    known = choices.spellings(field)

    def read(value: object, number_format: str) -> Read:
        shown = _shown(value, number_format)
        code = known.get(text.fold(shown))
        return Read(code) if code is not None else Read(None, choices.unknown(field, shown, known))

    return read


def _yes_no(field: Field) -> Reader:
    known, words = choices.yes_no(field)

    def read(value: object, number_format: str) -> Read:
        if isinstance(value, bool):
            return Read(value)
        found = known.get(text.fold(_shown(value, number_format)))
        return Read(found) if found is not None else _bad("yesno_unknown", value, **words)

    return read


def _email_address(value: object, number_format: str) -> Read:
    found = str(value).strip().lower()
    return Read(found) if _email.fullmatch(found) else _bad("email_invalid", value)


def _list(field: Field) -> Reader:
    emails = field.kind == "emails"
    marks = _addresses if emails else _parts

    def read(value: object, number_format: str) -> Read:
        parts = [part.strip() for part in marks.split(_shown(value, number_format))]
        found = list(dict.fromkeys(part.lower() if emails else part for part in parts if part))
        wrong = [part for part in found if emails and not _email.fullmatch(part)]
        return _bad("email_invalid", wrong[0]) if wrong else Read(found or None)

    return read


def _any(value: object, number_format: str) -> Read:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if not _sane(value):
            return _bad("number_invalid", value)
        if number_format == "PERCENT":
            return Read(numbers.points(value), None, True)
    return Read(value)


def _of_kind(field: Field, reading: Reading) -> Reader:
    match field.kind:
        case "integer":
            return _integer(field, reading)
        case "number" | "figure" | "target":
            return _number(field, reading)
        case "date":
            return _date(field, reading)
        case "datetime":
            return _moment
        case "period":
            return _period(field, reading)
        case "choice":
            return _choice(field)
        case "yesno":
            return _yes_no(field)
        case "email":
            return _email_address
        case "emails" | "list":
            return _list(field)
        case "any":
            return _any
    return _text(field)


def reader(field: Field, reading: Reading = Reading()) -> Reader:
    """The function reading one cell of ``field``: (value as the API gives it, number format type) → Read.

    Never raises, whatever stands in the cell. Blank cells read as ``Read()``.
    """
    inner, missing = _of_kind(field, reading), field.missing

    def read(value: object, number_format: str = "") -> Read:
        if value is None or value in missing:
            return NOTHING
        if not isinstance(value, str):
            return inner(value, number_format)
        if text.is_plain(value) and value[0] not in "#=" and len(value) <= LONGEST:
            return inner(value, number_format)
        if len(value) > LONGEST:
            return Read(None, Slip("text_too_long", {"length": str(len(value)), "limit": str(LONGEST)}))
        typed = text.clean(value)
        if not typed:
            return NOTHING
        if typed in ERROR_VALUES:
            return _bad("cell_error", typed)
        if _formula.match(typed):
            return _bad("formula_text", typed)
        if text.is_legacy(typed):
            return _bad("legacy_encoding", typed)
        found = inner(typed, number_format)
        if found.slip is None and text.has_invisible(value):
            return found._replace(slip=Slip("invisible_characters", {"value": quote(value)}))
        return found

    return read
