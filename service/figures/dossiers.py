"""Dossiers: received, resolved, on time, pending, of a month and of a year (docs/figures.md, 3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from service.figures import exact
from service.figures.data import Data, Figure, Row
from service.periods import windows
from sheets_schema.cells.text import same

NAMES = ("received", "new", "resolved", "on_time", "pending", "pending_late")


def _number(row: Row, name: str) -> Fraction:
    return exact.exact(row.values.get(name)) or Fraction(0)


@dataclass(frozen=True, slots=True)
class Sums:
    """What a group of rows comes to; None where no row tells."""

    rows: tuple[Row, ...]
    received: Fraction | None
    new: Fraction | None
    resolved: Fraction | None
    timely: Fraction | None
    judged: Fraction | None  # the resolved dossiers of which it is known whether they were on time
    pending: Fraction | None
    pending_late: Fraction | None
    silent: tuple[str, ...]  # rows that give neither "before" nor "on time"


def _tells_time(row: Row) -> bool:
    return any(exact.exact(row.values.get(f)) is not None for f in ("resolved_before", "resolved_on_time"))


def sums(rows: Sequence[Row], year: bool) -> Sums:
    """The sums of rows, read as one month's or as a year's."""
    ordered = sorted(rows, key=_pair)
    groups = [list(group) for _, group in groupby(ordered, key=lambda row: _pair(row)[:2])]
    firsts, lasts = [g[0] for g in groups], [g[-1] for g in groups]
    standing = lasts if year else ordered
    new = exact.total(_number(row, "received_total") - _number(row, "received_carried") for row in ordered)
    carried = exact.total(_number(row, "received_carried") for row in (firsts if year else ordered))
    telling = [row for row in ordered if _tells_time(row)]
    return Sums(
        rows=tuple(ordered),
        received=None if new is None or carried is None else new + carried,
        new=new,
        resolved=exact.total(_number(row, "resolved_total") for row in ordered),
        timely=exact.total(_number(r, "resolved_before") + _number(r, "resolved_on_time") for r in telling),
        judged=exact.total(_number(row, "resolved_total") for row in telling),
        pending=exact.total(_number(row, "pending_total") for row in standing),
        pending_late=exact.total(exact.exact(row.values.get("pending_late")) for row in standing),
        silent=tuple(f"on_time_blank:{row.unit}/{row.key}" for row in ordered if not _tells_time(row)),
    )


def _pair(row: Row) -> tuple[str, str, str]:
    return row.unit, same(row.text("procedure")), row.text("period")


def in_period(data: Data) -> list[Row]:
    """The rows of the window's month, or of the year's months, of units that handle dossiers."""
    units = {unit.code for unit in data.units if unit.has_dossiers}
    label, year = data.window.label, data.kind == "annual"
    labels = {f"{label}-{month:02}" for month in range(1, 13)} if year else {label}
    return [row for row in data.dossiers if row.unit in units and row.text("period") in labels]


def figures(data: Data) -> Iterator[Figure]:
    """The department's figures, then each unit's."""
    rows, year = in_period(data), data.kind == "annual"
    units = [unit.code for unit in data.units if unit.has_dossiers]
    lines = [e for e in data.excluded if e.table == "dossiers" and e.unit in units]
    sources = {name: [f"=dossiers.unit.{code}.{name}" for code in units] for name in NAMES}
    yield from _group("dossiers", sums(rows, year), [e.line for e in lines], sources)
    given, asked = _given(data, rows)
    left_out, where = [e.line for e in lines], sources["received"]
    yield exact.share("dossiers.units", given, asked, asked, exclusions=left_out, origin=where)
    by_unit: dict[str, list[Row]] = {code: [] for code in units}
    for row in rows:
        by_unit[row.unit].append(row)
    for code, own in by_unit.items():
        places = [row.place for row in own]
        left_out = [e.line for e in lines if e.unit == code]
        yield from _group(f"dossiers.unit.{code}", sums(own, year), left_out, dict.fromkeys(NAMES, places))


def _given(data: Data, rows: Sequence[Row]) -> tuple[int, int]:
    """How many units gave a row that counts, of how many that handle dossiers; of a year, month by month."""
    months = windows.months(data.year, data.rules) if data.kind == "annual" else [data.window]
    units = [unit for unit in data.units if unit.has_dossiers]
    asked = {(unit.code, month.label) for unit in units for month in months if unit.valid_in(month)}
    return len(asked & {(row.unit, row.text("period")) for row in rows}), len(asked)


def _group(prefix: str, made: Sums, left_out: list[str], sources: dict[str, list[str]]) -> Iterator[Figure]:
    n = len(made.rows)
    for name in NAMES:
        if name == "on_time":
            notes, rows = [*left_out, *made.silent], n - len(made.silent)
            where = sources[name]
            yield exact.share(
                f"{prefix}.on_time", made.timely, made.judged, rows, exclusions=notes, origin=where
            )
        else:
            value = getattr(made, name)
            yield exact.count(f"{prefix}.{name}", value, n, exclusions=left_out, origin=sources[name])
