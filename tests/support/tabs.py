"""Tiny tabs written inline, and problems flattened, for tests of the checker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sheets_schema import descriptor, validate
from sheets_schema.descriptor import Table
from sheets_schema.grid import Grid, from_a1
from sheets_schema.records import Checked, Context, Record

Cells = Sequence[Mapping[str, object]]
OBJECTIVES = descriptor.table("objectives")


def header(table: Table) -> list[object]:
    """The table's header row."""
    return [field.title for field in table.fields]


def rows(table: Table, cells: Cells) -> list[list[object]]:
    """Rows by field name → rows by column."""
    return [[row.get(field.name) for field in table.fields] for row in cells]


def check(
    name: str,
    cells: Cells,
    *,
    formats: Mapping[str, str] | None = None,
    context: Context | None = None,
    **grid: Any,
) -> Checked:
    """Check rows given by field name under the table's own header; ``formats`` by A1 cell."""
    table = descriptor.table(name)
    by_place = {from_a1(cell): form for cell, form in (formats or {}).items()}
    return validate.check(table, Grid([header(table), *rows(table, cells)], by_place, **grid), context)


def grid_of(values: list[list[object]], **more: Any) -> Checked:
    """Check a grid of values, header and all, as the objectives' tab."""
    return validate.check(OBJECTIVES, Grid(values, **more))


def flat(checked: Checked) -> list[tuple[str | None, str]]:
    """(cell, code) of every problem, in order."""
    return [(problem.cell, problem.code) for problem in checked.problems]


def codes(checked: Checked) -> list[str]:
    """The codes alone."""
    return [problem.code for problem in checked.problems]


def record(table: str, key: str, **values: Any) -> Record:
    """A record of another tab, for a context."""
    return Record(table, key, 2, values)


OBJECTIVE: dict[str, object] = {
    "code": "MT01",
    "objective": "Hồ sơ giải quyết đúng hạn",
    "direction": "≥",
    "target": "98%",
    "unit_of_measure": "%",
    "evaluation": "Tháng",
    "deadline": "14/12/2022",
}
PROGRESS: dict[str, object] = {
    "code": "MT01",
    "target": "≥ 95%",
    "period": "03/2022",
    "achieved": 96,
    "total": 100,
}
DOSSIER: dict[str, object] = {
    "period": "03/2022",
    "procedure": "Cấp phép dạy thêm",
    "received_total": 20,
    "received_online": 12,
    "received_direct": 5,
    "received_carried": 3,
    "resolved_total": 15,
    "resolved_before": 10,
    "resolved_on_time": 4,
    "resolved_late": 1,
    "pending_total": 5,
    "pending_within": 5,
    "pending_late": 0,
}
FINDING: dict[str, object] = {
    "code": "PH-2022-01",
    "audit": "Đợt 1",
    "date": "10/08/2022",
    "auditor": "Trần Thị B",
    "unit": "VP",
    "clause": "8.5.1",
    "description": "Chưa lưu hồ sơ",
    "grade": "Nhẹ",
    "responsible": "Nguyễn Văn A",
    "deadline": "10/09/2022",
    "status": "Mở",
}
UNIT: dict[str, object] = {"code": "VP", "name": "Văn phòng", "editors": "an@example.vn"}
CORRECTION: dict[str, object] = {"code": "PH-2022-01", "cause": "Thiếu người", "action": "Bổ sung"}
REVIEW: dict[str, object] = {
    "code": "XX-2022-03",
    "date": "20/04/2022",
    "kind": "Hằng tháng",
    "period": "03/2022",
    "chair": "Nguyễn Văn A",
    "present": "Ban Chỉ đạo ISO",
    "status": "Đã họp",
}
CONCLUSION: dict[str, object] = {
    "code": "KL-2022-01",
    "meeting": "XX-2022-03",
    "item": "c2) Mục tiêu",
    "conclusion": "Bổ sung người nhập số liệu",
    "kind": "Nguồn lực",
    "who": "Trần Thị B",
    "deadline": "30/04/2022",
    "status": "Chưa làm",
}
