"""The clock of the installation: `schedule` ticks and only asks for work; the ledger decides what is due."""

from __future__ import annotations

import json
import signal
import sys
import time
from dataclasses import asdict
from types import FrameType

import schedule

from jobs.registry import jobs
from jobs.runner import Did, tick
from service.compose import Services
from service.work import ledger
from service.work.lock import Busy


def run(services: Services, every: int) -> None:
    """Tick every `every` seconds (at most 60) until asked to stop; a tick under way is finished first."""
    introduce(services)
    clock, stopping = schedule.Scheduler(), []

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.append(True)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    clock.every(min(every, 60)).seconds.do(_tick_and_tell, services)
    clock.run_all()
    while not stopping:
        clock.run_pending()
        time.sleep(0.2)


def introduce(services: Services) -> None:
    """Leave in the store what the jobs are called, for the pages."""
    with services.engine.begin() as connection:
        ledger.introduce(connection, {job.name: job.title for job in jobs()})


def _tick_and_tell(services: Services) -> None:
    try:
        _tell(services, tick(services))
    except Busy as busy:
        print(json.dumps({"busy": str(busy)}, ensure_ascii=False), flush=True)


def step(services: Services) -> None:
    """Tick once for each line of standard input and answer it with one line of JSON; for simulations."""
    introduce(services)
    for _line in sys.stdin:
        _tell(services, tick(services), always=True)


def _tell(services: Services, did: list[Did], always: bool = False) -> None:
    if did or always:
        line = {"now": services.clock.now().isoformat(), "did": [asdict(d) for d in did]}
        print(json.dumps(line, ensure_ascii=False), flush=True)
