"""drive.files.* and drive.about.get."""

from __future__ import annotations

import base64
from typing import Any

from sandbox.dispatch import Answer, Call, implements
from sandbox.drive import access, query, resources, store
from sandbox.errors import GoogleError
from sandbox.state import Doc

WRITABLE = ("name", "description", "properties", "appProperties", "starred", "trashed")


@implements("drive.about.get")
def about(call: Call) -> Answer:
    """Who the caller is. Google demands a field mask here."""
    if call.mask is None:
        raise GoogleError(
            400,
            "The 'fields' parameter is required for this method.",
            reason="required",
            location="fields",
        )
    limit = "0" if call.actor.is_service_account else "16106127360"
    quota = {"limit": limit, "usage": "0", "usageInDrive": "0", "usageInDriveTrash": "0"}
    me = resources.user(call, call.actor.email)
    return {
        "kind": "drive#about",
        "user": me,
        "storageQuota": quota,
        "canCreateDrives": not call.actor.is_service_account,
    }


@implements("drive.files.get")
def get(call: Call) -> Answer:
    """One file."""
    file = access.file_for(call, call.params["fileId"])
    return resources.default(call, resources.file(call, file), resources.FILE_FIELDS)


@implements("drive.files.create")
def create(call: Call) -> Answer:
    """Make a file (metadata only), in a shared drive's folder or in the caller's own My Drive."""
    body: dict[str, Any] = call.body or {}
    fields = {name: body[name] for name in WRITABLE if name in body}
    fields |= {
        "name": body.get("name", "Untitled"),
        "mimeType": body.get("mimeType", "application/octet-stream"),
    }
    fields |= place(call, body.get("parents") or ["root"])
    file = store.create(call.world, call.actor.email, call.actor.client, fields)
    return resources.default(call, resources.file(call, file), resources.FILE_FIELDS)


@implements("drive.files.copy")
def copy(call: Call) -> Answer:
    """Copy a file beside the original or into the parents named."""
    original = access.file_for(call, call.params["fileId"])
    body: dict[str, Any] = call.body or {}
    fields = {name: body[name] for name in WRITABLE if name in body}
    fields |= {"name": body.get("name", f"Copy of {original['name']}")}
    fields |= place(call, body.get("parents") or _parents_for_copy(call, original))
    file = store.copy(call.world, call.actor.email, call.actor.client, original, fields)
    return resources.default(call, resources.file(call, file), resources.FILE_FIELDS)


@implements("drive.files.update")
def update(call: Call) -> Answer:
    """Rename, trash, label or move a file."""
    body: dict[str, Any] = call.body or {}
    file = access.file_for(call, call.params["fileId"], "writer")
    if "trashed" in body and body["trashed"] != file["trashed"]:
        access.file_for(call, file["id"], "fileOrganizer")
    fields = {name: body[name] for name in WRITABLE if name in body}
    for name in ("properties", "appProperties"):
        if name in fields:
            merged = {**file.get(name, {}), **fields[name]}
            fields[name] = {key: value for key, value in merged.items() if value is not None}
    if "addParents" in call.params:
        fields |= place(call, call.params["addParents"].split(","))
    changed = store.change(call.world, file["id"], call.actor.email, fields)
    return resources.default(call, resources.file(call, changed), resources.FILE_FIELDS)


@implements("drive.files.delete")
def delete(call: Call) -> Answer:
    """Delete a file for good: its owner, or an organizer of its shared drive."""
    file = access.file_for(call, call.params["fileId"], "organizer")
    store.delete(call.world, file)
    return None


@implements("drive.files.generateIds")
def generate_ids(call: Call) -> Answer:
    """Ids for later use; the stand-in makes new ones anyway."""
    ids = [store.new_id(33) for _ in range(call.params.get("count", 10))]
    return {"kind": "drive#generatedIds", "space": "drive", "ids": ids}


