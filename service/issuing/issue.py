"""Issue a report: the frozen snapshot's figures → blocks → the store and the outbox, in one transaction."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, RowMapping, select
from sqlalchemy.dialects.sqlite import insert

from service import organisation as agency
from service.clock import parse, stamp
from service.compose import Services
from service.errors import QmsError
from service.figures import compute
from service.figures.data import Data, Figures
from service.issuing import source
from service.mail import messages, outbox
from service.organisation import Agency, Organisation, Recipient
from service.periods import snapshot
from service.report_kinds import KINDS
from service.reports import annual, charts, conclusions, minutes, monthly
from service.reports.blocks import Block, Language, Link, Report
from service.reports.render import as_json, html, text
from service.store.engine import reading
from service.store.tables import report as table
from sheets_schema.cells import fold

_BUILD = {
    "monthly": monthly.build,
    "annual": annual.build,
    "minutes": minutes.build,
    "conclusions": conclusions.build,
}


class NotClosed(QmsError):
    """Kỳ này chưa chốt số liệu / the period is not closed yet."""

    retryable = True


class Changed(QmsError):
    """Lập lại lúc này, báo cáo sẽ khác bản đã lưu / built anew, the report would not be the one kept."""

    hint = (
        "Hệ thống chỉ gửi bản đã lưu: hãy chọn cho người nhận ngôn ngữ của bản đó, hoặc tự gửi bản ở trang "
        "này / choose the language of the report that was kept for its reader, or send that one yourself."
    )


@dataclass(frozen=True)
class Issued:
    """One period's frozen data and what was made of it so far: `rows`, by language."""

    kind: str
    data: Data
    known: Organisation
    rows: Mapping[Language, RowMapping]

    @cached_property
    def figures(self) -> Figures:
        """The figures of the frozen data."""
        return compute(self.data)

    @property
    def agency(self) -> Agency:
        """The identity the report was first issued under, else the one in force when its window ended."""
        first = next((row["source"] for row in self.rows.values() if row["source"]), None)
        return source.agency(first) if first else self.known.agency_on(self.data.window.end)

    @property
    def approved(self) -> dict[str, str | None]:
        """When and by whom it was approved, in whatever language; empty while it is not."""
        done = next((row for row in self.rows.values() if row["approved_at"]), None)
        return {name: done[name] for name in ("approved_at", "approved_by")} if done else {}

    def report(self, language: Language) -> Report:
        """The report as it was kept in a language, else built now. Raises Changed when that would differ."""
        row = self.rows.get(language)
        if row is not None and row["source"]:
            return source.unpack(row["source"], self.data.window)
        report = _BUILD[self.kind](self.data, self.figures, self.agency, language)
        document = json.loads(json.dumps(as_json.document(report, self.figures)))
        for other, kept in self.rows.items():
            same = ("figures",) if other != language else tuple(document)
            if any(document[name] != kept["json"].get(name) for name in same):
                raise Changed
        return report


def load(connection: Connection, kind: str, label: str) -> Issued:
    """The frozen period with what was made of it. Raises NotClosed."""
    data = snapshot.load(connection, KINDS[kind].frozen, label)
    known = agency.read(connection)
    if data is None or known is None:
        raise NotClosed
    query = select(table).where(table.c.kind == kind, table.c.label == label).order_by(table.c.id)
    rows = {row["language"]: row for row in connection.execute(query).mappings()}
    return Issued(kind, data, known, rows)


def issue(services: Services, kind: str, label: str) -> str:
    """Build the report in every language somebody reads, keep it, and mail it to the coordinator.

    Leaders get it now only when the agency set it so; but what they will get can be seen. Repeating it
    changes nothing: reports are unique by kind, period and language, mails by their key.
    """
    now = services.clock.now()
    with reading(services.engine) as connection:
        period = load(connection, kind, label)
    leaders = period.known.addressed("leader", kind)
    people = agency.coordinators(period.known, services.config.coordinator_email, kind)
    made = {language: period.report(language) for language in languages(period.known, [*people, *leaders])}
    rows = new_rows(period, made, now)
    at_once = bool(period.known.settings.leaders_at_once)
    with services.engine.begin() as connection:
        keep(connection, rows)
        written = created_at(connection, kind, label)
        to = [*people, *leaders] if at_once else people
        sent = enqueue(services, connection, made, to, written, ask=not at_once)
    return f"{made[next(iter(made))].subject}: {sent} thư"


def new_rows(period: Issued, made: Mapping[Language, Report], now: datetime) -> list[dict[str, Any]]:
    """What is to be kept of reports that were not made before."""
    return [_row(report, period, now) for language, report in made.items() if language not in period.rows]


def keep(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Keep reports; one that is there already stays as it is."""
    if rows:
        connection.execute(insert(table).values(rows).on_conflict_do_nothing())


def enqueue(
    services: Services,
    connection: Connection,
    made: Mapping[Language, Report],
    people: Sequence[Recipient],
    written: datetime,
    ask: bool = False,
) -> int:
    """Put the report's mails into the outbox, one a person; returns how many were not there before.

    With `ask`, coordinators are asked to approve it.
    """
    sent = 0
    for person in people:
        report = made[person.language]
        preface = _preface(services, report) if ask and person.role == "coordinator" else ()
        to = _greeted(person, people)
        mail = messages.compose_report(report, envelope(services, person, written), preface=preface, to=to)
        sent += outbox.enqueue(connection, mail, report.kind, report.window.label, person.email, written)
    return sent


def _greeted(person: Recipient, people: Sequence[Recipient]) -> str:
    """Whom the mail greets: of several leaders each as listed; "" the director, to whom it is written."""
    several = sum(one.role == "leader" for one in people) > 1
    is_director = fold(person.name).startswith(fold("Giám đốc"))
    return person.name if several and person.role == "leader" and not is_director else ""


def envelope(services: Services, person: Recipient, sent_at: datetime) -> messages.Envelope:
    """Who writes to a person, and when."""
    config = services.config
    return messages.Envelope(
        sender=config.sender,
        recipient=person.email,
        sent_at=sent_at,
        reply_to=config.coordinator_email,
        recipient_name=person.name,
        language=person.language,
    )


def created_at(connection: Connection, kind: str, label: str) -> datetime:
    """When the report was first built: its mails bear this date, so a repeated run makes the same bytes."""
    query = select(table.c.created_at).where(table.c.kind == kind, table.c.label == label)
    return parse(connection.execute(query.order_by(table.c.id).limit(1)).scalar_one())


def languages(known: Organisation, people: Sequence[Recipient]) -> list[Language]:
    """The agency's language first, then those of the people."""
    return list(dict.fromkeys([known.language, *(person.language for person in people)]))


def _preface(services: Services, report: Report) -> tuple[Block, ...]:
    address = f"{services.config.base_url.rstrip('/')}/bao-cao/{report.kind}/{report.window.label}"
    vi, kind = report.language == "vi", KINDS[report.kind]
    told = f"{kind.noun_vi.capitalize()} chưa gửi lãnh đạo."
    if not vi:
        told = f"Leaders have not got this {kind.noun_en} yet."
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
        "hash": period.data.digest(),
        "json": as_json.document(report, period.figures),
        "text": text.page(report),
        "html": html.page(report),
        "images": images,
        "source": source.pack(report, period.agency),
        "created_at": stamp(now),
        "approved_at": None,
        "approved_by": None,
        **period.approved,
    }
