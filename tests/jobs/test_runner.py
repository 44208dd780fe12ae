"""One tick: what failed is tried again in its time, what recovered is known to have, nothing runs early."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from jobs import loop, runner
from jobs.registry import Job
from service.clock import Clock, stamp
from service.compose import Services
from service.config import Config
from service.store.engine import open_engine, reading
from service.work import ledger
from tests.support import stores

BEGIN = "2022-03-10T08:00:00+07:00"


class Reader:
    """A job that runs on every tick and fails while `broken`; it never has anything to tell."""

    def __init__(self) -> None:
        self.broken, self.runs = False, 0

    def __call__(self, _services: Services, _period: str) -> None:
        """Count, and fail when told to."""
        self.runs += 1
        if self.broken:
            raise RuntimeError("Google bận")


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """The only job there is."""
    made = Reader()
    monkeypatch.setattr(runner, "jobs", lambda: [Job("changes", 10, "Đọc", made)])
    return made


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """An empty installation with a clock of its own."""
    clock = tmp_path / "clock"
    clock.write_text(BEGIN)
    config = Config(dir=tmp_path, clock=str(clock))
    stores.lay_out(config.store_url)
    engine = open_engine(config.store_url, durable=False)
    yield Services(config, engine, Clock(str(clock)))
    engine.dispose()


def wait(services: Services, minutes: int) -> None:
    """Let simulated time pass, then tick."""
    later = services.clock.now() + timedelta(minutes=minutes)
    Path(services.config.clock).write_text(stamp(later))
    runner.tick(services)


def state(services: Services) -> dict[str, str]:
    """What the ledger says of the job."""
    with reading(services.engine) as connection:
        return ledger.states(connection, "changes", services.clock.now())


def test_each_failure_counts_once(services: Services, reader: Reader) -> None:
    """After 5, 10 and 20 minutes it is tried again, not after 5, 20 and 80."""
    reader.broken = True
    runner.tick(services)
    for pause in (5, 10, 20):
        before = reader.runs
        wait(services, pause - 1)
        assert reader.runs == before
        wait(services, 1)
        assert reader.runs == before + 1


def test_a_recovered_job_is_done_though_it_has_nothing_to_tell(services: Services, reader: Reader) -> None:
    """Else a close would go on waiting for it, and its next failure would be its hundredth."""
    reader.broken = True
    runner.tick(services)
    reader.broken = False
    wait(services, 5)
    assert state(services) == {"tick": "done"}
    reader.broken = True
    wait(services, 1)
    wait(services, 5)
    assert reader.runs == 4


def test_an_idle_tick_writes_nothing(services: Services, reader: Reader) -> None:
    """A job that never failed and had nothing to do leaves no line in the ledger."""
    runner.tick(services)
    assert reader.runs == 1
    assert state(services) == {}


def test_no_period_is_run_before_its_time(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """Done early by hand, it would never be done when due; a page's wish waits for its day."""
    ran: list[str] = []
    monthly = Job(
        "close",
        50,
        "Chốt",
        lambda _s, period: ran.append(period),
        lambda *_: [("2022-02", services.clock.now())],
    )
    monkeypatch.setattr(runner, "jobs", lambda: [monthly])
    monkeypatch.setattr(runner, "named", lambda _name: monthly)
    with pytest.raises(runner.NotDue):
        runner.run_one(services, "close", "2022-12")
    with services.engine.begin() as connection:
        ledger.ask(connection, "close", "2022-12", services.clock.now())
    runner.tick(services)
    assert ran == ["2022-02"]
    runner.run_one(services, "close", "2022-02")
    assert ran == ["2022-02", "2022-02"]


def test_the_worker_leaves_what_its_jobs_are_called(services: Services) -> None:
    """Where the pages, which do not know the jobs, find it."""
    loop.introduce(services)
    with reading(services.engine) as connection:
        assert ledger.titles(connection)["close"] == "Chốt số liệu tháng"
