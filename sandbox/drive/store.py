"""Files as the world keeps them: made, changed, deleted, and how each of that enters the logs of changes.

There is one sequence of changes. A file carries the number of its last change; what vanished from a log (a
shared drive's id, or a person's e-mail) leaves a tombstone there. So a log has one entry a file, as Google's.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.clock import rfc3339
from sandbox.drive import access
from sandbox.state import Doc, World

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FORM = "application/vnd.google-apps.form"
FOLDER = "application/vnd.google-apps.folder"
_ALPHABET = string.ascii_letters + string.digits + "-_"


@dataclass(frozen=True)
class Content:
    """What stands behind a file of one type; each of Sheets and Forms registers its own."""

    #: (world, file) → None: make an empty document.
    create: Callable[[World, Doc], None]
    #: (world, id of the original, new file) → None.
    copy: Callable[[World, str, Doc], None]
    delete: Callable[[World, str], None]


CONTENTS: dict[str, Content] = {}


def new_id(length: int = 44) -> str:
    """Return a random id that looks like Google's."""
    return "1" + "".join(secrets.choice(_ALPHABET) for _ in range(length - 1))


def create(world: World, actor: str, client: str, fields: dict[str, Any]) -> Doc:
    """Make a file from `fields` (name, mimeType, parents, driveId …) owned by the actor or the shared drive.

    Makes the document behind it too. Rights are the caller's to check. Returns the file.
    """
    now = rfc3339(world.now())
    file: Doc = {
        "id": new_id(33 if fields["mimeType"] == FOLDER else 44),
        "ordinal": world.next_number("ordinal"),
        "createdTime": now,
        "modifiedTime": now,
        "changeTime": now,
        "version": 1,
        "seq": world.next_number("change"),
        "trashed": False,
        "client": client,
        "lastModifier": actor,
        "permissions": {},
        **fields,
    }
    if "driveId" not in file:
        owner = access.grant("user", "owner", actor)
        file |= {"owner": actor, "permissions": {owner["id"]: owner}}
    world.put("file", file["id"], file)
    if file["mimeType"] in CONTENTS:
        CONTENTS[file["mimeType"]].create(world, file)
    return file


def copy(world: World, actor: str, client: str, original: Doc, fields: dict[str, Any]) -> Doc:
    """Make a copy of a file with everything in it; `fields` as for `create`. Returns the new file."""
    kind = CONTENTS.get(original["mimeType"])
    inherited = {
        name: original[name] for name in ("properties", "appProperties", "description") if name in original
    }
    file = create(world, actor, client, inherited | fields | {"mimeType": original["mimeType"]})
    if kind:
        kind.copy(world, original["id"], file)
    return file


def change(
    world: World, file_id: str, actor: str, fields: dict[str, Any] | None = None, *, content: bool = True
) -> Doc:
    """Change a file and log it; with `content` False (permissions) its modified time stays."""
    file = world.get("file", file_id)
    assert file is not None
    now = rfc3339(world.now())
    update: Doc = {
        **file,
        **(fields or {}),
        "version": file["version"] + 1,
        "seq": world.next_number("change"),
        "changeTime": now,
    }
    if content:
        update |= {"modifiedTime": now, "lastModifier": actor}
    world.put("file", file_id, update)
    return update


def delete(world: World, file: Doc) -> None:
    """Delete a file for good, and all that lies in it when it is a folder; leave tombstones in the logs."""
    for child in world.all("file"):
        if file["id"] in child.get("parents", ()):
            delete(world, child)
    for log in [file["driveId"]] if "driveId" in file else _people(file):
        bury(world, log, file["id"])
    world.delete("file", file["id"])
    if file["mimeType"] in CONTENTS:
        CONTENTS[file["mimeType"]].delete(world, file["id"])


def bury(world: World, log: str, file_id: str) -> None:
    """Note in a log (drive id or e-mail) that a file is no longer there for its readers."""
    stone = {
        "log": log,
        "fileId": file_id,
        "seq": world.next_number("change"),
        "time": rfc3339(world.now()),
    }
    world.put("tombstone", f"{log}/{file_id}", stone)


def _people(file: Doc) -> list[str]:
    return [p["emailAddress"].lower() for p in file["permissions"].values() if "emailAddress" in p]
