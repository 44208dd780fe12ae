"""What a sheet's menus do, as requests; and an act: one of them, planned, noted in the diary, done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from demo import calendar
from demo.people import hands as screen
from demo.people.hands import Book, Tab
from sheets_schema import descriptor

if TYPE_CHECKING:
    from demo.people.clerk import Clerk


@dataclass(frozen=True)
class Act:
    """One thing done to a tab: what, which problems it should raise, and the menus' requests for it."""

    kind: str
    table: str
    text: str
    codes: tuple[str, ...]
    requests: Callable[[Clerk, Tab], list[dict[str, Any]] | None]


def title(table: str) -> str:
    """A tab's title."""
    return descriptor.table(table).title


def heading(table: str, name: str) -> str:
    """A column's header."""
    return next(one.title for one in descriptor.table(table).fields if one.name == name)


def do(clerk: Clerk, day: date, act: Act) -> None:
    """Plan an act for a day."""

    def task(book: Book, now: datetime) -> bool:
        tab = book.tab(title(act.table))
        wanted = act.requests(clerk, tab) if tab else None
        if tab is None or wanted is None:
            return False
        clerk.commit(book)  # what was typed before stands where it was typed
        clerk.story.diary.event(now, clerk.name, act.table, act.kind, act.codes, act.text)
        try:
            clerk.hands.change(book.id, wanted)
        except screen.Refused as refused:
            clerk.refuse(f"{act.kind}: {refused}")
            return True
        if act.codes:
            clerk.tally.slips += 1
        fresh = clerk.open()
        if fresh is not None:
            book.tabs, book.locale = fresh.tabs, fresh.locale
        return True

    clerk.at(calendar.workday(day), 8, task, act.kind)


def later(day: date, days: int = 4) -> date:
    """Some days after a day."""
    return day + timedelta(days=days)


def cell(text: str) -> dict[str, Any]:
    """A cell holding text, for updateCells."""
    return {"userEnteredValue": {"stringValue": text}}


def write(sheet: int, row: int, column: int, text: str) -> dict[str, Any]:
    """The request that writes one text."""
    start = {"sheetId": sheet, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": [{"values": [cell(text)]}], "fields": "userEnteredValue"}}


#: A document number typed as 05/06 (the 5th of June), and how a sheet shows the date it makes of it.
PASTED, SHOWN = 44717, "05/06/2022"


def put_date(sheet: int, row: int, column: int) -> dict[str, Any]:
    """The request that pastes the date over a cell."""
    return _put(sheet, row, column, {"numberValue": PASTED}, {"type": "DATE", "pattern": "dd/mm/yyyy"})


def put_text(sheet: int, row: int, column: int, text: str) -> dict[str, Any]:
    """The request that writes a text over the date, and makes the cell one of text again."""
    return _put(sheet, row, column, {"stringValue": text}, {"type": "TEXT", "pattern": "@"})


def first_date(tab: Tab, column: int) -> int | None:
    """The first row of a column that shows the date, or None."""
    return next((row for row in range(len(tab.rows)) if tab.text(row, column) == SHOWN), None)


def _put(
    sheet: int, row: int, column: int, value: dict[str, Any], number_format: dict[str, str]
) -> dict[str, Any]:
    start = {"sheetId": sheet, "rowIndex": row, "columnIndex": column}
    put = {"userEnteredValue": value, "userEnteredFormat": {"numberFormat": number_format}}
    fields = "userEnteredValue,userEnteredFormat.numberFormat"
    return {"updateCells": {"start": start, "rows": [{"values": [put]}], "fields": fields}}


def span(sheet: int, row: int, column: int, rows: int = 1, columns: int = 1) -> dict[str, int]:
    """A rectangle, half-open, from zero-based row and column."""
    return {
        "sheetId": sheet,
        "startRowIndex": row,
        "endRowIndex": row + rows,
        "startColumnIndex": column,
        "endColumnIndex": column + columns,
    }


def insert(sheet: int, at: int, number: int = 1, dimension: str = "ROWS") -> dict[str, Any]:
    """The request that inserts rows or columns."""
    along = {"sheetId": sheet, "dimension": dimension, "startIndex": at, "endIndex": at + number}
    return {"insertDimension": {"range": along, "inheritFromBefore": at > 0}}


def delete(sheet: int, at: int, number: int = 1, dimension: str = "ROWS") -> dict[str, Any]:
    """The request that deletes rows or columns."""
    along = {"sheetId": sheet, "dimension": dimension, "startIndex": at, "endIndex": at + number}
    return {"deleteDimension": {"range": along}}
