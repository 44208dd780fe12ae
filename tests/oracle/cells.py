"""What a typed cell means, read plainly (no speed, no suggestions). Numbers are exact fractions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any


class Wrong(Exception):
    """A cell that cannot be read; its argument says why."""


_EPOCH = date(1899, 12, 30)
_ERRORS = ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#ERROR!")
#: TCVN3 read as Latin-1 puts capitals and signs inside words of small letters; Unicode Vietnamese never does.
_LEGACY = re.compile(r"[a-z][µ¶·¸¹»¼½¾®ÆÇÈÉËÎÏÐÑÒÓÔÕÖ×ØÜÝÞß÷][a-z]")
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_DATE_KINDS = ("DATE", "DATE_TIME")


@lru_cache(maxsize=100_000)
def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFD", _HIDDEN.sub("", text))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").replace("Đ", "D").replace("*", " ").casefold().split())


def fold(text: object) -> str:
    """Text as people compare it: no accents, no case, đ as d, single spaces, no stars, nothing hidden."""
    return _folded(str(text))


_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


def alike(text: object) -> str:
    """Text as names are compared: accents count; capitals, spaces and the place of a tone mark do not."""
    return _alike(str(text))


@lru_cache(maxsize=100_000)
def _alike(text: str) -> str:
    bare = unicodedata.normalize("NFD", _HIDDEN.sub("", text).casefold())
    return " ".join(_TONES.sub("", word) + "".join(_TONES.findall(word)) for word in bare.split())


def is_blank(value: object) -> bool:
    """Whether nothing was typed: empty or only spaces."""
    return value is None or (isinstance(value, str) and not _HIDDEN.sub("", value).strip())


def text(value: object) -> str:
    """One line of text, NFC; an error value is wrong."""
    if isinstance(value, str) and value.strip() in _ERRORS:
        raise Wrong(f"error value {value}")
    if isinstance(value, str) and value.startswith("=") and len(value) > 1:
        raise Wrong("a formula left as text")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(unicodedata.normalize("NFC", _HIDDEN.sub("", str(value))).split())


def number(value: object, kind: str, *, words: bool = False) -> tuple[Fraction, bool]:
    """(number, said as percent): in percent points when said so. `words` allows "không quá 2"."""
    if isinstance(value, bool):
        raise Wrong("a truth value, not a number")
    if isinstance(value, int | float):
        found, said = Fraction(str(value)), kind == "PERCENT"
        if kind in _DATE_KINDS:
            raise Wrong("a date, not a number")
        return (found * 100 if said else found), said
    return _number_text(text(value), words)


def _number_text(typed: str, words: bool) -> tuple[Fraction, bool]:
    bare = _without_reached(typed)
    if words:
        bare = _without_words(bare)
    said = bare.endswith("%")
    bare = bare.rstrip("%").replace("\u00a0", "").replace(" ", "")
    if not re.fullmatch(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?", bare):
        raise Wrong(f"not a number: {typed!r}")
    return Fraction(bare.replace(".", "").replace(",", ".")), said


def places(value: object, points: Fraction) -> int:
    """Decimal places of a number as typed; of a cell that holds a number, those it needs."""
    if isinstance(value, str):
        found = re.search(r",(\d+)", value)
        return len(found[1]) if found else 0
    needed = 0
    while (points * 10**needed).denominator != 1:
        needed += 1
    return needed


def _without_reached(typed: str) -> str:
    """“Đạt 98%” says what “98%” says."""
    return typed.split(" ", 1)[1] if fold(typed).startswith("dat ") else typed


_BEFORE = ("khong duoi", "khong qua", "khong vuot qua", "it nhat", "toi thieu", "toi da", "tu", "bang",
           ">=", "<=", "=>", "=<", "≥", "≤", "=")  # fmt: skip
_AFTER = ("tro len", "tro xuong")


def _without_words(typed: str) -> str:
    bare = fold(typed)
    for word in sorted(_BEFORE, key=len, reverse=True):
        if bare.startswith(word):
            bare = bare[len(word) :].strip()
            break
    for word in _AFTER:
        if bare.endswith(word):
            bare = bare[: -len(word)].strip()
    return bare


def change_in(typed: object) -> tuple[str, Fraction, bool] | None:
    """("le" or "ge", how much, whether of last year's) of “giảm 5%”, “tăng 2 điểm %”, “giảm 3 đơn”."""
    told = re.fullmatch(
        r"(giam|tang)(?: them)?(?: it nhat| toi thieu)? "
        r"([\d.,]+) ?(%|phan tram|[a-z][a-z %]*?)(?: so voi .+)?",
        fold(_without_reached(str(typed))),
    )
    if told is None:
        return None
    amount, _ = _number_text(told[2], words=False)
    return ("le" if told[1] == "giam" else "ge"), amount, told[3] in ("%", "phan tram")


def direction_in(typed: object) -> str | None:
    """The direction said inside a target, or None when it says none."""
    if (change := change_in(typed)) is not None:
        return change[0]
    bare = fold(_without_reached(str(typed)))
    signs = {"≥": "ge", ">=": "ge", "=>": "ge", "≤": "le", "<=": "le", "=<": "le"}
    for sign, code in signs.items():
        if bare.startswith(sign):
            return code
    if bare.startswith("=") or bare.startswith("bang "):
        return "eq"
    if bare.endswith("tro len") or bare.startswith(("khong duoi", "it nhat", "toi thieu")):
        return "ge"
    if bare.endswith("tro xuong") or bare.startswith(("khong qua", "khong vuot qua", "toi da")):
        return "le"
    return None


def count(value: object, kind: str) -> Fraction:
    """How many: a percentage is none."""
    found, said = number(value, kind)
    if said:
        raise Wrong(f"a percentage, not a count: {value!r}")
    return found


def whole(value: object, kind: str) -> int:
    """A whole number."""
    found = count(value, kind)
    if found.denominator != 1:
        raise Wrong(f"not a whole number: {value!r}")
    return int(found)


def day(value: object, kind: str) -> date:
    """A day: a serial number, dd/mm/yyyy and its spellings, ISO, or in words."""
    if isinstance(value, bool):
        raise Wrong("a truth value, not a date")
    if isinstance(value, int | float):
        if not 20000 <= value < 80000 or kind in ("PERCENT", "CURRENCY"):
            raise Wrong(f"not a date: {value!r}")
        return _year(_EPOCH + timedelta(days=int(value)))
    typed = text(value)
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})( \d{1,2}:\d{2}(:\d{2})?)?", typed)
    if found is None:
        found = re.fullmatch(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}),?(?: nam)? (\d{4})", fold(typed))
    if found is not None:
        return _real(int(found[3]), int(found[2]), int(found[1]))
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})([T ].*)?", typed)
    if iso is None:
        raise Wrong(f"not a date: {typed!r}")
    return _real(int(iso[1]), int(iso[2]), int(iso[3]))


