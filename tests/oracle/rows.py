"""A tab → the rows that count: find the header, read each row, leave out what holds an error."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from tests.oracle import cells
from tests.oracle.cells import Wrong, alike, fold
from tests.oracle.dumps import Book, Tab
from tests.oracle.tables import Column, Sheet


@dataclass(frozen=True)
class Row:
    """One row that can be read. `key` joins its key columns; `said` names cells that were said as percent."""

    key: str
    at: int
    values: dict[str, Any]
    said: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> Any:
        """The value of a column, None when blank or without such a column."""
        return self.values.get(name)


class Read(NamedTuple):
    """What a tab gave. `usable` is False when its header is broken: the last good rows then stand."""

    rows: list[Row]
    wrong: list[tuple[int, str]]
    usable: bool


#: A rule across the cells of a row: what is wrong with it, or None.
Rule = Callable[[Row], str | None]
_TOTALS = ("tong", "cong", "tong cong", "tong so")


def find_tab(book: Book, sheet: Sheet) -> Tab | None:
    """The tab with that title, whatever its accents and capitals."""
    return next((tab for tab in book.tabs if fold(tab.title) == fold(sheet.title)), None)


def read(book: Book, sheet: Sheet, rules: Iterable[Rule] = ()) -> Read:
    """All rows of the sheet's tab in a workbook that hold no error."""
    found = entries(book, sheet)
    if found is None:
        return Read([], [], False)
    rows: list[Row] = []
    wrong: list[tuple[int, str]] = []
    taken: Counter[str] = Counter()
    for row, bad in found:
        taken[alike(row.key)] += bool(row.key)
        reasons = [f"{name}: {reason}" for name, reason in bad.items()]
        reasons += [reason for rule in rules if not reasons and (reason := rule(row))]
        wrong += [(row.at, reason) for reason in reasons]
        if not reasons:
            rows.append(row)
    wrong += [(row.at, f"key twice: {row.key}") for row in rows if taken[alike(row.key)] > 1]
    return Read([row for row in rows if taken[alike(row.key)] == 1], wrong, True)


def entries(book: Book, sheet: Sheet) -> list[tuple[Row, dict[str, str]]] | None:
    """Every row that is one, with what is wrong by column; None when the tab cannot be used."""
    tab = find_tab(book, sheet)
    found = None if tab is None else _header(tab, sheet)
    if tab is None or found is None or len(tab.values) - found[0] - 1 > sheet.most:
        return None
    header, columns = found
    places = range(header + 1, len(tab.values))
    return [_row(tab, at, sheet, columns, book.locale) for at in places if _is_row(tab, at, sheet, columns)]


