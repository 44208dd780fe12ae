"""States, exceptions and history of duties, for whatever may happen to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.duties import asking, duty, facts, history
from service.duties.allowances import KINDS, Allowance
from service.duties.duty import STATES, Duty
from service.duties.facts import Facts
from service.figures import duties as counted
from service.figures.data import Data
from tests.support import frozen

FIRST = date(2022, 3, 1)
DAYS = st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n))
UNITS, TABLES, PERIODS = ("VP", "KT", ""), ("progress", "confirmations", "actions"), ("2022-03", "2022", "")


@st.composite
def asked(draw: st.DrawFn) -> Facts:
    """A duty as its content tells it now."""
    due = draw(DAYS)
    missing = draw(st.integers(0, 3))
    return Facts(
        unit=draw(st.sampled_from(UNITS)),
        table=draw(st.sampled_from(TABLES)),
        record=draw(st.sampled_from(("", "KH01"))),
        period=draw(st.sampled_from(PERIODS)),
        vi="Việc",
        en="Duty",
        year=2022,
        begins=due - timedelta(days=draw(st.integers(0, 9))),
        due=due,
        lock=draw(st.none() | st.just(due + timedelta(days=4))),
        missing=missing,
        told=draw(st.none() | DAYS) if not missing else None,
        gone=draw(st.sampled_from(("", "", "", "vanished", "dropped", facts.UNDATED))),
    )


@st.composite
def allowances(draw: st.DrawFn) -> list[Allowance]:
    """What the coordinator may have written, for anybody."""
    one = st.builds(
        Allowance,
        st.sampled_from(KINDS),
        st.sampled_from(UNITS),
        st.sampled_from(PERIODS),
        st.sampled_from(("", *TABLES)),
        st.sampled_from(("", "KH01")),
        DAYS,
        st.just("Giám đốc"),
        st.just("ốm"),
    )
    return draw(st.lists(one, max_size=3))


#: A day, what is asked on it, and what is allowed.
STEPS = st.lists(st.tuples(DAYS, asked(), allowances()), min_size=1, max_size=12).map(
    lambda steps: sorted(steps, key=lambda step: step[0])
)


def lived(steps: list[tuple[date, Facts, list[Allowance]]]) -> tuple[dict[str, Facts], list[history.Event]]:
    """The register after some days, and all that happened."""
    held: dict[str, Facts] = {}
    past: list[history.Event] = []
    for day, one, allowed in steps:
        before = held.get(one.key)
        now = asking.allowed(facts.flipped(before, one, day), allowed)
        past += history.events(before, now)
        held[one.key] = now
    return held, past


@given(STEPS)
def test_replaying_the_history_gives_the_same_register(
    steps: list[tuple[date, Facts, list[Allowance]]],
) -> None:
    """Folded from nothing, whatever came in whatever order; every event is of a kind that is told."""
    held, past = lived(steps)
    assert history.fold(past) == held
    assert {event.kind for event in past} <= set(history.KINDS)


@given(STEPS, DAYS)
def test_a_look_at_what_did_not_change_tells_nothing(
    steps: list[tuple[date, Facts, list[Allowance]]], day: date
) -> None:
    """The same content with the same exceptions is no event."""
    held, _ = lived(steps)
    last_day, one, allowed = steps[-1]
    again = asking.allowed(facts.flipped(held[one.key], one, max(day, last_day)), allowed)
    assert list(history.events(held[one.key], again)) == []


def states_that_fit(one: Facts, day: date) -> list[str]:
    """Every state whose own definition fits, each written without the others."""
    excused = bool(one.excused)
    flips = [(date.fromisoformat(at), given) for at, given in one.flips]
    if one.told:
        timely = one.told <= one.due
    else:
        timely = [given for at, given in flips if at <= one.due][-1:] == [True]
    fits = {
        "excused": excused,
        "on_time": not excused and one.missing == 0 and timely,
        "late": not excused and one.missing == 0 and not timely,
        "missing": not excused and one.missing > 0 and one.due < day,
        "due": not excused and one.missing > 0 and one.begins <= day <= one.due,
        "not_due": not excused and one.missing > 0 and day <= one.due and day < one.begins,
    }
    return [state for state, fit in fits.items() if fit]


@given(STEPS, DAYS)
def test_every_duty_is_in_exactly_one_state(
    steps: list[tuple[date, Facts, list[Allowance]]], day: date
) -> None:
    """The one that its definition gives."""
    held, _ = lived(steps)
    for one in held.values():
        state = facts.judge(one, day).state
        assert states_that_fit(one, day) == [state]
        assert state in STATES


@given(STEPS, DAYS)
def test_the_day_told_of_what_is_done_agrees_with_its_state(
    steps: list[tuple[date, Facts, list[Allowance]]], day: date
) -> None:
    """On time: not after the due day; late: after it; what is not done has none."""
    held, _ = lived(steps)
    for one in held.values():
        told = facts.judge(replace(one, excused=""), day)
        assert (told.done_on is not None) == one.done
        if told.done_on is not None:
            assert (told.done_on <= told.due) == (told.state == "on_time")


@pytest.mark.parametrize(
    ("flips", "state", "told"),
    [
        (((20, True),), "on_time", 20),
        (((5, True), (7, False), (20, True)), "on_time", 20),
        (((20, True), (40, False), (50, True)), "on_time", 20),
        (((30, True),), "late", 30),
        (((5, True), (20, False), (30, True), (40, False), (50, True)), "late", 30),
    ],
)
def test_what_is_spoilt_and_mended_keeps_the_day_it_came(
    flips: tuple[tuple[int, bool], ...], state: str, told: int
) -> None:
    """Due on day 28: the day that made it on time or late is told, not that of the last mending."""
    due = FIRST + timedelta(days=28)
    past = tuple(((FIRST + timedelta(days=n)).isoformat(), given) for n, given in flips)
    one = Facts("VP", "progress", "", "2022-03", "Việc", "Duty", 2022, FIRST, due, missing=0, flips=past)
    judged = facts.judge(one, FIRST + timedelta(days=60))
    assert (judged.state, judged.done_on) == (state, FIRST + timedelta(days=told))


@pytest.mark.parametrize(
    ("flips", "spoilt"),
    [
        (((20, True), (40, False)), 40),
        (((20, True), (40, False), (45, True), (50, False)), 50),
        (((30, True), (40, False)), 40),
        (((20, True), (28, False)), None),  # overdue since its due day, as if never given
        (((20, True), (40, False), (50, True)), None),
        ((), None),
    ],
)
def test_what_was_done_and_spoilt_after_its_due_day_tells_since_when(
    flips: tuple[tuple[int, bool], ...], spoilt: int | None
) -> None:
    """Due on day 28: overdue from the day it was spoilt; the state and the rest stay as they are."""
    due = FIRST + timedelta(days=28)
    past = tuple(((FIRST + timedelta(days=n)).isoformat(), given) for n, given in flips)
    missing = int(not (past and past[-1][1]))
    one = Facts("VP", "actions", "KH1", "2022", "Việc", "Duty", 2022, FIRST, due, missing=missing, flips=past)
    judged = facts.judge(one, FIRST + timedelta(days=60))
    assert judged.spoilt_on == (FIRST + timedelta(days=spoilt) if spoilt else None)
    assert judged.settled or judged.state == "missing"


@given(asked(), allowances(), DAYS)
def test_nobody_is_worse_off_for_what_is_allowed(one: Facts, allowed: list[Allowance], day: date) -> None:
    """A due day moves on only, a lock likewise; who was on time stays so, or is excused."""
    plain = facts.flipped(None, one, day)
    with_all = asking.allowed(plain, allowed)
    assert with_all.due >= plain.due
    assert plain.lock is None or (with_all.lock is not None and with_all.lock >= plain.lock)
    if facts.judge(plain, day).state == "on_time":
        assert facts.judge(with_all, day).state in ("on_time", "excused")


@given(asked(), allowances())
def test_an_exception_touches_only_what_it_names(one: Facts, allowed: list[Allowance]) -> None:
    """Of another unit, table or record nothing changes."""
    others = [
        a
        for a in allowed
        if (a.unit and a.unit != one.unit)
        or (a.table and a.table != one.table)
        or (a.record and a.record != one.record)
    ]
    assert asking.allowed(one, others) == one


@pytest.mark.parametrize(
    ("period", "named", "covered"),
    [
        ("", {"record": "PH-1", "period": "2022-03"}, True),
        ("", {"record": "PH-1", "period": "2021"}, True),
        ("", {"record": "PH-2", "period": "2022-03"}, False),
        ("", {"period": "2022-03"}, False),
        ("2022", {"record": "PH-1", "period": "2021"}, False),
        ("2022-03", {"period": "2022"}, True),
        ("2022-03", {"period": "2022-04"}, False),
    ],
)
def test_a_dated_record_named_by_its_code_is_meant_whatever_the_period(
    period: str, named: dict[str, Any], covered: bool
) -> None:
    """For it has none: a month written beside the code must not void what was decided."""
    assert Allowance("extension", **named).covers("VP", "corrections", "PH-1", period) is covered


@given(st.lists(asked(), min_size=1, max_size=8, unique_by=lambda one: one.key), DAYS, st.data())
def test_an_exemption_never_lowers_a_rate(several: list[Facts], day: date, data: st.DataObject) -> None:
    """Not that of others, which stays; nor that of all, unless what was on time is excused."""
    plain = [facts.judge(facts.flipped(None, one, day), day) for one in several]
    chosen = data.draw(st.sampled_from(plain))
    with_it = [replace(one, state="excused", why="Giám đốc: ốm") if one is chosen else one for one in plain]
    before, after = rates(plain), rates(with_it)
    for name, rate in before.items():
        if name != f"duties.unit.{chosen.unit or 'committee'}.on_time_rate" and ".unit." in name:
            assert after[name] == rate
    if chosen.state != "on_time":
        whole = "duties.on_time_rate"
        assert after[whole] is None or before[whole] is None or after[whole] >= before[whole]


def rates(duties: list[Duty]) -> dict[str, Any]:
    """The on-time rates of all and of each unit."""
    data: Data = frozen.month(duties=tuple(duties))
    return {f.name: f.value for f in counted.figures(data) if f.name.endswith("on_time_rate")}


@given(asked(), DAYS)
def test_a_duty_and_its_facts_are_what_was_written(one: Facts, day: date) -> None:
    """As JSON and back."""
    assert facts.from_json(one.to_json()) == one
    judged = facts.judge(one, day)
    assert duty.from_json(judged.to_json()) == judged


@given(st.lists(asked(), max_size=8, unique_by=lambda one: one.key), DAYS)
def test_the_states_of_a_group_sum_to_the_group(several: list[Facts], day: date) -> None:
    """Nothing is counted twice or left out."""
    duties = tuple(facts.judge(one, day) for one in several)
    made = {f.name: f.value for f in counted.figures(frozen.month(duties=duties))}
    if duties:
        assert sum(made[f"duties.{state}"] for state in STATES) == made["duties.total"] == len(duties)  # type: ignore[misc]
    else:
        assert made == {"duties.total": None}
