"""What people are told by mail each day: at most one digest a person, of the units that are theirs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select, update

from service import organisation as agency
from service import state
from service.clock import stamp
from service.compose import Services
from service.duties import agenda, evidence, reminders, running, wording
from service.duties.agenda import Agenda
from service.duties.duty import Duty
from service.duties.reminders import Note
from service.mail import digest_letter, failing, outbox, readers
from service.mail.digest_letter import Call, Section, Slip
from service.organisation import Organisation
from service.periods import left_out
from service.reports.blocks import Language
from service.store.engine import reading
from service.store.tables import problem
from service.workbooks import links, places, tasks
from service.workbooks.registry import START, Workbook
from sheets_schema.descriptor import tables

#: States of a workbook of which a unit can be told: what stands in it was read.
_READ = ("ok", "broken")
Found = tuple[Workbook, Mapping[str, Any]]


@dataclass(frozen=True)
class Today:
    """What may be told today: the agenda, what each step of reminding comes to, each unit's problems."""

    plan: Agenda
    notes: Sequence[Note]
    dropped: Sequence[reminders.Mark]
    books: Mapping[str, Sequence[Workbook]]
    problems: Mapping[str, Sequence[Found]]
    failing: Mapping[Language, Sequence[str]]

    def news(self, unit: str) -> bool:
        """Whether a unit has a problem it was not told of by mail before."""
        return any(row["told_at"] is None for _, row in self.problems.get(unit, ()))


@dataclass
class Letter:
    """One person's mail and what it tells: the units whose problems, the steps of reminding."""

    mail: EmailMessage
    units: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)


def daily(services: Services, day: str) -> int:
    """Put the day's digests into the outbox, one a person; returns how many.

    A person gets one when a unit whose workbook they edit has a problem that it was not told of by mail
    before, or when a step of reminding is theirs today. Nobody reads of a unit that is not theirs. A unit is
    told of the year's workbook, and of the year before's while a month of that is not frozen.
    """
    with reading(services.engine) as connection:
        known = agency.read(connection)
        if known is None:
            return 0
        today = _gather(services, connection, known, date.fromisoformat(day))
    now = services.clock.now()
    letters = {address: _letter(services, today, address, now) for address in _readers(today)}
    with services.engine.begin() as connection:
        return _put(connection, today, letters, day, now)


def _gather(services: Services, connection: Connection, known: Organisation, on: date) -> Today:
    plan = agenda.read(connection, known, on, services.config.sheets_link_base)
    noted = evidence.noted(connection, plan.duties)

    def people(duty: Duty) -> reminders.People:
        return readers.of_duty(services, known, duty, on)

    opened = state.opened_at(connection).date()
    steps = reminders.steps(known.settings.values)
    notes = reminders.plan(plan.duties, noted, steps, plan.calendar, people, on, opened)
    months = running.months(connection, known, on)
    years = {known.year_on(on), *(int(month.label[:4]) for month in months)}
    books: dict[str, list[Workbook]] = {code: [] for code in known.by_code}
    for book in sorted(plan.books, key=lambda book: book.year):
        if book.kind == "unit" and book.year in years and book.state in _READ and book.unit in books:
            books[book.unit].append(book)
    problems = {code: [(b, row) for b in own for row in _open(connection, b)] for code, own in books.items()}
    said: dict[Language, list[str]] = {
        language: failing.sentences(connection, services.clock.now(), language) for language in ("vi", "en")
    }
    return Today(plan, notes, reminders.dropped(plan.duties, noted, people), books, problems, said)


def _readers(today: Today) -> list[str]:
    """Everybody who is told something today."""
    found = [
        address
        for unit in today.plan.known.units
        if today.news(unit.code)
        for address in readers.editors(unit)
    ]
    return sorted({*found, *(note.person for note in today.notes if note.state == "told")})


def _letter(services: Services, today: Today, address: str, now: datetime) -> Letter:
    """The mail of one person: a section for each unit of theirs that there is something new of."""
    known, language = today.plan.known, readers.language(today.plan.known, address)
    envelope = readers.envelope(services, address, now, language)
    notes = [note for note in today.notes if note.person == address]
    told = [note for note in notes if note.state == "told"]
    listed = agency.coordinators(known, services.config.coordinator_email)
    coordinates = address in {person.email.casefold() for person in listed}
    passed_on = [n for n in told if n.step.to == "leaders" and not known.settings.leaders_at_once]
    calls: dict[str, list[Call]] = {}
    for note in told:
        if note not in passed_on:
            made = _call(today, note.duty, language, note.step.to, is_coordinator=coordinates)
            calls.setdefault(today.plan.owner(note.duty), []).append(made)
    edited = {unit.code for unit in known.units if address in readers.editors(unit)}
    theirs = edited | {unit.code for unit in known.units if address == unit.head.casefold()}
    theirs |= {""} if coordinates else set()
    called = {note.duty.key for note in told}
    sections, units = [], set()
    for code in dict.fromkeys([*known.by_code, "", *calls]):
        slips = _slips(services, today, code, language) if code in edited else []
        if calls.get(code) or (slips and today.news(code)):
            units |= {code} if slips else set()
            starts = _starts(services, today, code) if code in edited else {}
            others = _others(today, code, called, language) if code in theirs else []
            plan = today.plan
            month = wording.month(plan.duties, code, plan.day, language) if code in theirs else ""
            sections.append(Section(plan.name(code), slips, calls.get(code, ()), others, month, starts))
    forward = _forward(today.plan, passed_on, language)
    unread = today.failing[language] if coordinates else ()
    mail = digest_letter.compose(envelope, today.plan.day, sections, forward, unread)
    return Letter(mail, units, notes)


