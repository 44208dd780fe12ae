"""Conclusions of management reviews: after their meeting, and one state at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sheets_schema.cells.dates import typed
from sheets_schema.descriptor import table
from sheets_schema.records import Value
from sheets_schema.rules import Found, Rows, rule


def _meetings(rows: Rows) -> Mapping[object, Mapping[str, Value]]:
    """The known meetings by code; empty when their tab was not read."""
    if "meetings" not in rows.cache:
        known = rows.context.tables.get("reviews", ())
        rows.cache["meetings"] = {record.values["code"]: record.values for record in known}
    found: Mapping[object, Mapping[str, Value]] = rows.cache["meetings"]
    return found


@rule(
    "before_meeting",
    "error",
    title=("Sớm hơn ngày họp", "Before the meeting"),
    sentence=("Ngày {value} sớm hơn ngày họp {meeting}.", "{value} comes before the meeting of {meeting}."),
    remedy=("Hãy sửa ngày này, hoặc ngày họp.", "Mend this date, or the meeting's."),
    example="Thời hạn 01/03/2022 của cuộc họp 20/03/2022",
)
def before_meeting(rows: Rows, field: str) -> Iterator[Found]:
    """``field`` is not before the day of the row's meeting."""
    meetings = _meetings(rows)
    for index, (code, day) in enumerate(zip(rows["meeting"], rows[field], strict=True)):
        held = meetings.get(code, {}).get("date")
        if day is not None and held is not None and day < held:
            yield Found(index, field, {"value": typed(day), "meeting": typed(held)})  # type: ignore[arg-type]


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
    "meeting_not_held",
    "warning",
    title=("Cuộc họp chưa ghi đã họp", "A meeting not said to be held"),
    sentence=(
        "Cuộc họp “{value}” đang ghi “{state}”, nên kết luận này chưa được tính.",
        "The meeting “{value}” says “{state_en}”, so this conclusion does not count yet.",
    ),
    remedy=(
        "Sau cuộc họp, hãy chọn “Đã họp” ở tab Xem xét lãnh đạo.",
        "After the meeting choose “Đã họp” (held) in the tab Management reviews.",
    ),
    example="XX-2022-04 khi còn ghi Dự kiến",
)
def meeting_not_held(rows: Rows) -> Iterator[Found]:
    """A conclusion's meeting is one that was held."""
    states = table("reviews").field("status")
    for index, code in rows.told("meeting"):
        status = _meetings(rows).get(code, {}).get("status", "held")
        if status != "held":
            words = {"state": states.choices[str(status)], "state_en": states.choices_en[str(status)]}
            yield Found(index, "meeting", {"value": str(code), **words})
