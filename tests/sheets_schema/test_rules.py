"""The rules: a wrong row raises its problem alone, a right one nothing; rows that judge one another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sheets_schema import problems
from sheets_schema.records import Context
from tests.support.tabs import (
    CONCLUSION,
    CORRECTION,
    DOSSIER,
    FINDING,
    OBJECTIVE,
    PROGRESS,
    REVIEW,
    UNIT,
    check,
    codes,
    flat,
    record,
)
from tests.support.wrong_rows import BOOK, CASES, MEETING, TODAY, Case, aims


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.table}-{c.code}")
def test_a_wrong_row_raises_its_problem_alone(case: Case) -> None:
    """In the cell that is wrong, and nothing besides."""
    found = check(case.table, [case.row], context=case.context, formats=case.formats)
    assert flat(found) == [(case.cell, case.code)]
    severity = problems.entry(case.code).severity
    assert len(found.records) == (severity == "warning")


RIGHT = [
    ("objectives", OBJECTIVE, BOOK),
    ("objectives", {**OBJECTIVE, "target": "từ 98% trở lên", "start": "14/12/2022"}, None),
    ("objectives", {**OBJECTIVE, "evaluation": "Năm học", "deadline": "31/08/2023"}, BOOK),
    ("progress", PROGRESS, aims()),
    ("progress", {**PROGRESS, "value": "96%"}, aims()),
    (
        "progress",
        {**PROGRESS, "achieved": 9, "total": 11, "value": "81,8%", "cause": "a", "measure": "b"},
        aims(),
    ),
    ("progress", {"code": "MT01", "period": "03/2022", "none": "x"}, aims()),
    ("progress", {**PROGRESS, "achieved": 95}, aims()),
    ("progress", {**PROGRESS, "achieved": 12, "total": 10}, aims(unit_of_measure="lần", target=1)),
    (
        "progress",
        {"code": "MT01", "period": "03/2022", "value": 0.5},
        aims(unit_of_measure="lần", direction="le"),
    ),
    ("dossiers", DOSSIER, None),
    (
        "dossiers",
        {**DOSSIER, "resolved_total": 13, "resolved_before": 8, "returned": 1, "withdrawn": 1},
        None,
    ),
    (
        "findings",
        {**FINDING, "status": "Đóng", "verifier": "Lê C", "verified_on": "1/9/2022", "effective": "có"},
        TODAY,
    ),
    ("corrections", CORRECTION, TODAY),
    ("confirmations", {"period": "03/2022", "head": "An", "confirmed_on": "14/3/2022"}, TODAY),
    (
        "recipients",
        {"email": "an@example.vn", "name": "An", "role": "Thư ký ISO", "reports": "hàng tháng"},
        None,
    ),
    ("settings", {"key": "leaders_at_once", "value": "không"}, None),
    ("units", UNIT, None),
    ("reviews", REVIEW, TODAY),
    ("reviews", {**REVIEW, "date": "20/12/2022", "status": "Dự kiến", "chair": None, "present": None}, TODAY),
    ("conclusions", CONCLUSION, MEETING),
    ("conclusions", {**CONCLUSION, "who": None, "unit": "VP"}, MEETING),
    ("conclusions", {**CONCLUSION, "status": "Đã xong", "done_on": "25/04/2022"}, TODAY),
]


@pytest.mark.parametrize(("table", "row", "context"), RIGHT)
def test_a_right_row_raises_nothing(table: str, row: dict[str, object], context: Context | None) -> None:
    """The rules do not cry wolf."""
    found = check(table, [row], context=context)
    assert (found.problems, len(found.records)) == ([], 1)


def test_a_unit_of_a_name_that_is_not_listed_is_not_nobody() -> None:
    """One slip, one sentence: somebody is named, though wrongly."""
    known = replace(
        MEETING, tables={**MEETING.tables, "units": [record("units", "VP", code="VP", name="Văn phòng")]}
    )
    row = {**CONCLUSION, "who": None, "unit": "Phòng Hành chính cũ"}
    assert flat(check("conclusions", [row], context=known)) == [("G2", "link_unknown")]


def test_a_verdict_is_exact() -> None:
    """97,96 % does not meet 98 %, and 294/300 does."""
    aim = aims(target=98)
    assert codes(check("progress", [{**PROGRESS, "achieved": 2449, "total": 2500}], context=aim)) == [
        "cause_missing",
        "measure_missing",
    ]
    assert check("progress", [{**PROGRESS, "achieved": 294, "total": 300}], context=aim).problems == []
    exact = aims(target=97.96)
    assert check("progress", [{**PROGRESS, "achieved": 2449, "total": 2500}], context=exact).problems == []
    assert check("progress", [{**PROGRESS, "achieved": 97.96, "total": 100.0}], context=exact).problems == []
    assert len(check("progress", [{**PROGRESS, "achieved": 0, "total": 1}], context=aim).problems) == 2


def test_the_target_printed_beside_a_row_judges_it_where_no_objective_is_known() -> None:
    """“≥ 95%” in the grey cell."""
    assert codes(check("progress", [{**PROGRESS, "achieved": 94}])) == ["cause_missing", "measure_missing"]
    assert check("progress", [{**PROGRESS, "achieved": 94, "target": "theo kế hoạch"}]).problems == []


def test_a_measure_that_is_no_percentage_is_judged_as_it_is_counted() -> None:
    """12 lượt over 10 days are 1.2, not the 2 that were asked for."""
    aim = aims(unit_of_measure="lần", target=2)
    found = check("progress", [{**PROGRESS, "achieved": 12, "total": 10}], context=aim)
    assert codes(found) == ["cause_missing", "measure_missing"]
    assert "12/10 không đạt" in found.problems[0].message_vi


def test_a_ratio_and_its_value_agree_where_nobody_knows_the_target() -> None:
    """96/100 is 96 or 0,96: neither contradicts the other; 97 does."""
    row = {**PROGRESS, "target": None}
    for value in (96, "0,96"):
        assert "figure_twice" not in codes(check("progress", [{**row, "value": value}]))
    assert "figure_twice" in codes(check("progress", [{**row, "value": 97}]))


def test_every_row_that_may_be_a_fraction_is_asked_about() -> None:
    """Also one that stands below a row that is clear."""
    rows = [{**OBJECTIVE, "target": 98}, {**OBJECTIVE, "code": "MT02", "target": "0,98"}]
    assert flat(check("objectives", rows)) == [("D3", "percent_ambiguous")]


def test_one_audit_may_find_the_same_clause_on_two_days() -> None:
    """Only another audit's finding says that the first one came back."""
    second = {**FINDING, "code": "PH-2022-02", "date": "11/08/2022"}
    assert check("findings", [FINDING, second], context=TODAY).problems == []
    found = check("findings", [FINDING, {**second, "audit": "Đợt 2"}], context=TODAY)
    assert flat(found) == [("F3", "finding_repeated")]


