"""Citizens' petitions: a denunciation never enters a shared sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sheets_schema.cells.text import clean, fold, same
from sheets_schema.rules import Found, Rows, rule

#: What such a text says.
_WORDS = ("tố cáo", "tố giác")
#: What stands between words.
_BETWEEN = re.compile(r"\W+")


def is_denunciation(text: str) -> bool:
    """Whether a text speaks of a denunciation; accents count wherever the text has any."""
    plain = f" {_BETWEEN.sub(' ', clean(text))} "
    spell = fold if same(plain) == fold(plain) else same
    said = f" {spell(plain)} "
    return any(f" {spell(word)} " in said for word in _WORDS)


@rule(
    "denunciation",
    "error",
    title=("Có vẻ là đơn tố cáo", "Seems to be a denunciation"),
    sentence=(
        "Dòng này có vẻ nói về một đơn tố cáo; để giữ kín cho người gửi, không ghi đơn tố cáo vào sổ chung.",
        "This row seems to tell of a denunciation; to protect its sender, none stands in a shared sheet.",
    ),
    remedy=(
        "Hãy chuyển đơn đến nơi tiếp nhận tố cáo và xóa dòng này; nếu không phải, xin ghi lại bằng từ khác.",
        "Pass it to those who receive denunciations and delete this row; if it is none, please reword it.",
    ),
    example="Tố cáo về việc thu tiền",
)
def denunciation(rows: Rows, fields: Sequence[str]) -> Iterator[Found]:
    """No text of the row speaks of one. Said at the first of ``fields``: its words are not repeated."""
    for index in range(rows.count):
        if any(value and is_denunciation(str(value)) for value in (rows[name][index] for name in fields)):
            yield Found(index, fields[0])
