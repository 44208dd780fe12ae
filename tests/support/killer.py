"""kill -9 for the worker of a demo, in the very middle of a stage, while the stand-in lives on.

A kill is sure to hit: the worker is first stopped (SIGSTOP), then the store, the mailbox or the stand-in is
asked whether the worker stands in the middle of the stage. If so it is killed, else it goes on.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

import requests

from demo import department
from demo.world import Worker, World, mails
from demo.year import OUTAGE

STAGES = ("pull", "mark", "close", "render", "after DATA")
#: What the stages "close" and "render" are in the ledger.
SLOTS = {"close": ("close", "close_year"), "render": ("monthly_report", "annual_report")}
#: Which call of Google's is held up, for the stages that are calls.
CALLS = {"pull": "sheets.spreadsheets.getByDataFilter", "mark": "sheets.spreadsheets.batchUpdate"}
#: How long the stand-in holds up the call, seconds; how long a write may take to be seen.
HELD, SEEN = 1.5, 15.0
_POLL = 0.002
#: Asks Drive for everything a person sees.
EVERY_FILE = {
    "fields": "files(id,name,version)",
    "pageSize": 1000,
    "supportsAllDrives": "true",
    "includeItemsFromAllDrives": "true",
    "corpora": "allDrives",
}

#: Looks at a stopped worker: what shows that it stands in the middle of the stage, or "" when it does not.
Check = Callable[[], str]


@dataclass(frozen=True)
class Kill:
    """One planned kill: in which stage, not before which simulated instant.

    `stage` is one of STAGES or a method of Google's ("drive.files.create"). `slot`: only this job will do.
    `early`, for a call that writes: before it is applied, else right after. `nth`: not the first such call.
    """

    stage: str
    after: datetime
    slot: str = ""
    early: bool = False
    nth: int = 1

    @property
    def call(self) -> str:
        """The method that is held up, "" when the stage is none."""
        return CALLS.get(self.stage, "" if self.stage in STAGES else self.stage)


@dataclass(frozen=True)
class Hit:
    """One kill that hit: the simulated instant, and what the store or the stand-in showed at that moment."""

    stage: str
    at: datetime
    shown: str


@dataclass(frozen=True)
class Before:
    """What stood before a step: how often the method was called, the version of every file."""

    calls: int
    files: dict[str, str]


class Killer(Worker):
    """A worker that dies as planned. Each kill is tried at every step from its instant on, until it hits."""

    def __init__(self, world: World, plan: Sequence[Kill], seed: int) -> None:
        super().__init__(world)
        self.waiting = sorted(plan, key=lambda kill: kill.after)
        self.hits: list[Hit] = []
        self._rng = Random(f"{seed}|kills")
        self._watchers = ThreadPoolExecutor(1)

    def close(self) -> None:
        """Let go of the thread that watches."""
        self._watchers.shutdown()

    def _try(self) -> dict[str, Any] | None:
        self._alive()
        kill = next((one for one in self.waiting if self._may_hit(one)), None)
        if kill is None:
            return super()._try()
        done = Event()
        with self._held_up(kill) as before:
            watch = self._watchers.submit(self._watch, kill, before, done)
            try:
                answer = super()._try()
            finally:
                done.set()
                shown = watch.result()
        if shown:
            self.hits.append(Hit(kill.stage, self._now(), shown))
            self.waiting.remove(kill)
        return answer

    def _may_hit(self, kill: Kill) -> bool:
        """Whether the kill is due and its stage may come in this step: months close in the night."""
        now = self._now()
        night = now.hour == 0
        calm = not OUTAGE[0] <= now < OUTAGE[1]  # clearing our fault would end the outage
        fits = night if kill.stage in SLOTS else calm if kill.call else True
        return kill.after <= now and fits

    def _now(self) -> datetime:
        return datetime.fromisoformat(self._world.clock_file.read_text(encoding="utf-8"))

    # -- the stages ------------------------------------------------------------------------------

    def _watch(self, kill: Kill, before: Before, done: Event) -> str:
        """Wait for the stage and kill in it; what showed that it was hit, "" when the step ended before."""
        with closing(_open(self._world.directory)) as store:
            if kill.stage in SLOTS:
                return self._watch_slot(store, (kill.slot,) if kill.slot else SLOTS[kill.stage], done)
            if kill.call:
                return self._watch_call(store, kill, before, done)
            return self._watch_mail(store, done)

    def _watch_slot(self, store: sqlite3.Connection, jobs: Sequence[str], done: Event) -> str:
        wait = self._rng.uniform(0, 0.04)
        while not done.is_set():
            if _running(store, jobs):
                time.sleep(wait)
                if shown := self._strike(lambda: _running(store, jobs)):
                    return shown
            time.sleep(_POLL)
        return ""

    def _watch_call(self, store: sqlite3.Connection, kill: Kill, before: Before, done: Event) -> str:
        def check() -> str:
            stale, unwritten = _stale(store), kill.early or kill.stage == "pull"
            if not unwritten:
                self._wait_for_write()
            if (self._files() == before.files) != unwritten:
                return ""
            if kill.stage in CALLS:
                return f"{stale} still to be read" if stale else ""
            return f"{kill.call} under way"

        while not done.is_set():
            if self._calls(kill.call) >= before.calls + kill.nth:
                return self._strike(check)
            time.sleep(_POLL)
        return ""

    def _watch_mail(self, store: sqlite3.Connection, done: Event) -> str:
        """Keep the worker from noting what it sent, by holding the store's write lock; kill it meanwhile."""
        before = len(list(mails(self._world.directory)))
        while not done.is_set():
            if _unsent(store):
                with _write_lock(store) as locked:
                    until = time.monotonic() + (0.2 if locked else 0.0)
                    while time.monotonic() < until and not done.is_set():
                        if self._sent_unnoted(store, before) and (
                            shown := self._strike(lambda: self._sent_unnoted(store, before))
                        ):
                            return shown
                        time.sleep(_POLL)
                time.sleep(0.03)
            time.sleep(_POLL)
        return ""

    def _sent_unnoted(self, store: sqlite3.Connection, before: int) -> str:
        """The key of a mail that came in since `before` and that the outbox still holds, "" when none."""
        unsent = _unsent(store)
        arrived = [mail["key"] for mail in mails(self._world.directory)][before:]
        return next((f"{key} arrived, still in the outbox" for key in arrived if key in unsent), "")

    # -- stop, look, kill ------------------------------------------------------------------------

    def _strike(self, check: Check) -> str:
        """Stop the worker, look, then kill it when `check` says so, else let it go on."""
        pid = self.pid
        if not _stop(pid):
            return ""
        shown = check()
        os.kill(pid, signal.SIGKILL if shown else signal.SIGCONT)
        return shown

    @contextmanager
    def _held_up(self, kill: Kill) -> Iterator[Before]:
        """The stand-in is slow once to answer the stage's call; nothing of it stays when the step is over."""
        if not kill.call:
            yield Before(0, {})
            return
        before = Before(self._calls(kill.call), self._files())
        quick = {"match": kill.call, "kind": "slow", "seconds": 0, "times": kill.nth - 1}
        slow = {"match": kill.call, "kind": "slow", "seconds": HELD}
        self._faults([quick, slow] if kill.nth > 1 else [slow])
        try:
            yield before
        finally:
            self._faults([])

    def _faults(self, faults: list[dict[str, Any]]) -> None:
        requests.post(f"{self._world.url}/_sandbox/faults", json=faults, timeout=30).raise_for_status()

    def _calls(self, method: str) -> int:
        answer = requests.get(f"{self._world.url}/_sandbox/calls", timeout=30)
        return int(answer.json().get(method, 0))

    def _files(self) -> dict[str, str]:
        """Every workbook → its version, which each change raises; owners are asked for their own."""
        owners = [u.email for u in department.units(self._world.number_of_units) if u.adopts]
        return {
            one["id"]: one["version"]
            for email in (department.ADMINISTRATOR, *owners)
            for one in self._world.hands(email).get("/drive/v3/files", EVERY_FILE)["files"]
        }

    def _wait_for_write(self) -> None:
        before, until = self._files(), time.monotonic() + SEEN
        while self._files() == before and time.monotonic() < until:
            time.sleep(0.02)


