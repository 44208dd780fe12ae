"""What is still owed at a close (docs/figures.md, 6.1): overdue, due, not yet due, excused.

When something was first given a dump cannot tell; so `on_time` and `late` are not reckoned here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tests.oracle import dossiers, findings, objectives, register_rules, register_tables, rules, tables
from tests.oracle import registers as kept
from tests.oracle.books import Books, Unread, book_of, coordinators, setting
from tests.oracle.cells import fold, is_blank
from tests.oracle.dumps import Dump
from tests.oracle.fig import Fig, Figures
from tests.oracle.register_rules import COMMITTEE, EVERYBODY, exception, holiday
from tests.oracle.register_tables import Life
from tests.oracle.registers import Entry, Registers, heir
from tests.oracle.rows import Row, Rule, entries, find_tab, read
from tests.oracle.tables import Sheet
from tests.oracle.windows import Window, window

STATES = ("missing", "excused", "due", "not_due")
_UNITS_TABS: Mapping[str, Sheet] = {
    "objectives": tables.OBJECTIVES,
    "progress": tables.PROGRESS,
    "corrections": tables.CORRECTIONS,
    "dossiers": tables.DOSSIERS,
    "confirmations": tables.CONFIRMATIONS,
    "actions": register_tables.ACTIONS,
    "proposals": register_tables.PROPOSALS,
}
#: Tabs whose codes wait to be used: one that is not lacks nothing.
_SPARE = ("objectives", "actions")


class Owed(NamedTuple):
    """Something not yet given: whose, which table answers, when it begins and is due."""

    unit: str
    table: str
    record: str
    period: str
    begins: date
    due: date
    was: str = ""


class Allowed(NamedTuple):
    """An exception of the coordinator's; "" names all."""

    kind: str
    unit: str
    table: str
    record: str
    period: str
    until: date | None

    def covers(self, one: Owed) -> bool:
        """Whether it speaks of that."""
        named = ((self.table, one.table), (self.record, one.record))
        if any(mine and mine != theirs for mine, theirs in named):
            return False
        if self.unit and self.unit not in (one.unit, one.was):
            return False
        if self.period in ("", one.period, one.period[:4]):
            return True
        return bool(self.record) and one.period in ("", self.period[:4])


def figures(dumps: Sequence[Dump], registers: Registers, now: Books, label: str) -> Figures:
    """The states of what is not given, in all, by unit and by table, where any is."""
    tally: Counter[tuple[str, str]] = Counter()
    for one, state in states(dumps, registers, now, label):
        for group in ("duties", f"duties.unit.{one.unit or 'committee'}", f"duties.table.{one.table}"):
            tally[group, state] += 1
    groups = {group for group, _ in tally} | {"duties"}
    return {f"{group}.{state}": Fig(tally[group, state]) for group in groups for state in STATES}


def states(dumps: Sequence[Dump], registers: Registers, now: Books, label: str) -> Iterator[tuple[Owed, str]]:
    """Each duty that is not given, or is excused, as it stands when the freeze day ends."""
    span, allowed = window(label, now.rules), exceptions(dumps, now)
    today = date.fromisoformat(dumps[-1].at[:10]) - timedelta(days=1)
    for one in [
        *_monthly(dumps, now, label, allowed),
        *_planned(dumps, registers, now, today),
        *_dated(dumps, registers, now, today),
    ]:
        own = [exception for exception in allowed if exception.covers(one)]
        excused = any(exception.kind == "exempt" for exception in own)
        more = [e.until for e in own if e.kind == "extension" and e.until and e.until > one.due]
        due = max(more, default=one.due)
        if not _is_of(one, due, excused, now, span, label):
            continue
        state = (
            "excused"
            if excused
            else "missing"
            if today > due
            else "due"
            if today >= one.begins
            else "not_due"
        )
        yield one, state


def _is_of(one: Owed, due: date, excused: bool, now: Books, span: Window, label: str) -> bool:
    if len(one.period) == 7:
        if one.period == label or (len(label) == 4 and one.period[:4] == label):
            return True
        extended = due > one.due and due > window(one.period, now.rules).freeze
        return one.period < label and extended and span.start <= due <= span.end
    return due <= span.end and (due >= span.start or not excused)


def exceptions(dumps: Sequence[Dump], now: Books) -> list[Allowed]:
    """What the coordinator allows."""
    names = {fold(sheet.title): name for name, sheet in _UNITS_TABS.items()}
    names |= {fold(life.sheet.title): name for name, life in register_tables.LIVES.items()}
    return [
        Allowed(
            row["kind"],
            now.names.code(row["unit"]) if row["unit"] and row["unit"] != "*" else "",
            names.get(fold(row["table"]), "") if row["table"] else "",
            str(row["record"] or ""),
            str(row["period"] or ""),
            row["until"],
        )
        for row in _coordinators(dumps, register_tables.EXCEPTIONS, exception(now))
    ]


