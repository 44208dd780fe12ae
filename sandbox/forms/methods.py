"""forms.create, get, batchUpdate and setPublishSettings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox import fieldmask
from sandbox.dispatch import Answer, Call, implements
from sandbox.drive import access, files
from sandbox.drive import store as drive
from sandbox.errors import GoogleError, invalid
from sandbox.forms import items, store
from sandbox.state import Doc


@implements("forms.forms.create")
def create(call: Call) -> Answer:
    """Make a form in the caller's My Drive; only the titles can be given."""
    body: dict[str, Any] = call.body or {}
    info = body.get("info", {})
    if set(body) - {"info"} or set(info) - {"title", "documentTitle"}:
        raise invalid(
            "Only info.title can be set when creating a form. "
            "To add items and change settings, use batchUpdate."
        )
    fields = {
        "name": info.get("documentTitle") or info.get("title") or "Untitled form",
        "mimeType": drive.FORM,
    }
    file = drive.create(call.world, call.actor.email, call.actor.client, fields | files.place(call, ["root"]))
    form = _form(call, file["id"])
    if info.get("title"):
        form = {**form, "info": {"title": info["title"], **form["info"]}}
        call.world.put("form", file["id"], form)
    return store.shown(form, call.settings.base_url)


@implements("forms.forms.get")
def get(call: Call) -> Answer:
    """A form with its items."""
    return store.shown(opened(call, "reader"), call.settings.base_url)


@implements("forms.forms.batchUpdate")
def batch_update(call: Call) -> Answer:
    """Do every request in order; when one fails nothing has happened."""
    form = opened(call, "writer")
    body: dict[str, Any] = call.body or {}
    required = body.get("writeControl", {}).get("requiredRevisionId")
    if required and required != f"{form['revision']:08d}":
        raise invalid("The form was changed since the required revision.")
    if not body.get("requests"):
        raise invalid("Must specify at least one request.")
    replies = []
    for index, raw in enumerate(body["requests"]):
        form, reply = _one(form, index, raw)
        replies.append(reply)
    form = _saved(call, form)
    answer: dict[str, Any] = {
        "replies": replies,
        "writeControl": {"requiredRevisionId": f"{form['revision']:08d}"},
    }
    if body.get("includeFormInResponse"):
        answer["form"] = store.shown(form, call.settings.base_url)
    return answer


@implements("forms.forms.setPublishSettings")
def set_publish_settings(call: Call) -> Answer:
    """Publish a form, close it, or take it back."""
    form = opened(call, "writer")
    given = (call.body or {}).get("publishSettings", {}).get("publishState", {})
    state = {
        "isPublished": bool(given.get("isPublished")),
        "isAcceptingResponses": bool(given.get("isAcceptingResponses")),
    }
    if state["isAcceptingResponses"] and not state["isPublished"]:
        raise invalid("A form that is not published cannot accept responses.")
    form = _saved(call, {**form, "publishSettings": {"publishState": state}})
    return {"formId": form["formId"], "publishSettings": form["publishSettings"]}


def opened(call: Call, role: str) -> Doc:
    """Return the form of a call. Raises 404 and 403 as Google does."""
    file = access.document_for(call, call.params["formId"], role, drive.FORM)
    form = _form(call, file["id"])
    if form["info"]["documentTitle"] == file["name"]:
        return form
    return {**form, "info": {**form["info"], "documentTitle": file["name"]}}  # Drive renamed it


def _form(call: Call, form_id: str) -> Doc:
    form = call.world.get("form", form_id)
    assert form is not None
    return form


def _saved(call: Call, form: Doc) -> Doc:
    fresh = store.put(call.world, form)
    drive.change(call.world, form["formId"], call.actor.email, {"name": form["info"]["documentTitle"]})
    return fresh


def _one(form: Doc, index: int, raw: dict[str, Any]) -> tuple[Doc, dict[str, Any]]:
    names = list(raw)
    if len(names) != 1:
        raise invalid(f"Invalid value at 'requests[{index}]' (oneof), exactly one request must be set.")
    try:
        return _REQUESTS[names[0]](form, raw[names[0]])
    except GoogleError as error:
        raise invalid(f"Invalid requests[{index}].{names[0]}: {error.message}") from None


def _update_info(form: Doc, raw: dict[str, Any]) -> tuple[Doc, dict[str, Any]]:
    given = {name: value for name, value in raw.get("info", {}).items() if name != "documentTitle"}
    info = fieldmask.merged(form["info"], given, items.mask_of(raw, "Info"))
    info["documentTitle"] = form["info"]["documentTitle"]  # output only, as on Google
    return {**form, "info": info}, {}


def _update_settings(form: Doc, raw: dict[str, Any]) -> tuple[Doc, dict[str, Any]]:
    settings = fieldmask.merged(form["settings"], raw.get("settings", {}), items.mask_of(raw, "FormSettings"))
    return {**form, "settings": settings}, {}


_REQUESTS: dict[str, Callable[[Doc, dict[str, Any]], tuple[Doc, dict[str, Any]]]] = {
    "updateFormInfo": _update_info,
    "updateSettings": _update_settings,
    "createItem": items.create,
    "updateItem": items.update,
    "moveItem": items.move,
    "deleteItem": items.delete,
}
