"""Every write to a workbook: stale before it, the state its answer tells after it.

A crash in between leaves the workbook stale, so it is read again; what a person typed meanwhile is in the
answer, so it needs no further read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from service.compose import Services
from service.google.book import Book, Tab, ranges
from service.google.errors import GoogleError, Refused, Unreachable
from service.workbooks import notices, pull, registry
from service.workbooks.registry import Workbook
from service.workbooks.seen import Seen, load

Request = dict[str, Any]


def write(services: Services, book: Workbook, requests: Sequence[Request], after: Book) -> bool:
    """Apply `requests` in one call and keep the state it answers with.

    `after`: the tabs as they are called and as large as they are when `requests` were applied.
    Returns whether it was written: False when the workbook cannot be reached, when Google refuses (a tab was
    renamed or deleted since it was read, of which the log tells; cells are protected), or is busy: only
    then it may have been written, so it is stale and the next cycle reads it.
    """
    with services.engine.begin() as connection:
        book = will_write(connection, book.id)
    return send(services, book, requests, after)


def will_write(connection: Connection, workbook_id: int) -> Workbook:
    """Note that the workbook is about to be written to: it is stale until the answer is kept.

    Returns it as it was, stale or not: that is how a write that is refused leaves it.
    What is new in the answer was typed just now, not at the last change the log told of: that is forgotten.
    """
    before = registry.get(connection, workbook_id)
    registry.change(connection, workbook_id, stale=True, last_modified_at=None)
    return replace(before, last_modified_at=None)


def send(services: Services, book: Workbook, requests: Sequence[Request], after: Book) -> bool:
    """The second half of `write`, for a caller that said `will_write` in its own transaction."""
    asked = pull.areas(book, {}, grown=after)
    try:
        answer = services.google.sheets.write(book.spreadsheet_id, requests, ranges(asked, after))
    except GoogleError as error:
        with services.engine.begin() as connection:
            registry.untold(connection, book.id)  # what was to be told still is
        if isinstance(error, Unreachable):
            _note_refusal(services, book, error)
        elif isinstance(error, Refused):
            with services.engine.begin() as connection:
                registry.change(connection, book.id, stale=book.stale)  # nothing was written
        elif not error.retryable:
            raise
        return False
    assert answer is not None
    with services.engine.begin() as connection:
        notices.end(connection, book.id, notices.READONLY, now=services.clock.now())
        before = load(connection, book.id)
    if pull.outgrew(asked, pull.areas(book, {}, grown=answer)):
        return True  # rows came in since it was read, and the answer ends before the last: it stays stale
    pull.take(services, book, answer, before, written=True)
    return True


def _note_refusal(services: Services, book: Workbook, error: Unreachable) -> None:
    """Tell a workbook that may only be viewed from one that is lost: the first still opens."""
    try:
        services.google.sheets.skeleton(book.spreadsheet_id)
    except Unreachable as lost:
        error = lost
    except GoogleError:
        return  # Google is busy: the next cycle will tell
    else:
        with services.engine.begin() as connection:
            registry.refuse_writing(connection, book, services.clock.now())
        return
    with services.engine.begin() as connection:
        registry.lose(connection, book, error.reason, str(error), services.clock.now())


def shown(book: Workbook, kept: Mapping[str, Seen], more_rows: Mapping[str, int] | None = None) -> Book:
    """The tabs of a workbook as they were kept, with the rows that are about to be added."""
    extra = more_rows or {}
    tabs = tuple(
        Tab(tab.sheet_id, tab.title, tab.rows + extra.get(name, 0), tab.columns) for name, tab in kept.items()
    )
    return Book(book.spreadsheet_id, "", "", "", tabs)


def text_cell(value: object) -> Request:
    """A value as it is written: always RAW, never parsed by Sheets as a formula, date or number."""
    if value is None or value == "":
        return {}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, int | float):
        return {"userEnteredValue": {"numberValue": value}}
    return {"userEnteredValue": {"stringValue": str(value)}}


def cells(sheet_id: int, row: int, column: int, lines: Sequence[Sequence[Request]], fields: str) -> Request:
    """An updateCells request that starts at a zero-based cell."""
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
    return {
        "updateCells": {"start": start, "rows": [{"values": list(line)} for line in lines], "fields": fields}
    }
