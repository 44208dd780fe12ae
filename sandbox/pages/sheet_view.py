"""Google's grid data of one tab → the compact picture of it that the sheet page draws.

Rectangles are `[first row, row after the last, first column, column after the last]`, zero-based.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Rectangle = list[int]

FIRST_ROWS = 200
SPARE_ROWS, SPARE_COLUMNS = 40, 3
LEAST_ROWS, LEAST_COLUMNS = 60, 12
DEFAULT_WIDTH, DEFAULT_HEIGHT = 100, 21
_NUMBER_LIKE = re.compile(r"^\s*[-+]?\d[\d.,/: %-]*$|^=")


@dataclass
class Picture:
    """What is collected while walking the cells of one tab."""

    cells: list[tuple[int, int, Json]] = field(default_factory=list)
    rules: list[Json] = field(default_factory=list)
    #: Rows and columns up to the last value or note.
    used_rows: int = 0
    used_columns: int = 0

    def add(self, row: int, column: int, cell: Json) -> None:
        """Take in one cell of `rowData`; a blank one without any dress leaves nothing."""
        shown = picture_of_cell(cell)
        rule = cell.get("dataValidation")
        if rule:
            shown["d"] = self._number_of(rule)
        if not shown:
            return
        self.cells.append((row, column, shown))
        if "v" in shown or "n" in shown:
            self.used_rows = max(self.used_rows, row + 1)
            self.used_columns = max(self.used_columns, column + 1)

    def _number_of(self, rule: Json) -> int:
        if rule not in self.rules:
            self.rules.append(rule)
        return self.rules.index(rule)


def picture_of_sheet(sheet: Json, limit: int) -> tuple[Json, list[Json]]:
    """A `Sheet` with grid data of its first `limit` rows → the tab's picture and its raw validation rules."""
    properties = sheet["properties"]
    size = properties.get("gridProperties", {})
    data = (sheet.get("data") or [{}])[0]
    picture = Picture()
    for row, row_data in enumerate(data.get("rowData", []), data.get("startRow", 0)):
        for column, cell in enumerate(row_data.get("values", []), data.get("startColumn", 0)):
            picture.add(row, column, cell)
    rows, columns = size.get("rowCount", 1000), size.get("columnCount", 26)
    enough = limit if limit > FIRST_ROWS else max(picture.used_rows + SPARE_ROWS, LEAST_ROWS)
    shown_rows = min(rows, limit, enough)
    shown_columns = min(columns, max(picture.used_columns + SPARE_COLUMNS, LEAST_COLUMNS))
    return {
        "id": properties["sheetId"],
        "title": properties["title"],
        "rows": rows,
        "columns": columns,
        "shownRows": shown_rows,
        "shownColumns": shown_columns,
        "frozenRows": min(size.get("frozenRowCount", 0), shown_rows),
        "frozenColumns": min(size.get("frozenColumnCount", 0), shown_columns),
        **_dimensions(data, shown_rows, shown_columns),
        "merges": [rectangle(merge, rows, columns) for merge in sheet.get("merges", [])],
        "cells": [cell for cell in picture.cells if cell[0] < shown_rows and cell[1] < shown_columns],
    }, picture.rules


def picture_of_cell(cell: Json) -> Json:
    """One `CellData` → v(alue shown), t(ext to edit), n(ote) and dress; what is usual is absent."""
    shown: Json = {}
    entered, effective = cell.get("userEnteredValue", {}), cell.get("effectiveValue", {})
    text = cell.get("formattedValue", "")
    if entered:
        shown |= {"v": text, "t": _editable(entered, text, cell)}
    if "numberValue" in effective or "boolValue" in effective:
        shown["num"] = 1
    if cell.get("note"):
        shown["n"] = cell["note"]
    if str(cell.get("hyperlink", "")).startswith(("http://", "https://", "#")):
        shown["link"] = cell["hyperlink"]
    shown |= _dress(cell.get("effectiveFormat") or cell.get("userEnteredFormat") or {})
    if shown.get("num"):
        shown.setdefault("align", "right" if "numberValue" in effective else "center")
    elif shown.get("align") == "left":
        del shown["align"]  # as text stands anyway
    return shown


