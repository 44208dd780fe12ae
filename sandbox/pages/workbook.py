"""One spreadsheet as one person uses it in a browser: all goes through the API's own methods as them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox import discovery, dispatch
from sandbox.pages import rules, sheet_view
from sandbox.settings import Settings
from sandbox.state import World

Json = dict[str, Any]
_TAB_FIELDS = "properties.title,sheets.properties"
_SIZES = "(pixelSize,hiddenByUser,hiddenByFilter)"
_CELL = "userEnteredValue,effectiveValue,formattedValue,note,hyperlink,dataValidation,effectiveFormat"
_DATA = f"data(startRow,startColumn,rowMetadata{_SIZES},columnMetadata{_SIZES},rowData.values({_CELL}))"
_GRID_FIELDS = f"sheets(properties,merges,protectedRanges,{_DATA})"


class RefusedByRule(Exception):
    """What was typed breaks the strict validation of the cell named `cell`."""

    def __init__(self, cell: str) -> None:
        super().__init__(cell)
        self.cell = cell


@dataclass(frozen=True)
class Workbook:
    """A spreadsheet seen and written by `email`; every method raises GoogleError as the API would."""

    world: World
    settings: Settings
    id: str
    email: str

    def view(self, gid: int | None, limit: int, *, may_write: bool) -> Json:
        """Title, tabs, and the picture of one tab (the first visible one when `gid` names none)."""
        with self.world.lock:
            book = self._get(_TAB_FIELDS)
            chosen = self._choose(book, gid)
            sheet = self._grid(chosen, {"endRowIndex": min(limit, _rows(chosen))})
            picture, raw_rules = sheet_view.picture_of_sheet(sheet, limit)
            picture["rules"] = [rules.for_page(rule, self.shown_values) for rule in raw_rules]
        size = picture["rows"], picture["columns"]
        picture["locks"] = sheet_view.locks(sheet, *size, may_write=may_write)
        tabs = [_tab(one["properties"]) for one in book["sheets"]]
        return {"title": book["properties"]["title"], "tabs": tabs, "sheet": picture}

    def write(self, gid: int, row: int, column: int, values: list[list[str]]) -> None:
        """Type a block of texts (USER_ENTERED) from a cell on; RefusedByRule is raised with nothing kept."""
        rows, columns = len(values), max(map(len, values))
        area = _area(row, row + rows, column, column + columns)
        with self.world.transaction():
            properties = self._properties(gid)
            self._make_room(properties, row + rows)
            start = f"{quoted(properties['title'])}!{sheet_view.a1(row, column)}"
            self._call(
                "sheets.spreadsheets.values.update",
                {"range": start, "valueInputOption": "USER_ENTERED"},
                {"values": values},
            )
            self._obey_rules(self._grid({"properties": properties}, area))

    def sort(self, gid: int, column: int, *, ascending: bool) -> None:
        """Sort all rows below the frozen ones by a column."""
        frozen = self._properties(gid).get("gridProperties", {}).get("frozenRowCount", 0)
        order = "ASCENDING" if ascending else "DESCENDING"
        specs = [{"dimensionIndex": column, "sortOrder": order}]
        area = {"sheetId": gid, "startRowIndex": frozen}
        self._change({"sortRange": {"range": area, "sortSpecs": specs}})

    def insert(self, gid: int, dimension: str, index: int) -> None:
        """Insert one row or column before `index`, dressed as the one before it."""
        span = {"sheetId": gid, "dimension": dimension, "startIndex": index, "endIndex": index + 1}
        self._change({"insertDimension": {"range": span, "inheritFromBefore": index > 0}})

    def delete(self, gid: int, dimension: str, index: int) -> None:
        """Delete one row or column."""
        span = {"sheetId": gid, "dimension": dimension, "startIndex": index, "endIndex": index + 1}
        self._change({"deleteDimension": {"range": span}})

    def shown_values(self, a1_range: str) -> list[str]:
        """The formatted values of a range, row by row."""
        answer = self._call("sheets.spreadsheets.values.get", {"range": a1_range})
        return [str(value) for row in answer.get("values", []) for value in row]

    def _obey_rules(self, sheet: Json) -> None:
        data = sheet["data"][0]
        for row, row_data in enumerate(data.get("rowData", []), data.get("startRow", 0)):
            for column, cell in enumerate(row_data.get("values", []), data.get("startColumn", 0)):
                rule = cell.get("dataValidation")
                if rule and rules.refuses(rule, cell, self.shown_values):
                    raise RefusedByRule(sheet_view.a1(row, column))

    def _make_room(self, properties: Json, rows_needed: int) -> None:
        missing = rows_needed - _rows({"properties": properties})
        if missing > 0:
            wish = {"sheetId": properties["sheetId"], "dimension": "ROWS", "length": missing}
            self._change({"appendDimension": wish})

    def _choose(self, book: Json, gid: int | None) -> Json:
        sheets: list[Json] = book["sheets"]
        visible = [sheet for sheet in sheets if not sheet["properties"].get("hidden")]
        named = [sheet for sheet in sheets if sheet["properties"]["sheetId"] == gid]
        return (named or visible or sheets)[0]

    def _properties(self, gid: int) -> Json:
        properties: Json = self._choose(self._get(_TAB_FIELDS), gid)["properties"]
        return properties

    def _grid(self, sheet: Json, area: Json) -> Json:
        """A `Sheet` with the grid data of an area (a `GridRange` without its sheetId)."""
        properties = sheet["properties"]
        last = sheet_view.a1(
            area["endRowIndex"] - 1,
            area.get("endColumnIndex", properties.get("gridProperties", {}).get("columnCount", 26)) - 1,
        )
        first = sheet_view.a1(area.get("startRowIndex", 0), area.get("startColumnIndex", 0))
        wanted = f"{quoted(properties['title'])}!{first}:{last}"
        found: Json = self._get(_GRID_FIELDS, ranges=[wanted], includeGridData=True)["sheets"][0]
        return found

    def _get(self, fields: str, **params: Any) -> Json:
        return self._call("sheets.spreadsheets.get", params, fields=fields)

    def _change(self, *requests: Json) -> None:
        self._call("sheets.spreadsheets.batchUpdate", {}, {"requests": list(requests)})

    def _call(self, method_id: str, params: Json, body: Json | None = None, fields: str = "") -> Json:
        method = discovery.by_id(method_id)
        mask = dispatch.parse_mask(method, fields)
        given, actor = {"spreadsheetId": self.id, **params}, dispatch.Actor(self.email)
        answer = dispatch.run(dispatch.Call(self.world, self.settings, method, given, body, actor, mask))
        assert isinstance(answer, dict)
        return answer


def quoted(title: str) -> str:
    """A tab's name as it stands in A1 notation."""
    return "'" + title.replace("'", "''") + "'"


def _area(row: int, end_row: int, column: int, end_column: int) -> Json:
    return {
        "startRowIndex": row,
        "endRowIndex": end_row,
        "startColumnIndex": column,
        "endColumnIndex": end_column,
    }


def _rows(sheet: Json) -> int:
    return int(sheet["properties"].get("gridProperties", {}).get("rowCount", 1000))


def _tab(properties: Json) -> Json:
    tab = {"id": properties["sheetId"], "title": properties["title"]}
    return tab | {
        "hidden": properties.get("hidden", False),
        "color": sheet_view.color(properties, "tabColor"),
    }
