"""Objectives in a month: the value and state of each, and counts by unit and in all (docs/figures.md, 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from service.figures import exact
from service.figures.data import Data, Figure, Row
from service.figures.due import due_period
from sheets_schema.cells import numbers

STATES = ("met", "not_met", "no_data", "none", "not_yet_due")
#: The states that make an objective due.
DUE = ("met", "not_met", "no_data")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one objective: `numerator` and `denominator` are None where a value was given directly."""

    objective: Row
    state: str
    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    n: int = 0
    exclusions: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    #: Whether it rests on a figure that holds days still to come.
    estimate: bool = False


def is_percent(objective: Row) -> bool:
    """Whether the objective's unit of measure is percent."""
    return numbers.is_percent(objective.text("unit_of_measure"))


def meets(objective: Row, value: Fraction) -> bool:
    """Whether `value` meets the objective's target in its direction; exact."""
    target = exact.exact(objective.values.get("target"))
    if target is None:
        return False
    direction = objective.text("direction")
    return value >= target if direction == "ge" else value <= target if direction == "le" else value == target


def judge(objective: Row, progress: Row | None, excluded: Iterable[str] = ()) -> Outcome:
    """The outcome of a due objective by its progress row, None when no such row counts."""
    left_out = tuple(excluded)
    if progress is None:
        return Outcome(objective, "no_data", exclusions=left_out)
    place = (progress.place,)
    if progress.values.get("none") is True:
        return Outcome(objective, "none", exclusions=left_out, origin=place)
    if objective.values.get("target") is None:
        return Outcome(objective, "no_data", exclusions=(*left_out, "no_target"), origin=place)
    estimate = progress.values.get("estimate") is True
    achieved, whole, value = (exact.exact(progress.values.get(f)) for f in ("achieved", "total", "value"))
    if achieved is not None and whole is not None:
        if whole == 0:
            return Outcome(
                objective, "no_data", None, achieved, whole, 0, (*left_out, "total_is_zero"), place
            )
        result = achieved / whole * (100 if is_percent(objective) else 1)
        state = "met" if meets(objective, result) else "not_met"
        return Outcome(objective, state, result, achieved, whole, 1, left_out, place, estimate)
    if value is not None:
        state = "met" if meets(objective, value) else "not_met"
        return Outcome(objective, state, value, None, None, 1, left_out, place, estimate)
    return Outcome(objective, "no_data", exclusions=left_out, origin=place)


def by_period(data: Data) -> dict[tuple[str, str, str], Row]:
    """Progress rows by (unit, code, period)."""
    return {(row.unit, row.text("code"), row.text("period")): row for row in data.progress}


def excluded_progress(data: Data) -> dict[tuple[str, str], list[str]]:
    """The progress rows left out because of an error, by (unit, key "code|period")."""
    found: dict[tuple[str, str], list[str]] = {}
    for left_out in data.excluded:
        if left_out.table == "progress":
            found.setdefault((left_out.unit, left_out.key), []).append(left_out.line)
    return found


def outcomes(data: Data) -> list[Outcome]:
    """Every objective's outcome in the month `data` froze, in the order of the rows."""
    rows, left_out = by_period(data), excluded_progress(data)
    found = []
    for objective in data.objectives:
        start, deadline = objective.day("start"), objective.day("deadline")
        period = due_period(objective.text("evaluation"), start, deadline, data.window, data.rules)
        if period is None:
            found.append(Outcome(objective, "not_yet_due"))
            continue
        code = objective.text("code")
        row = rows.get((objective.unit, code, period.label))
        found.append(judge(objective, row, left_out.get((objective.unit, f"{code}|{period.label}"), ())))
    return found


def figures(data: Data, found: Sequence[Outcome]) -> Iterator[Figure]:
    """The figures of all objectives, of each unit, and of each objective."""
    lines = [e for e in data.excluded if e.table in ("objectives", "progress")]
    units = [unit.code for unit in data.units]
    parts: dict[str, list[Outcome]] = {code: [] for code in units}
    own: dict[str, list[str]] = {code: [] for code in units}
    for outcome in found:
        parts[outcome.objective.unit].append(outcome)
    for e in lines:
        own.setdefault(e.unit, []).append(e.line)
    sources = {
        name: [f"=objectives.unit.{code}.{name}" for code in units] for name in ("total", *STATES, "due")
    }
    yield from counts("objectives", found, [e.line for e in lines], sources)
    for code in units:
        yield from counts(f"objectives.unit.{code}", parts[code], own[code], {})
    drafts = [row for row in data.objectives if row.text("status") != "approved"]
    size = len(data.objectives)
    places = [row.place for row in drafts]
    yield exact.count("objectives.draft", len(drafts) if size else None, size, origin=places)
    guessed = [outcome for outcome in found if outcome.estimate]
    places = [place for outcome in guessed for place in outcome.origin]
    yield exact.count("objectives.estimate", len(guessed) if size else None, size, origin=places)
    for outcome in found:
        yield from single(outcome)


def counts(
    prefix: str, found: Sequence[Outcome], left_out: Sequence[str], sources: dict[str, list[str]]
) -> Iterator[Figure]:
    """Total, due, met (a share) and the other states of some objectives; nothing known when none are."""
    tally, size = Counter(o.state for o in found), len(found)
    due = sum(tally[state] for state in DUE)
    for name, value in (("total", size), ("due", due)):
        origin = sources.get(name, [])
        known = value if size else None
        yield exact.count(f"{prefix}.{name}", known, size, exclusions=left_out, origin=origin)
    met = tally["met"] if size else None
    origin = sources.get("met", [])
    whole = due if size else None
    yield exact.share(f"{prefix}.met", met, whole, due, exclusions=left_out, origin=origin)
    for state in STATES[1:]:
        known = tally[state] if size else None
        origin = sources.get(state, [])
        yield exact.count(f"{prefix}.{state}", known, size, exclusions=left_out, origin=origin)


def single(outcome: Outcome) -> Iterator[Figure]:
    """The value and the target of one objective."""
    objective = outcome.objective
    prefix = f"objective.{objective.unit}.{objective.text('code')}"
    yield Figure(
        f"{prefix}.value",
        outcome.value,
        "value",
        outcome.numerator,
        outcome.denominator,
        outcome.n,
        outcome.state,
        outcome.exclusions,
        outcome.origin,
    )
    if outcome.estimate:
        yield Figure(f"{prefix}.estimate", outcome.value, "value", n=outcome.n, state="estimate")
    target = exact.exact(objective.values.get("target"))
    direction = objective.text("direction")
    yield Figure(f"{prefix}.target", target, "value", n=1, state=direction, origin=(objective.place,))
