"""Answers: taken in from the respondent's page, read through forms.responses.*"""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime
from typing import Any

from sandbox.clock import rfc3339
from sandbox.dispatch import Answer, Call, implements
from sandbox.drive.files import page_offset, page_token
from sandbox.errors import GoogleError, invalid, not_found
from sandbox.forms import methods, store
from sandbox.state import Doc, World

_FILTER = re.compile(r"\s*timestamp\s*(>=|>)\s*(\S+)\s*")
MAX_PAGE = 5000


class SubmissionError(ValueError):
    """The form does not take these answers; the message says why."""


@implements("forms.forms.responses.get")
def get(call: Call) -> Answer:
    """One response."""
    form = methods.opened(call, "writer")
    found = call.world.get(f"response:{form['formId']}", call.params["responseId"])
    if found is None:
        raise not_found()
    return _shown(form, found)


@implements("forms.forms.responses.list")
def list_responses(call: Call) -> Answer:
    """Responses in the order they came, those since a time when a filter says so, a page at a time."""
    form = methods.opened(call, "writer")
    found = call.world.all(f"response:{form['formId']}")
    since = _since(call.params.get("filter", ""))
    if since is not None:
        sign, limit = since
        found = [one for one in found if _time(one) > limit or (sign == ">=" and _time(one) == limit)]
    size = call.params.get("pageSize") or MAX_PAGE
    if not 0 < size <= MAX_PAGE:
        raise invalid(f"Invalid page_size: {size}. It must be between 1 and {MAX_PAGE}.")
    try:
        at = page_offset(call.params.get("pageToken"))
    except GoogleError:
        raise invalid("Invalid page_token.") from None
    answer: dict[str, Any] = {}
    if found[at : at + size]:
        answer["responses"] = [_shown(form, one) for one in found[at : at + size]]
    if at + size < len(found):
        answer["nextPageToken"] = page_token(at + size)
    return answer


def by_public_id(world: World, public_id: str) -> Doc | None:
    """Return the form that respondents know under this id."""
    return next((form for form in world.all("form") if form["publicId"] == public_id), None)


def submit(world: World, form_id: str, answers: dict[int, list[str]]) -> str:
    """Take in one response and return its id.

    `answers` maps entry numbers (a question's id read as hexadecimal) to the values given; entries that the
    form has not are ignored, as on Google. The time is the world's clock. Raises SubmissionError for a form
    that takes no responses, a required question left out, and a value that the question does not offer.
    """
    with world.transaction():
        form = world.get("form", form_id)
        if form is None:
            raise SubmissionError("There is no such form.")
        state = form["publishSettings"]["publishState"]
        if not (state.get("isPublished") and state.get("isAcceptingResponses")):
            raise SubmissionError("This form is no longer accepting responses.")
        now = rfc3339(world.now())
        response: Doc = {
            "responseId": "ACYDBN" + secrets.token_urlsafe(60),
            "ordinal": world.next_number(f"responses:{form_id}"),
            "createTime": now,
            "lastSubmittedTime": now,
            "answers": _answers(form, answers),
        }
        world.put(f"response:{form_id}", response["responseId"], response)
        return str(response["responseId"])


def _answers(form: Doc, answers: dict[int, list[str]]) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = {}
    for item in form["items"]:
        for question in store.questions(item):
            values = [value for value in answers.get(int(question["questionId"], 16), []) if value != ""]
            if question.get("required") and not values:
                raise SubmissionError(f"A required question was left out: {item.get('title', '')}")
            if values:
                _accept(item, question, values)
                kept[question["questionId"]] = values
    return kept


def _accept(item: dict[str, Any], question: dict[str, Any], values: list[str]) -> None:
    choice = question.get("choiceQuestion") or item.get("questionGroupItem", {}).get("grid", {}).get(
        "columns"
    )
    many = bool(choice) and choice.get("type") == "CHECKBOX"
    if len(values) > 1 and not many:
        raise SubmissionError(f"Only one value is possible: {item.get('title', '')}")
    for value in values:
        if not _offered(question, choice, value):
            raise SubmissionError(f"Not among the possible values: {value[:80]}")


def _offered(question: dict[str, Any], choice: dict[str, Any] | None, value: str) -> bool:
    if choice:
        options = choice["options"]
        return any(option.get("isOther") or option.get("value") == value for option in options)
    if "scaleQuestion" in question:
        scale = question["scaleQuestion"]
        return value.isascii() and value.isdigit() and scale.get("low", 0) <= int(value) <= scale["high"]
    if "ratingQuestion" in question:
        highest = question["ratingQuestion"].get("ratingScaleLevel", 5)
        return value.isascii() and value.isdigit() and 1 <= int(value) <= highest
    if "dateQuestion" in question:
        return _is_date(value)
    return True


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return False
    return True


def _since(text: str) -> tuple[str, datetime] | None:
    if not text:
        return None
    match = _FILTER.fullmatch(text)
    try:
        limit = datetime.fromisoformat(match.group(2)) if match else None
    except ValueError:
        limit = None
    if match is None or limit is None or limit.tzinfo is None:
        raise invalid(f"Invalid filter: {text}")
    return match.group(1), limit


def _time(response: Doc) -> datetime:
    return datetime.fromisoformat(response["lastSubmittedTime"])


def _shown(form: Doc, response: Doc) -> dict[str, Any]:
    answers = {
        question: {"questionId": question, "textAnswers": {"answers": [{"value": value} for value in values]}}
        for question, values in response["answers"].items()
    }
    return {
        "formId": form["formId"],
        "responseId": response["responseId"],
        "createTime": response["createTime"],
        "lastSubmittedTime": response["lastSubmittedTime"],
        **({"answers": answers} if answers else {}),
    }
