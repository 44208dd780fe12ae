"""What the pages show of an installation, read from the store: units × months, problems, freshness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, case, func, select

from service import levels
from service.duties import owed, register, running
from service.figures import completeness, objectives
from service.figures.data import Data
from service.figures.data import Unit as Member
from service.levels import Level
from service.organisation import Agency, Organisation, Unit
from service.periods import snapshot, windows
from service.periods.windows import Window
from service.store.tables import problem, report, workbook
from service.workbooks import notices
from sheets_schema import written
from sheets_schema.descriptor import tables
from sheets_schema.problems import catalogue

#: States of one unit in one month. The first six are the report's; the rest say why there is no such state.
STATES = (
    *("complete", "late", "missing", "problems", "excused", "extended"),
    *("open", "waiting", "future", "absent"),
)


@dataclass(frozen=True)
class Cell:
    """One unit (or the department) in one month: its state, and how much of what it owes was given."""

    month: str
    state: str
    given: int | None = None
    owed: int | None = None
    reported: Cell | None = None  # how a closed month stood in its report, where it stands otherwise now


@dataclass(frozen=True)
class Book:
    """One workbook as it was last seen."""

    id: int
    key: str
    kind: str
    unit: str | None
    year: int
    spreadsheet_id: str | None
    title: str
    state: str
    reason: str | None
    since: str | None
    last_read_at: str | None
    sheets: Mapping[str, int]
    errors: int = 0
    warnings: int = 0

    @property
    def why(self) -> tuple[str, str] | None:
        """Why it is not read or not in order, in a few words, Vietnamese and English."""
        if self.reason in notices.LOST:
            return notices.LOST[self.reason].short
        return next(((k.title_vi, k.title_en) for k in catalogue() if k.code == self.reason), None)


@dataclass(frozen=True)
class Line:
    """One unit's line: its workbook (None before it was made) and its months.

    `earlier`: its workbook of the year before, while a month of that runs on.
    """

    unit: Unit
    book: Book | None
    cells: tuple[Cell, ...]
    earlier: Book | None = None


@dataclass(frozen=True)
class Overview:
    """Everything on the first page."""

    organisation: Organisation
    today: date
    months: tuple[Window, ...]  # of the year, and before them those of the year before that run on
    current: tuple[Window, ...]  # begun and not yet frozen, in order
    lines: tuple[Line, ...]
    others: tuple[Book, ...]  # the coordinator's and the auditors' workbooks
    year: int  # the one that is shown
    years: tuple[int, ...]  # those that have workbooks

    @property
    def levels(self) -> tuple[Level, ...]:
        """What each unit and all below it gave, where some stand above others."""
        gave = {line.unit.code: [(c.given or 0, c.owed or 0) for c in line.cells] for line in self.lines}
        return levels.of(self.organisation, gave)

    @property
    def coming(self) -> Window:
        """The month that begins next: of the year that is shown, after it the first of the year to come."""
        found = next((month for month in self.months if month.start > self.today), None)
        return found or windows.after(self.months[-1], self.organisation.rules)

    @property
    def agency(self) -> Agency:
        """What the agency is called today."""
        return self.organisation.agency_on(self.today)

    @property
    def errors(self) -> int:
        """Open errors in all workbooks."""
        return sum(b.errors for b in self.books)

    @property
    def warnings(self) -> int:
        """Open warnings in all workbooks."""
        return sum(b.warnings for b in self.books)

    @property
    def books(self) -> list[Book]:
        """Every workbook."""
        own = (book for line in self.lines for book in (line.earlier, line.book))
        return [*self.others, *(book for book in own if book)]


def years(connection: Connection, organisation: Organisation, today: date) -> tuple[int, ...]:
    """The years that have workbooks, and the kept one."""
    made = select(workbook.c.year).where(workbook.c.kind == "unit", workbook.c.spreadsheet_id.is_not(None))
    return tuple(sorted({*connection.execute(made).scalars(), organisation.year_on(today)}))


def read(connection: Connection, organisation: Organisation, today: date, of: int | None = None) -> Overview:
    """The overview of a year of the organisation's as of `today`: of the kept one, when none is named."""
    kept = of or organisation.year_on(today)
    year = windows.months(kept, organisation.rules)
    current = running.months(connection, organisation, today)
    if kept != organisation.year_on(today):
        current = [month for month in current if month in year]
    months = (*(month for month in current if month not in year), *year)
    found, before = books(connection, kept), []
    if months[0] not in year:
        before = books(connection, kept - 1)
    now, earlier = ({b.unit: b for b in of if b.kind == "unit"} for of in (found, before))
    figures = closed_figures(connection, organisation, year, today)
    for window in current:
        if window.label not in figures:
            figures[window.label] = running_figures(connection, organisation, window, today)
    lines = tuple(
        Line(
            unit,
            now.get(unit.code),
            tuple(cell(unit, w, figures.get(w.label), today) for w in months),
            earlier.get(unit.code),
        )
        for unit in organisation.units
        if unit.code in now or unit.code in earlier or any(unit.valid_in(month) for month in months)
    )
    others = tuple(book for book in found if book.kind != "unit")
    known = years(connection, organisation, today)
    return Overview(organisation, today, months, tuple(current), lines, others, kept, known)


