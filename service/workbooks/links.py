"""Addresses that people click: a spreadsheet, a tab, a cell."""

from __future__ import annotations


def cell(base: str, spreadsheet: str, sheet_id: int | None = None, a1: str | None = None) -> str:
    """The address of a cell (a tab, a spreadsheet) under `base`, e.g. https://docs.google.com."""
    address = f"{base.rstrip('/')}/spreadsheets/d/{spreadsheet}/edit"
    if sheet_id is None:
        return address
    return f"{address}#gid={sheet_id}" + (f"&range={a1}" if a1 else "")
