"""More changed workbooks than Google lets one account read in a minute: the rest wait for the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import requests

from sandbox.quota import SHEETS_LIMITS
from service.clock import ZONE
from tests.support.office import PEOPLE, Office, make_office, open_units
from tests.support.standin import start_standin

CODES = ("U1", "U2", "U3", "U4")
GOOD: list[object] = ["Đúng hạn", "≥", "98%", "%", "Tháng", "", "14/12/2022", "Tỷ lệ của tổng"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Four units on a stand-in that counts as Google does; each workbook is quiet, with one objective."""
    clock, now = tmp_path / "clock", datetime(2022, 3, 16, 9, 0, tzinfo=ZONE)
    clock.write_text(now.isoformat())
    standin = start_standin(tmp_path / "state", clock=clock, dev_tokens=PEOPLE, extra=["--quotas"])
    office = make_office(standin, tmp_path, clock, now)
    try:
        editor = PEOPLE["admin"]
        open_units(office, *([code, f"Phòng {code}", "", "", "", "", editor, "", "", ""] for code in CODES))
        type_everywhere(office, 2)
        for _ in range(2):
            office.cycle()
            office.wait(11)
        yield office
    finally:
        office.services.google.close()
        office.services.engine.dispose()
        for person in office.people.values():
            person.http_client.session.close()
        standin.stop()


def type_everywhere(office: Office, row: int) -> None:
    """An objective more in each workbook."""
    for code in CODES:
        office.type(f"unit:{code}:2022", "Mục tiêu", f"B{row}", GOOD, name="admin")


def objectives(office: Office) -> list[int]:
    """How many good objectives the store has of each unit."""
    return [len(office.records(f"unit:{code}:2022", "objectives")) for code in CODES]


def next_minute(office: Office) -> None:
    """A minute in which nobody called yet."""
    requests.delete(f"{office.standin.url}/_sandbox/quotas", timeout=10).raise_for_status()


def test_what_the_minute_does_not_allow_is_read_in_the_next(office: Office) -> None:
    """Two reads are left for four workbooks: two stay as they were, nobody is told; then they are read."""
    assert objectives(office) == [1, 1, 1, 1]
    type_everywhere(office, 3)
    next_minute(office)
    for _ in range(SHEETS_LIMITS[1] - 2):
        office.services.google.sheets.skeleton(office.book("coordinator").spreadsheet_id)
    assert [(done.read, done.reason) for done in office.cycle()] == [(True, "")] * 2 + [(False, "busy")] * 2
    assert sorted(objectives(office)) == [1, 1, 2, 2]
    assert office.notices() == []
    next_minute(office)
    assert [done.read for done in office.cycle()] == [True, True]
    assert objectives(office) == [2, 2, 2, 2]
    assert office.standin.violations() == []
