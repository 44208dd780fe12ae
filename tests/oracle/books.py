"""All workbooks at one close → the organisation and every row that counts, by unit and table.

A tab that cannot be read at the close (unshared, a broken header) keeps the rows of the dump before it; a
row of the coordinator's that holds an error stands as it last was right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tests.oracle import rules, tables
from tests.oracle.cells import alike, fold
from tests.oracle.dumps import Book, Dump
from tests.oracle.names import Names
from tests.oracle.rows import Row, Rule, entries, find_tab, read
from tests.oracle.tables import Sheet
from tests.oracle.windows import Rules, Window, window


@dataclass(frozen=True)
class Unit:
    """A unit and the days on which it takes part."""

    code: str
    names: tuple[str, ...]
    first: date | None
    last: date | None
    has_dossiers: bool
    parent: str = ""
    successor: str = ""

    def is_in(self, window: Window) -> bool:
        """Whether it takes part on some day of the window."""
        return (self.first is None or self.first <= window.end) and (
            self.last is None or self.last >= window.start
        )


@dataclass(frozen=True)
class Books:
    """Everything that counts at one close. `findings` is None while the auditors' workbook was never read."""

    label: str
    rules: Rules
    k: int
    units: tuple[Unit, ...]
    tables: Mapping[tuple[str, str], Sequence[Row]]
    findings: Sequence[Row] | None
    names: Names = field(default_factory=Names)
    #: What units are called by findings: by earlier names too, and after their row was deleted.
    called: Names = field(default_factory=Names)

    def rows(self, unit: str, table: str) -> Sequence[Row]:
        """The rows of one unit's table that count."""
        return self.tables.get((unit, table), ())

    def passed_to(self, code: str) -> list[str]:
        """A unit and those it was merged into, one after another."""
        onward, found = {unit.code: unit.successor for unit in self.units}, [code]
        while (successor := onward.get(found[-1], "")) and successor not in found:
            found.append(successor)
        return found

    def in_window(self, window: Window) -> list[Unit]:
        """The units that take part in a window, in the sheet's order."""
        return [unit for unit in self.units if unit.is_in(window)]


class Unread(Exception):
    """The coordinator's workbook cannot be read in any dump."""


def build(dumps: Sequence[Dump]) -> Books:
    """What counts at the last of `dumps`, which run from the first close on."""
    settings = _settings(dumps)
    units = _units(dumps)
    names = Names((name, unit.code) for unit in units for name in (unit.code, *unit.names))
    before = [listed for number in range(len(dumps) - 1, 0, -1) if (listed := _listed(dumps[:number]))]
    called = Names(_called([units, *before]))
    audited = _audited(dumps, called)
    findings = _each_once(audited, called) if audited else None
    found: dict[tuple[str, str], Sequence[Row]] = {}
    for unit in units:
        found.update(_unit_tables(dumps, unit.code, names))
    for code in {unit.code for listed in (units, *before) for unit in listed}:
        found[code, "corrections"] = _corrections(dumps, code, audited)
    k = settings.get("k", 5)
    return Books(dumps[-1].label, _window_rules(settings), k, units, found, findings, names, called)


def _called(lists: Sequence[Sequence[Unit]]) -> list[tuple[str, str]]:
    """(name, code): today's names, then those of earlier lists, latest first, that nobody bears since."""
    pairs: list[tuple[str, str]] = []
    for listed in lists:
        taken = {fold(name) for name, _ in pairs}
        own = [(name, unit.code) for unit in listed for name in (unit.code, *unit.names)]
        pairs += [pair for pair in own if fold(pair[0]) not in taken]
    return pairs


def _listed(dumps: Sequence[Dump]) -> tuple[Unit, ...]:
    try:
        return _units(dumps)
    except Unread:
        return ()


def _today(dumps: Sequence[Dump]) -> date:
    return date.fromisoformat(dumps[-1].at[:10])


def years(dumps: Sequence[Dump]) -> list[str]:
    """Every year of which there are workbooks."""
    keys = [book.dated(dump.label[:4]) for dump in dumps for book in dump.books]
    return sorted({key[-4:] for key in keys if key != "coordinator"})


def _audited(dumps: Sequence[Dump], names: Names) -> dict[str, Sequence[Row]]:
    """The findings of each year whose auditors' workbook was read."""
    rule = rules.finding(_today(dumps), names)
    read = {year: counted(dumps, f"auditors:{year}", tables.FINDINGS, rule) for year in years(dumps)}
    return {
        year: [*rows, *_vanished(dumps, f"auditors:{year}", rule)]
        for year, rows in read.items()
        if rows is not None
    }


