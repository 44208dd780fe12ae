"""Files as grids: .csv, .xlsx and .json, for checking a table outside of Google Sheets."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sheets_schema import headers
from sheets_schema.cells.text import fold
from sheets_schema.descriptor import Table
from sheets_schema.grid import TRUSTED_LOCALE, Grid, from_a1

_EPOCH = datetime.datetime(1899, 12, 30)
#: More cells, or more unpacked bytes, than any table of ours fills: a file that would only eat memory.
_CELL_LIMIT, _BYTE_LIMIT = 10_000_000, 500_000_000
#: Bytes of one text; the longest cell of Sheets has 50,000 letters, that of Excel fewer.
_TEXT_LIMIT = 1_000_000
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')


class BadFile(Exception):
    """A file that cannot be read as a table; the message says why, in Vietnamese and English."""


def _bad(path: Path, vi: str, en: str) -> BadFile:
    return BadFile(f"{path.name}: {vi} ({en})")


def load_grid(path: str | Path, table: Table) -> Grid:
    """Read ``path`` by its ending. Of an .xlsx the sheet named like the table is taken, else the one
    whose header fits, else the first. Raises BadFile.
    """
    found = load_grids(path, table)
    return next((grid for grid in found if headers.match(table, grid).row is not None), found[0])


def load_grids(path: str | Path, table: Table) -> list[Grid]:
    """Every sheet of the file; of an .xlsx that has one named like the table, that one. Raises BadFile."""
    path = Path(path)
    readers = {".csv": _csv, ".tsv": _csv, ".txt": _csv, ".xlsx": _xlsx, ".xlsm": _xlsx, ".json": _json}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise _bad(path, "chỉ đọc được .csv, .xlsx hoặc .json", "only .csv, .xlsx or .json can be read")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _bad(path, "không mở được tệp", f"cannot be opened: {error.strerror}") from error
    return reader(path, content, table)


def _text(path: Path, content: bytes) -> str:
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig"]
    try:
        return content.decode(encodings[0])
    except UnicodeDecodeError as error:
        raise _bad(
            path,
            "không phải UTF-8; khi lưu từ Excel hãy chọn “CSV UTF-8”",
            "not UTF-8; in Excel save as “CSV UTF-8”",
        ) from error


def _csv(path: Path, content: bytes, table: Table) -> list[Grid]:
    text = _text(path, content)
    first = text.split("\n", 1)[0]
    delimiter = max(";\t,", key=first.count)
    try:
        # No field may be larger than the file itself.
        csv.field_size_limit(max(131_072, len(text)))
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise _bad(path, "không đọc được CSV", str(error)) from error
    return [Grid([[cell or None for cell in row] for row in rows])]


def _json(path: Path, content: bytes, table: Table) -> list[Grid]:
    try:
        raw = json.loads(_text(path, content))
    except (ValueError, RecursionError) as error:
        raise _bad(path, "không phải JSON", f"not JSON: {error}") from error
    described: Mapping[str, Any] = raw if isinstance(raw, dict) else {"values": raw}
    values = described.get("values")
    if not isinstance(values, list) or not all(isinstance(row, list) for row in values):
        raise _bad(path, "“values” phải là danh sách các dòng", "“values” must be a list of rows")
    if any(isinstance(cell, (list, dict)) for row in values for cell in row):
        raise _bad(path, "mỗi ô phải là một giá trị đơn", "every cell must be a single value")
    try:
        formats = {from_a1(cell): str(form) for cell, form in (described.get("formats") or {}).items()}
        merges = tuple(_merge(item) for item in described.get("merges") or ())
    except (AttributeError, ArithmeticError, ValueError, TypeError, KeyError) as error:
        raise _bad(path, "“formats” hoặc “merges” sai dạng", f"bad formats or merges: {error}") from error
    return [Grid(values, formats, merges, str(described.get("locale", TRUSTED_LOCALE)))]


def _merge(item: Any) -> tuple[int, int, int, int]:
    """A merge as [r0, r1, c0, c1] (half-open), "A1:B2" or Google's GridRange."""
    if isinstance(item, str):
        (r0, c0), (r1, c1) = map(from_a1, item.split(":"))
        return r0, r1 + 1, c0, c1 + 1
    if isinstance(item, dict):
        keys = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
        item = [item[key] for key in keys]
    r0, r1, c0, c1 = (int(number) for number in item)
    return r0, r1, c0, c1


