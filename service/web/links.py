"""Links from a page to the sheet, the tab and the cell a thing stands in."""

from __future__ import annotations

from service.overview import Book
from service.web import context
from service.workbooks import links
from sheets_schema import descriptor


def book(found: Book | None) -> str:
    """The address of a workbook; "" before it was made."""
    return links.cell(_base(), found.spreadsheet_id) if found and found.spreadsheet_id else ""


def cell(found: Book, table: str, a1: str | None) -> str:
    """The address of a cell, of its tab when the cell is not known, of the workbook when neither is."""
    if not found.spreadsheet_id:
        return ""
    return links.cell(_base(), found.spreadsheet_id, found.sheets.get(table), a1)


def _base() -> str:
    return context.services().config.sheets_link_base


def tab_title(table: str) -> str:
    """A tab's name as it stands in the sheet, in either language; the code's for a table no longer known."""
    known = descriptor.tables().get(table)
    return known.title if known else table
