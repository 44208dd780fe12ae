"""Where the lines of a start tab lead: into the workbook of the year, and of the unit, the matter is of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from service import organisation
from service.clock import ZONE
from service.duties import agenda
from service.store.engine import reading
from tests.support.office import OTHER, UNIT, Office, open_units
from tests.support.turns import NEW, OLD
from tests.workbooks.test_marks import GOOD
from tests.workbooks.test_start import later, link, shown
from tests.workbooks.test_unit_life import finding

DONE_BY = ["Nhập mục tiêu năm 2023", "Các đơn vị", "01/2023", "14/01/2023", "Mục tiêu", "", ""]
#: An action of 2022 that is overdue, whose row says where it is told.
ACTION, SAID = (
    ["MT01", "Tập huấn", "An", "20/03/2022", "Đang làm"],
    "Kế hoạch: KH01 – Tập huấn (hạn 20/03/2022)",
)


def leads_to(office: Office, key: str, said: str) -> Any:
    """The address beside the line that says this."""
    lines = [row[0] for row in office.tab(key, "Bắt đầu", "admin").get_all_values()]
    return link(office, key, lines.index(said) + 1, "admin")


def test_what_the_new_year_asks_for_is_told_in_its_workbook_alone(office: Office) -> None:
    """In January, while December is still entered in the old one."""
    office.type(OLD, "Mục tiêu", "B2", GOOD)
    office.type("coordinator", "Kế hoạch năm", "A2", ["KH-01", *DONE_BY], name="admin")
    for hour in (9, 10):
        later(office, datetime(2023, 1, 4, hour, 0, tzinfo=ZONE))
    said = "Nhập mục tiêu năm 2023 (hạn 14/01/2023)"
    assert said not in shown(office, OLD)
    assert office.book(NEW).spreadsheet_id in leads_to(office, NEW, said)


def test_an_overdue_action_of_last_year_is_told_where_it_can_be_put_right(office: Office) -> None:
    """In last year's workbook, also after its last month was frozen."""
    office.type(OLD, "Mục tiêu", "B2", GOOD)
    office.type(OLD, "Kế hoạch", "B2", ACTION)
    for day in (4, 7):
        later(office, datetime(2023, 1, day, 9, 0, tzinfo=ZONE))
        assert SAID not in shown(office, NEW)
        assert office.book(OLD).spreadsheet_id in leads_to(office, OLD, SAID)


def test_a_merged_units_action_leads_into_that_units_workbook(make: Callable[..., Office]) -> None:
    """Who took over is led there by its own start tab and its digest; the old start tab tells it, too."""
    office = make()
    open_units(office, UNIT, OTHER)
    office.type(OLD, "Mục tiêu", "B2", GOOD)
    office.type(OLD, "Kế hoạch", "B2", ACTION)
    merged = [*UNIT[:5], "18/03/2022", *UNIT[6:], "KT"]
    office.type("coordinator", "Đơn vị", "A2", merged, OTHER, name="admin")
    for day in (20, 21):
        later(office, datetime(2022, 4, day, 9, 0, tzinfo=ZONE))
    said = SAID.replace("KH01", "KH01 (VP)")
    there = office.book(OLD)
    for key in ("unit:KT:2022", OLD):
        assert there.spreadsheet_id in leads_to(office, key, said)
    with reading(office.services.engine) as connection:
        known = organisation.read(connection)
        assert known is not None
        plan = agenda.read(connection, known, office.services.clock.today(), "base")
    (duty,) = (duty for duty in plan.duties if duty.table == "actions")
    assert there.spreadsheet_id in plan.place(duty).link


def test_a_correction_is_asked_for_until_it_is_done_as_figures_count_it(office: Office) -> None:
    """A day in *Ngày hoàn thành* is one way, closing the finding with effect another."""
    said = "Khắc phục 1 phát hiện của đánh giá nội bộ."
    office.type("auditors:2022", "Phát hiện", "A2", finding(), name="admin")
    later(office, datetime(2022, 3, 17, 9, 0, tzinfo=ZONE))
    assert said in shown(office, OLD)
    done = ["Dũng", "17/03/2022", "có", "Đóng"]
    office.type("auditors:2022", "Phát hiện", "M2", done, name="admin")
    later(office, datetime(2022, 3, 18, 9, 0, tzinfo=ZONE))
    assert said not in shown(office, OLD)
