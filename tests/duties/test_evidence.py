"""What the store keeps of reminding: a note is final once it is not planned, and is counted once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from service.clock import ZONE, stamp
from service.duties import evidence, reminders
from service.duties.duty import Duty
from service.duties.reminders import Note, Step
from service.store import engine as store
from tests.support import stores

DUE = date(2022, 4, 15)
DUTY = Duty("VP", "progress", "", "2022-03", "Nhập.", "Enter.", DUE, None, "missing")
FIRST, SECOND = datetime(2022, 4, 18, 7, tzinfo=ZONE), datetime(2022, 4, 19, 7, tzinfo=ZONE)
D0, HEAD = Step("unit", 0), Step("head", 2)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """An empty store."""
    url = f"sqlite:///{tmp_path / 'qms.db'}"
    stores.lay_out(url)
    engine = store.open_engine(url)
    with engine.begin() as made:
        yield made
    engine.dispose()


def note(step: Step, state: reminders.State, person: str = "an@so.vn", duty: Duty = DUTY) -> Note:
    """What became of a step."""
    return Note(duty, step, person, DUE, state, ("vì", "why") if state != "told" else ("", ""))


def test_a_planned_note_becomes_what_came_of_it_and_then_stays(connection: Connection) -> None:
    """Planned, told the day after; nothing later changes that."""
    evidence.keep(connection, [note(D0, "planned")], FIRST)
    mark = (DUTY.key, DUE, "D0", "an@so.vn")
    assert evidence.noted(connection, []) == {mark: "planned"}
    evidence.keep(connection, [note(D0, "told")], SECOND)
    evidence.keep(connection, [note(D0, "suppressed")], SECOND)
    assert evidence.noted(connection, [DUTY]) == {mark: "told"}
    assert evidence.noted(connection, [replace(DUTY, due=date(2022, 4, 20))]) == {}
    (row,) = evidence.log(connection)
    assert {name: row[name] for name in ("duty", "due", "step", "person", "unit", "table_name", "fell")} == {
        "duty": "VP|progress||2022-03",
        "due": "2022-04-15",
        "step": "D0",
        "person": "an@so.vn",
        "unit": "VP",
        "table_name": "progress",
        "fell": "2022-04-15",
    }
    assert (row["noted_on"], row["noted_at"], row["reason_vi"]) == ("2022-04-19", stamp(SECOND), "")
    assert (row["vi"], row["en"]) == ("Nhập.", "Enter.")


def test_what_is_planned_no_more_says_so(connection: Connection) -> None:
    """Only that step of that person, duty and day."""
    others = [note(HEAD, "planned"), note(D0, "planned", "chi@so.vn")]
    moved = replace(DUTY, due=date(2022, 4, 16))
    more = [note(D0, "planned", duty=replace(DUTY, unit="MC")), note(D0, "planned", duty=moved)]
    evidence.keep(connection, [note(D0, "planned"), *others, *more], FIRST)
    evidence.drop(connection, [(DUTY.key, DUE, "D0", "an@so.vn")], SECOND)
    states = [(row["state"], row["reason_en"]) for row in evidence.log(connection)]
    assert states == [("suppressed", "the day due or the duty changed")] + [("planned", "why")] * 4
    row = evidence.log(connection)[0]
    dropped = (row["duty"], row["due"], row["step"], row["person"], row["noted_on"])
    assert dropped == (DUTY.key, "2022-04-15", "D0", "an@so.vn", "2022-04-19")


def test_the_log_is_newest_first_and_of_one_unit_when_asked(connection: Connection) -> None:
    """The committee's own stands under no unit's name."""
    committee = replace(DUTY, unit="")
    evidence.keep(connection, [note(D0, "told"), note(HEAD, "told")], FIRST)
    evidence.keep(connection, [note(D0, "told", duty=committee)], SECOND)
    assert [(row["unit"], row["step"]) for row in evidence.log(connection)] == [
        ("", "D0"),
        ("VP", "head+2"),
        ("VP", "D0"),
    ]
    assert len(evidence.log(connection, "VP")) == 2
    assert len(evidence.log(connection, "")) == 1
    assert len(evidence.log(connection, limit=1)) == 1


def test_steps_are_counted_by_what_became_of_them_since_an_instant(connection: Connection) -> None:
    """Told, of those past the unit, and not told; planned and overtaken ones are neither."""
    evidence.keep(connection, [note(D0, "told"), note(HEAD, "told")], FIRST)
    evidence.keep(connection, [note(Step("leaders", 5), "told"), note(Step("unit", 3), "told")], SECOND)
    evidence.keep(
        connection, [note(Step("unit", 1), "suppressed"), note(Step("unit", 2), "overtaken")], SECOND
    )
    evidence.keep(connection, [note(Step("unit", 7), "planned")], SECOND)
    assert evidence.counts(connection, "2022-04-01") == {"sent": 4, "escalated": 2, "suppressed": 1}
    assert evidence.counts(connection, stamp(FIRST)) == {"sent": 2, "escalated": 1, "suppressed": 1}
    assert evidence.counts(connection, stamp(SECOND)) == {"sent": 0, "escalated": 0, "suppressed": 0}
