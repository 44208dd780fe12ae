"""What a row's status asks of its other cells: dates, names, a day that has come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sheets_schema.cells.dates import typed
from sheets_schema.rules import Found, Rows, rule

When = Mapping[str, str | Sequence[str]]


def _told(rows: Rows, when: When) -> Iterator[tuple[int, str, str]]:
    """(index, the choice in Vietnamese, in English) of the rows whose field holds one of the codes."""
    ((name, codes),) = when.items()
    wanted = {codes} if isinstance(codes, str) else set(codes)
    field = rows.table.field(name)
    for index, code in rows.told(name):
        if code in wanted:
            yield index, field.choices[code], field.choices_en[code]


@rule(
    "needed_when",
    "error",
    title=("Còn trống khi đã ghi trạng thái này", "Blank, though the status asks for it"),
    sentence=(
        "Đã ghi “{state}” nhưng cột “{title}” còn trống.",
        "It says “{state_en}”, but “{title_en}” is blank.",
    ),
    remedy=("Hãy điền ô này, hoặc sửa lại trạng thái.", "Fill this cell, or mend the status."),
    example="Đã xong, chưa ghi Ngày xong",
)
def needed_when(rows: Rows, when: When, needs: Sequence[str]) -> Iterator[Found]:
    """Where the choice field of ``when`` holds one of its codes, the fields ``needs`` are filled."""
    fields = [rows.table.field(name) for name in needs]
    for index, state, state_en in _told(rows, when):
        for field in fields:
            if rows[field.name][index] is None and not rows.wrong(index, field.name):
                words = {"state": state, "state_en": state_en}
                words |= {"title": field.title, "title_en": field.title_en}
                yield Found(index, field.name, words)


@rule(
    "done_but_open",
    "warning",
    title=("Có ngày xong nhưng chưa ghi đã xong", "A day it was done on, yet not done"),
    sentence=(
        "Đã có ngày xong {value} nhưng trạng thái chưa phải “{done}”.",
        "Done on {value}, but not “{done_en}”.",
    ),
    remedy=(
        "Hãy chọn “{done}”, hoặc xóa ngày; cho đến lúc đó vẫn tính là chưa xong.",
        "Choose “{done_en}”, or clear the date; until then it counts as not done.",
    ),
    example="Đang làm, Ngày xong 05/04/2022",
)
def done_but_open(rows: Rows) -> Iterator[Found]:
    """A day on which it was done belongs to a status that says so."""
    field = rows.table.field("status")
    words = {"done": field.choices["done"], "done_en": field.choices_en["done"]}
    for index, (status, day) in enumerate(zip(rows["status"], rows["done_on"], strict=True)):
        if day is not None and status in ("open", "doing"):
            yield Found(index, "done_on", {"value": typed(day), **words})


@rule(
    "not_yet",
    "error",
    title=("Ghi đã làm khi chưa đến ngày", "Said to be done before its day"),
    sentence=(
        "Đã ghi “{state}” nhưng ngày {value} chưa đến.",
        "It says “{state_en}”, but {value} has not come.",
    ),
    remedy=("Hãy sửa ngày, hoặc sửa lại trạng thái.", "Mend the date, or the status."),
    example="Đã họp, Ngày họp 20/12/2022 khi mới tháng 9",
)
def not_yet(rows: Rows, when: When, field: str) -> Iterator[Found]:
    """What ``when`` says is over cannot have its day after today; not judged when no today is known."""
    today = rows.context.today
    for index, state, state_en in _told(rows, when) if today else ():
        day = rows[field][index]
        if day is not None and today is not None and day > today:
            yield Found(index, field, {"state": state, "state_en": state_en, "value": typed(day)})


@rule(
    "nobody_named",
    "error",
    title=("Chưa ghi ai làm", "Nobody named"),
    sentence=("Chưa ghi ai làm: {missing}.", "Nobody is named: {missing_en}."),
    remedy=("Hãy điền ít nhất một trong các cột đó.", "Fill at least one of these columns."),
    example="Đơn vị thực hiện và Người thực hiện đều trống",
)
def nobody_named(rows: Rows, fields: Sequence[str]) -> Iterator[Found]:
    """At least one of ``fields`` says who does it."""
    named = [rows.table.field(name) for name in fields]
    words = {
        "missing": ", ".join(f"“{field.title}”" for field in named),
        "missing_en": ", ".join(f"“{field.title_en}”" for field in named),
    }
    for index in range(rows.count):
        if not any(rows[name][index] is not None or rows.wrong(index, name) for name in fields):
            yield Found(index, fields[0], words)
