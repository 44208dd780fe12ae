"""`/cong-viec/`: what ran, what failed, which mails did not go; both can be asked for again."""

from __future__ import annotations

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import Connection, func, select
from werkzeug import Response as Answer

from service.mail import outbox
from service.periods import course
from service.periods.windows import Rules, window
from service.store.tables import slot
from service.web import context, language
from service.web.language import day, lang, t
from service.work import ledger

blueprint = Blueprint("jobs", __name__, url_prefix="/cong-viec")

_PERIOD = re.compile(r"[0-9A-Za-z:-]{1,32}")
_NUMBER = re.compile(r"[0-9]{1,18}")
#: How many runs a page shows, and mails; how many periods are offered to whoever asks for a run.
SHOWN = 50
#: A page further back than any ledger reaches.
LAST = 10**9
#: The period of a job that runs at every tick anyway: nobody needs to ask for it.
EVERY_TICK = "tick"


@blueprint.get("/")
def index() -> str:
    """The runs, newest first, a page at a time (`?page=`), and what is asked for."""
    page = min(max(request.args.get("page", 1, type=int), 1), LAST)
    with context.reading() as connection:
        runs = ledger.history(connection, SHOWN + 1, skip=(page - 1) * SHOWN)
        waiting = connection.execute(select(slot).where(slot.c.state == "asked")).mappings().all()
        names, titles, periods = _names(connection), _titles(connection), _periods(connection)
        stuck = outbox.stuck(connection)
    return render_template(
        "jobs.html",
        runs=runs[:SHOWN],
        page=page,
        older=len(runs) > SHOWN,
        waiting=waiting,
        names=names,
        titles=titles,
        periods=periods,
        when=_when,
        mails=stuck[:SHOWN],
        refused=outbox.REFUSED,
        unshown=len(stuck[SHOWN:]),
    )


@blueprint.post("/chay")
def run() -> Answer:
    """Ask for one run; the worker takes it at its next tick."""
    name, period = request.form.get("job", ""), request.form.get("period", "").strip()
    services = context.services()
    with services.engine.begin() as connection:
        if name not in _names(connection):
            flash(t(f"Không có công việc “{name}”.", f"There is no job “{name}”."), "bad")
        elif not _PERIOD.fullmatch(period):
            flash(t(f"“{period}” không phải là một kỳ.", f"“{period}” is not a period."), "bad")
        else:
            ledger.ask(connection, name, period, services.clock.now())
            title, when = _titles(connection).get(name, name), _when(period)
            flash(
                t(f"Đã ghi yêu cầu chạy “{title}”, {when}.", f"Asked for a run of {title}, {when}."), "good"
            )
    return redirect(url_for(".index"))


@blueprint.post("/gui-lai")
def send_again() -> Answer:
    """Have one mail tried at once; the worker takes it at its next tick."""
    services, mail = context.services(), request.form.get("mail", "")
    with services.engine.begin() as connection:
        known = _NUMBER.fullmatch(mail) and outbox.send_again(connection, int(mail), services.clock.now())
    if known:
        flash(t("Thư sẽ được gửi lại ở lượt tới.", "The mail is tried again at the next tick."), "good")
    else:
        flash(t("Không có thư nào như vậy đang chờ.", "No such mail is waiting."), "bad")
    return redirect(url_for(".index"))


def _titles(connection: Connection) -> dict[str, str]:
    """What the jobs are called in the language of the request; in English a job's name says it."""
    return ledger.titles(connection) if lang() == "vi" else {}


def _when(label: str) -> str:
    """A slot's period as people say it: a month (or a turn of it), a quarter, a year, a day, an instant; as
    it stands when it is none.
    """
    if label == EVERY_TICK:
        return t("mỗi lượt", "every tick")
    month, _, turn = label.partition(":")
    if turn in course.TURNS:
        return f"{_when(month)}, {t(*course.TURNS[turn])}"
    try:
        if len(label) > len("2022-03-05"):
            return language.moment(label)
        is_day = len(label) == len("2022-03-05")
        return day(label) if is_day else language.period(window(label, Rules()).label)
    except (ValueError, OverflowError):
        return label


def _periods(connection: Connection) -> list[str]:
    """The periods of the latest runs that can be asked for, in order."""
    own = select(slot.c.period).where(slot.c.period != EVERY_TICK).group_by(slot.c.period)
    latest = own.order_by(func.max(slot.c.due_at).desc()).limit(SHOWN)
    return sorted(connection.execute(latest).scalars())


def _names(connection: Connection) -> list[str]:
    """The jobs of the ledger that have periods. Pages do not know the jobs: those stand above them."""
    query = select(slot.c.job).where(slot.c.period != EVERY_TICK).distinct()
    return sorted(connection.execute(query).scalars())
