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
    kept = known.year_on(day)
    years = [year for year in (kept - 1, kept) if year == kept or registry.all_of(connection, "unit", year)]
    return [
        month
        for year in years
        for month in windows.months(year, known.rules)
        if month.start <= day and known.takes_entries(month, day)
    ]
