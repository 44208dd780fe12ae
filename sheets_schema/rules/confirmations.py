"""Confirmations: a head's word for a month's figures."""

from __future__ import annotations

from collections.abc import Iterator

from sheets_schema.rules import Found, Rows, rule


@rule(
    "confirmation_incomplete",
    "error",
    title=("Xác nhận chưa đủ", "Confirmation incomplete"),
    sentence=(
        "Thiếu “{lack}” nên chưa được coi là xác nhận.",
        "“{lack_en}” is missing, so it is no confirmation yet.",
    ),
    remedy=("Hãy ghi cả họ tên lãnh đạo và ngày xác nhận.", "Fill both the name and the date."),
    example="có họ tên, chưa có ngày",
)
def confirmation_incomplete(rows: Rows) -> Iterator[Found]:
    """A head's confirmation has a name and a date."""
    for index in range(rows.count):
        for name in ("head", "confirmed_on"):
            if rows[name][index] is None and not rows.wrong(index, name):
                item = rows.table.field(name)
                yield Found(index, name, {"lack": item.title, "lack_en": item.title_en})
