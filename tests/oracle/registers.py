"""The figures every register has (docs/figures.md, section 9), and the rows of all registers at a close."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tests.oracle import register_rules, register_tables
from tests.oracle.books import Books, Unread, coordinators, counted, years
from tests.oracle.dumps import Dump
from tests.oracle.fig import Fig, Figures, share
from tests.oracle.register_tables import Life
from tests.oracle.rows import Row
from tests.oracle.windows import Window, window


@dataclass(frozen=True)
class Entry:
    """One row of a register: whose it is ("" nobody's), the year of its workbook (0: of every year).

    `of`: the unit it was of, that another took over from.
    """

    unit: str
    row: Row
    year: int
    of: str = ""

    def day(self, name: str) -> date | None:
        """The date in a column; None where the register names none."""
        found = self.row[name] if name else None
        return found if isinstance(found, date) else None


Registers = Mapping[str, Sequence[Entry]]


def collect(dumps: Sequence[Dump], now: Books, label: str) -> dict[str, list[Entry]]:
    """The right rows of every register that has any, at the last of `dumps`, for a month or a year."""
    every = {name: _entries(dumps, now, name, life, label) for name, life in register_tables.LIVES.items()}
    return {name: entries for name, entries in every.items() if entries}


def _entries(dumps: Sequence[Dump], now: Books, name: str, life: Life, label: str) -> list[Entry]:
    rules = register_rules.of(name, dumps, now)
    if life.workbook == "coordinator":
        try:
            return [Entry(_owner(now, life, row), row, 0) for row in coordinators(dumps, life.sheet, *rules)]
        except Unread:
            return []
    kept = [year for year in years(dumps) if life.goes_on or year == dumps[-1].label[:4]]
    if life.workbook == "auditors":
        return [
            Entry(_owner(now, life, row), row, int(year))
            for year in kept
            for row in counted(dumps, f"auditors:{year}", life.sheet, *rules) or ()
        ]
    span = window(label, now.rules)
    there = {unit.code for unit in now.in_window(span)}
    every = [
        _kept(now, life, unit.code, row, int(year), span.end)
        for unit in now.units
        for year in kept
        for key in [f"unit:{unit.code}:{year}"]
        for row in counted(dumps, key, life.sheet, *rules, *register_rules.links(dumps, name, key)) or ()
    ]
    return [entry for entry in every if entry.of or entry.unit in there]


def _kept(now: Books, life: Life, code: str, row: Row, year: int, end: date) -> Entry:
    """A unit's row; what it had not done by its last day passed to who took over, without its objective."""
    own = Entry(code, row, year)
    last = next(unit.last for unit in now.units if unit.code == code)
    when = own.day(life.done_on) if says(own, life.done) else None
    stays = last is None or last >= end or (when is not None and when <= last)
    if stays or not life.due or says(own, life.dropped):
        return own
    return Entry(heir(now, code, end), replace(row, values={**row.values, "objective": None}), year, code)


def heir(now: Books, code: str, day: date) -> str:
    """Who answers for a unit's open matters on a day; "" the committee."""
    units, passed = {unit.code: unit for unit in now.units}, set()
    if code not in units:
        return code
    while code in units and (last := units[code].last) is not None and last < day:
        passed.add(code)
        code = units[code].successor if units[code].successor not in passed else ""
    return code


def _owner(now: Books, life: Life, row: Row) -> str:
    return now.names.code(row[life.unit]) if life.unit and row[life.unit] else ""


def is_done(entry: Entry, life: Life, end: date) -> bool:
    """Done by the end of a day."""
    when = entry.day(life.done_on)
    return says(entry, life.done) and (when is None or when <= end)


def is_open(entry: Entry, life: Life, end: date) -> bool:
    """Neither done nor dropped, in a register that says when a row is done."""
    return life.done is not None and not is_done(entry, life, end) and not says(entry, life.dropped)


def says(entry: Entry, mark: tuple[str, Collection[str]] | None) -> bool:
    """Whether a row holds what tells a state; False where the register has none."""
    if mark is None:
        return False
    value = entry.row[mark[0]]
    return value in mark[1] if mark[1] else value not in (None, "", False)


def known(entries: Sequence[Entry], life: Life, year: int, span: Window, whole: Window) -> list[Entry]:
    """What counts in a window of a year; `whole` is the year's."""
    found: dict[tuple[str, str, str], Entry] = {}
    for entry in sorted(entries, key=lambda one: one.year):
        opened = entry.day(life.opened)
        if (opened is None or opened <= span.end) and _is_of(entry, life, year, whole):
            found[entry.unit, entry.of, entry.row.key] = entry
    return list(found.values())


def _is_of(entry: Entry, life: Life, year: int, whole: Window) -> bool:
    if entry.year == year:
        return True
    days = [entry.day(name) for name in (life.opened, life.due, life.done_on, life.dated)]
    anchor = next((day for day in days if day is not None), None)
    if entry.year == 0 and (anchor is None or whole.start <= anchor <= whole.end):
        return True
    if not life.goes_on or (anchor is not None and anchor > whole.end):
        return False
    when = entry.day(life.done_on)
    over = says(entry, life.done) or says(entry, life.dropped)
    return not over or (when is not None and when >= whole.start)


def figures(registers: Registers, now: Books, label: str) -> Figures:
    """All figures of section 9 for a month or a year."""
    found: Figures = {}
    for name, life in register_tables.LIVES.items():
        prefix = f"register.{name}"
        if name not in registers:
            found[f"{prefix}.total"] = Fig(None)
        else:
            found |= {f"{prefix}.{key}": fig for key, fig in _of(registers[name], life, now, label).items()}
    return found


def _of(entries: Sequence[Entry], life: Life, now: Books, label: str) -> Figures:
    span, whole = window(label, now.rules), window(label[:4], now.rules)
    rows = known(entries, life, int(label[:4]), span, whole)
    found = {"total": rows}
    for field in life.counts:
        for code in dict.fromkeys(life.sheet.columns[field].choices.values()):
            found[f"{field}.{code}"] = [one for one in rows if one.row[field] == code]
    if life.done is None:
        return {name: Fig(len(part), n=len(rows)) for name, part in found.items()}
    done = [one for one in rows if is_done(one, life, span.end)]
    still = [one for one in rows if is_open(one, life, span.end)]
    late = [one for one in still if (one.day(life.due) or date.max) < span.end]
    found |= {"done": done, "open": still, "overdue": late}
    if life.dropped is not None:
        found["dropped"] = [one for one in rows if says(one, life.dropped)]
    if life.unit or life.workbook == "unit":
        units = [unit.code for unit in now.in_window(span)] + [one.unit for one in rows if one.unit]
        for unit in dict.fromkeys(units):
            found[f"unit.{unit}.open"] = [one for one in still if one.unit == unit]
            found[f"unit.{unit}.overdue"] = [one for one in late if one.unit == unit]
    counts = {name: Fig(len(part), n=len(rows)) for name, part in found.items()}
    return counts | _timely(done, life)


def _timely(done: Sequence[Entry], life: Life) -> Figures:
    if not (life.due and life.done_on) or life.due == life.done_on:
        return {}
    days = [(one.day(life.done_on), one.day(life.due)) for one in done]
    both = [(when, due) for when, due in days if when and due]
    return {"done_on_time": share(sum(when <= due for when, due in both), len(both), len(both))}
