"""The ledger: a slot is (job, period), and it happens once however many clocks tick.

States: asked (a person pressed "run now") → running → done | failed (tried again later, ever more slowly).
A slot found running by whoever holds the lock belongs to a worker that died: it is simply run again,
because every step may be repeated with the same result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, select, update
from sqlalchemy.dialects.sqlite import insert

from service import state
from service.clock import parse, stamp
from service.store.tables import slot

#: The first retry comes after this long, each further one after twice as long, up to the longest.
FIRST_RETRY = timedelta(minutes=5)
LONGEST_RETRY = timedelta(hours=6)


@dataclass(frozen=True)
class Run:
    """One line of the history."""

    job: str
    period: str
    state: str
    due_at: str
    started_at: str | None
    finished_at: str | None
    attempts: int
    result: str | None
    error: str | None


#: Where the worker leaves what its jobs are called: {name: title}.
_TITLES = "job_titles"


def introduce(connection: Connection, titles: Mapping[str, str]) -> None:
    """Keep what the jobs are called, for the pages: those do not know the jobs, which stand above them."""
    state.put(connection, _TITLES, dict(titles))


def titles(connection: Connection) -> dict[str, str]:
    """What the jobs are called in Vietnamese, by name; empty before a worker ever ran."""
    return state.get(connection, _TITLES) or {}


def ask(connection: Connection, job: str, period: str, now: datetime) -> None:
    """Ask for a run: the next tick takes it. Asking again for a finished slot runs it again."""
    row = {"job": job, "period": period, "due_at": stamp(now), "state": "asked", "attempts": 0}
    again = {"state": "asked", "next_try_at": None}
    connection.execute(insert(slot).values(row).on_conflict_do_update(["job", "period"], set_=again))


def states(connection: Connection, job: str, now: datetime) -> dict[str, str]:
    """Period → state of a job's slots; a failed one whose next try is still to come is "waiting"."""
    return states_by_job(connection, now, slot.c.job == job).get(job, {})


def states_by_job(
    connection: Connection, now: datetime, *only: ColumnElement[bool]
) -> dict[str, dict[str, str]]:
    """The same of every job, by its name."""
    found: dict[str, dict[str, str]] = {}
    query = select(slot.c.job, slot.c.period, slot.c.state, slot.c.next_try_at).where(*only)
    for row in connection.execute(query):
        waits = row.state == "failed" and row.next_try_at and parse(row.next_try_at) > now
        found.setdefault(row.job, {})[row.period] = "waiting" if waits else row.state
    return found


def start(connection: Connection, job: str, period: str, due_at: datetime, owner: str, now: datetime) -> None:
    """Write down that a run begins: the first attempt, or one more since the slot was last done."""
    row = {"job": job, "period": period, "due_at": stamp(due_at)}
    begun: dict[str, Any] = {
        "state": "running",
        "owner": owner,
        "started_at": stamp(now),
        "finished_at": None,
    }
    statement = insert(slot).values({**row, **begun, "attempts": 1})
    begun["attempts"] = case((slot.c.state == "done", 1), else_=slot.c.attempts + 1)
    connection.execute(statement.on_conflict_do_update(["job", "period"], set_=begun))


def finish(connection: Connection, job: str, period: str, result: str, now: datetime) -> None:
    """Write down that a run is done, with one line of what came of it."""
    done = {"finished_at": stamp(now), "result": result, "error": None, "next_try_at": None}
    state = case((slot.c.state == "asked", "asked"), else_="done")  # asked for again while it ran
    where = (slot.c.job == job) & (slot.c.period == period)
    connection.execute(update(slot).where(where).values(done | {"state": state}))


def fail(connection: Connection, job: str, period: str, error: str, now: datetime) -> None:
    """Write down that a run failed, and when it is tried again."""
    where = (slot.c.job == job) & (slot.c.period == period)
    attempts = connection.execute(select(slot.c.attempts).where(where)).scalar_one()
    pause = min(FIRST_RETRY * 2 ** min(attempts - 1, 10), LONGEST_RETRY)
    failed = {"state": "failed", "finished_at": stamp(now), "error": error, "next_try_at": stamp(now + pause)}
    connection.execute(update(slot).where(where).values(failed))


def history(connection: Connection, limit: int = 100, job: str | None = None, skip: int = 0) -> list[Run]:
    """The latest runs, newest first, but for the `skip` newest of them."""
    latest = slot.c.started_at.desc(), slot.c.job, slot.c.period
    query = select(slot).order_by(*latest).limit(limit).offset(skip)
    if job:
        query = query.where(slot.c.job == job)
    fields = Run.__dataclass_fields__
    return [Run(**{name: row[name] for name in fields}) for row in connection.execute(query).mappings()]
