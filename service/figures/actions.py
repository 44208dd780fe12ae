"""The action plans: which objectives have one (docs/figures.md, 12.8); for the rest see `registers`."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures import entries, exact
from service.figures.data import Data, Figure, Row

_TABLES = ("objectives", "actions")


def planned(data: Data) -> set[tuple[str, str]]:
    """(unit, objective) of every action that nobody dropped."""
    rows = entries.rows(data, "actions")
    return {(row.unit, row.text("objective")) for row in rows if row.text("status") != "cancelled"}


def unplanned(data: Data) -> list[Row]:
    """The objectives for which no action is planned."""
    found = planned(data)
    return [row for row in data.objectives if (row.unit, row.text("code")) not in found]


def figures(data: Data) -> Iterator[Figure]:
    """The share of objectives with an action, of all units and of each."""
    lacking = unplanned(data)
    yield _share(data, "actions.objectives", list(data.objectives), lacking)
    for unit in data.units:
        own = [row for row in data.objectives if row.unit == unit.code]
        left = [row for row in lacking if row.unit == unit.code]
        yield _share(data, f"actions.unit.{unit.code}.objectives", own, left)


def _share(data: Data, name: str, of: list[Row], lacking: list[Row]) -> Figure:
    notes, places = entries.left_out(data, *_TABLES), [row.place for row in of]
    parts = (len(of) - len(lacking), len(of), len(of)) if of else (None, None)
    return exact.share(name, *parts, exclusions=notes, origin=places)