def _call(today: Today, duty: Duty, language: Language, to: str, *, is_coordinator: bool) -> Call:
    plan = today.plan
    place = plan.place(duty, is_coordinator=is_coordinator)
    aside = "" if is_coordinator or to == "leaders" else _aside(today, duty, language)
    return Call(
        wording.asked(duty, language),
        f"{wording.deadline(duty, plan.day, plan.calendar, language)} {aside}".rstrip(),
        plan.day > duty.due,
        to,
        place.tab,
        place.link,
    )


def _aside(today: Today, duty: Duty, language: Language) -> str:
    """What keeps a unit's duty from being done, or who enters it, as a sentence."""
    if not duty.unit:
        return ""
    plan, owner = today.plan, today.plan.owner(duty)
    book = places.of(duty, owner, plan.books, plan.known.year_on(plan.day))
    wrong = (row for of, row in today.problems.get(owner, ()) if book and of.id == book.id)
    told = tasks.beside(duty, wrong, plan.known.rules, language)
    return f"{told[0].upper()}{told[1:]}." if told else ""


def _others(today: Today, code: str, called: Collection[str], language: Language) -> list[Call]:
    """What is open beside what is reminded of today; on days off and in quiet times nobody is asked."""
    plan = today.plan
    if not plan.calendar.is_workday(plan.day) or plan.calendar.is_quiet(plan.day):
        return []
    left = (duty for duty in plan.owed(code) if duty.key not in called)
    return [_call(today, duty, language, "", is_coordinator=not code) for duty in left]


def _forward(plan: Agenda, notes: Sequence[Note], language: Language) -> list[str]:
    """The text for the leaders, which the coordinator passes on."""
    if not notes:
        return []
    late = [(plan.name(plan.owner(note.duty)), note.duty) for note in notes]
    return wording.to_leaders(late, plan.day, plan.calendar, language)


def _starts(services: Services, today: Today, code: str) -> dict[int, str]:
    base = services.config.sheets_link_base
    own = today.books.get(code, ())
    return {book.year: links.cell(base, book.spreadsheet_id, book.sheets.get(START)) for book in own}


def _slips(services: Services, today: Today, code: str, language: Language) -> list[Slip]:
    return [_slip(services, today.plan, book, row, language) for book, row in today.problems.get(code, ())]


def _slip(
    services: Services, plan: Agenda, book: Workbook, row: Mapping[str, Any], language: Language
) -> Slip:
    base, cell = services.config.sheets_link_base, row["cell"] or ""
    tab = tables()[row["table_name"]].title
    if book.year != plan.known.year_on(plan.day):
        tab += f" (sổ năm {book.year})" if language == "vi" else f" (workbook of {book.year})"
    place = f"Ô {cell}: " if language == "vi" else f"Cell {cell}: "
    return Slip(
        tab=tab,
        cell=cell,
        value=row["value"] or "",
        sentence=row[f"message_{language}"].removeprefix(place),  # the entry begins with the cell already
        remedy=row[f"remedy_{language}"],
        link=links.cell(base, book.spreadsheet_id, book.sheets.get(row["table_name"]), row["cell"]),
        suggestion=row["suggestion"],
        severity=row["severity"],
        waits=left_out.waits(row["code"], row["table_name"], row["column_name"] or ""),
    )


def _put(connection: Connection, today: Today, letters: Mapping[str, Letter], day: str, now: datetime) -> int:
    """Enqueue the mails and write down what they tell; who has had today's mail is told no more today."""
    sent, told = 0, set[str]()
    evidence.drop(connection, today.dropped, now)
    evidence.keep(connection, (note for note in today.notes if note.person not in letters), now)
    for address, letter in letters.items():
        if outbox.enqueue(connection, letter.mail, digest_letter.KIND, day, address, now):
            evidence.keep(connection, letter.notes, now)
            told |= letter.units
            sent += 1
    for book in (book for code in sorted(told) for book in today.books[code]):
        fresh = and_(_tellable(book), problem.c.told_at.is_(None))
        connection.execute(update(problem).where(fresh).values(told_at=stamp(now)))
    return sent


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
