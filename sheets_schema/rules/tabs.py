"""Tabs that are gone or emptied: told by whoever read them before, for one reading cannot miss them."""

from __future__ import annotations

from sheets_schema.problems import declare

declare(
    "tab_missing",
    "error",
    title=("Mất tab", "A tab is gone"),
    sentence=(
        "Không còn tab “{tab}” trong tệp. Số liệu đã đọc được giữ nguyên.",
        "The tab “{tab_en}” is no longer in the file. What was read from it is kept.",
    ),
    remedy=(
        "Hãy khôi phục (Tệp > Nhật ký phiên bản); không được thì báo thư ký ISO.",
        "Bring it back (File > Version history); failing that, tell the coordinator.",
    ),
    example="xóa tab Kết quả",
)
declare(
    "tab_emptied",
    "error",
    title=("Tab không còn dòng nào", "No row left in a tab"),
    sentence=(
        "Tab “{tab}” không còn dòng nào. Số liệu đã đọc được giữ nguyên.",
        "The tab “{tab_en}” has no row left. What was read from it is kept.",
    ),
    remedy=(
        "Nếu xóa nhầm, hãy nhấn Ctrl+Z hoặc khôi phục (Tệp > Nhật ký phiên bản).",
        "If that was a slip, press Ctrl+Z or go back (File > Version history).",
    ),
    example="xóa hết các dòng của tab Đơn vị",
)
