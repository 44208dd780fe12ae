"""Which months people still enter figures for."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from service.organisation import Organisation
from service.periods import windows
from service.periods.windows import Window
from service.workbooks import registry


def months(connection: Connection, known: Organisation, day: date) -> list[Window]:
    """The months begun and not yet frozen on `day`, in order: of the kept year, and of the one before.

    December runs on after the year has turned. A year without workbooks has no months.
    """
    years = [year for year in (known.year - 1, known.year) if _had_workbooks(connection, known, year)]
    return [
        month
        for year in years
        for month in windows.months(year, known.rules)
        if month.start <= day and known.takes_entries(month, day)
    ]


def _had_workbooks(connection: Connection, known: Organisation, year: int) -> bool:
    return year == known.year or bool(registry.all_of(connection, "unit", year))
