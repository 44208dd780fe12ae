"""drive.permissions.*: on files and, by the drive's id, members of shared drives."""

from __future__ import annotations

from typing import Any

from sandbox.dispatch import Answer, Call, implements
from sandbox.drive import access, resources, store
from sandbox.errors import GoogleError
from sandbox.state import Doc

_KINDS = ("user", "group", "domain", "anyone")


@implements("drive.permissions.list")
def list_permissions(call: Call) -> Answer:
    """Permissions of a file; in a shared drive those inherited from it too."""
    holder = access.file_for(call, call.params["fileId"], "writer", drive_too=True)
    shown = [resources.permission(one) for one in _all(call, holder).values()]
    answer: dict[str, Any] = {"kind": "drive#permissionList", "permissions": shown}
    return resources.default(call, answer, f"kind,nextPageToken,permissions({resources.PERMISSION_FIELDS})")


@implements("drive.permissions.get")
def get(call: Call) -> Answer:
    """One permission."""
    holder = access.file_for(call, call.params["fileId"], drive_too=True)
    return _shown(call, _one(call, holder))


@implements("drive.permissions.create")
def create(call: Call) -> Answer:
    """Share a file, or add a member to a shared drive."""
    body: dict[str, Any] = call.body or {}
    is_drive = call.world.get("drive", call.params["fileId"]) is not None
    holder = access.file_for(
        call, call.params["fileId"], "organizer" if is_drive else "writer", drive_too=True
    )
    made = _read(body, in_drive=is_drive or "driveId" in holder)
    permissions = dict(holder["permissions"])
    if made["role"] == "owner":
        permissions = _without_owner(call, permissions)
    former = permissions.get(made["id"])
    if former and former["role"] == "owner" and made["role"] != "owner":
        made = former
    permissions[made["id"]] = made
    _save(call, holder, permissions, owner=made if made["role"] == "owner" else None)
    return _shown(call, made)


@implements("drive.permissions.update")
def update(call: Call) -> Answer:
    """Change a role."""
    is_drive = call.world.get("drive", call.params["fileId"]) is not None
    holder = access.file_for(
        call, call.params["fileId"], "organizer" if is_drive else "writer", drive_too=True
    )
    former, body = _one(call, holder, own=True), call.body or {}
    changed = {
        **former,
        "role": body.get("role", former["role"]),
        "pendingOwner": bool(body.get("pendingOwner")),
    }
    permissions = dict(holder["permissions"])
    if changed["role"] == "owner" and former["role"] != "owner":
        permissions = _without_owner(call, permissions)
    permissions[former["id"]] = changed
    _save(call, holder, permissions, owner=changed if changed["role"] == "owner" else None)
    return _shown(call, changed)


@implements("drive.permissions.delete")
def delete(call: Call) -> Answer:
    """Stop sharing with one holder. People lose the file from their log of changes."""
    is_drive = call.world.get("drive", call.params["fileId"]) is not None
    needed = "organizer" if is_drive else "writer"
    if call.params["permissionId"] == access.permission_id(call.actor.email):
        needed = "reader"  # anyone may leave
    holder = access.file_for(call, call.params["fileId"], needed, drive_too=True)
    former = _one(call, holder, own=True)
    if former["role"] == "owner":
        raise GoogleError(403, access.NO_PERMISSION, reason="insufficientFilePermissions")
    permissions = {key: one for key, one in holder["permissions"].items() if key != former["id"]}
    _save(call, holder, permissions)
    if "emailAddress" in former and not is_drive:
        store.bury(call.world, former["emailAddress"].lower(), holder["id"])
    return None


def _without_owner(call: Call, permissions: dict[str, Doc]) -> dict[str, Doc]:
    """Return the permissions with the owner made a writer. Raises 403 unless transferOwnership is set."""
    if not call.flag("transferOwnership"):
        raise GoogleError(
            403,
            "The transferOwnership parameter must be enabled when the permission role is 'owner'.",
            reason="forbidden",
            location="transferOwnership",
        )
    return {
        key: {**one, "role": "writer"} if one["role"] == "owner" else one for key, one in permissions.items()
    }


def _read(body: dict[str, Any], *, in_drive: bool) -> Doc:
    kind, role = body.get("type"), body.get("role")
    if not kind:
        raise GoogleError(
            400,
            "The permission type field is required.",
            reason="required",
            location="permission.type",
            location_type="other",
        )
    if not role:
        raise GoogleError(
            400,
            "The permission role field is required.",
            reason="required",
            location="permission.role",
            location_type="other",
        )
    if kind not in _KINDS or role not in access.RANK or (in_drive and role == "owner"):
        raise GoogleError(
            400,
            "The specified role or type is invalid.",
            reason="invalid",
            location="permission",
            location_type="other",
        )
    email = body.get("emailAddress", "")
    if kind in ("user", "group") and "@" not in email:
        raise GoogleError(
            400,
            "The specified emailAddress is invalid or not applicable for the given permission type.",
            reason="invalid",
            location="permission.emailAddress",
            location_type="other",
        )
    if kind == "domain" and not body.get("domain"):
        raise GoogleError(
            400,
            "The specified domain is invalid or not applicable for the given permission type.",
            reason="invalid",
            location="permission.domain",
            location_type="other",
        )
    return access.grant(kind, role, email, body.get("domain", ""))


def _all(call: Call, holder: Doc) -> dict[str, Doc]:
    drive = call.world.get("drive", holder.get("driveId", ""))
    inherited: dict[str, Doc] = drive["permissions"] if drive else {}
    own: dict[str, Doc] = holder["permissions"]
    return {**inherited, **own}


def _one(call: Call, holder: Doc, *, own: bool = False) -> Doc:
    wanted = call.params["permissionId"]
    found: Doc | None = (holder["permissions"] if own else _all(call, holder)).get(wanted)
    if found is None:
        raise GoogleError(404, f"Permission not found: {wanted}.", reason="notFound", location="permissionId")
    return found


def _save(call: Call, holder: Doc, permissions: dict[str, Doc], owner: Doc | None = None) -> None:
    if call.world.get("drive", holder["id"]) is not None:
        call.world.put("drive", holder["id"], {**holder, "permissions": permissions})
        return
    fields: dict[str, Any] = {"permissions": permissions}
    if owner:
        fields["owner"] = owner["emailAddress"]
    store.change(call.world, holder["id"], call.actor.email, fields, content=False)


def _shown(call: Call, doc: Doc) -> dict[str, Any]:
    return resources.default(call, resources.permission(doc), resources.PERMISSION_FIELDS)
