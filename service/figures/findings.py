"""Findings and corrective actions as they stood at the window's end (docs/figures.md, 4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from service.figures import exact, life, tree
from service.figures.data import Data, Figure, Row
from service.figures.life import NONCONFORMITIES, closed_on

GRADES = ("major", "minor", "observation", "improvement")
CLAUSES = (*(str(number) for number in range(4, 11)), "other")
AGES = ("0-30", "31-60", "61-90", "over-90")

#: What makes a finding the same one in two years' workbooks: unit, code and date.
Identity = tuple[str, str, str]
#: Where a corrective action is looked for: unit, code, and the year of the workbook.
Place = tuple[str, str, int]


def is_open(finding: Row, on: date) -> bool:
    """Whether the finding stands open at the end of day `on`, by its own row: see also `still`."""
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
    """The findings made up to the window's end, each as the latest year's workbook tells it.

    Of those whose row is gone only the ones that are open, by their own rows or opened again by a repeat.
    """
    found: dict[Identity, Row] = {}
    for finding in sorted(data.findings, key=lambda row: row.year):
        day = finding.day("date")
        if day is not None and day <= data.window.end:
            found[identity(finding)] = finding
    return _without_settled(list(found.values()), data.window.end)


def _without_settled(rows: list[Row], end: date) -> list[Row]:
    """Without those that are gone and closed; what goes can leave another that it alone had opened again."""
    gone = [row for row in rows if row.text("vanished") and not is_open(row, end)]
    if not gone:
        return rows
    again = {identity(repeat.earlier) for repeat in life.repeats(rows, end) if repeat.reopens}
    settled = {identity(row) for row in gone} - again
    return _without_settled([row for row in rows if identity(row) not in settled], end) if settled else rows


def repeated(data: Data) -> list[life.Repeat]:
    """What came back by the window's end."""
    return life.repeats(known(data), data.window.end)


def opened_again(data: Data) -> dict[Identity, date]:
    """The closed findings that a repeat opened again, since which day."""
    found: dict[Identity, date] = {}
    for repeat in repeated(data):
        day = repeat.later.day("date")
        if repeat.reopens and day is not None:
            found[identity(repeat.earlier)] = max(day, found.get(identity(repeat.earlier), day))
    return found


def still(data: Data) -> list[Row]:
    """The findings that stand open at the window's end, those that a repeat opened again as well."""
    end, again = data.window.end, opened_again(data)
    return [row for row in known(data) if is_open(row, end) or identity(row) in again]


def lost(data: Data) -> list[Row]:
    """The open findings whose row is no longer in the auditors' sheet."""
    return [row for row in still(data) if row.text("vanished")]


def states(data: Data) -> dict[Identity, str]:
    """Where each finding stands in its life (life.STATES)."""
    asked, again = asking(data), opened_again(data)
    answers: dict[Place, list[Row]] = {}
    for row in data.corrections:
        answers.setdefault(answered(row), []).append(row)
    found = {}
    for finding in known(data):
        name = identity(finding)
        own = [row for place in asked[name] for row in answers.get(place, ())]
        found[name] = life.state(finding, own, data.window.end, again.get(name))
    return found


def required(data: Data) -> list[Row]:
    """The findings that demand a corrective action."""
    return [finding for finding in known(data) if finding.text("grade") in NONCONFORMITIES]


def undone(data: Data) -> list[Row]:
    """Those of `required` whose corrective action is not done; what was done before a repeat is not."""
    end, asked, again = data.window.end, asking(data), opened_again(data)
    completed: dict[Place, date] = {}
    for row in data.corrections:
        day = row.day("completed")
        if day is not None and day <= end:
            completed[answered(row)] = max(day, completed.get(answered(row), day))
    open_now = {identity(finding) for finding in still(data)}
    return [
        finding
        for finding in required(data)
        if (name := identity(finding)) in open_now
        and not any(completed.get(p, date.min) > again.get(name, date.min) for p in asked[name])
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
    left = still(data)
    names = {identity(row) for row in left}
    late = [row for row in left if is_late(row, end)]
    yield "findings.total", rows
    yield "findings.open", left
    yield "findings.closed", [row for row in rows if identity(row) not in names]
    yield "findings.new", [row for row in rows if data.window.contains(row.day("date") or date.min)]
    yield (
        "findings.closed_in_window",
        [
            row
            for row in rows
            if identity(row) not in names and data.window.contains(closed_on(row) or date.min)
        ],
    )
    yield "findings.overdue", late
    yield from _split("findings.grade.{}.open", left, GRADES, lambda row: row.text("grade"))
    yield from _split("findings.clause.{}.open", left, CLAUSES, clause)
    yield from _split("findings.age.{}", left, AGES, lambda row: age(row, end))
    stands = states(data)
    yield from _split("findings.state.{}", rows, life.STATES, lambda row: stands[identity(row)])
    later = {identity(repeat.later) for repeat in repeated(data)}
    yield "findings.repeated", [row for row in rows if identity(row) in later]
    yield "findings.vanished", lost(data)
    yield "corrections.required", required(data)
    actions = overdue_actions(data)
    yield "corrections.overdue", actions
    parts = {"findings.unit.{}.open": left, "findings.unit.{}.overdue": late}
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
