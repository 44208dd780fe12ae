"""Who may do what with a file: roles by permission, folder, shared drive, domain and link."""

from __future__ import annotations

import hashlib
from typing import Any

from sandbox.dispatch import Call
from sandbox.errors import GoogleError, denied, not_found
from sandbox.state import Doc, World

RANK = {"reader": 1, "commenter": 2, "writer": 3, "fileOrganizer": 4, "organizer": 5, "owner": 6}
ROOT_PREFIX = "root-of-"
NO_PERMISSION = "The user does not have sufficient permissions for this file."


def permission_id(email: str) -> str:
    """Return the id that every permission of this e-mail has, as on Google: a number of twenty digits."""
    number = int(hashlib.sha256(email.lower().encode()).hexdigest(), 16)
    return str(number % 9 * 10**19 + 10**19 + number % 10**18)


def role_of(world: World, email: str, holder: Doc) -> str | None:
    """Return the highest role of a person on a file, folder or shared drive, or None."""
    best = _highest(_granted(holder.get("permissions", {}), email))
    for parent_id in holder.get("parents", ()):
        parent = world.get("drive", parent_id) or world.get("file", parent_id)
        if parent is not None:
            inherited = role_of(world, email, parent)
            if inherited == "owner" and parent.get("driveId") is None:
                inherited = "writer"
            best = _highest([role for role in (best, inherited) if role])
    return best


def may(world: World, email: str, holder: Doc, role: str) -> bool:
    """Say whether the person has at least the role."""
    return RANK.get(role_of(world, email, holder) or "", 0) >= RANK[role]


def file_for(call: Call, file_id: str, role: str = "reader", *, drive_too: bool = False) -> Doc:
    """Return the file (or with `drive_too` the shared drive) for a Drive method that needs a role on it.

    Raises 404 when the caller cannot see it (in a shared drive also without supportsAllDrives), 403 when
    the role does not suffice.
    """
    holder = call.world.get("file", file_id)
    if holder is None and drive_too:
        holder = call.world.get("drive", file_id)
    if holder is None or not _visible(call, holder):
        raise missing(file_id)
    if "driveId" in holder and not (call.flag("supportsAllDrives") or call.flag("supportsTeamDrives")):
        raise missing(file_id)
    if not may(call.world, call.actor.email, holder, role):
        raise GoogleError(403, NO_PERMISSION, reason="insufficientFilePermissions")
    return holder


def everywhere(call: Call) -> Call:
    """Return the call as if it said supportsAllDrives: some methods have no such parameter."""
    params = {**call.params, "supportsAllDrives": True}
    return Call(call.world, call.settings, call.method, params, call.body, call.actor, call.mask)


def document_for(call: Call, file_id: str, role: str, mime_type: str) -> Doc:
    """Return the file behind a spreadsheet or a form for its own API.

    Raises 404 when there is none of that type, 403 PERMISSION_DENIED when the role does not suffice.
    """
    file = call.world.get("file", file_id)
    if file is None or file["mimeType"] != mime_type:
        raise not_found()
    if call.only_own_files and file.get("client") != call.actor.client:
        raise denied()
    if not may(call.world, call.actor.email, file, role):
        raise denied()
    return file


def missing(file_id: str) -> GoogleError:
    """Return Drive's 404."""
    return GoogleError(
        404, f"File not found: {file_id}.", reason="notFound", location="fileId", location_type="parameter"
    )


def grant(kind: str, role: str, email: str = "", domain: str = "") -> Doc:
    """Return a permission as it is kept: `kind` is user, group, domain or anyone."""
    if kind == "anyone":
        return {"id": "anyoneWithLink", "type": "anyone", "role": role, "allowFileDiscovery": False}
    if kind == "domain":
        return {
            "id": permission_id(domain) + "k",
            "type": "domain",
            "role": role,
            "domain": domain,
            "displayName": domain,
            "allowFileDiscovery": False,
        }
    return {"id": permission_id(email), "type": kind, "role": role, "emailAddress": email}


def _visible(call: Call, holder: Doc) -> bool:
    if call.only_own_files and holder.get("client") != call.actor.client:
        return False
    return role_of(call.world, call.actor.email, holder) is not None


def _granted(permissions: dict[str, Any], email: str) -> list[str]:
    address = email.lower()
    found = []
    for permission in permissions.values():
        kind = permission["type"]
        if (
            kind == "anyone"
            or (kind == "domain" and address.endswith("@" + permission["domain"].lower()))
            or permission.get("emailAddress", "").lower() == address
        ):
            found.append(permission["role"])
    return found


def _highest(roles: list[str]) -> str | None:
    return max(roles, key=lambda role: RANK.get(role, 0)) if roles else None
