"""Where a tab's header is, and which column holds which field."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import NamedTuple

from sheets_schema.cells.text import fold
from sheets_schema.descriptor import Field, Table
from sheets_schema.grid import Grid, letters
from sheets_schema.problems import Slip, declare, quote

#: How many rows from the top may hold titles before the header.
LOOK_DOWN = 10

declare(
    "header_missing",
    "error",
    title=("Không thấy dòng tiêu đề", "No header row"),
    sentence=(
        "Không tìm thấy dòng tiêu đề cột trong 10 dòng đầu của tab “{tab}”.",
        "No header row was found in the first 10 rows of the tab “{tab}”.",
    ),
    remedy=(
        "Hãy khôi phục dòng tiêu đề (Tệp > Nhật ký phiên bản). Số liệu tốt lần trước được giữ nguyên.",
        "Restore the header row (File > Version history). The last good data are kept.",
    ),
    example="tab trống",
)
declare(
    "column_missing",
    "error",
    title=("Thiếu cột bắt buộc", "A required column is missing"),
    sentence=("Tab “{tab}” thiếu cột “{column}”.", "The tab “{tab}” has no column “{column}”."),
    remedy=(
        "Hãy thêm lại cột “{column}”. Số liệu tốt lần trước được giữ nguyên.",
        "Add the column “{column}” again. The last good data are kept.",
    ),
    example="xóa cột Chỉ tiêu",
)
declare(
    "header_renamed",
    "error",
    title=("Tiêu đề cột bị đổi tên", "A header was renamed"),
    sentence=(
        "Cột “{value}” có vẻ là cột “{column}” đã bị đổi tên.",
        "The column “{value}” looks like “{column}” renamed.",
    ),
    remedy=("Hãy đổi tiêu đề lại thành “{column}”.", "Change the header back to “{column}”."),
    example="Chỉ tiêu giao",
)
declare(
    "header_duplicated",
    "error",
    title=("Tiêu đề cột bị lặp", "A header stands twice"),
    sentence=(
        "Có hai cột cùng là “{column}” (cột {first} và cột này).",
        "Two columns are “{column}” (column {first} and this one).",
    ),
    remedy=(
        "Hãy xóa hoặc đổi tên cột thừa. Số liệu tốt lần trước được giữ nguyên.",
        "Delete or rename the extra one. The last good data are kept.",
    ),
    example="hai cột Giá trị",
)
declare(
    "header_not_first",
    "warning",
    title=("Tiêu đề không ở dòng đầu", "The header is not in the first row"),
    sentence=("Dòng tiêu đề đang ở dòng {row}.", "The header stands in row {row}."),
    remedy=("Hãy xóa các dòng phía trên dòng tiêu đề.", "Delete the rows above the header."),
    example="chèn một dòng tên bảng",
)
declare(
    "header_merged",
    "warning",
    title=("Tiêu đề bị gộp ô", "Merged header cells"),
    sentence=(
        "Ô tiêu đề “{value}” bị gộp với ô bên cạnh.",
        "The header “{value}” is merged with its neighbour.",
    ),
    remedy=(
        "Hãy bỏ gộp ô (Định dạng > Hợp nhất ô > Bỏ hợp nhất).",
        "Unmerge it (Format > Merge cells > Unmerge).",
    ),
    example="gộp Số đạt và Tổng số",
)


class Misplaced(NamedTuple):
    """A problem of the header: where (zero-based; row None: the whole tab), of which field, what."""

    row: int | None
    column: int | None
    field: Field | None
    slip: Slip
    value: str


@dataclass(slots=True)
class Header:
    """What was found. ``columns``: field name → zero-based column; ``row`` None: no header."""

    row: int | None = None
    columns: dict[str, int] = field(default_factory=dict)
    found: list[Misplaced] = field(default_factory=list)
    usable: bool = True
    #: The header's cells as typed.
    cells: list[object] = field(default_factory=list)


def names(table: Table) -> dict[str, Field]:
    """Folded header → field: Vietnamese title first, then aliases, English title, code's name."""
    known: dict[str, Field] = {}
    for spell in (lambda f: (f.title,), lambda f: f.aliases, lambda f: (f.title_en,), lambda f: (f.name,)):
        for item in table.fields:
            for spelling in spell(item):
                known.setdefault(plain(spelling), item)
    return known


