"""Period boundaries: calendar months and windows 15 → 14."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.clock import ZONE
from service.periods import windows
from service.periods.windows import Cut, Rules

CALENDAR = Rules()
MID_MONTH = Rules(start_day=15)


@pytest.mark.parametrize(
    ("label", "rules", "start", "end"),
    [
        ("2022-01", CALENDAR, date(2022, 1, 1), date(2022, 1, 31)),
        ("2024-02", CALENDAR, date(2024, 2, 1), date(2024, 2, 29)),
        ("2022-01", MID_MONTH, date(2021, 12, 15), date(2022, 1, 14)),
        ("2022-03", MID_MONTH, date(2022, 2, 15), date(2022, 3, 14)),
        ("2022-Q1", MID_MONTH, date(2021, 12, 15), date(2022, 3, 14)),
        ("2022", CALENDAR, date(2022, 1, 1), date(2022, 12, 31)),
        ("2022", MID_MONTH, date(2021, 12, 15), date(2022, 12, 14)),
        ("2021-2022", CALENDAR, date(2021, 9, 1), date(2022, 8, 31)),
        ("2021-2022", Rules(school_year_end_month=12), date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_a_window_has_its_days(label: str, rules: Rules, start: date, end: date) -> None:
    """Every kind of period, in both ways of cutting months."""
    window = windows.window(label, rules)
    assert (window.start, window.end) == (start, end)


def test_end_due_and_freeze_are_three_dates() -> None:
    """A usual month: ends on the 14th, due on the 15th, frozen when the 19th is over."""
    window = windows.window("2022-03", MID_MONTH)
    assert (window.end.day, window.due.day, window.freeze.day) == (14, 15, 19)
    assert window.frozen_at(ZONE).isoformat() == "2022-03-20T00:00:00+07:00"


@pytest.mark.parametrize(
    "label", ["2022-13", "2022-00", "2021-2023", "03/2022", "", "2022-Q5", "năm", "9999-12", "9999"]
)
def test_what_is_no_period_is_refused(label: str) -> None:
    """Anything that is not a canonical label raises ValueError."""
    with pytest.raises(ValueError, match=r"."):
        windows.window(label, CALENDAR)


CUTS = st.dictionaries(st.integers(1990, 2090), st.tuples(st.sampled_from([1, 15]), st.integers(1, 12)))
RULES = st.builds(
    Rules,
    start_day=st.sampled_from([1, 15]),
    school_year_end_month=st.integers(1, 12),
    cuts=CUTS.map(lambda cuts: tuple(Cut(year, *cuts[year]) for year in sorted(cuts))),
)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), RULES)
def test_every_day_lies_in_exactly_one_month(day: date, rules: Rules) -> None:
    """Months neither overlap nor leave a gap."""
    window = windows.containing(day, rules)
    assert window.contains(day)
    assert windows.after(window, rules).start == window.end + timedelta(days=1)
    assert windows.before(window, rules).end == window.start - timedelta(days=1)


@given(st.integers(1990, 2090), RULES)
def test_a_year_is_its_twelve_months(year: int, rules: Rules) -> None:
    """The year begins with January's window, ends with December's, and December closes it."""
    whole, months = windows.window(str(year), rules), windows.months(year, rules)
    assert (whole.start, whole.end) == (months[0].start, months[-1].end)
    assert windows.window(str(year), rules) in windows.ending_with(months[-1], rules)


@given(st.integers(1990, 2090), RULES)
def test_each_school_year_goes_on_from_the_one_before(year: int, rules: Rules) -> None:
    """None overlaps the next, none leaves a gap, and one month of the year closes it."""
    one, other = (windows.window(f"{y - 1}-{y}", rules) for y in (year, year + 1))
    assert other.start == one.end + timedelta(days=1)
    assert [m.label for m in windows.months(year, rules) if one in windows.ending_with(m, rules)] == [
        f"{year}-{rules.cut(year).school_year_end_month:02}"
    ]


@pytest.mark.parametrize(
    ("then", "now", "start", "end"),
    [(15, 1, date(2022, 12, 15), date(2023, 1, 31)), (1, 15, date(2023, 1, 1), date(2023, 1, 14))],
)
def test_a_year_cut_otherwise_begins_where_the_one_before_ended(
    then: int, now: int, start: date, end: date
) -> None:
    """Its first month is longer or shorter; December, and the years before, stay as they were."""
    before, after = Rules(then), Rules(now, cuts=(Cut(2022, then, 8),))
    january = windows.window("2023-01", after)
    assert (january.start, january.end) == (start, end)
    assert windows.window("2023", after).start == start
    assert windows.window("2023-02", after) == windows.window("2023-02", Rules(now))
    for label in ("2021-06", "2022-01", "2022-12", "2022-Q4", "2022"):
        assert windows.window(label, after) == windows.window(label, before)
