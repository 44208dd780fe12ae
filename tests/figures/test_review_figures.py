"""Management reviews counted on fingers: what was held, decided, done, and is carried over."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from service.figures import compute, reviews
from service.figures.data import Excluded
from tests.support import frozen, meetings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("followed", 4),  # KL-1 was done before the window began
        ("done", 1),  # KL-2
        ("open", 3),  # KL-3, KL-4, and KL-5: done the day after the window's end
        ("overdue", 2),  # KL-3 and KL-5; the deadline of KL-4 is the window's last day
        ("made", 2),  # KL-4 and KL-5: the meeting of 21 February; KL-6 was dropped
        ("made.improvement", 1),
        ("made.change", 0),
        ("made.resources", 1),
        ("on_time", 0),  # KL-2 came a day late
    ],
)
def test_conclusions_at_the_end_of_march(name: str, value: int) -> None:
    """15 February to 14 March 2022."""
    assert compute(frozen.month(registers=meetings.spring()))[f"conclusions.{name}"].value == value


def test_the_figures_name_the_rows_they_were_made_of() -> None:
    """Spreadsheet, tab and row."""
    made = compute(frozen.month(registers=meetings.spring()))
    assert made["conclusions.done"].origin == ("book-coordinator!Kết luận!3",)


def test_what_is_not_done_is_carried_over_from_month_to_month() -> None:
    """Until it is done: KL-3 was decided in January and is still looked at in December."""
    late = frozen.month("2022-12", registers=meetings.spring())
    assert [row.key for row in reviews.carried(late)] == ["KL-3", "KL-4"]
    rows = [row for row in meetings.spring()["conclusions"] if row.key != "KL-3"]
    rows.append(
        meetings.conclusion("KL-3", "2022-01", date(2022, 3, 13), status="done", done_on="2022-11-14")
    )
    after = frozen.month("2022-12", registers={**meetings.spring(), "conclusions": tuple(rows)})
    assert [row.key for row in reviews.carried(after)] == ["KL-4"]


def test_a_years_meetings_are_those_planned_in_its_window() -> None:
    """Two of three were held, one a full review; one that was cancelled was not planned."""
    rows = meetings.spring()
    rows["reviews"] += (meetings.meeting("2022-04", date(2022, 4, 20), status="cancelled"),)
    made = compute(frozen.year(registers=rows))
    assert (made["reviews.held"].numerator, made["reviews.held"].denominator) == (2, 3)
    assert made["reviews.full"].value == 1
    assert made["conclusions.on_time"].value == Fraction(1, 3)


def test_conclusions_of_a_meeting_that_was_not_held_do_not_count() -> None:
    """They are named beside every figure; so is a row left out for an error."""
    wrong = Excluded("", "conclusions", "KL-9", 9, "deadline", "date_invalid")
    made = compute(frozen.month(registers=meetings.spring(), excluded=(wrong,)))
    assert made["conclusions.open"].exclusions == (wrong.line, "not_held:KL-7")


def test_a_month_is_looked_at_by_its_own_meetings() -> None:
    """Neither by those of the months before nor after."""
    data = frozen.month(registers=meetings.spring())
    assert [row.key for row in reviews.of_period(data, "2022-02")] == ["XX-2022-02"]


def test_a_conclusion_carried_out_before_its_day_is_on_time() -> None:
    """Not only one carried out on the day itself."""
    rows = meetings.spring()
    early = {"status": "done", "done_on": date(2022, 2, 20)}
    rows["conclusions"] = (meetings.conclusion("KL-1", "2022-01", date(2022, 3, 10), **early),)
    assert compute(frozen.month(registers=rows))["conclusions.on_time"].value == 1


def test_without_a_meeting_there_is_no_figure() -> None:
    """Not one that is 0."""
    made = compute(frozen.month())
    names = [name for name in made if name.startswith(("reviews.", "conclusions."))]
    assert len(names) == 11
    assert {made[name].value for name in names} == {None}


def test_conclusions_outlive_the_row_of_their_meeting() -> None:
    """Deleted, February's are followed on, though made nobody knows when; one never right was not deleted."""
    rows = meetings.spring()
    rows["reviews"] = tuple(row for row in rows["reviews"] if row.text("code") != "XX-2022-02")
    gone = compute(frozen.month(registers=rows))
    names = ("followed", "done", "open", "overdue", "made")
    assert [gone[f"conclusions.{name}"].value for name in names] == [4, 1, 3, 2, 0]
    assert gone["conclusions.open"].exclusions == ("not_held:KL-7",)
    wrong = Excluded("", "reviews", "XX-2022-02", 3, "date", "date_invalid")
    never = compute(frozen.month(registers=rows, excluded=(wrong,)))
    assert never["conclusions.open"].value == 1
    only = compute(frozen.month(registers={"conclusions": rows["conclusions"][:1]}))
    assert (only["conclusions.followed"].value, only["reviews.held"].value) == (0, None)
