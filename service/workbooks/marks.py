"""Problems onto their cells and back off them: what should be there against what is, one write.

Ours are known by the last line of the note and by the exact fill; a person's note or fill is never touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, update

from service import organisation
from service.clock import parse, stamp
from service.compose import Services
from service.google.book import Cell
from service.organisation import Organisation
from service.store.engine import reading
from service.store.tables import problem as problems
from service.store.tables import row_state
from service.store.tables import workbook as table
from service.workbooks import (
    checking,
    computed,
    fence,
    findings,
    layout,
    locked,
    palette,
    registry,
    room,
    start,
    tasks,
    writing,
)
from service.workbooks.registry import START, Workbook
from service.workbooks.seen import Seen, forget, load
from sheets_schema.descriptor import Field, tables
from sheets_schema.grid import from_a1

Request = dict[str, Any]
#: Cells marked in one workbook at most; the start tab tells how many problems there are.
MOST = 500
#: Problems that the mere passing of days can end: a day comes, a year begins.
PASSING = ("date_future", "setting_fixed", "year_out_of_turn", "not_yet")
_NOTE, _FILL = "note", "userEnteredFormat.backgroundColor"


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell to change: its new note and fill; None leaves that part alone, "" takes it away."""

    at: Cell
    note: str | None = None
    fill: str | None = None


def due(services: Services) -> list[int]:
    """Workbooks whose marks or start tab may differ from what was found: no call is made to tell.

    The start tab is rewritten when a workbook was read on a later day than it was last written (so at most
    daily), and when the month people work on has changed.
    """
    today = services.clock.today()
    open_ = problems.c.mended_at.is_(None)
    quiet = select(problems.c.workbook_id).where(problems.c.quiet, open_)
    ahead = select(problems.c.workbook_id).where(problems.c.code.in_(PASSING), open_)
    with reading(services.engine) as connection:
        about = organisation.read(connection)
        turned = start.since(today, about, about.year_on(today)).isoformat() if about else ""
        why = [
            table.c.start_hash.is_distinct_from(registry.WRITTEN),
            table.c.id.in_(quiet),
            table.c.start_day.is_(None),
            table.c.start_day < turned,
            table.c.start_day < func.substr(table.c.last_read_at, 1, 10),
            and_(table.c.start_day < today.isoformat(), table.c.id.in_(ahead)),
        ]
        query = (
            select(table.c.id)
            .where(table.c.state.in_(("ok", "broken")), table.c.stale.is_(False), or_(*why))
            .order_by(table.c.id)
        )
        now = services.clock.now()
        found = list(connection.execute(query).scalars())
        return [id_ for id_ in found if not registry.waits_to_write(connection, id_, now)]


def apply_due(services: Services) -> int:
    """Bring every workbook up to date that may need it; returns how many were written to."""
    written = 0
    for workbook_id in due(services):
        with fence.around(services, workbook_id, "mark"):
            written += apply(services, workbook_id)
    return written


def apply(services: Services, workbook_id: int) -> bool:
    """Bring marks, computed cells, blank rows and the start tab of a workbook up to date in one write.

    Returns whether something was written. The workbook must have been read before.
    """
    now = services.clock.now()
    with services.engine.begin() as connection:
        about = organisation.read(connection)
        book = registry.get(connection, workbook_id)
        kept = load(connection, workbook_id)
        day = now.date().isoformat()
        passed = (book.last_read_at or day)[:10] < day and _awaits_a_day(connection, workbook_id)
        if book.last_read_at and (passed or book.start_hash == registry.LOOK_AGAIN):
            # A day has passed since it was read, or another workbook changed: right may be wrong now.
            checking.check(connection, book, kept, now)
            kept = load(connection, workbook_id)
        _speak(connection, book, about, now)
        loud = [p for p in findings.open_problems(connection, workbook_id) if not p["quiet"]]
        made = _marks(kept, loud)
        for name in set(kept) - set(book.sheets):
            forget(connection, book.id, name)  # asked for no longer: our marks come off, this once
        if about is not None and book.kind == "unit":
            made += _own_cells(services, connection, book, kept, about, loud, now)
        more = room.wanted(book, kept)
        made += [room.request(kept[name], rows) for name, rows in more.items()]
        told = registry.WRITING if made else registry.WRITTEN
        registry.change(connection, book.id, start_hash=told, start_day=day)
        if made:
            book = writing.will_write(connection, book.id)
    return bool(made) and writing.send(services, book, made, writing.shown(book, kept, more))


def _awaits_a_day(connection: Connection, workbook_id: int) -> bool:
    """Whether a problem is open that the passing of days can end."""
    ahead = select(problems.c.id).where(
        problems.c.workbook_id == workbook_id,
        problems.c.code.in_(PASSING),
        problems.c.mended_at.is_(None),
    )
    return connection.execute(ahead.limit(1)).first() is not None


def _speak(connection: Connection, book: Workbook, about: Organisation | None, now: datetime) -> None:
    """End the quiet of rows that nobody has typed in for a while."""
    minutes = int(about.settings.quiet_minutes) if about else 0
    since = stamp(now - timedelta(minutes=minutes))
    still = select(row_state.c.table_name, row_state.c.key).where(
        row_state.c.workbook_id == book.id, row_state.c.changed_at > since
    )
    typed = {(row.table_name, row.key) for row in connection.execute(still)}
    quiet = select(problems.c.id, problems.c.table_name, problems.c.row).where(
        problems.c.workbook_id == book.id, problems.c.quiet, problems.c.mended_at.is_(None)
    )
    for row in connection.execute(quiet).all():
        if (row.table_name, f"row{row.row}") not in typed:
            connection.execute(
                update(problems).where(problems.c.id == row.id).values(quiet=False, first_seen_at=stamp(now))
            )


