"""When which step of a duty is told to whom: examples, and what holds whatever happens."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.duties import reminders
from service.duties.duty import Duty
from service.duties.reminders import Mark, Note, State, Step

#: A Monday.
MONDAY = date(2022, 4, 4)
ALL = {"remind_before": "7; 3", "remind_after": "1; 3", "remind_head": "2", "remind_leaders": "5"}
STEPS = reminders.steps(ALL)
CLERK, HEAD, COORDINATOR = "an@so.vn", "truong@so.vn", "thuky@so.vn"
PEOPLE: reminders.People = {"unit": (CLERK,), "head": (HEAD,), "leaders": (COORDINATOR,)}


@dataclass
class Days:
    """A calendar of weekends, days off and quiet days."""

    off: set[date] = field(default_factory=set)
    quiet: set[date] = field(default_factory=set)

    def is_workday(self, day: date) -> bool:
        """Monday to Friday, but for the days off."""
        return day.weekday() < 5 and day not in self.off

    def is_quiet(self, day: date) -> bool:
        """As listed."""
        return day in self.quiet

    def add(self, day: date, days: int) -> date:
        """Step by step."""
        step = 1 if days > 0 else -1
        while days:
            day += timedelta(days=step)
            days -= step if self.is_workday(day) else 0
        return day


def action(due: date, state: str = "due", **values: object) -> Duty:
    """A dated record of the unit VP."""
    made = Duty("VP", "actions", "BP01", "", "Làm BP01.", "Do BP01.", due, None, state)
    return replace(made, **values)  # type: ignore[arg-type]


def told(notes: list[Note]) -> list[tuple[str, str]]:
    """(person, step) of what is told."""
    return [(note.person, note.step.name) for note in notes if note.state == "told"]


class Office:
    """Ticks over a duty, keeping what was noted."""

    def __init__(self, days: Days | None = None, people: reminders.People = PEOPLE) -> None:
        self.days, self.people = days or Days(), people
        self.noted: dict[Mark, State] = {}

    def tick(self, duty: Duty, today: date) -> list[Note]:
        """One day's planning, written down."""
        gone = reminders.dropped([duty], self.noted, lambda _: self.people)
        self.noted |= dict.fromkeys(gone, "suppressed")
        notes = reminders.plan([duty], self.noted, STEPS, self.days, lambda _: self.people, today)
        for note in notes:
            assert self.noted.get(note.mark, "planned") == "planned", "a final note is never noted again"
            self.noted[note.mark] = note.state
        return notes


def test_the_steps_are_those_set_and_always_the_day_due() -> None:
    """In the order of days; a step that is set twice is one."""
    assert [step.name for step in STEPS] == ["D-7", "D-3", "D0", "D+1", "head+2", "D+3", "leaders+5"]
    assert [step.name for step in reminders.steps({})] == ["D0"]
    assert [step.name for step in reminders.steps({"remind_after": "2; 2; 0", "remind_head": "0"})] == [
        "D0",
        "head0",
        "D+2",
    ]


def test_each_step_is_told_on_its_working_day() -> None:
    """Due on a Monday: the Thursday before, not the Saturday, is three working days earlier."""
    office, due = Office(), MONDAY + timedelta(days=14)
    found = {}
    for day in (MONDAY + timedelta(days=number) for number in range(30)):
        state = "due" if day <= due else "missing"
        for person, step in told(office.tick(action(due, state), day)):
            found[step] = ((day - due).days, person)
    assert found == {
        "D-7": (-11, CLERK),
        "D-3": (-5, CLERK),
        "D0": (0, CLERK),
        "D+1": (1, CLERK),
        "head+2": (2, HEAD),
        "D+3": (3, CLERK),
        "leaders+5": (7, COORDINATOR),
    }


def test_after_an_outage_the_latest_step_alone_is_told() -> None:
    """To each person one; the others are noted as overtaken."""
    office = Office()
    notes = office.tick(action(MONDAY, "missing"), MONDAY + timedelta(days=10))
    assert told(notes) == [(CLERK, "D+3"), (HEAD, "head+2"), (COORDINATOR, "leaders+5")]
    assert [n.step.name for n in notes if n.state == "overtaken"] == ["D-7", "D-3", "D0", "D+1"]
    assert office.tick(action(MONDAY, "missing"), MONDAY + timedelta(days=11)) == []