def cell(unit: Unit, month: Window, figures: Mapping[str, Any] | None, today: date) -> Cell:
    """A unit's state in a month as it stands now, or why there is none."""
    if not unit.valid_in(month):
        return Cell(month.label, "absent")
    if figures is None:
        return Cell(month.label, "future" if today < month.start else "waiting")
    name = f"completeness.unit.{unit.code}"
    figure = figures.get(name)
    if figure is None:
        return Cell(month.label, "absent")
    state = figure.get("state") or "missing"
    if state == "missing" and today <= month.due:
        state = "open"  # what is not yet due is not yet missing
    before = cell(unit, month, {name: figure["reported"]}, today) if "reported" in figure else None
    return Cell(month.label, state, figure.get("numerator"), figure.get("denominator"), before)


def closed_figures(
    connection: Connection, organisation: Organisation, months: Sequence[Window], today: date
) -> dict[str, Mapping[str, Any]]:
    """The figures of the closed months' reports, but how each unit stands now: the rest is history."""
    reported = monthly_figures(connection, [w.label for w in months])
    if not reported:
        return {}
    year = windows.window(months[0].label[:4], organisation.rules)
    now = snapshot.entered(connection, organisation, year, "monthly")
    now = replace(now, duties=tuple(register.read(connection, organisation, today, year=now.year)))
    wrong = set(_wrong(now))
    return {w.label: _since(reported[w.label], now, w, wrong) for w in months if w.label in reported}


def _since(
    reported: Mapping[str, Any], now: Data, month: Window, wrong: set[tuple[str, date]]
) -> Mapping[str, Any]:
    """What was complete stays so, what was given or mended since is late; red is what is wrong now.

    Each figure that stands otherwise than in the report tells under "reported" how it stood there.
    """
    data, found = replace(now, window=month), dict(reported)
    given = owed.given(data)
    for unit in now.units:
        name = f"completeness.unit.{unit.code}"
        is_wrong, before = (unit.code, month.end) in wrong, reported.get(name)
        asked, gave = completeness.counted(data, given, unit)
        if before is None or (
            before.get("state") in ("complete", "late") and (gave == asked or not is_wrong)
        ):
            continue
        after = {
            "state": _state(data, unit, gave == asked, is_wrong) if asked else "excused",
            "numerator": gave,
            "denominator": asked,
        }
        if any(before.get(part) != value for part, value in after.items()):
            found[name] = {**after, "reported": before}
    return found


def _state(data: Data, unit: Member, given: bool, wrong: bool) -> str:
    """How a unit stands now in a month that is closed."""
    if given:
        return "complete" if completeness.is_timely(data, unit) else "late"
    if completeness.is_extended(data, unit):
        return "extended"
    return "problems" if wrong or completeness.are_objectives_wrong(data, unit) else "missing"


def _wrong(now: Data) -> Iterator[tuple[str, date]]:
    """(unit, last day of the period) of every row that an error now keeps from counting."""
    for row in now.excluded:
        table = tables().get(row.table)
        parts = written.key_parts(table, row.key) if table else {}
        if "period" in parts:
            yield row.unit, windows.window(parts["period"], now.rules).end


def running_figures(
    connection: Connection, organisation: Organisation, window: Window, today: date
) -> dict[str, Any]:
    """The completeness of a month that is not closed, as it would be if it closed now."""
    data = snapshot.entered(connection, organisation, window, "monthly")
    own = register.read(connection, organisation, today, year=data.year, period=window.label)
    data = replace(data, duties=tuple(own))
    return {figure.name: figure.to_json() for figure in completeness.monthly(data, objectives.outcomes(data))}


def books(connection: Connection, year: int) -> list[Book]:
    """The workbooks of a year with the number of their open problems that people have been told."""
    counts = _open_problems().subquery()
    query = (
        select(workbook, counts.c.errors, counts.c.warnings)
        .outerjoin(counts, counts.c.workbook_id == workbook.c.id)
        .where((workbook.c.year == year) | (workbook.c.kind == "coordinator"))
        .order_by(workbook.c.id)
    )
    return [_book(row) for row in connection.execute(query).mappings()]


def _open_problems() -> Select[Any]:
    errors = func.sum(case((problem.c.severity == "error", 1), else_=0)).label("errors")
    told = problem.c.mended_at.is_(None) & problem.c.quiet.is_(False)
    warnings = func.sum(case((problem.c.severity == "warning", 1), else_=0)).label("warnings")
    return select(problem.c.workbook_id, errors, warnings).where(told).group_by(problem.c.workbook_id)


def _book(row: RowMapping) -> Book:
    values = {name: row[name] for name in Book.__dataclass_fields__}
    return Book(**{**values, "errors": row["errors"] or 0, "warnings": row["warnings"] or 0})


def monthly_figures(connection: Connection, labels: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """The figures of each month's report by label; months without a report are left out."""
    query = select(report.c.label, report.c.json).where(
        report.c.kind == "monthly", report.c.label.in_(labels)
    )
    return {label: content["figures"] for label, content in connection.execute(query)}


def problems(connection: Connection, book_id: int) -> list[Mapping[str, Any]]:
    """The open problems of a workbook that people have been told, by tab and row."""
    told = problem.c.mended_at.is_(None) & problem.c.quiet.is_(False)
    query = (
        select(problem)
        .where(problem.c.workbook_id == book_id, told)
        .order_by(problem.c.table_name, problem.c.row, problem.c.column_name, problem.c.code)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def mended(connection: Connection, book_id: int, limit: int = 20) -> list[Mapping[str, Any]]:
    """The problems of a workbook mended last, newest first."""
    query = (
        select(problem)
        .where(problem.c.workbook_id == book_id, problem.c.mended_at.is_not(None))
        .order_by(problem.c.mended_at.desc(), problem.c.id.desc())
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
