"""A row for every problem that a row can have: each is wrong in one way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from sheets_schema.records import Context
from tests.support import wrong_duties, wrong_registers, wrong_units
from tests.support.tabs import (
    CONCLUSION,
    CORRECTION,
    DOSSIER,
    FINDING,
    OBJECTIVE,
    PROGRESS,
    REVIEW,
    UNIT,
    record,
)


def aims(**more: Any) -> Context:
    """A context with one objective: at least 95 %, monthly."""
    values = {
        "code": "MT01",
        "direction": "ge",
        "target": 95,
        "unit_of_measure": "%",
        "evaluation": "month",
        **more,
    }
    return Context({"objectives": [record("objectives", "MT01", **values)]})


TODAY = Context(today=date(2022, 9, 1))
BOOK = Context(year=2022, start_day=15)
FROZEN = Context(today=date(2022, 4, 10), frozen="2022-03", fixed={"window_start_day": 15, "k": 4})


class Case(NamedTuple):
    """One row changed, and the problem (cell, code) it must raise, alone."""

    table: str
    row: dict[str, object]
    cell: str | None
    code: str
    context: Context | None = None
    formats: dict[str, str] = {}


BROKEN = replace(aims(), broken={"objectives": {"MT02": "H3", "MT03": ""}})
AUDITS = Context({"findings": []}, broken={"findings": {"PH-2022-02": "L3", "PH-2022-03": ""}})
#: The finding of FINDING's clause and unit that an earlier audit made, closed in March.
CLOSED_BEFORE = Context(
    previous={
        "findings": [
            record(
                "findings",
                "PH-2021-09",
                **{"code": "PH-2021-09", "date": date(2021, 9, 1), "unit": "VP", "clause": "8.5.1"},
                **{"grade": "minor", "audit": "Đợt 2/2021", "status": "closed", "effective": True},
                verified_on=date(2022, 3, 1),
            )
        ]
    }
)
LETTERS = aims(unit_of_measure="đơn", direction="le", target=2)
MEETING, NOT_HELD = (
    Context(
        {
            "reviews": [
                record("reviews", "XX-2022-03", code="XX-2022-03", date=date(2022, 4, 20), status=status)
            ]
        }
    )
    for status in ("held", "planned")
)
VALUE = {"achieved": None, "total": None}
CASES = [
    Case("objectives", {**OBJECTIVE, "start": "15/12/2022"}, "H2", "date_order"),
    Case("objectives", {**OBJECTIVE, "start": "cuối tháng"}, "G2", "date_invalid"),
    Case("objectives", {**OBJECTIVE, "start": "31/02/2022"}, "G2", "date_impossible"),
    Case("objectives", {**OBJECTIVE, "start": "05/03/0222"}, "G2", "date_year"),
    Case("objectives", {**OBJECTIVE, "target": "nhiều"}, "D2", "number_invalid"),
    Case("objectives", {**OBJECTIVE, "target": "98.5%"}, "D2", "number_point"),
    Case("objectives", {**OBJECTIVE, "target": "> 98%"}, "D2", "comparator_strict"),
    Case("objectives", {**OBJECTIVE, "target": "không quá 2%"}, "D2", "target_direction"),
    Case("objectives", {**OBJECTIVE, "target": "0,98"}, "D2", "percent_ambiguous"),
    Case("objectives", {**OBJECTIVE, "target": "980%"}, "D2", "percent_over_100"),
    Case("objectives", {**OBJECTIVE, "target": "98.125%"}, "D2", "percent_thousands"),
    Case(
        "objectives",
        {**OBJECTIVE, "unit_of_measure": "hồ sơ", "aggregation": "Kỳ cuối"},
        "D2",
        "percent_unit",
    ),
    Case(
        "objectives",
        {**OBJECTIVE, "target": 98, "unit_of_measure": "tỷ lệ đúng hạn", "aggregation": "Kỳ cuối"},
        "E2",
        "measure_ratio",
    ),
    Case("objectives", {**OBJECTIVE, "target": 2, "unit_of_measure": "lần"}, "I2", "aggregation_missing"),
    Case("objectives", {**OBJECTIVE, "deadline": "14/12/2023"}, "H2", "deadline_outside_year", BOOK),
    Case(
        "objectives",
        {**OBJECTIVE, "evaluation": "Năm học", "deadline": "01/09/2023"},
        "H2",
        "deadline_outside_year",
        BOOK,
    ),
    Case("objectives", {**OBJECTIVE, "direction": "cao hơn"}, "C2", "choice_unknown"),
    Case("objectives", {**OBJECTIVE, "objective": None}, "B2", "required_missing"),
    Case("objectives", {**OBJECTIVE, "code": "MT 01"}, "A2", "pattern_mismatch"),
    Case("objectives", {**OBJECTIVE, "code": 44689}, "A2", "text_is_date", None, {"A2": "DATE"}),
    Case("objectives", {**OBJECTIVE, "source": "Phßng Kü thuËt"}, "K2", "legacy_encoding"),
    Case("objectives", {**OBJECTIVE, "source": "x" * 1001}, "K2", "text_too_long"),
    Case("objectives", {**OBJECTIVE, "source": "a\u202eb"}, "K2", "invisible_characters"),
    Case("objectives", {**OBJECTIVE, "source": "=A5"}, "K2", "formula_text"),
    Case("objectives", {**OBJECTIVE, "direction": "≤", "target": "giảm 5%"}, "D2", "baseline_missing"),
    Case("progress", {**PROGRESS, "code": "MT99"}, "A2", "link_unknown", aims()),
    Case("progress", {**PROGRESS, "period": "Quý I/2022"}, "D2", "period_unfit", aims()),
    Case("progress", {**PROGRESS, "period": "tháng ba"}, "D2", "period_invalid"),
    Case("progress", {**PROGRESS, "none": "x"}, "H2", "none_with_numbers"),
    Case("progress", {**PROGRESS, "estimate": "x"}, "N2", "estimate_early"),
    Case("progress", {**PROGRESS, "none": "chắc là có"}, "H2", "yesno_unknown"),
    Case("progress", {**PROGRESS, **VALUE, "evidence": "Báo cáo"}, "E2", "figure_missing"),
    Case("progress", {**PROGRESS, "value": "90%"}, "G2", "figure_twice"),
    Case("progress", {**PROGRESS, "total": None}, "F2", "ratio_incomplete"),
    Case("progress", {**PROGRESS, "achieved": None}, "E2", "ratio_incomplete"),
    Case("progress", {**PROGRESS, "code": "MT02"}, "A2", "link_wrong", BROKEN),
    Case("progress", {**PROGRESS, "code": "MT03"}, "A2", "link_blank", BROKEN),
    Case("progress", {**PROGRESS, "achieved": "96%"}, "E2", "count_percent"),
    Case("progress", {**PROGRESS, **VALUE, "value": "1%"}, "G2", "value_percent", LETTERS),
    Case("progress", {**PROGRESS, "achieved": 101}, "E2", "achieved_over_total", aims()),
    Case(
        "progress",
        {**PROGRESS, "cause": "Thiếu người", "measure": "Bổ sung"},
        "E2",
        "ratio_measure",
        aims(unit_of_measure="Tỷ lệ"),
    ),
    Case("progress", {**PROGRESS, "achieved": 0, "total": 0}, "F2", "total_zero"),
    Case("progress", {**PROGRESS, **VALUE, "value": 0.97}, "G2", "percent_ambiguous", aims(target=0.5)),
    Case("progress", {**PROGRESS, **VALUE, "value": "985%"}, "G2", "percent_over_100", aims()),
    Case("progress", {**PROGRESS, **VALUE, "value": "98.125"}, "G2", "percent_thousands", aims()),
    Case("progress", {**PROGRESS, **VALUE, "value": 100000}, "G2", "percent_thousands", aims()),
    Case("progress", {**PROGRESS, **VALUE, "value": "≥ 98%"}, "G2", "comparator_unexpected"),
    Case("progress", {**PROGRESS, "achieved": 90, "measure": "Bổ sung"}, "K2", "cause_missing", aims()),
    Case("progress", {**PROGRESS, "achieved": 90, "cause": "Thiếu người"}, "L2", "measure_missing"),
    Case("progress", {**PROGRESS, "achieved": "#REF!"}, "E2", "cell_error"),
    Case("progress", {**PROGRESS, "achieved": -1}, "E2", "below_minimum"),
    Case("progress", {**PROGRESS, **VALUE, "value": "-2"}, "G2", "below_minimum", LETTERS),
    Case("progress", {**PROGRESS, "achieved": 44717}, "E2", "number_is_date", None, {"E2": "DATE"}),
    Case("dossiers", {**DOSSIER, "received_online": 13}, "C2", "sum_mismatch"),
    Case("dossiers", {**DOSSIER, "resolved_late": 2}, "G2", "sum_mismatch"),
    Case("dossiers", {**DOSSIER, "pending_late": 1}, "K2", "sum_mismatch"),
    Case("dossiers", {**DOSSIER, "pending_total": 4, "pending_within": 4}, "C2", "balance_mismatch"),
    Case("dossiers", {**DOSSIER, "received_total": None}, "C2", "required_missing"),
    Case("dossiers", {**DOSSIER, "received_online": "12,5"}, "D2", "number_not_integer"),
    Case("dossiers", {**DOSSIER, "returned": 10**8}, "N2", "above_maximum"),
    Case("dossiers", {**DOSSIER, "period": "Quý I/2022"}, "A2", "period_kind"),
    Case("findings", {**FINDING, "deadline": "09/08/2022"}, "L2", "date_order"),
    Case("findings", {**FINDING, "verified_on": "09/08/2022"}, "N2", "date_order"),
    Case("findings", {**FINDING, "verifier": "nguyễn văn  a"}, "M2", "verifier_same"),
    Case("findings", {**FINDING, "status": "Đóng"}, "P2", "closed_unverified"),
    Case("findings", {**FINDING, "date": "02/09/2022"}, "C2", "date_future", TODAY),
    Case("findings", FINDING, "F2", "finding_repeated", CLOSED_BEFORE),
    Case("corrections", CORRECTION, "A2", "link_unknown_elsewhere", AUDITS),
    Case("corrections", {**CORRECTION, "code": "PH-2022-02"}, "A2", "link_wrong_elsewhere", AUDITS),
    Case("corrections", {**CORRECTION, "code": "PH-2022-03"}, "A2", "link_blank_elsewhere", AUDITS),
    Case("corrections", {**CORRECTION, "completed": "02/09/2022"}, "H2", "date_future", TODAY),
    Case(
        "corrections", {**CORRECTION, "cause": None, "completed": "20/08/2022"}, "F2", "correction_unfounded"
    ),
    Case(
        "corrections",
        {**CORRECTION, "cause": None, "action": None, "completed": "20/08/2022"},
        "F2",
        "correction_unfounded",
    ),
    Case("corrections", {**CORRECTION, "action": None}, "G2", "correction_incomplete"),
    Case("confirmations", {"period": "03/2022", "head": "An"}, "C2", "confirmation_incomplete"),
    Case("units", {**UNIT, "head": "an@example"}, "H2", "email_invalid"),
    Case("units", {**UNIT, "valid_from": "2/1/2022", "valid_to": "1/1/2022"}, "F2", "date_order"),
    Case("settings", {"key": "agency", "value": "Sở"}, "A2", "setting_unknown"),
    Case("settings", {"key": "window_start_day", "value": 40}, "B2", "setting_invalid"),
    Case("settings", {"key": "window_start_day", "value": 1}, "B2", "setting_fixed", FROZEN),
    Case("settings", {"key": "year", "value": 2032}, "B2", "year_out_of_turn", FROZEN),
    Case("reviews", {**REVIEW, "present": None}, "F2", "needed_when"),
    Case("reviews", {**REVIEW, "date": "20/10/2022"}, "B2", "not_yet", TODAY),
    Case("conclusions", {**CONCLUSION, "meeting": "XX-2022-04"}, "B2", "link_unknown", MEETING),
    Case("conclusions", CONCLUSION, "B2", "meeting_not_held", NOT_HELD),
    Case("conclusions", {**CONCLUSION, "item": "g"}, "C2", "choice_unknown"),
    Case("conclusions", {**CONCLUSION, "who": None}, "G2", "nobody_named"),
    Case("conclusions", {**CONCLUSION, "deadline": "19/04/2022"}, "I2", "before_meeting", MEETING),
    Case("conclusions", {**CONCLUSION, "status": "Đã xong"}, "K2", "needed_when"),
    Case("conclusions", {**CONCLUSION, "done_on": "25/04/2022"}, "K2", "done_but_open"),
]
CASES += [Case(*case) for case in wrong_duties.CASES + wrong_units.CASES + wrong_registers.CASES]
