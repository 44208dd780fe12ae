"""Problems of a whole workbook, which no cell can show: they stand on the start tab."""

from __future__ import annotations

from sheets_schema.descriptor import Table
from sheets_schema.problems import Problem, entry


def tab_missing(table: Table) -> Problem:
    """Somebody deleted the tab: its last good rows are kept, and nobody makes it again unasked."""
    return _of_tab(
        "tab_missing",
        table,
        f"Không còn tab “{table.title}” trong tệp. Số liệu đã đọc được giữ nguyên.",
        f"The tab “{table.title_en}” is no longer in the file. What was read from it is kept.",
        "Hãy khôi phục: Tệp → Lịch sử phiên bản; không được thì báo thư ký ISO.",
        "Bring it back: File → Version history; failing that, tell the coordinator.",
    )


def tab_emptied(table: Table) -> Problem:
    """Every row of a tab of the coordinator's is gone at once: more likely a slip than a wish."""
    return _of_tab(
        "tab_emptied",
        table,
        f"Tab “{table.title}” không còn dòng nào. Số liệu đã đọc được giữ nguyên.",
        f"The tab “{table.title_en}” has no row left. What was read from it is kept.",
        "Nếu xóa nhầm, hãy nhấn Ctrl+Z hoặc khôi phục: Tệp → Lịch sử phiên bản.",
        "If that was a slip, press Ctrl+Z or go back: File → Version history.",
    )


def _of_tab(code: str, table: Table, *said: str) -> Problem:
    """An error of a whole tab; `said`: sentence and remedy, Vietnamese and English of each."""
    vi, en, remedy_vi, remedy_en = said
    place = (table.name, None, None, None, table.title, None, "")
    return Problem(code, "error", *place, vi, en, remedy_vi, remedy_en, None)


def too_many_rows(table: Table, rows: int) -> Problem:
    """The tab goes on beyond what is read of it: what the check says of a tab with too many rows."""
    kind = entry("too_many_rows")
    said = kind.render({"tab": table.title, "rows": str(rows), "limit": str(table.max_rows)})
    place = (table.name, None, None, None, table.title, None, str(rows))
    return Problem(kind.code, kind.severity, *place, *said, None)
