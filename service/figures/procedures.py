"""Procedures in force, new, amended, to be reviewed; units' proposals (docs/figures.md, 12.1, 12.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from service.figures import entries
from service.figures.data import Data, Figure, Row

KINDS = ("system", "internal", "operating")
#: The month from which on a unit's yearly proposal is asked for.
PROPOSED_FROM = "02"


def is_first(row: Row) -> bool:
    """Whether the register holds a procedure's first issue."""
    return row.values.get("issue") == 1 and not row.values.get("revision")


def is_withdrawn(row: Row, on: date) -> bool:
    """Whether the procedure is withdrawn at the end of day `on`."""
    day = row.day("withdrawn_on")
    return row.text("status") == "withdrawn" and day is not None and day <= on


def in_force(data: Data) -> list[Row]:
    """The procedures in force at the window's end: until a new issue's day the one before it is."""
    end = data.window.end
    return [
        row for row in entries.rows(data, "procedures") if _begun(row, end) and not is_withdrawn(row, end)
    ]


def _begun(row: Row, on: date) -> bool:
    day = row.day("effective")
    return not is_first(row) or (day is not None and day <= on)


def overdue(data: Data) -> list[Row]:
    """The procedures in force whose day of review has passed."""
    end = data.window.end
    return [row for row in in_force(data) if (day := row.day("next_review")) is not None and day < end]


def upcoming(data: Data, until: date) -> list[Row]:
    """The procedures in force to be reviewed between the window's end and the day `until`."""
    end = data.window.end
    dated = [(row.day("next_review"), row) for row in in_force(data)]
    return [row for day, row in dated if day is not None and end <= day <= until]


def changes(data: Data) -> dict[str, list[Row]]:
    """What changed in the window: procedures new, amended (as their latest issue tells), withdrawn."""
    window, found = data.window, dict[str, list[Row]](new=[], amended=[], withdrawn=[])
    for row in entries.rows(data, "procedures"):
        issued, gone = row.day("effective"), row.day("withdrawn_on")
        if issued is not None and window.contains(issued):
            found["new" if is_first(row) else "amended"].append(row)
        if gone is not None and window.contains(gone) and is_withdrawn(row, window.end):
            found["withdrawn"].append(row)
    return found


def owners(data: Data, found: Sequence[Row]) -> list[str]:
    """The window's units, then any other that owns one of the procedures."""
    return list(dict.fromkeys([u.code for u in data.units] + sorted({r.unit for r in found if r.unit})))


def figures(data: Data) -> Iterator[Figure]:
    """All figures of the register of procedures."""
    number = partial(entries.number, data, tables=("procedures",))
    standing, late, changed, window = in_force(data), overdue(data), changes(data), data.window
    due = [row for row in standing if (day := row.day("next_review")) is not None and window.contains(day)]
    yield number("procedures.in_force", standing)
    for kind in KINDS:
        yield number(f"procedures.in_force.{kind}", [row for row in standing if row.text("kind") == kind])
    for change, found in changed.items():
        yield number(f"procedures.{change}", found)
    yield number("procedures.review_due", due)
    yield number("procedures.review_overdue", late)
    for code in owners(data, standing):
        yield number(f"procedures.unit.{code}.in_force", [row for row in standing if row.unit == code])
        yield number(f"procedures.unit.{code}.review_overdue", [row for row in late if row.unit == code])


def asks(row: Row, begins: date) -> bool:
    """Whether a procedure asks its owner for a proposal in the year that `begins`: not one born in it."""
    effective = row.day("effective")
    return not is_first(row) or (effective is not None and effective < begins)


def asked(data: Data) -> Mapping[str, list[Row]]:
    """For each unit of the window that owns any: its procedures for which it owes a proposal.

    One first issued in the year owes none; before February nobody owes any.
    """
    if data.kind == "monthly" and data.window.label[5:] < PROPOSED_FROM:
        return {}
    found: dict[str, list[Row]] = {}
    for row in in_force(data):
        if asks(row, entries.begun(data)):
            found.setdefault(row.unit, []).append(row)
    return {unit.code: found[unit.code] for unit in data.units if unit.code in found}


def proposed(data: Data) -> set[tuple[str, str]]:
    """(unit, code) of every proposal of the year."""
    return {(row.unit, row.text("code")) for row in entries.rows(data, "proposals") if row.year == data.year}


def proposals(data: Data) -> Iterator[Figure]:
    """How much of the yearly proposals is in."""
    given, owed = proposed(data), asked(data)
    tables = ("procedures", "proposals")
    whole: list[Row] = []
    for code, own in owed.items():
        made = [row for row in own if (code, row.text("code")) in given]
        whole += own[:1] if len(made) == len(own) else []
        yield entries.part(data, f"proposals.unit.{code}", len(made), own, tables)
    firsts = [own[0] for own in owed.values()]
    yield entries.part(data, "proposals.units", len(whole), firsts, tables)
