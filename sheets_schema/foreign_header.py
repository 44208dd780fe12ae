"""The header of a sheet that another program made, one row or several: which column is which field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sheets_schema.descriptor import Table
from sheets_schema.grid import Grid
from sheets_schema.headers import names, plain

#: Rows from the top among which a header begins, and rows it may have.
LOOK_DOWN, DEEPEST = 30, 4

Path = tuple[str, ...]


class Shape(NamedTuple):
    """How many fields the header names, its first and last row, their columns, every column's texts."""

    score: int
    first: int
    last: int
    places: dict[str, list[tuple[int, int]]]  # field → (how well, column), best first
    paths: list[Path]


def shape(table: Table, grid: Grid) -> Shape | None:
    """The block of rows that names most fields; of equals the smallest."""
    shown = _spread(grid)
    best: Shape | None = None
    fit = Fit(table)
    for first in range(min(LOOK_DOWN, len(shown))):
        if len({text for text in shown[first] if text}) < 2:
            continue  # a title
        for last in range(first, min(first + DEEPEST, len(shown))):
            paths = _paths(shown[first : last + 1])
            places = fit.places(paths)
            size = (len(places), first - last)
            if len(places) >= min(2, len(table.fields)) and (
                best is None or size > (best.score, best.first - best.last)
            ):
                best = Shape(len(places), first, last, places, paths)
    return best


def _spread(grid: Grid) -> list[list[str]]:
    """The first rows as folded texts, each merged cell's text in all its cells."""
    rows = grid.values[: LOOK_DOWN + DEEPEST]
    width = max(map(len, rows), default=0)
    shown = [[plain(row[c]) if c < len(row) else "" for c in range(width)] for row in rows]
    for r0, r1, c0, c1 in grid.merges:
        for r in range(r0, min(r1, len(shown))):
            for c in range(c0, min(c1, width)):
                shown[r][c] = shown[r0][c0] if c0 < width else ""
    return shown


def _paths(block: Sequence[Sequence[str]]) -> list[Path]:
    """Each column's texts from the top; a group's name that is not merged holds for the blanks after it."""
    rows = [list(row) for row in block]
    for r, row in enumerate(rows[:-1]):
        for c in range(1, len(row)):
            if not row[c] and not any(rows[u][c] for u in range(r)) and any(b[c] for b in rows[r + 1 :]):
                row[c] = row[c - 1]
    return [tuple(dict.fromkeys(text for row in rows if (text := row[c]))) for c in range(len(rows[0]))]


def _holds(text: str, words: str) -> bool:
    return f" {words} " in " " + re.sub(r"[^\w%]+", " ", text) + " "


class Fit:
    """Which field a column's path means."""

    def __init__(self, table: Table) -> None:
        self.names = names(table)
        self.fields = table.fields
        parts = {item.name: plain(item.title).partition(":") for item in table.fields}
        #: Field → its group, for fields titled "group: column".
        self.group = {name: head for name, (head, mark, _) in parts.items() if mark}
        self.leaves = {
            name: [leaf.strip() for leaf in tail.split("/")]
            for name, (_, mark, tail) in parts.items()
            if mark
        }

    def places(self, paths: Sequence[Path]) -> dict[str, list[tuple[int, int]]]:
        """Field name → (rank, column) of every column that may be it, best first."""
        found: dict[str, list[tuple[int, int]]] = {}
        for column, path in enumerate(paths):
            told = self._field(path) if path else None
            if told is not None:
                name, rank = told
                found.setdefault(name, []).append((rank, column))
        return {name: sorted(places) for name, places in found.items()}

    def _field(self, path: Path) -> tuple[str, int] | None:
        """(field, rank): the lower the surer."""
        whole = self.names.get(" ".join(path)) or self.names.get(": ".join(path))
        if whole is not None:
            return whole.name, 0
        group, below = self._group(path)
        for depth, text in enumerate(reversed(path)):
            item = self.names.get(text)
            if item is not None and (group is None or self.group.get(item.name) == group):
                return item.name, 1 + depth + len(path)
        if group is not None:
            return self._leaf(group, below, len(path))
        for item in self.fields:
            if item.kind in ("text", "line") and any(
                path[-1].startswith(spelling + " ")
                for spelling, of in self.names.items()
                if of is item and " " in spelling
            ):
                return item.name, 9 + len(path)
        return None

    def _group(self, path: Path) -> tuple[str | None, Path]:
        """The group nearest to the figures that the path names, and the texts from there down."""
        groups = set(self.group.values())
        for depth in range(len(path) - 1, -1, -1):
            held = [g for g in groups if _holds(path[depth], g)]
            if held:
                return max(held, key=path[depth].rfind), path[depth:]
        return None, ()

    def _leaf(self, group: str, below: Path, size: int) -> tuple[str, int] | None:
        text = below[-1]
        if "%" in text or _holds(text, "ty le"):
            return None
        rest = text.replace(group, " ", 1) if len(below) == 1 else text
        fits = [
            item.name
            for item in self.fields
            if self.group.get(item.name) == group
            and any(_holds(rest, leaf) for leaf in self.leaves[item.name])
        ]
        return (fits[0], 5 + size) if len(fits) == 1 else None
