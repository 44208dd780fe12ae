"""The jobs there are, in the order in which a tick takes them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from service.compose import Services
from service.organisation import Organisation

#: What a slot asks for: the period and when it fell due.
Due = tuple[str, datetime]
#: (store, organisation or None before it was first read, now) -> every slot due until now, done or not.
Calendar = Callable[[Connection, Organisation | None, datetime], Iterable[Due]]
#: (services, period) -> one line of what came of it; None when there was nothing to do.
Action = Callable[[Services, str], str | None]


@dataclass(frozen=True)
class Job:
    """One kind of work. Without a calendar it runs on every tick, under the period "tick".

    `brings`: what the job reads from Google ("workbooks", "answers"); a close waits while it fails.
    """

    name: str
    order: int
    title: str
    action: Action
    calendar: Calendar | None = None
    brings: str | None = None


#: The period of a job that runs on every tick.
EVERY_TICK = "tick"
_JOBS: dict[str, Job] = {}


def job(
    name: str, *, order: int, title: str, calendar: Calendar | None = None, brings: str | None = None
) -> Callable[[Action], Action]:
    """Register the decorated function as a job. `title` is Vietnamese, for the pages."""

    def register(action: Action) -> Action:
        if name in _JOBS:
            raise ValueError(f"two jobs are called {name}")
        _JOBS[name] = Job(name, order, title, action, calendar, brings)
        return action

    return register


def jobs() -> list[Job]:
    """Every job, in order: each file of this folder is imported, and so registers what it holds."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        importlib.import_module(f"jobs.{module.name}")
    return sorted(_JOBS.values(), key=lambda j: j.order)


def named(name: str) -> Job:
    """The job of that name. Raises KeyError."""
    return {j.name: j for j in jobs()}[name]