def _stop(pid: int) -> bool:
    """SIGSTOP, and wait until all of the process stands still; False when it is dead."""
    try:
        os.kill(pid, signal.SIGSTOP)
        tasks = Path(f"/proc/{pid}/task")
        for _ in range(1000):
            states = [(t / "stat").read_text().rpartition(")")[2].split()[0] for t in tasks.iterdir()]
            if all(state in "Tt" for state in states):
                return True
            if "Z" in states:
                return False
            time.sleep(_POLL)
    except (ProcessLookupError, FileNotFoundError):
        pass
    return False


def _open(directory: Path) -> sqlite3.Connection:
    return sqlite3.connect(directory / "qms.db", timeout=0, isolation_level=None)


def _ask(store: sqlite3.Connection, query: str, *given: str) -> list[str]:
    """The first column of a query; nothing while the store is locked by a commit."""
    try:
        return [str(row[0]) for row in store.execute(query, given).fetchall()]
    except sqlite3.OperationalError:
        return []


def _running(store: sqlite3.Connection, jobs: Sequence[str]) -> str:
    marks = ",".join("?" * len(jobs))
    query = f"SELECT job || ' ' || period FROM slot WHERE state = 'running' AND job IN ({marks})"
    return next((f"slot {name} running" for name in _ask(store, query, *jobs)), "")


def _stale(store: sqlite3.Connection) -> str:
    return ", ".join(_ask(store, "SELECT key FROM workbook WHERE stale AND spreadsheet_id IS NOT NULL"))


def _unsent(store: sqlite3.Connection) -> list[str]:
    return _ask(store, "SELECT key FROM outbox WHERE state = 'waiting'")


@contextmanager
def _write_lock(store: sqlite3.Connection) -> Iterator[bool]:
    """Hold the store's write lock while the block runs; False when somebody else has it."""
    try:
        store.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        yield False
        return
    try:
        yield True
    finally:
        store.execute("ROLLBACK")