def test_what_was_done_in_time_and_spoilt_months_later_is_chased_from_then_on() -> None:
    """Not as if it had been overdue since: nothing on that day, then step by step; nothing once mended."""
    office, spoilt = Office(), MONDAY + timedelta(days=210)
    whole = action(MONDAY, "on_time", done_on=MONDAY - timedelta(days=30))
    assert office.tick(whole, spoilt - timedelta(days=1)) == []
    slip = action(MONDAY, "missing", spoilt_on=spoilt)
    found = {
        step: number
        for number in range(4)
        for _, step in told(office.tick(slip, spoilt + timedelta(days=number)))
    }
    assert found == {"D+1": 1, "head+2": 2, "D+3": 3}
    assert office.tick(whole, spoilt + timedelta(days=30)) == []
    assert set(office.noted.values()) == {"told"}


def test_a_head_who_also_types_gets_the_loudest_of_a_day() -> None:
    """One reminder of a duty a day."""
    both: reminders.People = {"unit": (HEAD,), "head": (HEAD,), "leaders": (COORDINATOR,)}
    assert told(Office(people=both).tick(action(MONDAY, "missing"), MONDAY + timedelta(days=2))) == [
        (HEAD, "head+2")
    ]


def test_a_head_who_becomes_the_clerk_is_told_the_clerks_next_step() -> None:
    """What fell before he was told as head stays untold; the step of the day does not."""
    office = Office()
    late = action(MONDAY, "missing")
    assert (HEAD, "head+2") in told(office.tick(late, MONDAY + timedelta(days=2)))
    office.people = {**PEOPLE, "unit": (HEAD,)}
    assert told(office.tick(late, MONDAY + timedelta(days=3))) == [(HEAD, "D+3")]


def test_a_step_in_a_quiet_time_is_told_on_the_first_day_after_once() -> None:
    """Tết: what falls then is noted as planned."""
    quiet = {MONDAY + timedelta(days=number) for number in range(5)}
    office = Office(Days(quiet=quiet))
    due = action(MONDAY)
    assert {note.state for note in office.tick(due, MONDAY)} == {"planned"}
    assert office.tick(due, MONDAY) == []
    late = action(MONDAY, "missing")
    assert told(office.tick(late, MONDAY + timedelta(days=4))) == []
    assert told(office.tick(late, MONDAY + timedelta(days=5))) == []  # a Saturday
    assert told(office.tick(late, MONDAY + timedelta(days=7)))[0] == (CLERK, "D+3")
    assert "planned" not in office.noted.values()


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"state": "excused", "why": "Ban Chỉ đạo: nghỉ hè"}, "được miễn – Ban Chỉ đạo: nghỉ hè"),
        ({"state": "missing", "silenced": "chờ văn bản"}, "thôi nhắc – chờ văn bản"),
        ({"state": "missing", "lock": MONDAY + timedelta(days=1)}, "đã chốt số liệu"),
    ],
)
def test_who_is_not_told_has_the_reason_noted(values: dict[str, object], reason: str) -> None:
    """An excuse, silence, a frozen month: each step says why nobody was told."""
    duty = replace(action(MONDAY), **values)  # type: ignore[arg-type]
    notes = Office().tick(duty, MONDAY + timedelta(days=2))
    assert {(note.state, note.reason[0]) for note in notes} == {("suppressed", reason)}
    assert {note.step.name for note in notes} >= {"D0", "D+1"}


def test_what_is_done_is_not_told_and_what_was_missed_before_is_noted() -> None:
    """Done on the third day: steps of the days before were never told, and it says so."""
    duty = action(MONDAY, "late", done_on=MONDAY + timedelta(days=2))
    notes = Office().tick(duty, MONDAY + timedelta(days=3))
    assert [(n.step.name, n.state, n.reason[1]) for n in notes if n.person == CLERK] == [
        (name, "suppressed", "done") for name in ("D-7", "D-3", "D0", "D+1")
    ]
    assert Office().tick(action(MONDAY, "on_time", done_on=MONDAY - timedelta(days=30)), MONDAY) == []


