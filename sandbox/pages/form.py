"""The respondent's page: a form as people answer it, without JavaScript, prefilled by its link."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from sandbox.forms import responses
from sandbox.pages import questions
from sandbox.pages.security import guard
from sandbox.state import World

#: As on Google's, a form may be sent from another site's page.
blueprint = guard(
    Blueprint("form", __name__, template_folder="templates"),
    open_endpoints=frozenset({"form.send", "form.send_by_id"}),
)
Json = dict[str, Any]


@blueprint.get("/forms/d/e/<public_id>/viewform")
def by_public_id(public_id: str) -> tuple[str, int]:
    """The form as its responderUri names it."""
    return _show(responses.by_public_id(_world(), public_id))


@blueprint.get("/forms/d/<form_id>/viewform")
def by_id(form_id: str) -> tuple[str, int]:
    """The form by its own id."""
    return _show(_world().get("form", form_id))


@blueprint.get("/forms/d/<form_id>/edit")
def edit(form_id: str) -> Response:
    """Google's editor of the form, which the stand-in has not: leads to the form."""
    return redirect(url_for("form.by_id", form_id=form_id))


@blueprint.post("/forms/d/e/<public_id>/formResponse")
def send(public_id: str) -> tuple[str, int]:
    """Take in an answer: fields `entry.<number>`."""
    return _take(responses.by_public_id(_world(), public_id))


@blueprint.post("/forms/d/<form_id>/formResponse")
def send_by_id(form_id: str) -> tuple[str, int]:
    """Take in an answer by the form's own id."""
    return _take(_world().get("form", form_id))


def _world() -> World:
    world = current_app.extensions["world"]
    assert isinstance(world, World)
    return world


def _show(form: Json | None) -> tuple[str, int]:
    if closed := _closed(form):
        return closed
    assert form is not None
    return _page(form, request.args, checked=False)


def _take(form: Json | None) -> tuple[str, int]:
    if closed := _closed(form):
        return closed
    assert form is not None
    asked = questions.questions(questions.blocks(form))
    filled = questions.fill(asked, request.form)
    questions.check(asked, filled)
    if filled.errors:
        return _page(form, request.form, checked=True)
    try:
        responses.submit(_world(), form["formId"], filled.answers())
    except (
        responses.SubmissionError
    ) as error:  # what the page does not know to ask for, or a form just closed
        return _not_taken(form, "Biểu mẫu không nhận câu trả lời này.", str(error)), 403
    return render_template("sandbox/form_done.html", form=form), 200


def _page(form: Json, given: MultiDict[str, str], *, checked: bool) -> tuple[str, int]:
    cards = questions.blocks(form)
    asked = questions.questions(cards)
    filled = questions.fill(asked, given)
    if checked:
        questions.check(asked, filled)
    page = render_template(
        "sandbox/form.html", form=form, cards=cards, asked=asked, filled=filled, OTHER=questions.OTHER
    )
    return page, 400 if filled.errors else 200


def _closed(form: Json | None) -> tuple[str, int] | None:
    """The page that says why the form takes no answers, or None when it does."""
    if form is None:
        abort(404, "Không có biểu mẫu này. (No such form.)")
    state = form.get("publishSettings", {}).get("publishState", {})
    if not state.get("isPublished"):
        page = _not_taken(form, "Biểu mẫu này chưa được xuất bản.", "This form is not published.")
    elif not state.get("isAcceptingResponses"):
        vi, en = "Biểu mẫu này không còn nhận câu trả lời.", "This form is no longer accepting responses."
        page = _not_taken(form, vi, en)
    else:
        return None
    return page, 200 if request.method == "GET" else 403


def _not_taken(form: Json, vi: str, en: str) -> str:
    return render_template("sandbox/form_closed.html", form=form, told_vi=vi, told_en=en)
