"""Against the month before, and the year against its months (docs/figures.md, 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from service.figures import exact
from service.figures.data import Data, Figure, Figures, Scale
from service.figures.objectives_year import Dated
from service.periods import windows

#: The four figures a leader reads first.
HEADLINES = ("objectives.met", "dossiers.on_time", "satisfaction.q8.top2", "corrections.overdue")
#: Figures that add up over the months, by what is reconciled.
ADDITIVE = {
    "dossiers.new": "dossiers.new",
    "dossiers.resolved": "dossiers.resolved",
    "findings.new": "findings.new",
    "findings.closed_in_window": "findings.closed_in_window",
    "satisfaction.n": "satisfaction.n",
}


def previous(data: Data) -> Iterator[Figure]:
    """The headline figures of the month before, each without a value when there is none."""
    for name in HEADLINES:
        unit: Scale = "count" if name == "corrections.overdue" else "share"
        yield as_sent(data.previous or {}, name, f"previous.{name}", unit)


def as_sent(figures: Mapping[str, Any], name: str, called: str, unit: Scale) -> Figure:
    """A figure of a report that was sent (JSON form), exact again; without a value when it has none."""
    old: Mapping[str, Any] = figures.get(name) or {}
    top, bottom = exact.exact(old.get("numerator")), exact.exact(old.get("denominator"))
    value = top / bottom if top is not None and bottom else exact.exact(old.get("value"))
    return Figure(called, value, unit, top, bottom, old.get("n"))


def reconciliation(data: Data, made: Figures, periods: Sequence[Dated]) -> Iterator[Figure]:
    """Year as read at its close less the sum of the months as sent."""
    yield from _compare(
        data, "objectives.evaluated", _sum(data, _evaluated), _states(periods, ("met", "not_met"))
    )
    met = _sum(data, lambda month: _part(month, "objectives.met", "numerator"))
    yield from _compare(data, "objectives.met", met, _states(periods, ("met",)))
    for subject, name in ADDITIVE.items():
        months = _sum(data, lambda month, name=name: _part(month, name, "value"))
        yield from _compare(data, subject, months, made[name].value)


def _part(month: Mapping[str, Any], name: str, part: str) -> Fraction | None:
    return exact.exact((month.get(name) or {}).get(part))


def _evaluated(month: Mapping[str, Any]) -> Fraction | None:
    met, missed = _part(month, "objectives.met", "numerator"), _part(month, "objectives.not_met", "value")
    return None if met is None or missed is None else met + missed


def _sum(data: Data, of: Any) -> Fraction | None:
    return exact.total(of(month) for month in data.months.values())


def _states(periods: Sequence[Dated], states: tuple[str, ...]) -> Fraction | None:
    return Fraction(sum(outcome.state in states for _, outcome in periods)) if periods else None


def _compare(data: Data, subject: str, months: Fraction | None, year: Any) -> Iterator[Figure]:
    labels = [month.label for month in windows.months(data.year, data.rules)]
    missing = [f"no_report:{label}" for label in labels if label not in data.months]
    prefix = f"reconciliation.{subject}"
    yield exact.count(f"{prefix}.months", months, len(data.months), exclusions=missing)
    yield exact.count(f"{prefix}.year", year, origin=[f"={subject}"] if subject in ADDITIVE else [])
    difference = None if months is None or year is None else year - months
    yield exact.count(f"{prefix}.difference", difference)
