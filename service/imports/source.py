"""A file → its rows for each unit, checked by the table's own rules; and what does not fit, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from service.imports import titles
from service.imports.parts import Batch, Note, Source, Unfit, Wanted
from sheets_schema import descriptor, foreign, validate
from sheets_schema.cells import numbers, periods
from sheets_schema.cells.text import clean, fold
from sheets_schema.descriptor import Table
from sheets_schema.files import load_grids
from sheets_schema.foreign import Line, Sheet
from sheets_schema.grid import Grid, letters
from sheets_schema.records import Context, Record
from sheets_schema.rows import TOTALS

#: In statistical tables a dash stands where nothing occurred, dots where nothing is known.
_NOTHING, _UNKNOWN = frozenset("-–—"), frozenset(["…", "...", ".."])
_of_unit = re.compile(r"\s*(?:don vi|co quan)(?: bao cao| thuc hien| giai quyet)?\s*:\s*", re.I)


def read(path: Path, table: Table, wanted: Wanted, contexts: Mapping[str, Context]) -> Source:
    """Read the file's best sheet. `contexts`: what the rules may see, by unit. Raises Unfit and BadFile."""
    found = [sheet for grid in load_grids(path, table) if (sheet := foreign.read(table, grid)) is not None]
    if not found:
        raise Unfit(
            f"{path.name}: không thấy dòng tiêu đề của bảng “{table.title}” (no header of this table).",
            hint=f"Cần có các cột như / it needs columns such as: {_needed(table)}.",
        )
    sheet = max(found, key=lambda s: (len(s.columns), len(s.lines)))
    source = Source(path.name, columns={name: letters(c) for name, c in sheet.columns.items()})
    _missing(table, sheet, wanted)
    source.notes += _columns(table, sheet)
    source.notes += _left(sheet, found)
    period, notes = titles.month(table, sheet, wanted)
    source.notes += notes
    parts: dict[str, list[Line]] = {}
    for line in sheet.lines:
        unit, note = _unit(table, sheet, line, wanted)
        if note is not None:
            source.notes.append(note)
        else:
            parts.setdefault(unit, []).append(line)
    for unit, lines in parts.items():
        batch, notes = _batch(
            table, sheet, unit, lines, period, contexts.get(unit, Context(year=wanted.year))
        )
        source.batches.append(batch)
        source.notes += notes
        if wanted.period:
            source.notes += _others(batch, wanted.period)
    for row in sheet.signed:
        source.notes.append(Note(f"Dòng {row + 1}", "Không có con số nào, bỏ qua.", stops=False))
    source.notes += _totals(sheet)
    source.notes += _sums(table, sheet)
    return source


def _needed(table: Table) -> str:
    return ", ".join(f.title for f in table.fields if f.required)


def _given(table: Table) -> set[str]:
    """The fields that a file need not have: what the service fills, and the month of a monthly table."""
    return {f.name for f in table.fields if f.filled_by == "service" and f.name not in table.primary_key}


def _missing(table: Table, sheet: Sheet, wanted: Wanted) -> None:
    """Raises Unfit when a required column is not there, or stands twice."""
    lacking = [
        f.title
        for f in table.fields
        if (f.required or f.name in table.primary_key)
        and f.name not in {*sheet.columns, *_given(table), "period"}
        and f.name not in sheet.doubled
    ]
    if lacking:
        seen = ", ".join(f"{letters(c)} “{text}”" for c, text in list(sheet.strangers.items())[:8])
        raise Unfit(
            f"Tệp thiếu cột / the file lacks: {', '.join(lacking)}.",
            hint=f"Các cột chưa nhận ra / columns not recognised: {seen or '–'}.",
        )
    if sheet.doubled:
        told = "; ".join(
            f"{table.field(name).title}: {', '.join(map(letters, columns))}"
            for name, columns in sheet.doubled.items()
        )
        raise Unfit(
            f"Nhiều cột cùng một nghĩa / several columns mean the same: {told}.",
            hint="Đổi tên hoặc xóa cột thừa rồi nhập lại / rename or delete the extra one.",
        )


def _columns(table: Table, sheet: Sheet) -> Iterator[Note]:
    for column, text in sheet.strangers.items():
        if not (text.isdigit() or text in ("stt", "tt")):
            yield Note(f"Cột {letters(column)}", f"“{text}” không có trong bảng, bỏ qua.", stops=False)
    for item in table.fields:
        if item.vital and item.name not in {*sheet.columns, "period"} and item.filled_by == "people":
            yield Note("Tiêu đề", f"Tệp không có cột “{item.title}”, cột này để trống.", stops=False)


def _left(taken: Sheet, found: Iterable[Sheet]) -> Iterator[Note]:
    """The other sheets that hold the table, too: one is imported at a time."""
    for sheet in found:
        if sheet is not taken and sheet.lines:
            what = (
                f"Có {len(sheet.lines)} dòng của bảng này, không nhập: chỉ nhập trang “{taken.grid.title}”."
            )
            mend = "Tách trang này ra một tệp riêng rồi nhập tiếp."
            yield Note(f"Trang “{sheet.grid.title}”", what, mend)


