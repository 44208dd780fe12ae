"""What came of last year's objectives, by code: "giảm 5%" is told by it."""

from __future__ import annotations

from sqlalchemy import Connection, select

from service.store.tables import report
from service.workbooks.registry import Workbook


def of(connection: Connection, book: Workbook) -> dict[str, int | float]:
    """The unit's results in the annual report of the year before; none while there is no such report."""
    if book.kind != "unit":
        return {}
    annual = (report.c.kind == "annual") & (report.c.label == str(book.year - 1))
    made = connection.execute(select(report.c.json).where(annual)).scalars().first()
    found: dict[str, int | float] = {}
    for name, figure in (made or {}).get("figures", {}).items():
        parts = name.split(".")
        whole = name.startswith(f"objective.{book.unit}.") and parts[-1] == "value"
        if whole and figure["value"] is not None:
            found[".".join(parts[2:-1])] = figure["value"]
    return found
