"""Cell formats: how they are kept, and what a cell's effective format is."""

from __future__ import annotations

from typing import Any

from sandbox.sheets import numbers
from sandbox.sheets.book import Book, Cell

_TWINS = (("backgroundColor", "backgroundColorStyle"), ("foregroundColor", "foregroundColorStyle"))


def normalised(raw: dict[str, Any]) -> dict[str, Any]:
    """Return a CellFormat as Google keeps it: colours without zeros, each beside its colour style."""
    shown = {name: value for name, value in raw.items() if value not in ({}, None) or name in _KEPT_EMPTY}
    _pair(shown, *_TWINS[0])
    if "textFormat" in shown:
        text = dict(shown["textFormat"])
        _pair(text, *_TWINS[1])
        shown["textFormat"] = text
    return shown


_KEPT_EMPTY = ("backgroundColor", "backgroundColorStyle")


def _pair(where: dict[str, Any], plain: str, style: str) -> None:
    if plain in where:
        color = without_zeros(where[plain])
        where[plain] = color
        where[style] = {"rgbColor": color}
    elif "rgbColor" in where.get(style, {}):
        color = without_zeros(where[style]["rgbColor"])
        where[style] = {"rgbColor": color}
        where[plain] = color


def without_zeros(color: dict[str, Any]) -> dict[str, Any]:
    """Return a Color as Google writes it: components that are 0 are absent."""
    return {part: value for part, value in color.items() if value}


def effective_format(
    book: Book, cell: Cell, value: dict[str, Any], number_format: tuple[str, str]
) -> dict[str, Any]:
    """Return what the cell looks like: the spreadsheet's default with the cell's own format over it."""
    shown = _over(_default(book), cell.get("userEnteredFormat", {}))
    if number_format[0]:
        kind, pattern = number_format
        shown["numberFormat"] = {
            "type": kind,
            "pattern": pattern or numbers.default_pattern(kind, book.locale),
        }
        if not shown["numberFormat"]["pattern"]:
            del shown["numberFormat"]["pattern"]
    if value and "horizontalAlignment" not in shown:
        shown["horizontalAlignment"] = _alignment(value)
    shown.setdefault("hyperlinkDisplayType", "PLAIN_TEXT")
    return shown


def _default(book: Book) -> dict[str, Any]:
    found = dict(book.properties["defaultFormat"])
    text = dict(found.get("textFormat", {}))
    if text.get("fontFamily") == "arial,sans,sans-serif":
        text["fontFamily"] = "Arial"
    return {**found, "textFormat": text}


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, value in own.items():
        if name in ("textFormat", "padding") and isinstance(merged.get(name), dict):
            merged[name] = {**merged[name], **value}
        else:
            merged[name] = value
    return merged


def _alignment(value: dict[str, Any]) -> str:
    if "numberValue" in value:
        return "RIGHT"
    return "CENTER" if "boolValue" in value or "errorValue" in value else "LEFT"