def test_what_was_done_before_anybody_could_be_reminded_needs_no_note() -> None:
    """The service was opened on Tuesday: of Monday's steps nothing is said, of Tuesday's it is."""
    duty = action(MONDAY, "late", done_on=MONDAY + timedelta(days=2))
    opened = MONDAY + timedelta(days=1)
    notes = reminders.plan([duty], {}, STEPS, Days(), lambda _: PEOPLE, opened + timedelta(days=2), opened)
    assert [note.step.name for note in notes] == ["D+1"]


def test_a_role_that_nobody_has_is_noted_once() -> None:
    """A unit without a head: the step to the head had no address."""
    office = Office(people={"unit": (CLERK,), "leaders": (COORDINATOR,)})
    notes = office.tick(action(MONDAY, "missing"), MONDAY + timedelta(days=2))
    assert [(n.step.name, n.person, n.reason[1]) for n in notes if n.state == "suppressed"] == [
        ("head+2", "", "no address to send to")
    ]
    assert office.tick(action(MONDAY, "missing"), MONDAY + timedelta(days=2)) == []


def test_a_month_is_not_told_of_before_it_is_due_nor_after_its_freeze() -> None:
    """Due on Friday the 15th, frozen on Tuesday the 19th: what would fall later falls on the 19th."""
    month = Duty(
        "VP", "progress", "", "2022-03", "Nhập.", "Enter.", date(2022, 4, 15), date(2022, 4, 19), "due"
    )
    found = {step.name: reminders.falls(step, month, Days()) for step in STEPS}
    assert found == {
        "D-7": None,
        "D-3": None,
        "D0": date(2022, 4, 15),
        "D+1": date(2022, 4, 18),
        "head+2": date(2022, 4, 19),
        "D+3": date(2022, 4, 19),
        "leaders+5": date(2022, 4, 19),
    }
    year = replace(month, period="2022", lock=None)
    assert reminders.falls(Step("unit", -3), year, Days()) == date(2022, 4, 12)
    assert reminders.falls(Step("head", 2), replace(month, unit=""), Days()) is None


def test_more_time_than_to_the_freeze_is_chased_all_the_same() -> None:
    """Extended to a week after the freeze: reminded on the new day due and after it."""
    later = action(MONDAY + timedelta(days=7), period="2022-03", lock=MONDAY)
    found = [reminders.falls(step, later, Days()) for step in STEPS[2:5]]
    assert found == [MONDAY + timedelta(days=number) for number in (7, 8, 9)]
    assert told(Office().tick(later, MONDAY + timedelta(days=7))) == [(CLERK, "D0")]


def test_a_day_due_off_work_is_told_of_on_the_working_day_before() -> None:
    """Due on a Sunday: on Friday there is still time."""
    sunday = MONDAY - timedelta(days=1)
    assert reminders.falls(Step("unit", 0), action(sunday), Days()) == MONDAY - timedelta(days=3)
    assert reminders.falls(Step("unit", 1), action(sunday), Days()) == MONDAY
    locked = action(MONDAY - timedelta(days=3), lock=sunday)
    assert reminders.falls(Step("unit", 3), locked, Days()) == MONDAY - timedelta(days=3)


def test_a_plan_for_another_day_due_or_person_is_dropped() -> None:
    """Extended in Tết: what waited is told no more, and the new day has its own steps."""
    office = Office(Days(quiet={MONDAY}))
    office.tick(action(MONDAY), MONDAY)
    later = action(MONDAY + timedelta(days=7))
    assert told(office.tick(later, MONDAY + timedelta(days=1))) == [(CLERK, "D-7")]
    assert {mark[1] for mark, state in office.noted.items() if state == "suppressed"} == {MONDAY}
    assert reminders.dropped(
        [later], {(later.key, later.due, "D0", "xưa@so.vn"): "planned"}, lambda _: PEOPLE
    )


