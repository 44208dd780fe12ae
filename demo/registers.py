"""What people write into registers in the course of the year: each row, its day, what comes of it. Pure.

`demo/story/TABLE.yaml` holds a table's rows in the order of writing. Each is a list of steps: the first
writes the row (in a unit's workbook `by` says whose), a later one (`day` and the cells that change)
completes it; `gone: true` takes the row off the sheet until the next step, which writes it anew. A row that
names a unit the demo leaves out is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from demo.department import UNITS
from demo.entries import Meant
from sheets_schema import descriptor, documents

STORY = Path(__file__).with_name("story")
#: Fields that name a unit by its code.
_OWNERS = ("unit", "owner", "who", "by", "auditor_unit")


@dataclass(frozen=True)
class Step:
    """What one sitting brings: cells by field; `gone`: the row is deleted instead."""

    day: date
    cells: dict[str, Meant]
    gone: bool = False


@dataclass(frozen=True)
class Row:
    """One row of a register as its writer means it, step by step; the first holds the key.

    `by`: the desk (coordinator, auditors or a unit's code). `there`: the service lays the row out.
    """

    table: str
    by: str
    steps: tuple[Step, ...]
    there: bool = False

    @property
    def key(self) -> str:
        """The record's key as the store writes it."""
        return "|".join(str(self.steps[0].cells[name]) for name in descriptor.table(self.table).primary_key)

    @property
    def names(self) -> set[str]:
        """The texts that may name a unit."""
        return {str(step.cells[name]) for step in self.steps for name in _OWNERS if name in step.cells}


def tables() -> list[str]:
    """The tables that have a story."""
    return sorted(path.stem for path in STORY.glob("*.yaml"))


def story(desk: str, units: Collection[str]) -> Iterator[Row]:
    """The rows that a desk writes, without those that speak of units which the demo leaves out."""
    unknown = {unit.code for unit in UNITS} - set(units)
    for table in tables():
        yield from (row for row in rows(table) if row.by == desk and not row.names & unknown)


@cache
def rows(table: str) -> tuple[Row, ...]:
    """All rows of a table's story."""
    document = descriptor.table(table)
    there = any(field.filled_by == "service" for field in document.fields)
    content = documents.parse((STORY / f"{table}.yaml").read_text(encoding="utf-8"))
    return tuple(_row(table, written, document.workbook, there) for written in content)


def _row(table: str, written: list[dict[str, Any]], workbook: str, there: bool) -> Row:
    by = written[0].pop("by", workbook)
    return Row(table, by, tuple(_step(one) for one in written), there)


def _step(one: dict[str, Any]) -> Step:
    cells = {name: value for name, value in one.items() if name not in ("day", "gone")}
    return Step(one["day"], cells, bool(one.get("gone")))
