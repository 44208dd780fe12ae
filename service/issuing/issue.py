"""Issue a report: the frozen snapshot's figures → blocks → the store and the outbox, in one transaction."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from service import organisation as agency
from service.clock import parse, stamp
from service.compose import Services
from service.errors import QmsError
from service.figures import compute
from service.figures.data import Data, Figures
from service.mail import messages, outbox
from service.organisation import Organisation, Recipient
from service.periods import snapshot
from service.reports import annual, charts, monthly
from service.reports.blocks import Block, Language, Link, Report
from service.reports.render import as_json, html, text
from service.store.engine import reading
from service.store.tables import report as table

_BUILD = {"monthly": monthly.build, "annual": annual.build}


class NotClosed(QmsError):
    """Kỳ này chưa chốt số liệu / the period is not closed yet."""

    retryable = True


@dataclass(frozen=True)
class Issued:
    """One period's frozen data and everything needed to write about it."""

    data: Data
    figures: Figures
    hash: str
    known: Organisation

    def report(self, language: Language) -> Report:
        """The report in one language."""
        return _BUILD[self.data.kind](self.data, self.figures, self.known.agency, language)


def load(connection: Connection, kind: str, label: str) -> Issued:
    """The frozen period with its figures. Raises NotClosed."""
    data = snapshot.load(connection, kind, label)
    known = agency.read(connection)
    if data is None or known is None:
        raise NotClosed
    return Issued(data, compute(data), data.digest(), known)


def issue(services: Services, kind: str, label: str) -> str:
    """Build the report in every language somebody reads, keep it, and mail it to the coordinator.

    Leaders get it now only when the agency set it so. Repeating it changes nothing: reports are unique by
    kind, period and language, mails by their key.
    """
    now = services.clock.now()
    with reading(services.engine) as connection:
        period = load(connection, kind, label)
    people = coordinators(services, period.known, kind)
    if period.known.settings.leaders_at_once:
        people += period.known.addressed("leader", kind)
    made = {language: period.report(language) for language in languages(period.known, people)}
    rows = [_row(report, period, now) for report in made.values()]
    ask = not period.known.settings.leaders_at_once
    with services.engine.begin() as connection:
        connection.execute(insert(table).values(rows).on_conflict_do_nothing())
        written = created_at(connection, kind, label)
        sent = enqueue(services, connection, made, people, written, ask=ask)
    return f"{made[next(iter(made))].subject}: {sent} thư"


def coordinators(services: Services, known: Organisation, kind: str) -> list[Recipient]:
    """Who answers for the figures: the coordinators listed, else the one of the settings."""
    listed = known.addressed("coordinator", kind)
    email = services.config.coordinator_email
    return listed or ([Recipient(email, "", "coordinator")] if email else [])


def enqueue(
    services: Services,
    connection: Connection,
    made: dict[Language, Report],
    people: Sequence[Recipient],
    written: datetime,
    kind: str = "",
    ask: bool = False,
) -> int:
    """Put the report's mails into the outbox, one a person; returns how many were not there before.

    `kind` tells mails about one report apart; with `ask`, coordinators are asked to approve it.
    """
    sent = 0
    for person in people:
        report = made[_language(person)]
        preface = _preface(services, report) if ask and person.role == "coordinator" else ()
        mail = messages.compose_report(
            report, envelope(services, person, written), kind=kind, preface=preface
        )
        sent += outbox.enqueue(
            connection, mail, kind or report.kind, report.window.label, person.email, written
        )
    return sent


def envelope(services: Services, person: Recipient, sent_at: datetime) -> messages.Envelope:
    """Who writes to a person, and when."""
    config = services.config
    return messages.Envelope(
        sender=config.sender,
        recipient=person.email,
        sent_at=sent_at,
        reply_to=config.coordinator_email,
        recipient_name=person.name,
        language=_language(person),
    )


def created_at(connection: Connection, kind: str, label: str) -> datetime:
    """When the report was first built: its mails bear this date, so a repeated run makes the same bytes."""
    query = select(table.c.created_at).where(table.c.kind == kind, table.c.label == label)
    return parse(connection.execute(query.order_by(table.c.id).limit(1)).scalar_one())


def languages(known: Organisation, people: Sequence[Recipient]) -> list[Language]:
    """The agency's language first, then those of the people."""
    return list(dict.fromkeys([known.language, *(_language(person) for person in people)]))


def _language(person: Recipient) -> Language:
    return "en" if person.language == "en" else "vi"


def _preface(services: Services, report: Report) -> tuple[Block, ...]:
    address = f"{services.config.base_url.rstrip('/')}/bao-cao/{report.kind}/{report.window.label}"
    vi = report.language == "vi"
    told = "Báo cáo chưa gửi lãnh đạo." if vi else "Leaders have not got this report yet."
    return (Link(told, "Xem và duyệt gửi" if vi else "Read and approve", address),)


def _row(report: Report, period: Issued, now: datetime) -> dict[str, Any]:
    images = {
        html.cid(chart).removeprefix("cid:"): base64.b64encode(charts.png(chart)).decode()
        for chart in report.charts
    }
    return {
        "kind": report.kind,
        "label": report.window.label,
        "language": report.language,
        "subject": report.subject,
        "hash": period.hash,
        "json": as_json.document(report, period.figures),
        "text": text.page(report),
        "html": html.page(report),
        "images": images,
        "created_at": stamp(now),
    }
