"""Keys: present and unique. ``validate`` applies these to every table; no document names them."""

from __future__ import annotations

from sheets_schema.problems import declare

declare(
    "required_missing",
    "error",
    title=("Còn trống", "Left blank"),
    sentence=("Cột “{title}” còn trống.", "“{title_en}” is blank."),
    remedy=("Hãy điền ô này.", "Fill this cell."),
    example="(trống)",
)
declare(
    "key_duplicate",
    "error",
    title=("Trùng mã", "The same key twice"),
    sentence=(
        "“{value}” bị ghi ở nhiều dòng: {rows}.",
        "“{value}” stands in several rows: {rows}.",
    ),
    remedy=(
        "Hãy giữ lại một dòng đúng, xóa các dòng kia; cho đến lúc đó chưa dòng nào được tính.",
        "Keep the right row and delete the others; until then none of them counts.",
    ),
    example="hai dòng MT01 kỳ 03/2022",
)
declare(
    "value_duplicate",
    "error",
    title=("Giá trị bị lặp", "A value stands twice"),
    sentence=("“{value}” đã có ở dòng {row}.", "“{value}” already stands in row {row}."),
    remedy=("Hãy sửa một trong hai ô.", "Mend one of the two cells."),
    example="hai người cùng một số",
)
