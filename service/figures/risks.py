"""Risks and opportunities: open by level, new, dealt with, their effect evaluated (docs/figures.md, 12.6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from service.figures import entries
from service.figures.data import Data, Figure, Row

#: From which product of likelihood and impact on a risk is of a level; the first that fits counts.
FROM = {"high": 10, "medium": 5}
LEVELS = (*FROM, "low")
_TABLES = ("risks",)


def product(row: Row) -> int:
    """Likelihood × impact."""
    return int(row.values.get("likelihood") or 0) * int(row.values.get("impact") or 0)


def level(row: Row) -> str:
    """One of LEVELS."""
    return next((name for name, least in FROM.items() if product(row) >= least), LEVELS[-1])


def known(data: Data) -> list[Row]:
    """Those identified by the window's end."""
    end = data.window.end
    return [row for row in entries.rows(data, "risks") if (row.day("identified_on") or end) <= end]


def is_done(row: Row, on: date) -> bool:
    """Whether its action was done by the end of day `on`."""
    day = row.day("done_on")
    return row.text("status") == "done" and day is not None and day <= on


def standing(data: Data, kind: str) -> list[Row]:
    """Those of a kind that are neither accepted nor dealt with at the window's end, the gravest first."""
    end = data.window.end
    found = [
        row
        for row in known(data)
        if row.text("kind") == kind and row.text("status") != "accepted" and not is_done(row, end)
    ]
    return sorted(found, key=lambda row: (-product(row), row.key))


def overdue(data: Data) -> list[Row]:
    """Those of both kinds whose action is not done although its day has passed."""
    end = data.window.end
    both = standing(data, "risk") + standing(data, "opportunity")
    return [row for row in both if (day := row.day("deadline")) is not None and day < end]


def figures(data: Data) -> Iterator[Figure]:
    """All figures of risks and opportunities."""
    number, part = partial(entries.number, data, tables=_TABLES), partial(entries.part, data, tables=_TABLES)
    start, end = entries.begun(data), data.window.end
    every, still = known(data), standing(data, "risk")
    yield number("risks.open", still)
    for name in LEVELS:
        yield number(f"risks.open.{name}", [row for row in still if level(row) == name])
    yield number("risks.opportunities", standing(data, "opportunity"))
    yield number("risks.overdue", overdue(data))
    yield number("risks.new", [r for r in every if data.window.contains(r.day("identified_on") or end)])
    done = [row for row in every if is_done(row, end) and (row.day("done_on") or end) >= start]
    yield number("risks.done_in_window", [r for r in done if data.window.contains(r.day("done_on") or end)])
    yield part("risks.evaluated", sum(bool(row.text("effect")) for row in done), of=done)
