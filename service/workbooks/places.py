"""In which workbook a unit enters what it owes: that of the year, its own or that of a unit it took over."""

from __future__ import annotations

from collections.abc import Collection

from service.duties.duty import Duty
from service.workbooks.registry import Workbook
from sheets_schema.descriptor import tables


def of(duty: Duty, owner: str, books: Collection[Workbook], kept: int) -> Workbook | None:
    """The workbook, of those given, in which `owner` enters a duty; its latest for want of the year's.

    What no tab of its own answers for is told in the workbook of the year `kept`.
    """
    table = tables().get(duty.table)
    own_tab = table is not None and table.workbook == "unit"
    year = (duty.year or int(duty.period[:4] or kept)) if own_tab else kept
    there = [book for book in books if book.kind == "unit" and book.spreadsheet_id]
    for unit in (duty.was, owner) if own_tab else (owner,):
        for book in there:
            if unit and (book.unit, book.year) == (unit, year):
                return book
    return max((book for book in there if book.unit == owner), key=lambda book: book.year, default=None)
