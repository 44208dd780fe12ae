"""Rows the service lays out: codes, periods that are due, a unit's findings and procedures; never twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from service import organisation
from service.compose import Services
from service.figures import procedures
from service.figures.data import Row
from service.figures.due import due_period
from service.organisation import Organisation
from service.periods.windows import Window, window
from service.store.engine import reading
from service.workbooks import carried, fence, findings, layout, pull, registry, words, writing
from service.workbooks.registry import Workbook
from service.workbooks.seen import Seen, load
from sheets_schema.cells import periods
from sheets_schema.descriptor import Table, tables
from sheets_schema.records import Record

Request = dict[str, Any]
#: Values of the service's columns of one new row, by field name.
Line = Mapping[str, object]

#: Codes that wait for a unit's objectives, and for what it does to reach them.
CODES = tuple(f"MT{number:02}" for number in range(1, 21))
ACTIONS = tuple(f"KH{number:02}" for number in range(1, 16))
#: Codes laid out to be used as needed, by table: a row with nothing but its code lacks nothing.
SPARE = {"objectives": CODES, "actions": ACTIONS}
#: Grades that ask for a corrective action.
CORRECTED = ("major", "minor")
#: Day 0 of Sheets' calendar.
_EPOCH = date(1899, 12, 30)


def open_period(services: Services, month: Window, only: Collection[int] | None = None) -> int:
    """Lay out what `month` asks of each unit: progress rows that are due, corrections, its procedures.

    `only`: ids of the workbooks to look at; None: all. Rows already there are not written again. Returns
    how many rows were written. A workbook that cannot be reached is left for the next call.
    """
    with reading(services.engine) as connection:
        about = organisation.read(connection)
        books = registry.all_of(connection, "unit", int(month.label[:4]))
    if about is None:
        return 0
    # One that ended in the year owes nothing more, but its corrections.
    valid = {unit.code for unit in about.units_in(window(month.label[:4], about.rules))}
    chosen = [b for b in books if b.unit in valid and b.sheets and (only is None or b.id in only)]
    written = 0
    for book in chosen:
        with fence.around(services, book.id, "open"):
            written += _open(services, book, month, about)
    return written


def _open(services: Services, book: Workbook, month: Window, about: Organisation) -> int:
    if book.stale and not pull.read(services, book.id).read:
        return 0
    with reading(services.engine) as connection:
        book = registry.get(connection, book.id)
        if book.state != "ok" or registry.waits_to_write(connection, book.id, services.clock.now()):
            return 0
        kept = load(connection, book.id)
        there = about.by_code[book.unit or ""].valid_in(month)
        wanted = {
            "progress": _due(connection, book, month, about) if there else {},
            "corrections": _corrections(connection, book, about),
            "proposals": _proposals(connection, book, month, about) if there else {},
        }
    requests: list[Request] = []
    grown: dict[str, int] = {}
    count = 0
    for name, lines in wanted.items():
        tab = kept.get(name)
        missing = [line for key, line in lines.items() if tab and tab.usable and key not in tab.keys]
        if tab is None or not missing:
            continue
        made = append(tables()[name], tab, missing)
        if made:
            requests += made
            grown[name] = len(missing)
            count += len(missing)
    if not requests:
        return 0
    written = writing.write(services, book, requests, writing.shown(book, kept, grown))
    return count if written else 0


def append(table: Table, tab: Seen, lines: Sequence[Line]) -> list[Request]:
    """Requests that put `lines` into new rows after the last used one; none without readable key columns.

    The rows are inserted, not taken: what a person typed there since the tab was read only moves down.
    """
    if not all(name in tab.places for name in table.primary_key):
        return []
    first = max(len(tab.values), tab.header + 1)
    span = {
        "sheetId": tab.sheet_id,
        "dimension": "ROWS",
        "startIndex": first,
        "endIndex": first + len(lines),
    }
    # Formats and dropdowns come from the blank row below, not from the header; at the end there is none.
    new = {"insertDimension": {"range": span, "inheritFromBefore": first >= tab.rows}}
    return [new, *fill_in(table, tab, first, lines)]


def fill_in(table: Table, tab: Seen, first: int, lines: Sequence[Line]) -> list[Request]:
    """Requests that write `lines` from row `first` (zero-based) on.

    Grey cells get their values, yellow ones only the colour, and a value where the line has one for them.
    """
    made: list[Request] = []
    for field in table.fields:
        column = tab.places.get(field.name)
        if column is None:
            continue
        colour = {"userEnteredFormat": layout.fill(layout.cell_fill(field))}
        known = [(first + place, line[field.name]) for place, line in enumerate(lines) if field.name in line]
        if field.filled_by == "service" or len(known) == len(lines):
            column_cells = [[{**writing.text_cell(line.get(field.name)), **colour}] for line in lines]
            fields, known = "userEnteredValue,userEnteredFormat.backgroundColor", []
        else:
            column_cells = [[colour] for _ in lines]
            fields = "userEnteredFormat.backgroundColor"
        made.append(writing.cells(tab.sheet_id, first, column, column_cells, fields))
        for row, value in known:
            cell = [[writing.text_cell(value)]]
            made.append(writing.cells(tab.sheet_id, row, column, cell, "userEnteredValue"))
    return made


def first_lines(table: Table, year: int, agency: str) -> list[Line]:
    """The rows a new tab starts with: codes of objectives and actions, months, settings and their meaning."""
    if table.name in SPARE:
        return [{"code": code} for code in SPARE[table.name]]
    if table.name == "confirmations":
        return [{"period": periods.shown(f"{year}-{month:02}")} for month in range(1, 13)]
    if table.name == "settings":
        return [_setting(known, agency) for known in table.known]
    return []


def _setting(known: Mapping[str, Any], agency: str) -> Line:
    default = known.get("default")
    shown = {True: "có", False: "không"}.get(default, default) if isinstance(default, bool) else default
    ending = "" if shown in (None, "") else f" (mặc định: {shown})"
    line = {"key": known["key"], "meaning": f"{known['label_vi']}: {known['meaning_vi']}{ending}"}
    return line | ({"value": agency} if known["key"] == "agency_name" and agency else {})


def _due(connection: Connection, book: Workbook, month: Window, about: Organisation) -> dict[str, Line]:
    lines: dict[str, Line] = {}
    for objective in findings.stored(connection, "objectives", [book.id]):
        values: Mapping[str, Any] = objective.values
        period = due_period(
            str(values["evaluation"]), values.get("start"), values.get("deadline"), month, about.rules
        )
        if period is not None:
            lines[f"{objective.key}|{period.label}"] = {
                "code": values["code"],
                "objective": values["objective"],
                "target": words.target(values),
                "period": periods.shown(period.label),
            }
    return lines


def _proposals(connection: Connection, book: Workbook, month: Window, about: Organisation) -> dict[str, Line]:
    """The procedures in force that the unit owns: from February on it proposes what becomes of each."""
    if month.label < f"{book.year}-{procedures.PROPOSED_FROM}":
        return {}
    begins = window(str(book.year), about.rules).start
    coordinator = registry.by_key(connection, "coordinator")
    lines: dict[str, Line] = {}
    for procedure in findings.stored(connection, "procedures", [coordinator.id] if coordinator else []):
        values = procedure.values
        row = Row(book.unit or "", procedure.key, values)
        asked = values.get("status") == "in_force" and procedures.asks(row, begins)
        if values.get("owner") == book.unit and asked:
            lines[procedure.key] = {
                "code": values["code"],
                "name": values["name"],
                "issue": _issue(values.get("issue"), values.get("revision")),
                "effective": serial(values["effective"]) if isinstance(values["effective"], date) else None,
            }
    return lines


def _issue(issue: object, revision: object) -> str:
    return f"{issue}, sửa đổi {revision}" if revision else str(issue)


def _corrections(connection: Connection, book: Workbook, about: Organisation) -> dict[str, Line]:
    before = carried.corrections(connection, book, about)
    lines: dict[str, Line] = {}
    for finding in of_unit(connection, book, about):
        told = before.get(finding.key, {}) if finding.values.get("carried") else {}
        days = {name: serial(value) if isinstance(value, date) else value for name, value in told.items()}
        lines[finding.key] = days | correction(finding)
    return lines


def of_unit(connection: Connection, book: Workbook, about: Organisation) -> list[Record]:
    """The findings that ask this unit for a corrective action, its own and what it took over.

    What a unit left open in the year of its end stands in its own workbook of that year.
    """
    own = carried.answering(book, about)
    audits = [other.id for other in registry.all_of(connection, "auditors", book.year)]
    asked = []
    for finding in findings.stored(connection, "findings", audits):
        if finding.values.get("unit") in own and finding.values.get("grade") in CORRECTED:
            asked.append(finding)
    return asked


def correction(finding: Record) -> dict[str, object]:
    """What the audited unit sees of a finding, and may not change."""
    values = finding.values
    grade = tables()["findings"].field("grade").choices.get(str(values.get("grade")), "")
    deadline = values.get("deadline")
    effective = values.get("effective")
    verified = values.get("verified_on")
    confirmed = ""
    if isinstance(verified, date) and isinstance(effective, bool):
        confirmed = f"{'Có' if effective else 'Chưa có'} hiệu lực ({words.day(verified)})"
    return {
        "code": values["code"],
        "description": values["description"],
        "grade": grade,
        "deadline": serial(deadline) if isinstance(deadline, date) else None,
        "confirmed": confirmed,
    }


def serial(day: date) -> int:
    """A day as Sheets counts it."""
    return (day - _EPOCH).days
