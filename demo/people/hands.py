"""A person's hands on a spreadsheet: open it, look at it, type into it. Only what a browser also does."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import requests

from demo.department import plain

_SEEN = (
    "properties(locale,title),sheets(properties(sheetId,title,gridProperties),merges,"
    "data(rowData(values(formattedValue,note))))"
)
_TIMEOUT = 60.0
_SHEET_TYPE = "application/vnd.google-apps.spreadsheet"


class Refused(Exception):
    """The sheet did not let the person do it: her words on the screen."""


def same(text: str) -> str:
    """Text as the eye compares it: no accents, no case, no stars, single spaces."""
    return re.sub(r"[\s*]+", " ", plain(unicodedata.normalize("NFC", text)).casefold()).strip()


@dataclass
class Tab:
    """One tab as seen on the screen: shown texts and notes, both by zero-based row and column."""

    sheet_id: int
    title: str
    rows: list[list[str]]
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    size: tuple[int, int] = (1000, 26)

    def header(self, titles: list[str]) -> int:
        """The row that holds most of `titles`, among the first ten."""
        wanted = {same(title) for title in titles}
        counts = [len(wanted & {same(text) for text in row}) for row in self.rows[:10]] or [0]
        return counts.index(max(counts))

    def column(self, header: int, title: str) -> int | None:
        """Where a column stands, or None."""
        for at, text in enumerate(self.rows[header] if header < len(self.rows) else []):
            if same(text) == same(title):
                return at
        return None

    def text(self, row: int, column: int) -> str:
        """What a cell shows."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""

    def last_row(self) -> int:
        """The last row that shows anything (-1: none)."""
        return max((at for at, row in enumerate(self.rows) if any(text.strip() for text in row)), default=-1)


@dataclass
class Book:
    """A spreadsheet as seen on the screen."""

    id: str
    title: str
    locale: str
    tabs: dict[str, Tab]

    def tab(self, title: str) -> Tab | None:
        """A tab by its name, whatever its accents and capitals."""
        return next((tab for name, tab in self.tabs.items() if same(name) == same(title)), None)


def cell_name(row: int, column: int) -> str:
    """A cell's name as a sheet shows it (A1), from zero-based row and column."""
    letters, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def a1(title: str, row: int, column: int) -> str:
    """A quoted A1 reference to one cell, from zero-based row and column."""
    return "'" + title.replace("'", "''") + f"'!{cell_name(row, column)}"


class Hands:
    """One signed-in person."""

    def __init__(self, base: str, token: str) -> None:
        self.base = base
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {token}"

    def _call(self, method: str, path: str, **kwargs: Any) -> Any:
        answer = self._session.request(method, self.base + path, timeout=_TIMEOUT, **kwargs)
        if answer.status_code >= 400:
            raise Refused(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
        return answer.json() if answer.content else {}

    def get(self, path: str, params: dict[str, Any]) -> Any:
        """Look at any address of the API."""
        return self._call("GET", path, params=params)

    def shared_with_me(self) -> dict[str, str]:
        """Spreadsheets this person sees: title → id."""
        query = {
            "q": f"mimeType='{_SHEET_TYPE}' and trashed=false",
            "pageSize": 1000,
            "fields": "files(id,name)",
            "supportsAllDrives": "true",
            "includeItemsFromAllDrives": "true",
            "corpora": "allDrives",
        }
        return {one["name"]: one["id"] for one in self._call("GET", "/drive/v3/files", params=query)["files"]}

    def open(self, spreadsheet: str) -> Book:
        """Look at a whole spreadsheet once."""
        params = {"fields": _SEEN, "includeGridData": "true"}
        found = self._call("GET", f"/v4/spreadsheets/{spreadsheet}", params=params)
        tabs = [_tab(sheet) for sheet in found.get("sheets", [])]
        properties = found["properties"]
        return Book(
            spreadsheet, properties["title"], properties.get("locale", ""), {tab.title: tab for tab in tabs}
        )

    def type(self, spreadsheet: str, cells: list[tuple[str, str]]) -> None:
        """Type texts into cells ((A1 with tab, text) pairs) as from a keyboard, in one sitting."""
        if not cells:
            return
        data = [{"range": place, "values": [[text]]} for place, text in cells]
        body = {"valueInputOption": "USER_ENTERED", "data": data}
        self._call("POST", f"/v4/spreadsheets/{spreadsheet}/values:batchUpdate", json=body)

    def change(self, spreadsheet: str, requests_: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Insert, sort, merge, rename …: what the menus do. Returns the replies."""
        answer = self._call(
            "POST", f"/v4/spreadsheets/{spreadsheet}:batchUpdate", json={"requests": requests_}
        )
        return list(answer.get("replies", []))

    def create(self, title: str, locale: str) -> str:
        """Make a spreadsheet of one's own; its id."""
        body = {"properties": {"title": title, "locale": locale, "timeZone": "Asia/Ho_Chi_Minh"}}
        return str(self._call("POST", "/v4/spreadsheets", json=body)["spreadsheetId"])

    def share(self, file: str, email: str, role: str = "writer") -> str:
        """Share a file or drive with somebody; the permission's id."""
        body = {"type": "user", "role": role, "emailAddress": email}
        path = f"/drive/v3/files/{quote(file)}/permissions"
        params = {"supportsAllDrives": "true", "sendNotificationEmail": "false"}
        return str(self._call("POST", path, json=body, params=params)["id"])

    def unshare(self, file: str, permission: str) -> None:
        """Take a sharing back."""
        path = f"/drive/v3/files/{quote(file)}/permissions/{quote(permission)}"
        self._call("DELETE", path, params={"supportsAllDrives": "true"})

    def permissions(self, file: str) -> dict[str, str]:
        """Who has the file: e-mail → permission id."""
        params = {"supportsAllDrives": "true", "fields": "permissions(id,emailAddress)"}
        found = self._call("GET", f"/drive/v3/files/{quote(file)}/permissions", params=params)
        return {one.get("emailAddress", ""): one["id"] for one in found.get("permissions", [])}

    def make_drive(self, name: str) -> str:
        """Make a shared drive; its id."""
        found = self._call("POST", "/drive/v3/drives", params={"requestId": name}, json={"name": name})
        return str(found["id"])


def _tab(sheet: dict[str, Any]) -> Tab:
    rows: list[list[str]] = []
    notes: dict[tuple[int, int], str] = {}
    for block in sheet.get("data", [])[:1]:
        for at, row in enumerate(block.get("rowData", [])):
            cells = row.get("values", [])
            rows.append([cell.get("formattedValue", "") for cell in cells])
            notes.update({(at, c): cell["note"] for c, cell in enumerate(cells) if cell.get("note")})
    properties = sheet["properties"]
    grid = properties.get("gridProperties", {})
    size = (int(grid.get("rowCount", 1000)), int(grid.get("columnCount", 26)))
    return Tab(int(properties.get("sheetId", 0)), str(properties["title"]), rows, notes, size)
