"""Every problem code is raised by a table that shows it, where it should and with its sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import pytest

from sheets_schema import descriptor, problems
from sheets_schema.grid import Grid
from sheets_schema.records import Context
from sheets_schema.validate import check as check_grid
from tests.support.tabs import (
    CORRECTION,
    DOSSIER,
    FINDING,
    OBJECTIVE,
    PROGRESS,
    UNIT,
    check,
    codes,
    flat,
    header,
    record,
    rows,
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
LETTERS = aims(unit_of_measure="đơn", direction="le", target=2)
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
    Case(
        "objectives",
        {**OBJECTIVE, "unit_of_measure": "hồ sơ", "aggregation": "Kỳ cuối"},
        "D2",
        "percent_unit",
    ),
    Case("objectives", {**OBJECTIVE, "target": 2, "unit_of_measure": "lần"}, "I2", "aggregation_missing"),
    Case("objectives", {**OBJECTIVE, "deadline": "14/12/2023"}, "H2", "deadline_outside_year", BOOK),
    Case("objectives", {**OBJECTIVE, "direction": "cao hơn"}, "C2", "choice_unknown"),
    Case("objectives", {**OBJECTIVE, "objective": None}, "B2", "required_missing"),
    Case("objectives", {**OBJECTIVE, "code": "MT 01"}, "A2", "pattern_mismatch"),
    Case("objectives", {**OBJECTIVE, "code": 44689}, "A2", "text_is_date", None, {"A2": "DATE"}),
    Case("objectives", {**OBJECTIVE, "source": "Phßng Kü thuËt"}, "K2", "legacy_encoding"),
    Case("objectives", {**OBJECTIVE, "source": "x" * 1001}, "K2", "text_too_long"),
    Case("objectives", {**OBJECTIVE, "source": "a\u202eb"}, "K2", "invisible_characters"),
    Case("objectives", {**OBJECTIVE, "source": "=A5"}, "K2", "formula_text"),
    Case("progress", {**PROGRESS, "code": "MT99"}, "A2", "link_unknown", aims()),
    Case("progress", {**PROGRESS, "period": "Quý I/2022"}, "D2", "period_unfit", aims()),
    Case("progress", {**PROGRESS, "period": "tháng ba"}, "D2", "period_invalid"),
    Case("progress", {**PROGRESS, "none": "x"}, "H2", "none_with_numbers"),
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
    Case("progress", {**PROGRESS, "achieved": 0, "total": 0}, "F2", "total_zero"),
    Case("progress", {**PROGRESS, **VALUE, "value": 0.97}, "G2", "percent_ambiguous", aims(target=0.5)),
    Case("progress", {**PROGRESS, **VALUE, "value": "985%"}, "G2", "percent_over_100", aims()),
    Case("progress", {**PROGRESS, **VALUE, "value": "≥ 98%"}, "G2", "comparator_unexpected"),
    Case("progress", {**PROGRESS, "achieved": 90, "measure": "Bổ sung"}, "K2", "cause_missing", aims()),
    Case("progress", {**PROGRESS, "achieved": 90, "cause": "Thiếu người"}, "L2", "measure_missing"),
    Case("progress", {**PROGRESS, "achieved": "#REF!"}, "E2", "cell_error"),
    Case("progress", {**PROGRESS, "achieved": -1}, "E2", "below_minimum"),
    Case("progress", {**PROGRESS, "achieved": 44717}, "E2", "number_is_date", None, {"E2": "DATE"}),
    Case("dossiers", {**DOSSIER, "received_online": 13}, "C2", "sum_mismatch"),
    Case("dossiers", {**DOSSIER, "resolved_late": 2}, "G2", "sum_mismatch"),
    Case("dossiers", {**DOSSIER, "pending_late": 1}, "K2", "sum_mismatch"),
    Case("dossiers", {**DOSSIER, "pending_total": 4, "pending_within": 4}, "C2", "balance_mismatch"),
    Case("dossiers", {**DOSSIER, "received_online": "12,5"}, "D2", "number_not_integer"),
    Case("dossiers", {**DOSSIER, "returned": 10**8}, "N2", "above_maximum"),
    Case("dossiers", {**DOSSIER, "period": "Quý I/2022"}, "A2", "period_kind"),
    Case("findings", {**FINDING, "deadline": "09/08/2022"}, "L2", "date_order"),
    Case("findings", {**FINDING, "verified_on": "09/08/2022"}, "N2", "date_order"),
    Case("findings", {**FINDING, "verifier": "nguyễn văn  a"}, "M2", "verifier_same"),
    Case("findings", {**FINDING, "status": "Đóng"}, "P2", "closed_unverified"),
    Case("findings", {**FINDING, "date": "02/09/2022"}, "C2", "date_future", TODAY),
    Case("corrections", CORRECTION, "A2", "link_unknown_elsewhere", AUDITS),
    Case("corrections", {**CORRECTION, "code": "PH-2022-02"}, "A2", "link_wrong_elsewhere", AUDITS),
    Case("corrections", {**CORRECTION, "code": "PH-2022-03"}, "A2", "link_blank_elsewhere", AUDITS),
    Case("corrections", {**CORRECTION, "completed": "02/09/2022"}, "H2", "date_future", TODAY),
    Case("confirmations", {"period": "03/2022", "head": "An"}, "C2", "confirmation_incomplete"),
    Case("units", {**UNIT, "head": "an@example"}, "H2", "email_invalid"),
    Case("units", {**UNIT, "valid_from": "2/1/2022", "valid_to": "1/1/2022"}, "F2", "date_order"),
    Case("settings", {"key": "agency", "value": "Sở"}, "A2", "setting_unknown"),
    Case("settings", {"key": "window_start_day", "value": 40}, "B2", "setting_invalid"),
    Case("settings", {"key": "window_start_day", "value": 1}, "B2", "setting_fixed", FROZEN),
    Case("settings", {"key": "year", "value": 2032}, "B2", "year_out_of_turn", FROZEN),
]


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
]


@pytest.mark.parametrize(("table", "row", "context"), RIGHT)
def test_a_right_row_raises_nothing(table: str, row: dict[str, object], context: Context | None) -> None:
    """The rules do not cry wolf."""
    found = check(table, [row], context=context)
    assert (found.problems, len(found.records)) == ([], 1)


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


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("k", "5", 5),
        ("k", 7.0, 7),
        ("leaders_at_once", True, True),
        ("leaders_at_once", "Có", True),
        ("language", "en", "en"),
        ("contact", 912345678, "912345678"),
        ("year", "2022", 2022),
        ("agency_name", " Sở  GD&ĐT ", "Sở GD&ĐT"),
    ],
)
def test_a_setting_becomes_its_type(key: str, typed: object, value: object) -> None:
    """Records hold the setting's own type."""
    assert check("settings", [{"key": key, "value": typed}]).records[0].values["value"] == value


