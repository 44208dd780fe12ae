"""Spreadsheets: one read for all tabs of a workbook, one write whose answer is the state after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gspread.http_client import HTTPClient
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL

from service.google.book import Area, Book, parse
from service.google.errors import Refused
from service.google.retry import Retry

_ABOUT = "spreadsheetId,properties(title,locale,timeZone)"
_TAB = "properties(sheetId,title,gridProperties(rowCount,columnCount))"
#: What checking and marking need, and no more: the mask decides what a read weighs.
_CELLS = (
    "merges,data(rowData(values(effectiveValue,note,userEnteredFormat(numberFormat(type),backgroundColor))))"
)
CONTENT = f"{_ABOUT},sheets({_TAB},{_CELLS})"
SKELETON = f"{_ABOUT},sheets({_TAB},developerMetadata(metadataKey,metadataValue))"


class Sheets:
    """Sheets v4 through gspread's client."""

    def __init__(self, client: HTTPClient, retry: Retry) -> None:
        self._client = client
        self._retry = retry

    def skeleton(self, spreadsheet: str) -> Book:
        """All tabs with size and metadata, without cells: one call."""

        def call() -> Any:
            url = SPREADSHEET_URL % spreadsheet
            return self._client.request("get", url, params={"fields": SKELETON}).json()

        return parse(self._retry.read(call))

    def protections(self, spreadsheet: str) -> set[int]:
        """The numbers of all protected ranges: one call."""

        def call() -> Any:
            url, fields = SPREADSHEET_URL % spreadsheet, "sheets(protectedRanges(protectedRangeId))"
            return self._client.request("get", url, params={"fields": fields}).json()

        tabs = self._retry.read(call).get("sheets", [])
        return {one["protectedRangeId"] for tab in tabs for one in tab.get("protectedRanges", ())}

    def read(self, spreadsheet: str, areas: Sequence[Area]) -> Book:
        """The areas' cells in one call, found by sheet id, so a renamed or moved tab is no matter.

        Raises Refused (status 400) when a tab no longer exists or is smaller than its area.
        """
        filters = [{"gridRange": _grid_range(area)} for area in areas]
        body = {"dataFilters": filters, "includeGridData": True}

        def call() -> Any:
            url = SPREADSHEET_URL % spreadsheet + ":getByDataFilter"
            return self._client.request("post", url, params={"fields": CONTENT}, json=body).json()

        return parse(self._retry.read(call))

    def read_existing(self, spreadsheet: str, areas: Sequence[Area]) -> Book:
        """As `read`, but areas are cut to what is there; usually one call, three when tabs went or shrank."""
        try:
            return self.read(spreadsheet, areas)
        except Refused as refused:
            if refused.status != 400:
                raise
        there = {tab.sheet_id: tab for tab in self.skeleton(spreadsheet).tabs}
        cut = [
            Area(a.sheet_id, min(a.rows, there[a.sheet_id].rows), min(a.columns, there[a.sheet_id].columns))
            for a in areas
            if a.sheet_id in there
        ]
        if not cut:
            return self.skeleton(spreadsheet)
        return self.read(spreadsheet, cut)

    def write(
        self, spreadsheet: str, requests: Sequence[Mapping[str, Any]], show: Sequence[str] = ()
    ) -> Book | None:
        """Apply `requests` at once, all or none. With `show` (A1 ranges): those cells as they are then."""
        body: dict[str, Any] = {"requests": list(requests)}
        mask = "spreadsheetId"
        if show:
            body |= {
                "includeSpreadsheetInResponse": True,
                "responseIncludeGridData": True,
                "responseRanges": list(show),
            }
            mask = f"spreadsheetId,updatedSpreadsheet({CONTENT})"

        def call() -> Any:
            url = SPREADSHEET_BATCH_UPDATE_URL % spreadsheet
            return self._client.request("post", url, params={"fields": mask}, json=body).json()

        answer = self._retry.write(call)
        return parse(answer["updatedSpreadsheet"]) if show else None


def _grid_range(area: Area) -> dict[str, int]:
    return {
        "sheetId": area.sheet_id,
        "startRowIndex": 0,
        "endRowIndex": area.rows,
        "startColumnIndex": 0,
        "endColumnIndex": area.columns,
    }
