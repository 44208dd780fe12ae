"""A unit's calendar as iCalendar text (RFC 5545): windows, due days, freezes, and what has its own day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, Timezone, vDuration, vText

from service.clock import ZONE
from service.duties import register, wording
from service.duties.agenda import Agenda
from service.duties.duty import Duty
from service.organisation import Unit
from service.periods import windows
from service.periods.windows import Window
from sheets_schema.cells import periods

PRODID = "-//So Chat luong//qms//VI"
#: How often a program may ask again.
_REFRESH = timedelta(hours=6)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: a span of days, or of instants, up to before `end`. `name`: what it stays known by."""

    name: str
    summary: str
    start: date
    end: date
    text: str = ""
    link: str = ""
    busy: bool = False


def build(agenda: Agenda, unit: Unit, now: datetime, host: str) -> bytes:
    """The calendar of a unit. `host` makes the entries' names ours; they stay the same from day to day."""
    made = Calendar()
    made.add("prodid", PRODID)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", vText(f"ISO – {unit.name}"))
    made.add("x-wr-timezone", vText(ZONE.key))
    made.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(_REFRESH))
    made.add_component(Timezone.from_tzinfo(ZONE, first_date=date(now.year - 1, 1, 1)))
    for entry in entries(agenda, unit):
        made.add_component(_event(entry, unit.code, now, host))
    return bytes(made.to_ical())


def entries(agenda: Agenda, unit: Unit) -> list[Entry]:
    """What stands in a unit's calendar, in the order of days."""
    return sorted(_entries(agenda, unit), key=lambda entry: (str(entry.start), entry.name))


def _entries(agenda: Agenda, unit: Unit) -> Iterator[Entry]:
    start = agenda.start(unit.code).link
    own = [duty for duty in agenda.duties if agenda.owner(duty) == unit.code]
    for label in register.month_labels(agenda.known, agenda.day, own):
        month = windows.window(label, agenda.known.rules)
        if unit.valid_in(month):
            yield from _month(agenda, month, start)
        yield from _extended(agenda, month, own)
    for duty in own:
        if not duty.settled and (not duty.period or len(duty.period) == len("2022")):
            yield _dated(agenda, duty)


def _month(agenda: Agenda, month: Window, link: str) -> Iterator[Entry]:
    name = periods.told(month.label)
    label, vi = month.label, agenda.known.language == "vi"
    if not vi:
        name = periods.told(month.label, "en")
    window = f"Kỳ số liệu {name}" if vi else f"Window of {name}"
    due = f"Hạn nhập số liệu {name}" if vi else f"Entries of {name} are due"
    freeze = f"Chốt số liệu {name} lúc 24 giờ" if vi else f"Figures of {name} freeze at midnight"
    yield Entry(f"window|{label}", window, month.start, month.end + _DAY, link=link)
    yield Entry(f"due|{label}", due, month.due, month.due + _DAY, link=link)
    frozen = month.frozen_at(ZONE)
    yield Entry(f"freeze|{label}", freeze, frozen - timedelta(hours=1), frozen, link=link, busy=True)


def _extended(agenda: Agenda, month: Window, own: Iterable[Duty]) -> Iterator[Entry]:
    """The month's duties that are due on a day of their own, and not done."""
    for duty in own:
        if duty.period == month.label and duty.due != month.due and not duty.settled:
            yield _dated(agenda, duty)


def _dated(agenda: Agenda, duty: Duty) -> Entry:
    language = agenda.known.language
    said = wording.asked(duty, language).rstrip(".")
    text = wording.deadline(duty, agenda.day, agenda.calendar, language)
    summary = f"Hạn: {said}" if language == "vi" else f"Due: {said}"
    link = agenda.place(duty).link
    return Entry(f"duty|{duty.key}", summary, duty.due, duty.due + _DAY, text, link)


def _event(entry: Entry, unit: str, now: datetime, host: str) -> Event:
    event = Event()
    name = hashlib.sha256(f"{unit}|{entry.name}".encode()).hexdigest()[:32]
    event.add("uid", f"{name}@{host}")
    event.add("dtstamp", now.astimezone(ZONE))
    event.add("dtstart", entry.start)
    event.add("dtend", entry.end)
    event.add("summary", entry.summary)
    event.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    if entry.text:
        event.add("description", entry.text)
    if entry.link:
        event.add("url", entry.link)
    return event
