"""What each unit owed and gave, its open problems, and edits after the close (docs/figures.md, 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction

from service.figures import exact
from service.figures.data import Data, Figure, Unit
from service.figures.dossiers import in_period
from service.figures.objectives import DUE, Outcome

STATES = ("complete", "late", "missing", "problems")


def owed_and_given(data: Data, unit: Unit, found: Sequence[Outcome]) -> tuple[int, int]:
    """How many rows the unit owed in the month, and how many of them count."""
    own = [outcome for outcome in found if outcome.objective.unit == unit.code]
    owed = sum(outcome.state in (*DUE, "none") for outcome in own)
    given = sum(outcome.state in ("met", "not_met", "none") for outcome in own)
    label = data.window.label
    confirmed = any(
        row.unit == unit.code and row.text("period") == label and row.values.get("confirmed_on")
        for row in data.confirmations
    )
    dossiers = unit.has_dossiers and any(row.unit == unit.code for row in in_period(data))
    return owed + 1 + unit.has_dossiers, given + confirmed + dossiers


def state(data: Data, unit: str, owed: int, given: int) -> str:
    """How the unit stands: complete, late (complete, but after the due day), problems, or missing."""
    if given == owed:
        freshness = data.freshness.get(unit)
        first = freshness.first_complete_at if freshness else None
        return "late" if first and datetime.fromisoformat(first).date() > data.window.due else "complete"
    problems = data.problems_open.get(unit)
    return "problems" if problems and problems.errors else "missing"


def monthly(data: Data, found: Sequence[Outcome]) -> Iterator[Figure]:
    """Completeness of a month, by unit and in all, with states."""
    tally: Counter[str] = Counter()
    all_owed = all_given = 0
    for unit in data.units:
        owed, given = owed_and_given(data, unit, found)
        how = state(data, unit.code, owed, given)
        tally[how] += 1
        all_owed, all_given = all_owed + owed, all_given + given
        yield exact.share(f"completeness.unit.{unit.code}", given, owed, owed, state=how)
    origin = [f"=completeness.unit.{unit.code}" for unit in data.units]
    yield exact.share("completeness", all_given, all_owed, all_owed, origin=origin)
    for name in STATES:
        yield exact.count(f"completeness.units.{name}", tally[name], len(data.units))


def annual(data: Data) -> Iterator[Figure]:
    """Completeness of a year: the sums of its monthly reports'."""
    for name in ("completeness", *(f"completeness.unit.{unit.code}" for unit in data.units)):
        made = [figure for month in data.months.values() if (figure := month.get(name))]
        given, owed = (
            exact.total(exact.exact(f[part]) for f in made) for part in ("numerator", "denominator")
        )
        yield exact.share(name, given, owed, int(owed or Fraction(0)))


def logs(data: Data) -> Iterator[Figure]:
    """Problems open at the freeze, and edits seen since the last close."""
    for name in ("errors", "warnings"):
        by_unit = {u.code: getattr(data.problems_open.get(u.code), name, 0) for u in data.units}
        yield exact.count(f"problems.{name}", sum(by_unit.values()))
        for code, number in by_unit.items():
            yield exact.count(f"problems.unit.{code}.{name}", number)
    yield exact.count("changes.after_close", len(data.changes_after_close))