def _real(year: int, month: int, number_: int) -> date:
    try:
        return _year(date(year + 2000 if year < 100 else year, month, number_))
    except ValueError as error:
        raise Wrong("no such day") from error


def _year(found: date) -> date:
    if not 1990 <= found.year <= 2099:
        raise Wrong(f"no likely year: {found.year}")
    return found


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def period(value: object, kind: str) -> str:
    """A period's label: 2022-03, 2022-Q1, 2022 or 2021-2022."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if float(value).is_integer() and 1990 <= value <= 2099 and kind not in _DATE_KINDS:
            return str(int(value))
        found = day(value, kind)
        return f"{found.year}-{found.month:02}"
    bare = fold(text(value))
    if m := re.fullmatch(r"(?:thang |thang|t)?(\d{1,2}) ?(?:/|-|\.| nam )? ?(\d{4})", bare):
        return _month(int(m[2]), int(m[1]))
    if m := re.fullmatch(r"(\d{4})-(\d{2})", bare):
        return _month(int(m[1]), int(m[2]))
    if m := re.fullmatch(r"(?:quy |q)(i|ii|iii|iv|[1-4]) ?(?:/|-| nam )? ?(\d{4})", bare):
        return f"{m[2]}-Q{_ROMAN[m[1]]}"
    if m := re.fullmatch(r"(\d{4}) ?- ?q([1-4])", bare):
        return f"{m[1]}-Q{m[2]}"
    if m := re.fullmatch(r"nam hoc (\d{4}) ?[-–/] ?(\d{4})|(\d{4}) ?[-–] ?(\d{4})", bare):
        return _school(int(m[1] or m[3]), int(m[2] or m[4]))
    if m := re.fullmatch(r"(?:nam )?(\d{4})", bare):
        return m[1]
    found = day(value, kind)
    return f"{found.year}-{found.month:02}"


def _month(year: int, number_: int) -> str:
    if not 1 <= number_ <= 12:
        raise Wrong(f"no such month: {number_}")
    return f"{year}-{number_:02}"


def _school(first: int, last: int) -> str:
    if last != first + 1:
        raise Wrong("a school year is two years in a row")
    return f"{first}-{last}"


def choice(value: object, choices: Mapping[str, str]) -> str:
    """The code of a choice; `choices` maps folded words to codes."""
    found = choices.get(fold(text(value)))
    if found is None:
        raise Wrong(f"not a choice: {value!r}")
    return found


def yes(value: object) -> bool:
    """Có or không, x, ✓, TRUE, FALSE."""
    if isinstance(value, bool):
        return value
    word = fold(text(value))
    if word in ("co", "x", "✓", "true", "khong phat sinh"):
        return True
    if word in ("khong", "false"):
        return False
    raise Wrong(f"neither yes nor no: {value!r}")


def names(value: object) -> list[str]:
    """A list of texts separated by semicolons or new lines."""
    parts = re.split(r"[;\n]", unicodedata.normalize("NFC", str(value)))
    return [" ".join(part.split()) for part in parts if part.strip()]


def is_legacy(value: Any) -> bool:
    """Whether a text looks pasted from a .Vn font (TCVN3)."""
    return isinstance(value, str) and _LEGACY.search(value) is not None