@pytest.mark.parametrize(
    ("key", "typed", "allowed"),
    [
        ("k", "năm", "số nguyên từ 3 đến 1000"),
        ("k", 2, "số nguyên từ 3 đến 1000"),
        ("window_start_day", 14, "một trong: 1, 15"),
        ("leaders_at_once", "tùy", "có hoặc không"),
        ("digest_hour", 7.5, "số nguyên từ 0 đến 23"),
    ],
)
def test_a_wrong_setting_says_what_it_takes(key: str, typed: object, allowed: str) -> None:
    """In words a clerk can follow."""
    found = check("settings", [{"key": key, "value": typed}])
    assert [(p.code, p.remedy_vi) for p in found.problems] == [("setting_invalid", f"Hãy ghi {allowed}.")]


@pytest.mark.parametrize(
    ("key", "typed", "context", "told"),
    [
        ("k", None, FROZEN, ["setting_fixed"]),
        ("k", "4", FROZEN, []),
        ("k", 5, None, []),
        ("k", "năm", FROZEN, ["setting_invalid"]),
        ("due_after_days", 3, FROZEN, []),
        ("year", None, FROZEN, []),
        ("year", 2021, FROZEN, ["year_out_of_turn"]),
        ("year", "2023", FROZEN, []),
        ("year", 2024, FROZEN, ["year_out_of_turn"]),
        ("year", 2026, Context(today=date(2025, 1, 1), frozen="2022-12"), []),
        ("year", 2032, None, []),
    ],
)
def test_after_a_freeze_some_settings_hold(
    key: str, typed: object, context: Context | None, told: list[str]
) -> None:
    """A cleared cell means the default, which may differ too; what frozen months do not hang on is free."""
    assert codes(check("settings", [{"key": key, "value": typed}], context=context)) == told


