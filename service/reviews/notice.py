"""The notice of conclusions: frozen once a month's review was held, then issued like any other report."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from service import organisation as agency
from service.clock import parse
from service.compose import Services
from service.errors import QmsError
from service.figures import reviews
from service.figures.data import Data, Row
from service.issuing import issue as issuing
from service.organisation import Organisation
from service.periods import course, snapshot
from service.periods.windows import window
from service.reviews import wrong
from service.store.tables import record, workbook
from service.store.tables import snapshot as frozen

#: The job that issues notices, which a page may ask for.
JOB = "conclusions"


class NotHeld(QmsError):
    """Cuộc họp xem xét của tháng này chưa ghi đã họp và có kết luận / no review with conclusions yet."""

    hint = (
        "Ghi “Đã họp” ở tab Xem xét lãnh đạo và các kết luận ở tab Kết luận / enter them in the tabs "
        "Management reviews and Conclusions."
    )


class StillWrong(QmsError):
    """Thông báo chờ sửa các dòng còn lỗi / the notice waits until the wrong rows are mended."""

    hint = (
        "Sửa các dòng còn lỗi ở tab Xem xét lãnh đạo và Kết luận / mend the rows in error in the tabs "
        "Management reviews and Conclusions."
    )


def meetings(connection: Connection, label: str) -> list[Row]:
    """The meetings entered for a month that are not cancelled."""
    rows = (entered.row for entered in _entered(connection, "reviews"))
    return [row for row in rows if row.text("period") == label and row.text("status") != "cancelled"]


def is_cancelled(connection: Connection, label: str) -> bool:
    """Whether a meeting of the month was entered and every one of them cancelled."""
    rows = (entered.row for entered in _entered(connection, "reviews"))
    states = {row.text("status") for row in rows if row.text("period") == label}
    return states == {"cancelled"}


def ready(connection: Connection, known: Organisation) -> dict[str, date]:
    """Frozen month → the day of its notice, where something was decided and no row of it is wrong."""
    found = decided(connection, known)
    return {label: day for label, day in found.items() if not wrong.rows(connection, label)}


def decided(connection: Connection, known: Organisation) -> dict[str, date]:
    """Frozen month → the day of its notice, where its review was held and decided something.

    That is a working day after the last word was typed: what is still being written is not sent.
    """
    meetings, decided = _entered(connection, "reviews"), _entered(connection, "conclusions")
    found: dict[str, date] = {}
    for label in known.frozen:
        held = [
            one for one in meetings if one.row.text("period") == label and one.row.text("status") == "held"
        ]
        own = [one for one in decided if one.row.text("meeting") in {each.row.key for each in held}]
        last = max((day for each in held if (day := each.row.day("date"))), default=None)
        if own and last:
            typed = max(one.changed for one in [*held, *own])
            rules = known.rules
            planned = course.notice_day(window(label, rules), rules, last)
            found[label] = max(planned, rules.calendar.add(typed, 1))
    return found


def untold(connection: Connection, label: str) -> tuple[str, ...]:
    """The meetings of a month whose conclusions came after its notice, and that no later notice holds."""
    if snapshot.frozen_at(connection, "conclusions", label) is None:
        return ()
    entered = (one.row for one in _entered(connection, "conclusions"))
    decided = {row.text("meeting") for row in entered if row.text("status") != "cancelled"}
    held = [row for row in meetings(connection, label) if row.text("status") == "held" and row.key in decided]
    if len(held) < 2:  # the notice is of the only one
        return ()
    told = _told(connection, label)
    return tuple(row.key for row in held if row.key not in told)


def _told(connection: Connection, since: str) -> set[str]:
    """The meetings that the notices of a month, and of later ones, hold conclusions of."""
    query = select(frozen.c.label).where(frozen.c.kind == "conclusions", frozen.c.label >= since)
    notices = (snapshot.load(connection, "conclusions", label) for label in connection.scalars(query))
    return {
        row.text("meeting")
        for data in notices
        if data is not None
        for row in reviews.conclusions(data, reviews.held(data, date.max))
    }


def issue(services: Services, label: str) -> str:
    """Freeze what the month's review decided, unless it is frozen already, and issue the notice.

    Raises NotHeld, StillWrong.
    """
    with services.engine.begin() as connection:
        known = agency.read(connection)
        if known is None or label not in decided(connection, known):
            raise NotHeld
        if wrong.rows(connection, label):
            raise StillWrong
        snapshot.freeze(connection, _decided(connection, known, label), services.clock.now())
    return issuing.issue(services, "conclusions", label)


def _decided(connection: Connection, known: Organisation, label: str) -> Data:
    """The meetings and conclusions as they stand now, and whose they are: a notice tells nothing else."""
    span = window(label, known.rules)
    full = snapshot.entered(connection, known, span, "conclusions")
    return Data(
        window=span,
        kind="conclusions",
        rules=full.rules,
        units=full.units,
        registers={name: full.registers.get(name, ()) for name in reviews.TABLES},
        excluded=tuple(e for e in full.excluded if e.table in reviews.TABLES),
    )


class _Entered(NamedTuple):
    """A row of the coordinator's workbook, and the day it last changed."""

    row: Row
    changed: date


def _entered(connection: Connection, table: str) -> list[_Entered]:
    query = (
        select(record.c.key, record.c["values"], record.c.changed_at)
        .join(workbook, workbook.c.id == record.c.workbook_id)
        .where(workbook.c.kind == "coordinator", record.c.table_name == table)
        .order_by(record.c.row)
    )
    found = connection.execute(query)
    return [_Entered(Row("", key, values), parse(changed).date()) for key, values, changed in found]
