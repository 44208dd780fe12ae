"""The rows of one register as its own figures read them: counted with their places and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from service.figures import exact
from service.figures.data import Data, Figure, Row
from service.periods import windows


def rows(data: Data, table: str) -> tuple[Row, ...]:
    """The right rows of a register, of every year that the snapshot holds."""
    return data.registers.get(table, ())


def left_out(data: Data, *tables: str) -> list[str]:
    """The rows left out because of an error, a line each."""
    return [excluded.line for excluded in data.excluded if excluded.table in tables]


def begun(data: Data) -> date:
    """The first day of the year that the window is reported under."""
    return windows.window(str(data.year), data.rules).start


def number(data: Data, name: str, found: Sequence[Row], tables: Sequence[str]) -> Figure:
    """How many rows were found; without a value while the first of `tables` holds no right row."""
    value = len(found) if tables[0] in data.registers else None
    places = [row.place for row in found]
    return exact.count(name, value, value, exclusions=left_out(data, *tables), origin=places)


def part(data: Data, name: str, some: int, of: Sequence[Row], tables: Sequence[str]) -> Figure:
    """`some` of the rows `of` as a share; without a value while the first of `tables` holds no right row."""
    parts = (some, len(of), len(of)) if tables[0] in data.registers else (None, None)
    places = [row.place for row in of]
    return exact.share(name, *parts, exclusions=left_out(data, *tables), origin=places)
