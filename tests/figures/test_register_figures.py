"""What every register counts, by its document alone: a table made up here gets all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from service.figures import registers
from service.figures.data import Data, Excluded, Figure, Row, from_json
from sheets_schema import descriptor
from tests.support import frozen

DOCUMENT: dict[str, Any] = {
    "name": "visits",
    "title": "Chuyến đi",
    "workbook": "coordinator",
    "primaryKey": ["code"],
    "register": {
        "title": "code",
        "unit": "unit",
        "opened": "planned",
        "due": "deadline",
        "done": {"field": "state", "in": ["done"]},
        "done_on": "done_on",
        "dropped": {"field": "state", "in": ["off"]},
        "goes_on": True,
        "counts": ["state"],
        "section": "audit",
    },
    "fields": [
        {"name": "code", "type": "string"},
        {"name": "unit", "type": "string"},
        {"name": "planned", "type": "date", "format": "%d/%m/%Y"},
        {"name": "deadline", "type": "date", "format": "%d/%m/%Y"},
        {"name": "done_on", "type": "date", "format": "%d/%m/%Y"},
        {
            "name": "state",
            "type": "string",
            "constraints": {"enum": ["Mở", "Xong", "Thôi"]},
            "codes": ["open", "done", "off"],
        },
    ],
}


@pytest.fixture(autouse=True)
def visits(monkeypatch: pytest.MonkeyPatch) -> descriptor.Table:
    """The only register there is."""
    table = descriptor.load(DOCUMENT, "visits.yaml")
    monkeypatch.setattr(registers, "kept", lambda: [table])
    return table


def visit(code: str, state: str, unit: str = "VP", **days: date) -> Row:
    """A row of the coordinator's workbook."""
    return Row(unit, code, {"code": code, "unit": unit, "state": state, **days})


def made(*rows: Row, **other: Any) -> dict[str, Figure]:
    """The figures of March 2022 (15/02 … 14/03) by the end of their names."""
    data = replace(frozen.month("2022-03"), registers={"visits": rows}, **other)
    return {f.name.removeprefix("register.visits."): f for f in registers.figures(data)}


def counts(found: dict[str, Figure]) -> tuple[Any, ...]:
    """Total, done, open, overdue, dropped."""
    return tuple(found[name].value for name in ("total", "done", "open", "overdue", "dropped"))


def test_done_open_overdue_and_dropped() -> None:
    """Overdue begins the day after the day; what is dropped is none of the three."""
    rows = (
        visit("A", "done", deadline=date(2022, 3, 1), done_on=date(2022, 3, 1)),
        visit("B", "done", deadline=date(2022, 3, 1), done_on=date(2022, 3, 2)),
        visit("C", "open", deadline=date(2022, 3, 13)),
        visit("D", "open", "TCCB", deadline=date(2022, 3, 14)),
        visit("E", "off", deadline=date(2022, 3, 1)),
        visit("F", "open"),
    )
    found = made(*rows)
    assert counts(found) == (6, 2, 3, 1, 1)
    assert (found["done_on_time"].numerator, found["done_on_time"].denominator) == (1, 2)
    assert (found["state.open"].value, found["state.off"].value) == (3, 1)
    assert [found[f"unit.{u}.open"].value for u in ("VP", "TCCB", "GDTH")] == [2, 1, 0]
    assert found["unit.VP.overdue"].value == 1


def test_what_was_done_after_the_window_is_not_done_in_it() -> None:
    """March tells what stood at its end."""
    assert counts(made(visit("A", "done", deadline=date(2022, 3, 1), done_on=date(2022, 3, 16)))) == (
        1,
        0,
        1,
        1,
        0,
    )


def test_what_was_not_begun_is_not_known_yet() -> None:
    """A row for April is none of March's."""
    assert (
        counts(
            made(visit("A", "open", planned=date(2022, 3, 15)), visit("B", "open", planned=date(2022, 3, 14)))
        )[0]
        == 1
    )


def test_an_earlier_years_row_goes_on_until_it_is_over() -> None:
    """Open in 2021 and still open, or closed in 2022: counted; closed in 2021: not; of 2023: not yet."""
    old = date(2021, 6, 1)
    rows = (
        visit("A", "open", planned=old, deadline=old),
        visit("B", "done", planned=old, done_on=date(2022, 1, 5)),
        visit("C", "done", planned=old, done_on=date(2021, 7, 1)),
        visit("D", "off", planned=old),
        visit("E", "open", deadline=date(2023, 2, 1)),
    )
    assert counts(made(*rows)) == (2, 1, 1, 1, 0)


def test_a_yearly_workbooks_row_counts_by_its_year_and_the_later_year_wins() -> None:
    """The same finding carried into the next year's workbook is counted once, as it stands there."""
    rows = (
        replace(visit("A", "open", planned=date(2021, 3, 1)), year=2021),
        replace(visit("A", "done", planned=date(2021, 3, 1), done_on=date(2022, 2, 1)), year=2022),
    )
    assert counts(made(*rows)) == (1, 1, 0, 0, 0)


def test_a_register_in_which_nothing_ever_stood_has_no_figure_but_says_why() -> None:
    """Never 0; a row left out is named."""
    left = Excluded("", "visits", "A", 3, "deadline", "date_order")
    data: Data = replace(frozen.month("2022-03"), excluded=(left,))
    (total,) = registers.figures(data)
    assert (total.value, total.exclusions) == (None, (left.line,))


def test_a_snapshot_keeps_the_registers() -> None:
    """They come back as they were written."""
    data = replace(
        frozen.month("2022-03"), registers={"visits": (visit("A", "open", deadline=date(2022, 3, 1)),)}
    )
    assert from_json(data.to_json()) == data


def test_a_meetings_day_says_nothing_of_timeliness(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its day is both when it is due and when it is done: a rate of it would be 100 % whatever happens."""
    monkeypatch.setattr(registers, "kept", lambda: [descriptor.table("reviews")])
    values = {"code": "XX-1", "date": date(2022, 3, 1), "kind": "monthly", "status": "held"}
    data = replace(frozen.month("2022-03"), registers={"reviews": (Row("", "XX-1", values),)})
    names = {figure.name for figure in registers.figures(data)}
    assert "register.reviews.done" in names
    assert "register.reviews.done_on_time" not in names
