"""Citizens' petitions: received, answered, open, answered in time (docs/figures.md, 12.7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from service.figures import entries
from service.figures.data import Data, Figure, Row

_TABLES = ("petitions",)


def is_answered(row: Row, by: date) -> bool:
    """Whether it was answered by the end of day `by`."""
    day = row.day("done_on")
    return row.text("status") == "done" and day is not None and day <= by


def standing(data: Data) -> list[Row]:
    """Those received by the window's end, neither passed on nor answered by then."""
    end = data.window.end
    return [row for row in _own(data) if (row.day("received_on") or end) <= end and not is_answered(row, end)]


def overdue(data: Data) -> list[Row]:
    """Those of them whose day has passed."""
    end = data.window.end
    return [row for row in standing(data) if (day := row.day("deadline")) is not None and day < end]


def _own(data: Data) -> list[Row]:
    return [row for row in entries.rows(data, "petitions") if row.text("status") != "transferred"]


def figures(data: Data) -> Iterator[Figure]:
    """All figures of petitions."""
    number, window = partial(entries.number, data, tables=_TABLES), data.window
    every = entries.rows(data, "petitions")

    def within(row: Row, name: str) -> bool:
        day = row.day(name)
        return day is not None and window.contains(day)

    yield number("petitions.received", [row for row in every if within(row, "received_on")])
    answered = [row for row in every if is_answered(row, window.end) and within(row, "done_on")]
    yield number("petitions.answered", answered)
    yield number("petitions.open", standing(data))
    yield number("petitions.overdue", overdue(data))
    due = [row for row in _own(data) if within(row, "deadline")]
    timely = [row for row in due if is_answered(row, row.day("deadline") or window.end)]
    yield entries.part(data, "petitions.on_time", len(timely), due, _TABLES)
