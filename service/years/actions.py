"""A unit's actions as they are carried, each by one name at every try, whatever people mend between two."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from sqlalchemy import Connection, select

from service import state
from service.store.tables import problem
from service.workbooks import findings, registry, seen
from service.workbooks.prefill import Line
from service.workbooks.seen import Seen
from service.years import rows
from sheets_schema.cells import choices, fold
from sheets_schema.descriptor import tables
from sheets_schema.problems import quote
from sheets_schema.records import Record

#: The states in which nothing is to be done for an action any more.
_OVER = ("done", "cancelled")
#: What changes as an action goes on; it stays the same action.
_PROGRESS = ("status", "done_on")


class Action(NamedTuple):
    """A row of an action plan, right or wrong: its code ("" for none), what is carried of it."""

    code: str
    row: int
    typed: Line
    over: bool
    #: Column → digest of the cell as it stands.
    marks: Mapping[str, str]


class Named(NamedTuple):
    """By which name an action was carried, and how its row looked then."""

    name: str
    code: str
    row: int
    marks: Mapping[str, str]


def of_book(connection: Connection, unit: str, year: int) -> list[Action]:
    """The actions of a unit's workbook, those that are over as well, right ones first."""
    book = registry.by_key(connection, f"unit:{unit}:{year}")
    tab = seen.load(connection, book.id).get("actions") if book else None
    if book is None:
        return []
    names = rows.typed("actions")
    kept = findings.stored(connection, "actions", [book.id])
    wrong = _wrong(connection, book.id, tab, names) if tab else []
    return [*(_right(record, tab, names) for record in kept), *wrong]


def named(found: Sequence[Action], before: Sequence[Named]) -> list[tuple[Action, Named]]:
    """Those carried `before`, by the same names; what else is open, by its code or words. No name twice."""
    left, known = list(before), dict[int, str]()
    for same in _SAME:
        for at, action in enumerate(found):
            was = next((one for one in left if same(action, one)), None) if at not in known else None
            if was is not None:
                known[at] = was.name
                left.remove(was)
    taken = {one.name for one in before}
    told = []
    for at, action in enumerate(found):
        if at in known or not action.over:
            name = known.get(at) or _free(action, taken)
            taken.add(name)
            told.append((action, Named(name, action.code, action.row, action.marks)))
    return told


def remembered(connection: Connection, unit: str, year: int) -> list[Named]:
    """What was kept of the actions of a unit's workbook at the last try to carry them."""
    return [Named(*one) for one in state.get(connection, _key(unit, year)) or []]


def remember(connection: Connection, unit: str, year: int, carried: Sequence[Named]) -> None:
    """Keep by which names a unit's actions are carried; before they are, so that no try is without."""
    state.put(connection, _key(unit, year), [list(one) for one in carried])


def _key(unit: str, year: int) -> str:
    return f"actions_carried:{year}:{unit}"


def _right(record: Record, tab: Seen | None, names: Sequence[str]) -> Action:
    typed = rows.cells("actions", record.values, names)
    stands = _cells(tab, record.row, names) if tab else {}
    over = record.values.get("status") in _OVER
    return Action(record.key, record.row, typed, over, _marks(stands or typed))


def _wrong(connection: Connection, book: int, tab: Seen, names: Sequence[str]) -> list[Action]:
    """The rows that hold an error, as they were typed."""
    says = choices.spellings(tables()["actions"].field("status"))
    query = select(problem.c.row, problem.c.key).where(
        rows.in_error(book, "actions"), problem.c.row.is_not(None)
    )
    found = []
    for row, key in sorted({line.row: line.key for line in connection.execute(query)}.items()):
        typed = _cells(tab, row, names)
        over = says.get(fold(str(typed.get("status") or ""))) in _OVER
        found.append(Action(key or "", row, typed, over, _marks(typed)))
    return found


def _cells(tab: Seen, row: int, names: Sequence[str]) -> Line:
    there = {name: tab.value(row - 1, tab.places[name]) for name in names if name in tab.places}
    return {name: value for name, value in there.items() if value is not None}


def _marks(cells: Line) -> dict[str, str]:
    told = {name: str(value) for name, value in cells.items() if name not in _PROGRESS}
    return {name: hashlib.sha256(value.encode()).hexdigest()[:16] for name, value in told.items()}


def _free(action: Action, taken: Collection[str]) -> str:
    """Its code, or its words where it has none; a further one of the same says so."""
    name = action.code or f"“{quote(action.typed.get('measure') or next(iter(action.typed.values()), ''))}”"
    further = (f"{name} ({number})" for number in count(2))
    return name if name not in taken else next(other for other in further if other not in taken)


def _is_unmoved(action: Action, was: Named) -> bool:
    return action.row == was.row and _is_alike(action, was)


def _is_alike(action: Action, was: Named) -> bool:
    return action.marks == was.marks


def _has_its_code(action: Action, was: Named) -> bool:
    return action.code != "" and action.code == was.code


def _is_mended(action: Action, was: Named) -> bool:
    """The same row, most of it as it was: another action typed over it would share less."""
    if action.row != was.row or (action.code and was.code):
        return False
    kept = set(action.marks.items()) & set(was.marks.items())
    return 2 * len(kept) > len({*action.marks, *was.marks})


#: What tells that an action is the one carried before; the surest first.
_SAME: tuple[Callable[[Action, Named], bool], ...] = (_is_unmoved, _is_alike, _has_its_code, _is_mended)
