"""What one workbook means for another is looked at again, whatever comes between; so is what a day brings."""

from __future__ import annotations

from datetime import timedelta

from service.reviews import wrong
from service.store.engine import reading
from sheets_schema.descriptor import tables
from tests.support.office import Office
from tests.workbooks.test_approvals import APPROVALS, GOOD, KEY, ROW, TAB
from tests.workbooks.test_unit_life import finding, tick

MEETING = ["XX-2022-01", "20/01/2022", "Tháng", "Tháng 1/2022", "An", "Ban Chỉ đạo", "", "P1", "Đã họp"]
HOUR, DAY = 60, 24 * 60


def test_a_failed_write_forgets_nothing_of_it(office: Office) -> None:
    """An approval and a finding come in one tick, Google is busy: approved once it can be written."""
    office.expects_faults = True
    office.type(KEY, TAB, "B2", GOOD)
    tick(office, HOUR)
    office.type("coordinator", APPROVALS, "A2", list(ROW), name="admin")
    office.type("auditors:2022", "Phát hiện", "A2", finding(), name="admin")
    office.fail({"match": "sheets.spreadsheets.batchUpdate", "status": 503, "times": 6})
    tick(office, HOUR)
    office.fail()
    for _ in range(3):
        tick(office, HOUR)
    assert [row["status"] for row in office.records(KEY, "objectives").values()] == ["approved"]


def test_a_meeting_told_as_held_too_early_is_right_once_its_day_came(office: Office) -> None:
    """Nobody types anything; the day passes."""
    day = office.services.clock.today() + timedelta(days=1)
    row = [MEETING[0], f"{day:%d/%m/%Y}", *MEETING[2:]]
    office.type("coordinator", "Xem xét lãnh đạo", "A2", row, name="admin")
    tick(office, HOUR)
    assert {p["code"] for p in office.open("coordinator")} == {"not_yet"}
    for _ in range(2):
        tick(office, DAY)
    assert office.open("coordinator") == []


def decide(office: Office) -> None:
    """Type a conclusion of the first meeting."""
    fields = tables()["conclusions"].fields
    item = list(tables()["conclusions"].field("item").choices.values())[1]
    told = {"code": "KL-1", "meeting": "XX-2022-01", "conclusion": "Việc một", "unit": "VP", "item": item}
    told |= {"deadline": "30/04/2022", "status": "Mở", "kind": "Cải tiến"}
    row = [told.get(one.name, "") for one in fields]
    office.type("coordinator", "Kết luận", "A2", row, name="admin")


def test_a_conclusion_waits_while_its_meeting_never_was_right(office: Office) -> None:
    """It is told so; once the meeting was right it counts, also when the row is spoilt again."""
    office.type(
        "coordinator", "Xem xét lãnh đạo", "A2", [MEETING[0], "31/02/2022", *MEETING[2:]], name="admin"
    )
    decide(office)
    tick(office, HOUR)
    (told,) = (p for p in office.open("coordinator") if p["code"] == "link_wrong")
    assert "chưa được tính" in told["message_vi"]
    for day in (MEETING[1], "31/02/2022"):
        office.type("coordinator", "Xem xét lãnh đạo", "B2", [day], name="admin")
        tick(office, HOUR)
        assert "link_wrong" not in {p["code"] for p in office.open("coordinator")}
    assert [p["cell"] for p in office.open("coordinator")] == ["B2"]


def test_a_deleted_meeting_holds_back_no_other_months_notice(office: Office) -> None:
    """Its conclusion names a meeting there is no more; it was of that month, of no other."""
    later = ["XX-2022-02", "10/03/2022", *MEETING[2:3], "Tháng 2/2022", *MEETING[4:]]
    office.type("coordinator", "Xem xét lãnh đạo", "A2", MEETING, later, name="admin")
    decide(office)
    tick(office, HOUR)
    assert "KL-1" in office.records("coordinator", "conclusions")
    office.tab("coordinator", "Xem xét lãnh đạo", "admin").delete_rows(2)
    tick(office, DAY)
    assert "link_unknown" in {p["code"] for p in office.open("coordinator")}
    with reading(office.services.engine) as connection:
        assert wrong.rows(connection, "2022-02") == wrong.rows(connection, "2022-03") == []
