"""What of a closed year goes on in the next one's workbooks when people type, err or Google is busy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from jobs import runner
from service.clock import ZONE
from service.store.engine import reading
from service.workbooks import locked
from service.years import locks, turn
from tests.support.office import OTHER, UNIT, Office, call, open_units
from tests.support.turns import CLOSED, JANUARY, NEW, OLD, carried, close, told
from tests.workbooks.test_marks import GOOD
from tests.workbooks.test_start import later, shown

#: An action still to be done.
OPEN = ["MT01", "Tập huấn", "An", "01/12/2022", "Đang làm"]


def test_an_action_typed_a_moment_before_the_carrying_stays(turned: Office) -> None:
    """No look came between: the row is read before it is written, and the old action takes the next code."""
    turned.type(OLD, "Kế hoạch", "B2", OPEN)
    close(turned)
    turned.type(NEW, "Kế hoạch", "B2", ["MT01", "Việc mới của năm 2023", "Bình", "01/06/2023", "Chưa làm"])
    turn.over(turned.services, 2022)
    rows = turned.tab(NEW, "Kế hoạch").get_all_values()
    assert [row[2] for row in rows[1:3]] == ["Việc mới của năm 2023", "Tập huấn"]


def test_an_objective_typed_a_moment_before_the_drafts_stays(turned: Office) -> None:
    """The tab is somebody's by then: nothing is drafted there."""
    typed = ["Mục tiêu mới", "≥", "98%", "%", "Tháng", "", "14/12/2023", "Tỷ lệ của tổng"]
    turned.type(NEW, "Mục tiêu", "B2", typed)
    assert "dự thảo 0 mục tiêu" in turn.opened(turned.services, 2023)
    assert turned.tab(NEW, "Mục tiêu").acell("B2").value == "Mục tiêu mới"


def test_an_open_action_whose_code_was_blanked_goes_on(turned: Office) -> None:
    """It is named by what it says, and comes along once, also when rows moved before the next try."""
    turned.type(OLD, "Kế hoạch", "A2", ["", *OPEN], ["", *OPEN])
    close(turned)
    assert "2 biện pháp" in turn.over(turned.services, 2022)
    later(turned, CLOSED + timedelta(hours=1))
    turned.type(OLD, "Kế hoạch", "A2", ["", "MT01", "Việc khác", *OPEN[2:]], ["", *OPEN], ["", *OPEN])
    later(turned, CLOSED + timedelta(hours=2))
    assert "1 biện pháp" in turn.over(turned.services, 2022)
    rows = turned.tab(NEW, "Kế hoạch").get_all_values()[1:4]
    assert [(row[0], row[2], row[-1]) for row in rows] == [
        ("KH01", "Tập huấn", "Năm 2022: “Tập huấn”"),
        ("KH02", "Tập huấn", "Năm 2022: “Tập huấn” (2)"),
        ("KH03", "Việc khác", "Năm 2022: “Việc khác”"),
    ]


def test_a_row_mended_between_two_tries_comes_once_and_its_like_comes_too(turned: Office) -> None:
    """The first is given its code and better words; another person's row has the words it had."""
    turned.type(OLD, "Kế hoạch", "A2", ["", *OPEN])
    close(turned)
    assert "1 biện pháp" in turn.over(turned.services, 2022)
    later(turned, CLOSED + timedelta(hours=1))
    mended, like = ["KH01", "MT01", "Tập huấn ISO", *OPEN[2:]], ["", *OPEN[:2], "Bình", *OPEN[3:]]
    turned.type(OLD, "Kế hoạch", "A2", mended, like)
    later(turned, CLOSED + timedelta(hours=2))
    assert "1 biện pháp" in turn.over(turned.services, 2022)
    rows = turned.tab(NEW, "Kế hoạch").get_all_values()[1:4]
    assert [(row[2], row[3], row[-1]) for row in rows] == [
        ("Tập huấn", "An", "Năm 2022: “Tập huấn”"),
        ("Tập huấn", "Bình", "Năm 2022: “Tập huấn” (2)"),
        ("", "", ""),
    ]


