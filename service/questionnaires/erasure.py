"""Erase answers at a citizen's wish: from the store, and from the counts of a month that is still open.

What was frozen stays: its counts hold nobody's words, and a report that was sent does not change. Google
keeps the answer, and its Forms API cannot delete it; so an erased answer is remembered (by a digest of its
id) and never taken in again, and whoever erases is told how to delete it there.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from service.clock import stamp
from service.compose import Services
from service.periods import snapshot
from service.questionnaires import pools
from service.store.tables import answer, erased, form


@dataclass(frozen=True)
class Wish:
    """What a citizen can tell: the response's id, or where and when (a day, and hours on it) it was given.

    Answers whose unit could not be told may be meant as well.
    """

    response: str = ""
    unit: str = ""
    day: date | None = None
    begin: time = time.min
    end: time = time.max


@dataclass(frozen=True)
class Match:
    """One answer a wish may mean, told without what it says. `frozen`: its month is closed."""

    response: str
    form: str
    unit: str
    submitted_at: str
    frozen: bool


def is_erased(connection: Connection, response: str) -> bool:
    """Whether an answer was erased before."""
    known = select(erased.c.digest).where(erased.c.digest == _digest(response))
    return connection.execute(known).first() is not None


def find(connection: Connection, wish: Wish) -> list[Match]:
    """The answers a wish may mean, in the order they were given."""
    query = select(answer).where(_where(wish)).order_by(answer.c.submitted_at, answer.c.response_id)
    return [
        Match(
            row["response_id"],
            row["form_id"],
            row["unit"],
            row["submitted_at"],
            snapshot.frozen_at(connection, "monthly", row["period"]) is not None,
        )
        for row in connection.execute(query).mappings()
        if wish.response or wish.begin.isoformat() <= row["submitted_at"][11:26] <= wish.end.isoformat()
    ]


def erase(services: Services, found: list[Match], who: str, reason: str) -> int:
    """Erase these answers for good; how many there still were."""
    now, number = stamp(services.clock.now()), 0
    with services.engine.begin() as connection:
        for match in found:
            row = connection.execute(select(answer).where(answer.c.response_id == match.response)).mappings()
            known = row.first()
            if known is None:
                continue
            number += 1
            if known["state"] == "counted" and not match.frozen:
                version = connection.execute(select(form.c.version).where(form.c.id == match.form))
                pools.count_answer(connection, int(version.scalar_one()), dict(known), -1)
            connection.execute(delete(answer).where(answer.c.response_id == match.response))
            note = {"digest": _digest(match.response), "at": now, "who": who, "reason": reason}
            connection.execute(insert(erased).values(note))
    return number


def _where(wish: Wish) -> ColumnElement[bool]:
    if wish.response:
        return answer.c.response_id == wish.response
    assert wish.day is not None
    day = wish.day.isoformat()
    return answer.c.unit.in_([wish.unit, pools.NO_UNIT]) & answer.c.submitted_at.startswith(day)


def _digest(response: str) -> str:
    return hashlib.sha256(response.encode()).hexdigest()
