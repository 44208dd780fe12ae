"""What a new spreadsheet and a new sheet look like on Google."""

from __future__ import annotations

import copy
import re
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.errors import invalid
from sandbox.sheets.book import Sheet

_WHITE = {"red": 1, "green": 1, "blue": 1}
_ACCENTS = {
    "ACCENT1": (0.25882354, 0.52156866, 0.95686275),
    "ACCENT2": (0.91764706, 0.2627451, 0.20784314),
    "ACCENT3": (0.9843137, 0.7372549, 0.015686275),
    "ACCENT4": (0.20392157, 0.65882355, 0.3254902),
    "ACCENT5": (1, 0.42745098, 0.003921569),
    "ACCENT6": (0.27450982, 0.7411765, 0.7764706),
    "LINK": (0.06666667, 0.33333334, 0.8),
}
DEFAULT_FORMAT: dict[str, Any] = {
    "backgroundColor": _WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": _WHITE},
}
ROW_PIXELS, COLUMN_PIXELS = 21, 100


def _theme() -> dict[str, Any]:
    colors: list[dict[str, Any]] = [
        {"colorType": "TEXT", "color": {"rgbColor": {}}},
        {"colorType": "BACKGROUND", "color": {"rgbColor": _WHITE}},
    ]
    for name, (red, green, blue) in _ACCENTS.items():
        colors.append({"colorType": name, "color": {"rgbColor": {"red": red, "green": green, "blue": blue}}})
    return {"primaryFontFamily": "Arial", "themeColors": colors}


def new_properties(title: str) -> dict[str, Any]:
    """Return the properties of a new spreadsheet."""
    return {
        "title": title,
        "locale": "en_US",
        "autoRecalc": "ON_CHANGE",
        "timeZone": "Etc/GMT",
        "defaultFormat": copy.deepcopy(DEFAULT_FORMAT),
        "spreadsheetTheme": _theme(),
    }


def check_properties(given: dict[str, Any]) -> None:
    """Raise 400 for a locale or a time zone that does not exist."""
    wanted = given.get("locale", "en_US")
    if not re.fullmatch(r"[a-z]{2,3}(_[A-Z]{2}|_[0-9]{3})?", wanted):
        raise invalid(f"Unsupported locale: {wanted}")
    zone = given.get("timeZone", "Etc/GMT")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise invalid(f"Invalid time zone: {zone}") from None


def sheet_properties(sheet_id: int, title: str, index: int) -> dict[str, Any]:
    """Return the properties of a new sheet: 1,000 × 26."""
    return {
        "sheetId": sheet_id,
        "title": title,
        "index": index,
        "sheetType": "GRID",
        "gridProperties": {"rowCount": 1000, "columnCount": 26},
    }


def new_sheet(sheet_id: int, title: str, index: int) -> Sheet:
    """Return a new empty sheet."""
    return Sheet(sheet_properties(sheet_id, title, index))
