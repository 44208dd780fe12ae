"""`/`: units × months of the year, the running windows, what stands open, how fresh it all is."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response as Answer

from service import overview
from service.overview import Overview
from service.reviews import month, notice
from service.web import context
from service.web.language import t
from service.work import ledger

blueprint = Blueprint("overview", __name__)


@blueprint.get("/")
def index() -> str:
    """The first page."""
    now = context.services().clock.now()
    with context.reading() as connection:
        organisation = context.agency(connection)
        if organisation is None:
            return render_template("empty.html")
        page = overview.read(connection, organisation, now.date(), context.year(connection, organisation))
        year, last = organisation.year_on(now.date()), organisation.frozen[-1:]
        waiting = month.unfinished(connection, organisation, year)
        course = [one for one in waiting if one.window.label in last]
        for label in (window.label for window in page.current):
            course.append(month.read(connection, organisation, label, _lacking(page, label)))
    earlier = [one for one in waiting if one not in course]
    days = {"today": now.date(), "now": now.isoformat()}
    return render_template("overview.html", page=page, course=course, earlier=earlier, **days)


def _lacking(page: Overview, label: str) -> list[str]:
    """The units that have not given all they owe for a month."""
    owing = ("open", "missing", "problems")
    return [
        line.unit.name
        for line in page.lines
        if any(cell.month == label and cell.state in owing for cell in line.cells)
    ]


@blueprint.post("/ket-luan/<label>")
def ask_for_notice(label: str) -> Answer:
    """Ask for a month's notice of conclusions; the worker takes it at its next tick."""
    services = context.services()
    with services.engine.begin() as connection:
        organisation = context.agency(connection)
        frozen = organisation is not None and label in organisation.frozen
        if organisation and frozen and month.read(connection, organisation, label).may_notice:
            ledger.ask(connection, notice.JOB, label, services.clock.now())
            flash(t("Thông báo kết luận sẽ có ở lượt tới.", "The notice is made at the next tick."), "good")
        else:
            told = "Tháng này chưa có kết luận, hoặc đã có thông báo."
            flash(t(told, "This month has no conclusions yet, or has its notice."), "bad")
    return redirect(url_for(".index"))
