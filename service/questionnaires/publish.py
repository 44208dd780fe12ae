"""Make the questionnaire of the year, or complete one half made; never make a second."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from service.compose import Services
from service.organisation import Organisation
from service.store.tables import form
from sheets_schema import forms
from sheets_schema.forms import Form, Item

#: The name under which the consent box's question is kept.
CONSENT = "consent"


def key(questionnaire: Form, year: int) -> str:
    """What a year's form is known by, in Drive and in the store."""
    return f"{questionnaire.name}-{questionnaire.version}:{year}"


def ensure(services: Services, organisation: Organisation) -> str | None:
    """Make the year's form, publish it and keep its questions' ids. Returns its address if made now."""
    questionnaire = forms.form("satisfaction")
    name = key(questionnaire, organisation.year_on(services.clock.today()))
    with services.engine.connect() as connection:
        known = connection.execute(select(form.c.state).where(form.c.key == name)).scalar_one_or_none()
    if known == "ok":
        return None
    api = services.google.forms
    form_id, _made = api.ensure(title(questionnaire, organisation), name)
    there = api.get(form_id)
    if not there.get("items"):
        there = api.batch_update(form_id, requests(questionnaire, organisation))["form"]
    api.publish(form_id)
    with services.engine.begin() as connection:
        _keep(connection, form_id, name, questionnaire, there)
    return str(there.get("responderUri", ""))


def title(questionnaire: Form, organisation: Organisation) -> str:
    """The form's title, with the agency's name."""
    return f"{questionnaire.title} – {organisation.agency_name}"


def requests(questionnaire: Form, organisation: Organisation) -> list[dict[str, Any]]:
    """What makes an empty form the questionnaire: description with consent, e-mail collection off, items."""
    words = {
        "agency": organisation.agency_name,
        "retention_months": organisation.settings.retention_months,
        "contact": organisation.settings.contact or organisation.agency_name,
    }
    about = f"{questionnaire.consent.format(**words)}\n\n{questionnaire.intro}"
    info = {"title": title(questionnaire, organisation), "description": about}
    head: list[dict[str, Any]] = [
        {"updateFormInfo": {"info": info, "updateMask": "title,description"}},
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
