"""The slips of those who keep registers, as `demo.slips` has those of the months' figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from demo.entries import Entry, Meant
from demo.slips import Slip, Spoil


def _slips(table: str, *given: tuple[str, str, str, Spoil]) -> tuple[Slip, ...]:
    """(kind, text, codes separated by spaces, what is typed) as slips of a table."""
    return tuple(Slip(kind, table, text, tuple(codes.split()), spoil) for kind, text, codes, spoil in given)


def _set(**typed: str) -> Spoil:
    """These texts, in cells where something else is meant to stand."""

    def spoil(entry: Entry, rng: Random) -> dict[str, str] | None:
        return dict(typed) if all(entry.meant.get(name) is not None for name in typed) else None

    return spoil


def _where(spoil: Spoil, **meant: Meant) -> Spoil:
    """A slip only of rows that mean this."""

    def chosen(entry: Entry, rng: Random) -> dict[str, str] | None:
        fits = all(entry.meant.get(name) == value for name, value in meant.items())
        return spoil(entry, rng) if fits else None

    return chosen


def _days(name: str, base: str, days: int) -> Spoil:
    """A date some days away from another one of the row."""

    def spoil(entry: Entry, rng: Random) -> dict[str, str] | None:
        day, own = entry.meant.get(base), entry.meant.get(name)
        if not isinstance(day, date) or own is None:
            return None
        return {name: f"{day + timedelta(days=days):%d/%m/%Y}"}

    return spoil


def _number(name: str, wrong: Callable[[Entry], int | None]) -> Spoil:
    def spoil(entry: Entry, rng: Random) -> dict[str, str] | None:
        value = wrong(entry)
        return None if value is None or entry.meant.get(name) is None else {name: str(value)}

    return spoil


def _more(name: str, by: int) -> Callable[[Entry], int | None]:
    def more(entry: Entry) -> int | None:
        value = entry.meant.get(name)
        return value + by if isinstance(value, int) else None

    return more


def _same(name: str, other: str) -> Spoil:
    """What is meant in another cell of the row."""
    return lambda entry, rng: {name: str(entry.meant[other])}


#: Said to be done, and the day forgotten; or a day that has not come.
_UNDATED = _where(_set(done_on=""), status="done")
_AHEAD = _where(_set(done_on="20/12/2023"), status="done")
_NOBODY = "Phòng Hành chính cũ"

BY_TABLE = {
    "holidays": _slips(
        "holidays",
        ("wrong_year", "kỳ nghỉ sang năm sau", "holiday_long",
         _where(_days("to", "from", 371), kind="holiday")),
        ("backwards", "ngày cuối trước ngày đầu", "date_order", _days("to", "from", -3)),
        ("leave", "loại ngày không có trong danh sách", "choice_unknown", _set(kind="Nghỉ phép riêng")),
    ),
    "plan": _slips(
        "plan",
        ("no_such_tab", "tên tab viết sai", "table_unknown", _set(table="Mục tiêu năm ngoái")),
        ("before_month", "hạn trước tháng bắt đầu", "due_before_month", _set(due="14/12/2021")),
        ("nobody", "giao cho phòng không có", "owner_unknown", _set(who="Phòng Mua sắm")),
        ("no_such_day", "31/11 không có thật", "date_impossible", _set(due="31/11/2022")),
    ),
    "exceptions": _slips(
        "exceptions",
        ("endless", "gia hạn mà không ghi đến ngày nào", "until_missing",
         _where(_set(until=""), kind="extension")),
        ("no_such_tab", "tên tab viết sai", "table_unknown", _set(table="Kết quả quý")),
        ("no_reason", "quên lý do", "required_missing", _set(reason="")),
    ),
    "approvals": _slips(
        "approvals",
        ("nobody", "quên người phê duyệt", "required_missing", _set(approver="")),
    ),
    "reviews": _slips(
        "reviews",
        ("no_chair", "đã họp mà quên người chủ trì", "needed_when", _where(_set(chair=""), status="held")),
        ("ahead", "đã họp vào một ngày chưa đến", "not_yet", _where(_set(date="20/12/2023"), status="held")),
        ("month_13", "tháng 13", "period_invalid", _set(period="Tháng 13/2022")),
        ("quarterly", "loại cuộc họp không có", "choice_unknown", _set(kind="Họp quý")),
    ),
    "conclusions": _slips(
        "conclusions",
        ("undated", "đã xong mà quên ngày", "needed_when", _UNDATED),
        ("ahead", "ngày xong ở tương lai", "date_future", _AHEAD),
        ("before", "hạn trước ngày họp", "before_meeting", _set(deadline="03/01/2022")),
        ("old_unit", "tên đơn vị đã bỏ", "link_unknown", _set(unit=_NOBODY)),
        ("half_done", "trạng thái viết lạ", "choice_unknown", _set(status="Gần xong")),
    ),
    "procedures": _slips(
        "procedures",
        ("backwards", "xem xét trước ngày hiệu lực", "date_order", _days("next_review", "effective", -30)),
        ("undated", "bãi bỏ mà quên ngày", "needed_when", _where(_set(withdrawn_on=""), status="withdrawn")),
        ("no_review", "quên ngày xem xét lần tới", "review_day_missing",
         _where(_set(next_review=""), status="in_force")),
        ("old_unit", "tên đơn vị đã bỏ", "link_unknown", _set(owner=_NOBODY)),
        ("issue_0", "lần ban hành 0", "below_minimum", _set(issue="0")),
    ),
    "steps": _slips(
        "steps",
        ("words", "giờ viết bằng chữ", "number_invalid", _set(hours="hai ngày")),
        ("too_long", "giờ dài hơn thời hạn", "steps_over_days",
         _where(_set(hours="400"), procedure="QT-NV-03", step=2)),  # said at the last step

        ("old_unit", "tên đơn vị đã bỏ", "link_unknown", _set(unit=_NOBODY)),
    ),
    "training": _slips(
        "training",
        ("crowd", "dự nhiều hơn kế hoạch", "present_over_planned", _number("present", _more("planned", 4))),
        ("undated", "đã tổ chức mà quên ngày", "needed_when", _UNDATED),
        ("about", "số người ước chừng", "number_invalid", _set(planned="khoảng 60")),
        ("too_soon", "đánh giá khi chưa học", "effect_before_held",
         _where(lambda entry, rng: {"effect": "Có hiệu quả"}, status="open")),
    ),
    "petitions": _slips(
        "petitions",
        ("denunciation", "ghi cả đơn tố cáo", "denunciation", _set(summary="Tố cáo hiệu trưởng thu sai")),
        ("backwards", "hạn trước ngày nhận", "date_order", _days("deadline", "received_on", -9)),
        ("undated", "đã trả lời mà quên ngày", "needed_when", _UNDATED),
        ("complaint", "loại đơn không thuộc sổ này", "choice_unknown", _set(kind="Khiếu nại")),
    ),
    "risks": _slips(
        "risks",
        ("level", "điểm không bằng tích", "risk_level", _number("level", _more("level", 1))),
        ("six", "khả năng quá thang", "above_maximum", _set(likelihood="7")),
        ("undated", "đã xong mà quên ngày", "needed_when", _UNDATED),
        ("old_unit", "tên đơn vị đã bỏ", "link_unknown", _set(unit=_NOBODY)),
    ),
    "audits": _slips(
        "audits",
        ("own_unit", "đánh giá viên của chính đơn vị", "auditor_of_unit", _same("auditor_unit", "unit")),
        ("next_year", "gõ nhầm năm", "audit_outside_year", _set(planned_on="15/09/2023")),
        ("ahead", "ngày đánh giá ở tương lai", "date_future", _set(held_on="20/12/2023")),
    ),
    "checklists": _slips(
        "checklists",
        ("no_evidence", "kết luận không bằng chứng", "verdict_without_evidence",
         _where(_set(evidence=""), verdict="conforming")),
        ("no_finding", "không phù hợp mà không có phát hiện", "finding_missing",
         _where(_set(finding=""), verdict="nonconforming")),
        ("clause_11", "điều khoản 11", "pattern_mismatch", _set(clause="11.2")),
        ("half", "kết luận viết lạ", "choice_unknown", _set(verdict="Tạm được")),
    ),
    "actions": _slips(
        "actions",
        ("undated", "đã xong mà quên ngày", "needed_when", _UNDATED),
        ("ahead", "ngày xong ở tương lai", "date_future", _AHEAD),
        ("wrong_year", "gõ nhầm năm", "action_outside_year", _set(deadline="31/05/2032")),
        ("no_such_aim", "mã mục tiêu không có", "link_unknown", _set(objective="MT77")),
        ("nobody", "quên người chủ trì", "required_missing", _set(lead="")),
        ("almost", "tình trạng viết lạ", "choice_unknown", _where(_set(status="80%"), status="doing")),
    ),
    "proposals": _slips(
        "proposals",
        ("no_reason", "sửa đổi mà không nêu lý do", "reason_missing", _set(reason="")),
        ("new_here", "xây dựng mới ở dòng đã có", "proposal_unfit",
         _where(_set(decision="Xây dựng mới"), decision="keep")),
        ("maybe", "đề xuất viết lạ", "choice_unknown", _set(decision="Xem sau")),
    ),
}  # fmt: skip
