"""What makes a row an error across its cells: the codes of docs/problems.md with severity error."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction

from tests.oracle.cells import alike, fold
from tests.oracle.names import Names
from tests.oracle.rows import Row, Rule


def is_percent(measure: object) -> bool:
    """Whether a unit of measure means percent."""
    bare = fold(measure)
    return "%" in bare or "％" in bare or "phan tram" in bare or "percent" in bare.split()


def objective(row: Row) -> str | None:
    """Start after deadline, a target against its direction or measure, or that may be 0,98 % or 98 %."""
    start, deadline = row["start"], row["deadline"]
    if start and deadline and start > deadline:
        return "date_order"
    inside = row["target_says"]
    if inside and row["direction"] and inside != row["direction"]:
        return "target_direction"
    if row["target_change"]:
        return None
    percent = is_percent(row["unit_of_measure"])
    if not percent and "target" in row.said:
        return "percent_unit"
    return _percent_wrong(row, "target") if percent else None


def _percent_wrong(row: Row, name: str) -> str | None:
    """A percentage that may as well be a hundredth of it, or a thousand times less."""
    if _ambiguous(row, name):
        return "percent_ambiguous"
    return "percent_thousands" if row[name] is not None and row[name] >= 1000 else None


def _ambiguous(row: Row, name: str) -> bool:
    value = row[name]
    return value is not None and 0 < value <= 1 and name not in row.said


def progress(objectives: Mapping[str, Row], known: Collection[str]) -> Rule:
    """The rule of *Kết quả*, given the objectives that count and every code in their tab, right or wrong.

    A result of an objective that holds an error stays; no figure asks for it.
    """

    def rule(row: Row) -> str | None:
        if row["code"].casefold() not in known:
            return "link_unknown"
        aim = objectives.get(row["code"].casefold())
        if aim is not None and aim["evaluation"] != kind_of(row["period"]):
            return "period_unfit"
        if row["estimate"] and not re.fullmatch(r"\d{4}(-12|-Q4)?", row["period"]):
            return "estimate_early"
        if aim is not None and _is_percent_untold(row, aim):
            return "ratio_measure"
        return _numbers(row, None if aim is None else is_percent(aim["unit_of_measure"]))

    return rule


def _is_percent_untold(row: Row, aim: Row) -> bool:
    """Whether a part of a whole is held against more than 1 of things that are counted one by one."""
    part, whole, measure = row["achieved"], row["total"], aim["unit_of_measure"]
    told = " ".join(fold(aim[name] or "") for name in ("unit_of_measure", "objective", "formula"))
    average = "/" in str(measure) or "trung binh" in told or "binh quan" in told
    average = average or fold(measure) in ("ngay", "ngay lam viec", "gio", "phut", "thang", "diem")
    if is_percent(measure) or average or aim["target"] is None:
        return False
    return bool(part and whole and part <= whole and aim["target"] > 1)


def _numbers(row: Row, percent: bool | None) -> str | None:
    achieved, total, value = row["achieved"], row["total"], row["value"]
    given = [one for one in (achieved, total, value) if one is not None]
    if row["none"]:
        return "none_with_numbers" if given else None
    if not given:
        return "figure_missing"
    if (achieved is None) != (total is None):
        return "ratio_incomplete"
    if achieved is not None and percent and achieved > total:
        return "achieved_over_total"
    if value is None:
        return None
    if percent and (wrong := _percent_wrong(row, "value")):
        return wrong
    if percent is False and "value" in row.said:
        return "value_percent"
    return "figure_twice" if achieved is not None and _differs(row, percent) else None


def _differs(row: Row, percent: bool | None) -> bool:
    """Whether a value is not its ratio, rounded to the place typed; in either reading where none is known."""
    scales = {True: (100,), False: (1,), None: (1, 100)}["value" in row.said or percent]
    half = Fraction(1, 2) / 10 ** row["value_places"]
    ratio = Fraction(row["achieved"]) / row["total"] if row["total"] else None
    return ratio is None or all(abs(ratio * scale - row["value"]) > half for scale in scales)


def kind_of(period: str) -> str:
    """month, quarter, year or school_year, by a label."""
    if "Q" in period:
        return "quarter"
    return {4: "year", 9: "school_year"}.get(len(period), "month")


def finding(today: date, units: Names) -> Rule:
    """The rule of *Phát hiện*; `units` knows every unit by code, name and other names."""

    def rule(row: Row) -> str | None:
        if not units.code(row["unit"]):
            return "link_unknown_elsewhere"
        if row["date"] > row["deadline"] or (row["verified_on"] and row["date"] > row["verified_on"]):
            return "date_order"
        if row["date"] > today or (row["verified_on"] and row["verified_on"] > today):
            return "date_future"
        if row["verifier"] and alike(row["verifier"]) == alike(row["responsible"]):
            return "verifier_same"
        whole = row["verified_on"] and row["effective"] and row["verifier"]
        return "closed_unverified" if row["status"] == "closed" and not whole else None

    return rule


def correction(today: date, known: Collection[str]) -> Rule:
    """The rule of *Khắc phục*; `known` holds the codes of findings."""

    def rule(row: Row) -> str | None:
        if row["code"].casefold() not in known:
            return "link_unknown_elsewhere"
        if row["completed"] and not (row["cause"] and row["action"]):
            return "correction_unfounded"
        return "date_future" if row["completed"] and row["completed"] > today else None

    return rule


def confirmation(today: date) -> Rule:
    """The rule of *Xác nhận*."""

    def rule(row: Row) -> str | None:
        if (row["head"] is None) != (row["confirmed_on"] is None):
            return "confirmation_incomplete"
        return "date_future" if row["confirmed_on"] and row["confirmed_on"] > today else None

    return rule


def unit(row: Row) -> str | None:
    """The rule of *Đơn vị*."""
    first, last = row["valid_from"], row["valid_to"]
    return "date_order" if first and last and first > last else None


#: The settings the oracle goes by, all of them whole numbers.
SETTINGS = ("window_start_day", "freeze_after_days", "school_year_end_month", "k")


def setting(row: Row) -> str | None:
    """The rule of *Cấu hình*, for those settings."""
    typed = row["value"] is not None and row["key"].casefold() in SETTINGS
    return "setting_invalid" if typed and whole(row["value"]) is None else None


def whole(value: object) -> int | None:
    """A setting's cell as a whole number, None when it is none."""
    text = str(value).strip().removesuffix(".0")
    return int(text) if text.isdecimal() else None
