"""Problems of a whole workbook, which no cell can show: they stand on the start tab."""

from __future__ import annotations

from sheets_schema.descriptor import Table
from sheets_schema.problems import Problem, entry


def tab_missing(table: Table) -> Problem:
    """Somebody deleted the tab: its last good rows are kept, and nobody makes it again unasked."""
    return _of_tab("tab_missing", table)


def tab_emptied(table: Table) -> Problem:
    """Every row of a tab of the coordinator's is gone at once: more likely a slip than a wish."""
    return _of_tab("tab_emptied", table)


def too_many_rows(table: Table, rows: int) -> Problem:
    """The tab goes on beyond what is read of it: what the check says of a tab with too many rows."""
    return _of_tab("too_many_rows", table, str(rows), rows=str(rows), limit=str(table.max_rows))


def _of_tab(code: str, table: Table, value: str = "", **words: str) -> Problem:
    """A problem of a whole tab, as the catalogue says it."""
    kind = entry(code)
    said = kind.render({"tab": table.title, "tab_en": table.title_en, **words})
    place = (table.name, None, None, None, table.title, None, value)
    return Problem(kind.code, kind.severity, *place, *said, None)
