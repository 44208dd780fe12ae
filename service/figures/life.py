"""The life of a finding, from its content: where each stands, which came back, which opened again.

Computed from the rows as they stood at the window's end, never typed (docs/figures.md, 4.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from service.figures.data import Row
from sheets_schema.cells.text import fold
from sheets_schema.rules.findings import comes_back

STATES = ("open", "corrected", "cause", "action", "done", "verified", "ineffective", "closed")
#: Grades that demand a corrective action: only they can come back.
NONCONFORMITIES = ("major", "minor")


class Repeat(NamedTuple):
    """A finding that came back. `reopens`: the earlier one had been closed, so its effect was none."""

    earlier: Row
    later: Row
    reopens: bool


def closed_on(finding: Row) -> date | None:
    """The day a finding was closed with a verified effect; None while that is not so."""
    done = finding.text("status") == "closed" and finding.values.get("effective") is True
    return finding.day("verified_on") if done else None


def repeats(rows: Sequence[Row], on: date) -> list[Repeat]:
    """What came back by day `on`: the same clause in the same unit, found by another audit on a later day,
    while the earlier one is open or within a year after it was closed.
    """
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(rows, key=lambda row: row.text("date")):
        if row.text("grade") in NONCONFORMITIES and row.text("clause"):
            groups.setdefault((row.unit, _clause(row)), []).append(row)
    found = []
    for group in groups.values():
        for place, later in enumerate(group):
            found += [r for e in group[:place] if (r := _repeat(e, later, on)) is not None]
    return found


def _repeat(earlier: Row, later: Row, on: date) -> Repeat | None:
    first, again, closed = earlier.day("date"), later.day("date"), closed_on(earlier)
    if first is None or again is None or again > on:
        return None
    if not comes_back(first, again, closed, (earlier.text("audit"), later.text("audit"))):
        return None
    reopens = closed is not None and closed < again
    return Repeat(earlier, later, reopens)


def _clause(row: Row) -> str:
    return fold(row.text("clause"))


def state(finding: Row, answers: Iterable[Row], on: date, again: date | None) -> str:
    """One of STATES on day `on`. `answers`: the rows of *Khắc phục* that answer it; `again`: the day a
    repeat opened it anew.
    """
    verified = finding.day("verified_on")
    verified = verified if verified is not None and verified <= on else None
    closed = closed_on(finding)
    if again is None and closed is not None and closed <= on:
        return "closed"
    # What failed: the day on which the effect was found to be none.
    failed = again or (verified if finding.values.get("effective") is False else None)
    if again is None and verified and finding.values.get("effective") is True:
        return "verified"
    rows = list(answers)
    done = [day for row in rows if (day := row.day("completed")) is not None and day <= on]
    if any(day > (failed or date.min) for day in done):
        return "done"
    if failed is not None:
        return "ineffective"
    for name, reached in (("action", "action"), ("cause", "cause"), ("correction", "corrected")):
        if any(row.text(name) for row in rows):
            return reached
    return "open"
