"""The values that formulas compute with, and the errors that stand in cells."""

from __future__ import annotations

from typing import Any

#: A number, a text, a truth value, or None for an empty cell.
Scalar = float | str | bool | None
#: What an argument can be: one value, or the values of a range row by row.
Grid = list[list[Scalar]]

SHOWN = {
    "REF": "#REF!",
    "NAME": "#NAME?",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "N_A": "#N/A",
    "NUM": "#NUM!",
    "ERROR": "#ERROR!",
}


class FormulaError(Exception):
    """A formula that yields an error; `kind` is Google's ErrorValue type."""

    def __init__(self, kind: str, message: str = "") -> None:
        super().__init__(message)
        self.kind = kind


def number(value: Scalar) -> float:
    """Return a value as arithmetic takes it: blank is 0, texts of digits count. Raises FormulaError."""
    if value is None:
        return 0
    if isinstance(value, (bool, int, float)):
        return float(value)
    try:
        return float(value)
    except ValueError:
        told = f"Function expects number values. But '{value}' is a text and cannot be coerced to a number."
        raise FormulaError("VALUE", told) from None


def text(value: Scalar) -> str:
    """Return a value as text takes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return str(int(value)) if value == int(value) else f"{value:.15g}"
    return value


def truth(value: Scalar) -> bool:
    """Return a value as a condition takes it. Raises FormulaError for texts."""
    if isinstance(value, str) and value.upper() in ("TRUE", "FALSE"):
        return value.upper() == "TRUE"
    return bool(number(value))


def extended(value: Scalar) -> dict[str, Any]:
    """Return a computed value as Google's ExtendedValue; a blank shows as 0."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, str):
        return {"stringValue": value}
    found = value or 0
    return {"numberValue": int(found) if found == int(found) and abs(found) < 1e15 else found}


def error_value(error: FormulaError) -> dict[str, Any]:
    """Return the error as an ExtendedValue."""
    return {"errorValue": {"type": error.kind, "message": str(error)}}