@pytest.mark.parametrize(("key", "value"), [("window_start_day", 1), ("year", 2032)])
def test_a_frozen_month_is_named_as_each_language_names_it(key: str, value: int) -> None:
    """Neither “tháng tháng” nor 3/2022 in English."""
    found = check("settings", [{"key": key, "value": value}], context=FROZEN).problems[0]
    assert "Đã chốt số liệu tháng 3/2022 nên" in found.message_vi
    assert "The figures of March 2022 are frozen, so" in found.message_en


def test_an_unknown_setting_suggests_the_near_one() -> None:
    """A slip of the finger."""
    assert check("settings", [{"key": "quiet_minute", "value": 5}]).problems[0].suggestion == "quiet_minutes"


SENTENCES = [
    (
        "date_order",
        "Ô H2: “Thời hạn” (14/12/2022) sớm hơn “Bắt đầu” (15/12/2022).",
        "Hãy sửa một trong hai ngày.",
    ),
    (
        "target_direction",
        "Ô D2: Chỉ tiêu “không quá 2%” nói “≤”, còn cột Chiều ghi “≥”.",
        "Hãy sửa cột Chiều hoặc viết lại chỉ tiêu.",
    ),
    ("percent_ambiguous", "Ô D2: Không rõ “0,98” là 0,98% hay 98%.", "Hãy gõ cả dấu %, ví dụ 98%."),
    (
        "setting_fixed",
        "Ô B2: Đã chốt số liệu tháng 3/2022 nên “Ngày bắt đầu kỳ” không đổi được giữa năm; "
        "hệ thống tiếp tục dùng 15.",
        "Từ năm 2023 sẽ dùng 1; nếu không muốn đổi, hãy ghi lại 15.",
    ),
    (
        "year_out_of_turn",
        "Ô B2: Đã chốt số liệu tháng 3/2022 nên năm của sổ không thể là 2032; hệ thống tiếp tục như trước.",
        "Hãy ghi một năm từ 2022 đến 2023.",
    ),
    ("number_point", "Ô D2: “98.5%” dùng dấu chấm không theo cách viết số của Việt Nam.", None),
    ("required_missing", "Ô B2: Cột “Mục tiêu” còn trống.", "Hãy điền ô này."),
    ("none_with_numbers", "Ô H2: Đã ghi “Không phát sinh” nhưng vẫn có số liệu ở dòng này.", None),
    (
        "count_percent",
        "Ô E2: “96%” là phần trăm; cột này cần số lượng.",
        "Hãy gõ số lượng, ví dụ 190; nếu ô vẫn hiện %, chọn Định dạng > Số > Tự động rồi gõ lại.",
    ),
    ("achieved_over_total", "Ô E2: Số đạt 101 lớn hơn tổng số 100.", "Hãy kiểm tra lại hai số này."),
    ("cause_missing", "Ô K2: Kết quả 90/100 không đạt nhưng chưa ghi nguyên nhân.", None),
    ("ratio_incomplete", "Ô F2: Có “Số đạt” nhưng thiếu “Tổng số”.", "Hãy điền ô này."),
    ("closed_unverified", None, None),
    (
        "sum_mismatch",
        "Ô C2: “Tiếp nhận: tổng” là 20, nhưng các cột thành phần cộng lại được 21 (13 + 5 + 3).",
        None,
    ),
    ("link_unknown", "Ô A2: “MT99” không có trong tab “Mục tiêu”.", None),
    ("cell_error", "Ô E2: Công thức trong ô báo lỗi “#REF!”.", "Hãy xóa công thức và gõ giá trị."),
    ("choice_unknown", "Ô C2: “cao hơn” không có trong danh sách lựa chọn.", "Hãy chọn một trong: ≥, ≤, =."),
]


