"""Training: who came against who was planned, and an effect evaluated only after the session."""

from __future__ import annotations

from collections.abc import Iterator

from sheets_schema.rules import Found, Rows, rule


@rule(
    "present_over_planned",
    "error",
    title=("Số người dự nhiều hơn kế hoạch", "More present than planned"),
    sentence=(
        "{present} người dự, nhưng kế hoạch chỉ có {planned}.",
        "{present} present, but only {planned} planned.",
    ),
    remedy=(
        "Hãy sửa một trong hai số; có thêm người thì sửa cả kế hoạch.",
        "Mend one of the two; when more were invited, raise the plan.",
    ),
    example="kế hoạch 30, dự 32",
)
def present_over_planned(rows: Rows) -> Iterator[Found]:
    """Nobody comes who was not planned, or coverage would pass 100 %."""
    for index, (planned, present) in enumerate(zip(rows["planned"], rows["present"], strict=True)):
        if planned is not None and present is not None and present > planned:
            yield Found(index, "present", {"present": str(present), "planned": str(planned)})


@rule(
    "effect_before_held",
    "error",
    title=("Đánh giá hiệu quả khi chưa tổ chức", "Evaluated before it was held"),
    sentence=(
        "Đã ghi hiệu quả “{value}” nhưng lớp chưa tổ chức.",
        "Its effect is “{value}”, but it was not held yet.",
    ),
    remedy=("Hãy sửa trạng thái, hoặc xóa hiệu quả.", "Mend the status, or clear the effect."),
    example="Dự kiến, Có hiệu quả",
)
def effect_before_held(rows: Rows) -> Iterator[Found]:
    """What was not held has no effect."""
    for index, _ in rows.told("effect"):
        if rows["status"][index] in ("open", "cancelled"):
            yield Found(index, "effect", {"value": rows.quoted(index, "effect")})
