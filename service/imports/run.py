"""An import from file to sheet: plan it, show it, write it. Only the last step writes anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from service import organisation, state
from service.compose import Services
from service.errors import QmsError
from service.imports import plan as planning
from service.imports import source
from service.imports.parts import Batch, Note, Source, Wanted
from service.imports.plan import Cell, Plan
from service.organisation import Organisation
from service.periods.windows import window
from service.store.engine import reading
from service.workbooks import findings, prefill, pull, registry, writing
from service.workbooks.registry import Workbook
from service.workbooks.seen import load
from sheets_schema import descriptor
from sheets_schema.cells import periods
from sheets_schema.descriptor import Table
from sheets_schema.records import Context, Record


class NoWorkbook(QmsError):
    """Chưa có sổ để ghi vào / there is no workbook to write into."""

    hint = "Kiểm tra tab Đơn vị và năm; chạy qms jobs run provision / check the units tab and the year."


class NotWritten(QmsError):
    """Google chưa nhận lần ghi này / Google did not take this write."""

    retryable = True
    hint = "Chờ ít phút rồi nhập lại: phần đã ghi không bị ghi hai lần / wait, then import again."


@dataclass(slots=True)
class Import:
    """A file and what it would write, one plan for each unit."""

    source: Source
    table: Table
    plans: list[Plan] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def all_notes(self) -> list[Note]:
        """Everything that does not fit, or that somebody should know."""
        return [*self.source.notes, *self.notes, *(note for plan in self.plans for note in plan.notes)]

    @property
    def empty(self) -> bool:
        """Whether nothing is to be written."""
        return all(plan.empty for plan in self.plans)


def prepare(
    services: Services,
    path: Path,
    table: Table,
    *,
    unit: str = "",
    period: str = "",
    year: int | None = None,
    replace: bool = False,
) -> Import:
    """Read the file and the workbooks it is for, and compare them. Nothing is written."""
    with reading(services.engine) as connection:
        about = organisation.read(connection)
        if about is None:
            raise NoWorkbook("Chưa đọc được sổ của thư ký (the coordinator's workbook was never read).")
        year = year or (int(period[:4]) if period else about.year_on(services.clock.today()))
        wanted = Wanted(about.naming(), _code(about, unit), period, year)
        contexts = _contexts(connection, table, about, year)
    found = source.read(path, table, wanted, contexts)
    made = Import(found, table)
    for batch in found.batches:
        for of, part in _by_year(table, batch.records, year).items():
            book = _book(services, table, batch.unit, of)
            share = Batch(batch.unit, part, batch.percent, batch.relative)
            made.plans.append(_plan(services, table, book, share, replace))
    made.notes += _frozen(about, found, table)
    return made


def apply(services: Services, made: Import) -> int:
    """Write what was planned; returns how many rows and cells. Raises NotWritten when Google refuses."""
    count = 0
    for plan in made.plans:
        if not plan.empty:
            if not writing.write(services, plan.book, _requests(plan), _grown(services, plan)):
                raise NotWritten(f"Chưa ghi được vào sổ {plan.book.name} (not written).")
            count += len(plan.new) + len(plan.cells)
        with services.engine.begin() as connection:
            _remember(connection, plan)
    return count


def _code(about: Organisation, unit: str) -> str:
    """The unit's code. Raises NoWorkbook for a name nobody knows."""
    code = about.naming().code(unit) if unit else ""
    if code is None:
        raise NoWorkbook(
            f"Không có đơn vị “{unit}” (no such unit).", hint="Mã ở tab Đơn vị / codes are in the units tab."
        )
    return code


def _by_year(table: Table, records: Sequence[Record], year: int) -> dict[int, list[Record]]:
    """The rows by the year whose workbook they belong to: that of their month."""
    if "period" not in table.primary_key or table.workbook != "unit":
        return {year: list(records)}
    parts: dict[int, list[Record]] = {}
    for record in records:
        label = str(record.values["period"])
        of = label[-4:] if periods.kind(label) == "school_year" else label[:4]
        parts.setdefault(int(of), []).append(record)
    return parts


def _key(table: Table, unit: str, year: int) -> str:
    if table.workbook == "coordinator":
        return "coordinator"
    return f"auditors:{year}" if table.workbook == "auditors" else f"unit:{unit}:{year}"


