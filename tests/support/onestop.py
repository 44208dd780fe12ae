"""Excel files as one-stop desks' systems export them: titles, a header of several merged rows, totals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl

TITLES = (
    "Biểu số II.06a/VPCP/KSTT",
    "TÌNH HÌNH, KẾT QUẢ TIẾP NHẬN, GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
    "Kỳ báo cáo: Tháng 3 năm 2022 (Từ ngày 01/03/2022 đến ngày 31/03/2022)",
    "Đơn vị báo cáo: Văn phòng",
)
#: Columns C … L of the form, group over column.
GROUPS = (
    ("Số lượng hồ sơ tiếp nhận", ("Tổng số", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "Từ kỳ trước")),
    ("Số lượng hồ sơ đã giải quyết", ("Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn")),
    ("Số lượng hồ sơ đang giải quyết", ("Tổng số", "Trong hạn", "Quá hạn")),
)
#: Two procedures of March that add up.
LICENCE = ("Cấp phép dạy thêm", 20, 12, 5, 3, 15, 10, 4, 1, 5, 5, 0)
COPIES = ("Cấp bản sao văn bằng", "1.204", 800, 404, "-", 1200, 1200, "-", "-", 4, 4, "-")


def write(
    path: Path,
    rows: Sequence[Sequence[object]],
    *,
    titles: Sequence[str] = TITLES,
    unit: bool = False,
    total: Sequence[object] | None = None,
) -> Path:
    """The form with these rows (their number is put before each); with a column of units where `unit`."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for title in titles:
        sheet.append([title])
    top = len(titles) + 1
    first = ["STT", *(["Đơn vị"] if unit else []), "Lĩnh vực, công việc giải quyết theo cấp"]
    upper: list[object] = [*first]
    lower: list[object] = [None] * len(first)
    for group, columns in GROUPS:
        upper += [group, *[None] * (len(columns) - 1)]
        lower += columns
    sheet.append(upper)
    sheet.append(lower)
    for column in range(1, len(first) + 1):
        sheet.merge_cells(start_row=top, end_row=top + 1, start_column=column, end_column=column)
    at = len(first) + 1
    for _, columns in GROUPS:
        end = at + len(columns) - 1
        sheet.merge_cells(start_row=top, end_row=top, start_column=at, end_column=end)
        at = end + 1
    sheet.append([f"({number})" for number in range(1, len(upper) + 1)])
    for number, row in enumerate(rows, 1):
        sheet.append([*([] if isinstance(row[0], str) and row[0] == "I" else [number]), *row])
    if total is not None:
        sheet.append([None] * (len(first) - 1) + ["Tổng cộng", *total])
    sheet.append([None, "Người lập biểu", None, None, "Thủ trưởng đơn vị"])
    book.save(path)
    return path
