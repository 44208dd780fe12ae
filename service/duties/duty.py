"""One thing that is owed: who owes it, by when, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

#: Every duty is in exactly one of these.
STATES = ("not_due", "due", "on_time", "late", "missing", "excused")
#: Those in which nothing is asked for any more.
SETTLED = ("on_time", "late", "excused")
#: What the committee is called where a unit's name would stand, Vietnamese and English.
COMMITTEE = "Ban Chỉ đạo ISO", "Steering committee"
_DAYS = ("due", "lock", "done_on", "spoilt_on")


@dataclass(frozen=True, slots=True)
class Duty:
    """What a unit (or the committee) owes: the content of a table, or one record of it.

    on_time and late: done, on or before `due`, or after it. missing: not done, and `due` is over.
    due: not done, begun, and `due` is not over. not_due: not begun. excused: an exemption stands.
    """

    unit: str  # unit code; "" the committee itself
    table: str  # the table whose content answers for it
    record: str  # record key, "" for a duty of the table as a whole
    period: str  # "2022-03", "2022", "" for a dated record
    vi: str
    en: str  # what is to be done, a sentence
    due: date  # timely until the end of this day (after any extension)
    lock: date | None  # what comes after is listed, not counted
    state: str
    done_on: date | None = None
    missing: int = 0  # entries still missing
    why: str = ""  # of an excuse or extension: "who: reason"
    silenced: str = ""  # reason when reminders are silenced
    year: int = 0  # of the workbook it is entered in; 0: that of its period
    was: str = ""  # the unit it was of, before this one took over
    owed_before: bool = False  # still owed when the period began that it is told of in
    spoilt_on: date | None = None  # the day after the due one since which what was done is not any more

    @property
    def key(self) -> str:
        """What names the duty: "unit|table|record|period"."""
        return f"{self.unit}|{self.table}|{self.record}|{self.period}"

    @property
    def settled(self) -> bool:
        """Whether nothing is asked for any more."""
        return self.state in SETTLED

    @property
    def last_day(self) -> date | None:
        """The last day that counts; none for what was given more time than until then."""
        return self.lock if self.lock is not None and self.lock >= self.due else None

    @property
    def overdue_from(self) -> date:
        """The day after which it is overdue: the day due, or that on which what was done was spoilt later."""
        return self.spoilt_on or self.due

    def is_locked(self, today: date) -> bool:
        """Whether what is given now counts no longer."""
        return self.last_day is not None and today > self.last_day

    def to_json(self) -> dict[str, Any]:
        """The duty as JSON values, days as ISO text."""
        values = asdict(self)
        return {**values, **{name: values[name] and values[name].isoformat() for name in _DAYS}}


_FIELDS = tuple(field.name for field in fields(Duty))
#: What was not yet kept of a duty when the first years were frozen.
_LATER = ("year", "was", "owed_before", "spoilt_on")


def from_json(item: Mapping[str, Any]) -> Duty:
    """The duty of `to_json`. Raises KeyError for want of a field."""
    values = {name: item[name] for name in _FIELDS if name in item or name not in _LATER}
    return Duty(**{**values, **{n: date.fromisoformat(values[n]) if values.get(n) else None for n in _DAYS}})
