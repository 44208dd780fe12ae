"""Read only what changed: the change logs say which spreadsheets, one read each brings all their tabs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update

from service import state
from service.clock import stamp
from service.compose import Services
from service.google.book import Area, Book
from service.google.drive import Change
from service.google.errors import GoogleError, Refused, Unreachable
from service.store.engine import reading
from service.store.tables import workbook as table
from service.workbooks import checking, fence, notices, registry, seen
from service.workbooks.layout import START_ROWS
from service.workbooks.registry import START, Workbook
from service.workbooks.seen import Seen
from sheets_schema.descriptor import tables

#: Columns read of a tab at most: enough for every table with many columns inserted before it.
MOST_COLUMNS = 60


@dataclass(frozen=True)
class ReadResult:
    """What came of a read. `read` False: it could not be opened, or Google is busy and it stays stale."""

    workbook_id: int
    read: bool
    changed: bool = False
    reason: str = ""


def changes(services: Services) -> int:
    """Ask each change log once; note which workbooks people changed since. Returns how many.

    The workbooks and the log's new place are written together: a crash loses no change. Our own changes
    are left out, for the answer to each write was the state after it. Raises GoogleError.
    """
    return sum(_follow(services, log) for log in _logs(services))


def sweep(services: Services) -> int:
    """Mark every workbook to be read: formulas of other files change cells without a trace in the logs.

    But those in the bin: Google lets them be read as if nothing were, and a log tells when they come back.
    """
    with services.engine.begin() as connection:
        return _all_stale(connection, table.c.reason.is_distinct_from(notices.TRASHED))


def read_stale(services: Services) -> Iterator[ReadResult]:
    """Read each stale workbook; one that fails, for whatever reason, does not stop the next."""
    with reading(services.engine) as connection:
        waiting = registry.stale(connection)
    for workbook_id in waiting:
        yield read_safely(services, workbook_id)


def read_safely(services: Services, workbook_id: int) -> ReadResult:
    """As `read`; a fault of ours is told and leaves the workbook stale."""
    with fence.around(services, workbook_id, "read"):
        return read(services, workbook_id)
    return ReadResult(workbook_id, False, reason=notices.FAULT)


def read(services: Services, workbook_id: int) -> ReadResult:
    """Read one workbook in one call, check it and keep what was found, in one transaction."""
    with reading(services.engine) as connection:
        book = registry.get(connection, workbook_id)
        kept = seen.load(connection, workbook_id)
    try:
        answer = _fetch(services, book, kept)
    except Unreachable as error:
        with services.engine.begin() as connection:
            registry.lose(connection, book, error.reason, str(error), services.clock.now())
        return ReadResult(workbook_id, False, reason=error.reason)
    except Refused as error:
        with services.engine.begin() as connection:
            registry.lose(connection, book, "other", str(error), services.clock.now())
        return ReadResult(workbook_id, False, reason="other")
    except GoogleError as error:
        if not error.retryable:
            raise
        return ReadResult(workbook_id, False, reason="busy")
    changed = take(services, book, answer, kept)
    return ReadResult(workbook_id, True, changed)


def take(
    services: Services, book: Workbook, answer: Book, before: Mapping[str, Seen], *, written: bool = False
) -> bool:
    """Keep a workbook's state as Google just told it (by a read, or in the answer to a write) and check it.

    `before`: the tabs as they were kept; what did not change since today's check is not checked again.
    `written`: this is the answer to a write, which alone proves that what was to be told stands there.

    Returns whether anything changed. The workbook is no longer stale, unless somebody changed it meanwhile.
    """
    now = services.clock.now()
    tabs: dict[str, Seen] = {}
    for name, sheet_id in book.sheets.items():
        tab = answer.tab(sheet_id)
        if tab is not None:
            tabs[name] = seen.of_tab(tab, answer.locale)
    with services.engine.begin() as connection:
        changed = checking.check(connection, book, tabs, now, before)
        _settle_state(connection, book, tabs, now)
        untouched = table.c.last_modified_at.is_not_distinct_from(book.last_modified_at)
        registry.change(connection, book.id, last_read_at=stamp(now))
        connection.execute(update(table).where(table.c.id == book.id, untouched).values(stale=False))
        if book.start_hash == registry.WRITING and not (written and changed):
            registry.change(connection, book.id, start_hash=registry.WRITTEN if written else None)
    return changed


def areas(book: Workbook, kept: Mapping[str, Seen], *, grown: Book | None = None) -> list[Area]:
    """What to read of each tab: as large as it was (or as `grown` says it is), never beyond the limits."""
    found = []
    for name, sheet_id in book.sheets.items():
        tab = grown.tab(sheet_id) if grown else None
        size = tab or kept.get(name)
        if size is None:
            continue
        most = START_ROWS if name == START else checking.most_rows(tables()[name])
        found.append(Area(sheet_id, min(size.rows, most), min(size.columns, MOST_COLUMNS)))
    return found


def _fetch(services: Services, book: Workbook, kept: Mapping[str, Seen]) -> Book:
    sheets = services.google.sheets
    if any(name not in kept for name in book.sheets):
        return _read_as_is(services, book, sheets.skeleton(book.spreadsheet_id))
    asked = areas(book, kept)
    answer = sheets.read_existing(book.spreadsheet_id, asked)
    if outgrew(asked, areas(book, kept, grown=answer)):
        return _read_as_is(services, book, answer)
    return answer


def _read_as_is(services: Services, book: Workbook, skeleton: Book) -> Book:
    wanted = areas(book, {}, grown=skeleton)
    return services.google.sheets.read_existing(book.spreadsheet_id, wanted) if wanted else skeleton


def outgrew(asked: Sequence[Area], there: Sequence[Area]) -> bool:
    """Whether a tab is larger than what was asked of it: rows may stand where nobody looked."""
    sizes = {area.sheet_id: area for area in asked}
    return any(
        area.sheet_id in sizes
        and (area.rows > sizes[area.sheet_id].rows or area.columns > sizes[area.sheet_id].columns)
        for area in there
    )


def _settle_state(connection: Connection, book: Workbook, tabs: Mapping[str, Seen], now: datetime) -> None:
    missing = [name for name in book.sheets if name not in tabs]
    if missing:
        if book.state != "broken":
            registry.find_again(connection, book, now)
            registry.change(connection, book.id, state="broken", reason="tab_missing", since=stamp(now))
    elif book.state != "ok":
        registry.find_again(connection, book, now)


def _logs(services: Services) -> list[str]:
    """Whose change logs to ask: the shared drive's (its id), and the user's own ("") for adopted files."""
    drive = services.google.shared_drive
    with reading(services.engine) as connection:
        adopted = connection.execute(select(table.c.id).where(table.c.adopted).limit(1)).first()
    return [*([drive] if drive else []), *([""] if adopted or not drive else [])]


def _follow(services: Services, log: str) -> int:
    key, drive = f"changes:{log or 'user'}", services.google.drive
    with reading(services.engine) as connection:
        token = state.get(connection, key)
    found: list[Change] = []
    fresh = token is None
    if token is not None:
        try:
            found, new = drive.changes(token, log)
        except (Refused, Unreachable):
            fresh = True  # the place in the log is too old to go on from
    if fresh:
        new = drive.start_token(log)
    now = services.clock.now()
    with services.engine.begin() as connection:
        count = _all_stale(connection) if fresh else _note(connection, found, now)
        if new != token:
            state.put(connection, key, new)
    return count


def _all_stale(connection: Connection, *but: ColumnElement[bool]) -> int:
    done = connection.execute(
        update(table).where(table.c.spreadsheet_id.is_not(None), *but).values(stale=True)
    )
    return int(done.rowcount)


def _note(connection: Connection, found: Sequence[Change], now: datetime) -> int:
    if not found:
        return 0
    known = {book.spreadsheet_id: book for book in registry.all_of(connection)}
    return sum(
        _note_one(connection, known[change.file_id], change, now)
        for change in found
        if change.file_id in known
    )


def _note_one(connection: Connection, book: Workbook, change: Change, now: datetime) -> bool:
    if change.trashed and not change.removed:
        registry.lose(connection, book, notices.TRASHED, "", now)
        registry.change(connection, book.id, stale=False)  # the log will tell when it comes back
        return False
    lost = book.state == "unreachable"
    if change.mine and not lost:
        return False
    at = change.at or stamp(now)
    registry.change(connection, book.id, stale=True, last_modified_by=change.by, last_modified_at=at)
    return True
