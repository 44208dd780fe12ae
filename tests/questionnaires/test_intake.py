"""Answers are taken in once, masked, counted; late ones and late edits are listed, never slipped in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from service.clock import ZONE, stamp
from service.organisation import Organisation, Settings, Unit, settings
from service.periods.windows import window
from service.questionnaires import intake, pools
from service.store.engine import open_engine
from service.store.tables import answer, batch, cube, form, snapshot
from tests.support import stores

UNITS = (Unit("VP", "Văn phòng", ("Phòng Hành chính",)), Unit("TH", "Phòng Giáo dục Tiểu học"))
QUESTIONS = {
    "unit": "0000000a",
    "procedure": "0000000b",
    "q1": "00000001",
    "q8": "00000008",
    "q11": "0000000c",
}
NOW = datetime(2022, 3, 10, 8, tzinfo=ZONE)


def make_organisation(**values: Any) -> Organisation:
    """Two units, calendar months, k = 5, unless said otherwise."""
    known = {**settings([]).values, "year": 2022, **values}
    return Organisation(UNITS, (), Settings(known))


def make_response(number: int, **said: str) -> dict[str, Any]:
    """An answer as the Forms API gives it; `at` and `edited` are its times."""
    at = said.pop("at", "2022-03-05T09:00:00Z")
    edited = said.pop("edited", at)
    given = {"unit": "Văn phòng", "q8": "Hài lòng", **said}
    answers = {
        QUESTIONS[name]: {"questionId": QUESTIONS[name], "textAnswers": {"answers": [{"value": text}]}}
        for name, text in given.items()
    }
    return {"responseId": f"r{number}", "createTime": at, "lastSubmittedTime": edited, "answers": answers}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Connection]:
    """A connection to a fresh store that knows one form."""
    url = f"sqlite:///{tmp_path / 'qms.db'}"
    stores.lay_out(url)
    engine = open_engine(url)
    with engine.begin() as connection:
        row = {"id": "f", "key": "satisfaction-1:2022", "version": "1", "questions": QUESTIONS, "state": "ok"}
        connection.execute(insert(form).values(responder_uri="", **row))
        yield connection
    engine.dispose()


def keep(store: Connection, *responses: dict[str, Any], now: datetime = NOW) -> intake.Taken:
    """Take `responses` in."""
    row = dict(store.execute(select(form)).mappings().one())
    return intake.keep(store, make_organisation(), row, responses, now)


def counts(store: Connection) -> dict[tuple[str, str, int], int]:
    """The cube by unit, question and level, zeros left out."""
    found: dict[tuple[str, str, int], int] = {}
    for row in store.execute(select(cube)).mappings():
        if row["count"]:
            place = (row["unit"], row["question"], row["level"])
            found[place] = found.get(place, 0) + row["count"]
    return found


def test_an_answer_read_twice_counts_once(store: Connection) -> None:
    """The overlap of readings doubles nothing."""
    assert keep(store, make_response(1)).new == 1
    assert keep(store, make_response(1)).new == 0
    assert counts(store) == {("VP", "q8", 4): 1, ("VP", "lowest", 4): 1}


def test_a_unit_is_known_by_name_alias_and_spelling(store: Connection) -> None:
    """Aliases, NFD, case and missing accents find the unit; an unknown one belongs to none."""
    import unicodedata

    names = ["phong hanh chinh", unicodedata.normalize("NFD", "VĂN PHÒNG"), "VP", "Phòng lạ", ""]
    keep(store, *(make_response(i, unit=name) for i, name in enumerate(names)))
    assert list(store.execute(select(answer.c.unit).order_by(answer.c.response_id)).scalars()) == [
        "VP", "VP", "VP", "", "",
    ]  # fmt: skip


def test_two_schools_that_accents_tell_apart_are_two(store: Connection) -> None:
    """Nam Hùng is not Nam Hưng; without accents nobody can know which was meant."""
    schools = (Unit("H1", "THPT Nam Hùng"), Unit("H2", "THPT Nam Hưng"))
    about = Organisation(schools, (), Settings({**settings([]).values, "year": 2022}))
    names = ["THPT Nam Hùng", "thpt nam hưng", "THPT Nam Hung"]
    answers = [make_response(i, unit=name) for i, name in enumerate(names)]
    intake.keep(store, about, dict(store.execute(select(form)).mappings().one()), answers, NOW)
    found = store.execute(select(answer.c.unit).order_by(answer.c.response_id)).scalars()
    assert list(found) == ["H1", "H2", pools.NO_UNIT]


def test_not_applicable_and_nonsense_leave_the_scale(store: Connection) -> None:
    """“Không áp dụng” and a level nobody offered count at level 0; the lowest is of valid answers only."""
    keep(store, make_response(1, q1="Không áp dụng"), make_response(2, q1="=1+1"))
    assert counts(store)[("VP", "q1", 0)] == 2
    assert counts(store)[("VP", "lowest", 4)] == 2


def test_an_edit_before_the_freeze_replaces_the_answer(store: Connection) -> None:
    """Counts follow the edit; nothing is left of what was said before."""
    keep(store, make_response(1))
    keep(store, make_response(1, q8="Bình thường", edited="2022-03-06T09:00:00Z"))
    assert counts(store) == {("VP", "q8", 3): 1, ("VP", "lowest", 3): 1}


def test_after_the_freeze_nothing_is_slipped_in(store: Connection) -> None:
    """A first reading after the freeze is late, an edit is listed; the cube stays as it was frozen."""
    keep(store, make_response(1))
    frozen = {"period": "monthly:2022-03", "kind": "monthly", "label": "2022-03", "frozen_at": stamp(NOW)}
    store.execute(insert(snapshot).values(hash="", content=b"", **frozen))
    before = counts(store)
    assert keep(store, make_response(2)).late == 1
    assert keep(store, make_response(1, q8="Bình thường", edited="2022-04-09T09:00:00Z")).edited == 1
    assert counts(store) == before
    states = {r.response_id: r.state for r in store.execute(select(answer))}
    assert states == {"r1": "edited", "r2": "late"}


def test_an_edit_of_a_late_answer_is_told_once(store: Connection) -> None:
    """The overlap reads it again on every tick: one edit is one edit, and the answer stays a late one."""
    frozen = {"period": "monthly:2022-03", "kind": "monthly", "label": "2022-03", "frozen_at": stamp(NOW)}
    store.execute(insert(snapshot).values(hash="", content=b"", **frozen))
    keep(store, make_response(2))
    again = make_response(2, q8="Bình thường", edited="2022-04-09T09:00:00Z")
    seen = NOW + timedelta(days=30)
    assert keep(store, again, now=seen).edited == 1
    assert keep(store, again, now=seen + timedelta(minutes=1)).edited == 0
    row = store.execute(select(answer)).mappings().one()
    assert (row["state"], row["first_read_at"], counts(store)) == ("late", stamp(seen), {})


def test_the_day_of_an_answer_is_the_agency_s(store: Connection) -> None:
    """17:30 UTC on 31 March is already April in Vietnam."""
    keep(store, make_response(1, at="2022-03-31T17:30:00Z"))
    row = store.execute(select(answer)).mappings().one()
    assert (row["period"], row["submitted_at"][:10]) == ("2022-04", "2022-04-01")


def test_hostile_answers_are_kept_and_harmless(store: Connection) -> None:
    """A megabyte, NUL, HTML and direction marks: kept as text, cut, cleaned; the row beside is untouched."""
    keep(store, make_response(1, q11="<script>\x00\u202e" + "x" * 1_000_000), make_response(2, q11="ok"))
    comments = list(store.execute(select(answer.c.comment).order_by(answer.c.response_id)).scalars())
    assert comments[0].startswith("<script>xxx")
    assert len(comments[0]) <= 4000
    assert comments[1] == "ok"


def test_a_small_month_joins_the_next_batch(store: Connection) -> None:
    """Three answers in January and four in February: withheld alone, seven together later."""
    keep(store, *(make_response(i, at="2022-01-10T03:00:00Z") for i in range(3)))
    keep(store, *(make_response(10 + i, at="2022-02-10T03:00:00Z") for i in range(4)))
    rules, opened = make_organisation().rules, date(2022, 1, 1)
    (january, _) = pools.gather(store, ["VP", "TH"], window("2022-01", rules), opened)
    (february, other) = pools.gather(store, ["VP", "TH"], window("2022-02", rules), opened)
    assert (january.people, january.publishable(5)) == (3, False)
    assert (february.people, february.publishable(5), february.first) == (7, True, opened)
    assert (other.people, other.publishable(5)) == (0, False)


def test_a_pool_begins_after_the_last_batch(store: Connection) -> None:
    """What was published once is not published again."""
    days = {"first_day": "2022-01-01", "last_day": "2022-01-31"}
    store.execute(insert(batch).values(unit="VP", period="2022-01", **days))
    keep(store, make_response(1, at="2022-01-10T03:00:00Z"), make_response(2, at="2022-02-10T03:00:00Z"))
    (pool,) = pools.gather(store, ["VP"], window("2022-02", make_organisation().rules), date(2022, 1, 1))
    assert (pool.people, pool.first) == (1, date(2022, 2, 1))


def test_a_pool_needs_k_valid_overall_answers_too(store: Connection) -> None:
    """Five people of whom one finds the overall question not applicable are not shown."""
    said = ["Hài lòng"] * 4 + ["Không áp dụng"]
    keep(store, *(make_response(i, q8=text) for i, text in enumerate(said)))
    (pool,) = pools.gather(store, ["VP"], window("2022-03", make_organisation().rules), date(2022, 1, 1))
    assert (pool.people, pool.publishable(5)) == (5, False)
