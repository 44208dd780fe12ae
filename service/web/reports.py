"""`/bao-cao/`: every report as it was sent; the coordinator's approval; a test to one address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy import select
from werkzeug import Response as Answer

from service import archive
from service.addresses import is_address
from service.errors import QmsError
from service.report_kinds import KINDS
from service.store.tables import outbox
from service.web import access, context, guard, mails
from service.web.language import lang, t

blueprint = Blueprint("reports", __name__, url_prefix="/bao-cao")


@blueprint.get("/")
def index() -> str:
    """All reports, newest first, with what became of their mails."""
    with context.reading() as connection:
        found = _by_period(archive.reports(connection))
        known = connection.execute(select(outbox.c.kind, outbox.c.period, outbox.c.state)).all()
    for each in found:
        each["mails"] = _tally([mail.state for mail in known if _belongs(mail, each)])
    return render_template("reports.html", reports=found)


@blueprint.get("/<kind>/<label>")
def show(kind: str, label: str) -> str:
    """One report: as mailed, its approval, who got it."""
    found = _report(kind, label)
    with context.reading() as connection:
        rows = connection.execute(select(outbox).order_by(outbox.c.id)).mappings()
        own = [dict(row) for row in rows if _belongs(row, found)]
        agency = context.agency(connection)
    at_once = bool(agency and agency.settings.leaders_at_once)
    leaders = agency.addressed("leader", kind) if agency else []
    return render_template(
        "report.html",
        report=found,
        mails=own,
        approver=_approver(),
        at_once=at_once,
        leaders=leaders,
        noun=_noun(kind),
    )


@blueprint.get("/<kind>/<label>/thu.html")
def letter(kind: str, label: str) -> Response:
    """The report's HTML with its pictures inline, under a policy of its own."""
    found = _report(kind, label)
    response = make_response(archive.with_pictures(found["html"], found["images"]))
    response.headers["Content-Security-Policy"] = guard.LETTER_POLICY
    return response


@blueprint.get("/<kind>/<label>/thu.txt")
def plain(kind: str, label: str) -> Response:
    """The report's plain text."""
    response = make_response(_report(kind, label)["text"])
    response.mimetype = "text/plain"
    return response


@blueprint.get("/<kind>/<label>/tep.<any(pdf, docx, xlsx):suffix>")
def file(kind: str, label: str, suffix: str) -> Response:
    """The report as a file to keep."""
    from service.issuing import faces

    found = _report(kind, label)
    with context.reading() as connection:
        made = faces.made(connection, kind, label, found["language"], suffix)
    response = make_response(made.content)
    response.headers["Content-Type"] = made.type
    response.headers["Content-Disposition"] = f"attachment; filename={made.name}"
    return response


@blueprint.post("/<kind>/<label>/duyet")
def approve(kind: str, label: str) -> Answer:
    """Approve and send to the leaders; a second time changes nothing."""
    _report(kind, label)
    if request.form.get("confirm") != "yes":
        noun = _noun(kind)
        flash(t(f"Hãy đánh dấu “Tôi đã đọc {noun} này”.", f"Tick “I have read this {noun}” first."), "bad")
    else:
        with _declined_on_the_page():
            _approve(kind, label)
    return redirect(url_for(".show", kind=kind, label=label))


def _approve(kind: str, label: str) -> None:
    from service.issuing import approval

    noun = _noun(kind)
    if approval.approve(context.services(), kind, label, _approver()):
        setattr(g, access.DONE, "approved")
        told = f"Đã duyệt. {noun.capitalize()} sẽ được gửi tới lãnh đạo."
        flash(t(told, "Approved. Leaders will get it."), "good")
    else:
        told = f"{noun.capitalize()} này đã được duyệt trước đó."
        flash(t(told, f"This {noun} was approved before."), "good")


def _noun(kind: str) -> str:
    """What a report of a kind is called where it is pointed at."""
    return t(KINDS[kind].noun_vi, KINDS[kind].noun_en)


@blueprint.post("/<kind>/<label>/gui-thu")
def send_test(kind: str, label: str) -> Answer:
    """Send the report to one address, marked as a test."""
    _report(kind, label)
    to = request.form.get("to", "").strip()
    if not is_address(to):
        flash(t(f"“{to}” không phải là một địa chỉ thư.", f"“{to}” is not an e-mail address."), "bad")
    else:
        with _declined_on_the_page():
            _send_test(kind, label, to)
    return redirect(url_for(".show", kind=kind, label=label))


def _send_test(kind: str, label: str, to: str) -> None:
    from service.issuing import approval

    approval.send_test(context.services(), kind, label, to)
    setattr(g, access.DONE, "sent")
    flash(t(f"Bản gửi thử đang đến {to}.", f"A test is on its way to {to}."), "good")


@contextmanager
def _declined_on_the_page() -> Iterator[None]:
    """What is declined for a reason that a person can change is told on the report's page."""
    try:
        yield
    except QmsError as error:
        if error.retryable:
            raise
        flash(f"{error} {error.hint}", "bad")


def _approver() -> str:
    return context.services().config.coordinator_email or "127.0.0.1"


def _report(kind: str, label: str) -> dict[str, Any]:
    """The report in the language of the request, else in the one there is; 404 without any."""
    with context.reading() as connection:
        try:
            return archive.find(connection, kind, label, lang())
        except archive.NoReport:
            sentence = f"Chưa có báo cáo của kỳ “{label}”."
            abort(404, t(sentence, f"There is no report for “{label}”."))


def _by_period(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One entry a report; of its languages the request's, else Vietnamese."""
    best: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        key = (row["kind"], row["label"])
        if key not in best or row["language"] == lang():
            best[key] = row
    return list(best.values())


def _belongs(mail: Any, found: Mapping[str, Any]) -> bool:
    values = mail if isinstance(mail, Mapping) else mail._mapping
    same = values["period"] in (found["label"], f"{found['kind']}:{found['label']}")
    return same and str(values["kind"]).startswith((found["kind"], "report"))


def _tally(states: list[str]) -> dict[str, int]:
    return {state: states.count(state) for state in mails.STATES if state in states}
