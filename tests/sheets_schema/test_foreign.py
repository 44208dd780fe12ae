"""Sheets that other programs made: headers of several rows, numbering, subtotals, totals, signers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sheets_schema import descriptor, foreign
from sheets_schema.foreign import Sheet
from sheets_schema.grid import Grid

DOSSIERS = descriptor.table("dossiers")
OBJECTIVES = descriptor.table("objectives")
HEADER = [
    ["TT", "Tên TTHC", "Tiếp nhận", None, "Đã giải quyết", None, None, "Đang giải quyết", None],
    [None, None, "Tổng", "Trực tuyến", "Tổng", "Đúng hạn", "Quá hạn", "Tổng", "Quá hạn"],
]


def read(rows: Sequence[Sequence[object]], *, merges: tuple[tuple[int, int, int, int], ...] = ()) -> Sheet:
    """The sheet of these rows, as the dossiers' table sees it."""
    found = foreign.read(DOSSIERS, Grid([list(row) for row in rows], merges=merges))
    assert found is not None
    return found


def test_a_group_that_is_not_merged_holds_for_the_columns_after_it() -> None:
    """“Quá hạn” under “Đã giải quyết” is not the one under “Đang giải quyết”."""
    sheet = read([*HEADER, [1, "Cấp phép", 9, 4, 8, 7, 1, 1, 0]])
    assert sheet.columns["resolved_late"] == 6
    assert sheet.columns["pending_late"] == 8
    assert [sheet.value(2, n) for n in ("procedure", "received_total", "pending_total")] == ["Cấp phép", 9, 1]


@pytest.mark.parametrize(
    ("spelling", "field"),
    [
        ("SO HO SO DA GIAI QUYET DUNG HAN", "resolved_on_time"),
        ("Số hồ sơ đã giải quyết trước hạn", "resolved_before"),
        ("Đang giải quyết trong hạn", "pending_within"),
        ("Số lượng tiếp nhận trực tuyến", "received_online"),
        ("Tiếp nhận từ kỳ trước chuyển sang", "received_carried"),
        ("Đã giải quyết: quá hạn", "resolved_late"),
    ],
)
def test_one_row_of_long_headers_says_the_same(spelling: str, field: str) -> None:
    """Group and column in one cell, with accents or without."""
    sheet = read([["Thủ tục", "Tổng tiếp nhận", spelling], ["Cấp phép", 9, 4]])
    assert sheet.columns == {"procedure": 0, "received_total": 1, field: 2}


def test_rates_are_no_counts() -> None:
    """“Tỷ lệ đúng hạn” under “Đã giải quyết” is a stranger, not the number on time."""
    upper = [*HEADER[0][:7], "Đã giải quyết", "Đang giải quyết"]
    lower = [*HEADER[1][:7], "Tỷ lệ đúng hạn (%)", "Tổng"]
    sheet = read([upper, lower, [1, "Cấp phép", 9, 4, 8, 7, 1, 87.5, 1]])
    assert sheet.columns["resolved_on_time"] == 5
    assert list(sheet.strangers) == [7]


def test_two_columns_of_one_meaning_are_told() -> None:
    """Neither is taken for it."""
    sheet = read([["Thủ tục", "Tổng tiếp nhận", "Trước hạn", "Trước hạn"], ["Cấp phép", 9, 4, 5]])
    assert sheet.doubled == {"resolved_before": [2, 3]}
    assert "resolved_before" not in sheet.columns


def test_titles_numbering_totals_and_signers_are_no_rows() -> None:
    """Only the rows of figures are; the totals row is kept apart."""
    rows: list[Sequence[object]] = [
        ["BÁO CÁO TÌNH HÌNH TIẾP NHẬN, GIẢI QUYẾT"],
        [],
        *HEADER,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)=(3)-(5)", "(9)"],
        [1, "Cấp phép", 9, 4, 8, 7, 1, 1, 0],
        [None, "Tổng cộng", 9, 4, 8, 7, 1, 1, 0],
        [None, "Người lập biểu", None, None, "Thủ trưởng"],
    ]
    sheet = read(rows, merges=((0, 1, 0, 9),))
    assert [line.row for line in sheet.lines] == [5]
    assert sheet.totals == [6]
    assert sheet.titles == ["BÁO CÁO TÌNH HÌNH TIẾP NHẬN, GIẢI QUYẾT"]


def test_a_field_over_its_procedures_is_a_subtotal() -> None:
    """I over 1 and 2 sums them up; where everything is numbered I, II, III nothing is."""
    rows: list[list[object]] = [["I", "Lĩnh vực A", 5, 1], [1, "Thủ tục 1", 2, 0], [2, "Thủ tục 2", 3, 1]]
    head = [["TT", "Thủ tục", "Tổng tiếp nhận", "Trước hạn"]]
    sheet = read([*head, *rows])
    assert [(line.row, line.section) for line in sheet.lines] == [(2, "Lĩnh vực A"), (3, "Lĩnh vực A")]
    flat = read([*head, *([mark, *row[1:]] for mark, row in zip(("I", "II", "III"), rows, strict=True))])
    assert [line.row for line in flat.lines] == [1, 2, 3]


def test_a_row_without_a_name_is_kept_for_the_check_to_tell() -> None:
    """Figures are never dropped in silence."""
    sheet = read([*HEADER, [1, None, 9, 4, 8, 7, 1, 1, 0]])
    assert [line.row for line in sheet.lines] == [2]


def test_units_stand_in_a_column_merged_or_not() -> None:
    """A merged cell's unit holds for all its rows."""
    rows: list[list[object]] = [
        ["Đơn vị", "Thủ tục", "Tổng tiếp nhận", "Trước hạn"],
        ["Văn phòng", "Cấp phép", 2, 0],
        [None, "Cấp bản sao", 3, 1],
        ["Thanh tra", "Cấp phép", 4, 1],
    ]
    sheet = read(rows, merges=((1, 3, 0, 1),))
    assert [line.unit for line in sheet.lines] == ["Văn phòng", "Văn phòng", "Thanh tra"]


def test_other_tables_are_read_by_their_own_headers() -> None:
    """Last year's objectives, with a title above and a column nobody knows."""
    rows: list[list[object]] = [
        ["MỤC TIÊU CHẤT LƯỢNG NĂM 2021"],
        ["STT", "Ký hiệu", "Nội dung mục tiêu", "Chiều", "Chỉ tiêu", "ĐVT", "Ghi chú riêng"],
        [1, "MT01", "Đúng hạn", "≥", "98%", "%", "x"],
    ]
    sheet = foreign.read(OBJECTIVES, Grid(rows))
    assert sheet is not None
    assert sheet.columns == {"code": 1, "objective": 2, "direction": 3, "target": 4, "unit_of_measure": 5}
    assert list(sheet.strangers.values()) == ["ghi chu rieng"]
    assert [line.row for line in sheet.lines] == [2]


def test_no_header_is_no_sheet() -> None:
    """A page of text is none of ours."""
    assert foreign.read(DOSSIERS, Grid([["Kính gửi"], ["Nội dung", "khác"]])) is None
