"""`/don-doc/`: what was told to whom of what, what was not and why; a text per unit for the chat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, url_for
from werkzeug import Response as Answer

from service.duties import agenda, evidence, wording
from service.duties.agenda import Agenda
from service.duties.wording import WorkingDays
from service.feeds import tokens
from service.web import context, links
from service.web.guard import POLICY
from service.web.language import t

blueprint = Blueprint("reminders", __name__, url_prefix="/don-doc")

#: Notes shown at once.
SHOWN = 300


@blueprint.get("/", defaults={"code": None})
@blueprint.get("/<code>")
def index(code: str | None) -> Response:
    """The log, newest first, of all units or of one; above it a text for each that owes something."""
    services = context.services()
    with context.reading() as connection:
        known = context.agency(connection)
        if known is None:
            return make_response(render_template("empty.html"))
        if code is not None and code not in known.by_code:
            abort(404, t(f"Không có đơn vị “{code}”.", f"There is no unit “{code}”."))
        today, base = services.clock.today(), services.config.sheets_link_base
        plan = agenda.read(connection, known, today, base)
        log = evidence.log(connection, code, SHOWN)
    units = [code] if code is not None else [*known.by_code, ""]
    page = render_template(
        "reminders.html",
        code=code,
        name=plan.name(code) if code else "",
        texts=[text for each in units if (text := _text(plan, each))],
        log=log,
        unit_name=plan.name,
        tab=links.tab_title,
        states=_states(),
        step=lambda note: step(note, plan.calendar),
        shown=SHOWN,
    )
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = f"{POLICY}; script-src 'self'"
    return answer


@blueprint.post("/<code>/lich")
def rotate(code: str) -> Answer:
    """Give a unit's calendar a new address."""
    services = context.services()
    with services.engine.begin() as connection:
        known = context.agency(connection)
        if known is None or code not in known.by_code:
            abort(404)
        tokens.rotate(connection, code, services.clock.now())
    flash(t("Đã lập đường dẫn lịch mới; đường dẫn cũ thôi dùng.", "The calendar has a new address."), "good")
    return redirect(url_for("units.unit", code=code))


def _text(plan: Agenda, code: str) -> dict[str, Any] | None:
    """What a person may send to a unit, and what is silenced; None for one that owes nothing."""
    duties, silenced = plan.owed(code), plan.owed(code, silenced=True)
    if not duties and not silenced:
        return None
    name, link, language = plan.name(code), plan.start(code).link if code else "", plan.known.language
    text = wording.chat(name, duties, plan.day, plan.calendar, language, link) if duties else ""
    rows = text.count("\n") + 1
    return {"code": code, "name": name, "text": text, "rows": rows, "silenced": silenced}


def _states() -> dict[str, str]:
    return {
        "told": t("đã nhắc", "told"),
        "planned": t("chờ hết thời gian không nhắc", "waits for the quiet time to end"),
        "overtaken": t("đã có lần nhắc sau", "overtaken"),
        "suppressed": t("không nhắc", "not told"),
    }


def step(note: Mapping[str, Any], calendar: WorkingDays) -> str:
    """A noted step in words: whom it went to, how far from the day due."""
    for start, words in _ROLES.items():
        if note["step"].startswith(start):
            when = _when(_days(note, int(note["step"].removeprefix(start) or 0), calendar))
            return f"{t(*words)}, {when}" if start != "D" else when
    return str(note["step"])


def _days(note: Mapping[str, Any], days: int, calendar: WorkingDays) -> int:
    """The working days from the day due: fewer than the step's where a freeze came before it."""
    due, fell = (date.fromisoformat(note[name]) for name in ("due", "fell"))
    return min(days, calendar.between(due, fell)) if days > 0 else days


_ROLES = {
    "leaders": ("báo thư ký để trình lãnh đạo", "to the coordinator, for the leaders"),
    "head": ("báo lãnh đạo đơn vị", "to the head"),
    "D": ("", ""),
}


def _when(days: int) -> str:
    if not days:
        return t("ngày đến hạn", "on the day due")
    many = "" if abs(days) == 1 else "s"
    if days < 0:
        return t(f"trước hạn {-days} ngày làm việc", f"{-days} working day{many} before")
    return t(f"sau hạn {days} ngày làm việc", f"{days} working day{many} after")


def feed(code: str) -> tuple[str, bool]:
    """The address of a unit's calendar, "" while it has none; whether others than this machine reach it."""
    with context.reading() as connection:
        known, token = context.agency(connection), tokens.of(connection, code)
    if token is None or known is None:
        return "", False
    public, own = str(known.settings.survey_base_url or ""), context.services().config.base_url
    return tokens.address(public, own, token), bool(public)


blueprint.add_app_template_global(feed, "feed")
