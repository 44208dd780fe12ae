"""Reads one cell of a kind, as in a table of that column alone."""

from __future__ import annotations

from typing import Any

from sheets_schema import cells, descriptor
from sheets_schema.cells.reader import Read, Reading

#: What makes a column one of choices.
GRADE: dict[str, Any] = {
    "constraints": {"enum": ["Nặng", "Nhẹ", "Lưu ý", "Cơ hội cải tiến"]},
    "codes": ["major", "minor", "observation", "improvement"],
}


def field(kind: str, **more: Any) -> descriptor.Field:
    """A lone field of one kind, for reading single cells."""
    types = {"date": "date", "integer": "integer", "yesno": "boolean", "datetime": "datetime"}
    types |= {"number": "number", "figure": "number", "target": "number"}
    if types.get(kind) == "number":
        more = {"decimalChar": ",", "groupChar": ".", **more}
    if kind == "date":
        more = {"format": "%d/%m/%Y", **more}
    raw = {"name": "a", "type": types.get(kind, "string"), "kind": kind, **more}
    table = {"name": "t", "title": "T", "primaryKey": "a", "fields": [raw]}
    return descriptor.load(table, "t.yaml").fields[0]


def read(kind: str, value: object, form: str = "", reading: Reading | None = None, **more: Any) -> Read:
    """Read one cell of a kind."""
    return cells.reader(field(kind, **more), reading or Reading())(value, form)


def code(found: Read) -> str | None:
    """The code of what is wrong."""
    return found.slip.code if found.slip else None
