"""Conclusions of management reviews: after their meeting, and only once it was held."""

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


@rule(
    "reviewed_twice",
    "warning",
    title=("Hai cuộc họp của một kỳ", "Two meetings of one period"),
    sentence=(
        "Kỳ {value} đã có cuộc họp {other} (dòng {row}); một kỳ chỉ có một thông báo kết luận, "
        "nên kết luận nhập sau khi lập thông báo không vào thông báo nào.",
        "{other} (row {row}) is of {value} too; a period has one notice of conclusions, "
        "so what is entered after it was made is in none.",
    ),
    remedy=(
        "Hãy ghi kỳ khác cho cuộc họp sau, hoặc nhập đủ kết luận của cả hai trước ngày lập thông báo.",
        "Write another period for the later meeting, or enter the conclusions of both before the notice.",
    ),
    example="Hai cuộc họp đều ghi kỳ 03/2022",
)
def reviewed_twice(rows: Rows) -> Iterator[Found]:
    """A period is reviewed by one meeting; told at the later ones, cancelled ones aside."""
    told = zip(rows["date"], rows["code"], rows["period"], rows["status"], strict=True)
    found = [
        (day, index, code, of) for index, (day, code, of, state) in enumerate(told) if state != "cancelled"
    ]
    first: dict[str, tuple[int, str]] = {}
    for _, index, code, of in sorted(one for one in found if None not in one):
        at, other = first.setdefault(of, (index, code))
        if at != index:
            words = {"value": rows.quoted(index, "period"), "other": other, "row": str(rows.sheet_row(at))}
            yield Found(index, "period", words)
