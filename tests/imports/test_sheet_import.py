"""`qms import sheet`: one table from a file by its header, into the workbook of a year."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from service.imports import run, source
from tests.support.office import Office

KEY = "unit:VP:2022"
ROWS: list[list[object]] = [
    ["MỤC TIÊU CHẤT LƯỢNG NĂM 2021"],
    ["STT", "Ký hiệu", "Nội dung mục tiêu", "Chiều", "Chỉ tiêu", "ĐVT", "Kỳ đánh giá", "Hạn hoàn thành"],
    [1, "MT01", "Đúng hạn", ">=", 0.985, "%", "Tháng", "14/12/2022"],
    [2, "MT21", "Đơn thư", "không quá", 2, "đơn", "Quý", "14/12/2022"],
    [3, "MT22", "Tập huấn", "≥", "nhiều", "lớp", "Năm", "14/12/2022"],
]


def test_last_years_objectives_fill_the_rows_that_wait(office: Office, tmp_path: Path) -> None:
    """MT01 waits in its row; MT21 is new; MT22 has no number. A percent cell stays a percentage."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    sheet["E3"].number_format = "0.0%"
    book.save(tmp_path / "2021.xlsx")
    table = source.table_of("objectives")
    made = run.prepare(office.services, tmp_path / "2021.xlsx", table, unit="văn phòng", year=2022)
    (plan,) = made.plans
    assert [record.key for record in plan.new] == ["MT21"]
    assert {(cell.key, cell.row) for cell in plan.cells} == {("MT01", 2)}
    assert [note.where for note in made.all_notes if note.stops] == ["Dòng 5"]
    run.apply(office.services, made)
    held = office.records(KEY, "objectives")
    assert (held["MT01"]["target"], held["MT01"]["direction"]) == (98.5, "ge")
    assert (held["MT21"]["target"], held["MT21"]["objective"]) == (2, "Đơn thư")
    again = run.prepare(office.services, tmp_path / "2021.xlsx", table, unit="VP", year=2022)
    assert again.empty


def test_a_target_told_by_last_years_is_written_as_it_was_typed(office: Office, tmp_path: Path) -> None:
    """The tab's own check works it out, from what stands beside it; a second import is empty."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Mã", "Mục tiêu", "Chiều", "Chỉ tiêu", "ĐVT", "Kỳ đánh giá", "Thời hạn", "Số năm trước"])
    sheet.append(["MT01", "Đơn thư", "≤", "giảm 5%", "đơn", "Năm", "14/12/2022", 40])
    sheet.append(["MT21", "Đúng hạn", "≥", "tăng 2 điểm %", "%", "Năm", "14/12/2022"])
    book.save(tmp_path / "2022.xlsx")
    table = source.table_of("objectives")
    made = run.prepare(office.services, tmp_path / "2022.xlsx", table, unit="VP", year=2022)
    run.apply(office.services, made)
    tab = office.tab(KEY, "Mục tiêu")
    codes = tab.col_values(1)
    assert tab.acell("D2").value == "giảm 5%"
    assert tab.cell(codes.index("MT21") + 1, 4).value == "tăng 2 điểm %"
    assert office.records(KEY, "objectives")["MT01"]["target"] == 38
    again = run.prepare(office.services, tmp_path / "2022.xlsx", table, unit="VP", year=2022)
    assert again.empty


def test_a_second_sheet_of_the_table_is_told(office: Office, tmp_path: Path) -> None:
    """One is imported at a time: the other's rows are not left out in silence."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title, second = "Tổ 1", book.create_sheet("Tổ 2")
    for sheet, code in ((first, "MT01"), (second, "MT02")):
        sheet.append(["Mã", "Mục tiêu", "Chiều", "Chỉ tiêu", "ĐVT", "Kỳ đánh giá", "Thời hạn"])
        sheet.append([code, "Đúng hạn", "≥", "98%", "%", "Tháng", "14/12/2022"])
    book.save(tmp_path / "2022.xlsx")
    table = source.table_of("objectives")
    made = run.prepare(office.services, tmp_path / "2022.xlsx", table, unit="VP", year=2022)
    assert {cell.key for plan in made.plans for cell in plan.cells} == {"MT01"}
    assert [note.sentence for note in made.all_notes if note.stops] == [
        "Trang “Tổ 2”: Có 1 dòng của bảng này, không nhập: chỉ nhập trang “Tổ 1”. "
        "Tách trang này ra một tệp riêng rồi nhập tiếp."
    ]
