"""What a unit is told by mail: at most one digest a day, and each lost workbook once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select, update

from service import organisation as agency
from service.clock import stamp
from service.compose import Services
from service.duties import owed, running
from service.figures.data import Data
from service.mail import messages, outbox
from service.organisation import Organisation, Unit
from service.periods import snapshot
from service.reports.blocks import Language
from service.store.engine import reading
from service.store.tables import notice, problem
from service.workbooks import links, registry
from service.workbooks.notices import kind_of
from service.workbooks.registry import START, Workbook
from sheets_schema.descriptor import tables

#: States of a workbook of which a unit can be told: what stands in it was read.
_READ = ("ok", "broken")


def daily(services: Services, day: str) -> int:
    """Put the day's digests into the outbox; returns how many. A unit hears of its own workbooks only.

    A unit gets one when it has a problem it was not told of by mail before, or when something is missing on
    the due day or on the last day that counts. It is told of the year's workbook, and of the year before's
    while a month of that is not frozen.
    """
    on = date.fromisoformat(day)
    with reading(services.engine) as connection:
        known = agency.read(connection)
        if known is None:
            return 0
        months = running.months(connection, known, on)
        years = sorted({known.year_on(on), *(int(month.label[:4]) for month in months)})
        books = [book for year in years for book in registry.all_of(connection, "unit", year)]
        reminded = [
            snapshot.entered(connection, known, month, "monthly")
            for month in months
            if on in (month.due, month.freeze)
        ]
    own = {unit.code: [b for b in books if b.unit == unit.code and b.state in _READ] for unit in known.units}
    return sum(
        _digest(services, known, unit, own[unit.code], on, reminded)
        for unit in known.by_code.values()
        if own[unit.code]
    )


def _digest(
    services: Services,
    known: Organisation,
    unit: Unit,
    books: list[Workbook],
    day: date,
    reminded: list[Data],
) -> int:
    years = {book.year for book in books}
    lacking = [entry for data in reminded if data.year in years for entry in _missing(data, unit)]
    with services.engine.begin() as connection:
        found = [(book, row) for book in books for row in _open(connection, book)]
        if not (lacking or any(row["told_at"] is None for _, row in found)):
            return 0
        now = services.clock.now()
        slips = [_slip(services, known, book, row, day) for book, row in found]
        sent = sum(
            outbox.enqueue(connection, mail, f"digest:{unit.code}", day.isoformat(), mail["To"], now)
            for mail in _mails(services, known, unit, books, day, slips, lacking, now)
        )
        if sent:
            _note_told(connection, books, now)
        return sent


def _mails(
    services: Services,
    known: Organisation,
    unit: Unit,
    books: list[Workbook],
    day: date,
    slips: list[messages.Slip],
    lacking: list[owed.Owed],
    now: datetime,
) -> list[EmailMessage]:
    base = services.config.sheets_link_base
    starts = {book.year: links.cell(base, book.spreadsheet_id, book.sheets.get(START)) for book in books}
    return [
        messages.digest(
            _envelope(services, address, now, known.language),
            unit.code,
            unit.name,
            day,
            slips,
            missing=lacking,
            starts=starts,
        )
        for address in people(unit)
    ]


def people(unit: Unit) -> list[str]:
    """Who is told about a unit's workbook: its editors, each address once."""
    return list(dict.fromkeys(address.casefold() for address in unit.editors if address))


def _slip(
    services: Services, known: Organisation, book: Workbook, row: Mapping[str, Any], day: date
) -> messages.Slip:
    base, language = services.config.sheets_link_base, known.language
    tab = tables()[row["table_name"]].title
    if book.year != known.year_on(day):
        tab += f" (sổ năm {book.year})" if language == "vi" else f" (workbook of {book.year})"
    return messages.Slip(
        tab=tab,
        cell=row["cell"] or "",
        value=row["value"] or "",
        sentence=row[f"message_{language}"],
        remedy=row[f"remedy_{language}"],
        link=links.cell(base, book.spreadsheet_id, book.sheets.get(row["table_name"]), row["cell"]),
        suggestion=row["suggestion"],
        severity=row["severity"],
    )


def _tellable(book: Workbook) -> ColumnElement[bool]:
    """The problems the unit may be told of now: open, and not in a row still being typed."""
    return and_(problem.c.workbook_id == book.id, problem.c.mended_at.is_(None), problem.c.quiet.is_(False))


def _open(connection: Connection, book: Workbook) -> list[Mapping[str, Any]]:
    query = (
        select(problem)
        .where(_tellable(book))
        .order_by(problem.c.severity, problem.c.table_name, problem.c.row, problem.c.column_name)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _note_told(connection: Connection, books: list[Workbook], now: datetime) -> None:
    """Remember which problems were told of, so that only others make a digest of a later day."""
    for book in books:
        fresh = and_(_tellable(book), problem.c.told_at.is_(None))
        connection.execute(update(problem).where(fresh).values(told_at=stamp(now)))


def _missing(reminded: Data, unit: Unit) -> list[owed.Owed]:
    return [entry for own in reminded.units if own.code == unit.code for entry in owed.missing(reminded, own)]


def _envelope(services: Services, address: str, now: datetime, language: Language) -> messages.Envelope:
    config = services.config
    return messages.Envelope(
        config.sender, address, now, reply_to=config.coordinator_email, language=language
    )


def notices(services: Services) -> int:
    """Mail each notice once: to the coordinator, and what the unit can mend to the unit as well."""
    with reading(services.engine) as connection:
        known = agency.read(connection)
        waiting = list(connection.execute(select(notice).where(notice.c.mailed_at.is_(None))).mappings())
    return sum(_tell(services, known, dict(row)) for row in waiting)


def _tell(services: Services, known: Organisation | None, row: Mapping[str, Any]) -> int:
    now = services.clock.now()
    sent = 0
    with services.engine.begin() as connection:
        book = registry.get(connection, row["workbook_id"])
        kind, base = kind_of(row["kind"]), services.config.sheets_link_base
        unit = known.by_code.get(book.unit or "") if known and kind.unit else None
        for address, language in _addressed(services, known, unit).items():
            envelope = _envelope(services, address, now, language)
            mail = messages.notice(
                envelope,
                f"workbook_{row['kind']}",
                f"{book.key}:{row['since']}",
                envelope.say(*(subject.format(name=book.name) for subject in kind.subject)),
                [row[f"message_{language}"]],
                links.cell(base, book.spreadsheet_id) if book.spreadsheet_id else "",
            )
            sent += outbox.enqueue(connection, mail, f"notice:{row['kind']}", row["since"], address, now)
        connection.execute(update(notice).where(notice.c.id == row["id"]).values(mailed_at=stamp(now)))
    return sent


def _addressed(services: Services, known: Organisation | None, unit: Unit | None) -> dict[str, Language]:
    """Who is told of a workbook, each in the language they read: the coordinators, the unit's editors."""
    listed = agency.coordinators(known, services.config.coordinator_email)
    told: dict[str, Language] = {person.email: person.language for person in listed}
    for address in people(unit) if unit else ():
        told.setdefault(address, known.language if known else "vi")
    return told