def _unit(table: Table, sheet: Sheet, line: Line, wanted: Wanted) -> tuple[str, Note | None]:
    """Whose the row is: its unit column, its section, what was asked for, or the title. Raises Unfit."""
    if table.workbook != "unit":
        return "", None
    named = line.unit or (line.section if wanted.units.code(_bare(line.section)) else "")
    if named:
        code = wanted.units.code(_bare(named))
        if code is None:
            where, mend = f"Dòng {line.row + 1}", "Bổ sung tên này vào cột Tên gọi khác ở tab Đơn vị."
            return "", Note(where, f"“{named}” không phải là đơn vị nào trong tab Đơn vị.", mend)
        if wanted.unit and code != wanted.unit:
            return "", Note(f"Dòng {line.row + 1}", f"Của đơn vị {code}, không phải {wanted.unit}.")
        return code, None
    if wanted.unit:
        return wanted.unit, None
    for title in sheet.titles:
        code = wanted.units.code(_of_unit.sub("", clean(title))) if _of_unit.match(fold(title)) else None
        code = code or wanted.units.code(re.sub(r"^[^:]*:\s*", "", clean(title)))
        if code:
            return code, None
    raise Unfit(
        "Không rõ số liệu của đơn vị nào (whose figures these are is not told).",
        hint="Ghi thêm --unit MÃ / give --unit CODE.",
    )


def _bare(text: str) -> str:
    """Without the number it begins with: "II. Phòng Giáo dục Trung học"."""
    return re.sub(r"^(?:[IVX]{1,5}|\d{1,2})\s*[.)]\s*", "", clean(text))


def _batch(
    table: Table, sheet: Sheet, unit: str, lines: Sequence[Line], period: str, context: Context
) -> tuple[Batch, list[Note]]:
    """The rows as the tab's own check finds them. Cells are named as in the file."""
    width = max(map(len, sheet.grid.values))
    places = dict(sheet.columns)
    for item in table.fields:
        if item.name not in places and not item.computed:
            places[item.name] = width + len(places)
    values: list[list[object]] = [[None] * (max(places.values()) + 1) for _ in sheet.grid.values]
    if sheet.first == 0:
        raise Unfit("Tệp không có dòng tiêu đề (no header).")
    for item in table.fields:
        if item.name in places:
            values[0][places[item.name]] = item.title
    for line in lines:
        for name in sheet.columns:
            values[line.row][places[name]] = _plain(table.field(name).type, sheet.value(line.row, name))
        if period:
            values[line.row][places["period"]] = periods.shown(period)
    checked = validate.check(table, Grid(values, sheet.grid.formats, (), sheet.grid.locale), context)
    if not checked.usable:
        raise Unfit(" ".join(p.message_vi for p in checked.problems if p.severity == "error"))
    rows = {line.row + 1 for line in lines}
    notes = [
        Note(f"Dòng {p.row}", p.message_vi, p.remedy_vi, p.severity == "error")
        for p in checked.problems
        if p.row in rows
    ]
    batch = Batch(unit, checked.records)
    for record in checked.records:
        formats = {n: sheet.grid.formats.get((record.row - 1, c), "") for n, c in sheet.columns.items()}
        batch.percent[record.key] = {
            n
            for n, form in formats.items()
            if form == "PERCENT" or "%" in str(sheet.value(record.row - 1, n))
        }
        cells = {n: sheet.value(record.row - 1, n) for n in sheet.columns if table.field(n).type == "number"}
        batch.relative[record.key] = {n: clean(str(v)) for n, v in cells.items() if _is_relative(v)}
    return batch, notes


def _is_relative(cell: object) -> bool:
    """Whether a cell tells a target by last year's result, which only a tab's own check works out."""
    return isinstance(cell, str) and numbers.from_text(cell, comparisons=True).comparator in numbers.RELATIVE


def _others(batch: Batch, period: str) -> list[Note]:
    """Take the rows of other months out of the batch, and tell of them."""
    others = [r for r in batch.records if r.values.get("period") not in (None, period)]
    batch.records = [r for r in batch.records if r not in others]
    why = f"không phải {periods.told(period)}."
    return [Note(f"Dòng {r.row}", f"Của {periods.told(str(r.values['period']))}, {why}") for r in others]


def _plain(kind: str, value: object) -> object:
    """A cell of a statistical table: in a column of counts a dash is 0, dots are blank."""
    if kind == "integer" and isinstance(value, str):
        typed = clean(value)
        return 0 if typed in _NOTHING else None if typed in _UNKNOWN else value
    return value


def _totals(sheet: Sheet) -> Iterator[Note]:
    """The rows left out as totals by more than the one word: a person sees whether they are."""
    for row in sheet.totals:
        named = foreign.total_named(sheet.grid.values[row])
        if fold(named).strip(" :.") not in TOTALS:
            yield Note(f"Dòng {row + 1}", f"“{named}” là dòng tổng, không ghi.", stops=False)


def _sums(table: Table, sheet: Sheet) -> Iterator[Note]:
    """Where the totals row at the foot says otherwise than the rows above it."""
    if len(sheet.totals) != 1:
        return
    row = sheet.totals[0]
    for item in table.fields:
        if item.type != "integer" or item.name not in sheet.columns:
            continue
        told = _number(sheet.value(row, item.name))
        added = [_number(sheet.value(line.row, item.name)) for line in sheet.lines]
        total = sum(number for number in added if number is not None)
        if told is not None and told != total:
            what = f"Dòng tổng ghi “{item.title}” là {told}, các dòng cộng lại được {total}."
            yield Note(f"Dòng {row + 1}", what, "Kiểm tra lại tệp.", stops=False)


def _number(cell: object) -> int | None:
    found = numbers.from_text(str(cell)).value if isinstance(cell, str) else cell
    return int(found) if isinstance(found, int | float) and not isinstance(found, bool) else None


def months_of(records: Iterable[Record]) -> list[str]:
    """The months the rows belong to, in order."""
    return sorted({str(r.values["period"]) for r in records if r.values.get("period")})


def table_of(name: str) -> Table:
    """The table of that name. Raises Unfit when there is none that people fill."""
    known = {t.name: t for t in descriptor.tables().values() if t.workbook != "form"}
    if name not in known:
        raise Unfit(
            f"Không có bảng “{name}” (no such table).", hint=f"Các bảng / tables: {', '.join(known)}."
        )
    return known[name]
