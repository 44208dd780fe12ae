"""What the coordinator plans, excuses and puts off, as a unit reads it on its start tab after a tick."""

from __future__ import annotations

from service import cycle
from service.workbooks import pull
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
