"""Every slip of a row does what its line in the table says: seen by the expected rule, or by none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from demo import calendar, department, dossiers, objectives, slips
from demo.entries import Diary, Entry, Meant
from demo.people.clerk import Clerk
from demo.people.desk import Story
from demo.people.hands import Hands
from demo.slips import Slip
from sandbox.sheets import entry as keyboard
from service.google.book import Book
from service.workbooks import layout
from sheets_schema import descriptor, validate
from sheets_schema.descriptor import Table
from sheets_schema.grid import Grid
from sheets_schema.records import Checked, Context, Record

EVERY = [slip for table in slips.BY_TABLE.values() for slip in table]


def make_clerk(code: str, tmp_path: Path) -> Clerk:
    """A clerk at a desk that is connected to nothing."""
    unit = next(one for one in department.UNITS if one.code == code)
    nobody = Hands("http://127.0.0.1:1", "nobody")
    return Clerk(unit, nobody, nobody, Story(1, calendar.months(12), Diary(tmp_path / "meant.jsonl"), {}))


def rows_of(table: str, tmp_path: Path) -> list[Entry]:
    """Rows as their clerks mean them, many enough for each slip to fit one."""
    found = []
    for code in ("VP", "MC", "QLCL", "TCCB", "TTR"):
        clerk = make_clerk(code, tmp_path)
        for key, aim in objectives.aims(clerk.unit).items():
            if table == "objectives":
                found.append(clerk.objective(key, aim))
            elif table == "progress" and aim.evaluation == "month":
                found += [clerk.progress(key, aim, f"2022-{m:02}", f"2022-{m:02}") for m in range(1, 13)]
        for procedure in clerk.unit.procedures if table == "dossiers" else ():
            months = dossiers.year(1, clerk.unit, procedure, ["2022-01", "2022-02"])
            row = clerk.dossier("2022-02", procedure, months["2022-02"])
            row.follows = True
            found.append(row)
    if table in ("corrections", "confirmations"):
        clerk = make_clerk("VP", tmp_path)
        meant: dict[str, Meant] = {"cause": "Thiếu người", "action": "Bổ sung", "completed": date(2022, 9, 5)}
        if table == "confirmations":
            meant = {"head": "Trần Quang Hòa", "confirmed_on": date(2022, 2, 15)}
        row = Entry(table, "2022-02" if table == "confirmations" else "PH-2022-01", {**meant}, {})
        row.typed = {name: clerk.spell(row, name) for name in meant}
        found.append(row)
    return found


def seen(row: Entry) -> Checked:
    """What the checker says of a row typed into a Vietnamese sheet that is laid out as ours."""
    table = descriptor.table(row.table)
    typed = {item.name: row.typed.get(item.name, "") or grey(row, item.name) for item in table.fields}
    values, kinds = cells(table, laid_out(table), typed)
    formats = {(1, column): kind for column, kind in kinds.items()}
    header: list[object] = [item.title for item in table.fields]
    return validate.check(table, Grid([header, values], formats), context(row))


def cells(
    table: Table, formatted: dict[int, Any], typed: Mapping[str, str]
) -> tuple[list[object], dict[int, str]]:
    """What the cells of a row hold once that was typed, and the kinds of their number formats by column."""
    values: list[object] = []
    kinds: dict[int, str] = {}
    for column, item in enumerate(table.fields):
        own = {"userEnteredFormat": formatted.get(column, {})}
        text = typed.get(item.name, "")
        cell = keyboard.written(own, text, typed=True, locale_name="vi_VN", year=2022)
        value = next(iter(cell.get("userEnteredValue", {"stringValue": ""}).values()))
        broken = isinstance(value, str) and "formulaValue" in cell.get("userEnteredValue", {})
        values.append("#REF!" if broken else value)
        kind = cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type")
        if kind:
            kinds[column] = kind
    return values, kinds


def laid_out(table: Table) -> dict[int, Any]:
    """Column → the format that a new tab of ours gives to its cells; the others are automatic."""
    blank = Book("", "", layout.LOCALE, layout.ZONE, ())
    asked = [
        one["repeatCell"]
        for one in layout.plan([table], blank, {}, "", start=False).requests
        if "repeatCell" in one
    ]
    return {one["range"]["startColumnIndex"]: one["cell"]["userEnteredFormat"] for one in asked}


def grey(row: Entry, name: str) -> str:
    """What the service had written into the row."""
    given = dict(zip(descriptor.table(row.table).primary_key, row.key.split("|"), strict=False))
    wanted = descriptor.table(row.table).prefilled
    return given.get(name, "") if name in wanted else ""


def context(row: Entry) -> Context:
    """The objective behind a row of results, and the same procedure's month before."""
    tables: dict[str, list[Record]] = {}
    if row.aim is not None:
        aim, code = row.aim, row.key.split("|")[0]
        values: dict[str, Meant] = {"code": code, "direction": aim.direction, "target": aim.target}
        values |= {"unit_of_measure": aim.measure, "evaluation": aim.evaluation}
        tables["objectives"] = [Record("objectives", code, 2, values)]
    previous: dict[str, list[Record]] = {}
    if row.table == "dossiers":
        pending: dict[str, Meant] = {"period": "2022-01", "procedure": row.meant["procedure"]}
        pending |= {"pending_total": row.meant["received_carried"]}
        previous["dossiers"] = [Record("dossiers", f"2022-01|{row.meant['procedure']}", 9, pending)]
    return Context(tables, previous, date(2022, 10, 1), 2022, 15)


@pytest.mark.parametrize("slip", EVERY, ids=lambda slip: f"{slip.table}-{slip.kind}")
def test_slip_is_seen_as_its_line_says(slip: Slip, tmp_path: Path) -> None:
    """A row is right as it is meant; with the slip it raises an expected code, or no rule can tell."""
    fitting = []
    for row in rows_of(slip.table, tmp_path):
        if slips.spoil(slip, row, Random(1)):
            fitting.append(row)
    assert fitting, "the slip fits no row at all"
    codes = {problem.code for problem in seen(fitting[0]).problems}
    assert codes & set(slip.codes) if slip.seen else not codes


@pytest.mark.parametrize("table", sorted(slips.BY_TABLE))
def test_rows_typed_by_habit_are_right(table: str, tmp_path: Path) -> None:
    """Whatever their habits, people's rows without a slip raise nothing and hold what was meant."""
    for row in rows_of(table, tmp_path):
        checked = seen(row)
        assert [(problem.code, problem.value) for problem in checked.problems] == []
        for name, value in row.meant.items():
            if value is not None and name != "code":
                assert checked.records[0].values[name] == value, (row.key, name, row.typed[name])


def test_deck_deals_every_kind_before_any_again(tmp_path: Path) -> None:
    """Dealing as often as there are kinds, each kind is typed once."""
    deck = slips.Deck(slips.DOSSIERS, Random(3))
    kinds = []
    for _ in slips.DOSSIERS:
        spoiled = deck.spoil_one_of(rows_of("dossiers", tmp_path))
        assert spoiled is not None
        kinds.append(spoiled.slip)
    assert sorted(filter(None, kinds)) == sorted(slip.kind for slip in slips.DOSSIERS)
