"""Training: sessions held of those planned, people who came, effect evaluated (docs/figures.md, 12.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from service.figures import entries, exact
from service.figures.data import Data, Figure, Row

_TABLES = ("training",)


def is_held(row: Row, on: date) -> bool:
    """Whether the session was held by the end of day `on`."""
    day = row.day("done_on")
    return row.text("status") == "done" and day is not None and day <= on


def sessions(data: Data) -> list[Row]:
    """The year's sessions so far, by the day each was held or, while it was not, the day planned."""
    start, end = entries.begun(data), data.window.end
    found = []
    for row in entries.rows(data, "training"):
        day = row.day("done_on" if is_held(row, end) else "planned_on")
        if row.text("status") != "cancelled" and day is not None and start <= day <= end:
            found.append(row)
    return found


def figures(data: Data) -> Iterator[Figure]:
    """All figures of training."""
    number, part = partial(entries.number, data, tables=_TABLES), partial(entries.part, data, tables=_TABLES)
    every, end = sessions(data), data.window.end
    held = [row for row in every if is_held(row, end)]
    told = [row for row in held if row.text("effect")]
    good = [row for row in told if row.text("effect") == "good"]
    yield number("training.sessions", every)
    yield part("training.held", len(held), of=every)
    yield number("training.held_in_window", [row for row in held if _in_window(data, row)])
    yield _coverage(data, every, held)
    yield part("training.evaluated", len(told), of=held)
    yield part("training.effective", len(good), of=told)


def _in_window(data: Data, row: Row) -> bool:
    day = row.day("done_on")
    return day is not None and data.window.contains(day)


def _coverage(data: Data, every: Sequence[Row], held: Sequence[Row]) -> Figure:
    """The people who came, of all who were to come to the sessions whose day has come."""
    known = "training" in data.registers
    came = exact.total(exact.exact(row.values.get("present")) for row in held) or 0
    planned = exact.total(exact.exact(row.values.get("planned")) for row in every) or 0
    return exact.share(
        "training.coverage",
        came if known else None,
        planned if known else None,
        len(every) if known else None,
        exclusions=entries.left_out(data, *_TABLES),
        origin=[row.place for row in every],
    )
