"""What an import would write into one tab: new rows, cells to fill, and what stays as somebody typed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from service.imports.parts import Batch, Note
from service.workbooks import prefill
from service.workbooks.registry import Workbook
from service.workbooks.seen import Seen
from sheets_schema import written
from sheets_schema.cells import numbers
from sheets_schema.cells.text import same
from sheets_schema.descriptor import Field, Table
from sheets_schema.records import Record

#: What an earlier import wrote: record key → field → value (dates as ISO text).
Ledger = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell to write: the sheet's row (from 1), the field, what stands there and what will."""

    key: str
    row: int
    field: str
    before: object
    after: object


@dataclass(slots=True)
class Plan:
    """For one tab. `kept`: cells that differ and stay, because somebody typed them."""

    book: Workbook
    table: Table
    tab: Seen
    new: list[Record] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    kept: list[Cell] = field(default_factory=list)
    same: int = 0
    notes: list[Note] = field(default_factory=list)
    percent: Mapping[str, set[str]] = field(default_factory=dict)
    relative: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: What this import writes: key → field → value.
    written: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing is to be written."""
        return not self.new and not self.cells


def make(
    book: Workbook,
    table: Table,
    tab: Seen,
    held: Sequence[Record],
    batch: Batch,
    earlier: Ledger,
    *,
    replace: bool = False,
) -> Plan:
    """Compare the batch with the tab as it was just read. `held`: the tab's right rows."""
    plan = Plan(book, table, tab, percent=batch.percent, relative=batch.relative)
    stored = {same(record.key): record for record in held}
    waiting = {same(key): (key, row) for key, row in tab.pending.items()}
    broken = {same(key) for key in tab.keys} - stored.keys() - waiting.keys()
    for record in batch.records:
        key = same(record.key)
        if key in broken:
            what = f"“{written.key(table, record.key)}” trong sổ đang có lỗi hoặc bị lặp."
            plan.notes.append(Note(f"Dòng {record.row}", what, "Sửa dòng đó trong sổ rồi nhập lại."))
        elif key in stored:
            _compare(plan, record, stored[key], earlier.get(stored[key].key, {}), replace)
        elif key in waiting:
            _compare(plan, record, Record(table.name, *waiting[key], {}), {}, replace)
        else:
            plan.new.append(record)
            plan.written[record.key] = {n: _json(v) for n, v in record.values.items() if v is not None}
    _room(plan)
    return plan


def _compare(plan: Plan, new: Record, old: Record, earlier: Mapping[str, Any], replace: bool) -> None:
    """One row that is there already: fill blanks, leave what is equal, replace only what is ours."""
    told = plan.relative.get(new.key, {})
    for item in plan.table.fields:
        value = new.values.get(item.name)
        stands: object = old.values.get(item.name)
        after = told.get(item.name, value)
        ours = item.filled_by == "people" and item.name not in plan.table.primary_key
        if after is None or not ours or item.name not in plan.tab.places:
            continue
        typed = plan.tab.value(old.row - 1, plan.tab.places[item.name])
        if stands is None and item.name in told:
            stands = typed  # what is told by last year's result may not be known as a number yet
        cell = Cell(old.key, old.row, item.name, stands, after)
        if _alike(value, stands) or (item.name in told and _alike(after, typed)):
            plan.same += 1
            continue
        if stands is None or replace or earlier.get(item.name) == _json(stands):
            plan.cells.append(cell)
        else:
            plan.kept.append(cell)
            continue
        plan.written.setdefault(old.key, {})[item.name] = _json(after if value is None else value)


def _alike(new: object, old: object) -> bool:
    if isinstance(new, str) and isinstance(old, str):
        return same(new) == same(old)
    return new == old and isinstance(new, bool) is isinstance(old, bool)


def _json(value: object) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _room(plan: Plan) -> None:
    """No tab grows beyond its limit: what does not fit is told, and not written."""
    left = plan.table.max_rows - (len(plan.tab.values) - plan.tab.header - 1)
    if len(plan.new) > left:
        what = f"Tab “{plan.table.title}” chỉ còn chỗ cho {max(left, 0)} dòng mới, tệp có {len(plan.new)}."
        plan.notes.append(Note("Cả tệp", what, "Chia nhỏ tệp hoặc dọn tab."))
        for record in plan.new:
            plan.written.pop(record.key, None)
        plan.new = []


def line(plan: Plan, record: Record) -> dict[str, object]:
    """A new row's cells by field, as they are written RAW."""
    shares = plan.percent.get(record.key, set())
    values = {**record.values, **plan.relative.get(record.key, {})}
    return {
        item.name: sheet_value(item, values.get(item.name), item.name in shares)
        for item in plan.table.fields
        if not item.computed and values.get(item.name) is not None
    }


def sheet_value(item: Field, value: object, percent: bool = False) -> object:
    """A value as its cell holds it: numbers as numbers, days as serials, a share with its percent sign."""
    if isinstance(value, date):
        return prefill.serial(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{numbers.spell(value)}%" if percent else value
    return written.cell(item, value)
