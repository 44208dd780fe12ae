"""Keep the register of duties true to the sheets: each change once, as an event; what did not change costs
nothing.

Only units whose workbooks, exceptions or months changed since are looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from service import state
from service.clock import ZONE, parse, stamp
from service.duties import asking, collect, content, facts, history
from service.duties.asking import PLAN
from service.duties.content import Book
from service.duties.facts import Facts
from service.organisation import Organisation
from service.store.tables import duty, duty_event, row_state, workbook
from service.workbooks import carried, registry

#: Where the store keeps what every unit's duties hang on, as it last was.
_KEY = "duties"
_PLAN = "duties:plan"


def follow(connection: Connection, known: Organisation, now: datetime) -> int:
    """Bring the register up to date. Returns how many duties changed."""
    query = select(workbook).where(workbook.c.followed.is_(False))
    changed = list(connection.execute(query).mappings())
    hangs_on = _fingerprint(known, now.date())
    if not changed and state.get(connection, _KEY) == hangs_on:
        return 0
    shared = content.books(connection, ("coordinator", "auditors"))
    asks = _asks(shared)
    everyone = state.get(connection, _KEY) != hangs_on or state.get(connection, _PLAN) != asks
    units = {unit.code for unit in known.units}
    if not everyone:
        units &= _touched(connection, known, changed, shared, now.date())
    count = sum(_unit(connection, known, code, shared, now) for code in sorted(units))
    count += _unlisted(connection, known, shared, now)
    if everyone or any(row["kind"] in ("coordinator", "auditors") for row in changed):
        count += _shared(connection, known, shared, now)
    state.put(connection, _KEY, hangs_on)
    state.put(connection, _PLAN, asks)
    here = workbook.c.id.in_([row["id"] for row in changed])
    connection.execute(update(workbook).where(here).values(followed=True, followed_at=stamp(now)))
    return count


def _asks(shared: Sequence[Book]) -> str:
    """Changes when what the coordinator's workbook asks of the units' own may have: plan and procedures."""
    rows = [(row.key, row.values) for name in (PLAN, "procedures") for row in content.of(shared, name)]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _fingerprint(known: Organisation, day: date) -> str:
    """Changes when what is asked of every unit may have: units, months begun, settings, exceptions."""
    months = [month.label for month in collect.months(known, known.year_on(day), day)]
    units = [(astuple(unit), unit.ended_before(day)) for unit in known.units]
    held = [known.year_on(day), months, units, known.rules, known.allowances]
    return hashlib.sha256(repr(held).encode()).hexdigest()


def _touched(
    connection: Connection,
    known: Organisation,
    changed: Sequence[RowMapping],
    shared: Sequence[Book],
    day: date,
) -> set[str]:
    """The units whose duties may differ: of the workbooks that changed, and who took over from those."""
    units = {row["unit"] for row in changed if row["unit"]}
    if any(row["kind"] == "auditors" for row in changed):
        units |= {row.unit for row in content.of(shared, "findings")}
        query = select(duty.c.source).where(duty.c.table_name == "corrections").distinct()
        units |= set(connection.execute(query).scalars())
    return units | {collect.heir(known, unit, day) for unit in units}


def _unit(
    connection: Connection, known: Organisation, code: str, shared: Sequence[Book], now: datetime
) -> int:
    """One unit's duties, of its own workbooks."""
    line = [code, *(unit.code for unit in known.left_to(code, now.date()))]
    books = content.books(connection, ("unit",), line)
    asked = [*collect.of_unit(known, code, books, shared, now.date(), _opened(connection))]
    there = _there([*books, *(book for book in shared if book.kind == "auditors")])
    on = _changed_on(connection, [book for book in books if book.unit == code], now)
    return _keep(connection, known, code, asked, there, now, on)


def _unlisted(connection: Connection, known: Organisation, shared: Sequence[Book], now: datetime) -> int:
    """Of a unit that the coordinator's list no longer names only its corrections are asked for."""
    codes = {row.unit for row in content.of(shared, "findings")}
    codes |= set(connection.execute(select(duty.c.source).where(duty.c.source != "").distinct()).scalars())
    count = 0
    for code in sorted(codes - {unit.code for unit in known.units}):
        books = content.books(connection, ("unit",), [code])
        asked = [*collect.of_unlisted(known, code, books, shared, now.date())]
        there = _there([*books, *(book for book in shared if book.kind == "auditors")])
        count += _keep(connection, known, code, asked, there, now, _changed_on(connection, books, now))
    return count


def _opened(connection: Connection) -> datetime:
    """Since when the installation answers for what is due; before that is noted, since ever."""
    noted = state.get(connection, "opened_at")
    return parse(noted) if noted else datetime.min.replace(tzinfo=ZONE)


def _shared(connection: Connection, known: Organisation, shared: Sequence[Book], now: datetime) -> int:
    """The duties whose content stands in the coordinator's or the auditors' workbook, whoever owes them."""
    asked = [*collect.of_others(known, shared, now.date())]
    on = _changed_on(connection, shared, now)
    return _keep(connection, known, "", asked, _there(shared), now, on)


#: Where a record stands: the unit and year of its workbook ("" and 0: not a unit's), table, key.
Place = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class There:
    """The places of what stands in some sheets: right rows, those of them without a day, and others;
    `unread`: tables.
    """

    right: frozenset[Place]
    undated: frozenset[Place]
    lacking: frozenset[Place]
    unread: frozenset[str]


