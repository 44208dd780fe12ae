"""Working days, held against a calendar that is walked day by day over twenty years of holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.figures.data import Data, from_json
from service.periods import windows, workdays
from service.periods.windows import Rules
from service.periods.workdays import Calendar

FIRST, YEARS = date(2010, 1, 1), 20
DAYS = [FIRST + timedelta(days=n) for n in range(YEARS * 366)]
TET = Calendar(
    off=((date(2022, 1, 31), date(2022, 2, 4)), (date(2022, 4, 30), date(2022, 5, 3))),
    worked=((date(2022, 2, 12), date(2022, 2, 12)),),
    quiet=((date(2022, 1, 24), date(2022, 2, 13)),),
)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Up to a dozen spans of each kind a year, over twenty years."""

    def spans(most: int) -> st.SearchStrategy[list[tuple[date, date]]]:
        starts = st.dates(FIRST, date(FIRST.year + YEARS - 1, 12, 1))
        return st.lists(
            st.builds(lambda day, n: (day, day + timedelta(days=n)), starts, st.integers(0, 9)), max_size=most
        )

    return Calendar(*(tuple(draw(spans(most))) for most in (240, 60, 40)))


def brute(calendar: Calendar) -> list[bool]:
    """Whether each of DAYS is worked, told span by span."""
    found = []
    for day in DAYS:
        is_off = any(first <= day <= last for first, last in calendar.off)
        made_up = any(first <= day <= last for first, last in calendar.worked)
        found.append(not is_off and (made_up or day.strftime("%a") not in ("Sat", "Sun")))
    return found


@settings(max_examples=25, deadline=None)
@given(calendars(), st.data())
def test_arithmetic_agrees_with_a_calendar_walked_day_by_day(calendar: Calendar, data: st.DataObject) -> None:
    """Whether a day is worked, the next working day, so many days on or back, and how many lie between."""
    worked = brute(calendar)
    order = [day for day, is_worked in zip(DAYS, worked, strict=True) if is_worked]
    for _ in range(20):
        at = data.draw(st.integers(200, len(DAYS) - 400))
        day, number = DAYS[at], data.draw(st.integers(1, 60))
        later = [one for one in order if one > day]
        earlier = [one for one in order if one < day]
        assert calendar.is_workday(day) == worked[at]
        assert calendar.next(day) == (day if worked[at] else later[0])
        assert calendar.add(day, number) == later[number - 1]
        assert calendar.add(day, -number) == earlier[-number]
        assert calendar.add(day, 0) == day
        end = DAYS[at + number]
        assert calendar.between(day, end) == sum(worked[at + 1 : at + number + 1])
        assert calendar.between(end, day) == -calendar.between(day, end)
        assert calendar.is_quiet(day) == any(first <= day <= last for first, last in calendar.quiet)


def test_the_calendar_of_the_coordinators_rows() -> None:
    """A row without its last day is one day."""
    rows: list[dict[str, object]] = [
        {"from": "2022-04-30", "to": "2022-05-03", "kind": "holiday", "name": "30/4"},
        {"from": "2022-01-31", "to": "2022-02-04", "kind": "holiday", "name": "Tết"},
        {"from": "2022-02-12", "to": None, "kind": "makeup", "name": "bù"},
        {"from": "2022-01-24", "to": "2022-02-13", "kind": "quiet", "name": "Tết"},
    ]
    assert workdays.calendar(rows) == TET


@pytest.mark.parametrize(
    ("label", "rules", "due"),
    [
        ("2022-03", Rules(15), date(2022, 3, 15)),
        ("2022-01", Rules(15), date(2022, 1, 17)),
        ("2022-01", Rules(calendar=TET), date(2022, 2, 5)),
        ("2022-01", Rules(freeze_after=10, calendar=TET), date(2022, 2, 7)),
        ("2022-04", Rules(calendar=TET), date(2022, 5, 4)),
        ("2022-02", Rules(due_after=9, freeze_after=4), date(2022, 3, 9)),
    ],
)
def test_a_due_day_off_moves_to_the_next_working_day_but_not_past_the_freeze(
    label: str, rules: Rules, due: date
) -> None:
    """A limit that ends on a day off ends at the end of the next working day; the freeze stays."""
    found = windows.window(label, rules)
    assert found.due == due
    assert found.freeze == found.end + timedelta(days=rules.freeze_after)


def test_what_was_frozen_keeps_its_own_dates() -> None:
    """A month that is frozen keeps its days, whatever holidays and settings are told later."""
    kept = ("2022-01", date(2022, 1, 20), date(2022, 1, 25))
    found = windows.window("2022-01", Rules(15, calendar=TET, dated=(kept,)))
    assert (found.due, found.freeze, found.end) == (*kept[1:], date(2022, 1, 14))


def test_a_snapshot_keeps_the_calendar() -> None:
    """What is read back equals what was written."""
    rules = Rules(15, calendar=TET, dated=(("2022-01", date(2022, 1, 20), date(2022, 1, 25)),))
    data = Data(window=windows.window("2022-02", rules), kind="monthly", rules=rules)
    assert from_json(data.to_json()) == data
