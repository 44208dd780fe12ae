"""Links from a page to the sheet, the tab and the cell a thing stands in."""

from __future__ import annotations

from service.overview import Book
from service.web import context
from service.web.language import lang
from sheets_schema import descriptor


def book(found: Book | None) -> str:
    """The address of a workbook; "" before it was made."""
    if found is None or not found.spreadsheet_id:
        return ""
    base = context.services().config.sheets_link_base.rstrip("/")
    return f"{base}/spreadsheets/d/{found.spreadsheet_id}/edit"


def cell(found: Book, table: str, a1: str | None) -> str:
    """The address of a cell, of its tab when the cell is not known, of the workbook when neither is."""
    address, sheet = book(found), found.sheets.get(table)
    if not address or sheet is None:
        return address
    return f"{address}#gid={sheet}" + (f"&range={a1}" if a1 else "")


def tab_title(table: str) -> str:
    """A tab's name as people see it; the code's name for a table that is no longer known."""
    known = descriptor.tables().get(table)
    if known is None:
        return table
    return known.title_en if lang() == "en" else known.title
