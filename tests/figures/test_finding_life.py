"""The life of a finding: from raised to closed, opened again by a repeat, kept when its row is gone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from service.figures import compute, findings, life
from service.figures.data import Data, Row
from tests.support import frozen

END = date(2022, 3, 14)
RAISED = date(2022, 1, 10)


def answer(**values: Any) -> Row:
    """What the unit wrote under Khắc phục."""
    return Row("VP", "K1", {"code": "K1", **values})


def stand(finding: Row, *answers: Row) -> str:
    """The state of the only finding."""
    data = frozen.month(findings=(finding,), corrections=answers)
    (state,) = findings.states(data).values()
    return state


BOTH = {"cause": "Quên", "action": "Lập sổ"}
YES = {"effective": True, "verified_on": END}


@pytest.mark.parametrize(
    ("said", "answers", "state"),
    [
        ({}, [], "open"),
        ({}, [answer()], "open"),
        ({}, [answer(correction="Bổ sung dấu")], "corrected"),
        ({}, [answer(correction="Bổ sung dấu", cause="Quên")], "cause"),
        ({}, [answer(**BOTH)], "action"),
        ({}, [answer(**BOTH, completed=END + timedelta(days=1))], "action"),
        ({}, [answer(**BOTH, completed=END)], "done"),
        (YES, [answer(**BOTH, completed=END)], "verified"),
        ({**YES, "verified_on": END + timedelta(days=1)}, [answer(**BOTH, completed=END)], "done"),
        ({"effective": False, "verified_on": END}, [answer(**BOTH, completed=END)], "ineffective"),
        (
            {"effective": False, "verified_on": END - timedelta(days=1)},
            [answer(**BOTH, completed=END)],
            "done",
        ),
        ({"status": "closed"}, [answer(**BOTH, completed=END)], "done"),
        ({"status": "closed", **YES}, [], "closed"),
    ],
)
def test_each_step_follows_from_what_was_written(
    said: dict[str, Any], answers: list[Row], state: str
) -> None:
    """Never typed: a status “closed” without a verified effect closes nothing."""
    assert stand(frozen.finding("K1", "VP", RAISED, END, **said), *answers) == state


def pair(first: dict[str, Any], second: dict[str, Any], corrections: tuple[Row, ...] = ()) -> Data:
    """Two findings of VP on 8.5.1 by two audits: K1 of 10/01, closed on 20/01, and K2 of 01/03."""
    closed = {"status": "closed", "effective": True, "verified_on": date(2022, 1, 20), "audit": "Đợt 1"}
    one = frozen.finding("K1", "VP", first.pop("date", RAISED), END, **{**closed, **first})
    again = second.pop("date", date(2022, 3, 1))
    two = frozen.finding("K2", second.pop("unit", "VP"), again, END, **{"audit": "Đợt 2", **second})
    return frozen.month(findings=(one, two), corrections=corrections)


def test_a_repeat_opens_the_earlier_one_again() -> None:
    """It counts as open and not effective; the later one is flagged; both stand in the list."""
    data = pair({}, {})
    made = compute(data)
    names = ("open", "closed", "repeated", "state.ineffective", "state.open", "closed_in_window")
    assert [made[f"findings.{name}"].value for name in names] == [2, 0, 1, 1, 1, 0]
    (repeat,) = findings.repeated(data)
    assert (repeat.earlier.key, repeat.later.key, repeat.reopens) == ("K1", "K2", True)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"clause": "8.5.2"}),
        ({}, {"unit": "TCCB"}),
        ({}, {"grade": "observation"}),
        ({"grade": "improvement"}, {}),
        ({}, {"audit": "đợt 1"}),
        ({}, {"date": RAISED}),
        ({}, {"date": END + timedelta(days=1)}),
        ({"date": date(2020, 2, 1), "verified_on": date(2021, 2, 28)}, {}),
    ],
)
def test_what_is_no_repeat(first: dict[str, Any], second: dict[str, Any]) -> None:
    """Another clause or unit, no nonconformity, the same audit or day, not yet found, over a year later."""
    made = compute(pair(first, second))
    assert made["findings.repeated"].value == 0
    assert made["findings.open"].value == (made["findings.total"].value or 0) - 1


@pytest.mark.parametrize(("closed", "again"), [(date(2021, 3, 1), True), (date(2021, 2, 28), False)])
def test_a_year_after_closing_is_the_same_day(closed: date, again: bool) -> None:
    """Found again on 01/03/2022."""
    data = pair({"date": date(2021, 1, 1), "verified_on": closed}, {})
    assert bool(findings.repeated(data)) is again


def test_a_repeat_of_one_still_open_is_flagged_and_opens_nothing() -> None:
    """It was never closed."""
    data = pair({"status": "open", "effective": None, "verified_on": None}, {})
    assert [repeat.reopens for repeat in findings.repeated(data)] == [False]
    assert compute(data)["findings.state.ineffective"].value == 0


def test_what_was_done_before_the_repeat_is_not_done() -> None:
    """The old action did not help: it is asked for anew, and done when it is done later."""
    old = answer(**BOTH, completed=date(2022, 1, 15))
    assert compute(pair({}, {}, (old,)))["corrections.done"].numerator == 0
    new = answer(**BOTH, completed=date(2022, 3, 10))
    made = compute(pair({}, {}, (new,)))
    assert (made["corrections.done"].numerator, made["findings.state.done"].value) == (1, 1)


def test_closing_it_again_after_the_repeat_closes_it() -> None:
    """A later verification than the repeat's date."""
    made = compute(pair({"verified_on": date(2022, 3, 10)}, {}))
    assert (made["findings.repeated"].value, made["findings.closed"].value) == (1, 1)


def test_states_sum_to_the_total() -> None:
    """Each finding is in exactly one."""
    made = compute(frozen.full_month())
    assert sum(made[f"findings.state.{name}"].value or 0 for name in life.STATES) == 3


def test_a_vanished_finding_counts_while_it_is_open() -> None:
    """Once closed in a later year's workbook it is no longer missed."""
    row = frozen.finding("K1", "VP", RAISED, END, vanished="2022-03-01")
    made = compute(frozen.month(findings=(row,)))
    assert (made["findings.vanished"].value, made["findings.open"].value) == (1, 1)
    closed = frozen.finding("K1", "VP", RAISED, END, status="closed", **YES)
    later = Row(closed.unit, closed.key, closed.values, closed.origin, 2023)
    assert compute(frozen.month(findings=(row, later)))["findings.vanished"].value == 0
