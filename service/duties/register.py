"""The register of what is owed: who owes what by when, and how it stands on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from service.duties import facts
from service.duties.duty import Duty
from service.duties.history import KINDS
from service.organisation import Organisation
from service.periods.windows import months, window
from service.store.tables import duty, duty_event
from service.workbooks import carried
from sheets_schema.descriptor import WORKBOOKS, tables


def read(
    connection: Connection,
    known: Organisation,
    day: date,
    *,
    year: int | None = None,
    unit: str | None = None,
    period: str | None = None,
    began: date | None = None,
) -> list[Duty]:
    """Every duty of the year kept on `day` (or of `year`), as it stands on that day; of a unit, of a period.

    With it what goes on from earlier years until it is done; of the year before what else is not done, until
    that year is carried over, and the months that still take entries or were put off into this one. By units
    as the coordinator lists them (the committee last), then by due day. `began`: the first day of the period
    that they are told of in.
    """
    kept = year or known.year_on(day)
    query = select(duty.c.facts).where(duty.c.gone != "dropped", duty.c.year <= kept)
    for column, value in ((duty.c.unit, unit), (duty.c.period, period)):
        query = query if value is None else query.where(column == value)
    held = (facts.from_json(item) for item in connection.execute(query).scalars())
    first, waits = carried.first_open(connection, kept), carried.held_back(connection, kept - 1)
    told = (
        one
        for one in held
        if _counts(one, known, kept, kept - 1 if (one.was or one.unit) in waits else first, day)
    )
    found = [facts.judge(one, day, began) for one in told]
    places = {listed.code: place for place, listed in enumerate(known.units)}
    tabs = {name: place for place, name in enumerate(sorted(tables(), key=_tab))}
    found.sort(
        key=lambda d: (
            places.get(d.unit, len(places) + (d.unit == "")),
            d.due,
            d.period,
            tabs.get(d.table, 99),
            d.key,
        )
    )
    return found


def after_year(connection: Connection, known: Organisation, year: int, day: date) -> list[Duty]:
    """What of a year's workbooks and plan falls due after its window, in the month that follows; by due day.

    As it stands on `day`; without what was carried over, which the new workbooks ask for, and without what
    goes on of itself.
    """
    following = window(f"{year + 1}-01", known.rules)
    query = select(duty.c.facts).where(duty.c.gone != "dropped", duty.c.year == year)
    held = [facts.from_json(item) for item in connection.execute(query).scalars()]
    own = [one for one in held if one.lock is None and following.contains(one.due)]
    if year in carried.years(connection):
        waits = carried.held_back(connection, year)
        own = [one for one in own if not _is_carried(one) or (one.was or one.unit) in waits]
    found = (facts.judge(one, day) for one in own if one.period or not one.goes_on)
    return sorted(found, key=lambda d: (d.due, d.unit, d.key))


def _is_carried(one: facts.Facts) -> bool:
    """Whether it goes into the new year's workbook when its own is locked: an action that is not done."""
    return one.table == "actions" and not one.period and not one.done


def moved_on(connection: Connection, since: date, day: date) -> set[str]:
    """The units with a duty that is asked for, or overdue, on `day` and was not on `since`; and the units
    that it was of before those took over.
    """
    begins, due = (duty.c.facts[name].as_string() for name in ("begins", "due"))
    begun = and_(begins > since.isoformat(), begins <= day.isoformat())
    passed = and_(due >= since.isoformat(), due < day.isoformat())
    query = select(duty.c.unit, duty.c.facts["was"].as_string())
    found = connection.execute(query.where(duty.c.gone != "dropped", or_(begun, passed)).distinct())
    return {unit for units in found for unit in units if unit}


def month_labels(known: Organisation, day: date, duties: Iterable[Duty]) -> list[str]:
    """The months of the year kept on `day`, and earlier ones of which something is still asked."""
    asked = {duty.period for duty in duties if len(duty.period) == len("2022-03")}
    return sorted(asked | {month.label for month in months(known.year_on(day), known.rules)})


def _tab(name: str) -> tuple[int, int]:
    table = tables()[name]
    return WORKBOOKS.index(table.workbook), table.order


def _counts(one: facts.Facts, known: Organisation, year: int, first: int, day: date) -> bool:
    """Whether a duty is told of in a year; `first`: the first year whose workbooks are still open then."""
    if one.year == year:
        return True
    begins = window(str(year), known.rules).start
    if one.goes_on:
        return not one.done or not facts.was_done(one, begins)
    if one.lock is None:
        return not one.done and one.year >= first
    put_off = one.due > one.lock and one.due >= begins
    return put_off or day <= max(one.lock, one.due)


def history(connection: Connection, key: str) -> list[dict[str, Any]]:
    """What happened to a duty, oldest first: when, what (both languages), the facts that changed."""
    query = select(duty_event).where(duty_event.c.key == key).order_by(duty_event.c.id)
    return [
        {
            "at": row["at"],
            "kind": row["kind"],
            "vi": KINDS[row["kind"]][0],
            "en": KINDS[row["kind"]][1],
            "facts": row["facts"],
        }
        for row in connection.execute(query).mappings()
    ]
