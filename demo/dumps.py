"""What stands in every sheet and every answer, taken through the API as people can, just before a close."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import requests

from demo import department
from demo.people.desk import Desk
from demo.people.hands import cell_name
from demo.world import World

_FIELDS = (
    "properties(title,locale),sheets(properties(sheetId,title),merges,"
    "data(rowData(values(effectiveValue,userEnteredFormat(numberFormat(type))))))"
)
_TIMEOUT = 120.0


def write(
    world: World, label: str, now: datetime, desks: dict[str, Desk], read_at: datetime | None = None
) -> Path:
    """Dump to DIR/dumps/LABEL/all.json: every workbook by key, the forms, all their answers.

    `desks` maps a workbook's key (coordinator, auditors, unit:CODE) to somebody who sees it. `read_at`: when
    answers cannot be read by anybody's program now, the last time they could.
    """
    books = [_book(world, key, desk) for key, desk in desks.items() if desk.book_id]
    content: dict[str, Any] = {"at": now.isoformat(), "workbooks": books, "form": None, "responses": []}
    found: list[dict[str, Any]] = [
        {"form": form, "responses": _responses(world, form["formId"])} for form in _forms(world)
    ]
    content |= {**(found[0] if found else {}), "forms": found[1:]}
    content["answers_read_at"] = read_at.isoformat() if read_at else None
    path = world.directory / "dumps" / label / "all.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def _get(world: World, email: str, path: str, params: dict[str, Any] | None = None) -> Any:
    headers = {"Authorization": f"Bearer {department.token(email)}"}
    answer = requests.get(world.url + path, params=params, headers=headers, timeout=_TIMEOUT)
    answer.raise_for_status()
    return answer.json()


def _book(world: World, key: str, desk: Desk) -> dict[str, Any]:
    assert desk.book_id is not None
    found = desk.hands.get(f"/v4/spreadsheets/{desk.book_id}", {"fields": _FIELDS, "includeGridData": "true"})
    shared = world.service_account in desk.hands.permissions(desk.book_id)
    adopted = key.startswith("unit:") and any(f"unit:{u.code}" == key and u.adopts for u in department.UNITS)
    return {
        "key": key,
        "spreadsheet_id": desk.book_id,
        "title": found["properties"]["title"],
        "locale": found["properties"].get("locale", ""),
        "error": "unshared" if adopted and not shared else None,
        "tabs": [_tab(sheet) for sheet in found.get("sheets", [])],
    }


def _tab(sheet: dict[str, Any]) -> dict[str, Any]:
    rows = [row.get("values", []) for row in (sheet.get("data") or [{}])[0].get("rowData", [])]
    formats = {}
    for at, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            kind = cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type")
            if kind:
                formats[cell_name(at, column)] = kind
    return {
        "title": sheet["properties"]["title"],
        "sheetId": sheet["properties"].get("sheetId", 0),
        "values": [[_value(cell.get("effectiveValue", {})) for cell in cells] for cells in rows],
        "formats": formats,
        "merges": [_corners(one) for one in sheet.get("merges", [])],
    }


def _value(effective: dict[str, Any]) -> Any:
    if "errorValue" in effective:
        return _ERRORS.get(effective["errorValue"].get("type", ""), "#ERROR!")
    for kind in ("numberValue", "stringValue", "boolValue"):
        if kind in effective:
            return effective[kind]
    return ""


_ERRORS = {
    "REF": "#REF!",
    "NAME": "#NAME?",
    "VALUE": "#VALUE!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "N_A": "#N/A",
    "NUM": "#NUM!",
    "NULL_VALUE": "#NULL!",
}


def _corners(area: dict[str, int]) -> list[int]:
    keys = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    return [area.get(key, 0) for key in keys]


def _forms(world: World) -> list[dict[str, Any]]:
    """The department's forms, as its administrator finds them in the shared drive."""
    params = {
        "q": "mimeType='application/vnd.google-apps.form' and trashed=false",
        "fields": "files(id,name)",
        "supportsAllDrives": "true",
        "includeItemsFromAllDrives": "true",
        "corpora": "drive",
        "driveId": world.drive,
    }
    files = _get(world, department.ADMINISTRATOR, "/drive/v3/files", params)["files"]
    return [dict(_get(world, department.ADMINISTRATOR, f"/v1/forms/{file['id']}")) for file in files]


def _responses(world: World, form: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    token = ""
    while True:
        params = {"pageSize": 5000, **({"pageToken": token} if token else {})}
        answer = _get(world, department.ADMINISTRATOR, f"/v1/forms/{form}/responses", params)
        found += answer.get("responses", [])
        token = answer.get("nextPageToken", "")
        if not token:
            return found
