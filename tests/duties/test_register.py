"""The register of duties over a store: what each unit owes, its states, its history."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import Connection

from service.clock import ZONE
from service.duties import follow, register
from service.store.tables import duty_event
from service.workbooks import carried, seen
from service.workbooks.seen import Seen
from tests.duties.register import (
    AUDITORS,
    IDS,
    KT,
    OFFICE,
    VP,
    allow,
    at,
    count,
    drop,
    folds_to_itself,
    give_month,
    keep,
    kinds,
    known,
    look,
    spoil,
    state,
    typed,
)

#: March is due on Friday 1 April 2022 and frozen with the fifth.
RESULTS, CONFIRMED = "VP|progress||2022-03", "VP|confirmations||2022-03"


def test_a_month_goes_from_not_due_to_due_to_missing(store: Connection) -> None:
    """While its window runs nothing is due; then until the due day's end; then it is missing."""
    for day, expected in (
        (date(2022, 3, 31), "not_due"),
        (date(2022, 4, 1), "due"),
        (date(2022, 4, 2), "missing"),
    ):
        assert state(look(store, day), RESULTS) == expected
    found = look(store, date(2022, 4, 2))[RESULTS]
    assert (found.due, found.lock, found.missing) == (date(2022, 4, 1), date(2022, 4, 5), 1)
    assert kinds(store, RESULTS) == ["asked"]


def test_what_is_given_in_time_stays_on_time_though_it_is_mended_later(store: Connection) -> None:
    """Given on the due day, wrong on the third, right on the fourth: on time, and missing in between."""
    look(store, date(2022, 3, 31))
    give_month(store, VP, "2022-03")
    assert state(look(store, date(2022, 4, 1)), RESULTS) == "on_time"
    spoil(store, VP, "progress", "MT01|2022-03")
    assert state(look(store, date(2022, 4, 3)), RESULTS) == "missing"
    give_month(store, VP, "2022-03")
    assert state(look(store, date(2022, 4, 4)), RESULTS) == "on_time"
    assert kinds(store, RESULTS) == ["asked", "given", "taken_back", "given"]
    assert folds_to_itself(store)


def test_what_comes_after_the_due_day_is_late_for_good(store: Connection) -> None:
    """And says when it came."""
    look(store, date(2022, 4, 2))
    give_month(store, VP, "2022-03")
    found = look(store, date(2022, 4, 3))[RESULTS]
    assert (found.state, found.done_on) == ("late", date(2022, 4, 3))
    assert state(look(store, date(2022, 6, 1)), RESULTS) == "late"


def test_what_was_typed_before_midnight_is_in_time_though_read_after(store: Connection) -> None:
    """The moment of typing counts, where Google tells it."""
    look(store, date(2022, 4, 1))
    give_month(store, VP, "2022-03")
    typed(store, VP, datetime(2022, 4, 1, 23, 58, tzinfo=ZONE))
    assert state(look(store, date(2022, 4, 2), 0), RESULTS) == "on_time"


def test_a_due_day_set_later_makes_latecomers_timely(store: Connection) -> None:
    """Lateness is judged by the due day in force."""
    look(store, date(2022, 4, 2))
    give_month(store, VP, "2022-03")
    assert state(look(store, date(2022, 4, 3)), RESULTS) == "late"
    keep(store, OFFICE, "settings", "due_after_days", key="due_after_days", value=4)
    assert state(look(store, date(2022, 4, 3)), RESULTS) == "on_time"
    assert kinds(store, RESULTS)[-1] == "moved"


def test_an_extension_moves_the_due_day_of_its_unit_and_month_only(store: Connection) -> None:
    """Who and why are told; done by then is on time, also after the lock; taken back, all is as before."""
    allow(store, "extension", unit="VP", period="2022-03", until="2022-04-12")
    found = look(store, date(2022, 4, 8))
    assert (found[RESULTS].state, found[RESULTS].why) == ("due", "Giám đốc: ốm")
    assert found[RESULTS].due > (found[RESULTS].lock or date.max)
    assert found["KT|progress||2022-03"].state == "missing"
    assert found["VP|progress||2022-02"].state == "missing"
    give_month(store, VP, "2022-03")
    assert state(look(store, date(2022, 4, 11)), RESULTS) == "on_time"
    drop(store, OFFICE, "exceptions", "GH-01")
    assert state(look(store, date(2022, 4, 11)), RESULTS) == "late"
    assert kinds(store, RESULTS) == ["asked", "given", "moved"]
    assert folds_to_itself(store)


