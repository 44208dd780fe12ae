"""The audit programme and its checklists: who audits whom, and what a verdict needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sheets_schema.records import Value
from sheets_schema.rules import Found, Rows, rule


@rule(
    "auditor_of_unit",
    "error",
    title=("Đánh giá viên thuộc đơn vị được đánh giá", "The auditor is of the audited unit"),
    sentence=(
        "Đánh giá viên thuộc chính đơn vị được đánh giá ({unit}).",
        "The auditor is of the audited unit itself ({unit}).",
    ),
    remedy=("Hãy cử đánh giá viên của đơn vị khác.", "Send an auditor of another unit."),
    example="Đơn vị được đánh giá VP, đánh giá viên của VP",
)
def auditor_of_unit(rows: Rows) -> Iterator[Found]:
    """Nobody audits their own unit."""
    for index, (unit, own) in enumerate(zip(rows["unit"], rows["auditor_unit"], strict=True)):
        if unit is not None and unit == own:
            yield Found(index, "auditor_unit", {"unit": unit})


def _by_code(rows: Rows, table: str) -> Mapping[object, Mapping[str, Value]]:
    return {record.values["code"]: record.values for record in rows.context.tables.get(table, ())}


@rule(
    "finding_missing",
    "warning",
    title=("Không phù hợp nhưng chưa có phát hiện", "Nonconforming without a finding"),
    sentence=(
        "Kết luận không phù hợp nhưng chưa ghi mã phát hiện.",
        "Nonconforming, but no finding is named.",
    ),
    remedy=(
        "Hãy ghi phát hiện vào tab Phát hiện rồi điền mã vào đây.",
        "Enter the finding in the tab Findings, then write its code here.",
    ),
    example="Không phù hợp, Phát hiện để trống",
)
def finding_missing(rows: Rows) -> Iterator[Found]:
    """Every nonconforming line leads to a finding; it counts as nonconforming all the same."""
    for index, verdict in rows.told("verdict"):
        if verdict == "nonconforming" and rows.raw["finding"][index] in (None, ""):
            yield Found(index, "finding")


@rule(
    "finding_unfit",
    "error",
    title=("Phát hiện không hợp với dòng", "A finding the row cannot have"),
    sentence=("Phát hiện {code}: {why}.", "The finding {code}: {why_en}."),
    remedy=("Hãy sửa mã phát hiện, hoặc kết luận.", "Mend the finding's code, or the verdict."),
    example="Không áp dụng, Phát hiện PH-2022-01",
)
def finding_unfit(rows: Rows) -> Iterator[Found]:
    """A finding comes of a line that was assessed, and is of the audited unit."""
    findings, audits = _by_code(rows, "findings"), _by_code(rows, "audits")
    for index, code in rows.told("finding"):
        verdict, unit = rows["verdict"][index], findings.get(code, {}).get("unit")
        audited = audits.get(rows["audit"][index], {}).get("unit")
        if verdict in ("not_applicable", "not_assessed"):
            field = rows.table.field("verdict")
            why, why_en = field.choices[verdict].lower(), field.choices_en[verdict].lower()
        elif unit and audited and unit != audited:
            why, why_en = f"của đơn vị {unit}, không phải {audited}", f"of {unit}, not of {audited}"
        else:
            continue
        yield Found(index, "finding", {"code": code, "why": why, "why_en": why_en})


@rule(
    "verdict_without_evidence",
    "warning",
    title=("Kết luận chưa có bằng chứng", "A verdict without evidence"),
    sentence=("Kết luận “{value}” chưa có bằng chứng.", "“{value}” without evidence."),
    remedy=("Hãy ghi hồ sơ, số liệu đã xem.", "Write which records and figures were seen."),
    example="Phù hợp, Bằng chứng để trống",
)
def verdict_without_evidence(rows: Rows) -> Iterator[Found]:
    """Conforming or not, something was looked at."""
    for index, verdict in rows.told("verdict"):
        told = rows["evidence"][index] is not None or rows.wrong(index, "evidence")
        if verdict in ("conforming", "nonconforming") and not told:
            yield Found(index, "evidence", {"value": rows.quoted(index, "verdict")})


@rule(
    "verdict_before_audit",
    "warning",
    title=("Có kết luận khi chưa đánh giá", "A verdict before the audit"),
    sentence=(
        "Đã có kết luận “{value}” nhưng cuộc đánh giá {audit} chưa ghi ngày đánh giá.",
        "“{value}”, but the audit {audit} has no day on which it was held.",
    ),
    remedy=(
        "Hãy ghi Ngày đánh giá trong tab Chương trình đánh giá.",
        "Write Held on in the tab Audit programme.",
    ),
    example="Phù hợp, cuộc đánh giá chưa có ngày",
)
def verdict_before_audit(rows: Rows) -> Iterator[Found]:
    """A verdict is given in an audit that was held; not judged when the programme was not read."""
    audits = _by_code(rows, "audits")
    for index, verdict in rows.told("verdict"):
        audit = rows["audit"][index]
        if verdict != "not_assessed" and audit in audits and audits[audit].get("held_on") is None:
            yield Found(index, "verdict", {"value": rows.quoted(index, "verdict"), "audit": audit})
