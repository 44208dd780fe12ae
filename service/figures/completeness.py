"""What each unit owed and gave, its open problems, and edits after the close (docs/figures.md, 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from service.figures import exact
from service.figures.data import Data, Figure, Unit
from service.figures.dossiers import in_period
from service.figures.objectives import DUE, Outcome

STATES = ("complete", "late", "missing", "problems")
#: The tables whose rows are owed, or say what is.
OWED = ("objectives", "progress", "dossiers", "confirmations")


@dataclass(frozen=True, slots=True)
class Given:
    """What the units gave in a month, indexed by unit."""

    outcomes: Mapping[str, Sequence[Outcome]]
    confirmed: frozenset[str]
    dossiers: frozenset[str]

    def by(self, unit: Unit) -> tuple[int, int]:
        """How many rows the unit owed, and how many of them count."""
        states = [outcome.state for outcome in self.outcomes.get(unit.code, ())]
        owed = sum(state in (*DUE, "none") for state in states) + 1 + unit.has_dossiers
        given = sum(state in ("met", "not_met", "none") for state in states)
        given += unit.has_dossiers and unit.code in self.dossiers
        return owed, given + (unit.code in self.confirmed)


def given(data: Data, found: Sequence[Outcome]) -> Given:
    """The index of a month, from the outcomes of its objectives."""
    outcomes: dict[str, list[Outcome]] = {}
    for outcome in found:
        outcomes.setdefault(outcome.objective.unit, []).append(outcome)
    own = [row for row in data.confirmations if row.text("period") == data.window.label]
    confirmed = frozenset(row.unit for row in own if row.values.get("confirmed_on"))
    return Given(outcomes, confirmed, frozenset(row.unit for row in in_period(data)))


def state(data: Data, unit: Unit, owed: int, gave: int) -> str:
    """How the unit stands: complete, late (complete, but after the due day), problems, or missing.

    Problems: not all counts, and an error stands in a row of the period, or the tab cannot be read.
    """
    freshness = data.freshness.get(unit.code)
    if gave == owed:
        first = freshness.first_complete_at if freshness else None
        return "late" if first and datetime.fromisoformat(first).date() > data.window.due else "complete"
    unusable = freshness is not None and freshness.state == "unusable"
    return "problems" if unusable or left_out(data, unit) else "missing"


def left_out(data: Data, unit: Unit) -> list[str]:
    """The rows the unit gave that do not count because of an error."""
    owed = OWED if unit.has_dossiers else [table for table in OWED if table != "dossiers"]
    return [e.line for e in data.excluded if e.unit == unit.code and e.table in owed]


def monthly(data: Data, found: Sequence[Outcome]) -> Iterator[Figure]:
    """Completeness of a month, by unit and in all, with states."""
    tally: Counter[str] = Counter()
    all_owed = all_given = 0
    index, every = given(data, found), list[str]()
    for unit in data.units:
        owed, gave = index.by(unit)
        how = state(data, unit, owed, gave)
        tally[how] += 1
        all_owed, all_given = all_owed + owed, all_given + gave
        lines = left_out(data, unit)
        every += lines
        yield exact.share(f"completeness.unit.{unit.code}", gave, owed, owed, state=how, exclusions=lines)
    origin = [f"=completeness.unit.{unit.code}" for unit in data.units]
    yield exact.share("completeness", all_given, all_owed, all_owed, origin=origin, exclusions=every)
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
