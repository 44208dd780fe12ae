"""drive.drives.*: shared drives. People make them; members are permissions on the drive's id."""

from __future__ import annotations

from typing import Any

from sandbox.clock import rfc3339
from sandbox.dispatch import Answer, Call, implements
from sandbox.drive import access, resources, store
from sandbox.errors import GoogleError
from sandbox.state import Doc


@implements("drive.drives.create")
def create(call: Call) -> Answer:
    """Make a shared drive with the caller as its organizer; the same requestId makes it once."""
    request_id = call.params["requestId"]
    if call.actor.is_service_account:
        raise GoogleError(
            403,
            "The user does not have permission to create shared drives.",
            reason="teamDriveDomainUsersOnlyRestriction",
        )
    for known in call.world.all("drive"):
        if known["requestId"] == request_id:
            raise GoogleError(
                409,
                "A shared drive with the given request ID already exists.",
                reason="teamDriveAlreadyExists",
            )
    organizer = access.grant("user", "organizer", call.actor.email)
    doc: Doc = {
        "id": "0A" + store.new_id(17)[1:] + "PVA",
        "ordinal": call.world.next_number("ordinal"),
        "name": (call.body or {}).get("name", ""),
        "requestId": request_id,
        "createdTime": rfc3339(call.world.now()),
        "permissions": {organizer["id"]: organizer},
    }
    call.world.put("drive", doc["id"], doc)
    return _shown(call, doc)


@implements("drive.drives.get")
def get(call: Call) -> Answer:
    """One shared drive the caller is a member of."""
    return _shown(call, drive_for(call, call.params["driveId"]))


@implements("drive.drives.list")
def list_drives(call: Call) -> Answer:
    """Shared drives the caller is a member of."""
    mine = [d for d in call.world.all("drive") if access.role_of(call.world, call.actor.email, d)]
    answer: dict[str, Any] = {
        "kind": "drive#driveList",
        "drives": [resources.drive(call, doc) for doc in mine],
    }
    return resources.default(call, answer, f"kind,nextPageToken,drives({resources.DRIVE_FIELDS})")


@implements("drive.drives.update")
def update(call: Call) -> Answer:
    """Rename a shared drive."""
    doc = drive_for(call, call.params["driveId"], "organizer")
    doc = {**doc, "name": (call.body or {}).get("name", doc["name"])}
    call.world.put("drive", doc["id"], doc)
    return _shown(call, doc)


@implements("drive.drives.delete")
def delete(call: Call) -> Answer:
    """Delete an empty shared drive."""
    doc = drive_for(call, call.params["driveId"], "organizer")
    if any(file.get("driveId") == doc["id"] for file in call.world.all("file")):
        raise GoogleError(403, "The shared drive is not empty.", reason="cannotDeleteNonEmptyTeamDrive")
    call.world.delete("drive", doc["id"])
    return None


def drive_for(call: Call, drive_id: str, role: str = "reader") -> Doc:
    """Return a shared drive. Raises 404 for those who are no members, 403 when the role does not suffice."""
    doc = call.world.get("drive", drive_id)
    if doc is None or access.role_of(call.world, call.actor.email, doc) is None:
        raise GoogleError(404, f"Shared drive not found: {drive_id}", reason="notFound", location="driveId")
    if not access.may(call.world, call.actor.email, doc, role):
        raise GoogleError(403, access.NO_PERMISSION, reason="insufficientFilePermissions")
    return doc


def _shown(call: Call, doc: Doc) -> dict[str, Any]:
    return resources.default(call, resources.drive(call, doc), resources.DRIVE_FIELDS)
