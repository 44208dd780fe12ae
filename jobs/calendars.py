"""When slots fall due: pure functions of the organisation's calendar, the store's state and the present."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from sqlalchemy import Connection, select

from jobs.registry import Due
from service import state
from service.clock import ZONE, parse
from service.organisation import Organisation
from service.periods import course, unread, windows
from service.reviews import notice
from service.store.tables import report, snapshot, workbook
from service.work import ledger

#: How long people may still put right in its workbooks what a year's report has shown them.
MENDING = timedelta(days=7)


def _opened(connection: Connection) -> datetime:
    """Since when this installation answers for what is due."""
    return state.opened_at(connection)


def closed_months(
    connection: Connection, _organisation: Organisation | None, _now: datetime
) -> Iterator[Due]:
    """Every month that is frozen."""
    yield from _frozen(connection, "monthly")


def closed_years(connection: Connection, _organisation: Organisation | None, _now: datetime) -> Iterator[Due]:
    """Every year that is frozen."""
    yield from _frozen(connection, "annual")


def opened_years(connection: Connection, organisation: Organisation | None, now: datetime) -> Iterator[Due]:
    """The kept year once its workbooks are there, if there is a year before it to draft from."""
    if organisation is None:
        return
    year = organisation.year_on(now.date())
    made = select(workbook.c.id).where(workbook.c.layout_hash.is_not(None))
    new = made.where(workbook.c.key == f"auditors:{year}")
    before = made.where(workbook.c.kind == "unit", workbook.c.year == year - 1)
    if connection.execute(new).first() and connection.execute(before.limit(1)).first():
        yield str(year), now


def carried_years(connection: Connection, _organisation: Organisation | None, now: datetime) -> Iterator[Due]:
    """Every closed year after which there is another with workbooks, a week after it was closed."""
    for label, closed in _frozen(connection, "annual"):
        following = select(workbook.c.id).where(workbook.c.key == f"auditors:{int(label) + 1}")
        ready = connection.execute(following.where(workbook.c.layout_hash.is_not(None))).first()
        if ready and closed + MENDING <= now:
            yield label, closed + MENDING


def notices_of_conclusions(
    connection: Connection, organisation: Organisation | None, now: datetime
) -> Iterator[Due]:
    """Every month whose review was held, from its notice's day on, or once the coordinator asks for it."""
    if organisation is None:
        return
    states = ledger.states(connection, notice.JOB, now)
    for label, day in notice.ready(connection, organisation).items():
        due = datetime.combine(day, time(organisation.settings.digest_hour), ZONE)
        if due <= now or states.get(label) == "asked":
            yield label, min(due, now)


def reported_years(
    connection: Connection, _organisation: Organisation | None, _now: datetime
) -> Iterator[Due]:
    """Every year whose December has its monthly report."""
    december = (report.c.kind == "monthly") & report.c.label.endswith("-12")
    for row in connection.execute(select(report.c.label, report.c.created_at).where(december)):
        yield row.label[:4], parse(row.created_at)


def _frozen(connection: Connection, kind: str) -> Iterator[Due]:
    rows = connection.execute(select(snapshot.c.label, snapshot.c.frozen_at).where(snapshot.c.kind == kind))
    for row in rows:
        yield row.label, parse(row.frozen_at)


def month_starts(connection: Connection, organisation: Organisation | None, now: datetime) -> Iterator[Due]:
    """Every month of the year whose window has begun and was not over before the installation was."""
    opened = _opened(connection).date()
    for window in _months(connection, organisation, now):
        begins = datetime.combine(window.start, time.min, ZONE)
        if begins <= now and window.end >= opened:
            yield window.label, begins


def month_freezes(connection: Connection, organisation: Organisation | None, now: datetime) -> Iterator[Due]:
    """Every month that froze while this installation was open: none is missed, however long it slept.

    Nor is any added before the first that was frozen, however late the freeze day is set afterwards.
    While Google cannot be read the close waits, a day at most: what people typed in time must count.
    """
    opened = _opened(connection)
    first = organisation.frozen[0] if organisation and organisation.frozen else ""
    for window in _months(connection, organisation, now):
        frozen = window.frozen_at(ZONE)
        if window.label < first or not opened < frozen <= now:
            continue
        if unread.settled(connection, frozen, now, "workbooks", "answers"):
            yield window.label, frozen


def _months(connection: Connection, organisation: Organisation | None, now: datetime) -> list[windows.Window]:
    """The months of the year whose workbooks are kept now, and of the year before if it had workbooks then.

    The clock decides, not when the coordinator's workbook was last read: it may be lost over New Year.
    """
    if organisation is None:
        return []
    year = organisation.year_on(now.date())
    earlier = select(workbook.c.id).where(workbook.c.kind == "unit", workbook.c.year == year - 1)
    first = year - (connection.execute(earlier).first() is not None)
    return [month for kept in range(first, year + 1) for month in windows.months(kept, organisation.rules)]


def days(connection: Connection, organisation: Organisation | None, now: datetime) -> Iterator[Due]:
    """Today, from the hour the digest is sent. Days that were slept through are not made up for."""
    if organisation is None:
        return
    due = datetime.combine(now.date(), time(organisation.settings.digest_hour), ZONE)
    if due <= now:
        yield now.date().isoformat(), due


def month_turns(connection: Connection, organisation: Organisation | None, now: datetime) -> Iterator[Due]:
    """The latest turn of each month's course, until its notice: one that was slept through is not made up.

    Nobody is told on days off and in quiet times; what was to be told then is told after them, if it still
    holds.
    """
    if organisation is None or organisation.calendar.is_quiet(now.date()):
        return
    if not organisation.calendar.is_workday(now.date()):
        return
    opened, hour = _opened(connection), time(organisation.settings.digest_hour)
    for window in _months(connection, organisation, now):
        turns = course.turns(window, organisation.rules)
        past = [(f"{window.label}:{name}", datetime.combine(day, hour, ZONE)) for name, day in turns]
        past = [(slot, due) for slot, due in past if opened < due <= now]
        if past and now.date() <= course.notice_day(window, organisation.rules):
            yield past[-1]


def last_hours(connection: Connection, organisation: Organisation | None, now: datetime) -> Iterator[Due]:
    """Every month in the hour before it freezes."""
    for window in _months(connection, organisation, now):
        frozen = window.frozen_at(ZONE)
        if frozen - timedelta(hours=1) <= now < frozen:
            yield window.label, frozen - timedelta(hours=1)


def month_ends(connection: Connection, organisation: Organisation | None, now: datetime) -> Iterator[Due]:
    """Every month from the day after its window's end, while it is not frozen: time to mend what is found."""
    for window in _months(connection, organisation, now):
        over = datetime.combine(window.end + timedelta(days=1), time(2), ZONE)
        if over <= now < window.frozen_at(ZONE):
            yield window.label, over
