"""Rules across cells, rows, tables and periods; each is registered with its code and sentences."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sheets_schema import problems
from sheets_schema.cells import numbers
from sheets_schema.cells.dates import typed
from sheets_schema.columns import Column
from sheets_schema.descriptor import Table
from sheets_schema.problems import Pair, Severity
from sheets_schema.records import Context


class Found(NamedTuple):
    """A rule's finding: the row's index, the field to mark, what the sentence quotes."""

    row: int
    field: str
    params: Mapping[str, str] = {}
    suggestion: str | None = None
    severity: Severity | None = None
    #: Another code than the rule's own, declared by the same file.
    code: str | None = None


@dataclass(slots=True)
class Rows:
    """The rows of a tab as rules see them: parsed columns of equal length; wrong cells are None.

    A rule must not complain of a blank where ``wrong`` says the cell has a problem of its own.
    """

    table: Table
    columns: Mapping[str, Column]
    count: int
    keys: list[str | None]
    context: Context
    #: As typed, by field name: for quoting.
    raw: Mapping[str, list[object]] = field(default_factory=dict)
    #: The sheet's row (from 1) of each index.
    places: list[int] = field(default_factory=list)
    #: What one rule worked out and another may use.
    cache: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> list[Any]:
        """The values of one field, by row index."""
        return self.columns[name].values

    def told(self, name: str) -> list[tuple[int, Any]]:
        """(index, value) of the cells of one field that hold a right value."""
        return [pair for pair in enumerate(self.columns[name].values) if pair[1] is not None]

    def wrong(self, index: int, name: str) -> bool:
        """Whether that cell has an error of its own."""
        return index in self.columns[name].wrong

    def sheet_row(self, index: int) -> int:
        """The sheet's row, from 1, of the row at ``index``."""
        return self.places[index]

    def quoted(self, index: int, name: str) -> str:
        """That cell as people see it, for a sentence: 05/03/2022 or 98%, not the number it is kept as."""
        column, raw = self.columns[name], self.raw[name][index]
        value = column.values[index]
        if isinstance(value, date):
            return typed(value)
        if index in column.percent and isinstance(raw, int | float) and isinstance(value, int | float):
            return f"{numbers.spell(value)}%"
        return problems.quote(raw)


Rule = Callable[..., Iterator[Found]]
REGISTRY: dict[str, Rule] = {}


def rule(
    code: str, severity: Severity, *, title: Pair, sentence: Pair, remedy: Pair, example: str
) -> Callable[[Rule], Rule]:
    """Register a rule under its problem code; pairs are (Vietnamese, English).

    The function takes ``Rows`` and the document's parameters, and yields ``Found``.
    """
    problems.declare(code, severity, title=title, sentence=sentence, remedy=remedy, example=example)

    def register(function: Rule) -> Rule:
        REGISTRY[code] = function
        return function

    return register


def fields_named(params: Mapping[str, Any]) -> Iterator[str]:
    """The field names among a rule's parameters, for checking a document."""
    for value in params.values():
        yield from [value] if isinstance(value, str) else [item for item in value if isinstance(item, str)]


def load() -> None:
    """Import every file of rules, so that they are registered."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
