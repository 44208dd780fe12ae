"""Findings and corrective actions as of the window's end, 14/03/2022."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.figures import compute, findings
from service.figures.data import Excluded, Row
from tests.support import frozen

END = date(2022, 3, 14)


@pytest.mark.parametrize(
    ("values", "still_open"),
    [
        ({"status": "closed", "effective": True, "verified_on": END}, False),
        ({"status": "closed", "effective": True, "verified_on": END + timedelta(days=1)}, True),
        ({"status": "closed", "effective": False, "verified_on": END}, True),
        ({"status": "closed", "effective": True, "verified_on": None}, True),
        ({"status": "open", "effective": True, "verified_on": END}, True),
    ],
)
def test_a_finding_is_closed_only_with_a_verified_effect_by_the_day(
    values: dict[str, Any], still_open: bool
) -> None:
    """Status, effect and day must all say so."""
    row = frozen.finding("KPH-01", "VP", date(2022, 3, 1), END, **values)
    assert findings.is_open(row, END) is still_open


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(0, "0-30"), (30, "0-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"), (90, "61-90"), (91, "over-90")],
)
def test_age_buckets_have_sharp_edges(days: int, bucket: str) -> None:
    """30 days is young, 31 is not."""
    row = frozen.finding("KPH-01", "VP", END - timedelta(days=days), END)
    assert findings.age(row, END) == bucket


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("4.1", "4"),
        ("8.5.1", "8"),
        ("Điều 10.2", "10"),
        ("7", "7"),
        ("3.1", "other"),
        ("", "other"),
        ("85", "other"),
    ],
)
def test_the_top_clause_is_the_first_whole_number(text: str, clause: str) -> None:
    """ISO 9001 has clauses 4 to 10; what is not one of them is “other”."""
    assert findings.clause(frozen.finding("K", "VP", END, END, clause=text)) == clause


def test_the_month_counted_by_hand() -> None:
    """Three findings: one open and overdue, one open with its action done, one closed in the window."""
    made = compute(frozen.full_month())
    names = ("total", "open", "closed", "new", "closed_in_window", "overdue")
    assert [made[f"findings.{name}"].value for name in names] == [3, 2, 1, 1, 1, 1]
    done = made["corrections.done"]
    assert (done.numerator, done.denominator) == (2, 3)
    assert made["corrections.unit.VP.overdue"].value == 1
    assert made["corrections.unit.TCCB.overdue"].value == 0


def test_a_deadline_on_the_last_day_is_not_overdue() -> None:
    """The day itself is still in time."""
    row = frozen.finding("KPH-01", "VP", date(2022, 3, 1), END)
    assert compute(frozen.month(findings=(row,)))["corrections.overdue"].value == 0


def test_an_observation_needs_no_corrective_action() -> None:
    """Only nonconformities do; its own deadline still counts as a finding's."""
    row = frozen.finding("KPH-01", "VP", date(2022, 1, 1), date(2022, 2, 1), grade="observation")
    made = compute(frozen.month(findings=(row,)))
    assert (made["findings.overdue"].value, made["corrections.overdue"].value) == (1, 0)
    assert made["corrections.done"].value is None


def test_an_action_completed_after_the_window_is_overdue_at_its_end() -> None:
    """What was done on the 15th was not done on the 14th."""
    late = frozen.finding("KPH-01", "VP", date(2022, 1, 1), date(2022, 3, 1))
    done = Row("VP", "KPH-01", {"code": "KPH-01", "completed": date(2022, 3, 15)})
    made = compute(frozen.month(findings=(late,), corrections=(done,)))
    assert made["corrections.overdue"].value == 1


def _done(code: str, year: int, day: date, unit: str = "VP") -> Row:
    """A corrective action done, in the unit's workbook of a year."""
    return Row(unit, code, {"code": code, "completed": day}, year=year)


