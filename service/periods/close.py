"""Close a month: follow what is owed up to now, publish, freeze; after December's report, the year."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from service import organisation as agency
from service import state
from service.clock import ZONE
from service.compose import Services
from service.duties.follow import follow
from service.errors import QmsError
from service.organisation import Organisation
from service.periods import changes, snapshot
from service.periods.windows import Window, before, window
from service.questionnaires import batches
from service.store.tables import workbook


class NoOrganisation(QmsError):
    """Chưa đọc được sổ của thư ký, nên chưa biết kỳ và đơn vị / the coordinator's workbook was never read."""

    retryable = True
    hint = "Kiểm tra sổ của thư ký: qms doctor."


class TooEarly(QmsError):
    """Kỳ này chưa hết hạn nhập nên chưa chốt được / the month is not over yet, so it cannot be frozen."""

    hint = "Chờ hết ngày chốt số liệu / wait until its freeze day is over."


class EarlierOpen(QmsError):
    """Tháng trước chưa chốt nên tháng này phải chờ / an earlier month is open, so this one has to wait."""

    retryable = True
    hint = "Xem vì sao tháng trước chưa chốt: qms jobs history."


def close(services: Services, label: str) -> str:
    """Freeze the month in one transaction: batches, rows, snapshot. Returns its hash.

    What is frozen already stays as it is, so a close may be repeated.
    """
    now = services.clock.now()
    with services.engine.begin() as connection:
        known = _organisation(connection)
        span = window(label, known.rules)
        if now < span.frozen_at(ZONE):
            raise TooEarly
        _after_earlier(connection, known, span)
        if snapshot.frozen_at(connection, "monthly", label) is None:
            follow(connection, known, now)
            batches.publish(connection, known, span)
            _detect_changes(connection, known, now)
        return snapshot.freeze(connection, snapshot.take(connection, known, span, "monthly"), now)


def close_year(services: Services, label: str) -> str:
    """Freeze the year: its own reading of the data, beside the months as they were sent. Returns its hash."""
    with services.engine.begin() as connection:
        known = _organisation(connection)
        if snapshot.frozen_at(connection, "annual", label) is None:
            _detect_changes(connection, known, services.clock.now())
            follow(connection, known, services.clock.now())
        span = window(label, known.rules)
        if services.clock.now() < span.frozen_at(ZONE):
            raise TooEarly
        data = snapshot.take(connection, known, span, "annual")
        return snapshot.freeze(connection, data, services.clock.now())


def _after_earlier(connection: Connection, known: Organisation, span: Window) -> None:
    """Refuse to close a month while the one before it in its year, which fell due here, is open."""
    earlier = before(span, known.rules)
    begun = earlier.label[:4] == span.label[:4] and earlier.label >= min(known.frozen, default="")
    due = begun and state.opened_at(connection) < earlier.frozen_at(ZONE)
    if due and snapshot.frozen_at(connection, "monthly", earlier.label) is None:
        raise EarlierOpen


def _organisation(connection: Connection) -> Organisation:
    known = agency.read(connection)
    if known is None:
        raise NoOrganisation
    return known


def _detect_changes(connection: Connection, known: Organisation, now: datetime) -> None:
    """Edits to earlier closed months that came in with the answer to a write of ours are listed as well."""
    for row in connection.execute(select(workbook.c.id).where(workbook.c.kind == "unit")).all():
        changes.detect(connection, row.id, known.rules, now)
