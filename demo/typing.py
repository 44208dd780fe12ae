"""How people spell what they mean: numbers, dates, months, choices, each by habit. All of it is right."""

from __future__ import annotations

import unicodedata
from datetime import date
from random import Random

from demo.department import plain

#: The choices as a clerk reads them in the dropdowns, by the schema's codes.
WORDS = {
    "ge": "≥",
    "le": "≤",
    "eq": "=",
    "month": "Tháng",
    "quarter": "Quý",
    "year": "Năm",
    "school_year": "Năm học",
}


def number(value: float, habits: tuple[str, ...], rng: Random) -> str:
    """A number as typed under vi_VN: decimal comma; the Excel paster groups thousands with points."""
    if isinstance(value, int) or value == int(value):
        whole = int(value)
        if abs(whole) >= 1000 and "excel" in habits:
            return f"{whole:,}".replace(",", ".")
        return str(whole)
    return f"{value:g}".replace(".", ",")


def day(value: date, habits: tuple[str, ...], rng: Random) -> str:
    """A date in one of the spellings people use; the Excel paster's are text (leading apostrophe)."""
    if "excel" in habits:
        return rng.choice((f"'{value:%d/%m/%Y}", f"'{value:%d.%m.%Y}", f"{value:%d/%m/%Y} "))
    if "accentless" in habits:
        return rng.choice((f"{value.day}/{value.month}/{value:%y}", f"{value:%d-%m-%Y}"))
    if rng.random() < 0.1:
        return f"ngày {value.day} tháng {value.month} năm {value.year}"
    return f"{value:%d/%m/%Y}"


def month(label: str, habits: tuple[str, ...], rng: Random) -> str:
    """The month 2022-03 as typed."""
    year, number_ = label.split("-")
    spellings = [f"{number_}/{year}", f"Tháng {int(number_)}/{year}", f"'{number_}/{year}"]
    if "accentless" in habits:
        return f"Thang {int(number_)}/{year}"
    return spellings[0] if "sorter" in habits else rng.choice(spellings)


def period(label: str, habits: tuple[str, ...], rng: Random) -> str:
    """A month (2022-03) or a year (2022) as typed."""
    return month(label, habits, rng) if "-" in label else f"Năm {label}"


def target(direction: str, value: float, measure: str, habits: tuple[str, ...], rng: Random) -> str:
    """A target as typed: bare, with its unit, or with the direction in words that agree with it."""
    text = number(value, habits, rng)
    if measure == "%":
        if rng.random() < 0.5:
            return f"{text}%"
        text += "%"
        words = {"ge": (f"≥ {text}", f"từ {text} trở lên"), "le": (f"≤ {text}", f"không quá {text}")}
        return rng.choice(words.get(direction, (text,)))
    return rng.choice((text, f"không quá {text}")) if direction == "le" else text


def by_habit(text: str, habits: tuple[str, ...], rng: Random) -> str:
    """Free text or a choice as that keyboard leaves it: NFD from a Mac, trailing spaces, no accents."""
    if "mac" in habits:
        return unicodedata.normalize("NFD", text)
    if "excel" in habits and rng.random() < 0.4:
        return text + rng.choice((" ", "  ", "\u00a0"))
    if "sorter" in habits:  # tone marks on the other vowel, as older keyboards put them
        return text.replace("òa", "oà").replace("óa", "oá").replace("ủy", "uỷ")
    return text


def choice(code: str, labels: dict[str, str], habits: tuple[str, ...], rng: Random) -> str:
    """A choice as typed: its label, without accents or in small letters by habit."""
    label = WORDS.get(code) or labels.get(code, code)
    if "accentless" in habits:
        return plain(label).lower()
    return by_habit(label, habits, rng)
