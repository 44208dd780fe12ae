"""Who is reminded of what, and when: pure planning over duties, the steps set, and what was told before.

A step falls on a day counted in working days from the day due; of what was done and spoilt after that, from
when it was spoilt. Nobody is told on days off or in quiet times: such a step waits. After an outage only the
latest step of a duty is told, the others are overtaken.
Every step that fell due leaves one note per person: that it was told, or why not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

from service.duties.duty import Duty

Role = Literal["unit", "head", "leaders"]
State = Literal["planned", "told", "overtaken", "suppressed"]
#: (duty key, its due day, step, person): what a note is unique by.
Mark = tuple[str, date, str, str]
Pair = tuple[str, str]
#: Who is told in each role, in lower case.
People = Mapping[Role, tuple[str, ...]]

#: Whom a step goes to, from the smallest word to the loudest.
_LOUDER: tuple[Role, ...] = ("unit", "head", "leaders")
_NUMBER = re.compile(r"\d{1,3}")
_MONTH = re.compile(r"\d{4}-\d{2}")

DONE: Pair = ("đã làm xong", "done")
LOCKED: Pair = ("đã chốt số liệu", "the figures are frozen")
MOVED: Pair = ("hạn hoặc việc đã đổi", "the day due or the duty changed")
NOBODY: Pair = ("không có địa chỉ để gửi", "no address to send to")
QUIET: Pair = ("thời gian không nhắc", "a quiet time")


class WorkingDays(Protocol):
    """What is asked of a calendar."""

    def is_workday(self, day: date) -> bool:
        """Whether people work on a day."""

    def is_quiet(self, day: date) -> bool:
        """Whether nobody is to be reminded on a day."""

    def add(self, day: date, days: int) -> date:
        """The working day `days` working days after `day`, before it when negative."""


@dataclass(frozen=True, slots=True)
class Step:
    """One reminder of a duty: whom it goes to, how many working days from the day due."""

    to: Role
    days: int

    @property
    def name(self) -> str:
        """What it is kept under: "D-7", "D0", "D+1", "head+2", "leaders+5"."""
        return f"{'D' if self.to == 'unit' else self.to}{f'{self.days:+}' if self.days else 0}"


@dataclass(frozen=True, slots=True)
class Note:
    """What becomes of one step for one person. `fell`: the day it fell due; `reason` unless it is told."""

    duty: Duty
    step: Step
    person: str
    fell: date
    state: State
    reason: Pair = ("", "")

    @property
    def mark(self) -> Mark:
        """What it is unique by."""
        return (self.duty.key, self.duty.due, self.step.name, self.person)


def steps(settings: Mapping[str, object]) -> tuple[Step, ...]:
    """The steps of the coordinator's settings; on the day due there is always one."""
    before = [Step("unit", -days) for days in _days(settings.get("remind_before")) if days]
    after = [Step("unit", days) for days in _days(settings.get("remind_after")) if days]
    head = [Step("head", days) for days in _days(settings.get("remind_head"))]
    leaders = [Step("leaders", days) for days in _days(settings.get("remind_leaders"))]
    made = dict.fromkeys([*before, Step("unit", 0), *after, *head, *leaders])
    return tuple(sorted(made, key=lambda step: (step.days, _LOUDER.index(step.to))))


def _days(value: object) -> list[int]:
    return [int(number) for number in _NUMBER.findall(str(value or ""))]


def falls(step: Step, duty: Duty, calendar: WorkingDays) -> date | None:
    """The day a step falls due; None for one that the duty does not have.

    A month's figures cannot be entered before it is over: of those nothing is told before the day due. Up to
    that day a step falls on a working day, the day due itself or one before; afterwards none falls behind the
    last day that counts. What was done, and spoilt after its day due, has the steps after that, counted from
    when it was spoilt.
    """
    if duty.spoilt_on and step.days <= 0:
        return None
    if step.days < 0 and _MONTH.fullmatch(duty.period):
        return None
    if step.to == "head" and not duty.unit:
        return None
    if step.days <= 0:
        last = _last_workday(duty.due, calendar)
        return calendar.add(last, step.days) if step.days else last
    since, lock = duty.overdue_from, duty.last_day
    day = calendar.add(since, step.days)
    return day if lock is None or day <= lock else max(_last_workday(lock, calendar), since)


def _last_workday(day: date, calendar: WorkingDays) -> date:
    """The last working day up to `day`; `day` itself when there is none within a month."""
    near = (day - timedelta(days=number) for number in range(31))
    return next((found for found in near if calendar.is_workday(found)), day)


