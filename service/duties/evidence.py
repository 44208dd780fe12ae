"""The evidence of reminding as the store keeps it: what each person was told of which duty, or why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, select, update
from sqlalchemy.dialects.sqlite import insert

from service.clock import stamp
from service.duties import reminders
from service.duties.duty import Duty
from service.duties.reminders import Mark, Note, Pair, State
from service.store.tables import reminder


def noted(connection: Connection, duties: Iterable[Duty]) -> dict[Mark, State]:
    """What was noted of these duties at their present days due, and everything that is still planned."""
    standing = {(duty.key, duty.due) for duty in duties}
    columns = reminder.c.duty, reminder.c.due, reminder.c.step, reminder.c.person, reminder.c.state
    found: dict[Mark, State] = {}
    for duty, due, step, person, state in connection.execute(select(*columns)):
        mark = (duty, date.fromisoformat(due), step, person)
        if state == "planned" or mark[:2] in standing:
            found[mark] = state
    return found


def keep(connection: Connection, notes: Iterable[Note], now: datetime) -> None:
    """Write notes down; of what was planned before, what became of it. A note that is final stays."""
    for note in notes:
        duty = note.duty
        became = {
            "state": note.state,
            "reason_vi": note.reason[0],
            "reason_en": note.reason[1],
            "vi": duty.vi,
            "en": duty.en,
            "noted_on": now.date().isoformat(),
            "noted_at": stamp(now),
        }
        row = {
            "duty": duty.key,
            "due": duty.due.isoformat(),
            "step": note.step.name,
            "person": note.person,
            "unit": duty.unit,
            "table_name": duty.table,
            "fell": note.fell.isoformat(),
            **became,
        }
        unique = ["duty", "due", "step", "person"]
        again = insert(reminder).values(row)
        planned = reminder.c.state == "planned"
        connection.execute(again.on_conflict_do_update(unique, set_=became, where=planned))


def drop(connection: Connection, marks: Iterable[Mark], now: datetime, why: Pair = reminders.MOVED) -> None:
    """Note that planned steps are told no more."""
    for duty, due, step, person in marks:
        here = and_(
            reminder.c.duty == duty,
            reminder.c.due == due.isoformat(),
            reminder.c.step == step,
            reminder.c.person == person,
        )
        became = {"state": "suppressed", "reason_vi": why[0], "reason_en": why[1]}
        became |= {"noted_on": now.date().isoformat(), "noted_at": stamp(now)}
        connection.execute(update(reminder).where(here).values(became))


def log(connection: Connection, unit: str | None = None, limit: int = 500) -> list[Mapping[str, Any]]:
    """What was noted, newest first; of one unit when it is given ("" the committee)."""
    query = select(reminder).order_by(reminder.c.noted_at.desc(), reminder.c.id.desc()).limit(limit)
    if unit is not None:
        query = query.where(reminder.c.unit == unit)
    return [dict(row) for row in connection.execute(query).mappings()]


def counts(connection: Connection, since: str) -> dict[str, int]:
    """Steps noted after an instant: `sent`, those of them `escalated` past the unit, and `suppressed`."""
    found = dict.fromkeys(("sent", "escalated", "suppressed"), 0)
    columns = reminder.c.step, reminder.c.state
    for step, state in connection.execute(select(*columns).where(reminder.c.noted_at > since)):
        found["sent"] += state == "told"
        found["escalated"] += state == "told" and not step.startswith("D")
        found["suppressed"] += state == "suppressed"
    return found
