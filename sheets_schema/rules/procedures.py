"""Procedures: their register, the units' yearly proposals, and the steps in which units work."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

from sheets_schema.records import Value
from sheets_schema.rules import Found, Rows, rule

#: Codes of procedures that are proposed and do not exist yet.
NEW = re.compile(r"MOI-\d{1,3}")
#: Working hours of a working day.
HOURS = 8


@rule(
    "withdrawn_in_force",
    "error",
    title=("Có ngày bãi bỏ nhưng đang áp dụng", "A day of withdrawal, yet in force"),
    sentence=(
        "Đã có ngày bãi bỏ {value} nhưng trạng thái là “{state}”.",
        "Withdrawn on {value}, but the status is “{state_en}”.",
    ),
    remedy=("Hãy sửa trạng thái, hoặc xóa ngày bãi bỏ.", "Mend the status, or clear the day."),
    example="Đang áp dụng, Ngày bãi bỏ 01/07/2022",
)
def withdrawn_in_force(rows: Rows) -> Iterator[Found]:
    """A day of withdrawal belongs to a withdrawn procedure."""
    field = rows.table.field("status")
    words = {"state": field.choices["in_force"], "state_en": field.choices_en["in_force"]}
    for index, _ in rows.told("withdrawn_on"):
        if rows["status"][index] == "in_force":
            yield Found(index, "withdrawn_on", {"value": rows.quoted(index, "withdrawn_on"), **words})


@rule(
    "review_day_missing",
    "warning",
    title=("Chưa có ngày xem xét lần tới", "No day of the next review"),
    sentence=("Quy trình đang áp dụng chưa có ngày xem xét lần tới.", "In force, but no next review is set."),
    remedy=("Hãy ghi ngày phải xem xét lại.", "Write the day it must be reviewed by."),
    example="Đang áp dụng, Xem xét lần tới để trống",
)
def review_day_missing(rows: Rows) -> Iterator[Found]:
    """A procedure in force is reviewed some day."""
    for index, status in rows.told("status"):
        told = rows["next_review"][index] is not None or rows.wrong(index, "next_review")
        if status == "in_force" and not told:
            yield Found(index, "next_review")


@rule(
    "procedure_unknown",
    "error",
    title=("Không có trong danh mục quy trình", "Not in the register of procedures"),
    sentence=(
        "“{value}” không có trong danh mục quy trình của cơ quan.",
        "“{value}” is not in the agency's register of procedures.",
    ),
    remedy=(
        "Hãy ghi đúng mã; quy trình chưa có thì ghi mã MOI-1, MOI-2 …; chưa rõ thì hỏi thư ký ISO.",
        "Write the right code; MOI-1, MOI-2 … for one that does not exist yet; else ask the coordinator.",
    ),
    example="QT-NV-99",
)
def procedure_unknown(rows: Rows) -> Iterator[Found]:
    """The code is one of the register's, or of a new procedure; not judged when the register was not read."""
    if "procedures" not in rows.context.tables:
        return
    listed = {record.key for record in rows.context.tables["procedures"]}
    for index, code in rows.told("code"):
        if code not in listed and not NEW.fullmatch(code):
            yield Found(index, "code", {"value": code})


@rule(
    "proposal_unfit",
    "error",
    title=("Đề xuất không hợp với dòng", "A proposal the row cannot have"),
    sentence=("“{state}” không dùng cho dòng {code}.", "“{state_en}” does not go with the row {code}."),
    remedy=(
        "Quy trình đã có: giữ nguyên, sửa đổi hoặc bãi bỏ. Xây dựng mới: thêm một dòng, mã MOI-1.",
        "One that exists is kept, amended or withdrawn. For a new one add a row with the code MOI-1.",
    ),
    example="Xây dựng mới ở dòng QT-NV-01",
)
def proposal_unfit(rows: Rows) -> Iterator[Found]:
    """New is what a code MOI-1 proposes, and no other."""
    field = rows.table.field("decision")
    for index, decision in rows.told("decision"):
        code = rows["code"][index]
        if code and bool(NEW.fullmatch(code)) != (decision == "new"):
            words = {"state": field.choices[decision], "state_en": field.choices_en[decision]}
            yield Found(index, "decision", {"code": code, **words})


