"""Make the questionnaire of the year, or complete one half made; never make a second."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from service import state
from service.compose import Services
from service.organisation import Organisation
from service.questionnaires import consent, versions
from service.store.tables import form
from sheets_schema.forms import Form, Item

#: The name under which the consent box's question is kept.
CONSENT = "consent"


def key(questionnaire: Form, year: int) -> str:
    """What a year's form is known by, in Drive and in the store."""
    return f"{questionnaire.name}-{questionnaire.version}:{year}"


def ensure(services: Services, organisation: Organisation) -> str | None:
    """Make the year's form of the version in force, publish it and keep its questions' ids.

    Returns its address if made now; a version that begins within the year gets a form of its own.
    One that is there already is called, and asks, in the name the agency bears today.
    """
    today = services.clock.today()
    with services.engine.connect() as connection:
        questionnaire = versions.in_force(connection, today)
    name, info = key(questionnaire, organisation.year_on(today)), about(questionnaire, organisation, today)
    with services.engine.connect() as connection:
        known = connection.execute(select(form).where(form.c.key == name)).mappings().first()
    if known is not None and known["state"] == "ok":
        _retell(services, known["id"], info)
        return None
    api = services.google.forms
    form_id, _made = api.ensure(info["title"], name)
    there = api.get(form_id)
    if not there.get("items"):
        there = api.batch_update(form_id, requests(questionnaire, info))["form"]
    api.publish(form_id)
    with services.engine.begin() as connection:
        _keep(connection, form_id, name, questionnaire, there)
        state.put(connection, _told(form_id), info)
    return str(there.get("responderUri", ""))


def _told(form_id: str) -> str:
    """Where the store keeps the title and description a form was last given."""
    return f"form_info:{form_id}"


def _retell(services: Services, form_id: str, info: dict[str, str]) -> None:
    with services.engine.connect() as connection:
        told = state.get(connection, _told(form_id))
    if told != info:
        services.google.forms.batch_update(form_id, [_info(info)])
        with services.engine.begin() as connection:
            state.put(connection, _told(form_id), info)


def about(questionnaire: Form, organisation: Organisation, day: date) -> dict[str, str]:
    """The form's title and description, with what the agency is called on a day."""
    told = f"{consent.notice(questionnaire, organisation, day)}\n\n{questionnaire.intro}"
    return {"title": f"{questionnaire.title} – {organisation.agency_on(day).name}", "description": told}


def _info(info: dict[str, str]) -> dict[str, Any]:
    return {"updateFormInfo": {"info": info, "updateMask": "title,description"}}


def requests(questionnaire: Form, info: dict[str, str]) -> list[dict[str, Any]]:
    """What makes an empty form the questionnaire: description with consent, e-mail collection off, items."""
    head: list[dict[str, Any]] = [
        _info(info),
        {
            "updateSettings": {
                "settings": {"emailCollectionType": "DO_NOT_COLLECT"},
                "updateMask": "emailCollectionType",
            }
        },
    ]
    items = [_item(item, questionnaire) for item in questionnaire.items] + [_consent(questionnaire)]
    return head + [
        {"createItem": {"item": item, "location": {"index": index}}} for index, item in enumerate(items)
    ]


def _item(item: Item, questionnaire: Form) -> dict[str, Any]:
    question: dict[str, Any] = {"required": item.required}
    if item.kind == "level":
        question["choiceQuestion"] = _choices("RADIO", [level.label for level in questionnaire.levels])
    elif item.kind == "choice":
        question["choiceQuestion"] = _choices("RADIO", [choice.label for choice in item.choices])
    else:
        question["textQuestion"] = {"paragraph": item.kind == "text"}
    return {"title": item.title, "questionItem": {"question": question}}


def _choices(kind: str, labels: list[str]) -> dict[str, Any]:
    return {"type": kind, "options": [{"value": label} for label in labels]}


def _consent(questionnaire: Form) -> dict[str, Any]:
    question = {"required": True, "choiceQuestion": _choices("CHECKBOX", [questionnaire.agree])}
    return {"title": "Đồng ý tham gia", "questionItem": {"question": question}}


def _keep(
    connection: Connection, form_id: str, name: str, questionnaire: Form, there: Mapping[str, Any]
) -> None:
    titles = {item.title: item.name for item in questionnaire.items} | {"Đồng ý tham gia": CONSENT}
    questions = {
        titles[item["title"]]: item["questionItem"]["question"]["questionId"]
        for item in there.get("items", [])
        if item.get("title") in titles and "questionItem" in item
    }
    row = {
        "id": form_id,
        "key": name,
        "version": str(questionnaire.version),
        "responder_uri": there.get("responderUri", ""),
        "questions": questions,
        "state": "ok",
    }
    connection.execute(insert(form).values(row).on_conflict_do_update(["id"], set_=row))