def _coordinators(dumps: Sequence[Dump], sheet: Sheet, *rules: object) -> list[Row]:
    try:
        return coordinators(dumps, sheet, *rules)  # type: ignore[arg-type]
    except Unread:
        return []


def due_day(dumps: Sequence[Dump], now: Books, span: Window) -> date:
    """The day a month is due: the first working day from the one set on, at the latest the freeze day."""
    off: set[date] = set()
    work: set[date] = set()
    for row in _coordinators(dumps, register_tables.HOLIDAYS, holiday):
        last = row["to"] or row["from"]
        days = {row["from"] + timedelta(days=n) for n in range((last - row["from"]).days + 1)}
        if row["kind"] == "holiday":
            off |= days
        elif row["kind"] == "makeup":
            work |= days
    day = span.end + timedelta(days=setting(dumps, "due_after_days", 1))
    while day < span.freeze and (day in off or (day.weekday() > 4 and day not in work)):
        day += timedelta(days=1)
    return min(day, span.freeze)


def _monthly(dumps: Sequence[Dump], now: Books, label: str, allowed: Sequence[Allowed]) -> Iterator[Owed]:
    """What the months begun ask each unit for, and do not have."""
    for number in range(1, 13):
        month = f"{label[:4]}-{number:02}"
        span = window(month, now.rules)
        if span.start > window(label, now.rules).freeze:
            return
        due = due_day(dumps, now, span)
        for unit in now.in_window(span):
            for table, (_, missing) in asked(now, unit.code, month, unit.has_dossiers).items():
                if missing or exempt(allowed, unit.code, table, month):
                    yield Owed(unit.code, table, "", month, span.end + timedelta(days=1), due)


def exempt(allowed: Sequence[Allowed], unit: str, table: str, month: str) -> bool:
    """Whether a unit is excused from what a month asks of a table."""
    one = Owed(unit, table, "", month, date.min, date.max)
    return any(exception.kind == "exempt" and exception.covers(one) for exception in allowed)


def asked(now: Books, unit: str, month: str, has_dossiers: bool) -> dict[str, tuple[int, int]]:
    """Table → how many entries the month asks for, and how many of them are missing."""
    rows, aims = now.rows(unit, "progress"), now.rows(unit, "objectives")
    found = {} if aims else {"objectives": (1, 1)}
    states_of = [objectives.in_month(aim, rows, month, now).state for aim in aims]
    due = [state for state in states_of if state != "not_yet_due"]
    if due:
        found["progress"] = (len(due), due.count("no_data"))
    if has_dossiers:
        found["dossiers"] = (1, int(not dossiers.rows_of(now, unit, month)))
    confirmed = [row for row in now.rows(unit, "confirmations") if row["period"] == month]
    found["confirmations"] = (1, int(not any(row["confirmed_on"] for row in confirmed)))
    return found


def _planned(dumps: Sequence[Dump], registers: Registers, now: Books, today: date) -> Iterator[Owed]:
    """The activities of the plan that nothing answers for yet."""
    titles = {fold(sheet.title): name for name, sheet in _UNITS_TABS.items()}
    shared = {fold(life.sheet.title): name for name, life in register_tables.LIVES.items()} | {
        fold(tables.FINDINGS.title): "findings"
    }
    for one in registers.get("plan", ()):
        row = one.row
        table, due, year = fold(row["table"] or ""), row["due"], row["from_month"][:4]
        if row["status"] == "cancelled":
            continue
        begins = min(window(row["from_month"], now.rules).start, due)
        for unit in _owners(row, now, due):
            if unit and table in titles:
                name = titles[table]
                if year < dumps[-1].label[:4]:
                    continue  # that year's workbooks are locked
                if name == "proposals" and not _proposes(registers, now, unit, year):
                    continue
                done = _is_answered(dumps, now, name, unit, year)
            elif table in shared:
                name = shared[table]
                done = _is_held(registers, now, name, unit, year)
            else:
                name, done = "plan", row["status"] == "done"
            if not done:
                yield Owed(unit, name, row["code"], year, begins, due)


def _proposes(registers: Registers, now: Books, unit: str, year: str) -> bool:
    """Whether a procedure in force asks the unit for a proposal: not one first issued in the year."""
    begins = window(year, now.rules).start
    own = [one for one in registers.get("procedures", ()) if one.unit == unit]
    asking = [one for one in own if one.row["status"] == "in_force"]
    return any(
        not (one.row["issue"] == 1 and not one.row["revision"]) or (one.day("effective") or begins) < begins
        for one in asking
    )


def _owners(row: Row, now: Books, due: date) -> list[str]:
    who = fold(row["who"])
    if who in {fold(word) for word in COMMITTEE}:
        return [""]
    there = [u.code for u in now.units if (u.first or due) <= due and (u.last is None or u.last >= due)]
    if who in {fold(word) for word in EVERYBODY}:
        return there
    named = now.names.code(row["who"])
    return [unit for unit in there if named and unit == heir(now, named, due)]


