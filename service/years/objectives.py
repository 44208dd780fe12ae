"""Last year's objectives as drafts of this year's: the unit confirms each by writing its target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from service.compose import Services
from service.figures import compute
from service.figures.data import Figure, Figures, Row
from service.figures.exact import exact
from service.figures.objectives import is_percent
from service.periods import snapshot
from service.store.engine import reading
from service.workbooks import computed, findings, registry, words, writing
from service.workbooks.seen import Seen
from service.years import rows
from sheets_schema.records import Record

#: What a draft takes over; target and days are the new year's to say.
TAKEN = ("objective", "direction", "unit_of_measure", "evaluation", "aggregation", "formula", "source")


def draft(services: Services, unit: str, year: int) -> int:
    """Write last year's objectives of a unit into its tab, once, while nobody has typed there; how many.

    Raises NotYet when its workbook cannot be read or written.
    """
    with reading(services.engine) as connection:
        before = registry.by_key(connection, f"unit:{unit}:{year - 1}")
        own = findings.stored(connection, "objectives", [before.id]) if before else []
    if not own:
        return 0
    book, kept = rows.of_unit(services, unit, year)
    tab = kept.get("objectives")
    if tab is None or not tab.usable or "last_year" not in tab.places or set(tab.keys) != set(tab.pending):
        return 0
    if any(_told(tab, row) for row in tab.pending.values()):
        return 0
    lines = [(tab.pending.get(objective.key), _line(objective, year - 1)) for objective in own]
    if not rows.write(services, book, kept, "objectives", lines):
        raise rows.unwritten(unit, year)
    return len(lines)


def tell_results(services: Services, unit: str, year: int) -> bool:
    """Beside each draft of `year` what came of it in the year before, once that is closed; whether any was.

    Raises NotYet when its workbook cannot be read or written.
    """
    with reading(services.engine) as connection:
        results = _results(connection, unit, year - 1)
    if not results:
        return False
    book, kept = rows.of_unit(services, unit, year)
    tab = kept.get("objectives")
    requests = list(_told_beside(tab, results)) if tab is not None and "code" in tab.places else []
    if requests and not writing.write(services, book, requests, writing.shown(book, kept)):
        raise rows.unwritten(unit, year)
    return bool(requests)


def _told_beside(tab: Seen, results: Mapping[str, tuple[str, str]]) -> Iterator[dict[str, Any]]:
    for row in range(tab.header + 2, len(tab.values) + 1):
        code = str(tab.value(row - 1, tab.places["code"]))
        if code in results and _told(tab, row) == results[code][0]:
            text = [[writing.text_cell(results[code][1])]]
            yield writing.cells(tab.sheet_id, row - 1, tab.places["last_year"], text, "userEnteredValue")


def _told(tab: Seen, row: int) -> str:
    value = tab.value(row - 1, tab.places["last_year"]) if "last_year" in tab.places else None
    return "" if value is None else str(value)


def _line(objective: Record, year: int) -> dict[str, object]:
    values: Mapping[str, Any] = objective.values
    return {
        **rows.cells("objectives", values, TAKEN),
        "code": values["code"],
        "status": "Dự thảo",
        "last_year": _aim(values, year),
    }


def _aim(values: Mapping[str, Any], year: int) -> str:
    return f"Năm {year}: {words.target(values)}"


def _results(connection: Connection, unit: str, year: int) -> dict[str, tuple[str, str]]:
    """Code → (what a draft says of last year's target, the same with its result)."""
    data = snapshot.load(connection, "annual", str(year))
    if data is None:
        return {}
    made = compute(data)
    own = [row for row in data.objectives if row.unit == unit]
    return {row.text("code"): (_aim(row.values, year), _with_result(row, made, year)) for row in own}


def _with_result(row: Row, made: Figures, year: int) -> str:
    name = f"objective.{row.unit}.{row.text('code')}.value"
    figure = made.get(name) or Figure(name, None, "value")
    value, state = exact(figure.value), computed.ASSESSMENTS.get(figure.state or "no_data", "")
    aim = exact(row.values.get("target"))
    reached = f"{words.measured(value, aim, is_percent(row))} – " if value is not None else ""
    return f"{_aim(row.values, year)}; kết quả: {reached}{state}"