@implements("drive.files.list")
def list_files(call: Call) -> Answer:
    """Files the caller can see, by query."""
    wanted = query.parse(call.params.get("q", "").replace("'root'", f"'{_root(call)}'"))
    found = [file for file in call.world.all("file") if _listed(call, file) and wanted(file)]
    _sort(found, call.params.get("orderBy", "modifiedTime desc"))
    size = min(max(call.params.get("pageSize", 100), 1), 1000)
    at = page_offset(call.params.get("pageToken"))
    answer: dict[str, Any] = {
        "kind": "drive#fileList",
        "incompleteSearch": False,
        "files": [resources.file(call, file) for file in found[at : at + size]],
    }
    if at + size < len(found):
        answer["nextPageToken"] = page_token(at + size)
    return resources.default(
        call, answer, f"kind,incompleteSearch,nextPageToken,files({resources.FILE_FIELDS})"
    )


def place(call: Call, parents: list[str]) -> dict[str, Any]:
    """Return the parents and the shared drive of a file to be put there. Raises 404 and 403."""
    parent_id = _root(call) if parents[0] == "root" else parents[0]
    if parent_id == _root(call):
        return {"parents": [parent_id]} if _has_storage(call) else {}
    parent = access.file_for(call, parent_id, "writer", drive_too=True)
    drive = call.world.get("drive", parent_id)
    drive_id = parent_id if drive else parent.get("driveId")
    if drive_id is None:
        _has_storage(call)
        return {"parents": [parent_id]}
    if not (call.flag("supportsAllDrives") or call.flag("supportsTeamDrives")):
        raise access.missing(parent_id)
    return {"parents": [parent_id], "driveId": drive_id}


def page_token(offset: int) -> str:
    """Return an opaque token for the page that begins at an offset."""
    return base64.urlsafe_b64encode(f"~{offset}".encode()).decode().rstrip("=")


def page_offset(token: str | None) -> int:
    """Return the offset of a page token, 0 for none. Raises 400."""
    if not token:
        return 0
    try:
        return int(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode().lstrip("~"))
    except (ValueError, UnicodeDecodeError):
        raise GoogleError(400, "Invalid Value", reason="invalid", location="pageToken") from None


def _has_storage(call: Call) -> bool:
    if call.actor.is_service_account:
        raise GoogleError(
            403,
            "Service Accounts do not have storage quota. Leverage shared drives "
            "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), "
            "or use OAuth delegation (http://support.google.com/a/answer/7281227) instead.",
            reason="storageQuotaExceeded",
            domain="usageLimits",
        )
    return True


def _root(call: Call) -> str:
    return access.ROOT_PREFIX + access.permission_id(call.actor.email)


def _parents_for_copy(call: Call, original: Doc) -> list[str]:
    in_drive = "driveId" in original and access.may(call.world, call.actor.email, original, "writer")
    mine = original.get("owner", "").lower() == call.actor.email.lower()
    return list(original["parents"]) if in_drive or mine else ["root"]


def _listed(call: Call, file: Doc) -> bool:
    if call.only_own_files and file.get("client") != call.actor.client:
        return False
    drive_id = call.params.get("driveId") or call.params.get("teamDriveId")
    if drive_id and file.get("driveId") != drive_id:
        return False
    everywhere = call.flag("includeItemsFromAllDrives") or call.flag("includeTeamDriveItems")
    if "driveId" in file and not everywhere:
        return False
    return access.role_of(call.world, call.actor.email, file) is not None


def _sort(files: list[Doc], order: str) -> None:
    for key in reversed(order.split(",")):
        name, _, way = key.strip().partition(" ")
        if name == "folder":
            files.sort(key=lambda file: file["mimeType"] != store.FOLDER, reverse=way == "desc")
        elif name in ("name", "name_natural"):
            files.sort(key=lambda file: str(file["name"]).lower(), reverse=way == "desc")
        elif name in ("createdTime", "modifiedTime", "modifiedByMeTime", "viewedByMeTime", "recency"):
            field = "createdTime" if name == "createdTime" else "modifiedTime"
            files.sort(key=lambda file: (str(file[field]), int(file["ordinal"])), reverse=way == "desc")
        else:
            raise GoogleError(400, "Invalid Value", reason="invalid", location="orderBy")