def test_drafts_that_google_was_too_busy_for_come_with_the_next_try(turned: Office) -> None:
    """The job fails and is tried again: the unit is not left without its objectives."""
    turned.fail({"match": "sheets.spreadsheets.getByDataFilter", "status": 429, "times": 50})
    (did,) = runner.run_one(turned.services, "open_year", "2023")
    turned.fail()
    assert "chưa đọc được sổ năm 2023 của VP" in str(did.error)
    later(turned, JANUARY + timedelta(hours=2))
    runner.run_one(turned.services, "open_year", None)
    assert told(turned.tab(NEW, "Mục tiêu"), "Năm trước") == "Năm 2022: ≥ 98%"


def test_results_that_google_was_too_busy_for_come_with_the_next_try(turned: Office) -> None:
    """What came of last year's objective is told beside the draft a try later."""
    turned.type("auditors:2022", "Phát hiện", "M2", ["Dũng", "02/01/2023", "có", "Đóng"], name="admin")
    turn.opened(turned.services, 2023)
    close(turned)
    later(turned, CLOSED + timedelta(days=8))
    turned.fail({"match": "sheets.spreadsheets.batchUpdate", "status": 429, "times": 40})
    (did,) = runner.run_one(turned.services, "carry_over", "2022")
    turned.fail()
    assert "chưa ghi được vào sổ năm 2023 của VP" in str(did.error)
    later(turned, CLOSED + timedelta(days=9))
    runner.run_one(turned.services, "carry_over", None)
    assert "kết quả" in str(told(turned.tab(NEW, "Mục tiêu"), "Năm trước"))


def test_actions_of_a_unit_merged_early_in_the_new_year_go_into_its_own_workbook(
    turned: Office,
) -> None:
    """It has one of that year: who took over finds them there, not a second time in its own."""
    turned.type(OLD, "Kế hoạch", "B2", OPEN)
    merged = [*UNIT[:5], "10/01/2023", *UNIT[6:], "KT"]
    turned.type("coordinator", "Đơn vị", "A2", merged, OTHER, name="admin")
    later(turned, JANUARY + timedelta(hours=1))
    close(turned)
    assert "1 biện pháp" in carried(turned)
    assert turned.tab(NEW, "Kế hoạch").acell("C2").value == "Tập huấn"
    assert turned.tab("unit:KT:2023", "Kế hoạch", "other").acell("C2").value is None


def test_a_unit_whose_new_workbook_is_lost_is_held_back_alone(make: Callable[..., Office]) -> None:
    """The others are locked, what it left open is asked for on; a second try in vain is told."""
    office = make()
    open_units(office, UNIT, OTHER)
    later(office, datetime(2022, 4, 1, 9, 0, tzinfo=ZONE))
    office.type(OLD, "Mục tiêu", "B2", GOOD)
    office.type(OLD, "Kế hoạch", "B2", OPEN)
    later(office, JANUARY)
    close(office)
    new = f"/drive/v3/files/{office.book(NEW).spreadsheet_id}?supportsAllDrives=true"
    call(office.standin, "PATCH", new, {"trashed": True})
    for days, kinds in ((8, {"trashed"}), (9, {"trashed", "not_carried"})):
        later(office, CLOSED + timedelta(days=days))
        (did,) = runner.run_one(office.services, "carry_over", None)
        assert "của VP" in str(did.error)
        assert {notice["kind"] for notice in office.notices()} == kinds
    assert "khóa hoặc mở 2 sổ" in str(locks.settle(office.services))
    later(office, CLOSED + timedelta(days=10))
    assert "Kế hoạch: KH01 – Tập huấn (hạn 01/12/2022)" in shown(office, OLD)
    call(office.standin, "PATCH", new, {"trashed": False})
    later(office, CLOSED + timedelta(days=11))
    assert "1 biện pháp" in carried(office)
    with reading(office.services.engine) as connection:
        assert locked.of(connection, OLD).tabs
    assert all(notice["ended_at"] for notice in office.notices())
