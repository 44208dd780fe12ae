"""The agency's identity: who signs is told by office and name together."""

from __future__ import annotations

from collections.abc import Iterator

from sheets_schema.rules import Found, Rows, rule


@rule(
    "signer_incomplete",
    "warning",
    title=("Người ký chưa đủ", "The signer is told by half"),
    sentence=("Còn thiếu “{title}”.", "“{title_en}” is missing."),
    remedy=("Hãy ghi cả chức vụ và họ tên người ký.", "Write both the signer's title and name."),
    example="Có họ tên, chưa có chức vụ",
)
def signer_incomplete(rows: Rows) -> Iterator[Found]:
    """A signer has a title and a name, or neither is told; whoever signs for another has both."""
    names = ("authority", "signer_title", "signer")
    for index, told in enumerate(zip(*(rows[name] for name in names), strict=True)):
        if not any(told):
            continue
        for name, value in zip(names[1:], told[1:], strict=True):
            if not value and not rows.wrong(index, name):
                item = rows.table.field(name)
                yield Found(index, name, {"title": item.title, "title_en": item.title_en})
