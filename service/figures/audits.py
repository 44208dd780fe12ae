"""The audit programme: how much of it is held, whom it reaches, what was found (docs/figures.md, 12.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from service.figures import entries, exact
from service.figures.data import Data, Figure, Row

VERDICTS = ("conforming", "nonconforming", "not_applicable", "not_assessed")
_TABLES = ("audits",)
_LINES = ("checklists", "audits")


def programme(data: Data) -> list[Row]:
    """The audits of the year's programme."""
    return [row for row in entries.rows(data, "audits") if row.year == data.year]


def is_held(row: Row, on: date) -> bool:
    """Whether the audit was held by the end of day `on`."""
    day = row.day("held_on")
    return day is not None and day <= on


def held(data: Data) -> list[Row]:
    """The year's audits held by the window's end."""
    return [row for row in programme(data) if is_held(row, data.window.end)]


def due(data: Data) -> list[Row]:
    """The year's audits held by the window's end, or planned until then."""
    end = data.window.end
    return [row for row in programme(data) if is_held(row, end) or (row.day("planned_on") or end) <= end]


def lines(data: Data) -> list[Row]:
    """The checklist lines of the audits held."""
    codes = {row.text("code") for row in held(data)}
    rows = entries.rows(data, "checklists")
    return [row for row in rows if row.year == data.year and row.text("audit") in codes]


def figures(data: Data) -> Iterator[Figure]:
    """All figures of the programme and of its checklists."""
    number, part = partial(entries.number, data, tables=_TABLES), partial(entries.part, data, tables=_TABLES)
    every, took_place = programme(data), held(data)
    yield number("audits.planned", every)
    yield part("audits.held", len(took_place), of=due(data))
    planned = {row.unit: row for row in reversed(every)}
    reached = {row.unit for row in took_place}
    yield part("audits.units", len(reached), of=[planned[code] for code in sorted(planned)])
    yield _coverage(data, set(planned))
    for code in dict.fromkeys([*(u.code for u in data.units), *sorted(planned)]):
        yield number(f"audits.unit.{code}.planned", [row for row in every if row.unit == code])
        yield number(f"audits.unit.{code}.held", [row for row in took_place if row.unit == code])
    yield from _lines(data)


def _coverage(data: Data, planned: set[str]) -> Figure:
    """The window's units that the programme reaches at all."""
    known = "audits" in data.registers
    some = sum(unit.code in planned for unit in data.units) if known else None
    whole = len(data.units) if known else None
    notes = entries.left_out(data, *_TABLES)
    return exact.share("audits.units_planned", some, whole, whole, exclusions=notes)


def _lines(data: Data) -> Iterator[Figure]:
    number, part = partial(entries.number, data, tables=_LINES), partial(entries.part, data, tables=_LINES)
    every = lines(data)
    by = {verdict: [row for row in every if row.text("verdict") == verdict] for verdict in VERDICTS}
    yield number("checklists.lines", every)
    for verdict, found in by.items():
        yield number(f"checklists.{verdict}", found)
    yield part("checklists.assessed", len(every) - len(by["not_assessed"]), of=every)
    judged = by["conforming"] + by["nonconforming"]
    yield part("checklists.conformity", len(by["conforming"]), of=judged)
    yield number("checklists.without_finding", [r for r in by["nonconforming"] if not r.text("finding")])