def _is_answered(dumps: Sequence[Dump], now: Books, name: str, unit: str, year: str) -> bool:
    """Whether a unit's tab holds a right row, and none that is blank or in error."""
    sheet, own, key = _UNITS_TABS[name], _rules(dumps, now, name), f"unit:{unit}:{year}"
    for number in range(len(dumps), 0, -1):
        book = book_of(dumps[number - 1], key)
        if book is None or book.error:
            continue
        found = read(book, sheet, [*own, *register_rules.links(dumps[:number], name, key)])
        every = entries(book, sheet)
        if not found.usable or every is None:
            continue
        wrong = {at for at, _ in found.wrong}
        keyed = [row.at for row, _ in every if row.at in wrong and row.key]
        blank = 0 if name in _SPARE else _blank(book_tab(book, sheet), sheet, {row.at for row, _ in every})
        return bool(found.rows) and not keyed and not blank
    return False


def _rules(dumps: Sequence[Dump], now: Books, name: str) -> list[Rule]:
    if name in register_tables.LIVES:
        return register_rules.of(name, dumps, now)
    return [rules.objective] if name == "objectives" else []


def book_tab(book: object, sheet: Sheet) -> list[list[object]]:
    """The cells of a sheet's tab."""
    tab = find_tab(book, sheet)  # type: ignore[arg-type]
    return tab.values if tab else []


def _blank(values: Sequence[Sequence[object]], sheet: Sheet, typed: set[int]) -> int:
    """Rows that the service laid out and nobody has filled: the key's first column holds something."""
    head = fold(sheet.columns[sheet.key[0]].headers[0])
    at = next((i for i, row in enumerate(values[:10]) if head in [fold(cell) for cell in row]), None)
    if at is None:
        return 0
    column = [fold(cell) for cell in values[at]].index(head)
    rows = enumerate(values[at + 1 :], at + 2)
    return sum(n not in typed and len(row) > column and not is_blank(row[column]) for n, row in rows)


def _is_held(registers: Registers, now: Books, name: str, unit: str, year: str) -> bool:
    """Whether a table of the coordinator's or the auditors' holds a row of the year (of the unit)."""
    whole = window(year, now.rules)
    if name == "findings":
        return any(not unit or now.names.code(row["unit"]) == unit for row in now.findings or ())
    life = register_tables.LIVES[name]
    own = [one for one in registers.get(name, ()) if not unit or not life.unit or one.unit == unit]
    days = [
        next(
            (day for field in (life.opened, life.due, life.done_on, life.dated) if (day := one.day(field))),
            None,
        )
        for one in own
    ]
    return any(day is None or whole.start <= day <= whole.end for day in days)


def _beside(dumps: Sequence[Dump], now: Books, name: str, life: Life) -> Iterator[Entry]:
    """What is owed beside the right rows: rows that hold an error now, as they last were right."""
    if life.workbook == "coordinator" or not life.due:
        return
    year, own = dumps[-1].label[:4], _rules(dumps, now, name)
    owners = [unit.code for unit in now.units] if life.workbook == "unit" else [""]
    for unit in owners:
        kept: dict[str, Row] = {}
        right: dict[str, Row] = {}
        key = f"unit:{unit}:{year}" if unit else f"auditors:{year}"
        for number, dump in enumerate(dumps, 1):
            book = book_of(dump, key)
            every = None if book is None or book.error else entries(book, life.sheet)
            if book is None or every is None:
                continue
            links = register_rules.links(dumps[:number], name, key)
            right = {row.key: row for row in read(book, life.sheet, [*own, *links]).rows}
            keys = {row.key for row, _ in every}
            kept = {key: row for key, row in kept.items() if key in keys} | right
        left = {key: row for key, row in kept.items() if key not in right}
        yield from (Entry(unit, row, int(year)) for row in left.values())


def _dated(dumps: Sequence[Dump], registers: Registers, now: Books, today: date) -> Iterator[Owed]:
    """Records that are due some day and not done, and the corrections and reviews that are asked for."""
    for name, life in register_tables.LIVES.items():
        standing = [*registers.get(name, ()), *_beside(dumps, now, name, life)]
        for one in standing if life.due else ():
            due = one.day(life.due)
            if due is None or kept.says(one, life.done) or kept.says(one, life.dropped):
                continue
            owner = "" if life.workbook == "auditors" else heir(now, one.unit, today) if one.unit else ""
            was = "" if life.workbook == "auditors" else one.of or one.unit
            yield Owed(owner, name, one.row.key, "", due - timedelta(days=7), due, was)
    for one in registers.get("procedures", ()):
        due = one.day("next_review")
        if due is not None and one.row["status"] != "withdrawn":
            owner = heir(now, one.unit, today) if one.unit else ""
            yield Owed(owner, "procedures", one.row.key, "", due - timedelta(days=7), due, one.unit)
    for finding in findings.uncorrected(now, today):
        was, due = findings.unit_of(now, finding), finding["deadline"]
        begins = due - timedelta(days=7)
        yield Owed(heir(now, was, today), "corrections", finding.key, "", begins, due, was)
