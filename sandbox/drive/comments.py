"""drive.comments.create, list, get and delete; replies are not kept."""

from __future__ import annotations

import secrets
from typing import Any

from sandbox.clock import rfc3339
from sandbox.dispatch import Answer, Call, implements
from sandbox.drive import access, files, resources
from sandbox.errors import GoogleError
from sandbox.state import Doc


@implements("drive.comments.create")
def create(call: Call) -> Answer:
    """Add a comment to a file."""
    file = _file(call, "commenter")
    body: dict[str, Any] = call.body or {}
    if not body.get("content"):
        raise GoogleError(400, "The content field is required.", reason="required", location="content")
    now = rfc3339(call.world.now())
    doc: Doc = {
        "id": "AAAA" + secrets.token_urlsafe(8),
        "ordinal": call.world.next_number("ordinal"),
        "content": body["content"],
        "createdTime": now,
        "modifiedTime": now,
        "author": call.actor.email,
        **({"anchor": body["anchor"]} if "anchor" in body else {}),
    }
    call.world.put(_kind(file), doc["id"], doc)
    return _shown(call, doc)


@implements("drive.comments.list")
def list_comments(call: Call) -> Answer:
    """Comments of a file, the newest first."""
    found = call.world.all(_kind(_file(call, "reader")))[::-1]
    at, size = files.page_offset(call.params.get("pageToken")), call.params.get("pageSize", 20)
    answer: dict[str, Any] = {
        "kind": "drive#commentList",
        "comments": [_shown(call, doc) for doc in found[at : at + size]],
    }
    return answer | ({"nextPageToken": files.page_token(at + size)} if at + size < len(found) else {})


@implements("drive.comments.get")
def get(call: Call) -> Answer:
    """One comment."""
    return _shown(call, _one(call))


@implements("drive.comments.delete")
def delete(call: Call) -> Answer:
    """Delete a comment."""
    call.world.delete(_kind(_file(call, "commenter")), _one(call)["id"])
    return None


def _file(call: Call, role: str) -> Doc:
    if call.mask is None and call.method.id != "drive.comments.delete":
        raise GoogleError(
            400, "The 'fields' parameter is required for this method.", reason="required", location="fields"
        )
    return access.file_for(access.everywhere(call), call.params["fileId"], role)


def _kind(file: Doc) -> str:
    return f"comment:{file['id']}"


def _one(call: Call) -> Doc:
    found = call.world.get(_kind(_file(call, "reader")), call.params["commentId"])
    if found is None:
        wanted = call.params["commentId"]
        raise GoogleError(404, f"Comment not found: {wanted}.", reason="notFound", location="commentId")
    return found


def _shown(call: Call, doc: Doc) -> dict[str, Any]:
    shown = {name: value for name, value in doc.items() if name != "ordinal"}
    author = {name: v for name, v in resources.user(call, doc["author"]).items() if name != "emailAddress"}
    return shown | {
        "kind": "drive#comment",
        "author": author,
        "htmlContent": doc["content"],
        "deleted": False,
        "replies": [],
    }
