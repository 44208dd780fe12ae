"""The items of a form: made, changed, moved, deleted. A function takes a form and returns the changed one."""

from __future__ import annotations

import re
from typing import Any

from sandbox import fieldmask
from sandbox.errors import invalid
from sandbox.forms import store
from sandbox.state import Doc

KINDS = ("questionItem", "questionGroupItem", "pageBreakItem", "textItem", "imageItem", "videoItem")
QUESTION_KINDS = (
    "choiceQuestion",
    "textQuestion",
    "scaleQuestion",
    "dateQuestion",
    "timeQuestion",
    "rowQuestion",
    "ratingQuestion",
    "fileUploadQuestion",
)
_ID = re.compile(r"[0-9a-f]{1,8}")
Changed = tuple[Doc, dict[str, Any]]


def create(form: Doc, raw: dict[str, Any]) -> Changed:
    """Add an item at `location.index`. Replies its id and those of its questions."""
    at = _index(raw, len(form["items"]), "location.index")
    item = _checked(raw.get("item", {}), store.ids(form))
    fresh = {**form, "items": [*form["items"][:at], item, *form["items"][at:]]}
    reply: dict[str, Any] = {"itemId": item["itemId"]}
    asked = [question["questionId"] for question in store.questions(item)]
    return fresh, {"createItem": reply | ({"questionId": asked} if asked else {})}


def update(form: Doc, raw: dict[str, Any]) -> Changed:
    """Change the fields of an item that the mask names; its ids stay."""
    at = _index(raw, len(form["items"]) - 1, "location.index")
    former, given = form["items"][at], raw.get("item", {})
    merged = fieldmask.merged(former, given, mask_of(raw, "Item"))
    merged["itemId"] = former["itemId"]
    asked = [question["questionId"] for question in store.questions(former)]
    for question, known in zip(store.questions(merged), asked, strict=False):
        question.setdefault("questionId", known)
    item = _checked(merged, store.ids({**form, "items": form["items"][:at] + form["items"][at + 1 :]}))
    return {**form, "items": [*form["items"][:at], item, *form["items"][at + 1 :]]}, {}


def move(form: Doc, raw: dict[str, Any]) -> Changed:
    """Move an item to another place."""
    last = len(form["items"]) - 1
    start = _index({"location": raw.get("originalLocation")}, last, "original_location.index")
    end = _index({"location": raw.get("newLocation")}, last, "new_location.index")
    rest = form["items"][:start] + form["items"][start + 1 :]
    return {**form, "items": [*rest[:end], form["items"][start], *rest[end:]]}, {}


def delete(form: Doc, raw: dict[str, Any]) -> Changed:
    """Delete an item."""
    at = _index(raw, len(form["items"]) - 1, "location.index")
    return {**form, "items": form["items"][:at] + form["items"][at + 1 :]}, {}


def mask_of(raw: dict[str, Any], schema: str) -> fieldmask.Mask:
    """Return the tree of a request's updateMask. Raises 400 when it is missing or names no field."""
    text = raw.get("updateMask", "")
    if not text:
        raise invalid("Must specify update_mask.")
    if text == "*":
        return {}
    try:
        mask = fieldmask.parse(text)
        fieldmask.check(mask, "forms", schema)
    except fieldmask.MaskError as error:
        raise invalid(f"Invalid update_mask: {error}") from None
    return mask


def _index(raw: dict[str, Any], last: int, name: str) -> int:
    location = raw.get("location")
    if location is None or "index" not in location:
        raise invalid(f"Must specify {name}.")
    index: int = location["index"]
    if not 0 <= index <= last:
        raise invalid(f"{name} is out of range: {index}.")
    return index


def _checked(given: dict[str, Any], taken: set[str]) -> dict[str, Any]:
    """Return an item with its ids, its question well formed. Raises 400."""
    kinds = [kind for kind in KINDS if kind in given]
    if len(kinds) != 1:
        raise invalid("An item must have exactly one kind.")
    if "\n" in given.get("title", ""):
        raise invalid("Displayed text cannot contain newlines")
    item = {**given, "itemId": _own_id(given.get("itemId"), taken)}
    if "questionItem" in item:
        question = _question(item["questionItem"].get("question", {}), taken)
        item["questionItem"] = {**item["questionItem"], "question": question}
    if "questionGroupItem" in item:
        group = item["questionGroupItem"]
        asked = [_question(question, taken) for question in group.get("questions", ())]
        item["questionGroupItem"] = {**group, "questions": asked}
    return item


def _question(given: dict[str, Any], taken: set[str]) -> dict[str, Any]:
    kinds = [kind for kind in QUESTION_KINDS if kind in given]
    if len(kinds) != 1:
        raise invalid("A question must have exactly one kind.")
    if kinds[0] == "choiceQuestion":
        _choice(given["choiceQuestion"])
    if kinds[0] == "scaleQuestion":
        scale = given["scaleQuestion"]
        if scale.get("low", 0) not in (0, 1) or not 2 <= scale.get("high", 0) <= 10:
            raise invalid("A scale must begin at 0 or 1 and end at 2 to 10.")
    if kinds[0] == "fileUploadQuestion":
        raise invalid("File upload questions cannot be created through the API.")
    return {**given, "questionId": _own_id(given.get("questionId"), taken)}


def _choice(choice: dict[str, Any]) -> None:
    options = choice.get("options", [])
    if choice.get("type") not in ("RADIO", "CHECKBOX", "DROP_DOWN"):
        raise invalid("Choice questions must have a type.")
    if not options:
        raise invalid("Choice questions must have at least one option.")
    values = [option.get("value") for option in options if not option.get("isOther")]
    if None in values or "" in values:
        raise invalid("Option values cannot be empty.")
    if any("\n" in str(value) for value in values):
        raise invalid("Displayed text cannot contain newlines")
    if len(set(values)) < len(values):
        raise invalid("Cannot have duplicate option values.")


def _own_id(given: str | None, taken: set[str]) -> str:
    found = given or store.new_id(taken)
    if not _ID.fullmatch(found):
        raise invalid(f"Invalid ID: {found}. An ID is a hexadecimal number.")
    if found in taken:
        raise invalid(f"The ID {found} is already used in the form.")
    taken.add(found)
    return found
