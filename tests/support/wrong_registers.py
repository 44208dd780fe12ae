"""The registers' rows: a right one of each table, and one for every way a row can be wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sheets_schema.records import Context
from tests.support.tabs import record

ACTION: dict[str, object] = {
    "code": "KH01",
    "objective": "MT01",
    "measure": "Rà soát hồ sơ chậm hằng tuần",
    "lead": "Nguyễn Văn A",
    "deadline": "30/06/2022",
    "status": "Đang làm",
}
PROPOSAL: dict[str, object] = {"code": "QT-NV-01", "name": "Cấp phép dạy thêm", "decision": "Giữ nguyên"}
PROCEDURE: dict[str, object] = {
    "code": "QT-NV-01",
    "name": "Cấp phép dạy thêm",
    "kind": "Tác nghiệp",
    "owner": "VP",
    "issue": 2,
    "revision": 0,
    "effective": "01/03/2021",
    "next_review": "01/03/2023",
    "days": 10,
    "status": "Đang áp dụng",
}
STEP: dict[str, object] = {
    "procedure": "QT-NV-01",
    "step": 1,
    "unit": "VP",
    "function": "Tiếp nhận",
    "duty": "Nhận, kiểm tra hồ sơ",
    "authority": "Trả lại hồ sơ chưa đủ",
    "hours": 4,
    "result": "Phiếu tiếp nhận",
}
SESSION: dict[str, object] = {
    "code": "DT-2022-01",
    "content": "Tập huấn ISO 9001:2015",
    "audience": "Công chức cơ quan Sở",
    "planned_on": "15/04/2022",
    "planned": 60,
    "status": "Đã tổ chức",
    "done_on": "20/04/2022",
    "present": 57,
    "effect": "Có hiệu quả",
}
PETITION: dict[str, object] = {
    "code": "PA-2022-001",
    "received_on": "05/04/2022",
    "kind": "Phản ánh",
    "field": "Tuyển sinh",
    "unit": "VP",
    "deadline": "20/04/2022",
    "status": "Đang xử lý",
}
RISK: dict[str, object] = {
    "code": "RR-2022-01",
    "unit": "VP",
    "kind": "Rủi ro",
    "description": "Thiếu người khi cao điểm tuyển sinh",
    "identified_on": "05/02/2022",
    "likelihood": 3,
    "impact": 4,
    "level": 12,
    "action": "Bố trí người thay thế",
    "owner": "Nguyễn Văn A",
    "deadline": "31/05/2022",
    "status": "Đang làm",
}
AUDIT: dict[str, object] = {
    "code": "DG-2022-01",
    "unit": "VP",
    "scope": "8.5, QT-NV-01",
    "planned_on": "15/08/2022",
    "auditor": "Trần Thị B",
    "auditor_unit": "KT",
    "held_on": "16/08/2022",
}
LINE: dict[str, object] = {
    "audit": "DG-2022-01",
    "number": 1,
    "clause": "8.5.1",
    "question": "Hồ sơ có đủ phiếu kiểm soát không?",
    "verdict": "Phù hợp",
    "evidence": "Đã xem 10 hồ sơ",
}
TODAY = Context(today=date(2022, 9, 1))
BOOK = Context(year=2022, start_day=15)
LISTED = Context({"procedures": [record("procedures", "QT-NV-01", code="QT-NV-01")]})
DAYS = Context({"procedures": [record("procedures", "QT-NV-01", code="QT-NV-01", name="", days=0.5)]})
PROGRAMME = Context(
    {
        "audits": [
            record("audits", "DG-2022-01", code="DG-2022-01", unit="VP", held_on=date(2022, 8, 16)),
            record("audits", "DG-2022-02", code="DG-2022-02", unit="KT", held_on=None),
        ],
        "findings": [record("findings", "PH-2022-01", code="PH-2022-01", unit="VP")],
    }
)


class Case(NamedTuple):
    """One row changed, and the problem (cell, code) it must raise, alone."""

    table: str
    row: dict[str, object]
    cell: str | None
    code: str
    context: Context | None = None


CASES = [
    Case("actions", {**ACTION, "status": "Đã xong"}, "G2", "needed_when"),
    Case("actions", {**ACTION, "status": None}, "F2", "required_missing"),
    Case("actions", {**ACTION, "done_on": "05/06/2022"}, "G2", "done_but_open"),
    Case("actions", {**ACTION, "status": "Đã xong", "done_on": "02/09/2022"}, "G2", "date_future", TODAY),
    Case("actions", {**ACTION, "deadline": "30/06/2023"}, "E2", "action_outside_year", BOOK),
    Case("actions", {**ACTION, "deadline": "31/12/2022"}, "E2", "due_unreported", BOOK),
    Case("actions", ACTION, "B2", "link_unknown", Context({"objectives": []})),
    Case("proposals", {**PROPOSAL, "code": "QT-NV-02"}, "A2", "procedure_unknown", LISTED),
    Case(
        "proposals",
        {**PROPOSAL, "decision": "Xây dựng mới", "new_name": "Cấp phép", "reason": "Luật mới"},
        "E2",
        "proposal_unfit",
    ),
    Case("proposals", {**PROPOSAL, "code": "MOI-1"}, "E2", "proposal_unfit"),
    Case(
        "proposals",
        {**PROPOSAL, "code": "MOI-1", "decision": "Xây dựng mới", "reason": "Luật mới"},
        "G2",
        "new_name_missing",
    ),
    Case("proposals", {**PROPOSAL, "decision": "Bãi bỏ"}, "F2", "reason_missing"),
    Case("procedures", {**PROCEDURE, "next_review": "01/02/2021"}, "H2", "date_order"),
    Case("procedures", {**PROCEDURE, "next_review": None}, "H2", "review_day_missing"),
    Case("procedures", {**PROCEDURE, "status": "Đã bãi bỏ"}, "K2", "needed_when"),
    Case(
        "procedures", {**PROCEDURE, "status": "Đã bãi bỏ", "withdrawn_on": "01/02/2021"}, "K2", "date_order"
    ),
    Case(
        "procedures",
        {**PROCEDURE, "status": "Đã bãi bỏ", "withdrawn_on": "2/9/2022"},
        "K2",
        "date_future",
        TODAY,
    ),
    Case("procedures", {**PROCEDURE, "withdrawn_on": "01/07/2022"}, "K2", "withdrawn_in_force"),
    Case("procedures", {**PROCEDURE, "issue": 0}, "E2", "below_minimum"),
    Case("steps", {**STEP, "step": 2}, "B2", "step_gap"),
    Case("steps", {**STEP, "hours": 4.5}, "G2", "steps_over_days", DAYS),
    Case("steps", {**STEP, "hours": "lâu"}, "G2", "number_invalid", DAYS),
    Case("steps", {**STEP, "procedure": "QT-NV-09"}, "A2", "link_unknown", DAYS),
    Case("training", {**SESSION, "present": None}, "H2", "needed_when"),
    Case("training", {**SESSION, "done_on": None}, "G2", "needed_when"),
    Case("training", {**SESSION, "done_on": "02/09/2022"}, "G2", "date_future", TODAY),
    Case("training", {**SESSION, "status": "Dự kiến", "effect": None}, "G2", "done_but_open"),
    Case("training", {**SESSION, "present": 61}, "H2", "present_over_planned"),
    Case("training", {**SESSION, "status": "Dự kiến", "done_on": None}, "J2", "effect_before_held"),
    Case("petitions", {**PETITION, "summary": "Đơn tố cáo: thu tiền"}, "A2", "denunciation"),
    Case("petitions", {**PETITION, "field": "To cao giao vien"}, "A2", "denunciation"),
    Case("petitions", {**PETITION, "deadline": "04/04/2022"}, "G2", "date_order"),
    Case("petitions", {**PETITION, "status": "Đã trả lời", "done_on": "04/04/2022"}, "I2", "date_order"),
    Case("petitions", {**PETITION, "status": "Đã trả lời"}, "I2", "needed_when"),
    Case("petitions", {**PETITION, "done_on": "06/04/2022"}, "I2", "done_but_open"),
    Case(
        "petitions",
        {**PETITION, "received_on": "2/9/2022", "deadline": "9/9/2022"},
        "B2",
        "date_future",
        TODAY,
    ),
    Case(
        "petitions", {**PETITION, "status": "Đã trả lời", "done_on": "2/9/2022"}, "I2", "date_future", TODAY
    ),
    Case("risks", {**RISK, "level": 10}, "H2", "risk_level"),
    Case("risks", {**RISK, "impact": 6, "level": None}, "G2", "above_maximum"),
    Case("risks", {**RISK, "deadline": "04/02/2022"}, "K2", "date_order"),
    Case("risks", {**RISK, "status": "Đã xong", "done_on": "04/02/2022"}, "M2", "date_order"),
    Case("risks", {**RISK, "status": "Đã xong"}, "M2", "needed_when"),
    Case("risks", {**RISK, "done_on": "05/05/2022"}, "M2", "done_but_open"),
    Case("risks", {**RISK, "status": "Đã xong", "done_on": "2/9/2022"}, "M2", "date_future", TODAY),
    Case("risks", {**RISK, "identified_on": "2/9/2022", "deadline": "9/9/2022"}, "E2", "date_future", TODAY),
    Case("audits", {**AUDIT, "auditor_unit": "VP"}, "F2", "auditor_of_unit"),
    Case("audits", {**AUDIT, "held_on": "02/09/2022"}, "G2", "date_future", TODAY),
    Case("audits", {**AUDIT, "planned_on": "15/08/2023"}, "D2", "audit_outside_year", BOOK),
    Case("audits", {**AUDIT, "planned_on": "15/12/2022", "held_on": None}, "D2", "due_unreported", BOOK),
    Case("checklists", {**LINE, "verdict": "Không phù hợp"}, "G2", "finding_missing"),
    Case(
        "checklists",
        {**LINE, "verdict": "Không phù hợp", "finding": "PH-2022-09"},
        "G2",
        "link_unknown",
        PROGRAMME,
    ),
    Case("checklists", {**LINE, "verdict": "Không áp dụng", "finding": "PH-2022-01"}, "G2", "finding_unfit"),
    Case("checklists", {**LINE, "evidence": None}, "F2", "verdict_without_evidence"),
    Case("checklists", {**LINE, "audit": "DG-2022-02"}, "E2", "verdict_before_audit", PROGRAMME),
    Case("checklists", {**LINE, "audit": "DG-2022-03"}, "A2", "link_unknown", PROGRAMME),
]
#: Rows with which nothing is wrong.
RIGHT: list[tuple[str, dict[str, object], Context | None]] = [
    ("actions", ACTION, BOOK),
    ("actions", {**ACTION, "deadline": "14/12/2022"}, BOOK),
    ("actions", {**ACTION, "deadline": "31/12/2022"}, Context(year=2022)),
    ("actions", {**ACTION, "deadline": "31/12/2022", "status": "Thôi không làm"}, BOOK),
    ("actions", {**ACTION, "deadline": "31/12/2022", "status": "Đã xong", "done_on": "01/12/2022"}, BOOK),
    ("actions", {**ACTION, "status": "Đã xong", "done_on": "01/09/2022"}, TODAY),
    ("actions", {**ACTION, "status": "Thôi không làm"}, TODAY),
    ("proposals", PROPOSAL, LISTED),
    ("proposals", {"code": "MOI-1", "decision": "Mới", "reason": "Luật mới", "new_name": "Cấp phép"}, LISTED),
    ("procedures", PROCEDURE, TODAY),
    ("procedures", {**PROCEDURE, "status": "Đã bãi bỏ", "withdrawn_on": "01/09/2022"}, TODAY),
    (
        "procedures",
        {**PROCEDURE, "status": "Đã bãi bỏ", "withdrawn_on": "01/09/2022", "next_review": None},
        TODAY,
    ),
    ("steps", STEP, DAYS),
    ("training", SESSION, TODAY),
    ("training", {**SESSION, "present": 60, "effect": None}, TODAY),
    ("petitions", {**PETITION, "summary": "Tòa nhà to cao, khó tìm lối vào"}, TODAY),
    ("petitions", {**PETITION, "status": "Chuyển nơi khác"}, TODAY),
    ("risks", RISK, TODAY),
    ("risks", {**RISK, "level": None}, TODAY),
    ("audits", AUDIT, replace(BOOK, today=date(2022, 9, 1))),
    ("checklists", LINE, PROGRAMME),
    ("checklists", {**LINE, "verdict": "Không phù hợp", "finding": "PH-2022-01"}, PROGRAMME),
    ("checklists", {**LINE, "audit": "DG-2022-02", "verdict": "Chưa đánh giá", "evidence": None}, PROGRAMME),
]
