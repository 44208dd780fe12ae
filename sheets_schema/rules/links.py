"""Foreign keys: a code that another tab must hold. Applied by ``validate`` to each table's links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sheets_schema.cells.choices import closest
from sheets_schema.cells.reader import Read
from sheets_schema.cells.text import fold, same
from sheets_schema.descriptor import ForeignKey, Table
from sheets_schema.naming import Naming
from sheets_schema.problems import declare
from sheets_schema.rules import Found, Rows

#: What becomes of a row meanwhile, by whether it waits for the other one: Vietnamese, English.
_MEANWHILE = {
    True: (
        "nên dòng này được giữ lại nhưng chưa được tính",
        "so this row is kept but does not count yet",
    ),
    False: ("nhưng dòng này vẫn được tính", "but this row counts all the same"),
}

declare(
    "link_unknown",
    "error",
    title=("Không có ở tab kia", "Not in the other tab"),
    sentence=("“{value}” không có trong tab “{tab}”.", "“{value}” is not in the tab “{tab_en}”."),
    remedy=(
        "Hãy ghi đúng như trong tab “{tab}”, hoặc bổ sung vào tab đó trước.",
        "Write it as in the tab “{tab_en}”, or add it there first.",
    ),
    example="MT99",
)
declare(
    "link_unknown_elsewhere",
    "error",
    title=("Không có ở tab của tệp khác", "Not in another file's tab"),
    sentence=("“{value}” không có trong tab “{tab}”.", "“{value}” is not in the tab “{tab_en}”."),
    remedy=(
        "Hãy ghi đúng như trong tab “{tab}” của tệp khác; không xem được tệp đó thì hỏi thư ký ISO.",
        "Write it as in the tab “{tab_en}” of another file; "
        "if you cannot see that file, ask the coordinator.",
    ),
    example="PH-2022-99",
)
declare(
    "link_wrong",
    "warning",
    title=("Dòng ở tab kia có lỗi", "An error in the other tab"),
    sentence=(
        "“{value}” ở tab “{tab}” đang có lỗi (ô {cell}), {meanwhile}.",
        "“{value}” in the tab “{tab_en}” holds an error (cell {cell}), {meanwhile_en}.",
    ),
    remedy=(
        "Hãy sửa ở tab “{tab}”; không phải gõ lại dòng này.",
        "Mend it in the tab “{tab_en}”; this row need not be typed again.",
    ),
    example="MT01 khi thời hạn của MT01 ghi 31/02/2022",
)
declare(
    "link_wrong_elsewhere",
    "warning",
    title=("Dòng ở tệp khác có lỗi", "An error in another file"),
    sentence=(
        "“{value}” ở tab “{tab}” đang có lỗi (ô {cell}), {meanwhile}.",
        "“{value}” in the tab “{tab_en}” holds an error (cell {cell}), {meanwhile_en}.",
    ),
    remedy=(
        "Hãy sửa ở tab “{tab}” của tệp khác, không xem được tệp đó thì hỏi thư ký ISO; "
        "không phải gõ lại dòng này.",
        "Mend it in the tab “{tab_en}” of another file, "
        "or ask the coordinator if you cannot see that file; this row need not be typed again.",
    ),
    example="PH-2022-01 khi thời hạn của PH-2022-01 ghi 31/02/2022",
)
declare(
    "link_blank",
    "warning",
    title=("Dòng ở tab kia chưa điền", "A row of the other tab is not filled in"),
    sentence=(
        "“{value}” ở tab “{tab}” chưa được điền, {meanwhile}.",
        "“{value}” in the tab “{tab_en}” is not filled in yet, {meanwhile_en}.",
    ),
    remedy=(
        "Hãy điền ở tab “{tab}”; không phải gõ lại dòng này.",
        "Fill it in on the tab “{tab_en}”; this row need not be typed again.",
    ),
    example="MT02 khi MT02 mới chỉ có mã",
)
declare(
    "link_blank_elsewhere",
    "warning",
    title=("Dòng ở tệp khác chưa điền", "A row of another file is not filled in"),
    sentence=(
        "“{value}” ở tab “{tab}” chưa được điền, {meanwhile}.",
        "“{value}” in the tab “{tab_en}” is not filled in yet, {meanwhile_en}.",
    ),
    remedy=(
        "Hãy điền ở tab “{tab}” của tệp khác, không xem được tệp đó thì hỏi thư ký ISO; "
        "không phải gõ lại dòng này.",
        "Fill it in on the tab “{tab_en}” of another file, "
        "or ask the coordinator if you cannot see that file; this row need not be typed again.",
    ),
    example="PH-2022-02 khi PH-2022-02 mới chỉ có mã",
)


def naming(records: Iterable[Mapping[str, object]], match: tuple[str, ...]) -> Naming:
    """The names by which records may be linked to: their code and what else ``match`` lists."""
    return Naming(names(records, match))


def names(records: Iterable[Mapping[str, object]], match: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(name, code) of every spelling that ``match`` lists; the first of these fields is the code."""
    for values in records:
        for name in match:
            found = values.get(name)
            for spelling in found if isinstance(found, list) else [found] if found else []:
                yield str(spelling), str(values[match[0]])


def resolve(
    rows: Rows, link: ForeignKey, known: Naming, broken: Mapping[str, str], other: Table
) -> Iterator[Found]:
    """Replace every spelling in the column by its code; yield those that name no right row of ``other``.

    What names none at all is wrong for the rules that come after, not blank.

    ``broken``: the keys of rows of ``other`` that hold no record now, each with the cell of its error.
    """
    values = rows[link.field]
    codes: dict[object, str | None] = {v: known.code(v) for v in set(values) if v is not None}
    if all(found == value for value, found in codes.items()):
        return
    waiting = {same(key): (key, cell) for key, cell in broken.items()}
    meanwhile = _MEANWHILE[link.waits]
    where = "" if other.workbook == rows.table.workbook else "_elsewhere"
    for index, value in enumerate(values):
        if value is None:
            continue
        code = codes[value]
        if code is None:
            words = {"value": rows.quoted(index, link.field), "tab": other.title, "tab_en": other.title_en}
            if same(value) in waiting:
                code, cell = waiting[same(value)]
                state = "link_wrong" if cell else "link_blank"
                words |= {"cell": cell, "meanwhile": meanwhile[0], "meanwhile_en": meanwhile[1]}
                yield Found(index, link.field, words, code=state + where)
            else:
                near = closest(fold(value), known.folded)
                yield Found(index, link.field, words, near, code="link_unknown" + where)
                rows.columns[link.field].wrong[index] = Read(None)
        values[index] = code
