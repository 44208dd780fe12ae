"""Rows that link to another tab's row while that one holds an error."""

from __future__ import annotations

from service.periods.windows import Rules, window
from service.workbooks.prefill import open_period
from tests.support.office import Office

KEY = "unit:VP:2022"
#: objective, direction, target, unit of measure, evaluation, start, deadline, aggregation.
AIM: list[object] = ["Đúng hạn", "≥", "98%", "%", "Tháng", "", "14/12/2022", "Tỷ lệ của tổng"]
DONE: list[object] = ["MT01", "", "", "Tháng 2/2022", 99, 100]


def told(office: Office) -> list[tuple[str, str, str]]:
    """(table, code, cell) of every open problem."""
    return [(p["table_name"], p["code"], p["cell"]) for p in office.open(KEY)]


def test_a_result_outlives_the_error_of_its_objective(office: Office) -> None:
    """It stays in the store and says why it does not count; when the objective is mended nothing is left."""
    office.type(KEY, "Mục tiêu", "B2", AIM)
    office.type(KEY, "Kết quả", "A2", DONE)
    office.cycle()
    assert (set(office.records(KEY, "progress")), told(office)) == ({"MT01|2022-02"}, [])
    office.type(KEY, "Mục tiêu", "H2", ["31/02/2022"])
    office.cycle()
    both = [("objectives", "date_impossible", "H2"), ("progress", "link_wrong", "A2")]
    assert told(office) == both
    assert set(office.records(KEY, "progress")) == {"MT01|2022-02"}
    office.type(KEY, "Kết quả", "M2", ["Báo cáo số 5"])  # the objectives' tab itself is not checked again
    office.cycle()
    assert told(office) == both
    office.type(KEY, "Mục tiêu", "H2", ["28/02/2022"])
    office.cycle()
    assert (set(office.records(KEY, "objectives")), told(office)) == ({"MT01"}, [])


def test_a_result_of_an_objective_nobody_filled_in_is_kept(office: Office) -> None:
    """The code stands in the tab, laid out and blank."""
    office.type(KEY, "Kết quả", "A2", DONE)
    office.cycle()
    assert told(office) == [("progress", "link_blank", "A2")]
    assert "chưa được điền" in office.open(KEY)[0]["message_vi"]
    office.type(KEY, "Kết quả", "A2", ["MT99"])
    office.cycle()
    assert told(office) == [("progress", "link_unknown", "A2")]
    assert office.records(KEY, "progress") == {}


def test_an_answer_to_a_finding_outlives_the_error_of_the_finding(office: Office) -> None:
    """The unit cannot see the auditors' file: it is told whom to ask, and loses nothing."""
    finding = ["PH-01", "Đợt 1", "01/03/2022", "Bình", "VP", "8.5.1", "", "Thiếu hồ sơ", "", "Nhẹ", "An"]
    office.type("auditors:2022", "Phát hiện", "A2", [*finding, "30/03/2022", "", "", "", "Mở"], name="admin")
    office.cycle()
    open_period(office.services, window("2022-03", Rules()))
    office.type(KEY, "Khắc phục", "F2", ["quên", "lập lại", "15/03/2022"])
    office.cycle()
    office.type("auditors:2022", "Phát hiện", "L2", ["31/02/2022"], name="admin")
    office.cycle()
    office.cycle()
    assert told(office) == [("corrections", "link_wrong_elsewhere", "A2")]
    assert "hỏi thư ký ISO" in office.open(KEY)[0]["remedy_vi"]
    assert set(office.records(KEY, "corrections")) == {"PH-01"}
