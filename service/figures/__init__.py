"""Records to numbers, pure: `compute` turns a frozen period into every figure of docs/figures.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from service.figures import (
    actions,
    audits,
    comparison,
    completeness,
    dossiers,
    duties,
    findings,
    objectives,
    objectives_year,
    petitions,
    procedures,
    registers,
    reminders,
    reviews,
    risks,
    satisfaction,
    steps,
    training,
    tree,
)
from service.figures.data import Data, Figure, Figures, Row

__all__ = ["compute"]


def compute(data: Data) -> Figures:
    """Every figure of the period by name, in the order of docs/figures.md."""
    data = _of_units(data)
    made: Figures = {}
    if data.kind == "conclusions":
        return {figure.name: figure for figure in reviews.figures(data)}
    for figure in _annual(data, made) if data.kind == "annual" else _monthly(data, made):
        made[figure.name] = figure
    return made


def _of_units(data: Data) -> Data:
    """The same period without rows of units that were not valid in it (findings stay)."""
    units = {unit.code for unit in data.units}

    def own(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(row for row in rows if row.unit in units)

    return replace(
        data,
        objectives=own(data.objectives),
        progress=own(data.progress),
        confirmations=own(data.confirmations),
    )


def _monthly(data: Data, made: Figures) -> Iterator[Figure]:
    found = objectives.outcomes(data)
    yield from objectives.figures(data, found)
    yield from dossiers.figures(data)
    yield from findings.figures(data)
    yield from satisfaction.figures(data)
    yield from registers.figures(data)
    yield from reviews.figures(data)
    yield from _kept(data)
    yield from completeness.monthly(data, found)
    yield from duties.figures(data)
    yield from tree.figures(data, made)
    yield from reminders.figures(data)
    yield from completeness.logs(data)
    yield from comparison.previous(data)


def _kept(data: Data) -> Iterator[Figure]:
    """What single registers tell beyond what every register does."""
    yield from procedures.figures(data)
    yield from procedures.proposals(data)
    yield from steps.figures(data)
    yield from training.figures(data)
    yield from audits.figures(data)
    yield from risks.figures(data)
    yield from petitions.figures(data)
    yield from actions.figures(data)


def _annual(data: Data, made: Figures) -> Iterator[Figure]:
    judged = objectives_year.of_periods(data)
    found = [objectives_year.of_year(objective, periods) for objective, periods in judged]
    yield from objectives.figures(data, found)
    yield from dossiers.figures(data)
    yield from findings.figures(data)
    yield from satisfaction.figures(data)
    yield from registers.figures(data)
    yield from reviews.figures(data)
    yield from _kept(data)
    yield from completeness.annual(data)
    yield from duties.figures(data)
    yield from tree.figures(data, made)
    yield from reminders.figures(data)
    yield from completeness.logs(data)
    every = [dated for _, periods in judged for dated in periods]
    yield from comparison.reconciliation(data, made, every)
