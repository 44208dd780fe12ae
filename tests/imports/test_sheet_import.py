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
