"""Problems: every code is raised here, and its sentence stands as the clerk reads it."""

from __future__ import annotations

import unicodedata

import pytest

from sheets_schema import descriptor, problems, validate
from sheets_schema.grid import Grid
from tests.support.tabs import OBJECTIVE, check, codes, header, rows
from tests.support.wrong_rows import CASES

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
    ("ratio_measure", "Ô E2: 96/100 chỉ là 0,96, còn chỉ tiêu của MT01 là 95 “Tỷ lệ”.", None),
    ("step_gap", "Ô B2: Quy trình QT-NV-01 có bước 2 nhưng không có bước 1.", None),
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
    found = [code for grid in grids for code in codes(validate.check(table, grid))]
    return found + codes(validate.check(twice, Grid([["a", "b"], ["1", "xx"], ["2", "xx"], ["3", "x"]])))


#: What only those can miss who read the tab before.
GONE = {"tab_missing", "tab_emptied"}


def test_every_code_in_the_catalogue_is_raised_by_a_table_here() -> None:
    """And nothing is raised that the catalogue does not hold."""
    two_rows = {
        "carried_mismatch",
        "alias_duplicate",
        "spreadsheet_twice",
        "successor_undated",
        "holiday_worked",
        "reviewed_twice",
    }
    raised = {case.code for case in CASES} | set(whole_tabs()) | two_rows
    assert raised | GONE == {entry.code for entry in problems.catalogue()}


def test_every_sentence_can_be_filled_in_and_is_composed() -> None:
    """Vietnamese in NFC; both languages; no brace left over once filled."""
    for case in CASES:
        problem = check(case.table, [case.row], context=case.context, formats=case.formats).problems[0]
        for text in (problem.message_vi, problem.message_en, problem.remedy_vi, problem.remedy_en):
            assert text and "{" not in text and unicodedata.is_normalized("NFC", text)
