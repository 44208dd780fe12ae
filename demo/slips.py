"""The slips: how each is typed, which problem it should raise, and whether any rule can see it.

A slip takes a row as meant and says what is typed instead in some cells, or None where it does not fit.
`codes` are the problem codes of which at least one is expected; a slip that no rule can see has none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from demo.entries import Entry

Spoil = Callable[[Entry, Random], dict[str, str] | None]


@dataclass(frozen=True)
class Slip:
    """One kind of slip in one row."""

    kind: str
    table: str
    text: str
    codes: tuple[str, ...]
    spoil: Spoil

    @property
    def seen(self) -> bool:
        """Whether a rule can see it."""
        return bool(self.codes)


def _set(**typed: str) -> Spoil:
    return lambda entry, rng: dict(typed)


def _number(entry: Entry, name: str) -> int | None:
    value = entry.meant.get(name)
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _ratio(make: Callable[[int, int], dict[str, str] | None]) -> Spoil:
    """A slip that needs both numbers."""

    def spoil(entry: Entry, rng: Random) -> dict[str, str] | None:
        achieved, total = _number(entry, "achieved"), _number(entry, "total")
        return None if achieved is None or total is None else make(achieved, total)

    return spoil


def _percent(make: Callable[[float], str | None]) -> Spoil:
    """A slip of one who types the share itself in place of its two numbers; only where no cause is owed."""

    def spoil(entry: Entry, rng: Random) -> dict[str, str] | None:
        achieved, total = _number(entry, "achieved"), _number(entry, "total")
        percent = entry.aim is not None and entry.aim.measure == "%"
        if not percent or achieved is None or not total or achieved == total:
            return None
        typed = make(100 * achieved / total)
        return None if typed is None else {"achieved": "", "total": "", "value": typed}

    return spoil


def _unmet(**typed: str) -> Spoil:
    return lambda entry, rng: dict(typed) if entry.meant.get("cause") else None


def _comma(value: float, places: int) -> str:
    return f"{value:.{places}f}".replace(".", ",")


def _letter_o(achieved: int, total: int) -> dict[str, str] | None:
    return {"total": str(total).replace("0", "O")} if "0" in str(total) else None


def _swapped(achieved: int, total: int) -> dict[str, str] | None:
    digits = str(achieved)
    for at in range(len(digits) - 1, 0, -1):
        turned = digits[: at - 1] + digits[at] + digits[at - 1] + digits[at + 1 :]
        if turned[0] != "0" and 0 < int(turned) < achieved:
            return {"achieved": turned}
    return None


def _over(achieved: int, total: int) -> dict[str, str] | None:
    return {"achieved": str(total + 3)}


def _sum(name: str) -> Spoil:
    """A total one off from its parts (the balance of the row may break with it)."""

    def spoil(entry: Entry, rng: Random) -> dict[str, str] | None:
        value = _number(entry, name)
        return None if value is None else {name: str(value + 1)}

    return spoil


def _balance(entry: Entry, rng: Random) -> dict[str, str] | None:
    total, within = _number(entry, "pending_total"), _number(entry, "pending_within")
    if total is None or within is None:
        return None
    return {"pending_total": str(total + 2), "pending_within": str(within + 2)}


def _carried(entry: Entry, rng: Random) -> dict[str, str] | None:
    carried, total = _number(entry, "received_carried"), _number(entry, "received_total")
    resolved, before = _number(entry, "resolved_total"), _number(entry, "resolved_before")
    if not entry.follows or None in (carried, total, resolved, before):
        return None
    assert carried is not None and total is not None and resolved is not None and before is not None
    return {
        "received_carried": str(carried + 1),
        "received_total": str(total + 1),
        "resolved_total": str(resolved + 1),
        "resolved_before": str(before + 1),
    }


def _swapped_online(entry: Entry, rng: Random) -> dict[str, str] | None:
    online, direct = _number(entry, "received_online"), _number(entry, "received_direct")
    if online is None or direct is None or online == direct:
        return None
    return {"received_online": str(direct), "received_direct": str(online)}


def _early(entry: Entry, rng: Random) -> dict[str, str] | None:
    last = entry.key.endswith(("-12", "-Q4", "|2022"))
    return None if last or entry.meant.get("none") else {"estimate": "x"}


def _told_by_last_year(entry: Entry, rng: Random) -> dict[str, str] | None:
    fits = entry.aim is not None and entry.aim.direction == "le" and entry.aim.before is None
    return {"target": "giảm 5%"} if fits else None


def _against(entry: Entry, rng: Random) -> dict[str, str] | None:
    aim = entry.aim
    if aim is None or aim.direction != "ge" or aim.measure != "%":
        return None
    return {"target": f"không quá {aim.target:g}%".replace(".", ",")}


def _aim_percent(text: str) -> Spoil:
    return lambda entry, rng: {"target": text} if entry.aim and entry.aim.measure == "%" else None


def _aim_count(**typed: str) -> Spoil:
    return lambda entry, rng: dict(typed) if entry.aim and not entry.aim.is_ratio else None


ESSAY = "Báo cáo chi tiết kết quả thực hiện trong kỳ, kèm danh sách từng đơn vị. " * 75
LEGACY = "Bé phËn tiÕp nhËn ch­a bè trÝ ®ñ ng­êi"

PROGRESS = (
    Slip(
        "words",
        "progress",
        "viết chữ thay số",
        ("number_invalid",),
        _ratio(lambda a, t: {"achieved": "đủ cả"}),
    ),
    Slip("letter_o", "progress", "chữ O thay số 0", ("number_invalid",), _ratio(_letter_o)),
    Slip("over_total", "progress", "số đạt lớn hơn tổng số", ("achieved_over_total",), _ratio(_over)),
    Slip("swapped", "progress", "đảo hai chữ số, ví dụ 89 thay 98", (), _ratio(_swapped)),
    Slip("no_total", "progress", "quên tổng số", ("ratio_incomplete",), _ratio(lambda a, t: {"total": ""})),
    Slip("no_cause", "progress", "không đạt mà quên nguyên nhân", ("cause_missing",), _unmet(cause="")),
    Slip("no_measure", "progress", "không đạt mà quên biện pháp", ("measure_missing",), _unmet(measure="")),
    Slip(
        "none_too",
        "progress",
        "có số mà vẫn đánh dấu không phát sinh",
        ("none_with_numbers",),
        _ratio(lambda a, t: {"none": "x"}),
    ),
    Slip(
        "twice",
        "progress",
        "gõ cả số đạt, tổng số và giá trị",
        ("figure_twice",),
        _ratio(lambda a, t: {"value": "2"}),
    ),
    Slip(
        "ambiguous",
        "progress",
        "gõ 0,97 cho một chỉ tiêu phần trăm",
        ("percent_ambiguous",),
        _percent(lambda p: _comma(p / 100, 3)),
    ),
    Slip(
        "over_100",
        "progress",
        "thừa một chữ số: 985%",
        ("percent_over_100",),
        _percent(lambda p: f"{round(p * 10)}%" if p > 11 else None),
    ),
    Slip(
        "point",
        "progress",
        "dấu chấm thay dấu phẩy",
        ("number_point", "percent_over_100"),
        _percent(lambda p: f"{p:.1f}%"),
    ),
    Slip("about", "progress", "gõ ~95%", ("number_invalid",), _percent(lambda p: f"~{round(p)}%")),
    Slip("negative", "progress", "số âm", ("below_minimum",), _ratio(lambda a, t: {"achieved": f"-{a + 1}"})),
    Slip(
        "broken_formula",
        "progress",
        "công thức trỏ tới trang đã xóa",
        ("cell_error",),
        _ratio(lambda a, t: {"achieved": "=SUM('Thống kê cũ'!B2:B9)"}),
    ),
    Slip("legacy", "progress", "dán chữ từ phông .Vn", ("legacy_encoding",), _set(evidence=LEGACY)),
    Slip(
        "zero_total",
        "progress",
        "tổng số 0",
        ("total_zero",),
        _ratio(lambda a, t: {"achieved": "0", "total": "0"}),
    ),
    Slip(
        "only_evidence",
        "progress",
        "có minh chứng, chưa có số",
        ("figure_missing",),
        _ratio(lambda a, t: {"achieved": "", "total": "", "evidence": "Báo cáo số 15"}),
    ),
    Slip(
        "compared",
        "progress",
        "gõ > 95% ở ô kết quả",
        ("comparator_unexpected", "comparator_strict"),
        _percent(lambda p: f"> {round(p)}%"),
    ),
    Slip(
        "formula_kept",
        "progress",
        "công thức dán dưới dạng chữ",
        ("formula_text",),
        _set(achieved="'=SUM(E2:E9)"),
    ),
    Slip("as_date", "progress", "gõ 5/6, thành ngày 5 tháng 6", ("number_is_date",), _set(achieved="5/6")),
    Slip("maybe", "progress", "“chắc là có” ở Không phát sinh", ("yesno_unknown",), _set(none="chắc là có")),
    Slip("early", "progress", "ghi số ước khi chưa cuối năm", ("estimate_early",), _early),
    Slip("essay", "progress", "dán cả bài báo cáo vào Minh chứng", ("text_too_long",), _set(evidence=ESSAY)),
)

OBJECTIVES = (
    Slip(
        "against", "objectives", "“không quá” ở mục tiêu càng cao càng tốt", ("target_direction",), _against
    ),
    Slip("target_over_100", "objectives", "chỉ tiêu 980%", ("percent_over_100",), _aim_percent("980%")),
    Slip(
        "target_share",
        "objectives",
        "chỉ tiêu 0,98 với đơn vị %",
        ("percent_ambiguous",),
        _aim_percent("0,98"),
    ),
    Slip(
        "target_unit",
        "objectives",
        "chỉ tiêu 95% mà đơn vị tính là hồ sơ",
        ("percent_unit",),
        _aim_count(target="95%"),
    ),
    Slip("target_strict", "objectives", "chỉ tiêu “> 95%”", ("comparator_strict",), _aim_percent("> 95%")),
    Slip(
        "no_baseline",
        "objectives",
        "giảm 5% mà thiếu số cũ",
        ("baseline_missing",),
        _told_by_last_year,
    ),
    Slip(
        "target_words",
        "objectives",
        "chỉ tiêu bằng lời",
        ("number_invalid",),
        _set(target="phấn đấu cao nhất"),
    ),
    Slip("direction_words", "objectives", "chiều viết lạ", ("choice_unknown",), _set(direction="cao hơn")),
    Slip(
        "weekly",
        "objectives",
        "kỳ đánh giá không có trong danh sách",
        ("choice_unknown",),
        _set(evaluation="Hằng tuần"),
    ),
    Slip(
        "no_such_day", "objectives", "31/11 không có thật", ("date_impossible",), _set(deadline="31/11/2022")
    ),
    Slip(
        "before_start",
        "objectives",
        "hạn trước ngày bắt đầu",
        ("date_order",),
        _set(start="01/03/2022", deadline="15/02/2022"),
    ),
    Slip(
        "wrong_year",
        "objectives",
        "gõ nhầm năm 2032",
        ("deadline_outside_year",),
        _set(deadline="14/12/2032"),
    ),
    Slip("year_end", "objectives", "hạn bằng lời", ("date_invalid",), _set(deadline="cuối năm nay")),
    Slip("year_2202", "objectives", "năm 2202", ("date_year",), _set(deadline="14/12/2202")),
    Slip("no_unit", "objectives", "quên đơn vị tính", ("required_missing",), _set(unit_of_measure="")),
    Slip(
        "no_aggregation",
        "objectives",
        "quên cách tổng hợp",
        ("aggregation_missing",),
        _aim_count(aggregation=""),
    ),
    Slip(
        "control",
        "objectives",
        "ký tự vô hình dán từ trang web",
        ("invisible_characters",),
        lambda entry, rng: {"unit_of_measure": f"{entry.meant['unit_of_measure']}\u200b\u202e"},
    ),
)

DOSSIERS = (
    Slip("sum_received", "dossiers", "tổng tiếp nhận lệch", ("sum_mismatch",), _sum("received_total")),
    Slip("sum_resolved", "dossiers", "tổng đã giải quyết lệch", ("sum_mismatch",), _sum("resolved_total")),
    Slip("sum_pending", "dossiers", "tổng đang giải quyết lệch", ("sum_mismatch",), _sum("pending_total")),
    Slip("balance", "dossiers", "tiếp nhận không bằng giải quyết cộng tồn", ("balance_mismatch",), _balance),
    Slip("carried", "dossiers", "tồn kỳ trước không khớp", ("carried_mismatch",), _carried),
    Slip("online_direct", "dossiers", "đổi chỗ trực tuyến và trực tiếp", (), _swapped_online),
    Slip("month_13", "dossiers", "tháng 13", ("period_invalid",), _set(period="Tháng 13/2022")),
    Slip("no_month", "dossiers", "quên kỳ", ("required_missing",), _set(period="")),
    Slip(
        "quarterly",
        "dossiers",
        "gõ quý vào cột tháng",
        ("period_kind",),
        _set(period="Quý I/2022"),
    ),
    Slip("half", "dossiers", "nửa hồ sơ", ("number_not_integer",), _set(received_online="12,5")),
    Slip("words_count", "dossiers", "số bằng chữ", ("number_invalid",), _set(resolved_total="mười hai")),
    Slip("huge", "dossiers", "dán nhầm số điện thoại", ("above_maximum",), _set(received_online="912345678")),
)

CORRECTIONS = (
    Slip(
        "not_yet",
        "corrections",
        "ngày hoàn thành ở tương lai",
        ("date_future",),
        _set(completed="20/12/2023"),
    ),
    Slip("no_cause", "corrections", "quên nguyên nhân", ("correction_unfounded",), _set(cause="")),
    Slip("no_action", "corrections", "quên hành động", ("correction_unfounded",), _set(action="")),
)

CONFIRMATIONS = (
    Slip("no_name", "confirmations", "có ngày, quên tên", ("confirmation_incomplete",), _set(head="")),
    Slip(
        "tomorrow",
        "confirmations",
        "ngày xác nhận ở tương lai",
        ("date_future",),
        _set(confirmed_on="20/12/2023"),
    ),
)

BY_TABLE = {
    "progress": PROGRESS,
    "objectives": OBJECTIVES,
    "dossiers": DOSSIERS,
    "corrections": CORRECTIONS,
    "confirmations": CONFIRMATIONS,
}


def spoil(slip: Slip, entry: Entry, rng: Random) -> bool:
    """Type `slip` into `entry`; False when it does not fit or would change nothing."""
    changes = slip.spoil(entry, rng)
    if changes is None or all(entry.typed.get(name, "") == text for name, text in changes.items()):
        return False
    entry.typed = {**entry.typed, **changes}
    entry.slip, entry.codes, entry.seen, entry.spoiled = slip.kind, slip.codes, slip.seen, tuple(changes)
    return True


class Deck:
    """Deals slips of one table, each kind once before any comes again; one that did not fit waits."""

    def __init__(self, table: Sequence[Slip], rng: Random) -> None:
        self._all = list(table)
        self._rng = rng
        self._left: list[Slip] = []

    def spoil_one_of(self, entries: list[Entry]) -> Entry | None:
        """Spoil one entry with the next slip that fits any of them; None when nothing fits."""
        if len(self._left) < 2:
            fresh = [slip for slip in self._all if slip not in self._left]
            self._rng.shuffle(fresh)
            self._left = self._left + fresh
        order = list(entries)
        self._rng.shuffle(order)
        for slip in self._left:
            for entry in order:
                if entry.slip is None and spoil(slip, entry, self._rng):
                    self._left.remove(slip)
                    return entry
        return None