@pytest.mark.parametrize(("code", "sentence", "remedy"), SENTENCES)
def test_the_sentence_of_a_problem(code: str, sentence: str | None, remedy: str | None) -> None:
    """Word for word, as the clerk reads it."""
    case = next(c for c in CASES if c.code == code)
    problem = check(case.table, [case.row], context=case.context, formats=case.formats).problems[0]
    assert sentence is None or problem.message_vi == sentence
    assert remedy is None or problem.remedy_vi == remedy
    assert problem.message_en.startswith(f"Cell {case.cell}: ")


def whole_tabs() -> list[str]:
    """The codes that are about a tab, not a row: raised by tabs that are wrong as a whole."""
    table = descriptor.table("objectives")
    names, body = header(table), rows(table, [OBJECTIVE])
    renamed = ["Chỉ tiêu giao" if name == "Chỉ tiêu" else name for name in names]
    twice = descriptor.load(
        {
            "name": "t",
            "title": "T",
            "primaryKey": "a",
            "fields": [
                {"name": "a", "type": "string"},
                {"name": "b", "type": "string", "constraints": {"unique": True, "minLength": 2}},
            ],
        },
        "t.yaml",
    )
    grids = [
        Grid([["x"]]),
        Grid([names[1:], *(row[1:] for row in body)]),
        Grid([renamed, *body]),
        Grid([[*names, "Chỉ tiêu"], *body]),
        Grid([[], names, *body]),
        Grid([names, *body], merges=((0, 1, 0, 2), (1, 3, 1, 2))),
        Grid([names, *body, names]),
        Grid([names, *body, *rows(table, [{**OBJECTIVE, "objective": "Tổng cộng"}])]),
        Grid([names, *body, *body]),
        Grid([names, *body * 2001]),
        Grid([names, *rows(table, [{**OBJECTIVE, "deadline": 44700, "target": 2}])], locale="en_US"),
    ]
    found = [code for grid in grids for code in codes(check_grid(table, grid))]
    return found + codes(check_grid(twice, Grid([["a", "b"], ["1", "xx"], ["2", "xx"], ["3", "x"]])))


#: What only those can miss who read the tab before.
GONE = {"tab_missing", "tab_emptied"}


def test_every_code_in_the_catalogue_is_raised_by_a_table_here() -> None:
    """And nothing is raised that the catalogue does not hold."""
    two_rows = {"carried_mismatch", "alias_duplicate", "spreadsheet_twice"}
    raised = {case.code for case in CASES} | set(whole_tabs()) | two_rows
    assert raised | GONE == {entry.code for entry in problems.catalogue()}


def test_every_sentence_can_be_filled_in_and_is_composed() -> None:
    """Vietnamese in NFC; both languages; no brace left over once filled."""
    import unicodedata

    for case in CASES:
        problem = check(case.table, [case.row], context=case.context, formats=case.formats).problems[0]
        for text in (problem.message_vi, problem.message_en, problem.remedy_vi, problem.remedy_en):
            assert text and "{" not in text and unicodedata.is_normalized("NFC", text)
