"""Answers against the dossiers handled: how many of those served chose to answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from service.figures import dossiers, exact
from service.figures.data import CubeRow, Data, Figure, Row
from service.figures.satisfaction import units


def figures(data: Data, made: Mapping[str, Figure]) -> Iterator[Figure]:
    """Of each unit with dossiers its shown answers against those of the same months; of these together."""
    own = list(_units(data, made))
    known = [figure for figure in own if figure.value is not None]
    answers = exact.total(exact.exact(figure.numerator) for figure in known)
    handled = exact.total(exact.exact(figure.denominator) for figure in known)
    origin = [f"={figure.name}" for figure in known]
    yield exact.share("satisfaction.response", answers, handled, origin=origin)
    yield from own


def _units(data: Data, made: Mapping[str, Figure]) -> Iterator[Figure]:
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