def _editable(entered: Json, text: str, cell: Json) -> str:
    """The text that, typed again, gives the same cell: the formula, or the value as shown."""
    if "formulaValue" in entered:
        return str(entered["formulaValue"])
    kind = cell.get("effectiveFormat", {}).get("numberFormat", {}).get("type")
    if "stringValue" in entered and kind != "TEXT" and _NUMBER_LIKE.match(entered["stringValue"]):
        return "'" + str(entered["stringValue"])
    return str(entered.get("stringValue", text))


def _dress(style: Json) -> Json:
    font = style.get("textFormat", {})
    alignment, valign = style.get("horizontalAlignment"), style.get("verticalAlignment")
    dress: Json = {
        "bg": color(style, "backgroundColor"),
        "fg": color(font, "foregroundColor"),
        "b": font.get("bold"),
        "i": font.get("italic"),
        "s": font.get("strikethrough"),
        "u": font.get("underline"),
        "size": font.get("fontSize"),
        "w": style.get("wrapStrategy") == "WRAP",
        "align": {"LEFT": "left", "CENTER": "center", "RIGHT": "right"}.get(str(alignment)),
        "valign": {"TOP": "top", "MIDDLE": "middle"}.get(str(valign)),
    }
    usual = {"bg": "#ffffff", "fg": "#000000", "size": 10}
    return {key: value for key, value in dress.items() if value and value != usual.get(key)}


def color(holder: Json, name: str) -> str | None:
    """Google's colour (`nameStyle.rgbColor` before `name`, channels 0 to 1, absent = 0) → `#rrggbb`."""
    rgb = holder.get(f"{name}Style", {}).get("rgbColor", holder.get(name))
    if rgb is None:
        return None
    channels = (round(255 * float(rgb.get(channel, 0))) for channel in ("red", "green", "blue"))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def rectangle(area: Json, rows: int, columns: int) -> Rectangle:
    """A `GridRange`, whose open ends are the sheet's own, as a rectangle."""
    return [
        area.get("startRowIndex", 0),
        area.get("endRowIndex", rows),
        area.get("startColumnIndex", 0),
        area.get("endColumnIndex", columns),
    ]


def locks(sheet: Json, rows: int, columns: int, *, may_write: bool) -> list[Json]:
    """The places where this person may not write: `range`, rectangles left `open` in it, and why."""
    if not may_write:
        return [{"range": [0, rows, 0, columns], "open": [], "why": "Bạn chỉ có quyền xem tệp này."}]
    return [
        {
            "range": rectangle(protected.get("range", {}), rows, columns),
            "open": [rectangle(area, rows, columns) for area in protected.get("unprotectedRanges", [])],
            "why": _why(protected.get("description", "")),
        }
        for protected in sheet.get("protectedRanges", [])
        if not protected.get("warningOnly") and not protected.get("requestingUserCanEdit")
    ]


def _why(description: str) -> str:
    return f"Ô được bảo vệ ({description})." if description else "Ô được bảo vệ."


def _dimensions(data: Json, rows: int, columns: int) -> Json:
    row_sizes = list(enumerate(data.get("rowMetadata", [])))[:rows]
    column_sizes = list(enumerate(data.get("columnMetadata", [])))[:columns]
    return {
        "widths": _sizes(column_sizes, DEFAULT_WIDTH),
        "heights": _sizes(row_sizes, DEFAULT_HEIGHT),
        "hiddenRows": [number for number, size in row_sizes if _hidden(size)],
        "hiddenColumns": [number for number, size in column_sizes if _hidden(size)],
    }


def _sizes(sized: list[tuple[int, Json]], usual: int) -> dict[int, int]:
    return {number: size["pixelSize"] for number, size in sized if size.get("pixelSize", usual) != usual}


def _hidden(size: Json) -> bool:
    return bool(size.get("hiddenByUser") or size.get("hiddenByFilter"))


def a1(row: int, column: int) -> str:
    """Zero-based row and column → "C5"."""
    letters, number = "", column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"
