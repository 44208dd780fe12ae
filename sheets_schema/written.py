"""What records hold, as people write it: the cells of a row, and the key it is known by."""

from __future__ import annotations

import re
from datetime import date

from sheets_schema import descriptor
from sheets_schema.cells import dates, numbers, periods
from sheets_schema.descriptor import Field, Table

#: What tells the further rows of one key from the first: "#2", "#3" …
_COPY = re.compile(r"#\d+$")


def cell(field: Field, value: object) -> str:
    """A record's value as its cell shows it: 14/03/2022, Tháng 3/2022, 98,5, the label of a choice, x."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return (field.yes or ("có",))[0] if value else (field.no or ("không",))[0]
    if isinstance(value, int | float):
        return numbers.spell(value)
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if field.kind == "date":
        return dates.typed(date.fromisoformat(str(value)))
    if field.kind == "period":
        return periods.shown(str(value))
    return field.choices.get(str(value), str(value))


def sign(direction: str) -> str:
    """An objective's direction: ge → ≥; "" for none."""
    return cell(descriptor.table("objectives").field("direction"), direction)


def key_parts(table: Table, key: str) -> dict[str, str]:
    """A key taken apart, by field: MT01|2022-03 → {"code": "MT01", "period": "2022-03"}.

    What people type may hold a bar of its own, a period never: it is cut off whole, on its own side.
    """
    names, whole = table.primary_key, _COPY.sub("", key)
    cut = whole.rsplit if table.field(names[-1]).kind == "period" else whole.split
    return dict(zip(names, cut("|", len(names) - 1) if key else [], strict=False))


def key(table: Table, key: str, language: str = "vi") -> str:
    """A key in words: MT01|2022-03 → MT01 · Tháng 3/2022."""
    parts = key_parts(table, key).items()
    return " · ".join(
        periods.shown(part, language) if table.field(name).kind == "period" else part for name, part in parts
    )