def test_an_exemption_excuses_with_who_and_why(store: Connection) -> None:
    """Of one table or of all; it ends when the line is gone, and both leave a trace."""
    look(store, date(2022, 4, 2))
    allow(store, "exempt", unit="VP", period="2022-03", table="progress")
    found = look(store, date(2022, 4, 2))
    assert (found[RESULTS].state, found[RESULTS].why) == ("excused", "Giám đốc: ốm")
    assert found[CONFIRMED].state == "missing"
    drop(store, OFFICE, "exceptions", "GH-01")
    assert state(look(store, date(2022, 4, 2)), RESULTS) == "missing"
    assert kinds(store, RESULTS) == ["asked", "excused", "asked_again"]


def test_an_exemption_of_a_year_holds_for_its_months(store: Connection) -> None:
    """Of every unit, where none is named."""
    allow(store, "exempt", period="2022")
    assert {found.state for found in look(store, date(2022, 4, 2)).values()} == {"excused"}


def test_a_line_of_the_plan_named_by_its_code_is_excused_whatever_month_is_told(store: Connection) -> None:
    """The code says which it is."""
    told = {"activity": "Lập kế hoạch", "who": "VP", "from_month": "2022-01", "due": "2022-03-31"}
    keep(store, OFFICE, "plan", "KH-1", code="KH-1", **told)
    assert state(look(store, date(2022, 4, 2)), "VP|plan|KH-1|2022") == "missing"
    allow(store, "exempt", unit="VP", record="KH-1", period="2022-03")
    assert state(look(store, date(2022, 4, 2)), "VP|plan|KH-1|2022") == "excused"


def test_a_reopening_lifts_the_lock_and_leaves_a_trace(store: Connection) -> None:
    """The due day stays: what comes then is late."""
    look(store, date(2022, 4, 6))
    allow(store, "reopen", unit="VP", period="2022-03", until="2022-04-20")
    found = look(store, date(2022, 4, 6))[RESULTS]
    assert (found.lock, found.due, found.state) == (date(2022, 4, 20), date(2022, 4, 1), "missing")
    assert kinds(store, RESULTS) == ["asked", "reopened"]


def test_silence_lasts_until_its_day(store: Connection) -> None:
    """The duty stands, only reminders stop."""
    allow(store, "silence", unit="VP", until="2022-04-10")
    found = look(store, date(2022, 4, 10))[RESULTS]
    assert (found.state, found.silenced) == ("missing", "Giám đốc: ốm")
    assert look(store, date(2022, 4, 11))[RESULTS].silenced == ""


def test_a_unit_without_objectives_owes_them(store: Connection) -> None:
    """Until it has one; then nothing asks for more."""
    drop(store, VP, "objectives", "MT01")
    assert state(look(store, date(2022, 4, 2)), "VP|objectives||2022-03") == "missing"
    keep(store, VP, "objectives", "MT01", code="MT01", evaluation="month", deadline="2022-12-31")
    assert "VP|objectives||2022-03" not in look(store, date(2022, 4, 3))
    assert kinds(store, "VP|objectives||2022-03")[-1] == "dropped"


PLAN = {"activity": "Đăng ký mục tiêu", "from_month": "2022-01", "due": "2022-02-28"}


