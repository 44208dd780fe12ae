"""The batches of answers: made when a month is frozen, and what a period's reports are told of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from service.figures.data import LEFTOVER, CubeRow
from service.organisation import Organisation
from service.periods.windows import Window, containing, months, window
from service.questionnaires import flags, pools
from service.store.tables import batch


def publish(connection: Connection, organisation: Organisation, span: Window) -> int:
    """Settle whose a month's answers are, flag their patterns, make the batches that are large enough.

    Returns how many units are shown.
    """
    pools.settle(connection, span, [unit.code for unit in organisation.units_in(span)])
    flags.settle(connection, span, _opened(organisation, span).isoformat())
    connection.execute(delete(batch).where(batch.c.period == span.label))
    k = int(organisation.settings_of(int(span.label[:4])).k)
    shown = [pool for pool in _waiting(connection, organisation, span) if pool.publishable(k)]
    for pool in shown:
        connection.execute(
            insert(batch).values(
                unit=pool.unit,
                period=span.label,
                first_day=pool.first.isoformat(),
                last_day=pool.last.isoformat(),
            )
        )
    return len(shown)


def of_month(connection: Connection, organisation: Organisation, span: Window) -> tuple[CubeRow, ...]:
    """What a month shows: the counts of its batches."""
    return tuple(_published(connection, organisation, span.label, span.label))


def of_year(connection: Connection, organisation: Organisation, span: Window) -> tuple[CubeRow, ...]:
    """What a year shows: the counts of all its batches, and as one what no unit could show by its end."""
    shown = _published(connection, organisation, f"{span.label}-01", f"{span.label}-12")
    december = months(int(span.label), organisation.rules)[-1]
    left = [
        row
        for pool in _leftover(connection, organisation, december)
        for row in _rows(replace(pool, unit=LEFTOVER), organisation, december.label)
    ]
    return (*shown, *_summed(left))


def _published(connection: Connection, organisation: Organisation, first: str, last: str) -> list[CubeRow]:
    found = pools.published(connection, first, last)
    return [row for month, pool in found for row in _rows(pool, organisation, month)]


def _waiting(connection: Connection, organisation: Organisation, span: Window) -> list[pools.Pool]:
    opened = _opened(organisation, span)
    return pools.gather(connection, pools.answered(connection, opened, span.end), span, opened)


def _leftover(connection: Connection, organisation: Organisation, last: Window) -> list[pools.Pool]:
    """What no unit could show by the end of the year."""
    shown = {row[0] for row in connection.execute(select(batch.c.unit).where(batch.c.period == last.label))}
    waiting = _waiting(connection, organisation, last)
    return [pool for pool in waiting if pool.unit not in shown and pool.people]


def _opened(organisation: Organisation, span: Window) -> date:
    """The first day of the window's year."""
    return window(span.label[:4], organisation.rules).start


def _rows(pool: pools.Pool, organisation: Organisation, last: str) -> list[CubeRow]:
    first = containing(_begun(pool, organisation), organisation.rules).label
    return [
        CubeRow(pool.unit, first, last, question, level, count, version)
        for (version, question, level), count in sorted(pool.counts.items())
    ]


def _begun(pool: pools.Pool, organisation: Organisation) -> date:
    """The first day of a pool on which its unit was there: nobody answered of it before."""
    unit = organisation.by_code.get(pool.unit)
    born = unit.valid_from if unit else None
    return born if born and pool.first < born <= pool.last else pool.first


def _summed(left: list[CubeRow]) -> list[CubeRow]:
    """The leftover pools of all units become one: a single unit's leftover is never kept by itself."""
    totals: dict[tuple[int, str, int], int] = {}
    for row in left:
        key = (row.version, row.question, row.level)
        totals[key] = totals.get(key, 0) + row.count
    first, last = min((row.first for row in left), default=""), max((row.last for row in left), default="")
    return [CubeRow(LEFTOVER, first, last, q, level, n, v) for (v, q, level), n in sorted(totals.items())]
