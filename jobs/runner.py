"""One tick: which slots are due by the calendar, claimed in the ledger, run one after another."""

from __future__ import annotations

import os
import socket
import traceback
from dataclasses import dataclass
from datetime import datetime

import structlog

from jobs.registry import EVERY_TICK, Job, jobs, named
from service import organisation
from service.compose import Services
from service.errors import QmsError
from service.organisation import Organisation
from service.store.engine import reading
from service.work import ledger
from service.work.lock import exclusively

log = structlog.get_logger()


class NotDue(QmsError):
    """Kỳ này chưa đến hạn, hoặc không có trong lịch / this period is not due, or not in the calendar."""

    hint = "Xem các kỳ đã chạy: qms jobs history."


@dataclass(frozen=True)
class Did:
    """One run of a tick: what came of it, or why it failed."""

    job: str
    period: str
    result: str | None = None
    error: str | None = None


def tick(services: Services) -> list[Did]:
    """Do everything that is due now, each job in its order. One failing slot holds up no other.

    Holds the installation's lock throughout. Returns the runs in which there was something to do.
    """
    did = []
    with exclusively(services.config.dir):
        now = services.clock.now()
        known = _Known(services, now)
        for job in jobs():
            for period, due_at in _due(services, job, now, known):
                run = _run(services, job, period, due_at, known)
                if run.result is not None or run.error is not None:
                    did.append(run)
                    known.forget()
    return did


class _Known:
    """The organisation and the ledger as a tick sees them: read once, and anew when a job did something."""

    def __init__(self, services: Services, now: datetime) -> None:
        self._services, self._now = services, now
        self._about: list[Organisation | None] = []
        self._states: dict[str, dict[str, str]] | None = None

    def organisation(self) -> Organisation | None:
        """The organisation; None before it was ever read."""
        if not self._about:
            with reading(self._services.engine) as connection:
                self._about = [organisation.read(connection)]
        return self._about[0]

    def states(self, job: Job) -> dict[str, str]:
        """Period → state of a job's slots."""
        if self._states is None:
            with reading(self._services.engine) as connection:
                self._states = ledger.states_by_job(connection, self._now)
        return self._states.get(job.name, {})

    def forget(self) -> None:
        """They may have changed."""
        self._about, self._states = [], None


def run_one(services: Services, name: str, period: str | None) -> list[Did]:
    """Run one job now: the given period, done or not, else every slot of it that is to be done.

    Raises NotDue for a period that the calendar does not have yet: run early, it would never run in time.
    """
    with exclusively(services.config.dir):
        job, now = named(name), services.clock.now()
        known = _Known(services, now)
        if period is None:
            due = _due(services, job, now, known)
            return [_run(services, job, label, due_at, known) for label, due_at in due]
        if period not in _labels(services, job, now):
            raise NotDue
        return [_run(services, job, period, now, known)]


def _labels(services: Services, job: Job, now: datetime) -> list[str]:
    """Every period that the job's calendar has until now, done or not."""
    if job.calendar is None:
        return [EVERY_TICK]
    with reading(services.engine) as connection:
        return [label for label, _ in job.calendar(connection, organisation.read(connection), now)]


def _due(services: Services, job: Job, now: datetime, known: _Known) -> list[tuple[str, datetime]]:
    """The job's slots to run now: due by its calendar or asked for, not done, not waiting for a retry."""
    states = known.states(job)
    if job.calendar is None:
        return [] if states.get(EVERY_TICK) == "waiting" else [(EVERY_TICK, now)]
    with reading(services.engine) as connection:
        due = list(job.calendar(connection, known.organisation(), now))
    labels = {label for label, _ in due}
    asked = [(p, now) for p, state in sorted(states.items()) if state == "asked" and p in labels]
    fresh = [slot for slot in due if states.get(slot[0]) not in ("asked", "done", "waiting")]
    return asked + sorted(fresh, key=lambda slot: slot[1])


def _run(services: Services, job: Job, period: str, due_at: datetime, known: _Known) -> Did:
    now = services.clock.now()
    # One that runs with every tick is written down when it did something, failed, or failed before.
    noted = job.calendar is not None or known.states(job).get(EVERY_TICK) not in (None, "done")
    if noted:
        with services.engine.begin() as connection:
            ledger.start(connection, job.name, period, due_at, _owner(), now)
    try:
        result = job.action(services, period)
    except Exception as error:  # noqa: BLE001 - the loop must outlive whatever a job meets; it is kept and told
        if not noted:
            with services.engine.begin() as connection:
                ledger.start(connection, job.name, period, due_at, _owner(), now)
        return _failed(services, job, period, error)
    if noted or result is not None:
        with services.engine.begin() as connection:
            if not noted:
                ledger.start(connection, job.name, period, due_at, _owner(), now)
            ledger.finish(connection, job.name, period, result or "không có gì để làm", services.clock.now())
    return Did(job.name, period, result)


def _failed(services: Services, job: Job, period: str, error: Exception) -> Did:
    sentence = str(error) if isinstance(error, QmsError) else f"{type(error).__name__}: {error}"
    log.error("job failed", job=job.name, period=period, error=sentence)
    if not isinstance(error, QmsError):
        log.error("traceback", text="".join(traceback.format_exception(error)))
    now = services.clock.now()
    with services.engine.begin() as connection:
        ledger.fail(connection, job.name, period, sentence[:2000], now)
    return Did(job.name, period, error=sentence)


def _owner() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"
