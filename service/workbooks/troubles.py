"""Problems of a whole workbook, which no cell can show: they stand on the start tab."""

from __future__ import annotations

from sheets_schema.descriptor import Table
from sheets_schema.problems import Problem, entry


def tab_missing(table: Table) -> Problem:
    """Somebody deleted the tab: its last good rows are kept, and nobody makes it again unasked."""
    return Problem(
        code="tab_missing",
        severity="error",
        table=table.name,
        key=None,
        row=None,
        column=None,
        title=table.title,
        cell=None,
        value="",
        message_vi=f"Không còn tab “{table.title}” trong tệp. Số liệu đã đọc được giữ nguyên.",
        message_en=f"The tab “{table.title_en}” is no longer in the file. What was read from it is kept.",
        remedy_vi="Hãy khôi phục: Tệp → Lịch sử phiên bản; không được thì báo thư ký ISO.",
        remedy_en="Bring it back: File → Version history; failing that, tell the coordinator.",
        suggestion=None,
    )


def tab_emptied(table: Table) -> Problem:
    """Every row of a tab of the coordinator's is gone at once: more likely a slip than a wish."""
    return Problem(
        code="tab_emptied",
        severity="error",
        table=table.name,
        key=None,
        row=None,
        column=None,
        title=table.title,
        cell=None,
        value="",
        message_vi=f"Tab “{table.title}” không còn dòng nào. Số liệu đã đọc được giữ nguyên.",
        message_en=f"The tab “{table.title_en}” has no row left. What was read from it is kept.",
        remedy_vi="Nếu xóa nhầm, hãy nhấn Ctrl+Z hoặc khôi phục: Tệp → Lịch sử phiên bản.",
        remedy_en="If that was a slip, press Ctrl+Z or go back: File → Version history.",
        suggestion=None,
    )


def too_many_rows(table: Table, rows: int) -> Problem:
    """The tab goes on beyond what is read of it: what the check says of a tab with too many rows."""
    kind = entry("too_many_rows")
    said = kind.render({"tab": table.title, "rows": str(rows), "limit": str(table.max_rows)})
    place = (table.name, None, None, None, table.title, None, str(rows))
    return Problem(kind.code, kind.severity, *place, *said, None)
