"""What a spreadsheet's locale decides: separators, the order in dates, the default formats."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Locale:
    """How numbers and dates are typed and shown."""

    name: str
    decimal: str
    group: str
    #: "dmy", "mdy" or "ymd".
    order: str
    date: str
    #: Currency sign and whether it stands before the number.
    currency: str
    currency_first: bool


_DMY_COMMA = (
    "vi",
    "fr",
    "de",
    "es",
    "it",
    "pt",
    "nl",
    "da",
    "nb",
    "fi",
    "pl",
    "cs",
    "ru",
    "tr",
    "id",
    "el",
    "ro",
    "uk",
)
_YMD = ("ja", "zh", "ko", "sv", "hu", "lt")
_SPACED = ("fr", "ru", "cs", "pl", "nb", "fi", "sv", "hu", "uk")
_DOTTED = ("de", "ru", "cs", "pl", "nb", "fi", "da", "tr", "ro", "uk")


@cache
def locale(name: str) -> Locale:
    """Return the habits of a locale such as "vi_VN", "en_GB" or "fr"."""
    language, _, country = name.replace("-", "_").partition("_")
    if language == "vi":
        return Locale(name, ",", ".", "dmy", "dd/mm/yyyy", "₫", False)
    if language == "en" and country in ("", "US"):
        return Locale(name, ".", ",", "mdy", "m/d/yyyy", "$", True)
    if language == "en":
        return Locale(name, ".", ",", "dmy", "dd/mm/yyyy", "£" if country == "GB" else "$", True)
    if language in _YMD:
        return Locale(name, ".", ",", "ymd", "yyyy/mm/dd" if language != "ko" else "yyyy. m. d", "¥", True)
    if language in _DMY_COMMA:
        group = "\u202f" if language in _SPACED else "."
        return Locale(
            name, ",", group, "dmy", "dd.mm.yyyy" if language in _DOTTED else "dd/mm/yyyy", "€", False
        )
    return Locale(name, ".", ",", "mdy", "m/d/yyyy", "$", True)
