"""Blank rows at the foot of the tabs we made: more are added before people run out of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.workbooks import checking
from service.workbooks.registry import START, Workbook
from service.workbooks.seen import Seen
from sheets_schema.descriptor import tables

Request = dict[str, Any]
#: With fewer blank rows than this below the last used one, so many are added.
LEAST, ADDED = 8, 20


def wanted(book: Workbook, kept: Mapping[str, Seen]) -> dict[str, int]:
    """The tabs of `book` that are nearly full: table name → how many rows to add.

    Never beyond what is read of a tab. A tab that a person made has as many rows as that person gave it.
    """
    found = {}
    for name in book.dressed:
        tab = kept.get(name)
        if name == START or tab is None or not tab.usable or tab.rows - len(tab.values) >= LEAST:
            continue
        more = min(ADDED, checking.most_rows(tables()[name]) - tab.rows)
        if more > 0:
            found[name] = more
    return found


def request(tab: Seen, more: int) -> Request:
    """Insert blank rows below the last used one: what a person pastes there meanwhile moves down as one."""
    first = max(len(tab.values), tab.header + 1)
    span = {"sheetId": tab.sheet_id, "dimension": "ROWS", "startIndex": first, "endIndex": first + more}
    # They look like the blank row below; at the foot there is none.
    return {"insertDimension": {"range": span, "inheritFromBefore": first >= tab.rows}}
