"""Findings of internal audits: who verifies, and when one may be closed."""

from __future__ import annotations

from collections.abc import Iterator

from sheets_schema.cells.text import same
from sheets_schema.rules import Found, Rows, rule


@rule(
    "verifier_same",
    "error",
    title=("Người xác nhận là người chịu trách nhiệm", "Verified by the responsible person"),
    sentence=(
        "Người xác nhận “{value}” cũng là người chịu trách nhiệm.",
        "The verifier “{value}” is also the responsible person.",
    ),
    remedy=("Hãy để một người khác xác nhận.", "Let somebody else verify it."),
    example="Nguyễn Văn A ở cả hai cột",
)
def verifier_same(rows: Rows) -> Iterator[Found]:
    """The verifier is another person than the responsible one."""
    for index, (verifier, responsible) in enumerate(zip(rows["verifier"], rows["responsible"], strict=True)):
        if verifier and responsible and same(verifier) == same(responsible):
            yield Found(index, "verifier", {"value": rows.quoted(index, "verifier")})


@rule(
    "closed_unverified",
    "error",
    title=("Đóng khi chưa xác nhận hiệu lực", "Closed without a verified effect"),
    sentence=(
        "Phát hiện ghi đã đóng nhưng còn thiếu: {missing}.",
        "Closed, but still missing: {missing_en}.",
    ),
    remedy=(
        "Hãy ghi đủ Người xác nhận, Ngày xác nhận và Hiệu lực “có”, hoặc để trạng thái Mở.",
        "Fill Verifier, Verified on and Effective “có”, or leave it open.",
    ),
    example="Đóng, chưa có ngày xác nhận",
)
def closed_unverified(rows: Rows) -> Iterator[Found]:
    """A closed finding has a verifier, the day, and an effect that was found good."""
    names = ("verifier", "verified_on", "effective")
    fields = [rows.table.field(name) for name in names]
    for index, (status, *told) in enumerate(zip(rows["status"], *(rows[n] for n in names), strict=True)):
        if status != "closed":
            continue
        lacking = [
            f for f, value in zip(fields, told, strict=True) if not value and not rows.wrong(index, f.name)
        ]
        if lacking:
            words = {
                "missing": ", ".join(f"“{f.title}”" for f in lacking),
                "missing_en": ", ".join(f"“{f.title_en}”" for f in lacking),
            }
            yield Found(index, "status", words)
