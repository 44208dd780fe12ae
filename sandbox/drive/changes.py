"""drive.changes.*: the caller's own log, and one log for each shared drive."""

from __future__ import annotations

from typing import Any

from sandbox.dispatch import Answer, Call, implements
from sandbox.drive import access, drives, resources
from sandbox.errors import GoogleError
from sandbox.state import Doc

_FIELDS = (
    "kind,nextPageToken,newStartPageToken,"
    f"changes(kind,type,changeType,time,removed,fileId,file({resources.FILE_FIELDS}))"
)


@implements("drive.changes.getStartPageToken")
def start_page_token(call: Call) -> Answer:
    """The token from which changes to come can be listed."""
    _log_of(call)
    return {"kind": "drive#startPageToken", "startPageToken": str(_last(call) + 1)}


@implements("drive.changes.list")
def list_changes(call: Call) -> Answer:
    """Changes since a token: one entry a file, in the order of their last change."""
    token = call.params["pageToken"]
    if not token.isdigit():
        raise GoogleError(400, "Invalid Value", reason="invalid", location="pageToken")
    log, since, last = _log_of(call), int(token), _last(call)
    found = _stones(call, log, since) if call.params.get("includeRemoved", True) else []
    found += [(doc["seq"], _entry(call, doc)) for doc in _files(call, log, since)]
    found.sort(key=lambda pair: pair[0])
    size = min(max(call.params.get("pageSize", 100), 1), 1000)
    answer: dict[str, Any] = {"kind": "drive#changeList", "changes": [entry for _, entry in found[:size]]}
    if len(found) > size:
        answer["nextPageToken"] = str(found[size - 1][0] + 1)
    else:
        answer["newStartPageToken"] = str(last + 1)
    return resources.default(call, answer, _FIELDS)


def _log_of(call: Call) -> str:
    """Return the drive's id, or "" for the caller's own log. Raises as Google does."""
    drive_id: str = call.params.get("driveId") or call.params.get("teamDriveId") or ""
    if not drive_id:
        return ""
    if not (call.flag("supportsAllDrives") or call.flag("supportsTeamDrives")):
        raise GoogleError(
            403,
            "The supportsAllDrives parameter must be set to true when driveId is given.",
            reason="teamDrivesNotSupported",
        )
    return str(drives.drive_for(call, drive_id)["id"])


def _last(call: Call) -> int:
    return int((call.world.get("counter", "change") or {"n": 0})["n"])


def _files(call: Call, log: str, since: int) -> list[Doc]:
    found = []
    for file in call.world.all("file"):
        if file["seq"] < since or file.get("driveId", "") != log:
            continue
        if call.only_own_files and file.get("client") != call.actor.client:
            continue
        if log and not call.flag("includeItemsFromAllDrives") and not call.flag("includeTeamDriveItems"):
            continue
        if access.role_of(call.world, call.actor.email, file):
            found.append(file)
    return found


def _stones(call: Call, log: str, since: int) -> list[tuple[int, dict[str, Any]]]:
    where = log or call.actor.email.lower()
    found = []
    for stone in call.world.all("tombstone"):
        if stone["log"] == where and stone["seq"] >= since and not _back(call, stone["fileId"]):
            found.append((stone["seq"], _gone(stone)))
    return found


def _back(call: Call, file_id: str) -> bool:
    file = call.world.get("file", file_id)
    return file is not None and access.role_of(call.world, call.actor.email, file) is not None


def _entry(call: Call, file: Doc) -> dict[str, Any]:
    return {
        "kind": "drive#change",
        "type": "file",
        "changeType": "file",
        "time": file["changeTime"],
        "removed": False,
        "fileId": file["id"],
        "file": resources.file(call, file),
    }


def _gone(stone: Doc) -> dict[str, Any]:
    return {
        "kind": "drive#change",
        "type": "file",
        "changeType": "file",
        "time": stone["time"],
        "removed": True,
        "fileId": stone["fileId"],
    }
