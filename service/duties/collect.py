"""What is asked of whom now, from what the sheets hold and whom the coordinator lists. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from service.clock import ZONE
from service.duties import asking, content
from service.duties.asking import PLAN, Answer
from service.duties.content import Book
from service.duties.facts import Facts
from service.figures import procedures
from service.figures.data import Data, Row, Unit
from service.organisation import Organisation
from service.periods import windows
from service.periods.windows import Window
from sheets_schema.descriptor import tables


def months(known: Organisation, year: int, day: date) -> list[Window]:
    """The months of a year that have begun."""
    return [month for month in windows.months(year, known.rules) if month.start <= day]


def of_unit(
    known: Organisation,
    code: str,
    books: Sequence[Book],
    shared: Sequence[Book],
    day: date,
    opened: datetime,
) -> Iterator[Facts]:
    """What is asked of a unit by its months, by the plan, and by dated records of its own workbooks.

    `books`: its workbooks and those of the units whose open matters it took over; `opened`: since when the
    installation answers for what is due.
    """
    kept = known.year_on(day)
    own = {book.year: book for book in books if book.unit == code}
    for year in sorted({kept, *(year for year in own if year == kept - 1)}):
        yield from _monthly(known, code, own.get(year), months(known, year, day), opened)
    yield from _planned_of_unit(known, code, own, shared, kept)

    def keeper(of: str, done_on: date | None) -> str:
        return known.keeper(of, day, done_on)

    owns = {code, heir(known, code, day)} & {code, ""}
    dated = [
        one
        for table in asking.registers_due()
        if table.workbook == "unit"
        for one in asking.dated(table, content.of(books, table.name), keeper)
    ]
    yield from (one for one in dated if one.unit in owns)
    yield from (one for one in _corrections(known, books, shared, day) if one.unit in owns)


def _monthly(
    known: Organisation, code: str, book: Book | None, months: Iterable[Window], opened: datetime
) -> Iterator[Facts]:
    """What the months of a year ask of a unit; not those that were due before we were there."""
    listed = known.by_code[code]
    unit = Unit(listed.code, listed.name, listed.has_dossiers)
    rows = {name: tuple(book.rows.get(name, ())) if book else () for name in content.MONTHLY}
    for month in months:
        over = datetime.combine(month.due + timedelta(days=1), time.min, ZONE)
        if listed.valid_in(month) and over > opened:
            data = Data(window=month, kind="monthly", rules=known.rules, units=(unit,), **rows)  # type: ignore[arg-type]
            yield from asking.monthly(data, unit)


def _planned_of_unit(
    known: Organisation, code: str, own: Mapping[int, Book], shared: Sequence[Book], kept: int
) -> Iterator[Facts]:
    for item in content.of(shared, PLAN):
        answering = tables().get(item.text("table"))
        if answering is None or answering.workbook != "unit" or not _owes(known, item, code):
            continue
        year = int(item.text("from_month")[:4])
        if answering.name == "proposals" and not _proposes(known, code, year, shared):
            continue
        book = own.get(year)
        if book is None and year < kept:
            continue  # there is nowhere to give it
        answer = book.answer(answering.name) if book else Answer()
        yield asking.planned(item, code, answer, known.rules)


def _proposes(known: Organisation, code: str, year: int, shared: Sequence[Book]) -> bool:
    """Whether any procedure in force asks the unit for a proposal (docs/figures.md, 12.2)."""
    begins = windows.window(str(year), known.rules).start
    own = [row for row in content.of(shared, "procedures") if row.text("owner") == code]
    return any(row.text("status") == "in_force" and procedures.asks(row, begins) for row in own)


def _owes(known: Organisation, item: Row, code: str) -> bool:
    """Whether an activity of the plan is a unit's: it exists on the day due, and all are named, or it is, or
    one that it took over from by then.
    """
    due, unit, who = item.day("due"), known.by_code.get(code), item.text("who")
    if due is None or unit is None or unit.ended_before(due):
        return False
    if unit.valid_from is not None and unit.valid_from > due:
        return False
    return who == "units" or known.heir(who, due) is unit


def heir(known: Organisation, code: str, day: date) -> str:
    """Who answers for a unit's open matters: "" (the committee) when it ended and nobody took over."""
    return known.keeper(code, day, None)


def _corrections(
    known: Organisation, books: Sequence[Book], shared: Sequence[Book], day: date
) -> Iterator[Facts]:
    data = Data(
        window=replace(windows.containing(day, known.rules), end=day),
        kind="monthly",
        rules=known.rules,
        units=tuple(Unit(u.code, u.name, successor=u.successor) for u in known.units),
        findings=(*content.of(shared, "findings"), *(row for book in shared for row in book.vanished)),
        corrections=tuple(content.of(books, "corrections")),
    )
    yield from asking.corrections(data, lambda of, done_on: known.keeper(of, day, done_on))


def of_others(known: Organisation, shared: Sequence[Book], day: date) -> Iterator[Facts]:
    """What the coordinator's and the auditors' workbooks ask of units and of the committee."""

    def keeper(of: str, done_on: date | None) -> str:
        return known.keeper(of, day, done_on)

    for table in asking.registers_due():
        if table.workbook in ("coordinator", "auditors"):
            for one in asking.dated(table, content.of(shared, table.name), keeper):
                yield _in_its_year(one, known) if table.workbook == "coordinator" else one
    for one in asking.reviews(content.of(shared, "procedures"), keeper):
        yield _in_its_year(one, known)
    for item in content.of(shared, PLAN):
        yield from _planned_elsewhere(known, item, shared)


def _in_its_year(one: Facts, known: Organisation) -> Facts:
    """A record of the coordinator's is of the year whose window holds its due day."""
    return replace(one, year=int(windows.containing(one.due, known.rules).label[:4]))


def of_unlisted(
    known: Organisation, code: str, books: Sequence[Book], shared: Sequence[Book], day: date
) -> Iterator[Facts]:
    """What is still asked of a unit that the coordinator's list names no longer: its corrections."""
    return (one for one in _corrections(known, books, shared, day) if one.unit == code)


def _planned_elsewhere(known: Organisation, item: Row, shared: Sequence[Book]) -> Iterator[Facts]:
    """An activity that a table of the coordinator's or the auditors' answers for, or its own status."""
    answering = tables().get(item.text("table"))
    everywhere = answering is not None and answering.workbook == "unit"
    if item.text("who") == "committee":
        owners = [""]
    elif everywhere:
        return
    else:
        owners = [unit.code for unit in known.units if _owes(known, item, unit.code)]
    for owner in owners:
        answer = None
        if answering is not None and not everywhere:
            rows = content.of(shared, answering.name)
            answer = asking.held(item, rows, answering, owner, known.rules)
        yield asking.planned(item, owner, answer, known.rules)
