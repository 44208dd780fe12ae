"""A month's course after its window: entries due, chase, freeze, meeting, notice of conclusions."""

from __future__ import annotations

from datetime import date, timedelta

from service.periods.windows import Rules, Window

_DAY = timedelta(days=1)
#: The turns of a month in words, Vietnamese and English.
TURNS = {
    "over": ("hết kỳ", "window ended"),
    "chase": ("đôn đốc", "chase"),
    "frozen": ("đã chốt số liệu", "figures frozen"),
}


def chase(window: Window) -> tuple[date, date] | None:
    """First and last day between due and freeze: what comes then is late, but counts. None without any."""
    first, last = window.due + _DAY, window.freeze - _DAY
    return (first, last) if first <= last else None


def meeting_day(window: Window, rules: Rules) -> date:
    """The working day of the review: after the freeze, for its figures no longer change."""
    day = window.end + _DAY * rules.meeting_after
    return rules.calendar.next(max(day, window.freeze + _DAY))


def notice_day(window: Window, rules: Rules, held: date | None = None) -> date:
    """The working day of the notice of conclusions; a meeting `held` later than planned shifts it as far."""
    meeting = meeting_day(window, rules)
    planned = max(window.end + _DAY * rules.conclusions_after, meeting)
    late = max((held or meeting) - meeting, timedelta(0))
    return rules.calendar.next(planned + late)


def turns(window: Window, rules: Rules) -> list[tuple[str, date]]:
    """The working days on which the coordinator is told where the month stands, in order.

    over: the window has ended. chase: the due day is over, the freeze is still to come. frozen: figures are.
    """
    found = [("over", window.end + _DAY)]
    if chase(window):
        found.append(("chase", window.due + _DAY))
    found.append(("frozen", window.freeze + _DAY))
    return [(name, rules.calendar.next(day)) for name, day in found]