def test_what_is_carried_over_is_what_was_pending() -> None:
    """In the same tab, or in a month kept from before; the procedure however its tone marks stand."""
    april = {**DOSSIER, "period": "04/2022", "received_carried": 4, "received_online": 11}
    found = check("dossiers", [DOSSIER, april])
    assert flat(found) == [("F3", "carried_mismatch")]
    assert "cuối kỳ tháng 3/2022 đang giải quyết" in found.problems[0].message_vi
    assert "at the end of March 2022" in found.problems[0].message_en
    kept = record("dossiers", "x", period="2022-02", procedure="cấp phép dạy thêm", pending_total=2)
    assert flat(check("dossiers", [DOSSIER], context=Context(previous={"dossiers": [kept]}))) == [
        ("F2", "carried_mismatch")
    ]
    assert check("dossiers", [{**DOSSIER, "period": "01/2023"}]).problems == []


def test_two_units_do_not_share_a_name() -> None:
    """A code, name or alias, however capitalised."""
    other = {**UNIT, "code": "KT", "name": "Phòng Kỹ thuật", "aliases": "P. KT; VĂN PHÒNG"}
    found = check("units", [UNIT, other])
    assert flat(found) == [("C3", "alias_duplicate")]
    assert "đơn vị VP (dòng 2)" in found.problems[0].message_vi


def test_two_units_do_not_share_a_spreadsheet() -> None:
    """The same file, with whatever follows its id in the address."""
    address = "https://docs.google.com/spreadsheets/d/1abcDEFghiJKL_mnop/edit"
    other = {**UNIT, "code": "KT", "name": "Phòng KT", "spreadsheet": f"{address}?usp=sharing#gid=0"}
    found = check("units", [{**UNIT, "spreadsheet": address}, other, {**UNIT, "code": "TT", "name": "Tổ"}])
    assert flat(found) == [("I3", "spreadsheet_twice")]
    assert "ở dòng 2" in found.problems[0].message_vi
