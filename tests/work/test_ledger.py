"""The ledger and the lock: a slot happens once, a failed one is tried again, one worker acts at a time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.clock import ZONE
from service.store.engine import open_engine
from service.work import ledger
from service.work.lock import Busy, exclusively
from tests.support import stores

NOW = datetime(2022, 3, 20, 7, tzinfo=ZONE)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A fresh store."""
    url = f"sqlite:///{tmp_path / 'qms.db'}"
    stores.lay_out(url)
    engine = open_engine(url)
    yield engine
    engine.dispose()


def test_a_finished_slot_is_settled(engine: Engine) -> None:
    """Started, finished: the slot is settled and the history tells what came of it."""
    with engine.begin() as c:
        ledger.start(c, "close", "2022-02", NOW, "me", NOW)
        assert ledger.states(c, "close", NOW) == {"2022-02": "running"}
        ledger.finish(c, "close", "2022-02", "xong", NOW)
        assert ledger.states(c, "close", NOW) == {"2022-02": "done"}
        assert [(r.job, r.state, r.result) for r in ledger.history(c)] == [("close", "done", "xong")]


def test_a_failed_slot_waits_longer_each_time(engine: Engine) -> None:
    """5 minutes, then 10, 20 …, never more than 6 hours; meanwhile it is neither settled nor due."""
    pauses = []
    with engine.begin() as c:
        for _ in range(9):
            ledger.start(c, "close", "2022-02", NOW, "me", NOW)
            ledger.fail(c, "close", "2022-02", "máy chủ bận", NOW)
            pauses.append(
                next(
                    m
                    for m in range(1, 400)
                    if ledger.states(c, "close", NOW + timedelta(minutes=m)) == {"2022-02": "failed"}
                )
            )
    assert pauses[:4] == [5, 10, 20, 40]
    assert pauses[-1] == 360


def test_a_run_that_was_done_begins_to_count_anew(engine: Engine) -> None:
    """A job that ran well a hundred times waits 5 minutes after its first failure, not hours."""
    with engine.begin() as c:
        for _ in range(100):
            ledger.start(c, "check", "tick", NOW, "me", NOW)
            ledger.finish(c, "check", "tick", "đọc 1", NOW)
        ledger.start(c, "check", "tick", NOW, "me", NOW)
        ledger.fail(c, "check", "tick", "máy chủ bận", NOW)
        assert ledger.states(c, "check", NOW + timedelta(minutes=5)) == {"tick": "failed"}


def test_asking_again_runs_a_finished_slot_again(engine: Engine) -> None:
    """A person's "run now" makes a slot due whatever the calendar says."""
    with engine.begin() as c:
        ledger.start(c, "close", "2022-02", NOW, "me", NOW)
        ledger.finish(c, "close", "2022-02", "xong", NOW)
        ledger.ask(c, "close", "2022-02", NOW)
        assert ledger.states(c, "close", NOW) == {"2022-02": "asked"}


def test_the_lock_keeps_a_second_worker_out_and_dies_with_its_holder(tmp_path: Path) -> None:
    """While another process holds the lock we are Busy; when it is killed the lock is free at once."""
    code = (
        "import sys, time; from pathlib import Path; from service.work.lock import exclusively\n"
        "with exclusively(Path(sys.argv[1])):\n    print('held', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Busy), exclusively(tmp_path, patience=0.1):
            pass
        holder.kill()
    with exclusively(tmp_path, patience=1):
        assert (tmp_path / "work.lock").exists()


def test_what_is_asked_for_while_it_runs_is_run_again(engine: Engine) -> None:
    """The run under way began before the wish."""
    with engine.begin() as c:
        ledger.start(c, "close", "2022-02", NOW, "me", NOW)
        ledger.ask(c, "close", "2022-02", NOW)
        ledger.finish(c, "close", "2022-02", "xong", NOW)
        assert ledger.states(c, "close", NOW) == {"2022-02": "asked"}
