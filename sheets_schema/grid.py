"""A tab as it was read: values, number formats, merges and the workbook's locale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

#: What a formula that failed leaves in its cell.
ERROR_VALUES = frozenset(
    {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#ERROR!", "#SPILL!", "#CALC!"}
)
#: The only locale in which a typed 05/03/2022 is the fifth of March for certain, and 2.000 two thousand.
TRUSTED_LOCALE = "vi_VN"


@dataclass(frozen=True, slots=True)
class Grid:
    """One tab's cells. Row 0 of ``values`` is the tab's first row; rows may be ragged.

    ``values`` are unformatted (dates are serial numbers); an error cell is its text, e.g. ``#REF!``.
    ``formats`` holds, by zero-based (row, column), the explicit number format types (PERCENT, DATE …).
    ``merges`` are half-open (row0, row1, column0, column1). ``title``: of the sheet in its file.
    """

    values: list[list[object]]
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merges: tuple[tuple[int, int, int, int], ...] = ()
    locale: str = TRUSTED_LOCALE
    title: str = ""


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """Zero-based column → its letters: 0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def a1(row: int, column: int) -> str:
    """Zero-based row and column → A1 notation: (4, 2) → C5."""
    return f"{letters(column)}{row + 1}"


@lru_cache(maxsize=65536)
def from_a1(cell: str) -> tuple[int, int]:
    """A1 notation → zero-based (row, column). Raises ValueError when it is not one cell."""
    name = cell.strip().upper().replace("$", "")
    head = name.rstrip("0123456789")
    digits = name[len(head) :]
    if not head or not digits or not (head.isascii() and head.isalpha()) or int(digits) < 1:
        raise ValueError(f"not a cell: {cell!r}")
    column = 0
    for letter in head:
        column = column * 26 + ord(letter) - 64
    return int(digits) - 1, column - 1
