"""`/khao-sat/<unit>[/<procedure>]`: for citizens, the way to the form with unit and procedure filled in."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import segno
from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from service.organisation import Organisation, Unit
from service.questionnaires import consent, versions
from service.store.tables import form
from service.web import context
from service.web.language import lang, t
from sheets_schema import forms

#: Where the addresses of all pages for citizens begin.
SURVEYS = "/khao-sat"
blueprint = Blueprint("survey", __name__, url_prefix=SURVEYS)

#: A procedure's name longer than this is no procedure.
LONGEST = 150


@dataclass(frozen=True)
class Survey:
    """One unit's survey: whom it is about, its notice, and where the form is ("" while there is none)."""

    organisation: Organisation
    agency: str
    unit: Unit
    procedure: str
    consent: str
    address: str


@blueprint.get("/<code>", defaults={"procedure": ""})
@blueprint.get("/<code>/<procedure>")
def page(code: str, procedure: str) -> ResponseReturnValue:
    """A short page: what is asked, why, and one button. A merged unit's leads to its successor's."""
    today = context.services().clock.today()
    with context.reading() as connection:
        organisation = context.agency(connection)
        heir = organisation.heir(code, today) if organisation else None
    if heir is not None and heir.code != code:
        return redirect(url_for("survey.page", code=heir.code, procedure=procedure or None))
    return render_template("survey.html", survey=_survey(code, procedure))


@blueprint.get("/<code>.svg", defaults={"procedure": ""})
@blueprint.get("/<code>/<procedure>.svg")
def code(code: str, procedure: str) -> Response:
    """The QR code of the unit's survey as SVG, for the one-stop desk."""
    found = _survey(code, procedure)
    if not found.address:
        abort(404, t("Phiếu khảo sát chưa mở.", "The survey is not open yet."))
    picture = io.BytesIO()
    segno.make(_public_address(found), error="m").save(
        picture, kind="svg", scale=8, border=4, title=found.unit.name
    )
    response = make_response(picture.getvalue())
    response.mimetype = "image/svg+xml"
    return response


def _survey(code: str, procedure: str) -> Survey:
    name = _clean(procedure)
    with context.reading() as connection:
        organisation = context.agency(connection)
        unit = organisation.by_code.get(code) if organisation else None
        query = select(form).where(form.c.responder_uri != "").order_by(form.c.key.desc())
        rows = [dict(row) for row in connection.execute(query).mappings()]
        asked = versions.in_force(connection, context.services().clock.today())
    if organisation is None or unit is None:
        sentence = "Không có đơn vị này. Xin kiểm tra lại đường dẫn hoặc mã QR."
        abort(404, t(sentence, "There is no such unit. Please check the link or the QR code."))
    today = context.services().clock.today()
    agency, year = organisation.agency_on(today).name, organisation.year_on(today)
    of_year = [row for row in rows if row["key"].endswith(f":{year}")]
    # While the form of a version that just began is not made yet, the one before it goes on.
    current = next((row for row in of_year if int(row["version"]) <= asked.version), None)
    address = prefilled(current, unit.name, name) if current else ""
    answered = forms.form("satisfaction", int(current["version"])) if current else asked
    told = consent.notice(answered, organisation, today, lang())
    return Survey(organisation, agency, unit, name, told, address)


def prefilled(found: Mapping[str, Any], unit: str, procedure: str) -> str:
    """The form's address with unit and procedure filled in, as Google's “get pre-filled link” writes it."""
    answers = {"unit": unit, "procedure": procedure}
    entries = {
        f"entry.{int(question, 16)}": answers[item]
        for item, question in found["questions"].items()
        if answers.get(item)
    }
    joint = "&" if "?" in found["responder_uri"] else "?"
    return f"{found['responder_uri']}{joint}{urlencode({'usp': 'pp_url', **entries})}"


def _public_address(found: Survey) -> str:
    """What a telephone opens: our page when it can be reached from outside, else the form itself."""
    base = str(getattr(found.organisation.settings, "survey_base_url", "") or "").rstrip("/")
    if not base:
        return found.address
    parts = [found.unit.code, found.procedure] if found.procedure else [found.unit.code]
    return "/".join([base, "khao-sat", *(quote(part, safe="") for part in parts)])


def _clean(procedure: str) -> str:
    """The procedure in NFC and on one line; 404 for one that cannot be a name."""
    name = " ".join(unicodedata.normalize("NFC", procedure).split())
    if len(name) > LONGEST or any(unicodedata.category(letter)[0] == "C" for letter in name):
        abort(404, t("Không có thủ tục này.", "There is no such procedure."))
    return name
