"""All workbooks at one close → the organisation and every row that counts, by unit and table.

A tab that cannot be read at the close (unshared, a broken header) keeps the rows of the dump before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tests.oracle import rules, tables
from tests.oracle.cells import fold
from tests.oracle.dumps import Book, Dump
from tests.oracle.rows import Row, Rule, find_tab, read
from tests.oracle.tables import Sheet
from tests.oracle.windows import Rules, Window


@dataclass(frozen=True)
class Unit:
    """A unit and the days on which it takes part."""

    code: str
    names: tuple[str, ...]
    first: date | None
    last: date | None
    has_dossiers: bool

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
    names: Mapping[str, str] = field(default_factory=dict)

    def rows(self, unit: str, table: str) -> Sequence[Row]:
        """The rows of one unit's table that count."""
        return self.tables.get((unit, table), ())

    def in_window(self, window: Window) -> list[Unit]:
        """The units that take part in a window, in the sheet's order."""
        return [unit for unit in self.units if unit.is_in(window)]


class Unread(Exception):
    """The coordinator's workbook cannot be read in any dump."""


def build(dumps: Sequence[Dump]) -> Books:
    """What counts at the last of `dumps`, which run from the first close on."""
    today = date.fromisoformat(dumps[-1].at[:10])
    settings = _settings(dumps)
    units = _units(dumps)
    names = {fold(name): unit.code for unit in units for name in (unit.code, *unit.names)}
    findings = _rows(dumps, "auditors", tables.FINDINGS, rules.finding(today, names))
    findings_known = {row["code"].casefold() for row in findings or ()}
    found: dict[tuple[str, str], Sequence[Row]] = {}
    for unit in units:
        found.update(_unit_tables(dumps, unit.code, today, findings_known))
    k = settings.get("k", 5)
    return Books(dumps[-1].label, _window_rules(settings), k, units, found, findings, names)


def _unit_tables(
    dumps: Sequence[Dump], code: str, today: date, findings: set[str]
) -> dict[tuple[str, str], Sequence[Row]]:
    key = f"unit:{code}"
    objectives = _rows(dumps, key, tables.OBJECTIVES, rules.objective) or []
    by_code = {row["code"].casefold(): row for row in objectives}
    typed = {row["code"].casefold() for row in _rows(dumps, key, tables.OBJECTIVES, None) or []}
    found = {
        "objectives": objectives,
        "progress": _rows(dumps, key, tables.PROGRESS, rules.progress(by_code, typed)),
        "dossiers": _rows(dumps, key, tables.DOSSIERS, None),
        "corrections": _rows(dumps, key, tables.CORRECTIONS, rules.correction(today, findings)),
        "confirmations": _rows(dumps, key, tables.CONFIRMATIONS, rules.confirmation(today)),
    }
    return {(code, name): rows or [] for name, rows in found.items()}


def _book(dump: Dump, key: str) -> Book | None:
    kind, _, unit = key.partition(":")
    if unit:
        return next((book for book in dump.units() if book.unit == unit), None)
    return dump.named(kind)


def _rows(dumps: Sequence[Dump], key: str, sheet: Sheet, rule: Rule | None) -> Sequence[Row] | None:
    """The counting rows of the newest dump in which the tab can be used; None when there is none."""
    for dump in reversed(dumps):
        book = _book(dump, key)
        if book is None or book.error or find_tab(book, sheet) is None:
            continue
        found = read(book, sheet, () if rule is None else (rule,))
        if found.usable:
            return found.rows
    return None


def _settings(dumps: Sequence[Dump]) -> dict[str, int]:
    """The whole numbers among the settings; a value that is none leaves the default."""
    rows = _rows(dumps, "coordinator", tables.SETTINGS, None)
    if rows is None:
        raise Unread(dumps[-1].label)
    found = {}
    for row in rows:
        text = str(row["value"]).strip().removesuffix(".0")
        if text.isdecimal():
            found[row["key"].casefold()] = int(text)
    return found


def _window_rules(settings: Mapping[str, int]) -> Rules:
    return Rules(
        settings.get("window_start_day", 1),
        settings.get("freeze_after_days", 5),
        settings.get("school_year_end_month", 8),
    )


def _units(dumps: Sequence[Dump]) -> tuple[Unit, ...]:
    rows = _rows(dumps, "coordinator", tables.UNITS, rules.unit)
    if rows is None:
        raise Unread(dumps[-1].label)
    return tuple(
        Unit(
            row["code"],
            (row["name"], *(row["aliases"] or ())),
            row["valid_from"],
            row["valid_to"],
            bool(row["has_dossiers"]),
        )
        for row in rows
    )
