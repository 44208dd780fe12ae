"""The steps of procedures: who does what, with what authority, in time (docs/figures.md, 12.3)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from service.figures import entries, exact, procedures
from service.figures.data import Data, Figure, Row
from sheets_schema.rules.procedures import HOURS

#: What a step must say besides its duty and hours.
TOLD = ("function", "authority", "result")
_TABLES = ("procedures", "steps")


def of(data: Data) -> dict[str, list[Row]]:
    """The steps by procedure."""
    found: dict[str, list[Row]] = {}
    for row in entries.rows(data, "steps"):
        found.setdefault(row.text("procedure"), []).append(row)
    return found


def is_described(steps: list[Row]) -> bool:
    """Whether steps 1, 2, … n stand there, and each tells function, authority and result."""
    whole = {row.values.get("step") for row in steps} == set(range(1, len(steps) + 1))
    return bool(steps) and whole and all(row.text(name) for row in steps for name in TOLD)


def hours(steps: list[Row]) -> Fraction | None:
    """The working hours of the steps together; None without any."""
    return exact.total(exact.exact(row.values.get("hours")) for row in steps)


def is_over(procedure: Row, steps: list[Row]) -> bool:
    """Whether the steps take longer than the procedure allows."""
    allowed, needed = exact.exact(procedure.values.get("days")), hours(steps)
    return allowed is not None and needed is not None and needed > allowed * HOURS


def over(data: Data) -> list[Row]:
    """The procedures in force whose steps take longer than allowed."""
    known = of(data)
    return [row for row in procedures.in_force(data) if is_over(row, known.get(row.text("code"), []))]


def undescribed(data: Data) -> list[Row]:
    """The procedures in force whose steps are not all described."""
    known = of(data)
    return [row for row in procedures.in_force(data) if not is_described(known.get(row.text("code"), []))]


def figures(data: Data) -> Iterator[Figure]:
    """All figures of the steps."""
    known, standing, lacking = of(data), procedures.in_force(data), undescribed(data)
    yield entries.part(data, "steps.procedures", len(standing) - len(lacking), standing, _TABLES)
    timed = [row for row in standing if row.values.get("days") is not None and known.get(row.text("code"))]
    kept = [row for row in timed if not is_over(row, known[row.text("code")])]
    yield entries.part(data, "steps.within_days", len(kept), timed, _TABLES)
    firsts, whole = [], 0
    for unit in data.units:
        own = [row for row in standing if row.unit == unit.code]
        left = [row for row in lacking if row.unit == unit.code]
        if own:
            yield entries.part(data, f"steps.unit.{unit.code}", len(own) - len(left), own, _TABLES)
            firsts.append(own[0])
            whole += not left
    yield entries.part(data, "steps.units", whole, firsts, _TABLES)
