"""Check the tabs of a workbook as they stand in the store, and keep what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from service import organisation
from service.clock import stamp
from service.organisation import Organisation
from service.workbooks import (
    approvals,
    baselines,
    findings,
    newcomers,
    registry,
    rows,
    seen,
    troubles,
    unlisted,
    vanished,
)
from service.workbooks.registry import START, Workbook
from service.workbooks.seen import Seen
from sheets_schema import validate
from sheets_schema.descriptor import Table, tables
from sheets_schema.grid import TRUSTED_LOCALE, from_a1
from sheets_schema.records import Checked, Context, Record


def tables_of(kind: str) -> list[Table]:
    """The tables of a kind of workbook, in the order of their tabs."""
    return [table for table in tables().values() if table.workbook == kind]


#: Problems of rows whose words the service keeps nowhere, and what stands in the store instead.
NOT_KEPT = {"denunciation": "(tố cáo)"}
#: Rows read beyond a table's limit: room for titles above the header and blank rows between.
_BEYOND = 20
#: Tabs the whole agency hangs on: all rows deleted at once is taken for a slip.
GUARDED = frozenset({"units", "recipients", "settings", "holidays"})


def most_rows(table: Table) -> int:
    """Rows of a tab that are read at most."""
    return table.max_rows + _BEYOND


def check(
    connection: Connection,
    book: Workbook,
    tabs: Mapping[str, Seen],
    now: datetime,
    before: Mapping[str, Seen] | None = None,
) -> bool:
    """Check `tabs` (table name → tab) and keep grids, records and problems; returns whether anything changed.

    A tab that cannot be used (broken header, too many rows) keeps its last good records; so does one
    that is no longer there. With `before`, the tabs as they were kept, those that hold the same as then and
    stand before the first that differs are not checked again; the first reading of a day checks all.
    """
    same = _unchanged(book, tabs, before, now)
    about = organisation.read(connection)
    known: dict[str, list[Record]] = _known(connection, book, about)
    broken = _broken(connection, book)
    changed = False
    for table in tables_of(book.kind):
        if table.name not in book.sheets:
            # Asked for no longer: what is wrong there is nobody's to mend.
            changed |= findings.keep_problems(connection, book.id, table, [], {}, now, 0)
            continue
        tab = tabs.get(table.name)
        if tab is None:
            changed |= findings.keep_problems(
                connection, book.id, table, [troubles.tab_missing(table)], {}, now, 0
            )
            seen.forget(connection, book.id, table.name)
            known[table.name] = findings.stored(connection, table.name, [book.id])
        elif table.name in same:
            # The answer to our own marks differs in notes and fills: nothing new to tell.
            kept = seen.save(connection, book.id, table.name, same[table.name], stamp(now))
            changed |= kept and book.start_hash != registry.WRITING
            if len(same) < len(book.sheets):
                known[table.name] = findings.stored(connection, table.name, [book.id])
                broken[table.name] = dict.fromkeys(same[table.name].pending, "")
                broken[table.name] |= findings.broken(connection, table.name, [book.id])
        else:
            changed |= _check_tab(connection, book, table, tab, about, known, broken, now)
    start = tabs.get(START)
    if start is not None:
        seen.save(connection, book.id, START, start, stamp(now))
    if changed and not (same and book.start_hash == registry.LOOK_AGAIN):
        registry.change(connection, book.id, start_hash=None)
    if book.kind == "coordinator":
        unlisted.note(connection, now)
        unlisted.remember(connection)
        newcomers.remember(connection, now.date())
    if changed:
        registry.change(connection, book.id, followed=False)
    if changed and book.kind != "unit":
        registry.look_again(connection, book)
    return changed


def _unchanged(
    book: Workbook, tabs: Mapping[str, Seen], before: Mapping[str, Seen] | None, now: datetime
) -> dict[str, Seen]:
    """The leading tabs that hold what they held when they were checked today, with what was found then."""
    found: dict[str, Seen] = {}
    if before is None or (book.last_read_at or "")[:10] != now.date().isoformat():
        return found
    for table in tables_of(book.kind):
        if table.name not in book.sheets:
            continue
        tab, old = tabs.get(table.name), before.get(table.name)
        if tab is None or old is None or not old.usable or not tab.holds_same(old):
            break
        found[table.name] = replace(
            tab, places=old.places, header=old.header, keys=old.keys, pending=old.pending, usable=True
        )
    return found


def _check_tab(
    connection: Connection,
    book: Workbook,
    table: Table,
    tab: Seen,
    about: Organisation | None,
    known: dict[str, list[Record]],
    broken: dict[str, dict[str, str]],
    now: datetime,
) -> bool:
    settings = about.settings_of(book.year) if about else organisation.settings([])
    doubted = _doubted(connection, book, table)
    if table.name == "findings" and "units" in known:
        known = {**known, "units": [*known["units"], *unlisted.once(connection, known["units"])]}
    context = Context(
        tables=known,
        broken=broken,
        previous={table.name: _earlier(connection, book, table)},
        baselines=baselines.of(connection, book) if table.name == "objectives" else {},
        today=now.date(),
        year=book.year,
        start_day=settings.window_start_day,
        school_year_end_month=settings.school_year_end_month,
        frozen=about.frozen[-1] if about and about.frozen else None,
        fixed=about.fixed_on(now.date()) if about else {},
        doubted=doubted,
        aims=approvals.aims(connection) if table.name == "approvals" else {},
        settled=newcomers.settled(connection, about, now.date()) if table.name == "units" else None,
        certain={} if tab.locale == TRUSTED_LOCALE else _certain(connection, book, table, doubted),
    )
    checked = validate.check(table, tab.grid(), context)
    if tab.rows > most_rows(table) and len(tab.values) >= most_rows(table):
        checked.usable, checked.problems = False, [troubles.too_many_rows(table, tab.rows)]
    emptied = table.name in GUARDED and checked.usable and not _told(table, checked.records)
    if emptied and _told(table, findings.stored(connection, table.name, [book.id])):
        checked.usable, checked.problems = False, [*checked.problems, troubles.tab_emptied(table)]
    tab = replace(
        tab,
        places=checked.columns,
        header=checked.header_row or 0,
        keys=frozenset(checked.keys) | {row.key for row in checked.pending},
        pending={row.key: row.row for row in checked.pending},
        usable=checked.usable,
    )
    tab = _unkept(table, tab, checked)
    changed = seen.save(connection, book.id, table.name, tab, stamp(now))
    since = rows.note(connection, book.id, table, tab, now) if checked.usable else {}
    minutes = int(settings.quiet_minutes)
    changed |= findings.keep_problems(connection, book.id, table, checked.problems, since, now, minutes)
    if checked.usable:
        records = _good(connection, book, table, checked)
        if table.name == "objectives":
            records = approvals.settle(connection, book, records, now)
        if table.name == "findings":
            vanished.note(connection, book.id, checked, records, now)
        changed |= findings.keep_records(connection, book.id, table.name, records, now)
        known[table.name], broken[table.name] = records, checked.broken
    else:
        known[table.name] = findings.stored(connection, table.name, [book.id])
    return changed


def _unkept(table: Table, tab: Seen, checked: Checked) -> Seen:
    """The tab without the free text of rows that must not be kept; checked again it has the same problem."""
    texts = {f.name for f in table.fields if f.kind in ("text", "line")} - {
        k.field for k in table.foreign_keys
    }
    columns = {checked.columns[name] for name in texts if name in checked.columns}
    for code, word in NOT_KEPT.items():
        rows_ = {p.row for p in checked.problems if p.code == code and p.row}
        tab = seen.masked(tab, rows_, columns, word) if rows_ else tab
    return tab


def _doubted(connection: Connection, book: Workbook, table: Table) -> dict[str, dict[str | int, object]]:
    """What people typed under another locale, as it was last read: a locale set right changes no cell."""
    people = {field.name for field in table.fields if field.filled_by == "people"}
    cells = [one for one in findings.untrusted(connection, book.id, table.name) if one[0] in people]
    old = seen.load(connection, book.id).get(table.name) if cells else None
    found: dict[str, dict[str | int, object]] = {}
    for column, key, cell in cells if old else ():
        row, at = from_a1(cell)
        known = found.setdefault(column, {})
        known[row + 1] = old.value(row, at) if old else None
        if key:
            known[key] = known[row + 1]
    return found


def _certain(
    connection: Connection, book: Workbook, table: Table, doubted: Mapping[str, Mapping[str | int, object]]
) -> dict[str, dict[str | int, object]]:
    """What was in no doubt when the tab was last read: a locale set wrong changes no cell either."""
    old = seen.load(connection, book.id).get(table.name)
    if old is None or not old.usable:
        return {}
    found: dict[str, dict[str | int, object]] = {}
    keys = {record.row: record.key for record in findings.stored(connection, table.name, [book.id])}
    for name, at in old.places.items():
        doubts, known = doubted.get(name, {}), found.setdefault(name, {})
        for row in range(old.header + 2, len(old.values) + 1):
            value = old.value(row - 1, at)
            if value is not None and row not in doubts:
                known |= {row: value, keys.get(row, row): value}
    return found


def _told(table: Table, records: Sequence[Record]) -> bool:
    """Whether any row holds something that people typed."""
    people = [field.name for field in table.fields if field.filled_by == "people"]
    return any(record.values.get(name) is not None for record in records for name in people)


def _good(connection: Connection, book: Workbook, table: Table, checked: Checked) -> list[Record]:
    """The rows that count. A row of the coordinator's that now holds an error goes on as it last was right.

    The whole agency hangs on its units and settings: none of them may vanish for a slip. While the key of a
    row cannot be read, the row may be that of any key that is gone: all of those go on.
    """
    if book.kind != "coordinator":
        return checked.records
    errors = [p for p in checked.problems if p.severity == "error"]
    wrong, there = {p.key for p in errors}, set(checked.keys)
    below = (checked.header_row or 0) + 1
    unread = any(p.key is None and (p.row or 0) > below for p in errors)
    stored = findings.stored(connection, table.name, [book.id])
    return checked.records + [r for r in stored if r.key in wrong or (unread and r.key not in there)]


def _known(connection: Connection, book: Workbook, about: Organisation | None) -> dict[str, list[Record]]:
    """Records of other workbooks that the rules of this one may look at."""
    if about is None or book.kind == "coordinator":
        return {}
    known: dict[str, list[Record]] = {}
    coordinator = registry.by_key(connection, "coordinator")
    own = [coordinator.id] if coordinator else []
    others = registry.all_of(connection, "unit" if book.kind == "auditors" else "auditors", book.year)
    read = [other.id for other in others if other.last_read_at]
    if book.kind == "unit":
        known["procedures"] = findings.stored(connection, "procedures", own)
    if book.kind == "unit" and read:
        known["findings"] = findings.stored(connection, "findings", read)
        known["findings"] += vanished.as_records(connection, read)
    if book.kind == "auditors":
        known["units"] = findings.stored(connection, "units", own)
        known["corrections"] = findings.stored(connection, "corrections", read)
    return known


def _broken(connection: Connection, book: Workbook) -> dict[str, dict[str, str]]:
    """Rows of other workbooks that hold an error: what links to them is kept meanwhile."""
    others = registry.all_of(connection, "auditors", book.year) if book.kind == "unit" else []
    return {"findings": findings.broken(connection, "findings", [other.id for other in others])}


def _earlier(connection: Connection, book: Workbook, table: Table) -> list[Record]:
    """The same table's records of the year before: what January is compared with."""
    if book.kind == "coordinator":
        return []
    name = f"unit:{book.unit}" if book.kind == "unit" else book.kind
    before = registry.by_key(connection, f"{name}:{book.year - 1}")
    return findings.stored(connection, table.name, [before.id]) if before else []
