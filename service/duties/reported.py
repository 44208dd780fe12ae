"""Which duties a period's report tells of, as they stood at its freeze. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from service.duties.duty import Duty
from service.periods import windows
from service.periods.windows import Rules, Window


def of(duties: Iterable[Duty], span: Window, rules: Rules) -> tuple[Duty, ...]:
    """The duties that a month, or a year, answers for.

    A month's own, and those of earlier months whose extended due day lies in it. Of the others (plan of the
    year, dated records) those due in the window, and those due before that were still owed when it began.
    A year's: the months of the year, and of the others likewise by the year's window.
    """
    return tuple(duty for duty in duties if _told(duty, span, rules))


def open_conclusions(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """The conclusions of reviews that are not settled, whatever their day: each meeting looks at them."""
    return tuple(duty for duty in duties if duty.table == "conclusions" and not duty.settled)


def _told(duty: Duty, span: Window, rules: Rules) -> bool:
    if len(duty.period) == 7:
        own = duty.period == span.label or (span.kind == "year" and duty.period[:4] == span.label)
        return own or (span.kind == "month" and _put_off(duty, span, rules))
    if duty.due > span.end:
        return False
    return duty.due >= span.start or not duty.settled or (duty.owed_before and duty.state != "excused")


def _put_off(duty: Duty, span: Window, rules: Rules) -> bool:
    """Whether an earlier month's duty, by an extension beyond its freeze, fell due in this month."""
    own = windows.window(duty.period, rules)
    return own.end < span.start and duty.due > own.freeze and span.contains(duty.due)
