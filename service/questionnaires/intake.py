"""Take in the answers: each once, masked, counted in the same transaction that keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from service.clock import parse, stamp
from service.compose import Services
from service.organisation import Organisation
from service.periods import snapshot
from service.periods.windows import containing
from service.questionnaires import erasure, pools
from service.questionnaires.mask import clean, mask
from service.store.engine import reading
from service.store.tables import answer, form
from sheets_schema import forms
from sheets_schema.cells import fold
from sheets_schema.forms import Form
from sheets_schema.themes import lexicon

#: Answers are read again this far back: Google's lists may lag, and reading twice does no harm.
OVERLAP = timedelta(hours=1)
LONGEST_CHOICE = 120


@dataclass(frozen=True)
class Taken:
    """What one reading of a form brought."""

    new: int = 0
    late: int = 0
    edited: int = 0

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.new + other.new, self.late + other.late, self.edited + other.edited)


def pull(services: Services, organisation: Organisation) -> Taken:
    """Read each form once, from its cursor; keep what is new. One call a form when little came."""
    with reading(services.engine) as connection:
        known = list(connection.execute(select(form).where(form.c.state == "ok")).mappings())
    total = Taken()
    for row in known:
        now = services.clock.now()
        since = parse(row["cursor"]) - OVERLAP if row["cursor"] else None
        responses = list(services.google.forms.responses(row["id"], since))
        with services.engine.begin() as connection:
            total += keep(connection, organisation, dict(row), responses, now)
            newest = max((_submitted(r) for r in responses), default=None)
            if newest is not None:
                values = {"cursor": stamp(newest)}
                connection.execute(update(form).where(form.c.id == row["id"]).values(values))
    return total


def keep(
    connection: Connection,
    organisation: Organisation,
    row: Mapping[str, Any],
    responses: Iterable[Mapping[str, Any]],
    now: datetime,
) -> Taken:
    """Upsert answers by their id and bring the cube up to date. `row` is the form's row in the store."""
    questionnaire = forms.form("satisfaction", int(row["version"]))
    reader = Reader(questionnaire, row["questions"], organisation)
    total = Taken()
    for response in responses:
        if not erasure.is_erased(connection, response["responseId"]):
            read = reader.read(response, row["id"], now)
            total += _keep_one(connection, questionnaire.version, read)
    return total


class Reader:
    """Google's answer → our row: levels by question, unit by name, comment masked."""

    def __init__(self, questionnaire: Form, questions: Mapping[str, str], organisation: Organisation) -> None:
        self._names = {question_id: name for name, question_id in questions.items()}
        self._levels = {fold(level.label): level.score or 0 for level in questionnaire.levels}
        self._items = {item.name: item for item in questionnaire.items}
        self._units = organisation.naming()
        self._rules = organisation.rules

    def read(self, response: Mapping[str, Any], form_id: str, now: datetime) -> dict[str, Any]:
        """One row of the table `answer`; whatever is not understood is left out, never an error."""
        said = {
            self._names[question_id]: _text(given)
            for question_id, given in response.get("answers", {}).items()
            if question_id in self._names
        }
        made = parse(response["createTime"])
        edited = _submitted(response)
        said_freely = clean(said.get("q11", ""))
        levels = {name: self._levels.get(fold(said[name]), 0) for name in self._level_items() if name in said}
        return {
            "response_id": response["responseId"],
            "form_id": form_id,
            "submitted_at": stamp(made),
            "edited_at": stamp(edited) if edited > made else None,
            "first_read_at": stamp(now),
            "period": containing(made.date(), self._rules).label,
            "unit": self._units.code(said.get("unit", "")) or pools.NO_UNIT,
            "procedure": mask(said.get("procedure", ""))[:LONGEST_CHOICE],
            "levels": levels,
            "trips": mask(said.get("q9", ""))[:LONGEST_CHOICE],
            "channel": mask(said.get("q10", ""))[:LONGEST_CHOICE],
            "comment": mask(said_freely),
            "themes": list(lexicon().of(said_freely)) if said_freely else None,
            "state": "counted",
        }

    def _level_items(self) -> list[str]:
        return [name for name, item in self._items.items() if item.kind == "level"]


def _submitted(response: Mapping[str, Any]) -> datetime:
    return parse(response.get("lastSubmittedTime") or response["createTime"])


def _text(given: Mapping[str, Any]) -> str:
    answers = given.get("textAnswers", {}).get("answers", [])
    return "; ".join(str(a.get("value", "")) for a in answers)


def _keep_one(connection: Connection, version: int, row: dict[str, Any]) -> Taken:
    where = answer.c.response_id == row["response_id"]
    known = connection.execute(select(answer).where(where)).mappings().first()
    closed = snapshot.frozen_at(connection, "monthly", row["period"]) is not None
    if known is None:
        row["state"] = "late" if closed else "counted"
        connection.execute(insert(answer).values(row))
        if not closed:
            pools.count_answer(connection, version, row, +1)
        return Taken(new=0 if closed else 1, late=1 if closed else 0)
    if row["edited_at"] is None or row["edited_at"] == known["edited_at"]:
        return Taken()
    if closed:
        # What it said at the freeze stays counted; the edit is listed by when we saw it.
        state = "late" if known["state"] == "late" else "edited"
        values = {"state": state, "edited_at": row["edited_at"], "first_read_at": row["first_read_at"]}
        connection.execute(update(answer).where(where).values(values))
        return Taken(edited=1)
    pools.count_answer(connection, version, dict(known), -1)
    row["first_read_at"] = known["first_read_at"]
    connection.execute(update(answer).where(where).values(row))
    pools.count_answer(connection, version, row, +1)
    return Taken(edited=1)
