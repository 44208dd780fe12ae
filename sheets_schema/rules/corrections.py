"""The audited unit's answers: an action that is done has a cause and a content."""

from __future__ import annotations

from collections.abc import Iterator

from sheets_schema.rules import Found, Rows, rule


def _lacking(rows: Rows, index: int) -> list[str]:
    """Of cause and action, those left blank (a wrong cell has a problem of its own)."""
    return [name for name in ("cause", "action") if rows[name][index] is None and not rows.wrong(index, name)]


def _words(rows: Rows, lacking: list[str]) -> dict[str, str]:
    fields = [rows.table.field(name) for name in lacking]
    return {
        "missing": ", ".join(f"“{f.title}”" for f in fields),
        "missing_en": ", ".join(f"“{f.title_en}”" for f in fields),
    }


@rule(
    "correction_unfounded",
    "error",
    title=("Hoàn thành mà chưa nói làm gì", "Done, without saying what"),
    sentence=(
        "Đã ghi ngày hoàn thành nhưng còn trống: {missing}.",
        "A day of completion, but still blank: {missing_en}.",
    ),
    remedy=(
        "Hãy điền ô này; chưa có nguyên nhân và hành động thì chưa được tính là đã khắc phục.",
        "Fill it in: without cause and action nothing counts as corrected.",
    ),
    example="hoàn thành 05/09/2022, Nguyên nhân trống",
)
def correction_unfounded(rows: Rows) -> Iterator[Found]:
    """What is done has a cause and an action: an empty action is never done."""
    for index, _ in rows.told("completed"):
        if lacking := _lacking(rows, index):
            yield Found(index, lacking[0], _words(rows, lacking))


@rule(
    "correction_incomplete",
    "warning",
    title=("Khắc phục chưa đủ", "Correction not complete yet"),
    sentence=("Còn thiếu: {missing}.", "Still missing: {missing_en}."),
    remedy=("Hãy điền tiếp khi đã rõ.", "Fill it in when it is known."),
    example="có Nguyên nhân, Hành động còn trống",
)
def correction_incomplete(rows: Rows) -> Iterator[Found]:
    """A correction goes step by step; what is missing is named meanwhile."""
    for index in range(rows.count):
        if rows["completed"][index] is None and (lacking := _lacking(rows, index)):
            yield Found(index, lacking[0], _words(rows, lacking))
