"""Forms as the world keeps them: Google's Form resource, plus the id under which respondents know it.

A form is a Drive file too; what is kept here carries two fields of our own, `publicId` and `ordinal`.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from sandbox.drive import store as drive
from sandbox.state import Doc, World

_OWN = ("publicId", "ordinal", "revision")


def new_id(taken: set[str]) -> str:
    """Return eight hex digits that are not taken."""
    while True:
        found = f"{secrets.randbelow(0x7FFFFFFF - 0x10000000) + 0x10000000:08x}"
        if found not in taken:
            return found


def questions(item: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the questions of an item: one, several in a grid, or none."""
    if "questionItem" in item:
        return [item["questionItem"]["question"]]
    return list(item.get("questionGroupItem", {}).get("questions", ()))


def ids(form: Doc) -> set[str]:
    """Return every item id and question id of a form."""
    found = {item["itemId"] for item in form.get("items", ())}
    return found | {q["questionId"] for item in form.get("items", ()) for q in questions(item)}


def shown(form: Doc, base_url: str) -> dict[str, Any]:
    """Return the Form resource."""
    answer = {name: value for name, value in form.items() if name not in _OWN}
    if not answer.get("items"):
        answer.pop("items", None)
    return answer | {
        "revisionId": f"{form['revision']:08d}",
        "responderUri": f"{base_url}/forms/d/e/{form['publicId']}/viewform",
    }


def put(world: World, form: Doc) -> Doc:
    """Store a changed form as its next revision. Returns it."""
    fresh = {**form, "revision": form["revision"] + 1}
    world.put("form", form["formId"], fresh)
    return fresh


def _create(world: World, file: Doc) -> None:
    form: Doc = {
        "formId": file["id"],
        "info": {"documentTitle": file["name"]},
        "settings": {"emailCollectionType": "DO_NOT_COLLECT"},
        "publishSettings": {"publishState": {"isPublished": False, "isAcceptingResponses": False}},
        "items": [],
        "publicId": "1FAIpQLS" + drive.new_id(48),
        "ordinal": file["ordinal"],
        "revision": 1,
    }
    world.put("form", file["id"], form)


def _copy(world: World, original_id: str, file: Doc) -> None:
    made, original = world.get("form", file["id"]), world.get("form", original_id)
    assert made is not None and original is not None
    same = {name: original[name] for name in ("items", "settings")}
    info = {**original["info"], "documentTitle": file["name"]}
    world.put("form", file["id"], json.loads(json.dumps({**made, **same, "info": info})))


def _delete(world: World, form_id: str) -> None:
    world.delete("form", form_id)
    for response in world.all(f"response:{form_id}"):
        world.delete(f"response:{form_id}", response["responseId"])


drive.CONTENTS[drive.FORM] = drive.Content(_create, _copy, _delete)
