"""A Table as a tab: header, notes, dropdowns, formats, protection. Pure: (table, what is there) → requests.

What a person made is never changed: a tab that is already there and has anything in its first row is
only marked as ours (developer metadata); an empty one is dressed.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from service.google.book import Book, Tab, rgb
from service.workbooks import palette
from sheets_schema.cells import fold
from sheets_schema.descriptor import Field, Table

Request = dict[str, Any]

#: Developer metadata on a tab: which table it holds. It follows the tab wherever it moves.
METADATA = "qms.table"
#: The same on a tab that we dressed: a person made nothing in it.
DRESSED = "qms.dressed"
LOCALE, ZONE = "vi_VN", "Asia/Ho_Chi_Minh"
#: Rows a new tab gets; `room` adds more before they are used up, prefilling and people too.
ROWS = 32
START_TITLE = "Bắt đầu"
#: How it is called where a person has a tab of that name.
START_BESIDE = "Bắt đầu (Sổ Chất lượng)"
#: Rows and columns looked at to tell whether a tab is blank.
LOOKED_AT = (1000, 60)
START_ROWS, START_COLUMNS = 80, 2
#: Raise when what a new tab looks like changes.
VERSION = 2
#: Tabs whose grey cells are another's words and are locked; elsewhere Sheets only warns, because a locked
#: cell would keep people from sorting, and the check finds what was changed.
LOCKED = frozenset({"corrections", "confirmations"})
#: Kinds of cells whose whole column gets its format: where Sheets' own guess would do harm, as to the first 0
#: of a telephone number.
_FORMATTED = frozenset({"date", "datetime", "code", "period", "line", "text", "list", "any"})


@dataclass(frozen=True)
class Plan:
    """Requests for one batchUpdate; `sheets`: table (or "start") → sheet id; `fresh`: dressed now.

    `dressed`: dressed now or before. `start`: the start tab's title if it is made now.
    """

    requests: list[Request] = field(default_factory=list)
    sheets: dict[str, int] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()
    dressed: frozenset[str] = frozenset()
    start: str = START_TITLE


def fingerprint(tables: Iterable[Table], email: str) -> str:
    """Changes when a workbook of these tables would be laid out differently."""
    held = [VERSION, email, [dict(table.document) for table in tables]]
    return hashlib.sha256(json.dumps(held, default=str, sort_keys=True).encode()).hexdigest()


def plan(tables: Sequence[Table], book: Book, heads: Mapping[int, Tab], email: str, *, start: bool) -> Plan:
    """What makes `book` hold `tables` (and the start tab). `heads`: the cells of tabs named like a table.

    Nothing to do gives no requests.
    """
    made = Plan(start=_start_title(book, heads))
    fresh: set[str] = set()
    dressed: set[str] = set()
    if not (book.locale == LOCALE and book.zone == ZONE) and all(_is_blank(tab, heads) for tab in book.tabs):
        made.requests.append(_locale())
    wanted = [("start", made.start)] if start else []
    wanted += [(table.name, table.title) for table in tables]
    by_name = {table.name: table for table in tables}
    for index, (name, title) in enumerate(wanted):
        tab = _marked(book, name)
        if tab is not None:
            made.sheets[name] = tab.sheet_id
            dressed |= {name} if tab.metadata.get(DRESSED) == name else set()
            continue
        tab = _titled(book, title) or (_lone_blank(book, heads) if index == 0 else None)
        if tab is None:
            sheet_id = _free_id(name, book, made.sheets.values())
            made.requests.append(_add_sheet(sheet_id, title, by_name.get(name), index))
        else:
            sheet_id = tab.sheet_id
        made.sheets[name] = sheet_id
        made.requests.append(_mark(METADATA, sheet_id, name))
        if tab is None or _is_blank(tab, heads):
            made.requests.append(_mark(DRESSED, sheet_id, name))
            made.requests.extend(_dress(by_name.get(name), sheet_id, tab, title, email))
            fresh.add(name)
    return replace(made, fresh=frozenset(fresh), dressed=frozenset(dressed | fresh))


def named_alike(tables: Sequence[Table], book: Book) -> list[Tab]:
    """The unmarked tabs whose cells `plan` needs to see: named like a table, or the only one."""
    titles = {fold(START_TITLE), *(fold(table.title) for table in tables)}
    unmarked = [tab for tab in book.tabs if METADATA not in tab.metadata]
    return [tab for tab in unmarked if fold(tab.title) in titles or len(book.tabs) == 1]


def help_note(column: Field) -> str:
    """The note on a header: what goes into the column."""
    lines = [column.help_vi or column.title]
    if column.required and column.filled_by == "people":
        lines[0] += " (bắt buộc)"
    if column.choices:
        lines.append("Chọn: " + " / ".join(column.choices.values()))
    if column.help_en:
        lines.append(column.help_en)
    return "\n".join([*lines, palette.HELP])


def header_fill(column: Field) -> str:
    """Yellow over what people type, grey over what the service fills."""
    return palette.HEADER_LEAVE if column.filled_by == "service" else palette.HEADER_TYPE


def cell_fill(column: Field) -> str:
    """The same, paler, for the cells of a row that the service laid out."""
    return palette.LEAVE if column.filled_by == "service" else palette.TYPE_HERE


def fill(code: str | None) -> Request:
    """A background as a cell format; None is no background."""
    return {"backgroundColor": rgb(code)} if code else {}


def _is_blank(tab: Tab, heads: Mapping[int, Tab]) -> bool:
    """Whether a tab was looked at, all of it, and holds nothing."""
    head = heads.get(tab.sheet_id)
    if head is None or tab.rows > LOOKED_AT[0] or tab.columns > LOOKED_AT[1]:
        return False
    return not (head.values or head.silent or head.notes or head.fills or head.merges)


def _start_title(book: Book, heads: Mapping[int, Tab]) -> str:
    tab = _titled(book, START_TITLE)
    if tab is None or _is_blank(tab, heads):
        return START_TITLE
    taken = {fold(tab.title) for tab in book.tabs}
    others = (f"{START_BESIDE} {number}" for number in itertools.count(2))
    return next(title for title in itertools.chain([START_BESIDE], others) if fold(title) not in taken)


def _marked(book: Book, name: str) -> Tab | None:
    return next((tab for tab in book.tabs if tab.metadata.get(METADATA) == name), None)


def _titled(book: Book, title: str) -> Tab | None:
    wanted = fold(title)
    return next((t for t in book.tabs if fold(t.title) == wanted and METADATA not in t.metadata), None)


def _lone_blank(book: Book, heads: Mapping[int, Tab]) -> Tab | None:
    # The one blank tab that every new spreadsheet comes with becomes our first.
    if len(book.tabs) == 1 and _is_blank(book.tabs[0], heads) and METADATA not in book.tabs[0].metadata:
        return book.tabs[0]
    return None


def _free_id(name: str, book: Book, taken: Iterable[int]) -> int:
    used = {tab.sheet_id for tab in book.tabs} | set(taken)
    number = zlib.crc32(name.encode()) & 0x7FFFFFFF
    while number in used:
        number = (number + 1) & 0x7FFFFFFF
    return number


def _locale() -> Request:
    properties = {"locale": LOCALE, "timeZone": ZONE}
    return {"updateSpreadsheetProperties": {"properties": properties, "fields": "locale,timeZone"}}


def _add_sheet(sheet_id: int, title: str, table: Table | None, index: int) -> Request:
    properties = {"sheetId": sheet_id, "title": title, "index": index, "gridProperties": _size(table)}
    return {"addSheet": {"properties": properties}}


def _size(table: Table | None) -> dict[str, int]:
    if table is None:
        return {"rowCount": START_ROWS, "columnCount": START_COLUMNS}
    return {"rowCount": min(ROWS, table.max_rows), "columnCount": len(table.fields) + 2, "frozenRowCount": 1}


def _mark(key: str, sheet_id: int, name: str) -> Request:
    metadata = {
        "metadataKey": key,
        "metadataValue": name,
        "location": {"sheetId": sheet_id},
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": metadata}}


def _dress(table: Table | None, sheet_id: int, tab: Tab | None, title: str, email: str) -> list[Request]:
    made: list[Request] = []
    if tab is not None:  # an empty tab that was there already takes our title and size
        properties = {"sheetId": sheet_id, "title": title, "gridProperties": _size(table)}
        fields = ",".join(["title", *(f"gridProperties.{name}" for name in _size(table))])
        made.append({"updateSheetProperties": {"properties": properties, "fields": fields}})
    if table is None:
        widths = [(0, 640), (1, 160)]
        made += [_width(sheet_id, column, pixels) for column, pixels in widths]
        return [*made, _protect({"sheetId": sheet_id}, "start", email, warn=False)]
    made.append(_header(table, sheet_id))
    for column, field_ in enumerate(table.fields):
        made.append(_width(sheet_id, column, field_.width))
        made += _column(field_, sheet_id, column)
    return made + _protections(table, sheet_id, email)


def _header(table: Table, sheet_id: int) -> Request:
    cells = [
        {
            "userEnteredValue": {"stringValue": column.title},
            "note": help_note(column),
            "userEnteredFormat": {
                **fill(header_fill(column)),
                "textFormat": {"bold": True},
                "wrapStrategy": "WRAP",
                "verticalAlignment": "MIDDLE",
            },
        }
        for column in table.fields
    ]
    return {
        "updateCells": {
            "start": {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0},
            "rows": [{"values": cells}],
            "fields": "userEnteredValue,note,userEnteredFormat",
        }
    }


def _width(sheet_id: int, column: int, pixels: int) -> Request:
    span = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    return {
        "updateDimensionProperties": {
            "range": span,
            "properties": {"pixelSize": pixels},
            "fields": "pixelSize",
        }
    }


def _column(column: Field, sheet_id: int, index: int) -> list[Request]:
    below = {
        "sheetId": sheet_id,
        "startRowIndex": 1,
        "startColumnIndex": index,
        "endColumnIndex": index + 1,
    }
    made: list[Request] = []
    if column.number_format and column.kind in _FORMATTED:
        kind, pattern = column.number_format
        number = {"userEnteredFormat": {"numberFormat": {"type": kind, "pattern": pattern}}}
        made.append(
            {"repeatCell": {"range": below, "cell": number, "fields": "userEnteredFormat.numberFormat"}}
        )
    if column.filled_by == "people" and (options := _options(column)):
        made.append({"setDataValidation": {"range": below, "rule": _dropdown(column, options)}})
    return made


def _options(column: Field) -> list[str]:
    if column.choices:
        return list(column.choices.values())
    return [column.yes[0], *(no for no in column.no[:1] if "x" not in column.yes[:1])] if column.yes else []


def _dropdown(column: Field, options: Sequence[str]) -> Request:
    # Not strict: people abbreviate and paste, and the check says more than Sheets' refusal does.
    values = [{"userEnteredValue": option} for option in options]
    rule: Request = {"condition": {"type": "ONE_OF_LIST", "values": values}}
    return rule | {"strict": False, "showCustomUi": True, "inputMessage": column.help_vi or column.title}


def _protections(table: Table, sheet_id: int, email: str) -> list[Request]:
    made = [_protect({"sheetId": sheet_id, "startRowIndex": 0, "endRowIndex": 1}, "header", email, warn=True)]
    warn = table.name not in LOCKED
    for first, last in _runs([f.filled_by == "service" for f in table.fields]):
        area = {"sheetId": sheet_id, "startRowIndex": 1, "startColumnIndex": first, "endColumnIndex": last}
        made.append(_protect(area, "service", email, warn=warn))
    return made


def _protect(area: Request, what: str, email: str, *, warn: bool) -> Request:
    protected: Request = {"range": area, "description": f"qms:{what}", "warningOnly": warn}
    if not warn:
        protected["editors"] = {"users": [email]}
    return {"addProtectedRange": {"protectedRange": protected}}


def _runs(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """Half-open runs of True: [F, T, T, F, T] → [(1, 3), (4, 5)]."""
    found: list[tuple[int, int]] = []
    for index, flag in enumerate(flags):
        if flag and found and found[-1][1] == index:
            found[-1] = (found[-1][0], index + 1)
        elif flag:
            found.append((index, index + 1))
    return found