def test_the_plan_asks_every_unit_by_the_table_that_answers(store: Connection) -> None:
    """Done by content: a unit whose rows are all right, not one with an error among them."""
    keep(store, OFFICE, "plan", "KH1", **PLAN, who="units", table="objectives")
    spoil(store, KT, "objectives", "MT02")
    found = look(store, date(2022, 2, 10))
    assert (state(found, "VP|objectives|KH1|2022"), state(found, "KT|objectives|KH1|2022")) == (
        "on_time",
        "due",
    )
    found = look(store, date(2022, 3, 1))
    assert found["KT|objectives|KH1|2022"].state == "missing"
    assert (found["KT|objectives|KH1|2022"].vi, found["KT|objectives|KH1|2022"].missing) == (
        "Đăng ký mục tiêu",
        1,
    )


@pytest.mark.parametrize(("table", "stands"), [("objectives", "on_time"), ("proposals", "due")])
def test_a_code_laid_out_and_not_used_lacks_nothing(store: Connection, table: str, stands: str) -> None:
    """Twenty codes wait for as many objectives as a unit has; each of its procedures asks for a proposal."""
    keep(store, OFFICE, "plan", "KH1", **PLAN, who="VP", table=table)
    asking = {"code": "A1", "owner": "VP", "issue": 2, "status": "in_force", "name": "Cấp bản sao"}
    keep(store, OFFICE, "procedures", "A1", **asking)
    if table == "proposals":
        keep(store, VP, table, "A1", code="A1")
    blank = Seen(1, table, 100, 5, [["Mã"], ["A1"], ["A2"]], pending={"A2": 3})
    seen.save(store, IDS[VP], table, blank, "2022-02-09T08:00:00+07:00")
    assert state(look(store, date(2022, 2, 10)), f"VP|{table}|KH1|2022") == stands


def test_the_committee_answers_by_a_status_or_by_its_own_tables(store: Connection) -> None:
    """One activity by its status and day, one by the year's training."""
    keep(store, OFFICE, "plan", "KH2", **PLAN, who="committee", status="done", completed_on="2022-03-02")
    keep(store, OFFICE, "plan", "KH3", **{**PLAN, "due": "2022-06-30"}, who="committee", table="training")
    keep(store, OFFICE, "plan", "KH4", **PLAN, who="committee", status="cancelled")
    found = look(store, date(2022, 5, 1))
    assert (found["|plan|KH2|2022"].state, found["|plan|KH2|2022"].done_on) == ("late", date(2022, 3, 2))
    assert found["|training|KH3|2022"].state == "due"
    assert "|plan|KH4|2022" not in found
    course = {"content": "ISO", "planned_on": "2022-05-20", "status": "planned"}
    keep(store, OFFICE, "training", "DT1", code="DT1", **course)
    found = look(store, date(2022, 5, 21))
    assert (found["|training|KH3|2022"].state, found["|training|DT1|"].state) == ("on_time", "missing")


def test_a_units_own_dated_records_are_owed_until_done(store: Connection) -> None:
    """By their own dates; what is dropped is asked for no longer."""
    action = {"code": "KH01", "objective": "MT01", "measure": "Bổ sung người", "deadline": "2022-03-31"}
    keep(store, VP, "actions", "KH01", **action, status="doing")
    keep(store, VP, "actions", "KH02", **{**action, "code": "KH02"}, status="cancelled")
    found = look(store, date(2022, 3, 20))
    assert "VP|actions|KH02|" not in found
    assert [
        state(look(store, day), "VP|actions|KH01|") for day in (date(2022, 3, 20), date(2022, 3, 24))
    ] == [
        "not_due",
        "due",
    ]
    keep(store, VP, "actions", "KH01", **action, status="done", done_on="2022-04-02")
    assert state(look(store, date(2022, 4, 5)), "VP|actions|KH01|") == "late"
    keep(store, VP, "actions", "KH01", **action, status="cancelled")
    assert "VP|actions|KH01|" not in look(store, date(2022, 4, 6))


def test_what_did_not_change_is_not_looked_at(store: Connection) -> None:
    """A second look costs no event; a change in one unit touches that unit only."""
    look(store, date(2022, 4, 2))
    before = count(store, duty_event)
    assert follow.follow(store, known(store), at(date(2022, 4, 2))) == 0
    give_month(store, VP, "2022-03")
    assert follow.follow(store, known(store), at(date(2022, 4, 3))) == 2
    assert count(store, duty_event) == before + 2
    assert folds_to_itself(store)


