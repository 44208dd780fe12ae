"""What is known of a duty whatever the day, and how it stands on a day: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from service.duties.duty import Duty

#: What is not asked for while its day stands blank, and is remembered until another is set.
UNDATED = "undated"
_DAYS = ("begins", "due", "lock", "told", "silenced_until")
#: What is said of a record that was deleted from its sheet before it was done.
GONE = " (dòng này không còn trong sổ)", " (the row is gone from the sheet)"


@dataclass(frozen=True, slots=True)
class Facts:
    """A duty as its content, the exceptions and its history tell it.

    `flips`: the days (ISO) on which it became given, or stopped being so, oldest first. `gone`: "vanished"
    (its row was deleted, it stays owed), UNDATED or "dropped" (nothing asks for it any more), else "".
    """

    unit: str
    table: str
    record: str
    period: str
    vi: str
    en: str
    year: int
    begins: date  # the first day on which it is asked for
    due: date
    lock: date | None = None
    missing: int = 1
    told: date | None = None  # when it was done, by its own words
    flips: tuple[tuple[str, bool], ...] = ()
    excused: str = ""
    extended: str = ""
    silenced: str = ""
    silenced_until: date | None = None
    goes_on: bool = False
    gone: str = ""
    was: str = ""  # the unit it was of, before this one took over

    @property
    def key(self) -> str:
        """What names the duty."""
        return f"{self.unit}|{self.table}|{self.record}|{self.period}"

    @property
    def done(self) -> bool:
        """Whether all that was asked for is there."""
        return self.missing == 0

    def to_json(self) -> dict[str, Any]:
        """The facts as JSON values."""
        values = asdict(self)
        days = {name: values[name] and values[name].isoformat() for name in _DAYS}
        return {**values, **days, "flips": [list(flip) for flip in self.flips]}


FIELDS = tuple(field.name for field in fields(Facts))


def from_json(item: Mapping[str, Any]) -> Facts:
    """The facts of `to_json`."""
    days = {name: date.fromisoformat(item[name]) if item.get(name) else None for name in _DAYS}
    return Facts(**{**item, **days, "flips": tuple((day, given) for day, given in item["flips"])})


def flipped(before: Facts | None, now: Facts, on: date) -> Facts:
    """`now` with the history of `before`; when its being done changed, it did so on `on`."""
    flips = before.flips if before else ()
    was = flips[-1][1] if flips else False
    if now.done != was:
        flips = (*flips, (on.isoformat(), now.done))
    return replace(now, flips=flips)


def done_on(facts: Facts) -> date | None:
    """The day that made it on time or late; None while it is not done.

    By its own words; else, of what was whole when the due day ended, the day since which it was; of the rest
    the first day after it. What was spoilt and mended since keeps that day.
    """
    if not facts.done:
        return None
    if facts.told:
        return facts.told
    return _whole_at_due(facts) or next((day for day in _given(facts) if day > facts.due), None)


def is_timely(facts: Facts) -> bool:
    """Whether what is done was done when the due day ended, even if it was mended since."""
    return facts.told <= facts.due if facts.told else _whole_at_due(facts) is not None


def _whole_at_due(facts: Facts) -> date | None:
    """The day since which it was whole when the due day ended; None when it was not."""
    by_then = [(day, given) for day, given in facts.flips if day <= facts.due.isoformat()]
    return date.fromisoformat(by_then[-1][0]) if by_then and by_then[-1][1] else None


def _given(facts: Facts) -> list[date]:
    """The days on which it became whole, oldest first."""
    return [date.fromisoformat(day) for day, given in facts.flips if given]


def was_done(facts: Facts, day: date) -> bool:
    """Whether it was done when `day` began: by its own words, else by what was there then."""
    if facts.told:
        return facts.told < day
    before = [given for at, given in facts.flips if at < day.isoformat()]
    return bool(before) and before[-1]


def spoilt_on(facts: Facts) -> date | None:
    """Of what is not done now, but was: the day it stopped being so, if that is after the due day."""
    if facts.done or not facts.flips or facts.flips[-1][1]:
        return None
    day = date.fromisoformat(facts.flips[-1][0])
    return day if day > facts.due else None


def judge(facts: Facts, day: date, began: date | None = None) -> Duty:
    """How it stands on `day`: in exactly one state. `began`: the first day of the period it is told of in."""
    gone = GONE if facts.gone == "vanished" else ("", "")
    silent = facts.silenced_until is None or day <= facts.silenced_until
    return Duty(
        unit=facts.unit,
        table=facts.table,
        record=facts.record,
        period=facts.period,
        vi=facts.vi + gone[0],
        en=facts.en + gone[1],
        due=facts.due,
        lock=facts.lock,
        state=_state(facts, day),
        done_on=done_on(facts),
        missing=facts.missing,
        why=facts.excused or facts.extended,
        silenced=facts.silenced if silent else "",
        year=facts.year,
        was=facts.was,
        spoilt_on=spoilt_on(facts),
        owed_before=began is not None and not was_done(facts, began),
    )


def _state(facts: Facts, day: date) -> str:
    if facts.excused:
        return "excused"
    if facts.done:
        return "on_time" if is_timely(facts) else "late"
    if day > facts.due:
        return "missing"
    return "due" if day >= facts.begins else "not_due"
