"""The grey cells whose content follows from the others: ratio and assessment, and the auditors' word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import chain

from sqlalchemy import Connection

from service.figures import exact, objectives
from service.figures.data import Row
from service.organisation import Organisation
from service.periods.windows import window
from service.workbooks import findings, palette, prefill, words
from service.workbooks.registry import Workbook
from service.workbooks.seen import Seen
from sheets_schema import descriptor, written
from sheets_schema.records import Record

#: What *Đánh giá* says.
ASSESSMENTS = {
    "met": "Đạt",
    "not_met": "Không đạt",
    "no_data": "Chưa có số liệu",
    "none": "Không phát sinh",
    "not_yet_due": "Chưa đến kỳ",
}
#: What it says besides of an estimate.
ESTIMATED = " (ước)"
#: What *Tỷ lệ* says.
_RATIO = re.compile(r"[-−]?[\d.,]+%?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell the service fills: its tab, its place (zero-based), what it should hold ("" is blank).

    `painted`: it gets our grey with it, by which it is known again in a tab that a person made.
    """

    table: str
    row: int
    column: int
    value: object
    painted: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What a progress row comes to. `row`: the sheet's, from 1; `value` is None without a figure."""

    key: str
    row: int
    objective: Mapping[str, object]
    period: str
    state: str
    value: Fraction | None
    estimate: bool = False

    @property
    def ratio(self) -> str:
        """The value as *Tỷ lệ* shows it, "" when there is none."""
        if self.value is None:
            return ""
        row = Row("", self.key, self.objective)
        return words.measured(
            self.value, exact.exact(self.objective.get("target")), objectives.is_percent(row)
        )

    @property
    def assessment(self) -> str:
        """The word *Đánh giá* shows."""
        return ASSESSMENTS[self.state] + (ESTIMATED if self.estimate else "")


def results(
    connection: Connection, book: Workbook, kept: Mapping[str, Seen], about: Organisation, today: date
) -> list[Result]:
    """What each row of *Kết quả* comes to, in the order of the rows; rows with errors are left out."""
    tab = kept.get("progress")
    if tab is None:
        return []
    own = {o.key: o for o in findings.stored(connection, "objectives", [book.id])}
    given = findings.stored(connection, "progress", [book.id])
    table = descriptor.table("progress")
    blank = [
        Record(table.name, key, row, {**written.key_parts(table, key)}) for key, row in tab.pending.items()
    ]
    found = []
    for record in sorted([*given, *blank], key=lambda r: r.row):
        objective = own.get(str(record.values.get("code")))
        if objective is not None:
            found.append(_result(record, objective, about, today))
    return found


def _result(record: Record, objective: Record, about: Organisation, today: date) -> Result:
    period = str(record.values["period"])
    outcome = objectives.judge(Row("", objective.key, objective.values), Row("", record.key, record.values))
    state = outcome.state
    if state == "no_data" and today <= window(period, about.rules).end:
        state = "not_yet_due"
    return Result(record.key, record.row, objective.values, period, state, outcome.value, outcome.estimate)


def cells(
    connection: Connection,
    book: Workbook,
    kept: Mapping[str, Seen],
    about: Organisation,
    reached: list[Result],
) -> Iterator[Cell]:
    """The cells of the unit's tabs that should hold something else than they do.

    In a tab that a person made only those that she left blank, or that hold what we wrote there.
    """
    told = (_objectives(connection, book, kept), _progress(kept, reached))
    for cell in [*chain(*told), *_corrections(connection, book, kept, about)]:
        tab = kept[cell.table]
        observed = tab.value(cell.row, cell.column)
        if (observed if observed is not None else "") == (cell.value if cell.value is not None else ""):
            continue
        if cell.table in book.dressed:
            yield cell
        elif _is_free(tab, (cell.row, cell.column)) or _is_ours(cell.table, tab, (cell.row, cell.column)):
            yield replace(cell, painted=True)


def _is_free(tab: Seen, at: tuple[int, int]) -> bool:
    return tab.value(*at) is None and at not in tab.silent and at not in tab.fills


def _is_ours(table: str, tab: Seen, at: tuple[int, int]) -> bool:
    """Whether a cell has our grey, and in *Kết quả* a word that can be ours."""
    value = tab.value(*at)
    if tab.fills.get(at) != palette.LEAVE or at in tab.silent:
        return False
    word = str(value).removesuffix(ESTIMATED)
    told = value is None or word in ASSESSMENTS.values() or bool(_RATIO.fullmatch(word))
    return told or table != "progress"


def _objectives(connection: Connection, book: Workbook, kept: Mapping[str, Seen]) -> Iterator[Cell]:
    """Whether each objective is approved, and the target that "giảm 5%" comes to."""
    tab = kept.get("objectives")
    if tab is None or not tab.usable:
        return
    for record in findings.stored(connection, "objectives", [book.id]):
        status = written.cell(descriptor.table("objectives").field("status"), record.values.get("status"))
        for name, value in (("status", status), ("worked", record.values.get("worked") or "")):
            if name in tab.places:
                yield Cell("objectives", record.row - 1, tab.places[name], value)


def _progress(kept: Mapping[str, Seen], reached: list[Result]) -> Iterator[Cell]:
    tab = kept.get("progress")
    if tab is None or not tab.usable:
        return
    told = {result.row - 1: result for result in reached}
    for name in ("ratio", "assessment"):
        column = tab.places.get(name)
        if column is None:
            continue
        for row in range(tab.header + 1, len(tab.values)):
            result = told.get(row)
            yield Cell("progress", row, column, getattr(result, name) if result else "")


def _corrections(
    connection: Connection, book: Workbook, kept: Mapping[str, Seen], about: Organisation
) -> Iterator[Cell]:
    tab = kept.get("corrections")
    if tab is None or not tab.usable or "code" not in tab.places:
        return
    lines = {f.key: prefill.correction(f) for f in prefill.of_unit(connection, book, about)}
    for row in range(tab.header + 1, len(tab.values)):
        line = lines.get(str(tab.value(row, tab.places["code"])))
        for name, value in (line or {}).items():
            if name in tab.places:
                yield Cell("corrections", row, tab.places[name], value)
