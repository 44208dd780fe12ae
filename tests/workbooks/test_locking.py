"""Locks of a closed year's workbooks, when what Google has and what is noted differ."""

from __future__ import annotations

from datetime import timedelta

from service import state
from service.store.engine import reading
from service.workbooks import locked
from service.years import locks
from tests.support.office import Office
from tests.support.turns import CLOSED, OLD, carried, close
from tests.workbooks.test_start import later, shown

AGAIN = ["GH-01", "VP", "2022", "", "", "Mở lại", "28/01/2023", "Giám đốc", "Sửa số liệu"]


def reopen(office: Office) -> None:
    """The coordinator has the workbook opened again."""
    office.type("coordinator", "Gia hạn, miễn", "A2", AGAIN, name="admin")
    later(office, office.services.clock.now() + timedelta(hours=1))
    locks.settle(office.services)


def noted(office: Office, lock: object) -> object:
    """What is noted of the lock, which is put back to what it was: the run was cut short before it noted."""
    with office.services.engine.begin() as connection:
        before = state.get(connection, f"locked:{OLD}")
        state.put(connection, f"locked:{OLD}", lock)
        state.put(connection, "locks_looked", None)
    return before


def tabs(office: Office) -> set[str]:
    """The tabs that are locked, as is noted."""
    with reading(office.services.engine) as connection:
        return set(locked.of(connection, OLD).tabs)


def test_a_lock_that_was_not_noted_is_noted_and_can_be_opened(turned: Office) -> None:
    """Adding it a second time Google would refuse, for ever."""
    close(turned)
    carried(turned)
    noted(turned, None)
    locks.settle(turned.services)
    assert "objectives" in tabs(turned)
    reopen(turned)
    turned.type(OLD, "Mục tiêu", "B3", ["Sửa lại"])


def test_an_opening_that_was_not_noted_is_noted_and_can_be_locked(turned: Office) -> None:
    """Taking the protection away a second time Google would refuse, too."""
    close(turned)
    carried(turned)
    before = noted(turned, None)
    noted(turned, before)
    reopen(turned)
    noted(turned, before)
    locks.settle(turned.services)
    assert tabs(turned) == set()
    later(turned, CLOSED + timedelta(days=9))
    locks.settle(turned.services)
    assert "objectives" in tabs(turned)


def test_the_start_tab_tells_what_is_open_again_and_since_when_the_rest_is_locked(turned: Office) -> None:
    """The day of the opening is not that of the lock."""
    close(turned)
    carried(turned)
    later(turned, CLOSED + timedelta(days=4))
    turned.type("coordinator", "Gia hạn, miễn", "A2", [*AGAIN[:3], "Kế hoạch", *AGAIN[4:]], name="admin")
    later(turned, CLOSED + timedelta(days=4, hours=1))
    locks.settle(turned.services)
    later(turned, CLOSED + timedelta(days=4, hours=2))
    said = "Đang mở lại: Kế hoạch; sửa ở đó được liệt kê là sửa sau khi chốt."
    assert f"Sổ đã khóa ngày 20/01/2023. {said} Cần sửa thì đề nghị thư ký ISO mở lại." in shown(turned, OLD)
