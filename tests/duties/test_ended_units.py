"""Duties of a unit that is merged into another, or taken off the list."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from tests.duties.register import (
    AUDITORS,
    FINDING,
    KT,
    OFFICE,
    VP,
    allow,
    drop,
    keep,
    look,
    spoil,
    state,
)


def test_another_units_record_of_the_same_code_is_another(store: Connection) -> None:
    """Both had a KH01; after the merger VP's, in error since, is still owed as it last was right."""
    action = {"code": "KH01", "objective": "MT01", "measure": "Bổ sung người", "deadline": "2022-03-31"}
    keep(store, VP, "actions", "KH01", **action, status="doing")
    keep(store, KT, "actions", "KH01", **action, status="doing")
    look(store, date(2022, 3, 20))
    spoil(store, VP, "actions", "KH01")
    ends = {"valid_to": "2022-06-30", "successor": "VP"}
    keep(store, OFFICE, "units", "KT", code="KT", name="KT", editors=[], **ends)
    found = look(store, date(2022, 7, 5))
    assert state(found, "VP|actions|KH01|") == "missing"
    assert state(found, "VP|actions|KH01 (KT)|") == "missing"


def test_a_merged_units_open_matters_pass_to_its_successor(store: Connection) -> None:
    """Told with where they come from; the ended unit owes no month after its last."""
    action = {"code": "KH01", "objective": "MT01", "measure": "Bổ sung", "deadline": "2022-08-31"}
    keep(store, KT, "actions", "KH01", **action, status="doing")
    assert "KT|actions|KH01|" in look(store, date(2022, 6, 1))
    keep(
        store, OFFICE, "units", "KT", code="KT", name="KT", editors=[], valid_to="2022-06-30", successor="VP"
    )
    found = look(store, date(2022, 7, 2))
    assert "KT|actions|KH01|" not in found
    assert found["VP|actions|KH01 (KT)|"].state == "not_due"
    assert not [key for key in found if key.startswith("KT|") and key.endswith("|2022-07")]
    keep(store, KT, "actions", "KH01", **action, status="done", done_on="2022-07-03")
    assert look(store, date(2022, 7, 4))["VP|actions|KH01 (KT)|"].state == "on_time"


def test_what_a_unit_had_done_stays_its_own_after_its_merger(store: Connection) -> None:
    """Late or not: who took over answers only for what was open on the other's last day."""
    action = {"code": "KH01", "objective": "MT01", "measure": "Bổ sung", "deadline": "2022-06-01"}
    keep(store, KT, "actions", "KH01", **action, status="done", done_on="2022-06-10")
    finding = {"code": "PH-1", "unit": "KT", "grade": "minor", "date": "2022-05-01", "deadline": "2022-06-01"}
    keep(store, AUDITORS, "findings", "PH-1", **finding, description="Thiếu", status="open")
    keep(store, KT, "corrections", "PH-1", code="PH-1", completed="2022-06-11")
    assert look(store, date(2022, 6, 12))["KT|actions|KH01|"].state == "late"
    ends = {"valid_to": "2022-06-30", "successor": "VP"}
    keep(store, OFFICE, "units", "KT", code="KT", name="KT", editors=[], **ends)
    found = look(store, date(2022, 7, 2))
    dated = {key: one.state for key, one in found.items() if one.table in ("actions", "corrections")}
    assert dated == {"KT|actions|KH01|": "late", "KT|corrections|PH-1|": "late"}


def test_what_a_unit_was_allowed_holds_after_its_merger(store: Connection) -> None:
    """For its own records, not for those of the unit that took over."""
    action = {"code": "KH01", "objective": "MT01", "measure": "Bổ sung", "deadline": "2022-06-01"}
    for book in (KT, VP):
        keep(store, book, "actions", "KH01", **action, status="doing")
    allow(store, kind="extension", unit="KT", record="KH01", until="2022-08-31")
    assert look(store, date(2022, 6, 2))["KT|actions|KH01|"].state == "due"
    ends = {"valid_to": "2022-06-30", "successor": "VP"}
    keep(store, OFFICE, "units", "KT", code="KT", name="KT", editors=[], **ends)
    found = look(store, date(2022, 7, 2))
    assert found["VP|actions|KH01 (KT)|"].state == "due"
    assert found["VP|actions|KH01|"].state == "missing"