def _header(tab: Tab, sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """(row, column of each name): the row among the first ten that holds most headers."""
    best: tuple[int, dict[str, int]] | None = None
    for at, row in enumerate(tab.values[:10]):
        columns = _match(row, sheet)
        if best is None or len(columns) > len(best[1]):
            best = (at, columns)
    if best is None or any(column.vital and name not in best[1] for name, column in sheet.columns.items()):
        return None
    shown = Counter(fold(cell) for cell in tab.values[best[0]])
    known = {fold(column.headers[0]) for column in sheet.columns.values()}
    return None if any(number > 1 and text in known for text, number in shown.items()) else best


def _match(row: list[Any], sheet: Sheet) -> dict[str, int]:
    shown = [fold(cell) for cell in row]
    found: dict[str, int] = {}
    for rank in range(max(len(column.headers) for column in sheet.columns.values())):
        for name, column in sheet.columns.items():
            if name in found or rank >= len(column.headers):
                continue
            places = [i for i, text in enumerate(shown) if text == fold(column.headers[rank])]
            places = [i for i in places if i not in found.values()]
            if places:
                found[name] = places[0]
    return found


def _cell(tab: Tab, row: int, column: int) -> Any:
    line = tab.values[row]
    return line[column] if column < len(line) else None


def _is_row(tab: Tab, at: int, sheet: Sheet, columns: dict[str, int]) -> bool:
    filled = {name for name, column in columns.items() if not cells.is_blank(_cell(tab, at, column))}
    if not any(not sheet.columns[name].given for name in filled):
        return False
    if any(isinstance(cell, str) and fold(cell).rstrip(":") in _TOTALS for cell in tab.values[at]):
        return False
    return len(_match(tab.values[at], sheet)) < max(2, len(columns) // 2)


def _row(tab: Tab, at: int, sheet: Sheet, columns: dict[str, int], locale: str) -> tuple[Row, dict[str, str]]:
    values: dict[str, Any] = {}
    said: set[str] = set()
    bad: dict[str, str] = {}
    for name, column in sheet.columns.items():
        cell = _cell(tab, at, columns[name]) if name in columns else None
        kind = tab.formats.get((at, columns.get(name, -1)), "")
        if cells.is_blank(cell):
            if column.needed:
                bad[name] = "needed"
            continue
        try:
            change = cells.change_in(cell) if column.kind == "target" and isinstance(cell, str) else None
            values[f"{name}_change"] = change
            values[name] = change[1] if change else _value(cell, kind, column, locale)
            if column.kind in ("target", "figure") and _said(cell, kind) and not change:
                said.add(name)
            if column.kind == "figure":
                values[f"{name}_places"] = cells.places(cell, values[name])
            if column.kind == "target":
                values[f"{name}_says"] = cells.direction_in(cell)
        except Wrong as error:
            bad[name] = str(error)
    key = "|".join(_key(values.get(name)) for name in sheet.key if values.get(name) is not None)
    complete = all(values.get(name) is not None for name in sheet.key)
    return Row(key if complete else "", at + 1, values, frozenset(said)), bad


def _key(value: Any) -> str:
    return " ".join(str(value).split()).casefold()


def _said(cell: Any, kind: str) -> bool:
    return kind == "PERCENT" if isinstance(cell, int | float) else "%" in str(cell)


def _value(cell: Any, kind: str, column: Column, locale: str) -> Any:
    if locale != "vi_VN" and _is_doubtful(cell, kind, column):
        raise Wrong(f"typed under locale {locale}")
    found = _typed(cell, kind, column)
    if isinstance(found, Fraction | int) and not isinstance(found, bool):
        if column.low is not None and found < column.low:
            raise Wrong(f"below {column.low}")
        if column.high is not None and found > column.high:
            raise Wrong(f"above {column.high}")
    if isinstance(found, str):
        if len(found) > column.longest:
            raise Wrong("too long")
        if column.pattern and not re.fullmatch(column.pattern, found):
            raise Wrong(f"not of the form {column.pattern}: {found!r}")
    return found


def _is_doubtful(cell: Any, kind: str, column: Column) -> bool:
    """Whether what was typed hangs on the locale: any date, any number but 0, a text with thousands."""
    if not isinstance(cell, int | float):
        numeric = column.kind in ("number", "whole", "figure", "target")
        return numeric and re.search(r"\d[.,]\d{3}(?!\d)", str(cell)) is not None
    if column.kind in ("period", "month"):
        return kind in ("DATE", "DATE_TIME")
    return column.kind == "day" or (column.kind in ("number", "whole", "figure", "target") and cell != 0)


def _typed(cell: Any, kind: str, column: Column) -> Any:
    if column.kind in ("computed", "any"):
        return cell
    if cells.is_legacy(cell):
        raise Wrong("text from a .Vn font")
    formed = column.kind == "code" or bool(column.pattern)
    if formed and isinstance(cell, int | float) and kind in ("DATE", "DATE_TIME"):
        raise Wrong("a text that became a date")
    if column.kind == "code":
        return cells.text(cell).upper()
    if column.kind == "names":
        return cells.names(cell)
    if column.kind == "choice":
        return cells.choice(cell, column.choices)
    if column.kind == "yes":
        return cells.yes(cell)
    if column.kind == "day":
        return cells.day(cell, kind)
    if column.kind in ("period", "month"):
        return _period(cell, kind, column.kind == "month")
    if column.kind == "whole":
        return cells.whole(cell, kind)
    if column.kind == "number":
        return cells.count(cell, kind)
    if column.kind in ("figure", "target"):
        return cells.number(cell, kind, words=column.kind == "target")[0]
    return cells.text(cell)


def _period(cell: Any, kind: str, only_months: bool) -> str:
    found = cells.period(cell, kind)
    if only_months and not re.fullmatch(r"\d{4}-\d{2}", found):
        raise Wrong(f"not a month: {found}")
    return found
