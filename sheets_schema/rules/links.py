"""Foreign keys: a code that another tab must hold. Applied by ``validate`` to each table's links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sheets_schema.cells.choices import closest
from sheets_schema.cells.text import fold, same
from sheets_schema.descriptor import ForeignKey, Table
from sheets_schema.naming import Naming
from sheets_schema.problems import declare
from sheets_schema.rules import Found, Rows

declare(
    "link_unknown",
    "error",
    title=("Không có ở tab kia", "Not in the other tab"),
    sentence=("“{value}” không có trong tab “{tab}”.", "“{value}” is not in the tab “{tab_en}”."),
    remedy=(
        "Hãy ghi đúng như trong tab “{tab}”{otherwise}.",
        "Write it as in the tab “{tab_en}”{otherwise_en}.",
    ),
    example="MT99",
)
declare(
    "link_wrong",
    "warning",
    title=("Dòng ở tab kia chưa đúng", "Something wrong in the other tab"),
    sentence=(
        "“{value}” ở tab “{tab}” {state}, nên dòng này được giữ lại nhưng chưa được tính.",
        "“{value}” in the tab “{tab_en}” {state_en}, so this row is kept but does not count yet.",
    ),
    remedy=(
        "Hãy sửa ở tab “{tab}”{otherwise}; không phải gõ lại dòng này.",
        "Mend it in the tab “{tab_en}”{otherwise_en}; this row need not be typed again.",
    ),
    example="MT01 khi thời hạn của MT01 ghi 31/02/2022",
)

#: What a person can do besides: where the other tab stands in the same file, and where it does not.
_OTHERWISE = {
    ("link_unknown", True): (", hoặc bổ sung vào tab đó trước", ", or add it there first"),
    ("link_wrong", True): ("", ""),
}
_ELSEWHERE = (
    " của tệp khác; không xem được tệp đó thì hỏi thư ký ISO",
    " of another file; if you cannot see that file, ask the coordinator",
)


def naming(records: Iterable[Mapping[str, object]], match: tuple[str, ...]) -> Naming:
    """The names by which records may be linked to: their code and what else ``match`` lists."""
    return Naming(pair for values in records for pair in _names(values, match))


def _names(values: Mapping[str, object], match: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in match:
        found = values.get(name)
        for spelling in found if isinstance(found, list) else [found] if found else []:
            yield str(spelling), str(values[match[0]])


def resolve(
    rows: Rows, link: ForeignKey, known: Naming, broken: Mapping[str, str], other: Table
) -> Iterator[Found]:
    """Replace every spelling in the column by its code; yield those that name no right row of ``other``.

    ``broken``: the keys of rows of ``other`` that hold no record now, each with the cell of its error.
    """
    values = rows[link.field]
    codes: dict[object, str | None] = {v: known.code(v) for v in set(values) if v is not None}
    if all(found == value for value, found in codes.items()):
        return
    waiting = {same(key): (key, cell) for key, cell in broken.items()}
    for index, value in enumerate(values):
        if value is None:
            continue
        code = codes[value]
        if code is None and same(value) in waiting:
            code, cell = waiting[same(value)]
            words = _words(rows, index, link, other, "link_wrong") | _state(cell)
            yield Found(index, link.field, words, code="link_wrong")
        elif code is None:
            words = _words(rows, index, link, other, "link_unknown")
            yield Found(index, link.field, words, closest(fold(value), known.folded))
        values[index] = code


def _words(rows: Rows, index: int, link: ForeignKey, other: Table, code: str) -> dict[str, str]:
    here = other.workbook == rows.table.workbook
    vi, en = _OTHERWISE.get((code, here), _ELSEWHERE)
    words = {"value": rows.quoted(index, link.field), "tab": other.title, "tab_en": other.title_en}
    return words | {"otherwise": vi, "otherwise_en": en}


def _state(cell: str) -> dict[str, str]:
    if cell:
        return {"state": f"đang có lỗi (ô {cell})", "state_en": f"holds an error (cell {cell})"}
    return {"state": "chưa được điền", "state_en": "is not filled in yet"}
