"""Dossiers of a month and of a year (docs/figures.md, section 3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tests.oracle.books import Books
from tests.oracle.cells import alike
from tests.oracle.fig import ANY, Fig, Figures, share
from tests.oracle.rows import Row
from tests.oracle.windows import months_of, window

NAMES = ("received", "new", "resolved", "on_time", "pending", "pending_late")


def rows_of(books: Books, unit: str, label: str) -> list[Row]:
    """The unit's rows of a month, or of the months of a year."""
    months = months_of(label, books.rules)
    return [row for row in books.rows(unit, "dossiers") if row["period"] in months]


def figures(books: Books, label: str, year: bool) -> Figures:
    """All figures of section 3."""
    found: Figures = {}
    groups: list[list[Row]] = []
    for unit in books.in_window(window(label, books.rules)):
        if unit.has_dossiers:
            own = by_procedure(rows_of(books, unit.code, label))
            found.update(_six(f"dossiers.unit.{unit.code}", own, year))
            groups += own
    found.update(_six("dossiers", groups, year))
    found["dossiers.units"] = _units(books, label)
    return found


def _units(books: Books, label: str) -> Fig:
    """How often a unit with dossiers gave some, of how often it was there to be asked: once a month."""
    given = asked = 0
    for month in months_of(label, books.rules):
        for unit in books.in_window(window(month, books.rules)):
            if unit.has_dossiers and unit.is_in(window(label, books.rules)):
                asked += 1
                given += any(row["period"] == month for row in books.rows(unit.code, "dossiers"))
    return share(given, asked, asked)


def by_procedure(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of each procedure, earliest month first."""
    groups: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda one: str(one["period"])):
        groups.setdefault(alike(row["procedure"]), []).append(row)
    return list(groups.values())


def _fresh(row: Row) -> int:
    return int(row["received_total"]) - int(row["received_carried"] or 0)


def _six(prefix: str, groups: Sequence[Sequence[Row]], year: bool) -> Figures:
    rows = [row for group in groups for row in group]
    if not rows:
        return {f"{prefix}.{name}": Fig(None, ANY, ANY) for name in NAMES}
    last = [group[-1] for group in groups] if year else rows
    fresh = sum(_fresh(row) for row in rows)
    first = sum(int(group[0]["received_carried"] or 0) for group in groups)
    received = first + fresh if year else sum(row["received_total"] for row in rows)
    timely = [
        row for row in rows if row["resolved_before"] is not None or row["resolved_on_time"] is not None
    ]
    on_time = sum((row["resolved_before"] or 0) + (row["resolved_on_time"] or 0) for row in timely)
    late = [row["pending_late"] for row in last if row["pending_late"] is not None]
    return {
        f"{prefix}.received": Fig(received),
        f"{prefix}.new": Fig(fresh),
        f"{prefix}.resolved": Fig(sum(row["resolved_total"] for row in rows)),
        f"{prefix}.on_time": share(on_time, sum(row["resolved_total"] for row in timely)),
        f"{prefix}.pending": Fig(sum(row["pending_total"] for row in last)),
        f"{prefix}.pending_late": Fig(sum(late) if late else None),
    }
