"""Which rows of a tab are rows: not blank, not a total, not the header again, not only laid out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from operator import itemgetter

from sheets_schema.cells.text import fold
from sheets_schema.descriptor import Table
from sheets_schema.grid import Grid
from sheets_schema.headers import Header, names, plain
from sheets_schema.problems import declare

declare(
    "too_many_rows",
    "error",
    title=("Quá nhiều dòng", "Too many rows"),
    sentence=(
        "Tab “{tab}” có {rows} dòng, nhiều nhất được {limit}.",
        "The tab “{tab}” has {rows} rows; {limit} is the most.",
    ),
    remedy=(
        "Hãy xóa các dòng dán nhầm. Số liệu tốt lần trước được giữ nguyên.",
        "Delete the rows pasted by mistake. The last good data are kept.",
    ),
    example="dán nhầm 100.000 dòng",
)
declare(
    "totals_row",
    "warning",
    title=("Dòng tổng cộng có mã", "A totals row with a key"),
    sentence=(
        "Dòng này có vẻ là dòng tổng cộng (“{value}”) nên không được tính.",
        "This looks like a totals row (“{value}”), so it is not counted.",
    ),
    remedy=(
        "Hãy xóa mã ở dòng tổng cộng, hoặc sửa nội dung nếu là dòng thật.",
        "Clear its key, or mend it if it is a real row.",
    ),
    example="MT09 · Tổng cộng",
)
declare(
    "header_repeated",
    "warning",
    title=("Tiêu đề bị chép lại giữa bảng", "The header copied among the rows"),
    sentence=("Dòng này là dòng tiêu đề bị chép lại.", "This row is a copy of the header."),
    remedy=("Hãy xóa dòng này.", "Delete this row."),
    example="dán cả dòng tiêu đề",
)
declare(
    "merged_cells",
    "warning",
    title=("Ô bị gộp", "Merged cells"),
    sentence=(
        "Các ô {range} bị gộp; chỉ ô đầu giữ được giá trị.",
        "The cells {range} are merged; only the first keeps a value.",
    ),
    remedy=("Hãy bỏ gộp ô rồi điền từng ô.", "Unmerge them and fill each cell."),
    example="gộp C5:C7",
)

TOTALS = frozenset(
    [
        "tong",
        "cong",
        "tong cong",
        "tong so",
        "tong cong so",
        "cong tong",
        "cong chung",
        "total",
        "tong chung",
        "luy ke",
    ]
)
_INITIALS = frozenset("tTcClL")


@dataclass(slots=True)
class Body:
    """The rows to check: ``cells`` (padded), and the zero-based grid row of each; and the others."""

    cells: list[list[object]] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    pending: list[int] = field(default_factory=list)
    blank: int = 0
    #: (grid row, column, code, value) of rows left out with a warning.
    skipped: list[tuple[int, int, str, str]] = field(default_factory=list)


def _blank(cell: object) -> bool:
    return cell is None or cell is False or (isinstance(cell, str) and not cell.strip())


def _people(table: Table, header: Header) -> list[int]:
    """The columns in which typing makes a row; of a table the service fills alone, all of them."""
    found = [
        header.columns[f.name] for f in table.fields if f.filled_by == "people" and f.name in header.columns
    ]
    return found or list(header.columns.values())


def body(table: Table, grid: Grid, header: Header) -> Body:
    """Split the rows under the header."""
    first = (header.row or 0) + 1
    width = max(header.columns.values()) + 1
    cells = grid.values[first:]
    if min(map(len, cells), default=width) < width:
        cells = [row if len(row) >= width else row + [None] * (width - len(row)) for row in cells]
    out = Body(cells, list(range(first, first + len(cells))))
    people = _people(table, header)
    get = itemgetter(*people, people[0])  # twice, so that it always gives a tuple
    # The first thing told in each row; all in C, since it is done for every row.
    told = map(next, map(filter, repeat(None), map(get, cells)), repeat(None))
    doubtful = [
        i for i, first in enumerate(told) if first is None or (type(first) is str and first.isspace())
    ]
    empty = [i for i in doubtful if all(map(_blank, get(cells[i])))]
    if table.known:  # a setting left blank says something: its default
        keys = [header.columns[name] for name in table.primary_key]
        empty = [i for i in empty if all(_blank(cells[i][key]) for key in keys)]
    empty += _drafts(table, header, cells)
    odd: dict[int, tuple[int, str, str]] = {}
    for index, what in _odd(table, header, cells):
        odd.setdefault(index, what)
    if empty or odd:
        _part(out, table, header, set(empty), odd)
    return out


def _drafts(table: Table, header: Header, cells: list[list[object]]) -> list[int]:
    """The rows that the service drafted and nobody has confirmed yet: they wait like rows not filled in."""
    if table.draft is None or not set(table.draft) <= header.columns.keys():
        return []
    marked, until = (header.columns[name] for name in table.draft)
    return [i for i, row in enumerate(cells) if not _blank(row[marked]) and _blank(row[until])]


def _odd(
    table: Table, header: Header, cells: list[list[object]]
) -> Iterator[tuple[int, tuple[int, str, str]]]:
    """(index, (column, code, value)) of totals rows and copied headers."""
    known = names(table)
    looked = [f for f in table.fields if f.name in table.primary_key or f.kind in ("text", "line")][:4]
    keys = [header.columns[name] for name in table.primary_key]
    for item in looked:
        column = header.columns.get(item.name)
        if column is None:
            continue
        texts = _texts(list(map(itemgetter(column), cells)))
        short = [t for t in texts if len(t) < 30 and t.lstrip()[:1] in _INITIALS]
        totals = {t for t in short if fold(t).strip(" :.") in TOTALS}
        copies = {t for t in (item.title, header.cells[column]) if t in texts}
        if not totals and not copies:
            continue
        for index, row in enumerate(cells):
            if row[column] in totals:
                keyed = [c for c in keys if c != column and not _blank(row[c])]
                yield index, (column, "totals_row" if keyed and column not in keys else "", str(row[column]))
            elif row[column] in copies and _copies(row, header, known) >= min(2, len(header.columns)):
                yield index, (column, "header_repeated", str(row[column]))


def _texts(cells: list[object]) -> set[str]:
    """The distinct texts among ``cells``, whatever else (unhashable too) stands among them."""
    kinds = set(map(type, cells))
    if kinds <= {str}:
        return set(cells)  # type: ignore[arg-type]
    return {cell for cell in cells if type(cell) is str}


def _copies(row: list[object], header: Header, known: dict[str, object] | object) -> int:
    assert isinstance(known, dict)
    return sum(getattr(known.get(plain(row[c])), "name", None) == name for name, c in header.columns.items())


def _part(
    out: Body, table: Table, header: Header, empty: set[int], odd: dict[int, tuple[int, str, str]]
) -> None:
    """Take the rows that are none out of ``out``."""
    first = out.places[0]
    keep = [i for i in range(len(out.cells)) if i not in empty and i not in odd]
    own = [header.columns[name] for name in table.primary_key]
    for index in sorted(empty | set(odd)):
        if index in odd:
            column, code, value = odd[index]
            if code:
                out.skipped.append((first + index, column, code, value))
        elif any(not _blank(out.cells[index][c]) for c in own):
            out.pending.append(first + index)
        else:
            out.blank += 1
    out.cells = [out.cells[i] for i in keep]
    out.places = [first + i for i in keep]
