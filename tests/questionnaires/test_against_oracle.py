"""A random year of answers on two versions of the form: every figure is as the oracle reckons it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from service.clock import ZONE
from service.figures import compute
from service.figures.data import Figures
from service.organisation import Organisation, Settings, Unit, settings
from service.periods import snapshot
from service.periods.windows import window
from service.questionnaires import batches, intake
from service.store.tables import form
from sheets_schema import forms
from tests.oracle import year as oracle
from tests.oracle.fig import compare
from tests.oracle.made import make_dump
from tests.questionnaires.test_intake import store

__all__ = ["store"]

UNITS = (
    Unit("VP", "Văn phòng"),
    Unit("TH", "Phòng Tiểu học"),
    Unit("MN", "Phòng Mầm non"),
    Unit("IT", "Tổ tin"),
)
#: About how many answer a month, by unit.
BUSY = {"VP": 40, "TH": 12, "MN": 4, "IT": 1}
COMMENTS = (
    "Phải chờ hơi lâu vào sáng thứ Hai.",
    "Cảm ơn cán bộ nhiệt tình",
    "can bo huong dan ro rang",
    "Không hài lòng, nộp trên mạng hay lỗi",
    "Cấp bằng tốt nghiệp quá chậm, cán bộ nóng nảy",
    "bang tot nghiep ghi sai ten, thuan tien",
    "Được",
    "thu lệ phí nhanh, giấy tờ đơn giản",
)
#: Since when version 2 is asked, with stragglers on the old form after it.
SECOND = date(2022, 5, 20)


def people(seed: int) -> list[tuple[int, dict[str, Any]]]:
    """(version, response) of a year, in no order."""
    rng, made = Random(seed), []
    for unit, busy in BUSY.items():
        for number in range(rng.randrange(10 * busy, 14 * busy)):
            day = date(2022, 1, 1) + timedelta(days=rng.randrange(365))
            at = datetime(
                day.year, day.month, day.day, rng.choice((8, 9, 14, 21)), rng.randrange(60), tzinfo=ZONE
            )
            late = rng.random() < 0.05
            made.append(_person(rng, f"{unit}{number}", unit, at, 2 if day >= SECOND and not late else 1))
        start = datetime(2022, rng.randrange(1, 13), 10, 15, tzinfo=ZONE)
        content = _person(rng, f"{unit}burst", unit, start, 1 if start.date() < SECOND else 2, level=5)
        for n in range(12):  # somebody sits down and fills in a dozen
            when = (start + timedelta(seconds=25 * n)).isoformat()
            times = {"createTime": when, "lastSubmittedTime": when}
            one = {**content[1], "responseId": f"{unit}burst{n}", **times}
            made.append((content[0], one))
    return made


def _person(
    rng: Random, ident: str, unit: str, at: datetime, version: int, level: int = 0
) -> tuple[int, dict[str, Any]]:
    labels = [one.label for one in forms.form("satisfaction", version).levels]
    said = {"unit": unit}
    for item in forms.form("satisfaction", version).questions:
        if item.required or rng.random() < 0.8:
            said[item.name] = labels[5 - level] if level else rng.choice(labels[:3] + labels[:2] + labels[3:])
    if rng.random() < 0.1:
        said = {name: text if name == "unit" else labels[1] for name, text in said.items()}
    said |= {"q9": rng.choice("012"), "q10": rng.choice(("Trực tiếp", "Trực tuyến"))}
    if rng.random() < 0.3:
        said["q11"] = rng.choice(COMMENTS)
    answers = {
        question_id(version, name): {"textAnswers": {"answers": [{"value": text}]}}
        for name, text in said.items()
    }
    when = at.isoformat()
    return version, {"responseId": ident, "createTime": when, "lastSubmittedTime": when, "answers": answers}


def question_id(version: int, name: str) -> str:
    """Any id will do, but each form has its own."""
    return f"{version}{name}"


def form_of(version: int) -> dict[str, Any]:
    """The form as Google gives it."""
    return {
        "items": [
            {
                "title": item.title,
                "questionItem": {"question": {"questionId": question_id(version, item.name)}},
            }
            for item in forms.form("satisfaction", version).items
        ]
    }


def product(store: Connection, answers: list[tuple[int, dict[str, Any]]]) -> dict[str, Figures]:
    """Taken in month by month and frozen."""
    known = Organisation(UNITS, (), Settings({**settings([]).values, "year": 2022}))
    items = {v: {i.name: question_id(v, i.name) for i in forms.form("satisfaction", v).items} for v in (1, 2)}
    rows = {1: dict(store.execute(select(form)).mappings().one()), 2: {"id": "g", "version": "2"}}
    store.execute(
        insert(form).values(id="g", key="satisfaction-2:2022", version="2", questions=items[2], state="ok")
    )
    found: dict[str, Figures] = {}
    for month in range(1, 13):
        span = window(f"2022-{month:02}", known.rules)
        for version, row in rows.items():
            mine = [one for v, one in answers if v == version and span.start <= _day(one) <= span.end]
            intake.keep(store, known, {**row, "questions": items[version]}, mine, span.frozen_at(ZONE))
        batches.publish(store, known, span)
        data = snapshot.take(store, known, span, "monthly")
        snapshot.freeze(store, data, span.frozen_at(ZONE))
        found[span.label] = compute(data)
    found["2022"] = compute(snapshot.take(store, known, window("2022", known.rules), "annual"))
    return found


def _day(response: dict[str, Any]) -> date:
    return datetime.fromisoformat(response["createTime"]).astimezone(ZONE).date()


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in (2, 3))])
def test_every_figure_is_the_oracles(store: Connection, seed: int) -> None:
    """Questions, versions, units, patterns, themes, changes: of twelve months and the year."""
    answers = people(seed)
    made = product(store, answers)
    units = [[unit.code, unit.name, "a@b.vn", "không"] for unit in UNITS]
    dumps = [
        make_dump(
            f"2022-{month:02}",
            {},
            units=units,
            settings=[["window_start_day", 1]],
            form=form_of(1),
            responses=[one for v, one in answers if v == 1 and _day(one).month <= month],
            forms=[
                {
                    "form": form_of(2),
                    "responses": [r for v, r in answers if v == 2 and _day(r).month <= month],
                }
            ],
        )
        for month in range(1, 13)
    ]
    reckoned = oracle.from_dumps(dumps, dumps[-1])
    for label, figures in made.items():
        own = {name: one.to_json() for name, one in figures.items() if name.startswith("satisfaction.")}
        theirs = {name: one for name, one in reckoned[label].items() if name.startswith("satisfaction.")}
        assert compare({"figures": own}, theirs) == [], label
    busy = made["2022-05"]
    assert busy["satisfaction.v2.n"].value and busy["satisfaction.all_high"].value is None
    assert any(made[label]["satisfaction.flags.burst"].value for label in made)
    assert any(made[label]["satisfaction.theme.waiting"].value for label in made)
