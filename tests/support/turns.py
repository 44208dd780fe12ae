"""The turn of a year: an agency in January, its last year frozen, carried over and locked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import gspread
import pytest

from service import organisation
from service.clock import ZONE
from service.periods import snapshot
from service.periods.windows import window
from service.years import locks, turn
from tests.support import copies
from tests.support.office import UNIT, Office, open_units
from tests.workbooks.test_marks import GOOD
from tests.workbooks.test_start import later
from tests.workbooks.test_unit_life import finding

OLD, NEW = "unit:VP:2022", "unit:VP:2023"
JANUARY, CLOSED = (datetime(2023, 1, day, 9, 0, tzinfo=ZONE) for day in (3, 20))


def close(office: Office) -> None:
    """2022 is frozen, on 20/01/2023."""
    later(office, CLOSED)
    with office.services.engine.begin() as connection:
        known = organisation.read(connection)
        assert known is not None
        data = snapshot.take(connection, known, window("2022", known.rules), "annual")
        snapshot.freeze(connection, data, office.services.clock.now())


def carried(office: Office) -> str:
    """The year is over: what is open goes on, the old workbooks are locked; what came of it."""
    said = turn.over(office.services, 2022)
    later(office, office.services.clock.now() + timedelta(minutes=1))
    locks.settle(office.services)
    later(office, office.services.clock.now() + timedelta(minutes=1))
    return said


def told(tab: gspread.Worksheet, title: str) -> object:
    """What the first row of a tab says in the column of that title."""
    return tab.cell(2, tab.row_values(1).index(title) + 1).value


@pytest.fixture
def turned(make: Callable[..., Office]) -> Office:
    """VP with an objective and a finding of 2022, the finding's cause typed; it is January 2023."""
    office = make()
    copies.once(office, "turned", lambda: _turn(office))
    return office


def _turn(office: Office) -> None:
    open_units(office, UNIT)
    office.type(OLD, "Mục tiêu", "B2", GOOD)
    office.type("auditors:2022", "Phát hiện", "A2", finding(), finding(code="PH-02"), name="admin")
    later(office, datetime(2022, 4, 1, 9, 0, tzinfo=ZONE))
    office.type(OLD, "Khắc phục", "F2", ["Thiếu người", "Bổ sung"])
    done = ["Dũng", "01/05/2022", "có", "Đóng"]
    office.type("auditors:2022", "Phát hiện", "M3", done, name="admin")
    later(office, datetime(2022, 5, 2, 9, 0, tzinfo=ZONE))
    later(office, JANUARY)
