"""Days off: not absurdly long, and no day both off and worked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sheets_schema.cells.dates import typed
from sheets_schema.rules import Found, Rows, rule

#: The longest holiday that is believed, and the longest quiet time: nobody is reminded in it.
LONGEST, LONGEST_QUIET = 31, 184
_WEEKEND = 5


def _spans(rows: Rows, kind: str) -> Iterator[tuple[int, date, date]]:
    """(index, first, last) of the rows of a kind whose days are told the right way round."""
    for index, (first, last, of) in enumerate(zip(rows["from"], rows["to"], rows["kind"], strict=True)):
        last = last or first
        if of == kind and first is not None and first <= last and not rows.wrong(index, "to"):
            yield index, first, last


@rule(
    "holiday_long",
    "error",
    title=("Kỳ nghỉ, thời gian không đôn đốc quá dài", "A holiday or quiet time that is too long"),
    sentence=("Từ {first} đến {last} là {days} ngày.", "{first} to {last} makes {days} days."),
    remedy=("Hãy kiểm tra lại tháng, năm của hai ngày.", "Check month and year of the two dates."),
    example="Nghỉ từ 29/01/2022 đến 06/02/2023",
)
def holiday_long(rows: Rows) -> Iterator[Found]:
    """A wrong year would move every due day, or silence every reminder for years."""
    for kind, longest in (("holiday", LONGEST), ("makeup", LONGEST), ("quiet", LONGEST_QUIET)):
        for index, first, last in _spans(rows, kind):
            days = (last - first).days + 1
            if days > longest:
                yield Found(index, "to", {"first": typed(first), "last": typed(last), "days": str(days)})


@rule(
    "makeup_weekday",
    "warning",
    title=("Ngày làm bù không phải cuối tuần", "A make-up day in the week"),
    sentence=(
        "{value} không phải thứ Bảy, Chủ nhật nên ghi “Làm bù” không có tác dụng.",
        "{value} is no Saturday or Sunday, so making it a make-up day changes nothing.",
    ),
    remedy=("Hãy kiểm tra lại ngày.", "Check the day."),
    example="Làm bù 14/03/2022 (thứ Hai)",
)
def makeup_weekday(rows: Rows) -> Iterator[Found]:
    """Make-up days lie on weekends."""
    for index, first, last in _spans(rows, "makeup"):
        days = (first + timedelta(days=n) for n in range(min((last - first).days, LONGEST) + 1))
        if plain := next((day for day in days if day.weekday() < _WEEKEND), None):
            yield Found(index, "from", {"value": typed(plain)})


@rule(
    "holiday_worked",
    "error",
    title=("Vừa nghỉ vừa làm bù", "Both off and worked"),
    sentence=(
        "Ngày {value} vừa ghi nghỉ (dòng {row}) vừa ghi làm bù.",
        "{value} is both a day off (row {row}) and a make-up day.",
    ),
    remedy=("Hãy bỏ một trong hai.", "Take one of the two away."),
    example="Làm bù 05/02/2022 trong kỳ nghỉ Tết",
)
def holiday_worked(rows: Rows) -> Iterator[Found]:
    """No make-up day lies in a holiday."""
    off = list(_spans(rows, "holiday"))
    for index, first, last in _spans(rows, "makeup"):
        for other, begun, over in off:
            if first <= over and begun <= last:
                words = {"value": typed(max(first, begun)), "row": str(rows.sheet_row(other))}
                yield Found(index, "from", words)
                break
