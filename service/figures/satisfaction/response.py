"""Answers against the dossiers handled: how many of those served chose to answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from service.figures import dossiers, exact
from service.figures.data import CubeRow, Data, Figure, Row
from service.figures.satisfaction import units


def figures(data: Data, made: Mapping[str, Figure]) -> Iterator[Figure]:
    """Of the department, and of each unit with dossiers: shown answers against those of the same months."""
    resolved = dossiers.sums(dossiers.in_period(data), data.kind == "annual").resolved
    answers = exact.exact(made["satisfaction.n"].value)
    yield exact.share("satisfaction.response", answers, resolved)
    by_unit = units.rows(data)
    for unit in data.units:
        if unit.has_dossiers:
            people = exact.exact(made[f"satisfaction.unit.{unit.code}.n"].value)
            own = _of_months(data, unit.code, by_unit.get(unit.code, ()))
            handled = dossiers.sums(own, False).resolved if people else None
            notes = () if people else ("below_k",)
            yield exact.share(f"satisfaction.unit.{unit.code}.response", people, handled, exclusions=notes)


def _of_months(data: Data, unit: str, batches: Sequence[CubeRow]) -> list[Row]:
    """The unit's rows of the months its batches were gathered in."""
    spans = {(row.first, row.last) for row in batches}
    own = [row for row in data.dossiers if row.unit == unit]
    return [row for row in own if any(first <= row.text("period") <= last for first, last in spans)]
