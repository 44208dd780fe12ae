"""Wrong rows of the tabs that say what is owed: the plan, days off, exceptions."""

from __future__ import annotations

from typing import NamedTuple

from sheets_schema.records import Context
from tests.support.tabs import record

UNITS = Context({"units": [record("units", "VP", code="VP", name="Văn phòng", aliases=["P. Văn phòng"])]})
AIMS = Context({"units": UNITS.tables["units"]}, aims={("VP", "2022"): ("MT01", "MT02")})
#: Where months begin on the 15th.
FROM_15 = Context({"units": UNITS.tables["units"]}, start_day=15)
HOLIDAY: dict[str, object] = {
    "from": "31/01/2022",
    "to": "04/02/2022",
    "kind": "Nghỉ",
    "name": "Tết Nguyên đán",
}
PLAN: dict[str, object] = {
    "code": "KH-2022-01",
    "activity": "Đăng ký mục tiêu chất lượng",
    "who": "Các đơn vị",
    "from_month": "01/2022",
    "due": "28/02/2022",
    "table": "Mục tiêu",
}
APPROVAL: dict[str, object] = {
    "unit": "VP",
    "year": "2022",
    "codes": "MT01; mt02",
    "approved_on": "20/01/2022",
    "approver": "Giám đốc",
}
EXCEPTION: dict[str, object] = {
    "code": "GH-01",
    "unit": "VP",
    "period": "03/2022",
    "kind": "Gia hạn",
    "until": "20/04/2022",
    "decided_by": "Giám đốc",
    "reason": "Cán bộ nhập liệu nghỉ ốm",
}


class Case(NamedTuple):
    """One row changed, and the problem (cell, code) it must raise, alone."""

    table: str
    row: dict[str, object]
    cell: str | None
    code: str
    context: Context | None = None
    formats: dict[str, str] = {}


CASES = [
    Case("holidays", {**HOLIDAY, "to": "30/01/2022"}, "B2", "date_order"),
    Case("holidays", {**HOLIDAY, "to": "04/02/2023"}, "B2", "holiday_long"),
    Case("holidays", {**HOLIDAY, "kind": "Không đôn đốc", "to": "29/01/2023"}, "B2", "holiday_long"),
    Case("holidays", {**HOLIDAY, "kind": "Làm bù", "to": None}, "A2", "makeup_weekday"),
    Case("plan", {**PLAN, "who": "Phòng Mua sắm"}, "C2", "owner_unknown", UNITS),
    Case("plan", {**PLAN, "table": "Kết qả"}, "F2", "table_unknown", UNITS),
    Case("plan", {**PLAN, "from_month": "03/2022"}, "E2", "due_before_month", UNITS),
    Case("plan", {**PLAN, "due": "14/12/2021"}, "E2", "due_before_month", FROM_15),
    Case("approvals", {**APPROVAL, "codes": "MT01; MT09"}, "C2", "approval_unknown", AIMS),
    Case("exceptions", {**EXCEPTION, "until": None}, "G2", "until_missing", UNITS),
    Case("exceptions", {**EXCEPTION, "kind": "Miễn", "period": None}, "C2", "exception_unbounded", UNITS),
    Case("exceptions", {**EXCEPTION, "kind": "Miễn", "period": "tháng ba"}, "C2", "period_invalid", UNITS),
    Case("exceptions", {**EXCEPTION, "table": "Kế hoạch"}, "E2", "exception_of_nothing", UNITS),
    Case("exceptions", {**EXCEPTION, "kind": "Miễn", "unit": None}, "B2", "exempt_everybody", UNITS),
    Case("exceptions", {**EXCEPTION, "reason": None}, "I2", "required_missing", UNITS),
    Case("exceptions", {**EXCEPTION, "decided_by": None}, "H2", "required_missing", UNITS),
    Case("exceptions", {**EXCEPTION, "unit": "XX"}, "B2", "link_unknown", UNITS),
]
RIGHT = [
    ("holidays", HOLIDAY, None),
    ("holidays", {**HOLIDAY, "kind": "Làm bù", "from": "12/02/2022", "to": None}, None),
    ("holidays", {**HOLIDAY, "kind": "Không đôn đốc", "to": "20/05/2022"}, None),
    ("plan", PLAN, UNITS),
    ("plan", {**PLAN, "due": "15/12/2021"}, FROM_15),
    ("plan", {**PLAN, "who": "p. văn phòng", "table": None, "status": "Đã xong"}, UNITS),
    ("approvals", APPROVAL, AIMS),
    ("approvals", {**APPROVAL, "year": "2021"}, AIMS),
    ("approvals", {**APPROVAL, "codes": "tất cả"}, AIMS),
    ("approvals", {**APPROVAL, "codes": None}, AIMS),
    ("exceptions", EXCEPTION, UNITS),
    ("exceptions", {**EXCEPTION, "table": "Kết quả"}, UNITS),
    ("exceptions", {**EXCEPTION, "table": "Kế hoạch", "record": "KH01"}, UNITS),
    ("exceptions", {**EXCEPTION, "table": "Kế hoạch", "period": "2022"}, UNITS),
    ("exceptions", {**EXCEPTION, "table": "Khắc phục", "kind": "Mở lại"}, UNITS),
    ("exceptions", {**EXCEPTION, "unit": "*", "period": "2022", "kind": "Miễn", "until": None}, UNITS),
    ("exceptions", {**EXCEPTION, "unit": None, "period": None, "record": "PH-2022-01"}, UNITS),
    ("exceptions", {**EXCEPTION, "kind": "Ngừng đôn đốc", "period": None, "until": None}, UNITS),
]
