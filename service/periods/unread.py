"""What Google did not let us read when last asked: a close waits for it, but not for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from service.store.tables import slot, workbook

#: How long a close waits for what cannot be read; a report that says what it lacks is better than none.
LONGEST_WAIT = timedelta(hours=24)
#: What each job that reads on every tick brings.
_BRINGS = {"changes": "workbooks", "check": "workbooks", "answers": "answers"}


def sources(connection: Connection) -> tuple[str, ...]:
    """What the last tick could not read: "answers", "workbooks", both or nothing.

    A workbook that is unshared or deleted is not waited for: its unit is told, and its last good data stand.
    """
    failed = select(slot.c.job).where(slot.c.job.in_(_BRINGS), slot.c.state.not_in(("done", "asked")))
    found = {_BRINGS[row.job] for row in connection.execute(failed)}
    busy = workbook.c.stale & (workbook.c.state != "unreachable") & workbook.c.layout_hash.is_not(None)
    if connection.execute(select(workbook.c.id).where(busy).limit(1)).first():
        found.add("workbooks")
    return tuple(sorted(found))


def settled(connection: Connection, since: datetime, now: datetime, *wanted: str) -> bool:
    """Whether everything `wanted` was read, or has been waited for long enough."""
    return now >= since + LONGEST_WAIT or not set(wanted) & set(sources(connection))
