"""A finding that somebody deletes from the auditors' sheet while it is open."""

from __future__ import annotations

import pytest

from service import organisation
from service.figures import compute
from service.periods import snapshot
from service.periods.windows import Rules, window
from service.store.engine import reading
from service.workbooks.prefill import open_period
from tests.support.office import Office

KEY, TAB = "auditors:2022", "Phát hiện"
FIRST = ["PH-01", "Đợt 1", "01/03/2022", "Bình", "VP", "8.5.1", "", "Thiếu hồ sơ", "", "Nhẹ", "An"]


@pytest.fixture
def found(office: Office) -> Office:
    """One open finding, read a day ago."""
    office.type(KEY, TAB, "A2", [*FIRST, "30/03/2022", "", "", "", "Mở"], name="admin")
    office.cycle()
    office.wait(24 * 60)
    return office


def figures(office: Office) -> dict[str, object]:
    """findings.open and .vanished of March as the store holds it."""
    with reading(office.services.engine) as connection:
        about = organisation.read(connection)
        assert about is not None
        data = snapshot.entered(connection, about, window("2022-03", about.rules), "monthly")
    made = compute(data)
    return {name: made[f"findings.{name}"].value for name in ("open", "vanished")}


def delete(office: Office) -> None:
    """The auditor deletes the row."""
    office.tab(KEY, TAB, "admin").delete_rows(2)
    office.cycle()


def test_it_stays_open_and_is_reported_until_it_is_back(found: Office) -> None:
    """Gone, it counts as it last was; typed again, it is one finding and nothing is missed."""
    assert figures(found) == {"open": 1, "vanished": 0}
    delete(found)
    assert figures(found) == {"open": 1, "vanished": 1}
    found.type(KEY, TAB, "A2", [*FIRST, "15/04/2022", "", "", "", "Mở"], name="admin")
    found.cycle()
    assert figures(found) == {"open": 1, "vanished": 0}


def test_a_row_made_wrong_has_not_vanished(found: Office) -> None:
    """Its code is there: the row's own problem tells of it; deleted then, it has vanished."""
    found.type(KEY, TAB, "C2", ["31/02/2022"], name="admin")
    found.cycle()
    assert figures(found) == {"open": 0, "vanished": 0}
    delete(found)
    assert figures(found) == {"open": 1, "vanished": 1}


def test_a_closed_one_may_go(found: Office) -> None:
    """Verified and closed, then deleted: nothing is owed."""
    found.type(KEY, TAB, "M2", ["Bình", "16/03/2022", "có", "Đóng"], name="admin")
    found.cycle()
    delete(found)
    assert figures(found) == {"open": 0, "vanished": 0}


def test_a_slip_of_typing_is_none(office: Office) -> None:
    """Typed and deleted on one day."""
    office.type(KEY, TAB, "A2", [*FIRST, "30/03/2022", "", "", "", "Mở"], name="admin")
    office.cycle()
    delete(office)
    assert figures(office) == {"open": 0, "vanished": 0}


def test_the_unit_goes_on_answering(found: Office) -> None:
    """Its row under Khắc phục does not become wrong because the auditors' went."""
    assert open_period(found.services, window("2022-03", Rules())) == 1
    found.type("unit:VP:2022", "Khắc phục", "F2", ["Quên", "Lập sổ"])
    found.cycle()
    delete(found)
    found.type("unit:VP:2022", "Khắc phục", "F2", ["Quên làm"])
    found.cycle()
    assert found.records("unit:VP:2022", "corrections")["PH-01"]["cause"] == "Quên làm"


def test_a_closed_one_that_a_repeat_opened_again_may_not_go(found: Office) -> None:
    """The same clause, found by another audit: the first is open again, though its own row says closed."""
    found.type(KEY, TAB, "M2", ["Bình", "05/03/2022", "có", "Đóng"], name="admin")
    again = ["PH-02", "Đợt 2", "10/03/2022", *FIRST[3:], "30/04/2022", "", "", "", "Mở"]
    found.type(KEY, TAB, "A3", again, name="admin")
    found.cycle()
    assert figures(found) == {"open": 2, "vanished": 0}
    found.wait(24 * 60)
    delete(found)
    assert figures(found) == {"open": 2, "vanished": 1}
