"""What is told of a whole workbook: once, to whom it concerns, until it is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, update

from service import cycle
from service.mail import notices
from service.periods import unread
from service.store.tables import grid, workbook
from tests.support.office import OTHER, UNIT, Office, open_units, own_book
from tests.workbooks.test_marks import GOOD, WRONG, is_marked

VP, KT = "unit:VP:2022", "unit:KT:2022"


def told(office: Office) -> list[tuple[str, bool]]:
    """(kind, whether it is over) of every notice."""
    return [(str(row["kind"]), bool(row["ended_at"])) for row in office.notices()]


def tick(office: Office, minutes: float = 1) -> str | None:
    """Let time pass; then what a tick does with the workbooks."""
    office.wait(minutes)
    cycle.look(office.services)
    return cycle.check(office.services)


def test_cut_to_viewer_it_is_read_on_and_told_once(make: Callable[..., Office]) -> None:
    """Its owner lets the service only view: entries count, one notice stands until a write succeeds."""
    office = make()
    book = own_book(office)
    open_units(office, [*UNIT[:8], book.url, ""])
    tick(office)
    book.share(office.services.google.email, perm_type="user", role="reader", notify=False)
    office.type(VP, "Mục tiêu", "B2", GOOD, WRONG)
    for _ in range(6):
        tick(office, 6)
    assert told(office) == [("readonly", False)]
    assert office.book(VP).state == "ok"
    assert set(office.records(VP, "objectives")) == {"MT01"}
    assert notices.send(office.services) == 2  # the coordinator and the clerk
    office.reset_calls()
    tick(office)
    assert set(office.calls()) == {"drive.changes.list"}  # refused, it is not tried on every tick
    book.share(office.services.google.email, perm_type="user", role="writer", notify=False)
    tick(office, 16)
    assert told(office) == [("readonly", True)]
    assert is_marked(office.cell(VP, "Mục tiêu", "H3"))
    assert notices.send(office.services) == 0


def test_a_write_that_google_refuses_holds_up_no_close(make: Callable[..., Office]) -> None:
    """Somebody protected the cells we mark: the workbook was read all the same, so no close waits for it."""
    office = make()
    open_units(office, UNIT)
    tick(office)
    office.fail(
        {"match": "sheets.spreadsheets.batchUpdate", "status": 400, "times": 100, "message": "protected"}
    )
    office.type(VP, "Mục tiêu", "B2", GOOD, WRONG)
    for _ in range(3):
        tick(office, 6)
    assert set(office.records(VP, "objectives")) == {"MT01"}
    with office.services.engine.begin() as connection:
        unread.note(connection, office.services.clock.now(), {})
        assert unread.sources(connection) == ()
    office.fail()
    tick(office)
    assert is_marked(office.cell(VP, "Mục tiêu", "H3"))


def test_a_fault_of_ours_stops_no_other_unit(make: Callable[..., Office]) -> None:
    """What is kept of one workbook cannot be read any more: it is told once, and the other is marked."""
    office = make()
    office.expects_faults = True
    open_units(office, UNIT, OTHER)
    tick(office)
    office.type(VP, "Mục tiêu", "B2", GOOD)
    tick(office)
    spoil(office, VP)
    office.type(VP, "Mục tiêu", "B3", GOOD)
    office.type(KT, "Mục tiêu", "B2", WRONG, name="other")
    results = [tick(office, 11) for _ in range(3)]
    assert all("fault:read" in (result or "") for result in results)
    assert is_marked(office.cell(KT, "Mục tiêu", "H2", name="other"))
    assert told(office) == [("fault:read", False)]
    assert notices.send(office.services) == 1  # the coordinator alone: no clerk can mend it
    with office.services.engine.begin() as connection:
        connection.execute(delete(grid).where(grid.c.workbook_id == office.book(VP).id))
    tick(office)
    assert told(office) == [("fault:read", True)]
    assert set(office.records(VP, "objectives")) == {"MT01", "MT02"}


def test_a_fault_while_marking_stops_no_other_unit(make: Callable[..., Office]) -> None:
    """The same, with a fault that first shows when marks are due."""
    office = make()
    office.expects_faults = True
    open_units(office, UNIT, OTHER)
    tick(office)
    office.type(KT, "Mục tiêu", "B2", WRONG, name="other")
    tick(office)
    spoil(office, VP)
    with office.services.engine.begin() as connection:
        connection.execute(update(workbook).where(workbook.c.key == VP).values(start_hash=None))
    tick(office, 11)
    assert told(office) == [("fault:mark", False)]
    assert is_marked(office.cell(KT, "Mục tiêu", "H2", name="other"))


def test_a_code_with_a_bar_is_only_a_wrong_code(office: Office) -> None:
    """“MT01|X” typed as a code: told in its cell like any other wrong code."""
    office.type(VP, "Mục tiêu", "B2", GOOD)
    tick(office)
    office.type(VP, "Kết quả", "A3", ["MT01|X", "", "", "Tháng 3/2022"])
    for _ in range(3):
        tick(office, 11)
    assert told(office) == []
    assert [row["kind"] for row in office.notices()] == []


def test_a_unit_whose_code_was_changed_is_told_of(make: Callable[..., Office]) -> None:
    """Its rows enter no report any more: the coordinator is told once, and its workbook asks for nothing."""
    office = make()
    open_units(office, UNIT, OTHER)
    tick(office)
    office.type("coordinator", "Đơn vị", "A3", ["KTX"], name="admin")
    for _ in range(3):
        tick(office, 11)
    assert told(office) == [("unlisted", False)]
    (row,) = office.notices()
    assert row["message_vi"].startswith("Đơn vị KT không còn trong danh sách")
    assert "hãy giữ mã cũ" in row["message_vi"]
    assert notices.send(office.services) == 1  # the coordinator alone
    shown = office.tab(KT, "Bắt đầu", "other").get("A1:A9")
    assert "Không nhập số liệu vào sổ này nữa." in shown[1][0]
    assert not any("Hạn nhập" in line[0] for line in shown if line)
    office.type("coordinator", "Đơn vị", "A3", ["KT"], name="admin")
    for _ in range(3):
        tick(office, 11)
    assert told(office) == [("unlisted", True)]
    assert any("Hạn nhập" in line[0] for line in office.tab(KT, "Bắt đầu", "other").get("A1:A9") if line)


def spoil(office: Office, key: str) -> None:
    """Break what the store keeps of a workbook's tabs: a fault nobody's typing could cause."""
    here: Any = grid.c.workbook_id == office.book(key).id
    with office.services.engine.begin() as connection:
        connection.execute(update(grid).where(here).values(content=b"x"))
