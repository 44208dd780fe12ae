"""A tab as it was last read, kept in the store: any later step can be run again from here."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from service.google.book import Cell, Tab
from service.store.tables import grid as table
from sheets_schema.descriptor import tables
from sheets_schema.grid import Grid, a1, from_a1

#: What every check asks, put together once.
_TABS = select(table.c.table_name, table.c.content).where(table.c.workbook_id == bindparam("book"))
_TAB = select(table.c.content).where(
    table.c.workbook_id == bindparam("book"), table.c.table_name == bindparam("name")
)


@dataclass(frozen=True, slots=True)
class Seen:
    """Values, formats, notes and fills of one tab (zero-based), and its size."""

    sheet_id: int
    title: str
    rows: int
    columns: int
    values: list[list[object]]
    formats: Mapping[Cell, str] = field(default_factory=dict)
    notes: Mapping[Cell, str] = field(default_factory=dict)
    fills: Mapping[Cell, str] = field(default_factory=dict)
    merges: tuple[tuple[int, int, int, int], ...] = ()
    locale: str = "vi_VN"
    #: Field name → zero-based column, and the header's row, as the check found them.
    places: Mapping[str, int] = field(default_factory=dict)
    header: int = 0
    #: Keys of all rows that have one; laid-out rows nobody has typed in yet, key → sheet row from 1.
    keys: frozenset[str] = frozenset()
    pending: Mapping[str, int] = field(default_factory=dict)
    #: Cells that are blank to the eye, with a formula behind it.
    silent: frozenset[Cell] = frozenset()
    #: False: the header cannot be read or there are too many rows; the last good records stay.
    usable: bool = True
    #: Other tables that rules looked at when the tab was checked.
    looked_at: frozenset[str] = frozenset()

    def value(self, row: int, column: int) -> object:
        """The value of a cell; None beyond the data."""
        line = self.values[row] if row < len(self.values) else []
        return line[column] if column < len(line) else None

    def grid(self) -> Grid:
        """What the checker reads."""
        return Grid(self.values, self.formats, self.merges, self.locale)

    def holds_same(self, other: Seen) -> bool:
        """Whether a check would find the same in both: notes and fills say nothing."""
        mine = (self.values, self.formats, self.merges, self.locale, self.title, self.rows)
        return mine == (other.values, other.formats, other.merges, other.locale, other.title, other.rows)


def of_tab(tab: Tab, locale: str) -> Seen:
    """What was read of a tab; formats only where something stands, for blank cells may be many."""
    formats = {at: kind for at, kind in tab.formats.items() if tab.value(*at) is not None}
    return Seen(
        tab.sheet_id,
        tab.title,
        tab.rows,
        tab.columns,
        tab.values,
        formats,
        tab.notes,
        tab.fills,
        tab.merges,
        locale,
        silent=tab.silent,
    )


def with_findings_of(tab: Seen, checked: Seen) -> Seen:
    """A tab just read, with what a check found in one that held the same."""
    return replace(
        tab,
        places=checked.places,
        header=checked.header,
        keys=checked.keys,
        pending=checked.pending,
        usable=checked.usable,
        looked_at=checked.looked_at,
    )


def masked(seen: Seen, rows: Collection[int], columns: Collection[int], word: str) -> Seen:
    """The tab with `word` in place of the texts in these rows (the sheet's, from 1) and columns (from 0)."""
    values: list[list[object]] = [
        [
            word if row in rows and at in columns and isinstance(cell, str) else cell
            for at, cell in enumerate(line)
        ]
        for row, line in enumerate(seen.values, 1)
    ]
    return replace(seen, values=values)


def pack(seen: Seen) -> bytes:
    """The compressed JSON that is kept: cells are named as in A1."""
    held: dict[str, Any] = {
        "values": seen.values,
        "formats": _named(seen.formats),
        "merges": seen.merges,
        "locale": seen.locale,
        "notes": _named(seen.notes),
        "fills": _named(seen.fills),
        "sheet": [seen.sheet_id, seen.title, seen.rows, seen.columns],
        "places": dict(seen.places),
        "header": seen.header,
        "keys": sorted(seen.keys),
        "pending": dict(seen.pending),
        "silent": sorted(a1(*at) for at in seen.silent),
        "usable": seen.usable,
        "looked_at": sorted(seen.looked_at),
    }
    return zlib.compress(json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpack(content: bytes) -> Seen:
    """The tab that `pack` kept."""
    held = json.loads(zlib.decompress(content))
    sheet_id, title, rows, columns = held["sheet"]
    return Seen(
        sheet_id,
        title,
        rows,
        columns,
        held["values"],
        _placed(held["formats"]),
        _placed(held["notes"]),
        _placed(held["fills"]),
        tuple((m[0], m[1], m[2], m[3]) for m in held["merges"]),
        held["locale"],
        held["places"],
        held["header"],
        frozenset(held["keys"]),
        held["pending"],
        frozenset(from_a1(name) for name in held.get("silent", ())),
        held["usable"],
        frozenset(held["looked_at"]) if "looked_at" in held else frozenset(tables()),
    )


def load(connection: Connection, workbook_id: int) -> dict[str, Seen]:
    """The tabs of a workbook as last read, by table name."""
    rows = connection.execute(_TABS, {"book": workbook_id})
    return {name: unpack(content) for name, content in rows}


def save(connection: Connection, workbook_id: int, name: str, seen: Seen, now: str) -> bool:
    """Keep a tab; returns whether anything differed from what was kept."""
    content = pack(seen)
    if connection.execute(_TAB, {"book": workbook_id, "name": name}).scalar() == content:
        return False
    values = {"read_at": now, "content": content, "usable": seen.usable}
    statement = insert(table).values(workbook_id=workbook_id, table_name=name, **values)
    keys = ["workbook_id", "table_name"]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))
    return True


def forget(connection: Connection, workbook_id: int, name: str) -> None:
    """Drop what was kept of a tab."""
    connection.execute(delete(table).where(table.c.workbook_id == workbook_id, table.c.table_name == name))


def _named(cells: Mapping[Cell, str]) -> dict[str, str]:
    return {a1(*at): held for at, held in cells.items()}


def _placed(cells: Mapping[str, str]) -> dict[Cell, str]:
    return {from_a1(name): held for name, held in cells.items()}
