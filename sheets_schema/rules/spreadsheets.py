"""Spreadsheets that people name: each belongs to one row."""

from __future__ import annotations

from collections.abc import Iterator

from sheets_schema.cells.spreadsheets import spreadsheet_id
from sheets_schema.rules import Found, Rows, rule


@rule(
    "spreadsheet_twice",
    "error",
    title=("Một tệp ghi ở hai dòng", "One spreadsheet in two rows"),
    sentence=(
        "Tệp này đã được ghi ở dòng {row}; mỗi đơn vị phải có một tệp riêng.",
        "This spreadsheet already stands in row {row}; each unit must have one of its own.",
    ),
    remedy=(
        "Hãy ghi tệp khác, hoặc để trống ô này để hệ thống lập tệp mới.",
        "Name another one, or leave the cell blank to have a new one made.",
    ),
    example="cùng một đường dẫn ở hai đơn vị",
)
def spreadsheet_twice(rows: Rows, field: str) -> Iterator[Found]:
    """The same file, however its address was pasted."""
    seen: dict[str, int] = {}
    for index, text in rows.told(field):
        first = seen.setdefault(spreadsheet_id(str(text)), index)
        if first != index:
            yield Found(index, field, {"row": str(rows.sheet_row(first))})
