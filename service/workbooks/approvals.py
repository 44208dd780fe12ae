"""Which objectives stand approved: by the coordinator's tab, while they demand what they demanded then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, insert, select, update

from service.clock import parse, stamp
from service.store.tables import approved_objective as table
from service.workbooks import findings, registry, seen, words
from service.workbooks.registry import Workbook
from service.workbooks.seen import Seen
from sheets_schema.cells.text import fold
from sheets_schema.problems import entry
from sheets_schema.records import Record
from sheets_schema.rules.approvals import UNKNOWN, is_all, quoted, unknown

#: What an objective demands: who changes one of them has to have it approved again.
DEMANDS = ("direction", "target", "unit_of_measure", "evaluation", "aggregation", "formula")

Demands = dict[str, Any]


def settle(connection: Connection, book: Workbook, found: Iterable[Record], now: datetime) -> list[Record]:
    """The objectives with their `status` (draft | approved). Of one changed since it was approved also
    `approved_as`, the target approved, and `changed`, the fields that differ.

    What each approval was of is remembered, also when its row goes; and since when each objective is there.
    """
    rows, records = _of(connection, book), [*found]
    there = {record.key for record in records} | {*findings.broken(connection, "objectives", [book.id])}
    _look_again(connection, rows, there)
    memory = _Memory(connection, book, now)
    for row in rows:
        if is_all(_codes(row)):
            memory.note("", _day(row))
    for key in there:
        memory.note(key, "")
    return [_settled(record, rows, memory) for record in records]


class _Memory:
    """What the store knows of a workbook's approvals.

    By an objective's key and the day of an approval: what it demanded when that was first read with it; by
    its key alone: since when it is there, right or wrong; by a day alone: since when an approval of all is.
    """

    def __init__(self, connection: Connection, book: Workbook, now: datetime) -> None:
        self.connection, self.book, self.now = connection, book, now
        query = select(table).where(table.c.workbook_id == book.id)
        held = connection.execute(query).mappings()
        self.kept = {(row["key"], row["approved_on"]): dict(row) for row in held}

    def note(self, key: str, day: str, values: Demands | None = None) -> None:
        """Remember something, unless it is known already."""
        if (key, day) in self.kept:
            return
        place = {"workbook_id": self.book.id, "key": key, "approved_on": day}
        first = {**place, "values": values or {}, "noted_at": stamp(self.now)}
        self.connection.execute(insert(table).values(first))
        self.kept[key, day] = first

    def work_out(self, key: str, day: str, target: object) -> Demands:
        """Put the number that a target told by last year's comes to in the place of its words."""
        values: Demands = {**self.kept[key, day]["values"], "target": target}
        own = (table.c.workbook_id == self.book.id) & (table.c.key == key) & (table.c.approved_on == day)
        self.connection.execute(update(table).where(own).values(values=values))
        self.kept[key, day]["values"] = values
        return values

    def since(self, key: str, day: str) -> str:
        """When it was noted."""
        return str(self.kept[key, day]["noted_at"])

    @cached_property
    def tab(self) -> Seen:
        """The tab of the objectives as it was just read."""
        return seen.load(self.connection, self.book.id)["objectives"]

    def typed(self, record: Record) -> str:
        """What is typed as an objective's target."""
        return str(self.tab.value(record.row - 1, self.tab.places["target"]))


def aims(connection: Connection) -> dict[tuple[str, str], frozenset[str]]:
    """The codes of the objectives, right or wrong, by unit and year, of every workbook that was read."""
    return {
        (book.unit or "", str(book.year)): frozenset(
            [r.key for r in findings.stored(connection, "objectives", [book.id])]
            + [*findings.broken(connection, "objectives", [book.id])]
        )
        for book in registry.all_of(connection, "unit")
        if book.last_read_at
    }


def _look_again(connection: Connection, rows: Sequence[Record], there: Collection[str]) -> None:
    """Have the coordinator's workbook checked anew where what it says of unknown codes is not so any more,
    now that the unit's objectives, right or wrong, are those `there`.
    """
    coordinator = registry.by_key(connection, "coordinator")
    if coordinator is None:
        return
    told = findings.open_problems(connection, coordinator.id)
    said = {problem["key"]: problem["message_vi"] for problem in told if problem["code"] == UNKNOWN}
    if not all(_holds(said.get(row.key), row, there) for row in rows):
        registry.change(connection, coordinator.id, start_hash=registry.LOOK_AGAIN)


def _holds(said: str | None, row: Record, there: Collection[str]) -> bool:
    """Whether what is said of an approval's unknown code, or that nothing is, is so."""
    code = unknown(_codes(row), there)
    if code is None or said is None:
        return code is None and said is None
    sentence, *_ = entry(UNKNOWN).render(quoted(code, str(row.values["unit"]), str(row.values["year"])))
    return said.endswith(sentence)  # the cell's name stands before it


def _of(connection: Connection, book: Workbook) -> list[Record]:
    """The rows of *Phê duyệt mục tiêu* that are about this unit and year."""
    coordinator = registry.by_key(connection, "coordinator")
    every = findings.stored(connection, "approvals", [coordinator.id] if coordinator else [])
    return [r for r in every if r.values["unit"] == book.unit and r.values["year"] == str(book.year)]


def _settled(record: Record, rows: Sequence[Record], memory: _Memory) -> Record:
    values = record.values
    demands: dict[str, Any] = {name: values.get(name) for name in DEMANDS}
    if values.get("target") is None:  # told by last year's, which is not known yet
        demands["target"] = memory.typed(record)
    days = sorted(_day(row) for row in rows if _covers(row, record.key, memory))
    for day in days:
        memory.note(record.key, day, demands)
    if not days:
        return record._replace(values={**values, "status": "draft"})
    then = memory.kept[record.key, days[-1]]["values"]
    told = isinstance(then["target"], str)
    known = not isinstance(demands["target"], str)
    if told and known and _alike(then["target"], memory.typed(record)):
        then = memory.work_out(record.key, days[-1], demands["target"])
    changed = [name for name in then if not _alike(then[name], demands[name])]
    if not changed:
        return record._replace(values={**values, "status": "approved"})
    approved = then["target"] if isinstance(then["target"], str) else words.target(then)
    return record._replace(values={**values, "status": "draft", "approved_as": approved, "changed": changed})


def _alike(one: object, other: object) -> bool:
    return fold(one) == fold(other) if isinstance(one, str) and isinstance(other, str) else one == other


def _covers(row: Record, key: str, memory: _Memory) -> bool:
    """Whether an approval is of the objective: it names it, or was of all and the objective was there, on its
    day or when it was first read.
    """
    codes, day = _codes(row), _day(row)
    if not is_all(codes):
        return fold(key) in {fold(code) for code in codes}
    there = memory.since(key, "")
    by_then = there <= memory.since("", day) or parse(there).date().isoformat() <= day
    return by_then or (key, day) in memory.kept


def _codes(row: Record) -> list[str]:
    codes = row.values.get("codes")
    return [str(one) for one in codes] if isinstance(codes, list) else []


def _day(row: Record) -> str:
    """The day of an approval, ISO."""
    return str(row.values["approved_on"])