def plan(
    duties: Iterable[Duty],
    noted: Mapping[Mark, State],
    wanted: Iterable[Step],
    calendar: WorkingDays,
    people: Callable[[Duty], People],
    today: date,
    since: date = date.min,
) -> list[Note]:
    """What is new to note on a day: at most one note told per duty and person.

    `noted`: what was noted before; only what was planned is noted again. `people`: who is told of a duty.
    `since`: the first day on which anybody could be reminded; what was done of steps before needs no note.
    Planned twice with what came of the first time in `noted`, it gives nothing new.
    """
    steps_ = tuple(wanted)
    found: list[Note] = []
    for duty in duties:
        if not _begun(duty):
            continue
        due = _fallen(duty, steps_, calendar, today)
        for person, own in _by_person(due, people(duty)).items():
            fresh = [
                (day, step)
                for day, step in own
                if noted.get((duty.key, duty.due, step.name, person), "planned") == "planned"
            ]
            later = [day for day, step in own if (day, step) not in fresh]
            found += _notes(duty, person, fresh, max(later, default=None), noted, calendar, today, since)
    return found


def _begun(duty: Duty) -> bool:
    """Whether a duty can be done already; what has a day of its own can be done at any time."""
    return duty.state != "not_due" or not duty.period


def _fallen(
    duty: Duty, wanted: tuple[Step, ...], calendar: WorkingDays, today: date
) -> list[tuple[date, Step]]:
    """The steps of a duty that fell due by today, earliest first, the loudest of a day last."""
    days = [(day, step) for step in wanted if (day := falls(step, duty, calendar)) and day <= today]
    return sorted(days, key=lambda at: (at[0], _LOUDER.index(at[1].to), at[1].days))


def _by_person(due: list[tuple[date, Step]], people: People) -> dict[str, list[tuple[date, Step]]]:
    """Each person's steps; those of a role that nobody has stand under ""."""
    found: dict[str, list[tuple[date, Step]]] = {}
    for day, step in due:
        for person in dict.fromkeys(people.get(step.to) or ("",)):
            found.setdefault(person, []).append((day, step))
    return found


def _notes(
    duty: Duty,
    person: str,
    fresh: list[tuple[date, Step]],
    told: date | None,
    noted: Mapping[Mark, State],
    calendar: WorkingDays,
    today: date,
    since: date,
) -> Iterator[Note]:
    """The notes of a person's fresh steps of a duty; `told`: the day of the latest step noted before."""

    def note(at: tuple[date, Step], state: State, reason: Pair = ("", "")) -> Note:
        return Note(duty, at[1], person, at[0], state, reason)

    if not fresh:
        return
    silent = _silent(duty, person, today)
    if silent is not None:
        for at in fresh:
            waits = (duty.key, duty.due, at[1].name, person) in noted
            if silent is not DONE or waits or (duty.done_on is not None and since <= at[0] < duty.done_on):
                yield note(at, "suppressed", silent)
        return
    if not calendar.is_workday(today) or calendar.is_quiet(today):
        waiting = [at for at in fresh if (duty.key, duty.due, at[1].name, person) not in noted]
        yield from (note(at, "planned", QUIET) for at in waiting if calendar.is_quiet(today))
        return
    latest = fresh[-1] if told is None or fresh[-1][0] >= told else None
    over = ("đã có lần nhắc sau", "a later reminder stands for it")
    for at in fresh:
        yield note(at, "told") if at is latest else note(at, "overtaken", over)


def _silent(duty: Duty, person: str, today: date) -> Pair | None:
    """Why nobody is told of a duty at all, or None."""
    if duty.state == "excused":
        return (f"được miễn – {duty.why}", f"excused – {duty.why}")
    if duty.settled:
        return DONE
    if duty.silenced:
        return (f"thôi nhắc – {duty.silenced}", f"silenced – {duty.silenced}")
    if duty.is_locked(today):
        return LOCKED
    return None if person else NOBODY


def dropped(
    duties: Collection[Duty], noted: Mapping[Mark, State], people: Callable[[Duty], People]
) -> list[Mark]:
    """The notes planned no more: the duty is gone or due on another day, it was done and spoilt since, or the
    person is not told of it.
    """
    spoilt = {duty.key for duty in duties if duty.spoilt_on}
    standing = {
        (duty.key, duty.due, person)
        for duty in duties
        if _begun(duty)
        for role in _LOUDER
        for person in people(duty).get(role) or ("",)
    }
    return [
        mark
        for mark, state in noted.items()
        if state == "planned"
        and ((*mark[:2], mark[3]) not in standing or (mark[0] in spoilt and "+" not in mark[2]))
    ]
