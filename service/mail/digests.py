"""What a unit is told by mail: at most one digest a day, and each lost workbook once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy import Connection, select, update

from service import organisation as agency
from service.clock import stamp
from service.compose import Services
from service.duties import owed
from service.figures import data as frozen
from service.mail import messages, outbox
from service.organisation import Organisation, Unit
from service.periods import snapshot
from service.periods.windows import before, containing
from service.reports.blocks import Language
from service.store.engine import reading
from service.store.tables import notice, problem
from service.store.tables import outbox as mails
from service.workbooks import links, registry
from service.workbooks.registry import START, Workbook
from sheets_schema.descriptor import tables


def daily(services: Services, day: str) -> int:
    """Put the day's digests into the outbox; returns how many. A unit hears of its own workbook only.

    A unit gets one when it has a problem it was not told of by mail before, or when something is missing on
    the due day or on the day before the freeze.
    """
    on = date.fromisoformat(day)
    with reading(services.engine) as connection:
        known = agency.read(connection)
        if known is None:
            return 0
        books = registry.all_of(connection, "unit", known.year)
        reminded = _reminded(connection, known, on)
    return sum(_digest(services, known, book, on, reminded) for book in books)


def _digest(
    services: Services, known: Organisation, book: Workbook, day: date, reminded: frozen.Data | None
) -> int:
    unit = known.by_code.get(book.unit or "")
    if unit is None or book.state not in ("ok", "broken"):
        return 0
    with services.engine.begin() as connection:
        faults = _faults(services, connection, book, known.language)
        lacking = _missing(reminded, unit)
        if not (_news(connection, book, unit) or lacking):
            return 0
        now = services.clock.now()
        return sum(
            outbox.enqueue(connection, mail, f"digest:{unit.code}", day.isoformat(), mail["To"], now)
            for mail in _mails(services, unit, book, day, faults, lacking, now, known.language)
        )


def _mails(
    services: Services,
    unit: Unit,
    book: Workbook,
    day: date,
    faults: list[messages.Fault],
    lacking: list[owed.Owed],
    now: datetime,
    language: Language,
) -> list[EmailMessage]:
    start = links.cell(services.config.sheets_link_base, book.spreadsheet_id, book.sheets.get(START))
    return [
        messages.digest(
            _envelope(services, address, now, language),
            unit.code,
            unit.name,
            day,
            faults,
            missing=lacking,
            start_link=start,
        )
        for address in people(unit)
    ]


def people(unit: Unit) -> list[str]:
    """Who is told about a unit's workbook: its editors, each address once."""
    return list(dict.fromkeys(address.casefold() for address in unit.editors if address))


def _faults(
    services: Services, connection: Connection, book: Workbook, language: Language
) -> list[messages.Fault]:
    base = services.config.sheets_link_base
    return [
        messages.Fault(
            tab=tables()[row["table_name"]].title,
            cell=row["cell"] or "",
            value=row["value"] or "",
            sentence=row[f"message_{language}"],
            remedy=row[f"remedy_{language}"],
            link=links.cell(base, book.spreadsheet_id, book.sheets.get(row["table_name"]), row["cell"]),
            suggestion=row["suggestion"],
            severity=row["severity"],
        )
        for row in _open(connection, book)
    ]


def _open(connection: Connection, book: Workbook) -> list[Mapping[str, Any]]:
    """The problems the unit may be told of now: open, and not in a row still being typed."""
    query = (
        select(problem)
        .where(problem.c.workbook_id == book.id, problem.c.mended_at.is_(None), problem.c.quiet.is_(False))
        .order_by(problem.c.severity, problem.c.table_name, problem.c.row, problem.c.column_name)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _news(connection: Connection, book: Workbook, unit: Unit) -> bool:
    """Whether something is open that was first seen after the unit's last digest."""
    kind = mails.c.kind == f"digest:{unit.code}"
    last = connection.execute(
        select(mails.c.created_at).where(kind).order_by(mails.c.created_at.desc()).limit(1)
    ).scalar()
    return any(last is None or row["first_seen_at"] > last for row in _open(connection, book))


def _reminded(connection: Connection, known: Organisation, day: date) -> frozen.Data | None:
    """The month whose missing entries are told of on `day`: its due day, or the last that counts."""
    running = containing(day, known.rules)
    for span in (before(running, known.rules), running):
        told = day in (span.due, span.freeze) and known.takes_entries(span, day)
        if told and span.label[:4] == str(known.year):
            return snapshot.take(connection, known, span, "monthly")
    return None


def _missing(reminded: frozen.Data | None, unit: Unit) -> list[owed.Owed]:
    if reminded is None:
        return []
    return [entry for own in reminded.units if own.code == unit.code for entry in owed.missing(reminded, own)]


def _envelope(services: Services, address: str, now: datetime, language: Language) -> messages.Envelope:
    config = services.config
    return messages.Envelope(
        config.sender, address, now, reply_to=config.coordinator_email, language=language
    )


def notices(services: Services) -> int:
    """Mail each notice once: to the coordinator, and to the unit whose workbook it is."""
    with reading(services.engine) as connection:
        known = agency.read(connection)
        waiting = list(connection.execute(select(notice).where(notice.c.mailed_at.is_(None))).mappings())
    return sum(_tell(services, known, dict(row)) for row in waiting)


def _tell(services: Services, known: Organisation | None, row: Mapping[str, Any]) -> int:
    now = services.clock.now()
    sent = 0
    with services.engine.begin() as connection:
        book = registry.get(connection, row["workbook_id"])
        unit = known.by_code.get(book.unit or "") if known else None
        for address, language in _addressed(services, known, unit).items():
            envelope = _envelope(services, address, now, language)
            mail = messages.notice(
                envelope,
                f"workbook_{row['kind']}",
                f"{book.key}:{row['since']}",
                envelope.say(f"Không đọc được tệp “{book.title}”", f"“{book.title}” cannot be read"),
                [row[f"message_{language}"]],
                links.cell(services.config.sheets_link_base, book.spreadsheet_id),
            )
            sent += outbox.enqueue(connection, mail, f"notice:{row['kind']}", row["since"], address, now)
        connection.execute(update(notice).where(notice.c.id == row["id"]).values(mailed_at=stamp(now)))
    return sent


def _addressed(services: Services, known: Organisation | None, unit: Unit | None) -> dict[str, Language]:
    """Who is told of a workbook, each in the language they read: the coordinators, the unit's editors."""
    language = known.language if known else "vi"
    told: dict[str, Language] = {
        person.email: "en" if person.language == "en" else "vi"
        for person in (known.recipients if known else ())
        if person.role == "coordinator"
    }
    if not told and services.config.coordinator_email:
        told[services.config.coordinator_email] = language
    for address in people(unit) if unit else ():
        told.setdefault(address, language)
    return told