def _vanished(dumps: Sequence[Dump], key: str, rule: Rule) -> list[Row]:
    """The findings that stood at an earlier close and whose code is in the sheet no more."""
    there = set(codes(dumps, key, tables.FINDINGS))
    found: list[Row] = []
    for number in range(len(dumps) - 1, 0, -1):
        for row in counted(dumps[:number], key, tables.FINDINGS, rule) or ():
            code = row["code"].casefold()
            if code not in there:
                found.append(replace(row, values={**row.values, "vanished": True}))
            there.add(code)
    return found


def _each_once(audited: Mapping[str, Sequence[Row]], names: Names) -> list[Row]:
    """A finding carried into a later year's workbook is told by that; its `years` are all that hold it."""
    found: dict[tuple[str, str, date], Row] = {}
    for year, rows in sorted(audited.items()):
        for row in rows:
            same = (names.code(row["unit"]), row["code"].casefold(), row["date"])
            years = (*(found[same]["years"] if same in found else ()), year)
            found[same] = replace(row, values={**row.values, "years": years})
    return list(found.values())


def _corrections(dumps: Sequence[Dump], code: str, audited: Mapping[str, Sequence[Row]]) -> list[Row]:
    """A unit's corrective actions of every year, each with its `year`; the finding may have vanished."""
    found = []
    for year in years(dumps):
        gone = {row["code"].casefold() for row in audited.get(year, ()) if row["vanished"]}
        rule = rules.correction(_today(dumps), codes(dumps, f"auditors:{year}", tables.FINDINGS) | gone)
        rows = counted(dumps, f"unit:{code}:{year}", tables.CORRECTIONS, rule) or ()
        found += [replace(row, values={**row.values, "year": year}) for row in rows]
    return found


def _approved(dumps: Sequence[Dump], code: str, names: Names) -> list[Row]:
    """The approvals of a unit's objectives of the year."""
    try:
        rows = coordinators(dumps, tables.APPROVED)
    except Unread:
        return []
    year = dumps[-1].label[:4]
    return [row for row in rows if names.code(row["unit"]) == code and str(row["year"])[-4:] == year]


def _settled(row: Row, approved: Sequence[Row]) -> Row:
    """An objective with its target worked out, and whether it is a draft."""
    values = dict(row.values)
    if row["target_change"]:
        direction, amount, of_it = row["target_change"]
        before = row["baseline"]
        size = None if before is None else before * amount / 100 if of_it else amount
        sign = 1 if direction == "ge" else -1
        values["target"] = None if size is None else before + sign * size
    covered = False
    for one in approved:
        codes_of = {fold(code) for code in one["codes"] or ()}
        covered |= not codes_of or bool(codes_of & {"tat ca", "toan bo", "all", fold(row["code"])})
    values["draft"] = not covered or fold(row["status"] or "") == "du thao"
    return replace(row, values=values)


def _unit_tables(dumps: Sequence[Dump], code: str, names: Names) -> dict[tuple[str, str], Sequence[Row]]:
    key = f"unit:{code}:{dumps[-1].label[:4]}"
    approved = _approved(dumps, code, names)
    objectives = [
        _settled(row, approved) for row in counted(dumps, key, tables.OBJECTIVES, rules.objective) or []
    ]
    by_code = {row["code"].casefold(): row for row in objectives}
    typed = codes(dumps, key, tables.OBJECTIVES)
    found = {
        "objectives": objectives,
        "progress": counted(dumps, key, tables.PROGRESS, rules.progress(by_code, typed)),
        "dossiers": counted(dumps, key, tables.DOSSIERS),
        "confirmations": counted(dumps, key, tables.CONFIRMATIONS, rules.confirmation(_today(dumps))),
    }
    return {(code, name): rows or [] for name, rows in found.items()}


def book_of(dump: Dump, key: str) -> Book | None:
    """The coordinator's workbook, or one of a year: auditors:2022, unit:VP:2022."""
    return next((book for book in dump.books if book.dated(dump.label[:4]) == key), None)


def counted(dumps: Sequence[Dump], key: str, sheet: Sheet, *rules: Rule) -> Sequence[Row] | None:
    """The counting rows of the newest dump in which the tab can be used; None when there is none."""
    for dump in reversed(dumps):
        book = book_of(dump, key)
        if book is None or book.error or find_tab(book, sheet) is None:
            continue
        found = read(book, sheet, rules)
        if found.usable:
            return found.rows
    return None


