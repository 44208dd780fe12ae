"""docs/plan.md, read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "plan.md"


@dataclass(frozen=True)
class Row:
    """One idea of the plan, and what does it. `switch`: `module:function=what it gives when off`."""

    number: str
    said: str
    tables: tuple[str, ...]
    rules: tuple[str, ...]
    jobs: tuple[str, ...]
    sections: str
    test: str
    switch: str


def rows(page: str | None = None) -> list[Row]:
    """The rows of the table. Raises ValueError for one with an empty cell."""
    text = PAGE.read_text(encoding="utf-8") if page is None else page
    found = []
    for line in text.splitlines():
        if not re.match(r"\| \d+ \|", line):
            continue
        cells = [cell.strip().replace("`", "") for cell in line.strip("|").split("|")]
        if len(cells) != 8 or not all(cells):
            raise ValueError(f"an empty cell: {line}")
        number, said, tables, rules, jobs, sections, test, switch = cells
        found.append(Row(number, said, _list(tables), _list(rules), _list(jobs), sections, test, switch))
    return found


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(","))
