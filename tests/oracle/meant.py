"""What people meant against what the service found: every slip is flagged, or listed as one nobody could see.

Reads DIR/meant.jsonl (noted before typing: at, unit, table, key, field, meant, typed, slip, codes, seen),
the problems and notices ever seen (DIR/qms.db, read as a file) and the dumps. Imports nothing of ours.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.oracle import tables
from tests.oracle.cells import fold
from tests.oracle.dumps import Dump
from tests.oracle.rows import entries, read
from tests.oracle.tables import Sheet
from tests.oracle.windows import previous

_FOREVER = datetime(9999, 12, 31, tzinfo=UTC)
SHEETS: dict[str, Sheet] = {
    "objectives": tables.OBJECTIVES,
    "progress": tables.PROGRESS,
    "dossiers": tables.DOSSIERS,
    "corrections": tables.CORRECTIONS,
    "confirmations": tables.CONFIRMATIONS,
    "findings": tables.FINDINGS,
    "units": tables.UNITS,
}


@dataclass(frozen=True)
class Line:
    """One cell (or, without a key, one thing done to a tab or file) as meant and as typed."""

    at: datetime
    unit: str
    table: str
    key: str | None
    field: str | None
    meant: Any
    typed: str
    slip: str | None
    codes: tuple[str, ...]
    seen: bool

    def __str__(self) -> str:
        where = f"{self.unit} {self.table} {self.key} {self.field}"
        return f"{self.at:%Y-%m-%d} {where}: {self.typed!r} ({self.slip})"


@dataclass(frozen=True)
class Found:
    """One problem, or one notice about a whole workbook, as the store keeps it."""

    unit: str
    table: str
    key: str | None
    column: str | None
    code: str
    value: str
    first: datetime
    last: datetime


@dataclass
class Verdict:
    """Slips flagged, slips that no rule could see, and everything that should not be."""

    flagged: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def diary(path: Path) -> list[Line]:
    """The lines of meant.jsonl in the order of typing."""
    return [_line(json.loads(text)) for text in path.read_text(encoding="utf-8").splitlines() if text]


def _line(one: dict[str, Any]) -> Line:
    return Line(
        datetime.fromisoformat(one["at"]),
        one["unit"],
        one["table"],
        one["key"],
        one["field"],
        one["meant"],
        one["typed"],
        one["slip"],
        tuple(one["codes"]),
        one["seen"],
    )


def problems(path: Path) -> list[Found]:
    """Every problem and notice of the store, with the unit (or coordinator, auditors) of its workbook."""
    ask = (
        "select w.kind, w.unit, p.table_name, p.key, p.column_name, p.code, p.value, p.first_seen_at,"
        " p.mended_at from problem p join workbook w on w.id = p.workbook_id"
        " union all select w.kind, w.unit, '', null, null, n.kind, '', n.since, n.ended_at"
        " from notice n join workbook w on w.id = n.workbook_id"
    )
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return [
            Found(
                unit or kind,
                table,
                key,
                column,
                code,
                value or "",
                datetime.fromisoformat(first),
                _FOREVER if last is None else datetime.fromisoformat(last),
            )
            for kind, unit, table, key, column, code, value, first, last in connection.execute(ask)
        ]


def judge(lines: Sequence[Line], found: Sequence[Found], dumps: Iterable[Dump]) -> Verdict:
    """Hold every slip against the problems, and every cell of each dump against what was meant."""
    verdict = Verdict()
    dumps = list(dumps)
    for line in lines:
        if line.slip is None:
            continue
        if not line.codes:
            verdict.unseen += [str(line)] if line.key else []
        elif _is_blind(line, dumps):
            verdict.unseen.append(f"{line}: the month before does not count, nothing to compare with")
        elif any(_tells(one, line) for one in found):
            verdict.flagged.append(str(line))
        else:
            verdict.missed.append(f"never flagged as {'/'.join(line.codes)}: {line}")
    for dump in dumps:
        verdict.missed += _misread(dump, dumps, lines, found)
    return verdict


def _tells(one: Found, line: Line) -> bool:
    """Whether a problem is about this slip: same place, an expected code, seen once it was typed."""
    if one.unit != line.unit or one.code not in line.codes or one.last < line.at:
        return False
    if line.key is None:
        return one.table in (line.table, "")
    if one.table != line.table:
        return False
    if one.key is not None and fold(one.key) == fold(line.key):
        return True
    unknown = one.key is None or fold(one.key) == fold(line.typed)
    return unknown and one.column == line.field and fold(one.value) == fold(line.typed)


def _is_blind(line: Line, dumps: Sequence[Dump]) -> bool:
    """Whether a number carried over cannot be checked: the row of the month before holds an error itself."""
    after = next((dump for dump in dumps if datetime.fromisoformat(dump.at) >= line.at), None)
    if line.codes != ("carried_mismatch",) or after is None or line.key is None:
        return False
    month, _, procedure = line.key.partition("|")
    before = fold(f"{previous(month)}|{procedure}")
    own = (book for book in after.units() if book.unit == line.unit)
    return not any(fold(row.key) == before for book in own for row in read(book, tables.DOSSIERS).rows)


def _misread(
    dump: Dump, dumps: Sequence[Dump], lines: Sequence[Line], found: Sequence[Found]
) -> Iterator[str]:
    """Cells that stand in a dump otherwise than meant, or not at all, and that nothing tells of."""
    at = datetime.fromisoformat(dump.at)
    last = {(ln.unit, ln.table, fold(ln.key), ln.field): ln for ln in lines if ln.key and ln.at <= at}
    standing = {(unit, table, key): values for unit, table, key, values in _standing(dump)}
    for (unit, table, key, name), line in last.items():
        sheet = SHEETS.get(table)
        if sheet is None or name is None or name not in sheet.columns or (line.slip and not line.codes):
            continue
        if _is_blind(line, dumps):
            continue
        row = standing.get((unit, table, key))
        value = None if row is None else row.get(name)
        if means(value, line.meant) or any(_is_open(one, line, at, row is None) for one in found):
            continue
        yield f"{dump.label}: stands as {value!r}, meant {line.meant!r}, nobody told: {line}"


def _is_open(one: Found, line: Line, at: datetime, gone: bool) -> bool:
    """Whether a problem told of that row at that time; of its tab, when the row cannot be found at all."""
    if one.unit != line.unit or one.table != line.table or not one.first <= at <= one.last:
        return False
    return one.key is None if gone else one.key is not None and fold(one.key) == fold(line.key)


def _standing(dump: Dump) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """(unit, table, folded key, values of the cells that can be read) of every row in a dump."""
    for book in dump.books:
        for name, sheet in SHEETS.items():
            for row, _ in entries(book, sheet) or ():
                if row.key:
                    yield book.unit or book.key.split(":")[0], name, fold(row.key), row.values


def means(value: Any, meant: Any) -> bool:
    """Whether what a cell says is what was meant: numbers exactly, text as it folds."""
    if value is None or meant is None:
        return value is None and meant is None
    if isinstance(meant, bool) or isinstance(value, bool):
        return value is meant
    if isinstance(meant, int | float):
        return isinstance(value, int | Fraction) and value == Fraction(str(meant))
    if isinstance(meant, list):
        return [fold(one) for one in meant] == [fold(one) for one in value]
    if hasattr(value, "isoformat"):
        return bool(value.isoformat() == meant)
    return fold(value) == fold(meant)