#: What may happen on a day: ticks, and what people do before them.
DAY = st.fixed_dictionaries(
    {
        "ticks": st.integers(0, 2),
        "edit": st.sampled_from(
            ["", "", "", "done", "undone", "undone", "excuse", "unexcuse", "silence", "speak", "extend"]
        ),
        "off": st.booleans(),
        "quiet": st.sampled_from([False, False, True]),
        "editors": st.sampled_from([(CLERK,), (CLERK, HEAD), ()]),
    }
)


@settings(max_examples=200, deadline=None)
@given(st.lists(DAY, min_size=5, max_size=40), st.sampled_from(["", "2022-03", "2022"]), st.integers(0, 20))
def test_whatever_happens_each_step_is_told_once_or_noted_why_not(
    days: list[dict[str, object]], period: str, ahead: int
) -> None:
    """Ticks and outages, edits, holidays set and taken back, clerks who come and go."""
    office = Office()
    duty = action(MONDAY + timedelta(days=ahead), period=period)
    duty = replace(duty, lock=duty.due + timedelta(days=6) if period == "2022-03" else None)
    done: date | None = None
    spoilt: date | None = None
    final: dict[Mark, State] = {}
    for number, happens in enumerate(days):
        today = MONDAY + timedelta(days=number)
        office.days.off ^= {today + timedelta(days=2)} if happens["off"] else set()
        office.days.quiet |= {today} if happens["quiet"] else set()
        office.people = {**PEOPLE, "unit": happens["editors"]}  # type: ignore[dict-item]
        edit = happens["edit"]
        spoilt = today if done and edit == "undone" else None if edit in ("done", "extend") else spoilt
        done = today if edit == "done" else None if edit == "undone" else done
        duty = replace(
            duty,
            why={"excuse": "nghỉ", "unexcuse": ""}.get(str(edit), duty.why),
            silenced={"silence": "chờ", "speak": ""}.get(str(edit), duty.silenced),
            due=duty.due + timedelta(days=9) if edit == "extend" else duty.due,
            done_on=done,
        )
        duty = replace(duty, spoilt_on=spoilt if spoilt and spoilt > duty.due else None)
        late = today if done is None else done
        state = "excused" if duty.why else ("late", "on_time")[late <= duty.due] if done else ""
        begun = today >= duty.due - timedelta(days=4)
        open_ = "missing" if today > duty.due else "due" if begun else "not_due"
        duty = replace(duty, state=state or open_)
        for _ in range(int(str(happens["ticks"]))):
            notes = office.tick(duty, today)
            _one_tick(office, duty, today, notes)
        assert all(office.noted[mark] == state for mark, state in final.items()), "final notes stay"
        final = {mark: state for mark, state in office.noted.items() if state != "planned"}


def _one_tick(office: Office, duty: Duty, today: date, notes: list[Note]) -> None:
    """What holds after every tick."""
    rings = [note for note in notes if note.state == "told"]
    assert len({note.person for note in rings}) == len(rings), "one reminder of a duty a person a day"
    quiet = office.days.is_quiet(today) or not office.days.is_workday(today)
    is_over = duty.lock is not None and today > duty.lock >= duty.due
    waits = duty.state == "not_due" and duty.period
    if quiet or duty.settled or duty.silenced or is_over or waits:
        assert rings == []
    if waits:
        return
    fallen = {step: day for step in STEPS if (day := reminders.falls(step, duty, office.days))}
    for step, day in fallen.items():
        for person in office.people.get(step.to) or ("",):
            state = office.noted.get((duty.key, duty.due, step.name, person))
            if day > today:
                continue
            if duty.state in ("on_time", "late"):
                assert state != "planned"
                assert state or duty.done_on is None or day >= duty.done_on
            elif not quiet:
                assert state in ("told", "overtaken", "suppressed"), "nothing is lost without a note"
            elif office.days.is_quiet(today):
                assert state is not None
    for note in rings:
        own = [day for step, day in fallen.items() if note.person in office.people.get(step.to, ())]
        assert note.fell == max(day for day in own if day <= today), "the latest step is the one told"
