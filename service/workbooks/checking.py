"""Check the tabs of a workbook as they stand in the store, and keep what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from service import organisation
from service.clock import stamp
from service.workbooks import (
    approvals,
    baselines,
    doubts,
    findings,
    known,
    newcomers,
    registry,
    rows,
    seen,
    troubles,
    unlisted,
    vanished,
)
from service.workbooks.known import Fetch, Known
from service.workbooks.registry import START, Workbook
from service.workbooks.seen import Seen
from sheets_schema import validate
from sheets_schema.descriptor import Table, tables
from sheets_schema.problems import Problem
from sheets_schema.records import Checked, Context, Record


def tables_of(kind: str) -> list[Table]:
    """The tables of a kind of workbook, in the order of their tabs."""
    return [table for table in tables().values() if table.workbook == kind]


#: Problems of rows whose words the service keeps nowhere, and what stands in the store instead.
NOT_KEPT = {"denunciation": "(tố cáo)"}
#: Rows read beyond a table's limit: room for titles above the header and blank rows between.
_BEYOND = 20
#: Tabs the whole agency hangs on: all rows deleted at once is taken for a slip, if there were so many.
GUARDED = {"units": 1, "recipients": 1, "settings": 1, "holidays": 1} | dict.fromkeys(
    ("identities", "plan", "approvals", "exceptions"), 3
)


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
    that is no longer there. With `before`, the tabs as they were kept, one that holds the same as then, and
    whose rules looked at no tab that is checked again, is not; the first reading of a day checks all.
    """
    pass_ = _Pass(connection, book, now, tabs, tabs if before is None else before)
    again = before is None or (book.last_read_at or "")[:10] != now.date().isoformat()
    for table in tables_of(book.kind):
        if pass_.settle(table, again=again):
            pass_.changed.add(table.name)
    changed = bool(pass_.changed)
    start = tabs.get(START)
    if start is not None:
        seen.save(connection, book.id, START, start, stamp(now))
    if changed and not (pass_.spared and book.start_hash == registry.LOOK_AGAIN):
        registry.change(connection, book.id, start_hash=None)
    if book.kind == "coordinator":
        unlisted.note(connection, now)
        unlisted.remember(connection)
        newcomers.remember(connection)
    if changed:
        registry.change(connection, book.id, followed=False)
    if book.kind == "coordinator" and before is not None and "settings" in pass_.changed:
        registry.change(connection, book.id, start_hash=registry.LOOK_AGAIN)
    if book.kind != "unit" and pass_.changed & known.LOOKED_AT:
        registry.look_again(connection, book)
    return changed


