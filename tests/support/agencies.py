"""Fixtures: one stand-in for a folder of tests; every test has its own agency on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from service.clock import ZONE
from service.store.engine import reading
from service.workbooks import notices
from tests.support.office import PEOPLE, UNIT, Office, make_office, open_units
from tests.support.standin import Standin, start_standin

NOW = datetime(2022, 3, 16, 9, 0, tzinfo=ZONE)


@pytest.fixture(scope="session")
def standin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standin]:
    """A stand-in on a simulated clock; none of its answers may break the contract."""
    folder = tmp_path_factory.mktemp("standin")
    clock = folder / "clock"
    clock.write_text(NOW.isoformat())
    running = start_standin(folder / "state", clock=clock, dev_tokens=PEOPLE)
    yield running
    broken = running.violations()
    running.stop()
    assert broken == []


@pytest.fixture
def make(standin: Standin, tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Make an agency that is not yet provisioned."""
    made: list[Office] = []

    def factory(adopting: str = "") -> Office:
        assert standin.clock
        office = make_office(standin, tmp_path, Path(standin.clock), NOW, adopting=adopting)
        made.append(office)
        return office

    yield factory
    for office in made:
        with reading(office.services.engine) as connection:
            assert office.expects_faults or notices.faults(connection) == []
        office.services.google.close()
        office.services.engine.dispose()
        for person in office.people.values():
            person.http_client.session.close()


@pytest.fixture
def office(make: Callable[..., Office]) -> Office:
    """An agency with one unit, VP, whose workbook is laid out and shared with the clerk."""
    made = make()
    open_units(made, UNIT)
    return made