def _xlsx(path: Path, content: bytes, table: Table) -> list[Grid]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        if _is_huge(content):
            raise _bad(path, "tệp quá lớn", "too large")
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        zlib.error,
        LookupError,
        ArithmeticError,
        ValueError,
        OSError,
        RuntimeError,
        SyntaxError,
        TypeError,
    ) as error:
        raise _bad(path, "không phải tệp Excel đọc được", f"not a readable workbook: {error}") from error
    sheets = book.worksheets
    if not sheets:
        raise _bad(path, "không có trang tính nào", "no worksheet")
    wanted = {fold(table.title), fold(table.title_en), fold(table.name)}
    named = [sheet for sheet in sheets if fold(sheet.title) in wanted]
    for sheet in named or sheets:
        if (sheet.max_row or 0) * (sheet.max_column or 0) > _CELL_LIMIT:
            raise _bad(path, "tệp quá lớn", "too large")
    return [_worksheet(sheet) for sheet in named[:1] or sheets]


def _is_huge(content: bytes) -> bool:
    """Whether unpacking would take too much: a bomb, one endless text, or merges filled cell by cell."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _BYTE_LIMIT:
            return True
        parts = [part for part in archive.infolist() if part.filename.endswith(".xml")]
        if any(_has_endless_text(archive, part) for part in parts):
            return True
        merged = 0
        for part in parts:
            if not part.filename.startswith("xl/worksheets/"):
                continue
            for found in _MERGE.findall(archive.read(part)):
                r0, r1, c0, c1 = _merge(found.decode())
                merged += max(r1 - r0, 0) * max(c1 - c0, 0)
    return merged > _CELL_LIMIT


def _has_endless_text(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a text of the part is longer than that of any cell; read piece by piece, never whole."""
    length = 0
    with archive.open(part) as stream:
        while piece := stream.read(_TEXT_LIMIT // 4):
            before, *rest = piece.split(b"<", 1)
            length += len(before)
            if length > _TEXT_LIMIT:
                return True
            if rest:
                length = len(piece) - piece.rindex(b"<") - 1
    return False


def _worksheet(sheet: Any) -> Grid:
    values: list[list[object]] = []
    formats: dict[tuple[int, int], str] = {}
    for r, row in enumerate(sheet.iter_rows()):
        cells: list[object] = []
        for c, cell in enumerate(row):
            value, form = _cell(cell)
            cells.append(value)
            if form:
                formats[r, c] = form
        while cells and cells[-1] is None:
            cells.pop()
        values.append(cells)
    merges = tuple(
        (area.min_row - 1, area.max_row, area.min_col - 1, area.max_col) for area in sheet.merged_cells.ranges
    )
    return Grid(values, formats, merges, title=str(sheet.title))


def _cell(cell: Any) -> tuple[object, str]:
    """An Excel cell → (value as the Sheets API would give it, number format type or "")."""
    value, form = cell.value, str(cell.number_format or "")
    if isinstance(value, datetime.datetime):
        serial = (value - _EPOCH) / datetime.timedelta(days=1)
        return (int(serial) if serial.is_integer() else serial), "DATE_TIME" if serial % 1 else "DATE"
    if isinstance(value, datetime.date):
        return (datetime.datetime.combine(value, datetime.time()) - _EPOCH).days, "DATE"
    if isinstance(value, datetime.time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400, "TIME"
    if isinstance(value, datetime.timedelta):
        return value / datetime.timedelta(days=1), "TIME"
    if isinstance(value, (int, float)) and not isinstance(value, bool) and form.endswith("%"):
        return value, "PERCENT"
    if value is None or isinstance(value, (str, int, float, bool)):
        return value, ""
    return str(value), ""