class _Pass:
    """One check of a workbook, tab after tab: rules may look at those checked before theirs."""

    def __init__(
        self,
        connection: Connection,
        book: Workbook,
        now: datetime,
        tabs: Mapping[str, Seen],
        old: Mapping[str, Seen],
    ) -> None:
        self.connection, self.book, self.now, self.tabs, self.old = connection, book, now, tabs, old
        self.about = organisation.read(connection)
        self.settings = self.about.settings_of(book.year) if self.about else organisation.settings([])
        self.known = known.records(connection, book, self.about)
        self.broken = known.broken(connection, book)
        self.checked: set[str] = set()
        self.changed: set[str] = set()
        #: Whether a tab was not checked again.
        self.spared = False

    def settle(self, table: Table, *, again: bool) -> bool:
        """Check a tab where it must be (`again`: whatever it holds); returns whether anything changed."""
        name, tab, old = table.name, self.tabs.get(table.name), self.old.get(table.name)
        if name not in self.book.sheets:
            return self._tell(table, [], {})  # asked for no longer: what is wrong there is nobody's to mend
        if tab is None:
            changed = self._tell(table, [troubles.tab_missing(table)], {})
            seen.forget(self.connection, self.book.id, name)
            self.known.put(name, partial(self._stored, name))
            self.checked.add(name)
            return changed
        holds_same = old is not None and old.usable and tab.holds_same(old)
        if old is not None and holds_same and not again and not old.looked_at & self.checked:
            return self._spare(name, tab, old)
        self.checked.add(name)
        return self._check(table, tab, old)

    def _spare(self, name: str, tab: Seen, old: Seen) -> bool:
        """Keep what was found in a tab; notes and fills, as in the answer to our own marks, may differ."""
        self.spared = True
        self.known.put(name, partial(self._stored, name))
        self.broken.put(
            name,
            lambda: dict.fromkeys(old.pending, "") | findings.broken(self.connection, name, [self.book.id]),
        )
        found = seen.with_findings_of(tab, old)
        if found == old:
            return False
        kept = seen.save(self.connection, self.book.id, name, found, stamp(self.now))
        return kept and self.book.start_hash != registry.WRITING

    def _check(self, table: Table, tab: Seen, old: Seen | None) -> bool:
        connection, book, now, name = self.connection, self.book, self.now, table.name
        others = self.known.beside(**self._once_listed(name))
        checked = validate.check(table, tab.grid(), self._context(table, tab, old, others))
        self._refuse(table, tab, checked)
        rows_ = {row.key: row.row for row in checked.pending}
        tab = replace(
            tab,
            places=checked.columns,
            header=checked.header_row or 0,
            keys=frozenset(checked.keys) | set(rows_),
            pending=rows_,
            usable=checked.usable,
            looked_at=frozenset(others.looked_at),
        )
        tab = _unkept(table, tab, checked)
        changed = seen.save(connection, book.id, name, tab, stamp(now))
        since = rows.note(connection, book.id, table, tab, now) if checked.usable else {}
        changed |= self._tell(table, checked.problems, since)
        if not checked.usable:
            self.known.put(name, partial(self._stored, name))
            return changed
        records = self._good(table, checked)
        if name == "objectives":
            records = approvals.settle(connection, book, records, now)
        if name == "findings":
            vanished.note(connection, book.id, checked, records, now)
        self.known.put(name, lambda: records)
        self.broken.put(name, lambda: checked.broken)
        return changed | findings.keep_records(connection, book.id, name, records, now)

    def _context(self, table: Table, tab: Seen, old: Seen | None, others: Known[Sequence[Record]]) -> Context:
        connection, book, about, day = self.connection, self.book, self.about, self.now.date()
        doubted = doubts.doubted(connection, book, table, old)
        return Context(
            tables=others,
            broken=self.broken,
            previous={table.name: _earlier(connection, book, table)},
            baselines=baselines.of(connection, book) if table.name == "objectives" else {},
            today=day,
            year=book.year,
            start_day=self.settings.window_start_day,
            school_year_end_month=self.settings.school_year_end_month,
            frozen=about.frozen[-1] if about and about.frozen else None,
            fixed=about.fixed_on(day) if about else {},
            doubted=doubted,
            certain=doubts.certain(connection, book, table, tab, old, doubted),
            aims=approvals.aims(connection) if table.name == "approvals" else {},
            settled=newcomers.settled(connection, about) if table.name == "units" else None,
        )

    def _once_listed(self, name: str) -> dict[str, Fetch]:
        """An audit's findings may be of a unit as it was called once."""
        if name != "findings" or "units" not in self.known:
            return {}
        listed = self.known["units"]
        return {"units": lambda: [*listed, *unlisted.once(self.connection, listed)]}

    def _refuse(self, table: Table, tab: Seen, checked: Checked) -> None:
        """A tab with too many rows, or emptied at once though all hangs on it, is not used."""
        if tab.rows > most_rows(table) and len(tab.values) >= most_rows(table):
            checked.usable, checked.problems = False, [troubles.too_many_rows(table, tab.rows)]
        emptied = table.name in GUARDED and checked.usable and not _told(table, checked.records)
        if emptied and _told(table, self._stored(table.name)) >= GUARDED[table.name]:
            checked.usable, checked.problems = False, [*checked.problems, troubles.tab_emptied(table)]

    def _good(self, table: Table, checked: Checked) -> list[Record]:
        """The rows that count; one of the coordinator's that now holds an error goes on as it last was right.

        The whole agency hangs on its units and settings: none of them may vanish for a slip. While the key
        of a row cannot be read, the row may be that of any key that is gone: all of those go on.
        """
        if self.book.kind != "coordinator":
            return checked.records
        errors = [p for p in checked.problems if p.severity == "error"]
        wrong, there = {p.key for p in errors}, set(checked.keys)
        below = (checked.header_row or 0) + 1
        unread = any(p.key is None and (p.row or 0) > below for p in errors)
        stored = self._stored(table.name)
        return checked.records + [r for r in stored if r.key in wrong or (unread and r.key not in there)]

    def _stored(self, name: str) -> list[Record]:
        return findings.stored(self.connection, name, [self.book.id])

    def _tell(self, table: Table, found: Sequence[Problem], since: Mapping[int, datetime]) -> bool:
        quiet = int(self.settings.quiet_minutes)
        return findings.keep_problems(self.connection, self.book.id, table, found, since, self.now, quiet)


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


def _told(table: Table, records: Sequence[Record]) -> int:
    """How many rows hold something that people typed."""
    people = [field.name for field in table.fields if field.filled_by == "people"]
    return sum(any(record.values.get(name) is not None for name in people) for record in records)


def _earlier(connection: Connection, book: Workbook, table: Table) -> list[Record]:
    """The same table's records of the year before: what January is compared with."""
    if book.kind == "coordinator":
        return []
    name = f"unit:{book.unit}" if book.kind == "unit" else book.kind
    before = registry.by_key(connection, f"{name}:{book.year - 1}")
    return findings.stored(connection, table.name, [before.id]) if before else []
