"""Data validation as a person typing meets it: what a dropdown offers, and what a strict rule refuses.

The API lets any value in, as Google's does; only the page obeys these rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
#: Reads the shown values of an A1 range, e.g. "'Đơn vị'!A2:A40".
ReadRange = Callable[[str], list[str]]

_COMPARE: dict[str, Callable[[float, list[float]], bool]] = {
    "NUMBER_GREATER": lambda x, than: x > than[0],
    "NUMBER_GREATER_THAN_EQ": lambda x, than: x >= than[0],
    "NUMBER_LESS": lambda x, than: x < than[0],
    "NUMBER_LESS_THAN_EQ": lambda x, than: x <= than[0],
    "NUMBER_EQ": lambda x, than: x == than[0],
    "NUMBER_NOT_EQ": lambda x, than: x != than[0],
    "NUMBER_BETWEEN": lambda x, than: than[0] <= x <= than[1],
    "NUMBER_NOT_BETWEEN": lambda x, than: not than[0] <= x <= than[1],
}
_TEXT: dict[str, Callable[[str, str], bool]] = {
    "TEXT_CONTAINS": lambda text, part: part.casefold() in text.casefold(),
    "TEXT_NOT_CONTAINS": lambda text, part: part.casefold() not in text.casefold(),
    "TEXT_EQ": lambda text, part: text == part,
    "TEXT_IS_EMAIL": lambda text, _: re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) is not None,
    "TEXT_IS_URL": lambda text, _: re.fullmatch(r"https?://\S+", text) is not None,
}


def for_page(rule: Json, read_range: ReadRange) -> Json:
    """A `DataValidationRule` → what the page needs: kind (list, tick, other), options, help message."""
    condition = rule.get("condition", {}).get("type", "")
    told: Json = {
        "kind": "other",
        "strict": bool(rule.get("strict")),
        "message": rule.get("inputMessage", ""),
    }
    if condition == "BOOLEAN":
        return told | {"kind": "tick"}
    if condition in ("ONE_OF_LIST", "ONE_OF_RANGE") and rule.get("showCustomUi"):
        return told | {"kind": "list", "options": options(rule, read_range)}
    return told


def options(rule: Json, read_range: ReadRange) -> list[str]:
    """The values that a one-of rule allows, in order, each once."""
    wanted = _operands(rule)
    if rule["condition"]["type"] == "ONE_OF_RANGE":
        wanted = read_range(wanted[0].removeprefix("=").replace("$", "")) if wanted else []
    return list(dict.fromkeys(value for value in wanted if value != ""))


def refuses(rule: Json, cell: Json, read_range: ReadRange) -> bool:
    """Whether a strict rule forbids what now stands in the cell (a `CellData`). Blank is always allowed."""
    value = cell.get("effectiveValue", {})
    if not rule.get("strict") or not value or value == {"stringValue": ""}:
        return False
    return not allows(rule, value, str(cell.get("formattedValue", "")), cell, read_range)


def allows(rule: Json, value: Json, shown: str, cell: Json, read_range: ReadRange) -> bool:
    """Whether the rule's condition holds; conditions that the stand-in cannot weigh hold."""
    condition, operands = rule.get("condition", {}).get("type", ""), _operands(rule)
    if condition == "BOOLEAN":
        return "boolValue" in value or shown in operands
    if condition in ("ONE_OF_LIST", "ONE_OF_RANGE"):
        return shown in options(rule, read_range)
    if condition in _TEXT:
        return _TEXT[condition](shown, operands[0] if operands else "")
    if condition == "DATE_IS_VALID":
        kind = cell.get("effectiveFormat", {}).get("numberFormat", {}).get("type", "")
        return "numberValue" in value and kind in ("DATE", "DATE_TIME")
    if condition in _COMPARE:
        return "numberValue" in value and _holds(condition, float(value["numberValue"]), operands)
    return True


def _operands(rule: Json) -> list[str]:
    return [str(value.get("userEnteredValue", "")) for value in rule.get("condition", {}).get("values", [])]


def _holds(condition: str, value: float, operands: list[str]) -> bool:
    try:
        bounds = [float(text.strip().removeprefix("=").replace("%", "e-2")) for text in operands]
    except ValueError:  # a bound that is a formula is not weighed
        return True
    return _COMPARE[condition](value, bounds)
