"""A row as a person means it and as she types it; and the diary in which it is noted before typing."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from demo.objectives import Aim

#: What a person has in mind for one cell.
Meant = str | int | float | bool | date | list[str] | None


@dataclass
class Entry:
    """One row: what is meant and what is typed, by field. `where` finds it: field → text seen there."""

    table: str
    key: str
    meant: dict[str, Meant]
    typed: dict[str, str]
    where: dict[str, str] = field(default_factory=dict)
    aim: Aim | None = None
    slip: str | None = None
    codes: tuple[str, ...] = ()
    seen: bool = True
    spoiled: tuple[str, ...] = ()
    #: Whether the same thing's row of the month before stands as it should.
    follows: bool = False


@dataclass(frozen=True)
class Diary:
    """`meant.jsonl`: one line a cell, in the order of typing."""

    path: Path
    #: What was written down of cells so far: (who, table, key, field).
    noted: set[tuple[str, str, str, str]] = field(default_factory=set)

    def note(self, at: datetime, unit: str, entry: Entry, fields: list[str]) -> None:
        """Write down what is about to be typed into `fields` of a row."""
        with self.path.open("a", encoding="utf-8") as lines:
            for name in fields:
                self.noted.add((unit, entry.table, entry.key, name))
                spoiled = name in entry.spoiled
                line = {
                    "at": at.isoformat(),
                    "unit": unit,
                    "table": entry.table,
                    "key": entry.key,
                    "field": name,
                    "meant": plain(entry.meant.get(name)),
                    "typed": entry.typed.get(name, ""),
                    "slip": entry.slip if spoiled else None,
                    "codes": list(entry.codes) if spoiled else [],
                    "seen": entry.seen if spoiled else True,
                }
                lines.write(json.dumps(line, ensure_ascii=False) + "\n")

    def event(
        self, at: datetime, unit: str, table: str, slip: str, codes: tuple[str, ...], text: str
    ) -> None:
        """Write down something done to a whole tab or workbook (or its being put right, with no codes)."""
        line = {
            "at": at.isoformat(),
            "unit": unit,
            "table": table,
            "key": None,
            "field": None,
            "meant": None,
            "typed": text,
            "slip": slip,
            "codes": list(codes),
            "seen": bool(codes),
        }
        with self.path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")


def plain(value: Meant) -> object:
    """A meant value as JSON: dates as ISO text."""
    return value.isoformat() if isinstance(value, date) else value