def _book(services: Services, table: Table, unit: str, year: int) -> Workbook:
    """The workbook to write into, read just now. Raises NoWorkbook."""
    key = _key(table, unit, year)
    with reading(services.engine) as connection:
        book = registry.by_key(connection, key)
    if book is None or not book.spreadsheet_id:
        raise NoWorkbook(f"Chưa có sổ “{key}” (no such workbook).")
    if table.name not in book.sheets:
        raise NoWorkbook(
            f"Sổ “{book.name}” không có tab “{table.title}” (no such tab).",
            hint="Với hồ sơ: cột Có hồ sơ TTHC của đơn vị phải là “có” / has_dossiers must be yes.",
        )
    if not pull.read(services, book.id).read:
        raise NoWorkbook(f"Không mở được sổ “{book.name}” (cannot be opened).", hint="Chạy qms doctor.")
    with reading(services.engine) as connection:
        return registry.get(connection, book.id)


def _plan(services: Services, table: Table, book: Workbook, batch: Batch, replace: bool) -> Plan:
    with reading(services.engine) as connection:
        tab = load(connection, book.id).get(table.name)
        held = findings.stored(connection, table.name, [book.id])
        earlier = state.get(connection, _memory(book, table)) or {}
    if tab is None or not tab.usable or any(name not in tab.places for name in table.primary_key):
        raise NoWorkbook(
            f"Tab “{table.title}” của sổ “{book.name}” đang hỏng tiêu đề (its header is broken).",
            hint="Khôi phục dòng tiêu đề rồi nhập lại / restore the header, then import again.",
        )
    return planning.make(book, table, tab, held, batch, earlier, replace=replace)


def _contexts(connection: Connection, table: Table, about: Organisation, year: int) -> dict[str, Context]:
    """What the rules may see of other rows, by unit code ("" for a table that is no unit's)."""
    settings = about.settings_of(year)
    found = {}
    for unit in [u.code for u in about.units] if table.workbook == "unit" else [""]:
        books = [registry.by_key(connection, _key(table, unit, of)) for of in (year - 1, year)]
        ids = [book.id for book in books if book]
        links = {link.table for link in table.foreign_keys}
        own = {name for name in links if descriptor.table(name).workbook == table.workbook}
        known = {name: findings.stored(connection, name, ids[-1:]) for name in own}
        if "units" in links:
            coordinator = registry.by_key(connection, "coordinator")
            known["units"] = findings.stored(connection, "units", [coordinator.id] if coordinator else [])
        found[unit] = Context(
            tables=known,
            previous={table.name: findings.stored(connection, table.name, ids)},
            year=year,
            start_day=settings.window_start_day,
            school_year_end_month=settings.school_year_end_month,
        )
    return found


def _frozen(about: Organisation, found: Source, table: Table) -> list[Note]:
    """What comes after the freeze is listed as an edit; a title's days may not be the month's."""
    if "period" not in table.primary_key:
        return []
    notes = []
    for label in source.months_of(r for batch in found.batches for r in batch.records):
        if label in about.frozen:
            what = (
                f"{periods.shown(label)} đã chốt: số liệu ghi vào chỉ được liệt kê, không vào báo cáo đã gửi."
            )
            notes.append(Note("Kỳ", what, stops=False))
        elif about.rules.start_day != 1 and periods.kind(label) == "month":
            span = window(label, about.rules)
            what = (
                f"{periods.shown(label)} ở đây là từ ngày {span.start:%d/%m/%Y} đến ngày {span.end:%d/%m/%Y}."
            )
            notes.append(Note("Kỳ", what, "Hãy đối chiếu với tệp.", stops=False))
    return notes


def _requests(plan: Plan) -> list[dict[str, Any]]:
    """Cells first, then the new rows below: no row moves before its cells are written."""
    made = []
    for cell in plan.cells:
        value = _value(plan, cell)
        column = plan.tab.places[cell.field]
        one = [[writing.text_cell(value)]]
        made.append(writing.cells(plan.tab.sheet_id, cell.row - 1, column, one, "userEnteredValue"))
    if plan.new:
        made += prefill.append(plan.table, plan.tab, [planning.line(plan, record) for record in plan.new])
    return made


def _value(plan: Plan, cell: Cell) -> object:
    shares = plan.percent.get(cell.key, set())
    return planning.sheet_value(plan.table.field(cell.field), cell.after, cell.field in shares)


def _grown(services: Services, plan: Plan) -> Any:
    with reading(services.engine) as connection:
        return writing.shown(plan.book, load(connection, plan.book.id), {plan.table.name: len(plan.new)})


def _memory(book: Workbook, table: Table) -> str:
    return f"import:{book.id}:{table.name}"


def _remember(connection: Connection, plan: Plan) -> None:
    """Keep what now stands there because of imports: it may be replaced by the next one."""
    name = _memory(plan.book, plan.table)
    held = {key: dict(values) for key, values in (state.get(connection, name) or {}).items()}
    for key, values in plan.written.items():
        held.setdefault(key, {}).update(values)
    state.put(connection, name, held)