def _there(books: Sequence[Book]) -> There:
    rows = [(_of(book), table, row) for book in books for table in book.rows for row in book.rows[table]]
    right = ((*of, table, row.key) for of, table, row in rows)
    undated = ((*of, table, row.key) for of, table, row in rows if asking.is_undated(table, row))
    lacking = ((*_of(b), table, key) for b in books for table, keys in b.lacking.items() for key in keys)
    unread = (table for book in books for table in book.unread)
    return There(frozenset(right), frozenset(undated), frozenset(lacking), frozenset(unread))


def _of(book: Book) -> tuple[str, int]:
    return (book.unit, book.year) if book.kind == "unit" else ("", 0)


def _changed_on(connection: Connection, books: Sequence[Book], now: datetime) -> date:
    """The day to which what changed in some workbooks is put: when people typed last, if that is news."""
    ids = [book.id for book in books]
    typed = connection.execute(
        select(func.max(row_state.c.changed_at)).where(row_state.c.workbook_id.in_(ids))
    ).scalar()
    before = connection.execute(
        select(func.max(workbook.c.followed_at)).where(workbook.c.id.in_(ids))
    ).scalar()
    if typed is None or (before is not None and typed <= before):
        return now.date()
    return min(parse(typed), now).date()


def _held(connection: Connection, source: str) -> dict[str, Facts]:
    query = select(duty.c.key, duty.c.facts).where(duty.c.source == source)
    return {key: facts.from_json(item) for key, item in connection.execute(query)}


def _keep(
    connection: Connection,
    known: Organisation,
    source: str,
    asked: Sequence[Facts],
    there: There,
    now: datetime,
    on: date,
) -> int:
    """Make the register hold what is asked for; note what happened. `source`: a unit, "" what is shared."""
    held = _held(connection, source)
    wanted = {one.key: one for one in asked}
    found: dict[str, Facts] = {}
    for key, one in wanted.items():
        before = held.get(key)
        if before is not None or not one.gone:
            found[key] = asking.allowed(facts.flipped(before, one, on), known.allowances)
            over = asking.reviewed(before, one, on) if before is not None else None
            if over is not None and _stood(connection, key, on):
                found[over.key] = over
    kept = known.year_on(now.date())
    first, waits = carried.first_open(connection, kept), carried.held_back(connection, kept - 1)
    for key, before in held.items():
        if key not in wanted:
            still = kept - 1 if (before.was or before.unit) in waits else first
            left = before if _is_over(before, kept, still) else _without(before, there)
            stays = left.gone == "vanished" or asking.is_past_review(left)
            found[key] = asking.allowed(left, known.allowances) if stays else left
    return _write(connection, source, held, found, now)


def _stood(connection: Connection, key: str, on: date) -> bool:
    """Whether the day due of a duty stood there, until changed or left blank, for longer than a slip of
    typing does; more time aside.
    """
    query = select(duty_event.c.at, duty_event.c.facts).where(
        duty_event.c.key == key, duty_event.c.kind != "extended"
    )
    rows = connection.execute(query.order_by(duty_event.c.id.desc()))
    past = [(parse(at).date(), told) for at, told in rows]
    since = next((day for day, told in past if told.get("due")), on)
    until, gone = next(((day, told["gone"]) for day, told in past if "gone" in told), (on, ""))
    return (until if gone == facts.UNDATED else on) - since > asking.SLIP


def _is_over(one: Facts, year: int, first: int) -> bool:
    """Whether a duty of a year before the one kept stays as it was, whatever its sheet holds now: a month's,
    an activity of the plan that was done, and what does not go on from before the `first` year still open.
    """
    if one.year >= year:
        return False
    planned = bool(one.period) and one.lock is None
    return one.lock is not None or (planned and one.done) or (one.year < first and not one.goes_on)


def _without(before: Facts, there: There) -> Facts:
    """A duty that nothing asks for now: passed on, not right for the moment, or gone from the sheet.

    A record that vanished before it was done stays owed.
    """
    if asking.is_past_review(before):
        return before
    if before.gone == "dropped":
        return before
    corrects = before.table == "corrections"
    table, record = "findings" if corrects else before.table, before.record.partition(" (")[0]
    own = before.was or before.unit, before.year, table, record
    places = {("", 0, table, record), own}
    if not before.period and places & there.undated:
        return replace(before, gone=facts.UNDATED)
    if before.period or places & there.right:
        return replace(before, gone="dropped")
    if before.done or table in there.unread or places & there.lacking:
        return before
    # A finding that was deleted is asked for as long as it counts.
    return replace(before, gone="dropped" if corrects else "vanished")


def _write(
    connection: Connection, source: str, held: Mapping[str, Facts], found: Mapping[str, Facts], now: datetime
) -> int:
    changed = [key for key, one in found.items() if held.get(key) != one]
    past = [event for key in changed for event in history.events(held.get(key), found[key])]
    if not changed:
        return 0
    connection.execute(
        insert(duty_event),
        [{"at": stamp(now), "key": e.key, "kind": e.kind, "facts": dict(e.facts)} for e in past],
    )
    for start in range(0, len(changed), 500):
        connection.execute(delete(duty).where(duty.c.key.in_(changed[start : start + 500])))
    connection.execute(insert(duty), [_row(found[key], source) for key in changed])
    registry.tell_again(
        connection, {one.unit for key in changed for one in (held.get(key), found[key]) if one}
    )
    return len(changed)


def _row(one: Facts, source: str) -> dict[str, object]:
    return {
        "key": one.key,
        "unit": one.unit,
        "table_name": one.table,
        "record": one.record,
        "period": one.period,
        "year": one.year,
        "source": source,
        "gone": "dropped" if one.gone == facts.UNDATED else one.gone,
        "facts": one.to_json(),
    }
