"""From a figure to what it was made of: the numbers divided, what was left out, the cells of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from service.figures.data import Data, Figure, Figures, Row
from sheets_schema import descriptor
from sheets_schema.descriptor import Table
from sheets_schema.grid import a1

#: The tables whose rows a snapshot holds by name, beside the registers.
_OWN = ("objectives", "progress", "dossiers", "findings", "corrections", "confirmations")


class NoFigure(LookupError):
    """There is no figure of that name in the report."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it stood at the close: its field, its place in A1 ("" where it was not known), its value."""

    field: str
    a1: str
    value: object


@dataclass(frozen=True, slots=True)
class Source:
    """A row that a figure was made of. `sheet_id`: of its tab; None where it was not known."""

    table: Table
    row: Row
    spreadsheet: str
    sheet_id: int | None
    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """A figure, the figures and rows it was made of, and the batches of answers (counts, never an answer)."""

    figure: Figure
    parts: tuple[Figure, ...]
    rows: tuple[Source, ...]
    batches: tuple[str, ...]


@dataclass(frozen=True)
class Tracer:
    """Follows the figures of one frozen period."""

    data: Data
    figures: Figures

    def trace(self, name: str) -> Trace:
        """What a figure was made of, one step down. Raises NoFigure."""
        figure = self.figures.get(name)
        if figure is None:
            raise NoFigure(name)
        parts = tuple(self.figures[p[1:]] for p in figure.origin if p[:1] == "=" and p[1:] in self.figures)
        rows = tuple(self._sources[place] for place in figure.origin if place in self._sources)
        batches = tuple(place for place in figure.origin if place.startswith("answers:"))
        return Trace(figure, parts, rows, batches)

    def rows(self, name: str) -> list[Source]:
        """Every row a figure stands on, through the figures it was made of; each once. Raises NoFigure."""
        found, seen, waiting = dict[str, Source](), {name}, [name]
        while waiting:
            trace = self.trace(waiting.pop())
            found |= {source.row.place: source for source in trace.rows}
            fresh = [part.name for part in trace.parts if part.name not in seen]
            seen |= set(fresh)
            waiting += fresh
        return list(found.values())

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        return {source.row.place: source for source in self._all()}

    def _all(self) -> Iterator[Source]:
        held: dict[str, tuple[Row, ...]] = {name: getattr(self.data, name) for name in _OWN}
        for name, rows in {**held, **self.data.registers}.items():
            table = descriptor.table(name)
            for row in rows:
                spreadsheet, tab, number = row.origin
                places = self.data.places.get(f"{spreadsheet}!{tab}", {})
                cells = tuple(
                    Cell(field, a1(number - 1, places[field]) if field in places else "", value)
                    for field, value in row.values.items()
                    if value is not None
                )
                yield Source(table, row, spreadsheet, places.get(""), number, cells)