def _own_cells(
    services: Services,
    connection: Connection,
    book: Workbook,
    kept: Mapping[str, Seen],
    about: Organisation,
    loud: Sequence[Mapping[str, Any]],
    now: datetime,
) -> list[Request]:
    reached = computed.results(connection, book, kept, about, now.date())
    made = [
        _filled(kept[cell.table].sheet_id, cell)
        for cell in computed.cells(connection, book, kept, about, reached)
    ]
    if START not in kept:
        return made
    names = ("objectives", "progress", "dossiers", "corrections", "confirmations")
    rows = {name: findings.stored(connection, name, [book.id]) for name in names}
    base = services.config.sheets_link_base
    read_at = parse(book.last_read_at) if book.last_read_at else now
    after, before = (registry.by_key(connection, f"unit:{book.unit}:{book.year + by}") for by in (1, -1))
    view = start.View(
        book,
        kept,
        about,
        base,
        now,
        loud,
        reached,
        rows,
        read_at,
        after,
        before,
        locked.said(connection, book),
        tasks.of_book(connection, about, book, now.date()),
    )
    if made or start.differs(view, start.lines(view)):
        told = replace(view, read_at=now)  # the answer to this write is a reading
        made += start.requests(told, start.lines(told))
    return made


def _filled(sheet_id: int, cell: computed.Cell) -> Request:
    content, fields = writing.text_cell(cell.value), "userEnteredValue"
    if cell.painted:
        content = content | {"userEnteredFormat": layout.fill(palette.LEAVE)}
        fields += f",{_FILL}"
    return writing.cells(sheet_id, cell.row, cell.column, [[content]], fields)


def _marks(kept: Mapping[str, Seen], loud: Sequence[Mapping[str, Any]]) -> list[Request]:
    wanted = _wanted(loud)
    made: list[Request] = []
    for name, tab in kept.items():
        if name != START:
            made += [_request(tab.sheet_id, mark) for mark in marks(name, tab, wanted.get(name, {}))]
    return made


def _wanted(loud: Sequence[Mapping[str, Any]]) -> dict[str, dict[Cell, list[Mapping[str, Any]]]]:
    """Problems by table and cell; one of a row without a cell stands in the row's first."""
    found: dict[str, dict[Cell, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    count = 0
    for problem in loud:
        at = (
            from_a1(problem["cell"])
            if problem["cell"]
            else (problem["row"] - 1, 0)
            if problem["row"]
            else None
        )
        if at is None or (count >= MOST and at not in found[problem["table_name"]]):
            continue
        count += at not in found[problem["table_name"]]
        found[problem["table_name"]][at].append(problem)
    return found


def marks(name: str, tab: Seen, wanted: Mapping[Cell, Sequence[Mapping[str, Any]]]) -> Iterator[Mark]:
    """The cells of a tab whose note or fill is not what it should be. Pure."""
    ours = {at for at, note in tab.notes.items() if palette.is_ours(note)}
    red = {at for at, colour in tab.fills.items() if colour == palette.MEND}
    for at in sorted(ours | red | set(wanted)):
        note, colour = tab.notes.get(at, ""), tab.fills.get(at)
        want_note, want_fill = note, colour
        if not note or at in ours:
            want_note = _note_for(name, tab, at, note, wanted.get(at, ()))
        if colour in palette.OURS:
            want_fill = palette.MEND if at in wanted else _resting_fill(name, tab, at, colour)
        if (want_note, want_fill) != (note, colour):
            yield Mark(
                at,
                want_note if want_note != note else None,
                (want_fill or "") if want_fill != colour else None,
            )


def _note_for(name: str, tab: Seen, at: Cell, note: str, found: Sequence[Mapping[str, Any]]) -> str:
    if not found:
        column = _field_at(name, tab, at) if note and at[0] == tab.header else None
        helped = note.rstrip().rsplit("\n", 1)[-1].startswith(palette.HELP)
        return layout.help_note(column) if column else note if helped else ""
    said = []
    for problem in found:
        sentence = f"{problem['message_vi']} {problem['remedy_vi']}".strip()
        offer = f" Có thể là: {problem['suggestion']}" if problem["suggestion"] else ""
        said.append(sentence + offer)
    codes = ", ".join(sorted({problem["code"] for problem in found}))
    return "\n".join([*dict.fromkeys(said), f"{palette.FLAG} · {codes}"])


def _resting_fill(name: str, tab: Seen, at: Cell, colour: str | None) -> str | None:
    """What a cell looks like without a problem; only our red is ever changed."""
    if colour != palette.MEND:
        return colour
    column = _field_at(name, tab, at)
    if column is None:
        return None
    if at[0] == tab.header:
        return layout.header_fill(column)
    beside = [tab.fills.get((at[0], other)) for field, other in tab.places.items() if other != at[1]]
    laid_out = any(fill in (palette.TYPE_HERE, palette.LEAVE) for fill in beside)
    return layout.cell_fill(column) if laid_out else None


def _field_at(name: str, tab: Seen, at: Cell) -> Field | None:
    found = next((field for field, column in tab.places.items() if column == at[1]), None)
    return tables()[name].field(found) if found else None


def _request(sheet_id: int, mark: Mark) -> Request:
    cell: Request = {}
    fields = []
    if mark.note is not None:
        fields.append(_NOTE)
        cell |= {"note": mark.note} if mark.note else {}
    if mark.fill is not None:
        fields.append(_FILL)
        cell["userEnteredFormat"] = layout.fill(mark.fill or None)
    return writing.cells(sheet_id, mark.at[0], mark.at[1], [[cell]], ",".join(fields))
