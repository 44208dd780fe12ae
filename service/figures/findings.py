"""Findings and corrective actions as they stood at the window's end (docs/figures.md, 4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from service.figures import exact, tree
from service.figures.data import Data, Figure, Row

GRADES = ("major", "minor", "observation", "improvement")
CLAUSES = (*(str(number) for number in range(4, 11)), "other")
AGES = ("0-30", "31-60", "61-90", "over-90")
#: Grades that demand a corrective action.
NONCONFORMITIES = ("major", "minor")

#: What makes a finding the same one in two years' workbooks: unit, code and date.
Identity = tuple[str, str, str]
#: Where a corrective action is looked for: unit, code, and the year of the workbook.
Place = tuple[str, str, int]


def closed_on(finding: Row) -> date | None:
    """The day a finding was closed with a verified effect; None while that is not so."""
    done = finding.text("status") == "closed" and finding.values.get("effective") is True
    return finding.day("verified_on") if done else None


def is_open(finding: Row, on: date) -> bool:
    """Whether the finding stands open at the end of day `on`."""
    closed = closed_on(finding)
    return closed is None or closed > on


def clause(finding: Row) -> str:
    """The top-level clause, "4" … "10", or "other"."""
    number = re.search(r"\d+", finding.text("clause"))
    return number[0] if number and number[0] in CLAUSES else "other"


def age(finding: Row, on: date) -> str:
    """The bucket of AGES for the days since the finding's date."""
    raised = finding.day("date")
    days = (on - raised).days if raised else 0
    return AGES[0] if days <= 30 else AGES[1] if days <= 60 else AGES[2] if days <= 90 else AGES[3]


def is_late(finding: Row, on: date) -> bool:
    """Whether the deadline has passed before day `on`."""
    deadline = finding.day("deadline")
    return deadline is not None and deadline < on


def identity(finding: Row) -> Identity:
    """Which finding it is, whatever year's workbook it stands in."""
    return finding.unit, finding.text("code"), finding.text("date")


def known(data: Data) -> list[Row]:
    """The findings made up to the window's end, each as the latest year's workbook tells it."""
    found: dict[Identity, Row] = {}
    for finding in sorted(data.findings, key=lambda row: row.year):
        day = finding.day("date")
        if day is not None and day <= data.window.end:
            found[identity(finding)] = finding
    return list(found.values())


def required(data: Data) -> list[Row]:
    """The findings that demand a corrective action."""
    return [finding for finding in known(data) if finding.text("grade") in NONCONFORMITIES]


def undone(data: Data) -> list[Row]:
    """Those of `required` whose corrective action is not done."""
    end = data.window.end
    dated = ((answered(row), row.day("completed")) for row in data.corrections)
    completed = {place for place, day in dated if day is not None and day <= end}
    asked = asking(data)
    return [
        finding
        for finding in required(data)
        if is_open(finding, end) and not completed & asked[identity(finding)]
    ]


def answered(correction: Row) -> Place:
    """Which finding a row of corrections answers: that of its own year with its code."""
    return correction.unit, correction.text("code"), correction.year


def asking(data: Data) -> dict[Identity, set[Place]]:
    """Where each finding asks for its corrective action: in every year whose workbook holds it.

    That of a unit which was merged may be answered by whoever took over from it.
    """
    found: dict[Identity, set[Place]] = {}
    for row in data.findings:
        places = ((unit, row.text("code"), row.year) for unit in tree.line(data, row.unit))
        found.setdefault(identity(row), set()).update(places)
    return found


def overdue_actions(data: Data) -> list[Row]:
    """The corrective actions not done although their day has passed."""
    return [finding for finding in undone(data) if is_late(finding, data.window.end)]


def units(data: Data) -> list[str]:
    """The window's units, then any other unit with a finding."""
    ordered = [unit.code for unit in data.units] + sorted({finding.unit for finding in known(data)})
    return list(dict.fromkeys(ordered))


def figures(data: Data) -> Iterator[Figure]:
    """All figures of findings and corrective actions; without a value until the findings were read once."""
    lines = [e.line for e in data.excluded if e.table == "findings"]
    actions = _actions_left_out(data)
    for name, rows in _groups(data):
        value = len(rows) if data.findings_known else None
        places = [row.place for row in rows]
        yield exact.count(name, value, value, exclusions=[*lines, *actions.get(name, ())], origin=places)
    whole, left = required(data), undone(data)
    if data.findings_known:
        done, places = len(whole) - len(left), [row.place for row in whole]
        notes = [*lines, *actions.get("corrections.done", ())]
        yield exact.share("corrections.done", done, len(whole), len(whole), exclusions=notes, origin=places)
    else:
        yield exact.share("corrections.done", None, None)


def _actions_left_out(data: Data) -> dict[str, list[str]]:
    """The rows of corrections left out because of an error, by the figures they would have entered."""
    found: dict[str, list[str]] = {}
    for e in data.excluded:
        if e.table == "corrections":
            for name in ("done", "overdue", f"unit.{e.unit}.overdue"):
                found.setdefault(f"corrections.{name}", []).append(e.line)
    return found


def _groups(data: Data) -> Iterator[tuple[str, Sequence[Row]]]:
    end, rows = data.window.end, known(data)
    still = [row for row in rows if is_open(row, end)]
    late = [row for row in still if is_late(row, end)]
    yield "findings.total", rows
    yield "findings.open", still
    yield "findings.closed", [row for row in rows if not is_open(row, end)]
    yield "findings.new", [row for row in rows if data.window.contains(row.day("date") or date.min)]
    yield "findings.closed_in_window", [r for r in rows if data.window.contains(closed_on(r) or date.min)]
    yield "findings.overdue", late
    yield from _split("findings.grade.{}.open", still, GRADES, lambda row: row.text("grade"))
    yield from _split("findings.clause.{}.open", still, CLAUSES, clause)
    yield from _split("findings.age.{}", still, AGES, lambda row: age(row, end))
    yield "corrections.required", required(data)
    actions = overdue_actions(data)
    yield "corrections.overdue", actions
    parts = {"findings.unit.{}.open": still, "findings.unit.{}.overdue": late}
    for pattern, of in (parts | {"corrections.unit.{}.overdue": actions}).items():
        by_unit: dict[str, list[Row]] = {code: [] for code in units(data)}
        for row in of:
            by_unit[row.unit].append(row)
        yield from ((pattern.format(code), own) for code, own in by_unit.items())


def _split(
    pattern: str, rows: Sequence[Row], parts: Sequence[str], of: Callable[[Row], str]
) -> Iterator[tuple[str, Sequence[Row]]]:
    for part in parts:
        yield pattern.format(part), [row for row in rows if of(row) == part]