def codes(dumps: Sequence[Dump], key: str, sheet: Sheet) -> set[str]:
    """Every code in the newest tab that can be used, whether its row is right or wrong."""
    for dump in reversed(dumps):
        book = book_of(dump, key)
        found = None if book is None or book.error else entries(book, sheet)
        if found is not None:
            return {str(row["code"]).casefold() for row, _ in found if row["code"]}
    return set()


def called(dumps: Sequence[Dump], key: str, sheet: Sheet, *columns: str) -> set[str]:
    """What the rows of the newest tab that can be used, right or wrong, may be called by, folded."""
    for dump in reversed(dumps):
        book = book_of(dump, key)
        found = None if book is None or book.error else entries(book, sheet)
        if found is not None:
            return {alike(row[name]) for row, _ in found for name in columns if row[name]}
    return set()


def coordinators(dumps: Sequence[Dump], sheet: Sheet, *rules: Rule) -> list[Row]:
    """The coordinator's rows, in the sheet's order: one that now holds an error as it last was right.

    While a row's key cannot be read it may be that of any row that is gone: all of those stand.
    """
    kept: dict[str, Row] | None = None
    for dump in dumps:
        book = dump.named("coordinator")
        there = None if book is None or book.error else entries(book, sheet)
        if book is None or there is None:
            continue
        keys = {row.key for row, _ in there}
        before = {key: row for key, row in (kept or {}).items() if key in keys or "" in keys}
        kept = before | {row.key: row for row in read(book, sheet, rules).rows}
    if kept is None:
        raise Unread(dumps[-1].label)
    return sorted(kept.values(), key=lambda row: row.at)


def coordinators_known(dumps: Sequence[Dump], sheet: Sheet, *columns: str) -> dict[str, Row]:
    """The rows of the newest usable tab of the coordinator, by each name that others may link to."""
    for dump in reversed(dumps):
        book = dump.named("coordinator")
        found = None if book is None or book.error else entries(book, sheet)
        if found is not None:
            return {alike(row[name]): row for row, _ in found for name in columns if row[name]}
    return {}


def setting(dumps: Sequence[Dump], name: str, default: int) -> int:
    """One setting that is a whole number."""
    return _settings(dumps).get(name, default)


def _settings(dumps: Sequence[Dump]) -> dict[str, int]:
    """The settings that are whole numbers; a blank leaves the default."""
    rows = coordinators(dumps, tables.SETTINGS, rules.setting)
    return {row["key"].casefold(): whole for row in rows if (whole := rules.whole(row["value"])) is not None}


def _window_rules(settings: Mapping[str, int]) -> Rules:
    return Rules(
        settings.get("window_start_day", 1),
        settings.get("freeze_after_days", 5),
        settings.get("school_year_end_month", 8),
    )


def _dated(dumps: Sequence[Dump], row: Row) -> Row:
    """A unit; one that nobody dates, added in the middle of a year, is there from the month then open."""
    closes = [number for number, dump in enumerate(dumps) if len(dump.label) == len("2022-01")]
    there = (n for n in closes if row["code"] in _codes(dumps[: n + 1]))
    came = None if row["valid_from"] else next(there, None)
    if came is None or not any(dumps[n].label[:4] == dumps[came].label[:4] for n in closes if n < came):
        return row
    first = window(dumps[came].label, _window_rules(_settings(dumps))).start
    is_past = row["valid_to"] is not None and row["valid_to"] < first
    return row if is_past else replace(row, values={**row.values, "valid_from": first})


def _codes(dumps: Sequence[Dump]) -> set[str]:
    try:
        return {row["code"] for row in coordinators(dumps, tables.UNITS, rules.unit)}
    except Unread:
        return set()


def _units(dumps: Sequence[Dump]) -> tuple[Unit, ...]:
    rows = [_dated(dumps, row) for row in coordinators(dumps, tables.UNITS, rules.unit)]
    called = ((row["code"], (row["code"], row["name"], *(row["aliases"] or ()))) for row in rows)
    names = Names((name, code) for code, own in called for name in own)
    return tuple(
        Unit(
            row["code"],
            (row["name"], *(row["aliases"] or ())),
            row["valid_from"],
            row["valid_to"],
            bool(row["has_dossiers"]),
            names.code(row["parent"] or ""),
            names.code(row["successor"] or ""),
        )
        for row in rows
    )
