"""How often people were reminded since the close before: of what was owed, and past the unit."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures.data import Data, Figure

#: What is counted: see docs/figures.md.
COUNTED = ("sent", "escalated", "suppressed")


def figures(data: Data) -> Iterator[Figure]:
    """`reminders.sent`, `.escalated`, `.suppressed`; none of a period frozen before they were counted."""
    if data.reminders:
        yield from (Figure(f"reminders.{name}", data.reminders.get(name, 0), "count") for name in COUNTED)