def plain(cell: object) -> str:
    """A header as it is compared: folded, without asterisks, brackets and colons."""
    return fold(cell).replace("*", "").strip(" :.[]") if isinstance(cell, str) else ""


def _best_row(rows: list[list[object]], known: dict[str, Field]) -> int | None:
    """The row of the first ten that names most fields; at least two (or all, of a small table)."""
    need = min(2, len({item.name for item in known.values()}))
    scores = [len({known[p].name for c in row if (p := plain(c)) in known}) for row in rows[:LOOK_DOWN]]
    best = max(scores, default=0)
    return scores.index(best) if best >= need else None


def _renamed(missing: Field, strangers: dict[int, str]) -> int | None:
    """The column whose unknown header is surely ``missing`` under another name, or None."""
    wanted = plain(missing.title)
    for column, stranger in strangers.items():
        alike = difflib.SequenceMatcher(None, wanted, stranger).ratio()
        if alike >= 0.75 or (
            len(wanted) >= 4 and (stranger.startswith(wanted) or wanted in stranger.split("  "))
        ):
            return column
    return None


def match(table: Table, grid: Grid) -> Header:
    """Find the header row and its columns; say what is wrong with them."""
    known = names(table)
    row = _best_row(grid.values, known)
    header = Header(row)
    if row is None:
        header.usable = False
        header.found.append(Misplaced(None, None, None, Slip("header_missing", {"tab": table.title}), ""))
        return header
    header.cells = grid.values[row]
    if row > 0:
        where = Slip("header_not_first", {"row": str(row + 1)})
        header.found.append(Misplaced(row, 0, None, where, ""))
    strangers = _place(header, grid.values[row], known)
    _miss(header, table, grid.values[row], strangers)
    for r0, r1, c0, c1 in grid.merges:
        if r0 <= row < r1 and c1 - c0 > 1 and c0 < len(grid.values[row]):
            shown = quote(grid.values[row][c0])
            item = next((f for f in table.fields if header.columns.get(f.name) == c0), None)
            header.found.append(Misplaced(row, c0, item, Slip("header_merged", {"value": shown}), shown))
    return header


def _place(header: Header, cells: list[object], known: dict[str, Field]) -> dict[int, str]:
    """Fill ``header.columns``; give back the columns whose header is nobody's."""
    strangers: dict[int, str] = {}
    exact = {plain(item.title): item for item in known.values()}
    spellings = [plain(cell) for cell in cells]
    taken = {exact[p].name for p in spellings if p in exact}
    for column, spelling in enumerate(spellings):
        item = known.get(spelling)
        if item is None or (item.name in taken and spelling not in exact):
            if spelling:
                strangers[column] = spelling
        elif item.name in header.columns:
            params = {"column": item.title, "first": letters(header.columns[item.name])}
            header.found.append(
                Misplaced(header.row, column, item, Slip("header_duplicated", params), quote(cells[column]))
            )
            header.usable = False
        else:
            header.columns[item.name] = column
    return strangers


def _miss(header: Header, table: Table, cells: list[object], strangers: dict[int, str]) -> None:
    for item in table.fields:
        if item.name in header.columns or item.computed:
            continue
        vital = item.vital or item.name in table.primary_key
        column = _renamed(item, strangers)
        header.usable = header.usable and not vital
        if column is not None:
            strangers.pop(column)
            params = {"value": quote(cells[column]), "column": item.title}
            slip = Slip("header_renamed", params, item.title, "error" if vital else "warning")
            header.found.append(Misplaced(header.row, column, item, slip, quote(cells[column])))
        elif vital:
            slip = Slip("column_missing", {"tab": table.title, "column": item.title})
            header.found.append(Misplaced(header.row, None, item, slip, ""))