def test_a_code_used_again_next_year_is_another_finding() -> None:
    """KPH01 of 2022 is done; the new KPH01 of 2023 is overdue, whatever was done for the old one."""
    old = replace(frozen.finding("KPH01", "VP", date(2022, 3, 1), date(2022, 4, 1)), year=2022)
    new = replace(frozen.finding("KPH01", "VP", date(2023, 1, 20), date(2023, 2, 1)), year=2023)
    corrections = (_done("KPH01", 2022, date(2022, 3, 20)),)
    made = compute(frozen.month("2023-03", findings=(old, new), corrections=corrections))
    done = made["corrections.done"]
    assert (done.numerator, done.denominator, made["corrections.overdue"].value) == (1, 2, 1)
    assert made["findings.total"].value == 2


@pytest.mark.parametrize("year", [2022, 2023])
def test_a_finding_carried_into_the_next_year_stays_one_finding(year: int) -> None:
    """Same unit, code and date: the later year's row tells how it stands, either year's action counts."""
    old = replace(frozen.finding("KPH01", "VP", date(2022, 11, 1), date(2022, 12, 1)), year=2022)
    carried = replace(old, year=2023)
    corrections = (_done("KPH01", year, date(2023, 1, 5)),)
    made = compute(frozen.month("2023-01", findings=(old, carried), corrections=corrections))
    assert (made["findings.open"].value, made["corrections.done"].value) == (1, 1)
    shut = {"status": "closed", "effective": True, "verified_on": date(2023, 1, 10)}
    closed = replace(carried, values={**carried.values, **shut})
    made = compute(frozen.month("2023-01", findings=(closed, old)))
    counted = [made[f"findings.{name}"].value for name in ("total", "open", "closed_in_window", "overdue")]
    assert counted == [1, 0, 1, 0]


def test_zero_is_zero_only_once_the_workbook_was_read() -> None:
    """Never read: no figure. Read and empty: none found."""
    assert compute(frozen.month())["findings.open"].value == 0
    unread = compute(frozen.month(findings_known=False))
    assert unread["findings.open"].value is None
    assert unread["corrections.done"].value is None


def test_a_finding_left_out_for_an_error_is_named_beside_the_figures() -> None:
    """And nothing that was left out of another table."""
    wrong = Excluded("VP", "findings", "KPH-09", 9, "deadline", "date_order")
    other = Excluded("VP", "progress", "MT-01|2022-03", 5, "value", "number_invalid")
    made = compute(frozen.month(excluded=(wrong, other)))
    assert made["findings.open"].exclusions == (wrong.line,)


_FINDING = st.tuples(
    st.sampled_from(["VP", "TCCB", "CU"]),
    st.integers(0, 200),
    st.integers(-100, 100),
    st.sampled_from(findings.GRADES),
    st.sampled_from(["4.1", "8.5", "", "9"]),
    st.booleans(),
)


@given(st.lists(_FINDING, max_size=8))
def test_every_split_of_the_open_findings_adds_up(rows: list[tuple[str, int, int, str, str, bool]]) -> None:
    """By grade, clause, age and unit the parts sum to the whole."""
    made_of = tuple(
        frozen.finding(
            f"K-{i}",
            unit,
            END - timedelta(days=days),
            END + timedelta(days=term),
            grade=grade,
            clause=clause,
            status="closed" if shut else "open",
            effective=shut,
            verified_on=END,
        )
        for i, (unit, days, term, grade, clause, shut) in enumerate(rows)
    )
    made = compute(frozen.month(findings=made_of))
    whole = made["findings.open"].value
    for middle, parts in (("grade", findings.GRADES), ("clause", findings.CLAUSES)):
        assert sum(made[f"findings.{middle}.{part}.open"].value or 0 for part in parts) == whole
    assert sum(made[f"findings.age.{part}"].value or 0 for part in findings.AGES) == whole
    by_unit = [
        f.value or 0
        for name, f in made.items()
        if name.startswith("findings.unit.") and name.endswith(".open")
    ]
    assert sum(by_unit) == whole