def test_only_owners_of_procedures_propose(store: Connection) -> None:
    """The plan asks all units; one that owns none, or only one born in the year, has nothing to propose."""
    keep(store, OFFICE, "plan", "KH5", **PLAN, who="units", table="proposals")
    procedure = {"code": "QT-NV-01", "name": "Cấp bản sao", "issue": 2, "status": "in_force"}
    keep(store, OFFICE, "procedures", "QT-NV-01", **procedure, owner="VP", effective="2021-05-01")
    born = {**procedure, "code": "QT-NV-02", "issue": 1, "effective": "2022-03-01"}
    keep(store, OFFICE, "procedures", "QT-NV-02", **born, owner="KT")
    asked = [one.key for one in look(store, date(2022, 2, 1)).values() if one.table == "proposals"]
    assert asked == ["VP|proposals|KH5|2022"]
    keep(store, OFFICE, "procedures", "QT-NV-01", **procedure, owner="KT", effective="2021-05-01")
    asked = [one.key for one in look(store, date(2022, 2, 2)).values() if one.table == "proposals"]
    assert asked == ["KT|proposals|KH5|2022"]


@pytest.mark.parametrize(("on", "state_of"), [(date(2022, 3, 10), "on_time"), (date(2022, 3, 21), "late")])
def test_a_review_of_a_procedure_counts_once_the_next_is_set(
    store: Connection, on: date, state_of: str
) -> None:
    """It stays, by the day it was due; the next one waits beside it, and an exemption may still excuse it."""
    row = {"code": "A1", "name": "Tiếp nhận", "owner": "VP", "effective": "2020-01-01", "status": "in_force"}
    keep(store, OFFICE, "procedures", "A1", **row, next_review="2022-03-10")
    look(store, date(2022, 2, 4))
    keep(store, OFFICE, "procedures", "A1", **row, next_review="2022-12-10")
    look(store, on)
    found = look(store, date(2022, 4, 4))
    own = {key: one.state for key, one in found.items() if one.table == "procedures"}
    assert own == {"VP|procedures|A1 (2022-03-10)|": state_of, "VP|procedures|A1|": "not_due"}
    allow(store, "exempt", record="A1 (2022-03-10)", period="2022-03")
    assert look(store, date(2022, 4, 5))["VP|procedures|A1 (2022-03-10)|"].state == "excused"
    assert folds_to_itself(store)


@pytest.mark.parametrize(
    ("first", "blanked", "between", "kept"),
    [
        (date(2022, 2, 4), date(2022, 5, 25), "in_force", True),  # late, as any other
        (date(2022, 5, 20), date(2022, 5, 25), "in_force", False),  # a slip of typing
        (date(2022, 2, 4), date(2022, 5, 25), "withdrawn", False),  # asked of nobody
    ],
)
def test_a_review_is_told_though_its_day_stood_blank_before_the_next_was_set(
    store: Connection, first: date, blanked: date, between: str, *, kept: bool
) -> None:
    """A late one does not vanish from the year by it; while the day is blank none is asked for."""
    row = {"code": "A1", "name": "Tiếp nhận", "owner": "VP", "effective": "2020-01-01", "status": "in_force"}
    keep(store, OFFICE, "procedures", "A1", **row, next_review="2022-03-01")
    look(store, first)
    keep(store, OFFICE, "procedures", "A1", **{**row, "status": between})
    assert "VP|procedures|A1|" not in look(store, blanked)
    assert look(store, date(2022, 5, 26)).keys() == look(store, blanked).keys()
    keep(store, OFFICE, "procedures", "A1", **row, next_review="2022-12-10")
    look(store, date(2022, 6, 6))
    found = look(store, date(2022, 7, 4))
    own = {key: (one.state, one.done_on) for key, one in found.items() if one.table == "procedures"}
    late = {"VP|procedures|A1 (2022-03-01)|": ("late", date(2022, 6, 6))}
    assert own == {"VP|procedures|A1|": ("not_due", None), **(late if kept else {})}
    assert folds_to_itself(store)


