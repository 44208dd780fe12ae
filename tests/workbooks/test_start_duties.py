"""What the coordinator plans, excuses and puts off, as a unit reads it on its start tab after a tick."""

from __future__ import annotations

from service import cycle, organisation
from service.store.engine import reading
from service.workbooks import known, pull, registry
from tests.support.office import Office
from tests.workbooks.test_marks import GOOD
from tests.workbooks.test_start import shown

BOOK = "unit:VP:2022"
PLAN = ["KH-01", "Nộp kế hoạch thực hiện", "Các đơn vị", "01/2022", "20/03/2022", "Kế hoạch", "", ""]
EXEMPT = ["M-01", "VP", "03/2022", "Xác nhận", "", "Miễn", "", "Giám đốc", "lãnh đạo đi công tác"]
LATER = ["GH-01", "VP", "03/2022", "Kết quả", "", "Gia hạn", "25/04/2022", "Giám đốc", "mất điện"]


def tick(office: Office) -> None:
    """All is read, checked, followed and told."""
    pull.sweep(office.services)
    cycle.look(office.services)
    cycle.check(office.services)


def test_a_unit_reads_what_it_owes_and_what_it_was_allowed(office: Office) -> None:
    """The plan by its day; extensions and exemptions with who and why; what is excused is not asked for."""
    office.type(BOOK, "Mục tiêu", "B2", GOOD)
    tick(office)
    assert any(line.startswith("Lãnh đạo đơn vị xác nhận") for line in shown(office, BOOK))
    office.type("coordinator", "Kế hoạch năm", "A2", PLAN, name="admin")
    office.type("coordinator", "Gia hạn, miễn", "A2", EXEMPT, LATER, name="admin")
    tick(office)
    lines = shown(office, BOOK)
    assert office.open("coordinator") == []
    assert "Nộp kế hoạch thực hiện (hạn 20/03/2022)" in lines
    assert "Được miễn: Xác nhận. Giám đốc: lãnh đạo đi công tác." in lines
    assert "Được gia hạn đến 25/04/2022: Kết quả. Giám đốc: mất điện." in lines
    assert not any(line.startswith("Lãnh đạo đơn vị xác nhận") for line in lines)


def test_the_plan_alone_is_told_to_those_it_asks(office: Office) -> None:
    """No rule looks at the plan: the register of duties tells whose start tab is to be written."""
    tick(office)
    tick(office)
    office.type("coordinator", "Kế hoạch năm", "A2", PLAN, name="admin")
    pull.changes(office.services)
    cycle.look(office.services)
    assert office.book(BOOK).start_hash == registry.WRITTEN
    cycle.check(office.services)
    assert "Nộp kế hoạch thực hiện (hạn 20/03/2022)" in shown(office, BOOK)


def test_what_concerns_no_other_workbook_has_none_checked_again(office: Office) -> None:
    """A row of the questionnaires' tab leaves the units' workbooks alone; one of the units' does not."""
    tick(office)
    tick(office)
    office.type("coordinator", "Phiếu khảo sát", "A2", ["1"], name="admin")
    cycle.look(office.services)
    assert office.book(BOOK).start_hash == registry.WRITTEN
    office.type("coordinator", "Đơn vị", "B2", ["Văn phòng Sở"], name="admin")
    cycle.look(office.services)
    assert office.book(BOOK).start_hash == registry.LOOK_AGAIN


def test_rules_look_at_no_other_workbook_but_where_a_change_is_followed(office: Office) -> None:
    """What a check may ask for of another workbook is what a change there has it done again for."""
    with reading(office.services.engine) as connection:
        about = organisation.read(connection)
        for key in (BOOK, "auditors:2022"):
            assert {*known.records(connection, office.book(key), about)} <= known.LOOKED_AT | {"corrections"}


def test_the_plan_is_held_against_a_window_changed_since(office: Office) -> None:
    """The settings stand in a later tab of the same workbook: the plan is looked at again with them."""
    tick(office)
    early = ["KH-01", "Nộp kế hoạch", "Các đơn vị", "03/2022", "20/02/2022", "Kế hoạch", "", ""]
    office.type("coordinator", "Kế hoạch năm", "A2", early, name="admin")
    office.wait(11)
    tick(office)
    assert {p["code"] for p in office.open("coordinator")} == {"due_before_month"}
    keys = office.tab("coordinator", "Cấu hình", "admin").col_values(1)
    row = keys.index("window_start_day") + 1
    office.type("coordinator", "Cấu hình", f"B{row}", ["15"], name="admin")
    office.wait(11)
    tick(office)
    assert office.open("coordinator") == []


def test_a_dated_duty_is_told_as_its_day_comes_near(office: Office) -> None:
    """Nobody types, nothing is read: the day alone puts it on the start tab, and no other tab is written."""
    office.type(BOOK, "Mục tiêu", "B2", GOOD)
    office.type(BOOK, "Kế hoạch", "B2", ["MT01", "Tập huấn", "An", "31/03/2022", "Đang làm"])
    tick(office)
    tick(office)
    asked = "Kế hoạch: KH01 – Tập huấn (hạn 31/03/2022)"
    assert asked not in shown(office, BOOK)
    office.wait(10 * 24 * 60)
    cycle.check(office.services)
    assert asked in shown(office, BOOK)
    office.reset_calls()
    office.wait(24 * 60)
    cycle.check(office.services)
    assert office.calls() == {}


def test_who_enters_what_a_unit_cannot_is_told(office: Office) -> None:
    """A matter that the coordinator's own workbook answers for leads into no tab of the unit's."""
    plan = ["KH-03", "Treo biển chỉ dẫn", "Các đơn vị", "01/2022", "20/03/2022", "", "Chưa làm", ""]
    office.type("coordinator", "Kế hoạch năm", "A2", plan, name="admin")
    tick(office)
    asked = "Treo biển chỉ dẫn (hạn 20/03/2022; làm xong thì báo thư ký ISO ghi vào tab Kế hoạch năm)"
    rows = [row for row in office.tab(BOOK, "Bắt đầu").get_all_values() if row[0] == asked]
    assert [row[1] for row in rows] == [""]


def test_what_was_given_but_for_a_wrong_cell_is_told_with_the_cell(office: Office) -> None:
    """The plan's activity and the overdue action both name what to mend, beside the day due."""
    plan = ["KH-02", "Xây dựng mục tiêu", "Các đơn vị", "01/2022", "20/01/2022", "Mục tiêu", "", ""]
    office.type("coordinator", "Kế hoạch năm", "A2", plan, name="admin")
    office.type(BOOK, "Mục tiêu", "B2", GOOD, [*GOOD[:6], "31/02/2022", *GOOD[7:]])
    office.type(BOOK, "Kế hoạch", "B2", ["MT01", "Tập huấn", "An", "10/03/2022", "Đang làm"])
    tick(office)
    office.type(BOOK, "Kế hoạch", "F2", ["Đã xong", "31/02/2022"])
    office.wait(11)
    tick(office)
    lines = shown(office, BOOK)
    assert "Xây dựng mục tiêu (hạn 20/01/2022; còn 1 ô sai: Mục tiêu!H3)" in lines
    assert "Kế hoạch: KH01 – Tập huấn (hạn 10/03/2022; còn 1 ô sai: Kế hoạch!G2)" in lines
