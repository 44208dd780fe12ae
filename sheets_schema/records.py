"""What a check gives back: records, and what a tab looked like; and what rules may know of other tabs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sheets_schema.problems import Problem

Value = str | int | float | bool | date | list[str] | None


class Record(NamedTuple):
    """One right row. ``key``: the key's parts joined by "|"; ``row``: the sheet's row, from 1."""

    table: str
    key: str
    row: int
    values: dict[str, Value]

    def as_json(self) -> dict[str, object]:
        """``values`` with dates as ISO text."""
        return {k: v.isoformat() if isinstance(v, date) else v for k, v in self.values.items()}


class Pending(NamedTuple):
    """A row the service laid out in which nobody has typed yet."""

    key: str
    row: int


@dataclass(frozen=True, slots=True)
class Context:
    """What rules across tables and periods may see; each part may be absent, and then is not judged.

    ``tables``: records of other tables. A foreign key to a table that is not in it is not judged.
    ``broken``: rows of other tables that give no record for now, by table: key → the cell of its error
    ("" when nobody has filled the row in yet). What links to one is kept, with a warning.
    ``previous``: records of the same table kept from earlier periods. ``year``: the year of the book,
    used also to complete "Tháng 3". ``today``: for dates that cannot lie ahead.
    """

    tables: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    previous: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    today: date | None = None
    year: int | None = None
    start_day: int = 1
    school_year_end_month: int = 8
    #: The last month whose figures are frozen, "2022-03"; None while there is none.
    frozen: str | None = None
    #: Settings that stay as they are until the year of ``frozen`` is over.
    fixed: Mapping[str, object] = field(default_factory=dict)
    #: Last year's result of an objective, by code, where last year's workbook tells it.
    baselines: Mapping[str, int | float] = field(default_factory=dict)
    broken: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: The units that were there when the year opened; None: not judged.
    settled: Collection[str] | None = None
    #: The codes of all objectives by unit and year, where the workbook was read.
    aims: Mapping[tuple[str, str], Collection[str]] = field(default_factory=dict)
    #: What was typed in this tab under a locale that is not trusted: field → key and sheet row → cell value.
    doubted: Mapping[str, Mapping[str | int, object]] = field(default_factory=dict)
    #: Likewise, under a locale that is not: what it held before, and was typed under the right one.
    certain: Mapping[str, Mapping[str | int, object]] = field(default_factory=dict)


@dataclass(slots=True)
class Checked:
    """The outcome of one check. ``usable`` False: keep the last good data of this tab.

    ``columns``: field name → zero-based column. ``header_row``: zero-based, None when not found.
    ``keys``: the keys of all rows that have one, right or wrong.
    """

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    usable: bool = True
    header_row: int | None = None
    blank_rows: int = 0
    rows: int = 0
    pending: list[Pending] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    @property
    def broken(self) -> dict[str, str]:
        """The keys of the rows that gave no record, as ``Context.broken`` wants them."""
        errors = [p for p in self.problems if p.severity == "error" and p.key and p.cell]
        found = {row.key: "" for row in self.pending}
        return found | {str(p.key): str(p.cell) for p in reversed(errors)}
