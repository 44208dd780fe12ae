"""What Google does not let us read: a close waits for it, but not for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from service import state
from service.clock import parse, stamp
from service.store.tables import slot, workbook

#: How long a close waits for what cannot be read; a report that says what it lacks is better than none.
LONGEST_WAIT = timedelta(hours=24)
#: Where the store keeps it: source → since when.
_KEY = "unread"


def note(connection: Connection, now: datetime, brings: Mapping[str, str]) -> None:
    """Keep since when each source cannot be read. Asked on every tick, after everything was read.

    `brings`: which source ("answers", "workbooks") each job reads.
    """
    known = _noted(connection)
    found = {source: known.get(source, stamp(now)) for source in _failing(connection, brings)}
    if found != known:
        state.put(connection, _KEY, found)


def sources(connection: Connection) -> tuple[str, ...]:
    """What cannot be read now: "answers", "workbooks", both or nothing."""
    return tuple(sorted(_noted(connection)))


def lasting(connection: Connection, now: datetime) -> Iterator[tuple[str, datetime]]:
    """What cannot be read for longer than a close waits for it, with the moment it began to fail."""
    for source, since in sorted(_noted(connection).items()):
        if now - parse(since) > LONGEST_WAIT:
            yield source, parse(since)


def settled(connection: Connection, due: datetime, now: datetime, *wanted: str) -> bool:
    """Whether everything `wanted` can be read, or was waited for long enough since it was `due`."""
    known = _noted(connection)
    waits = [max(due, parse(known[source])) + LONGEST_WAIT for source in wanted if source in known]
    return all(now >= until for until in waits)


def _noted(connection: Connection) -> dict[str, str]:
    return dict(state.get(connection, _KEY) or {})


def _failing(connection: Connection, brings: Mapping[str, str]) -> set[str]:
    """The sources that this tick failed to read.

    A workbook that is unshared or deleted is not among them: its unit is told, its last good data stand.
    """
    failed = select(slot.c.job).where(slot.c.job.in_(brings), slot.c.state.not_in(("done", "asked")))
    found = {brings[row.job] for row in connection.execute(failed)}
    busy = workbook.c.stale & (workbook.c.state != "unreachable") & workbook.c.layout_hash.is_not(None)
    if connection.execute(select(workbook.c.id).where(busy).limit(1)).first():
        found.add("workbooks")
    return found
