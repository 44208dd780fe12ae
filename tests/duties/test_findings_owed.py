"""The corrective action of a finding: owed while its row stands, when it is deleted, when it comes back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, delete, insert, update

from service.store.tables import open_finding, problem, record
from tests.duties.register import (
    AUDITORS,
    FINDING,
    IDS,
    VP,
    drop,
    folds_to_itself,
    keep,
    kinds,
    look,
    spoil,
    state,
)


def remember(store: Connection, key: str) -> None:
    """A finding that stood in the auditors' sheet for more than a day."""
    told = {**FINDING, "status": "open", "description": "Thiếu dấu"}
    days = {"first_seen_at": "2022-03-05", "seen_at": "2022-03-06"}
    place = {"workbook_id": IDS[AUDITORS], "key": key, "row": 2}
    store.execute(insert(open_finding).values(**place, **days, values=told, gone=True))


def test_a_finding_that_vanishes_stays_owed_and_is_reported(store: Connection) -> None:
    """One whose row holds an error for the moment has not vanished; one that is back goes on."""
    place, key = (AUDITORS, "findings", "PH1"), "VP|corrections|PH1|"
    keep(store, *place, **FINDING, status="open", description="Thiếu dấu")
    assert look(store, date(2022, 3, 5))[key].state == "due"
    spoil(store, *place)
    assert look(store, date(2022, 3, 6))[key].vi == "Khắc phục: PH1 – Thiếu dấu"
    store.execute(delete(problem))
    remember(store, "PH1")
    drop(store, *place)
    found = look(store, date(2022, 3, 11))[key]
    assert (found.state, found.vi) == ("missing", "Khắc phục: PH1 – Thiếu dấu (dòng này không còn trong sổ)")
    keep(store, *place, **FINDING, status="open", description="Thiếu dấu")
    store.execute(update(open_finding).values(gone=False))
    look(store, date(2022, 3, 12))
    keep(store, VP, "corrections", "PH1", code="PH1", completed="2022-03-09")
    assert look(store, date(2022, 3, 13))[key].state == "on_time"
    assert kinds(store, key) == ["asked", "vanished", "returned", "given"]
    assert folds_to_itself(store)


def test_what_is_done_about_a_deleted_finding_counts(store: Connection) -> None:
    """As in the figures: who has done it is not asked again, though the row is gone."""
    place, key = (AUDITORS, "findings", "PH1"), "VP|corrections|PH1|"
    keep(store, *place, **FINDING, status="open", description="Thiếu dấu")
    look(store, date(2022, 3, 5))
    remember(store, "PH1")
    drop(store, *place)
    look(store, date(2022, 3, 11))
    keep(store, VP, "corrections", "PH1", code="PH1", completed="2022-03-12")
    assert state(look(store, date(2022, 3, 13)), key) == "late"
    assert kinds(store, key) == ["asked", "vanished", "given"]
    assert folds_to_itself(store)


def test_a_deleted_finding_that_alone_was_opened_again_by_another_deleted_one_is_owed_no_more(
    store: Connection,
) -> None:
    """Its repeat, closed and deleted, counts in no figure either."""
    first: dict[str, object] = {**FINDING, "clause": "8.5.1", "audit": "Đợt 1", "status": "closed"}
    first |= {"effective": True, "verified_on": "2022-03-08"}
    again = {**first, "code": "PH2", "audit": "Đợt 2", "date": "2022-05-04", "deadline": "2022-06-01"}
    again |= {"verified_on": "2022-05-20"}
    for row in (first, again):
        keep(store, AUDITORS, "findings", str(row["code"]), **row)
    assert state(look(store, date(2022, 5, 21)), "VP|corrections|PH1|") == "missing"
    days = {"first_seen_at": "2022-03-05", "seen_at": "2022-05-21"}
    for row in (first, again):
        place = {"workbook_id": IDS[AUDITORS], "key": row["code"], "row": 2}
        store.execute(insert(open_finding).values(**place, **days, values=row, gone=True))
        drop(store, AUDITORS, "findings", str(row["code"]))
    assert "VP|corrections|PH1|" not in look(store, date(2022, 5, 23))


def test_a_finding_typed_by_a_slip_is_owed_by_nobody(store: Connection) -> None:
    """Deleted on the day it was typed, it is remembered nowhere and counts in no figure."""
    place, key = (AUDITORS, "findings", "PH1"), "VP|corrections|PH1|"
    keep(store, *place, **FINDING, status="open", description="Thiếu dấu")
    assert look(store, date(2022, 3, 5))[key].state == "due"
    drop(store, *place)
    assert key not in look(store, date(2022, 3, 5))


def test_what_was_done_before_a_finding_came_back_is_owed_again(store: Connection) -> None:
    """The same clause in another audit after it was closed: the effect was none."""
    first = {**FINDING, "clause": "8.5.1", "audit": "Đợt 1", "description": "x"}
    shut = {"status": "closed", "effective": True, "verified_on": "2022-03-08"}
    keep(store, AUDITORS, "findings", "PH1", **first, **shut)
    assert state(look(store, date(2022, 3, 9)), "VP|corrections|PH1|") == "on_time"
    again = {**first, "code": "PH2", "audit": "Đợt 2", "date": "2022-05-04", "deadline": "2022-06-01"}
    keep(store, AUDITORS, "findings", "PH2", **again, status="open")
    found = look(store, date(2022, 5, 5))
    assert (state(found, "VP|corrections|PH1|"), state(found, "VP|corrections|PH2|")) == (
        "missing",
        "not_due",
    )
    assert found["VP|corrections|PH1|"].vi == "Khắc phục: PH1 – x (mở lại từ 04/05/2022)"
    assert found["VP|corrections|PH2|"].vi == "Khắc phục: PH2 – x"
    assert kinds(store, "VP|corrections|PH1|") == ["asked", "taken_back", "changed"]
    assert found["VP|corrections|PH1|"].spoilt_on == date(2022, 5, 5), "chased from then, not since March"


def test_a_later_finding_of_the_same_code_is_another_duty(store: Connection) -> None:
    """The code alone goes on naming the first."""
    keep(store, AUDITORS, "findings", "PH1", **FINDING, status="open", description="cũ")
    look(store, date(2022, 3, 5))
    again = {**FINDING, "date": "2023-02-01", "deadline": "2023-03-10"}
    place = {"workbook_id": IDS["auditors:2023"], "table_name": "findings", "key": "PH1", "row": 2}
    made = {**again, "status": "open", "description": "mới"}
    store.execute(insert(record).values(values=made, changed_at="", **place))
    found = look(store, date(2023, 3, 5))
    assert found["VP|corrections|PH1|"].vi == "Khắc phục: PH1 – cũ"
    assert found["VP|corrections|PH1 (2023)|"].vi == "Khắc phục: PH1 (2023) – mới"
