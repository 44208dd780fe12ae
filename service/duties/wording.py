"""How a deadline is told: in a line for mails and pages, and as a plain text for the chat people use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from service.duties.duty import Duty
from service.reports.blocks import Language
from service.reports.printing import day as printed
from sheets_schema.cells import periods

#: Duties a text for the chat names one by one.
MOST_TOLD = 10


class WorkingDays(Protocol):
    """What is asked of a calendar."""

    def between(self, first: date, last: date) -> int:
        """How many working days lie after `first`, up to and with `last`; negative when it is earlier."""


def left(duty: Duty, today: date, calendar: WorkingDays, language: Language) -> str:
    """How long there still is, or was: in working days."""
    vi = language == "vi"
    if duty.due == today:
        return "hết hạn hôm nay" if vi else "due today"
    if duty.spoilt_on:
        return _spoilt(duty.spoilt_on, -calendar.between(today, duty.spoilt_on), language)
    days = calendar.between(today, duty.due)
    if duty.due > today:
        return f"còn {days} ngày làm việc" if vi else f"{_days(days)} left"
    if not days:
        return "vừa quá hạn" if vi else "just overdue"
    return f"quá hạn {-days} ngày làm việc" if vi else f"overdue by {_days(-days)}"


def _spoilt(since: date, days: int, language: Language) -> str:
    """How long what was done before has not been so."""
    day = f"{since:%d/%m}"
    if language == "vi":
        return f"đã xong, từ {day} lại chưa xong" + (f": quá hạn {days} ngày làm việc" if days else "")
    return f"done, but not since {day}" + (f": overdue by {_days(days)}" if days else "")


def _days(number: int) -> str:
    return f"{number} working day{'' if number == 1 else 's'}"


def deadline(duty: Duty, today: date, calendar: WorkingDays, language: Language) -> str:
    """ "Hạn 15/04/2022, quá hạn 1 ngày làm việc; chốt số liệu hết ngày 19/04/2022." """
    due, told = printed(duty.due, language), left(duty, today, calendar, language)
    text = f"Hạn {due}, {told}" if language == "vi" else f"Due {due}, {told}"
    if duty.lock is not None and duty.lock >= today:
        lock = printed(duty.lock, language)
        text += f"; chốt số liệu hết ngày {lock}" if language == "vi" else f"; figures freeze after {lock}"
    if duty.why:
        text += f" (gia hạn – {duty.why})" if language == "vi" else f" (extended – {duty.why})"
    return f"{text}."


def month(duties: Iterable[Duty], unit: str, today: date, language: Language) -> str:
    """A sentence on the earliest month a unit still enters figures for: due when, frozen when; "" without."""
    own = [d for d in duties if d.unit == unit and d.lock is not None and d.state != "excused"]
    asked_ = [d for d in own if today <= (d.last_day or d.due)]
    label = min((d.period for d in asked_), default="")
    if not label:
        return ""
    days = [(d.due, d.last_day or d.due) for d in asked_ if d.period == label]
    due, lock = (printed(max(of), language) for of in zip(*days, strict=True))
    told = periods.told(label, language)
    if language == "vi":
        return f"Số liệu {told}: hạn nhập hết ngày {due}, chốt số liệu hết ngày {lock}."
    return f"Figures of {told}: due by {due}, frozen after {lock}."


def asked(duty: Duty, language: Language) -> str:
    """What is to be done, a sentence."""
    return duty.vi if language == "vi" else duty.en


def chat(
    name: str, duties: Sequence[Duty], today: date, calendar: WorkingDays, language: Language, link: str = ""
) -> str:
    """A unit's duties as one short plain text, to be sent by a person; `name` is the unit's."""
    vi = language == "vi"
    when = printed(today, language)
    if not duties:
        return (
            f"[ISO] {name}: đến {when} không còn việc nào." if vi else f"[ISO] {name}: nothing to do, {when}."
        )
    count = len(duties)
    lines = [f"[ISO] {name}: đến {when} còn {count} việc" if vi else f"[ISO] {name}: {count} to do, {when}"]
    lines += [f"{n}. {_short(duty, today, calendar, language)}" for n, duty in _numbered(duties)]
    if count > MOST_TOLD:
        lines.append(f"… và {count - MOST_TOLD} việc nữa" if vi else f"… and {count - MOST_TOLD} more")
    if link:
        lines.append(f"Mở sổ: {link}" if vi else f"Open the workbook: {link}")
    return "\n".join(lines)


def _numbered(duties: Sequence[Duty]) -> Iterable[tuple[int, Duty]]:
    return enumerate(duties[:MOST_TOLD], 1)


def _short(duty: Duty, today: date, calendar: WorkingDays, language: Language) -> str:
    told = left(duty, today, calendar, language)
    due = f"{duty.due:%d/%m}"
    hold = f"hạn {due}" if language == "vi" else f"due {due}"
    return f"{asked(duty, language).rstrip('.')} ({hold}, {told})"


def to_leaders(
    duties: Iterable[tuple[str, Duty]], today: date, calendar: WorkingDays, language: Language
) -> list[str]:
    """The overdue duties, each with its unit's name, as the lines of a text that leaders may get."""
    when = printed(today, language)
    vi = language == "vi"
    head = f"Đến {when}, các việc sau đã quá hạn:" if vi else f"Overdue on {when}:"
    return [head, *(f"– {name}: {_short(duty, today, calendar, language)}" for name, duty in duties)]
