"""Files, drives, permissions and users as Drive's answers show them."""

from __future__ import annotations

from typing import Any

from sandbox import fieldmask
from sandbox.dispatch import Call
from sandbox.drive import access, store
from sandbox.state import Doc

FILE_FIELDS = "kind,id,name,mimeType,driveId,teamDriveId"
PERMISSION_FIELDS = "kind,id,type,role"
DRIVE_FIELDS = "kind,id,name"
_OWN = (
    "id",
    "name",
    "mimeType",
    "trashed",
    "createdTime",
    "modifiedTime",
    "description",
    "properties",
    "appProperties",
    "parents",
    "driveId",
)


def default(call: Call, answer: dict[str, Any], fields: str) -> dict[str, Any]:
    """Return the answer cut to Drive's default fields, unless the caller named the fields."""
    if call.mask is not None:
        return answer
    return dict(fieldmask.apply(fieldmask.parse(fields), answer))


def user(call: Call, email: str) -> dict[str, Any]:
    """Return a User."""
    return {
        "kind": "drive#user",
        "displayName": display_name(email),
        "me": email.lower() == call.actor.email.lower(),
        "permissionId": access.permission_id(email),
        "emailAddress": email,
    }


def display_name(email: str) -> str:
    """Return the name shown for an e-mail: Google shows service accounts by their whole address."""
    return email if email.endswith(".gserviceaccount.com") else email.split("@", 1)[0]


def file(call: Call, doc: Doc) -> dict[str, Any]:
    """Return a File with everything this caller may see."""
    role = access.role_of(call.world, call.actor.email, doc) or "reader"
    shown: dict[str, Any] = {"kind": "drive#file", **{name: doc[name] for name in _OWN if name in doc}}
    shown |= {
        "version": str(doc["version"]),
        "starred": bool(doc.get("starred", False)),
        "explicitlyTrashed": doc["trashed"],
        "spaces": ["drive"],
        "size": str(doc.get("size", 1024)),
        "quotaBytesUsed": "0",
        "webViewLink": web_link(call, doc),
        "lastModifyingUser": user(call, doc["lastModifier"]),
        "modifiedByMe": doc["lastModifier"].lower() == call.actor.email.lower(),
        "capabilities": _capabilities(role),
        "isAppAuthorized": doc.get("client") == call.actor.client,
        "thumbnailVersion": "0",
        "writersCanShare": True,
    }
    if "driveId" in doc:
        shown["teamDriveId"] = doc["driveId"]
    else:
        shown |= {"owners": [user(call, doc["owner"])], "shared": len(doc["permissions"]) > 1}
        shown["ownedByMe"] = doc["owner"].lower() == call.actor.email.lower()
    if access.RANK[role] >= access.RANK["writer"]:
        shown["permissions"] = [permission(one) for one in doc["permissions"].values()]
        shown["permissionIds"] = list(doc["permissions"])
    return shown


def web_link(call: Call, doc: Doc) -> str:
    """Return the page on which people open a file, on this server."""
    base = call.settings.base_url
    if doc["mimeType"] == store.SPREADSHEET:
        return f"{base}/spreadsheets/d/{doc['id']}/edit?usp=drivesdk"
    if doc["mimeType"] == store.FORM:
        return f"{base}/forms/d/{doc['id']}/viewform"
    return f"{base}/drive/folders/{doc['id']}"


def permission(doc: Doc) -> dict[str, Any]:
    """Return a Permission."""
    shown = {"kind": "drive#permission", **doc}
    if "emailAddress" in doc:
        shown |= {"displayName": display_name(doc["emailAddress"]), "deleted": False}
        shown["pendingOwner"] = doc.get("pendingOwner", False)
    return shown


def drive(call: Call, doc: Doc) -> dict[str, Any]:
    """Return a shared Drive."""
    return {
        "kind": "drive#drive",
        "id": doc["id"],
        "name": doc["name"],
        "createdTime": doc["createdTime"],
        "hidden": False,
        "capabilities": {
            "canAddChildren": access.may(call.world, call.actor.email, doc, "writer"),
            "canManageMembers": access.may(call.world, call.actor.email, doc, "organizer"),
        },
    }


def _capabilities(role: str) -> dict[str, bool]:
    rank = access.RANK[role]
    edits, owns = rank >= access.RANK["writer"], rank >= access.RANK["fileOrganizer"]
    return {
        "canEdit": edits,
        "canComment": rank >= access.RANK["commenter"],
        "canRename": edits,
        "canShare": edits,
        "canCopy": True,
        "canDownload": True,
        "canAddChildren": edits,
        "canListChildren": True,
        "canTrash": owns,
        "canDelete": rank >= access.RANK["organizer"],
    }
