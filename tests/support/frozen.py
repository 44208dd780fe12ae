"""Frozen periods made by hand: small enough to count on fingers, with every state a report can meet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from service.duties.duty import Duty
from service.figures.data import (
    LOWEST,
    Change,
    CubeRow,
    Data,
    Excluded,
    Freshness,
    Open,
    Row,
    Unit,
)
from service.periods import windows
from service.periods.windows import Rules

RULES = Rules(start_day=15, due_after=1, freeze_after=5, school_year_end_month=8)
UNITS = (
    Unit("VP", "Văn phòng", has_dossiers=True),
    Unit("TCCB", "Phòng Tổ chức cán bộ", has_dossiers=True),
    Unit("GDTH", "Phòng Giáo dục Tiểu học"),
)


def objective(unit: str, code: str, target: float, **values: Any) -> Row:
    """A monthly “≥ target %” objective of the whole year, unless `values` says otherwise."""
    given = {
        "code": code,
        "objective": f"Mục tiêu {code}",
        "direction": "ge",
        "target": target,
        "unit_of_measure": "%",
        "evaluation": "month",
        "start": None,
        "deadline": date(2022, 12, 31),
        "aggregation": None,
    }
    return Row(unit, code, given | values, (f"book-{unit}", "Mục tiêu", int(code[-1]) + 1))


def progress(unit: str, code: str, period: str, **values: Any) -> Row:
    """A row of results."""
    key = f"{code}|{period}"
    return Row(unit, key, {"code": code, "period": period} | values, (f"book-{unit}", "Kết quả", 5))


def dossier(unit: str, period: str, procedure: str, **values: Any) -> Row:
    """A row of dossiers; counts not given are blank."""
    given = {"period": period, "procedure": procedure, "received_total": 0, "resolved_total": 0}
    given |= {"pending_total": 0} | values
    return Row(unit, f"{period}|{procedure}", given, (f"book-{unit}", "Hồ sơ TTHC", 6))


def finding(code: str, unit: str, raised: date, deadline: date, **values: Any) -> Row:
    """An open minor finding on clause 8.5, unless `values` says otherwise."""
    given = {"code": code, "unit": unit, "date": raised, "deadline": deadline, "grade": "minor"}
    given |= {"clause": "8.5.1", "status": "open", "verified_on": None, "effective": None}
    given |= {"description": "Thiếu dấu tiếp nhận", "responsible": "Chuyên viên"}
    return Row(unit, code, given | values, ("book-auditors", "Phát hiện", 3))


def duty(unit: str, table: str, state: str, period: str = "2022-03", **values: Any) -> Duty:
    """What was owed for a month, due on the day after its window and frozen on the fifth."""
    month = windows.window(period, RULES)
    given: dict[str, Any] = {"due": month.due, "lock": month.freeze, "missing": 0}
    if state in ("on_time", "late"):
        given["done_on"] = month.due if state == "on_time" else month.due + timedelta(days=2)
    elif state != "excused":
        given["missing"] = 1
    named = {"record": "", "vi": f"Nhập {table}", "en": f"Enter {table}"}
    return Duty(unit, table, period=period, state=state, **{**named, **given, **values})


def batch(
    unit: str, first: str, last: str, levels: Mapping[int, int], **others: Mapping[int, int]
) -> list[CubeRow]:
    """A batch whose every question, and the lowest level, has `levels`, but for those in `others`."""
    questions = {f"q{number}": levels for number in range(1, 9)} | {LOWEST: levels} | dict(others)
    return [
        CubeRow(unit, first, last, question, level, count)
        for question, counts in questions.items()
        for level, count in counts.items()
    ]


def month(label: str = "2022-03", **parts: Any) -> Data:
    """A frozen month of the 15 → 14 window; parts not given are empty."""
    given: dict[str, Any] = {"units": UNITS} | parts
    return Data(window=windows.window(label, RULES), kind="monthly", rules=RULES, **given)


def year(label: str = "2022", **parts: Any) -> Data:
    """A frozen year."""
    given: dict[str, Any] = {"units": UNITS} | parts
    return Data(window=windows.window(label, RULES), kind="annual", rules=RULES, **given)


def full_month(**parts: Any) -> Data:
    """March 2022 with something in every section."""
    given: dict[str, Any] = {
        "objectives": (
            objective("VP", "MT-01", 98),
            objective("VP", "MT-02", 2, direction="le"),
            objective("TCCB", "MT-01", 95),
            objective("TCCB", "MT-02", 1, evaluation="quarter", unit_of_measure="lớp"),
            objective("GDTH", "MT-01", 90, evaluation="school_year"),
            objective("GDTH", "MT-02", 0, direction="eq", unit_of_measure="đơn thư"),
        ),
        "progress": (
            progress("VP", "MT-01", "2022-03", achieved=240, total=245, cause="Mất điện", measure="Máy phát"),
            progress("VP", "MT-02", "2022-03", value=1.5),
            progress("TCCB", "MT-01", "2022-03", none=True),
            progress("TCCB", "MT-02", "2022-Q1", value=2),
        ),
        "dossiers": (
            dossier(
                "VP",
                "2022-03",
                "Chuyển trường",
                received_total=2521,
                received_carried=21,
                resolved_total=2500,
                resolved_before=400,
                resolved_on_time=2080,
                resolved_late=20,
                pending_total=21,
                pending_late=1,
            ),
            dossier(
                "TCCB",
                "2022-03",
                "Cấp bản sao",
                received_total=40,
                received_carried=0,
                resolved_total=40,
                resolved_on_time=39,
                resolved_late=1,
                pending_total=0,
                pending_late=0,
            ),
        ),
        "findings": (
            finding("KPH-01", "VP", date(2022, 1, 10), date(2022, 2, 28), grade="major", clause="7.5"),
            finding("KPH-02", "TCCB", date(2022, 2, 20), date(2022, 4, 1)),
            finding(
                "KPH-03",
                "VP",
                date(2022, 2, 1),
                date(2022, 3, 1),
                status="closed",
                effective=True,
                verified_on=date(2022, 3, 10),
            ),
        ),
        "corrections": (Row("TCCB", "KPH-02", {"code": "KPH-02", "completed": date(2022, 3, 1)}),),
        "confirmations": (Row("VP", "2022-03", {"period": "2022-03", "confirmed_on": date(2022, 3, 14)}),),
        "excluded": (Excluded("GDTH", "progress", "MT-02|2022-03", 7, "value", "number_invalid"),),
        "problems_open": {"GDTH": Open(errors=1, warnings=2)},
        "duties": (
            duty("VP", "progress", "on_time"),
            duty("VP", "dossiers", "on_time"),
            duty("VP", "confirmations", "late"),
            duty("TCCB", "progress", "on_time"),
            duty("TCCB", "dossiers", "on_time"),
            duty("TCCB", "confirmations", "missing"),
            duty("GDTH", "progress", "missing"),
            duty("GDTH", "confirmations", "missing"),
        ),
        "reminders": {"sent": 12, "escalated": 3, "suppressed": 2},
        "freshness": {
            "VP": Freshness("2022-03-19T23:50:00+07:00", "fresh"),
            "GDTH": Freshness("2022-03-19T23:50:00+07:00", "unreachable"),
        },
        "cube": tuple(
            batch("VP", "2022-03", "2022-03", {5: 200, 4: 60, 3: 8, 1: 2}, q7={5: 3, 0: 267})
            + batch("TCCB", "2022-01", "2022-03", {5: 4, 4: 2})
        ),
        "late_answers": {"VP": 2},
        "changes_after_close": (
            Change(
                "VP",
                "progress",
                "MT-01|2022-02",
                "achieved",
                "180",
                "188",
                "2022-03-02T09:00:00+07:00",
                "2022-02",
            ),
        ),
        "previous": {
            "objectives.met": {"value": 0.75, "numerator": 3, "denominator": 4, "n": 4, "unit": "share"},
            "dossiers.on_time": {"value": 0.99, "numerator": 99, "denominator": 100, "n": 2, "unit": "share"},
            "satisfaction.q8.top2": {"value": 0.95, "numerator": 285, "denominator": 300, "n": 300},
            "corrections.overdue": {"value": 0, "numerator": None, "denominator": None, "n": 0},
        },
    }
    return month(**(given | parts))
