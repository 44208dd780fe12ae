"""A grid → records and problems: column by column, each distinct cell read once."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import compress, repeat
from operator import itemgetter

from sheets_schema import descriptor, headers, problems, rules
from sheets_schema.cells.reader import Reading
from sheets_schema.columns import Column, ColumnReader
from sheets_schema.descriptor import Field, Table
from sheets_schema.grid import TRUSTED_LOCALE, Grid, a1
from sheets_schema.problems import Problem, Slip
from sheets_schema.records import Checked, Context, Pending, Record, Value
from sheets_schema.rows import Body, body
from sheets_schema.rules import Found, Rows, keys, links

rules.load()

problems.declare(
    "workbook_locale",
    "error",
    title=("Sai ngôn ngữ của tệp", "Wrong locale of the workbook"),
    sentence=(
        "Tệp đang đặt ngôn ngữ {value}, nên ngày và số gõ vào có thể bị hiểu sai.",
        "The workbook's locale is {value}, so typed dates and numbers may be misread.",
    ),
    remedy=(
        "Hãy vào Tệp > Cài đặt, chọn Ngôn ngữ: Việt Nam, rồi gõ lại các ngày và số.",
        "Choose File > Settings > Locale: Vietnam, then type the dates and numbers again.",
    ),
    example="en_US",
)

#: What is said of cells typed under another locale.
UNTRUSTED = ("number_untrusted", "date_untrusted")
#: ``Problem(…)`` without a Python call each.
_PROBLEM: Callable[..., Problem] = tuple.__new__

#: Formats that change what a number means, by kind of cell; others are only looks.
_DATES = ("DATE", "DATE_TIME", "TIME")
_MEANING: dict[str, tuple[str, ...]] = dict.fromkeys(
    ["number", "figure", "target", "integer", "text", "line", "code", "measure"], ("PERCENT", *_DATES)
)
_MEANING |= {"period": _DATES, "any": ("PERCENT",), "choice": ("PERCENT", *_DATES), "list": _DATES}


@lru_cache(maxsize=256)
def _readers(table: Table, reading: Reading) -> dict[str, ColumnReader]:
    return {item.name: ColumnReader(item, reading) for item in table.fields}


class _Check:
    """One run of ``check``: what is found so far, and how to say it."""

    def __init__(self, table: Table, grid: Grid, context: Context) -> None:
        self.table, self.grid, self.context = table, grid, context
        self.out = Checked()
        self.trusted = grid.locale == TRUSTED_LOCALE
        self.readers = _readers(table, Reading(self.trusted, context.year))
        self.order: list[tuple[int, int, int]] = []
        self.kept: list[Slip] = []
        self.own_formats: dict[int, dict[int, str]] | None = None
        self.rendered: dict[int, tuple[problems.Entry, tuple[str, str, str, str]]] = {}

    def say(
        self,
        slip: Slip,
        *,
        row: int | None = None,
        column: int | None = None,
        item: Field | None = None,
        key: str | None = None,
        value: str = "",
    ) -> Problem:
        """Put a slip in its place; ``row`` and ``column`` zero-based."""
        known = self.rendered.get(id(slip))
        if known is None:
            entry = problems.entry(slip.code)
            known = self.rendered[id(slip)] = (entry, entry.render(slip.params))
            self.kept.append(slip)
        entry, (vi, en, remedy_vi, remedy_en) = known
        cell = a1(row, column) if row is not None and column is not None else None
        problem = _PROBLEM(
            Problem,
            (
                slip.code,
                slip.severity or entry.severity,
                self.table.name,
                key,
                None if row is None else row + 1,
                item.name if item else None,
                item.title if item else None,
                cell,
                value,
                f"Ô {cell}: {vi}" if cell else vi,
                f"Cell {cell}: {en}" if cell else en,
                remedy_vi,
                remedy_en,
                slip.suggestion,
            ),
        )
        self.out.problems.append(problem)
        self.order.append((-1 if row is None else row, -1 if column is None else column, len(self.order)))
        return problem

    def header(self) -> headers.Header:
        """Match the header; its problems, and the locale's, are the tab's."""
        if not self.trusted:
            self.say(Slip("workbook_locale", {"value": self.grid.locale}), value=self.grid.locale)
        found = headers.match(self.table, self.grid)
        for at in found.found:
            self.say(at.slip, row=at.row, column=at.column, item=at.field, value=at.value)
        self.out.columns, self.out.header_row, self.out.usable = found.columns, found.row, found.usable
        return found

    def split(self, header: headers.Header) -> Body | None:
        """The rows to check; None (and unusable) when there are too many."""
        found = body(self.table, self.grid, header)
        self.out.blank_rows = found.blank
        if len(found.cells) > self.table.max_rows:
            words = {
                "tab": self.table.title,
                "rows": str(len(found.cells)),
                "limit": str(self.table.max_rows),
            }
            self.say(Slip("too_many_rows", words))
            self.out.usable = False
            return None
        names = {column: name for name, column in header.columns.items()}
        for row, column, code, value in found.skipped:
            item = self.table.field(names[column])
            self.say(
                Slip(code, {"value": problems.quote(value)}), row=row, column=column, item=item, value=value
            )
        self.merges(header, names)
        return found

    def merges(self, header: headers.Header, names: dict[int, str]) -> None:
        """One warning for each merge among the rows."""
        for r0, r1, c0, c1 in self.grid.merges:
            used = [c for c in range(c0, min(c1, c0 + 1000)) if c in names]
            if used and r0 > (header.row or 0) and (r1 - r0 > 1 or c1 - c0 > 1):
                where = {"range": f"{a1(r0, c0)}:{a1(r1 - 1, c1 - 1)}"}
                self.say(
                    Slip("merged_cells", where), row=r0, column=used[0], item=self.table.field(names[used[0]])
                )

    def column(
        self, item: Field, cells: list[list[object]], places: list[int]
    ) -> tuple[Column, list[object]]:
        """One field's column and its cells as typed; an absent or computed column is all None."""
        at = self.out.columns.get(item.name)
        if at is None or item.computed:
            return Column([None] * len(cells)), [None] * len(cells)
        raw = list(map(itemgetter(at), cells))
        meaning = _MEANING.get(item.kind)
        formats = {}
        if meaning and self.grid.formats:
            own = self.formats.get(at, {})
            if own:
                formats = {i: own[r] for i, r in enumerate(places) if r in own and own[r] in meaning}
        column = self.readers[item.name].column(raw, formats)
        if column.values is raw:  # rules may put a code or a type in a value's place; what was typed stays
            column.values = raw.copy()
        return column, raw

    @property
    def formats(self) -> dict[int, dict[int, str]]:
        """Number formats by column, then row; sorted out once."""
        if self.own_formats is None:
            self.own_formats = defaultdict(dict)
            for (row, column), form in self.grid.formats.items():
                self.own_formats[column][row] = form
        return self.own_formats

    def keys_of(self, columns: dict[str, Column]) -> list[str | None]:
        """Each row's key, None where a part of it is blank or wrong."""
        parts = [columns[name].values for name in self.table.primary_key]
        if len(parts) == 1:
            return [None if part is None else str(part) for part in parts[0]]
        join = "|".join
        if all(set(map(type, part)) <= {str, type(None)} for part in parts):
            if not any(None in part for part in parts):
                return list(map(join, zip(*parts, strict=True)))
            return [None if None in key else join(key) for key in zip(*parts, strict=True)]
        return [None if None in key else join(map(str, key)) for key in zip(*parts, strict=True)]

    def run(self) -> Checked:
        """Header, rows, columns, rules, records."""
        header = self.header()
        found = self.split(header) if header.usable else None
        if found is None:
            return self.out
        self.pending(found)
        columns, raw = {}, {}
        for item in self.table.fields:
            columns[item.name], raw[item.name] = self.column(item, found.cells, found.places)
        found_keys = self.keys_of(columns)
        if self.trusted and self.context.doubted:
            self.reread(False, self.context.doubted, columns, raw, found.places)
            found_keys = self.keys_of(columns)
        elif not self.trusted and self.context.certain:
            self.reread(True, self.context.certain, columns, raw, found.places)
            found_keys = self.keys_of(columns)
        places = [place + 1 for place in found.places]
        rows = Rows(self.table, columns, len(found.cells), found_keys, self.context, raw, places)
        self.out.rows = rows.count
        self.finish(rows, found.places)
        return self.out

    def reread(
        self,
        trusted: bool,
        known: Mapping[str, Mapping[str | int, object]],
        columns: dict[str, Column],
        raw: dict[str, list[object]],
        places: list[int],
    ) -> None:
        """Read cells that still hold what they held under another locale as under that one."""
        readers = _readers(self.table, Reading(trusted, self.context.year))
        found_keys = self.keys_of(columns)
        for name, held in known.items():
            forms = self.formats.get(self.out.columns.get(name, -1), {})
            for index, (value, key, place) in enumerate(zip(raw[name], found_keys, places, strict=True)):
                if value is None or value not in (held.get(key or ""), held.get(place + 1)):
                    continue
                read = readers[name].read(value, forms.get(place, ""))
                if trusted or (read.slip is not None and read.slip.code in UNTRUSTED):
                    columns[name].put(index, read)

    def pending(self, found: Body) -> None:
        """The rows laid out by the service in which nobody has typed."""
        if not found.pending:
            return
        width = max(self.out.columns.values()) + 1
        cells = [row + [None] * (width - len(row)) for row in (self.grid.values[i] for i in found.pending)]
        columns = {
            n: self.column(self.table.field(n), cells, found.pending)[0] for n in self.table.primary_key
        }
        for place, key in zip(found.pending, self.keys_of(columns), strict=True):
            if key is not None:
                self.out.pending.append(Pending(key, place + 1))

    def finish(self, rows: Rows, places: list[int]) -> None:
        """Collect every problem of the rows, then the records of the rows without an error."""
        refused = self.cells(rows, places)
        lacking = [
            *keys.required(rows),
            *keys.repeated(rows),
            *(("key_duplicate", f) for f in keys.duplicates(rows)),
        ]
        linked = [("link_unknown", f) for link in self.table.foreign_keys for f in self.links(rows, link)]
        ruled = ((name, f) for name, params in self.table.rules for f in rules.REGISTRY[name](rows, **params))
        for name, found in (*lacking, *linked, *ruled):
            slip = Slip(found.code or name, found.params, found.suggestion, found.severity)
            if self.place(rows, places, found.row, found.field, slip).severity == "error":
                refused.add(found.row)
        self.out.problems = [self.out.problems[place[2]] for place in sorted(self.order)]
        self.out.keys = [key for key in rows.keys if key is not None]
        self.records(rows, refused)

    def cells(self, rows: Rows, places: list[int]) -> set[int]:
        """Say what is wrong with single cells; give back the rows with an error."""
        refused: set[int] = set()
        names = keys.names(rows)
        for name, column in rows.columns.items():
            if not column.wrong:
                continue
            item, at, raw = self.table.field(name), self.out.columns[name], rows.raw[name]
            for index, read in column.wrong.items():
                slip = read.slip
                if slip is None:
                    continue
                shown = None if isinstance(raw[index], str) else slip.params.get("value")
                value = shown or problems.quote(raw[index])
                said = self.say(slip, row=places[index], column=at, item=item, key=names(index), value=value)
                if said.severity == "error":
                    refused.add(index)
            for index in [i for i, read in column.wrong.items() if read.value is not None]:
                del column.wrong[index]  # only warned: its value stands, and rules may judge it
        return refused

    def place(self, rows: Rows, places: list[int], index: int, name: str, slip: Slip) -> Problem:
        """Put a rule's slip in its cell."""
        return self.say(
            slip,
            row=places[index],
            column=self.out.columns.get(name),
            item=self.table.field(name),
            key=keys.names(rows)(index),
            value=rows.quoted(index, name),
        )

    def links(self, rows: Rows, link: descriptor.ForeignKey) -> Iterator[Found]:
        """What a foreign key does not find; not judged when the context lacks the other table."""
        other = self.table
        if link.table == self.table.name:
            names = [f for f in link.match if f in rows.columns]
            own = zip(*(rows[n] for n in names), strict=True)
            records: Iterable[dict[str, object]] = (
                dict(zip(names, v, strict=True)) for v in own if v[0] is not None
            )
        elif link.table in self.context.tables:
            other = descriptor.table(link.table)
            records = (dict(record.values) for record in self.context.tables[link.table])
        else:
            return
        broken = self.context.broken.get(link.table, {})
        yield from links.resolve(rows, link, links.naming(records, link.match), broken, other)

    def records(self, rows: Rows, refused: set[int]) -> None:
        """Records of the rows that have a key and no error."""
        columns = [rows[item.name] for item in self.table.fields]
        values = map(_values(self.table), *columns)
        parts: Iterable[tuple[object, ...]] = zip(
            repeat(self.table.name), rows.keys, rows.places, values, strict=False
        )
        if refused or None in rows.keys:
            right = bytearray(key is not None for key in rows.keys)
            for index in refused:
                right[index] = 0
            parts = compress(parts, right)
        # Record(*part) for each part, without a Python call a row.
        self.out.records = list(map(tuple.__new__, repeat(Record), parts))


@lru_cache(maxsize=256)
def _values(table: Table) -> Callable[..., dict[str, Value]]:
    """The function from a row's values to its dict, compiled: a third of the time of dict(zip(…))."""
    items = ", ".join(f"{item.name!r}: a{place}" for place, item in enumerate(table.fields))
    names = ", ".join(f"a{place}" for place in range(len(table.fields)))
    made: Callable[..., dict[str, Value]] = eval(f"lambda {names}: {{{items}}}")  # noqa: S307 (our documents)
    return made


#: From how many rows on the garbage collector is paused: a fifth of the time went into walking the rows.
LARGE = 5_000


@contextmanager
def _collector_paused(worth_it: bool) -> Iterator[None]:
    """Nothing made during a check is a cycle, so there is nothing to collect until it ends."""
    paused = worth_it and gc.isenabled()
    if paused:
        gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()


def check(table: Table, grid: Grid, context: Context | None = None) -> Checked:
    """Check one tab against its table. Never raises on what people typed; does not change ``grid``.

    A row with an error gives no record; its key is in ``problems``. ``usable`` False means that the
    tab as a whole could not be read and the last good data stand.
    """
    with _collector_paused(len(grid.values) >= LARGE):
        return _Check(table, grid, context or Context()).run()
