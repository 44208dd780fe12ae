"""Where we judge a text cell otherwise than frictionless, and why: each class says of which cells, exactly.

Nothing of ours decides here: a class looks at the column's document and the cell alone, so a checker that
goes wrong cannot choose a class for its mistake.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Literal, NamedTuple

Document = Mapping[str, Any]
#: (the column's document, the cell, all cells tried in the column) → whether the class is about the cell.
Applies = Callable[[Document, str, Sequence[str]], bool]


class Class(NamedTuple):
    """One feature and reason; `by`: who rejects these cells, while the other does not mind."""

    name: str
    by: Literal["us", "frictionless"]
    why: str
    applies: Applies


ERRORS = frozenset({"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#ERROR!"})
#: Texts of .Vn fonts (TCVN3) and VNI among the cells tried.
OLD = frozenset({"Phßng Kü thuËt"})
_SIGN = r"[~≥≤<>=]"
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_SPELLED_DATES = (
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4}|\d{2})(?: \d{2}:\d{2})?"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"),
    re.compile(r"ngày (?P<d>\d{1,2}) tháng (?P<m>\d{1,2}) năm (?P<y>\d{4})"),
)
_PLAIN_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
YEARS = range(1990, 2100)


def _limits(field: Document) -> Mapping[str, Any]:
    found: Mapping[str, Any] = field.get("constraints", {})
    return found


def _is_blank(cell: str) -> bool:
    return cell != "" and not cell.strip()


def _is_formula(cell: str) -> bool:
    return cell.startswith("=") and len(cell) > 1


def _is_said(cell: str) -> bool:
    """Whether a person says something with it: no blank, no failed formula, no old font."""
    return bool(cell.strip()) and cell not in ERRORS and not _is_formula(cell) and cell not in OLD


def _clean(cell: str) -> str:
    seen = "".join(c for c in cell if unicodedata.category(c) not in ("Cc", "Cf"))
    return " ".join(unicodedata.normalize("NFC", seen).split())


def _fold(word: object) -> str:
    bare = unicodedata.normalize("NFD", _clean(str(word)).casefold().replace("đ", "d"))
    return "".join(c for c in bare if not unicodedata.combining(c))


# -- text ----------------------------------------------------------------------------------------


def _fits(field: Document, text: str) -> bool:
    """Whether a text keeps the limits on its length and form."""
    limits = _limits(field)
    long_enough = limits.get("minLength", 0) <= len(text) <= limits.get("maxLength", 10**9)
    return long_enough and ("pattern" not in limits or bool(re.fullmatch(limits["pattern"], text)))


def _meant(field: Document, cell: str) -> str:
    """The text as we take it: cleaned, a code in capitals."""
    return _clean(cell).upper() if field.get("kind") == "code" else _clean(cell)


def _is_text(field: Document, cell: str) -> bool:
    return field["type"] == "string" and "enum" not in _limits(field) and _is_said(cell)


def _cleaned_away(field: Document, cell: str, cells: Sequence[str]) -> bool:
    if not _is_text(field, cell) or cell == _clean(cell):
        return False
    twin = bool(_limits(field).get("unique")) and _clean(cell) in cells
    return twin or (_fits(field, cell) and not _fits(field, _meant(field, cell)))


def _cleaned_right(field: Document, cell: str, _cells: Sequence[str]) -> bool:
    unclean = _is_text(field, cell) and cell != _clean(cell)
    return unclean and not _fits(field, cell) and _fits(field, _meant(field, cell))


def _capitalised(field: Document, cell: str, _cells: Sequence[str]) -> bool:
    clean = _is_text(field, cell) and cell == _clean(cell)
    return clean and not _fits(field, cell) and _fits(field, _meant(field, cell))


def _no_period_no_address(field: Document, cell: str, _cells: Sequence[str]) -> bool:
    if not _is_said(cell):
        return False
    if field.get("kind") == "period":
        return not re.search(r"\d{4}", cell)
    parts = [part.strip() for part in re.split(r"[;,\n]", cell)]
    return field.get("kind") == "emails" and not all(_ADDRESS.fullmatch(part) for part in parts)


def _spelled_choice(field: Document, cell: str, _cells: Sequence[str]) -> bool:
    labels = _limits(field).get("enum", [])
    words = [*labels, *field.get("codes", []), *field.get("choiceAliases", {}), *field.get("labels_en", [])]
    return bool(labels) and cell not in labels and bool(cell) and _fold(cell) in map(_fold, words)


def _spelled_answer(field: Document, cell: str, _cells: Sequence[str]) -> bool:
    words = [*field.get("trueValues", []), *field.get("falseValues", [])]
    known = field["type"] == "boolean" and cell not in words and _fold(cell) in map(_fold, words)
    return known and not _is_blank(cell)


# -- numbers -------------------------------------------------------------------------------------


def _in_range(field: Document, number: str) -> bool:
    """Whether a number spelled the Vietnamese way keeps the least and the most."""
    value, limits = Fraction(number.replace(".", "").replace(" ", "").replace(",", ".")), _limits(field)
    least, most = limits.get("minimum"), limits.get("maximum")
    return (least is None or value >= least) and (most is None or value <= most)


def _number(field: Document, cell: str, form: str, types: Sequence[str]) -> bool:
    """Whether the cell is a number in range with something that `form` allows; group 1 is the number."""
    found = re.fullmatch(form, cell) if field["type"] in types else None
    return found is not None and _in_range(field, found[1])


def _is_bare(field: Document) -> bool:
    return bool(field.get("bareNumber", True))


def _grouped(field: Document, cell: str, _cells: Sequence[str]) -> bool:
    groups = r"(\d{1,3}(?:[. ]\d{3})+)" if field["type"] == "integer" else r"(\d{1,3}(?: \d{3})+)"
    return _number(field, cell, groups, ("integer", "number"))


def _decimal_zero(field: Document, cell: str, _cells: Sequence[str]) -> bool:
    return _number(field, cell, r"(\d+),0+", ("integer",))


def _unit_behind(field: Document, cell: str, _cells: Sequence[str]) -> bool:
    return _is_bare(field) and _number(field, cell, r"(\d+) (?:lần|hồ sơ)", ("integer", "number"))


def _words_around(field: Document, cell: str, _cells: Sequence[str]) -> bool:
    if field["type"] != "number" or _is_bare(field):
        return False
    if re.fullmatch(r"~\d+%?|\d+[a-z]+", cell):
        return True
    directed = re.fullmatch(rf"{_SIGN} ?\d+%?|không quá \d+%?|từ \d+%? trở lên", cell)
    return directed is not None and field.get("kind") != "target"


def _programming(field: Document, cell: str, _cells: Sequence[str]) -> bool:
    written = re.fullmatch(r"\d+e\d+|\d+(?:_\d+)+|nan|inf|infinity", cell, re.IGNORECASE)
    return field["type"] in ("integer", "number") and written is not None


def _point_or_comma(field: Document, cell: str, _cells: Sequence[str]) -> bool:
    digits = field["type"] == "number" and re.fullmatch(r"[\d.,]*\d[\d.,]*", cell) is not None
    return digits and not re.fullmatch(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?", cell)


# -- dates ---------------------------------------------------------------------------------------


def _day(cell: str) -> date | None:
    """The day a cell spells, None when it spells none that exists."""
    for spelling in _SPELLED_DATES:
        if found := spelling.fullmatch(cell.strip()):
            year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
            try:
                return date(year, int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def _limit(field: Document, name: str) -> date | None:
    given = _limits(field).get(name)
    return None if given is None else datetime.strptime(given, field["format"]).date()


def _spelled_date(field: Document, cell: str, _cells: Sequence[str]) -> bool:
    day = _day(cell) if field["type"] == "date" and not _PLAIN_DATE.fullmatch(cell) else None
    if day is None or day.year not in YEARS:
        return False
    least, most = _limit(field, "minimum"), _limit(field, "maximum")
    return (least is None or day >= least) and (most is None or day <= most)


def _strange_year(field: Document, cell: str, _cells: Sequence[str]) -> bool:
    day = _day(cell) if field["type"] == "date" and _PLAIN_DATE.fullmatch(cell) else None
    return day is not None and day.year not in YEARS


CLASSES = (
    Class(
        "any · error values",
        "us",
        "A cell with #REF!, #N/A … is a formula that failed, whatever its type.",
        lambda field, cell, _: cell in ERRORS,
    ),
    Class(
        "any · formulas as text",
        "us",
        "A text like =SUM(A1:A5) is a formula nobody computed.",
        lambda field, cell, _: _is_formula(cell),
    ),
    Class(
        "any · old encodings",
        "us",
        "TCVN3 and VNI remnants are told, never stored.",
        lambda field, cell, _: cell in OLD,
    ),
    Class(
        "required · blanks",
        "us",
        "A cell of spaces only is blank, so a required one is missing.",
        lambda field, cell, _: _is_blank(cell) and bool(_limits(field).get("required")),
    ),
    Class(
        "any · blanks",
        "frictionless",
        "A cell of spaces only is blank, so nothing else about it is judged.",
        lambda field, cell, _: _is_blank(cell) and not _limits(field).get("required"),
    ),
    Class(
        "string · cleaned, then wrong",
        "us",
        "Spaces around, runs of spaces and invisible characters are dropped (and told) before a text is "
        "measured, matched or compared.",
        _cleaned_away,
    ),
    Class(
        "string · cleaned, then right",
        "frictionless",
        "The same: without them the text is of the form that is asked.",
        _cleaned_right,
    ),
    Class(
        "string · periods and addresses",
        "us",
        "Our word `kind` says more than Table Schema's string: a period, a list of e-mails.",
        _no_period_no_address,
    ),
    Class(
        "string · codes in small letters",
        "frictionless",
        "A `kind: code` is capitalised before it is matched.",
        _capitalised,
    ),
    Class(
        "enum · spellings",
        "frictionless",
        "A choice is known by any case, without accents, by its code or another name.",
        _spelled_choice,
    ),
    Class(
        "boolean · spellings",
        "frictionless",
        "Yes and no are known by any case and without accents.",
        _spelled_answer,
    ),
    Class(
        "number · thousands",
        "frictionless",
        "2 521 is 2521, and so is 2.521 among whole numbers; Table Schema's integers have no groups.",
        _grouped,
    ),
    Class("integer · decimal zero", "frictionless", "2,0 is the whole number 2.", _decimal_zero),
    Class(
        "number · words behind",
        "frictionless",
        "“01 lần”, “12 hồ sơ”: a known unit word may follow a number.",
        _unit_behind,
    ),
    Class(
        "number · words around",
        "us",
        "“~80%”, “12abc”, “≥ 95%”: frictionless drops what is no digit (bareNumber false), reads 80, 12, 95.",
        _words_around,
    ),
    Class(
        "number · programming notation",
        "us",
        "1e3, 1_000, NaN and INF are nothing a clerk means.",
        _programming,
    ),
    Class(
        "number · point or comma out of place",
        "us",
        "5.10 is read as 510 by frictionless, 1.2.3 as 123, 5, as 5: all points are dropped. We ask.",
        _point_or_comma,
    ),
    Class(
        "date · spellings",
        "frictionless",
        "5/3/22, 5.3.2022, ISO, words, spaces around and a time behind are read.",
        _spelled_date,
    ),
    Class("date · years", "us", "A year outside 1990–2099 is a slip.", _strange_year),
)


def complaints(
    field: Document, cells: Sequence[str], ours: frozenset[int], theirs: frozenset[int]
) -> list[str]:
    """What the classes do not allow, given which cells (by index) we and frictionless reject.

    Each difference is of exactly one class, and wherever a class applies we judge as it says.
    """
    found = []
    for index, cell in enumerate(cells):
        us = index in ours
        own = [one for one in CLASSES if one.applies(field, cell, cells)]
        found += [f"{cell!r}: {one.name}, yet we say otherwise" for one in own if us != (one.by == "us")]
        if us != (index in theirs) and len(own) != 1:
            names = ", ".join(one.name for one in own) or "no class"
            found.append(f"{cell!r}: rejected by {'us' if us else 'frictionless'} alone: {names}")
    return found