@rule(
    "new_name_missing",
    "error",
    title=("Chưa có tên quy trình mới", "No name for the new procedure"),
    sentence=("Đề xuất xây dựng mới nhưng chưa ghi tên quy trình.", "A new procedure without a name."),
    remedy=("Hãy ghi tên ở cột Tên quy trình mới.", "Write its name under Name of the new one."),
    example="Xây dựng mới, Tên quy trình mới để trống",
)
def new_name_missing(rows: Rows) -> Iterator[Found]:
    """A new procedure is named."""
    for index, decision in rows.told("decision"):
        if decision == "new" and rows["new_name"][index] is None and not rows.wrong(index, "new_name"):
            yield Found(index, "new_name")


@rule(
    "reason_missing",
    "warning",
    title=("Chưa có lý do", "No reason"),
    sentence=("Đề xuất “{state}” nhưng chưa ghi lý do.", "“{state_en}” is proposed without a reason."),
    remedy=("Hãy ghi lý do.", "Write the reason."),
    example="Bãi bỏ, Lý do để trống",
)
def reason_missing(rows: Rows) -> Iterator[Found]:
    """Whoever does not keep a procedure says why."""
    field = rows.table.field("decision")
    for index, decision in rows.told("decision"):
        if decision != "keep" and rows["reason"][index] is None and not rows.wrong(index, "reason"):
            words = {"state": field.choices[decision], "state_en": field.choices_en[decision]}
            yield Found(index, "reason", words)


@rule(
    "step_gap",
    "warning",
    title=("Thiếu bước", "A step is missing"),
    sentence=(
        "Quy trình {code} có bước {value} nhưng không có bước {missing}.",
        "{code} has a step {value} but no step {missing}.",
    ),
    remedy=("Hãy thêm bước còn thiếu, hoặc đánh số lại.", "Add the missing step, or number them anew."),
    example="Bước 1, 3",
)
def step_gap(rows: Rows) -> Iterator[Found]:
    """A procedure's steps are numbered from 1 without a gap; said at the step after it."""
    taken: dict[str, set[int]] = defaultdict(set)
    for procedure, step in zip(rows["procedure"], rows["step"], strict=True):
        if procedure and step:
            taken[procedure].add(step)
    for index, (procedure, step) in enumerate(zip(rows["procedure"], rows["step"], strict=True)):
        if procedure and step and step > 1 and step - 1 not in taken[procedure]:
            yield Found(index, "step", {"code": procedure, "value": str(step), "missing": str(step - 1)})


def _procedures(rows: Rows) -> Mapping[str, Mapping[str, Value]]:
    return {record.key: record.values for record in rows.context.tables.get("procedures", ())}


@rule(
    "steps_over_days",
    "warning",
    title=("Các bước dài hơn thời hạn", "The steps take longer than allowed"),
    sentence=(
        "Các bước của {code} cộng lại {hours} giờ, quá thời hạn {days} ngày làm việc.",
        "The steps of {code} take {hours} hours, more than its {days} working days.",
    ),
    remedy=(
        "Hãy kiểm tra lại giờ của các bước, hoặc thời hạn trong tab Danh mục quy trình.",
        "Check the hours of the steps, or the days in the tab Register of procedures.",
    ),
    example="ba bước 40 giờ, thời hạn 10 ngày",
)
def steps_over_days(rows: Rows) -> Iterator[Found]:
    """The hours of a procedure's steps stay within its working days of eight hours; said at its last step."""
    sums: dict[str, Fraction] = defaultdict(Fraction)
    last: dict[str, int] = {}
    for index, (procedure, hours) in enumerate(zip(rows["procedure"], rows["hours"], strict=True)):
        if procedure and hours is not None:
            sums[procedure] += Fraction(str(hours))
            last[procedure] = index
    for procedure, values in _procedures(rows).items():
        days = values.get("days")
        if isinstance(days, int | float) and sums.get(procedure, 0) > Fraction(str(days)) * HOURS:
            words = {"code": procedure, "hours": _told(sums[procedure]), "days": _told(Fraction(str(days)))}
            yield Found(last[procedure], "hours", words)


def _told(number: Fraction) -> str:
    return f"{float(number):.15g}".replace(".", ",")