def test_a_mistyped_day_of_review_put_right_within_the_week_is_no_review(store: Connection) -> None:
    """It moves the duty; the day that stood for longer than that was kept by a review."""
    row = {"code": "A1", "name": "Tiếp nhận", "owner": "VP", "effective": "2020-01-01", "status": "in_force"}
    for day, typed_day, left in (
        (date(2022, 3, 1), "2021-12-10", "missing"),
        (date(2022, 3, 8), "2022-03-10", "due"),
    ):
        keep(store, OFFICE, "procedures", "A1", **row, next_review=typed_day)
        own = {key: one.state for key, one in look(store, day).items() if one.table == "procedures"}
        assert own == {"VP|procedures|A1|": left}
    assert kinds(store, "VP|procedures|A1|")[:2] == ["asked", "moved"]
    keep(store, OFFICE, "procedures", "A1", **row, next_review="2023-03-10")
    own = {key: one.state for key, one in look(store, date(2022, 3, 16)).items() if one.table == "procedures"}
    assert own["VP|procedures|A1 (2022-03-10)|"] == "late"


def test_a_record_of_the_coordinators_is_of_the_year_it_falls_due_in(store: Connection) -> None:
    """By windows from the 15th, 20/12/2022 is in 2023."""
    keep(store, OFFICE, "settings", "window_start_day", key="window_start_day", value=15)
    held = {"code": "H12", "kind": "monthly", "status": "planned"}
    keep(store, OFFICE, "reviews", "H12", **held, date="2022-12-20")
    keep(store, OFFICE, "reviews", "H11", **{**held, "code": "H11", "status": "held"}, date="2022-11-20")
    found = look(store, date(2022, 12, 18))
    assert ("|reviews|H12|" in found, "|reviews|H11|" in found) == (True, False)


def test_the_register_can_be_asked_of_one_unit(store: Connection) -> None:
    """In the order of due days, then of the tabs."""
    look(store, date(2022, 4, 2))
    found = register.read(store, known(store), date(2022, 4, 2), unit="KT")
    assert {one.unit for one in found} == {"KT"}
    assert [one.table for one in found if one.period == "2022-03"] == ["progress", "confirmations"]
    assert [one.due for one in found] == sorted(one.due for one in found)


def test_what_is_still_owed_goes_on_past_the_turn_of_the_year(store: Connection) -> None:
    """Until its year is carried over; a line of the plan that no unit's workbook answers for until done."""
    plan = {"from_month": "2022-11", "due": "2022-12-09"}
    report = {"activity": "Báo cáo năm", "who": "committee", **plan}
    keep(store, OFFICE, "plan", "KH-01", activity="Nộp kế hoạch", who="units", table="actions", **plan)
    keep(store, OFFICE, "plan", "KH-02", **report)
    action = {"measure": "Tập huấn", "deadline": "2022-12-01", "status": "open"}
    keep(store, VP, "actions", "KH01", objective="MT01", **action)
    keep(store, AUDITORS, "audits", "DG-01", unit="VP", scope="8.5", planned_on="2022-12-20")
    lasting = {"VP|actions|KH01|", "KT|actions|KH-01|2022", "|audits|DG-01|", "|plan|KH-02|2022"}
    assert look(store, date(2022, 12, 30))["|audits|DG-01|"].vi == "Chương trình đánh giá: DG-01 – VP: 8.5"
    found = look(store, date(2023, 1, 2))
    assert {key for key, one in found.items() if one.state == "missing" and not one.lock} == lasting
    action |= {"status": "done", "done_on": "2023-01-03"}
    keep(store, VP, "actions", "KH01", objective="MT01", **action)
    assert "VP|actions|KH01|" not in look(store, date(2023, 1, 3))
    carried.note(store, 2022)
    found = look(store, date(2023, 1, 4))
    assert {key for key, one in found.items() if key in lasting} == {"|plan|KH-02|2022"}
    keep(store, OFFICE, "plan", "KH-02", **report, status="done")
    assert look(store, date(2024, 1, 4))["|plan|KH-02|2022"].state == "late"