def test_what_the_plan_asked_of_a_merged_unit_its_successor_owes(store: Connection) -> None:
    """What is due after its last day; what was due before stays its own, what all owe is owed once."""
    for code, who, due in (
        ("A", "KT", "2022-03-31"),
        ("B", "KT", "2022-02-28"),
        ("C", "units", "2022-03-31"),
    ):
        keep(store, OFFICE, "plan", code, code=code, activity=code, who=who, from_month="2022-02", due=due)
    assert "KT|plan|A|2022" in look(store, date(2022, 3, 1))
    ends = {"valid_to": "2022-03-14", "successor": "VP"}
    keep(store, OFFICE, "units", "KT", code="KT", name="KT", editors=[], **ends)
    found = look(store, date(2022, 3, 15))
    assert sorted(key for key in found if "|plan|" in key) == [
        "KT|plan|B|2022",
        "VP|plan|A|2022",
        "VP|plan|C|2022",
    ]


def test_a_proposal_that_was_not_given_passes_with_its_procedure(store: Connection) -> None:
    """What a unit missed before its merger stays its own; the heir is asked once the procedure is its own."""
    line = {"from_month": "2022-02", "due": "2022-03-31", "who": "units", "table": "proposals"}
    keep(store, OFFICE, "plan", "KH-02", activity="Đề xuất quy trình", **line)
    procedure = {"code": "QT-01", "name": "Tiếp nhận", "issue": 1, "effective": "2020-01-01"}
    keep(store, OFFICE, "procedures", "QT-01", **procedure, owner="KT", status="in_force")
    ends = {"valid_to": "2022-06-30", "successor": "VP"}
    keep(store, OFFICE, "units", "KT", code="KT", name="KT", editors=[], **ends)
    found = look(store, date(2022, 7, 5))
    assert [key for key in found if "|proposals|" in key] == ["KT|proposals|KH-02|2022"]
    keep(store, OFFICE, "procedures", "QT-01", **procedure, owner="VP", status="in_force")
    assert state(look(store, date(2022, 7, 6)), "VP|proposals|KH-02|2022") == "missing"


def test_a_merger_told_ahead_takes_effect_on_its_day(store: Connection) -> None:
    """Nobody types anything then."""
    action = {"code": "KH01", "objective": "MT01", "measure": "Bổ sung", "deadline": "2022-08-31"}
    keep(store, KT, "actions", "KH01", **action, status="doing")
    ends = {"valid_to": "2022-06-15", "successor": "VP"}
    keep(store, OFFICE, "units", "KT", code="KT", name="KT", editors=[], **ends)
    assert "KT|actions|KH01|" in look(store, date(2022, 6, 15))
    assert "VP|actions|KH01 (KT)|" in look(store, date(2022, 6, 16))


def test_a_unit_taken_off_the_list_owes_nothing(store: Connection) -> None:
    """What it gave is history."""
    look(store, date(2022, 4, 2))
    drop(store, OFFICE, "units", "KT")
    assert {found.unit for found in look(store, date(2022, 4, 3)).values()} == {"VP"}


def test_the_finding_of_a_unit_taken_off_the_list_stays_owed(store: Connection) -> None:
    """Its correction is asked for until it is done."""
    key = "KT|corrections|PH1|"
    keep(store, AUDITORS, "findings", "PH1", **{**FINDING, "unit": "KT"}, status="open", description="x")
    look(store, date(2022, 3, 5))
    drop(store, OFFICE, "units", "KT")
    assert {one.key for one in look(store, date(2022, 4, 3)).values() if one.unit == "KT"} == {key}
    keep(store, KT, "corrections", "PH1", code="PH1", completed="2022-04-04")
    assert state(look(store, date(2022, 4, 5)), key) == "late"
