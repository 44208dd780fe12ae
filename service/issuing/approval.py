"""The coordinator's word: nothing reaches leaders before it, unless the agency set it otherwise."""

from __future__ import annotations

from sqlalchemy import select, update

from service.clock import stamp
from service.compose import Services
from service.issuing import issue
from service.organisation import Recipient
from service.store.engine import reading
from service.store.tables import report as table


def approve(services: Services, kind: str, label: str, by: str) -> bool:
    """Approve a report and put it into the outbox for the leaders, in one transaction.

    Returns False when it was approved before; nothing is sent a second time. Raises NotClosed.
    """
    now = services.clock.now()
    with reading(services.engine) as connection:
        period = issue.load(connection, kind, label)
    people = period.known.addressed("leader", kind)
    made = {language: period.report(language) for language in issue.languages(period.known, people)}
    with services.engine.begin() as connection:
        here = (table.c.kind == kind) & (table.c.label == label)
        waiting = here & table.c.approved_at.is_(None)
        values = {"approved_at": stamp(now), "approved_by": by}
        if not connection.execute(update(table).where(waiting).values(values)).rowcount:
            return False
        issue.enqueue(services, connection, made, people, now)
    return True


def send_test(services: Services, kind: str, label: str, to: str) -> None:
    """Send the report to one address, marked as a test; each call sends one. Raises NotClosed."""
    now = services.clock.now()
    with reading(services.engine) as connection:
        period = issue.load(connection, kind, label)
        language = connection.execute(
            select(table.c.language).where(table.c.kind == kind, table.c.label == label).order_by(table.c.id)
        ).scalar()
    person = Recipient(to, "", "test", language or "vi")
    made = {lang: period.report(lang) for lang in issue.languages(period.known, [person])}
    with services.engine.begin() as connection:
        issue.enqueue(services, connection, made, [person], now, f"{kind}-test-{now:%Y%m%d%H%M%S%f}")
