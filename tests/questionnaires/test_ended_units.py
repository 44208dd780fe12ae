"""Answers for a unit that has ended: no unit's, in no figure, and told as such; a new one's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from service.clock import ZONE
from service.figures import compute
from service.figures.data import Figures
from service.organisation import Organisation, Unit
from service.periods import snapshot
from service.periods.windows import window
from service.questionnaires import batches
from tests.questionnaires.test_intake import keep, make_organisation, make_response, store

__all__ = ["store"]

OLD = Unit("TH", "Phòng Giáo dục Tiểu học", valid_to=date(2022, 3, 31))


def organisation(old: Unit = OLD) -> Organisation:
    """The office goes on, the other unit ends with March."""
    made = make_organisation()
    return replace(made, units=(made.units[0], old))


def take_in(store: Connection, month: int, unit: str, number: int) -> None:
    """`number` people answer for a unit on the 10th of a month."""
    first, day = month * 1000 + len(unit) * 100, datetime(2022, month, 10, 9, tzinfo=ZONE)
    answers = [make_response(first + i, at=day.isoformat(), unit=unit) for i in range(number)]
    keep(store, *answers, now=day + timedelta(minutes=5))


def close(store: Connection, label: str, known: Organisation) -> Figures:
    """A month frozen, its figures."""
    span = window(label, known.rules)
    batches.publish(store, known, span)
    data = snapshot.take(store, known, span, "monthly")
    snapshot.freeze(store, data, span.frozen_at(ZONE))
    return compute(data)


def test_answers_for_an_ended_unit_are_in_no_figure(store: Connection) -> None:
    """Seven in April for a unit valid to 31/03 are called uncounted, so they are not counted."""
    take_in(store, 4, "VP", 6)
    take_in(store, 4, OLD.name, 7)
    made = close(store, "2022-04", organisation())
    assert (made["satisfaction.n"].value, made["satisfaction.unassigned"].value) == (6, 7)
    assert made["satisfaction.q8.top2"].denominator == 6


def test_what_waited_when_the_unit_ended_joins_the_year(store: Connection) -> None:
    """Three of March wait for ever and are part of the year's rest; the seven of April are nobody's."""
    known = organisation()
    take_in(store, 3, OLD.name, 3)
    take_in(store, 12, "VP", 4)
    take_in(store, 4, OLD.name, 7)
    for month in range(1, 13):
        close(store, f"2022-{month:02}", known)
    year = compute(snapshot.take(store, known, window("2022", known.rules), "annual"))
    assert (year["satisfaction.n"].value, year["satisfaction.unassigned"].value) == (7, 7)


def test_a_later_change_of_the_days_moves_no_frozen_answer(store: Connection) -> None:
    """The unit's end is taken back in May: April's seven stay uncounted, what waited since March waits on."""
    take_in(store, 3, OLD.name, 3)
    take_in(store, 4, OLD.name, 7)
    for label in ("2022-03", "2022-04"):
        close(store, label, organisation())
    take_in(store, 5, OLD.name, 2)
    made = close(store, "2022-05", organisation(replace(OLD, valid_to=None)))
    assert made["satisfaction.unit.TH.n"].value == 5
    known = organisation(replace(OLD, valid_to=date(2022, 2, 28)))
    year = compute(snapshot.take(store, known, window("2022", known.rules), "annual"))
    assert (year["satisfaction.n"].value, year["satisfaction.unassigned"].value) == (5, 7)


def test_a_units_first_batch_is_told_from_its_first_month(store: Connection) -> None:
    """Born on 01/07, shown in September: its answers are of July to September, not of January on."""
    known = organisation(replace(OLD, valid_from=date(2022, 7, 1), valid_to=None))
    known = replace(known, by_code={unit.code: unit for unit in known.units})
    take_in(store, 7, OLD.name, 3)
    take_in(store, 9, OLD.name, 3)
    for month in range(7, 10):
        made = close(store, f"2022-{month:02}", known)
    assert made["satisfaction.unit.TH.n"].value == 6
    assert set(made["satisfaction.unit.TH.n"].origin) == {"answers:TH:2022-07:2022-09"}
