"""What people write into registers: right as meant at every step, and each slip seen as its line says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pytest

from demo import actions, audits, department, register_slips, registers, slips
from demo.entries import Entry, Meant
from demo.people.auditors import Auditors
from demo.people.coordinator import Coordinator
from demo.people.hands import Hands
from demo.registers import Row
from demo.slips import Slip
from sheets_schema import descriptor, validate
from sheets_schema.grid import Grid
from sheets_schema.records import Checked, Context, Record
from tests.demo.test_slips import cells, laid_out, make_clerk

EVERY = [slip for table in register_slips.BY_TABLE.values() for slip in table]
TABLES = sorted(register_slips.BY_TABLE)
#: The order in which the tables link to one another.
LINKED = ("units", "procedures", "reviews", "findings", "audits", "objectives")


@cache
def rows_of(table: str) -> list[Row]:
    """A table's rows of the year; in a unit's workbook those of one unit."""
    if table == "actions":
        return list(actions.rows(1, department.UNITS[0]))
    if table in ("audits", "checklists"):
        nobody, here = Hands("http://127.0.0.1:1", "nobody"), Path("/nowhere")
        clerks = [make_clerk(unit.code, here) for unit in department.UNITS]
        programme = Auditors(nobody, clerks[0].story, clerks).programme
        return [row for row in programme if row.table == table]
    found = list(registers.rows(table))
    return [row for row in found if row.by == "MC"] if table == "proposals" else found


def stages(rows: Sequence[Row]) -> Iterator[dict[str, dict[str, Meant]]]:
    """What is meant of each row after its first step, its second, and so on."""
    for number in range(1, max(len(row.steps) for row in rows) + 1):
        meant: dict[str, dict[str, Meant]] = {}
        for row in rows:
            meant[row.key] = {n: v for step in row.steps[:number] for n, v in step.cells.items()}
        yield meant


def entries(table: str, meant: dict[str, dict[str, Meant]]) -> list[Entry]:
    """The rows as a coordinator spells them."""
    desk = make_clerk("TCCB", Path("/nowhere"))
    found = []
    for key, values in meant.items():
        entry = Entry(table, key, dict(values), {})
        entry.typed = {name: desk.spell(entry, name) for name in values}
        found.append(entry)
    return found


def seen(table: str, rows: Sequence[Entry]) -> Checked:
    """What the checker says of the rows, typed into a Vietnamese sheet that is laid out as ours."""
    document = descriptor.table(table)
    formatted = laid_out(document)
    values: list[list[object]] = [[item.title for item in document.fields]]
    formats: dict[tuple[int, int], str] = {}
    for at, row in enumerate(rows, 1):
        line, kinds = cells(document, formatted, row.typed)
        values.append(line)
        formats.update({(at, column): kind for column, kind in kinds.items()})
    return validate.check(document, Grid(values, formats), context())


@cache
def context() -> Context:
    """Every table that others link to, as it stands in the end."""
    known: dict[str, list[Record]] = {"units": [], "objectives": []}
    for unit in department.UNITS:
        values: dict[str, Meant] = {"code": unit.code, "name": unit.name, "aliases": list(unit.aliases)}
        known["units"].append(Record("units", unit.code, 2, values))
    for code in ("MT01", "MT02", "MT03", "MT04"):
        known["objectives"].append(Record("objectives", code, 2, {"code": code, "objective": code}))
    for table in ("procedures", "reviews", "audits"):
        *_, last = stages(rows_of(table))
        known[table] = [Record(table, key, 2, values) for key, values in last.items()]
    return Context(known, {}, date(2022, 12, 31), 2022, 15)


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_right_at_every_step(table: str) -> None:
    """What people mean raises nothing, and is read as it is meant."""
    for meant in stages(rows_of(table)):
        rows = entries(table, meant)
        checked = seen(table, rows)
        assert [(problem.code, problem.key, problem.value) for problem in checked.problems] == []
        read = {record.key: record.values for record in checked.records}
        assert set(read) == set(meant)
        for row in rows:
            for name, value in row.meant.items():
                assert value is None or read[row.key][name] == told(table, name, value), (row.key, name)


def told(table: str, name: str, value: Meant) -> object:
    """A meant text as the reader gives it: tabs and people by their names in the code."""
    if name == "table":
        return next(one.name for one in descriptor.tables().values() if one.title == value)
    return (
        {"Các đơn vị": "units", "Ban Chỉ đạo": "committee"}.get(str(value), value) if name == "who" else value
    )


@pytest.mark.parametrize("slip", EVERY, ids=lambda slip: f"{slip.table}-{slip.kind}")
def test_slip_is_seen_as_its_line_says(slip: Slip) -> None:
    """In some row at some time of the year the slip can be made, and raises an expected code."""
    for meant in stages(rows_of(slip.table)):
        rows = entries(slip.table, meant)
        if any(slips.spoil(slip, row, Random(1)) for row in rows):
            codes = {problem.code for problem in seen(slip.table, rows).problems}
            assert codes & set(slip.codes)
            return
    raise AssertionError("the slip fits no row at all")


def test_stories_name_no_unit_that_is_left_out() -> None:
    """With the first units only, no row speaks of another; with all of them, no row is left out."""
    few = {unit.code for unit in department.units(4)}
    for desk in ("coordinator", *few):
        rows = list(registers.story(desk, few))
        assert rows or desk == "CTTT"
        assert not {name for row in rows for name in row.names} & ({u.code for u in department.UNITS} - few)
    every = {unit.code for unit in department.UNITS}
    written = [row for table in registers.tables() for row in registers.rows(table)]
    kept = [row for desk in ("coordinator", *every) for row in registers.story(desk, every)]
    assert len(kept) == len(written)


def test_a_unit_that_comes_or_goes_in_the_year_is_listed_with_its_day() -> None:
    """Without one it would owe the months before its birth too."""
    story = make_clerk("TCCB", Path("/nowhere")).story
    desk = Coordinator(Hands("http://127.0.0.1:1", "nobody"), "", story, department.UNITS)
    told = {row.key: row.steps[0].cells for row in desk.organisation()}
    for unit in department.UNITS:
        if unit.since is not None:
            assert told[unit.code]["valid_from"] == unit.since
        if unit.until is not None:
            assert told[unit.code]["valid_to"] == unit.until


def test_every_register_is_kept_by_somebody() -> None:
    """A table that has a register has people who write into it."""
    kept = {*registers.tables(), "objectives", "actions", "audits", "checklists", "corrections", "findings"}
    assert {table.name for table in descriptor.tables().values() if table.register} <= kept


def test_nobody_audits_the_own_unit() -> None:
    """The auditor of each audit is of another unit; the second round comes after the first."""
    rows = [row.steps[0].cells for row in rows_of("audits")]
    assert all(cells["unit"] != cells["auditor_unit"] for cells in rows)
    assert {row.steps[0].day for row in rows_of("audits")} == set(audits.ROUNDS)
