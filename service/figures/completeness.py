"""What each unit owed and gave, its open problems, and edits after the close (docs/figures.md, 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from service.duties import owed
from service.duties.duty import Duty
from service.figures import exact
from service.figures.data import Data, Excluded, Figure, Unit
from service.figures.objectives import Outcome

STATES = ("complete", "late", "missing", "problems", "excused", "extended")
#: The tables whose rows are owed, or say what is.
OWED = ("objectives", "progress", "dossiers", "confirmations")


def counted(data: Data, given: owed.Given, unit: Unit) -> tuple[int, int]:
    """How many entries the unit owed, and how many of them count; those it was excused from are left out."""
    entries = [entry for entry in given.asked(unit) if entry.table not in excused(data, unit)]
    asked = sum(entry.of for entry in entries)
    return asked, asked - sum(entry.count for entry in entries)


def excused(data: Data, unit: Unit) -> dict[str, str]:
    """The tables the unit was excused from in the month, with who and why."""
    return {duty.table: duty.why for duty in _duties(data, unit.code) if duty.state == "excused"}


def _duties(data: Data, unit: str) -> list[Duty]:
    return [duty for duty in data.duties if duty.unit == unit and duty.period == data.window.label]


def state(data: Data, unit: Unit, asked: int, gave: int) -> str:
    """How the unit stands: one of STATES.

    Late: complete, but after a due day. Extended: what is missing is not due yet. Problems: not all counts,
    and an error keeps some of it back (`is_held_back`), or the tab cannot be read.
    """
    if not asked:
        return "excused"
    if gave == asked:
        return "late" if any(duty.state == "late" for duty in _duties(data, unit.code)) else "complete"
    if is_extended(data, unit):
        return "extended"
    freshness = data.freshness.get(unit.code)
    unusable = freshness is not None and freshness.state == "unusable"
    return "problems" if unusable or is_held_back(data, unit) else "missing"


def is_extended(data: Data, unit: Unit) -> bool:
    """Whether all that the unit has not given was put off to a day that is not over."""
    open_ = [duty for duty in _duties(data, unit.code) if duty.missing and duty.state != "excused"]
    return bool(open_) and all(duty.why and duty.state in ("due", "not_due") for duty in open_)


def is_timely(data: Data, unit: Unit) -> bool:
    """Whether the register says that all the unit gave for the month came in time."""
    own = [duty for duty in _duties(data, unit.code) if duty.state != "excused"]
    return bool(own) and all(duty.state == "on_time" for duty in own)


def is_held_back(data: Data, unit: Unit) -> bool:
    """Whether an error stands in a row of the month, or is why the unit has no objective."""
    of_month = any(e.table != "objectives" for e in _left_out(data, unit))
    return of_month or are_objectives_wrong(data, unit)


def are_objectives_wrong(data: Data, unit: Unit) -> bool:
    """Whether the unit has objectives in error and none that counts: beside one, those are not asked."""
    wrong = any(e.table == "objectives" for e in _left_out(data, unit))
    return wrong and not any(row.unit == unit.code for row in data.objectives)


def left_out(data: Data, unit: Unit) -> list[str]:
    """The rows the unit gave that do not count because of an error."""
    return [e.line for e in _left_out(data, unit)]


def _left_out(data: Data, unit: Unit) -> list[Excluded]:
    tables = [table for table in OWED if unit.has_dossiers or table != "dossiers"]
    return [e for e in data.excluded if e.unit == unit.code and e.table in tables]


def monthly(data: Data, found: Sequence[Outcome]) -> Iterator[Figure]:
    """Completeness of a month, by unit and in all, with states."""
    tally: Counter[str] = Counter()
    all_owed = all_given = 0
    index, every = owed.given(data, found), list[str]()
    for unit in data.units:
        asked, gave = counted(data, index, unit)
        how = state(data, unit, asked, gave)
        tally[how] += 1
        all_owed, all_given = all_owed + asked, all_given + gave
        lines = left_out(data, unit) + [f"excused:{table}" for table in excused(data, unit)]
        every += lines
        yield exact.share(f"completeness.unit.{unit.code}", gave, asked, asked, state=how, exclusions=lines)
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
