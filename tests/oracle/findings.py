"""Findings and corrective actions (docs/figures.md, section 4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from tests.oracle.books import Books
from tests.oracle.fig import ANY, Fig, Figures, share
from tests.oracle.rows import Row
from tests.oracle.windows import Window, window

GRADES = ("major", "minor", "observation", "improvement")
CLAUSES = tuple(str(number) for number in range(4, 11))
AGES = (("0-30", 0, 30), ("31-60", 31, 60), ("61-90", 61, 90), ("over-90", 91, 10**6))


def is_closed(row: Row, end: date) -> bool:
    """Closed, effective and verified by `end`."""
    return row["status"] == "closed" and bool(row["effective"]) and (row["verified_on"] or date.max) <= end


def clause_of(row: Row) -> str:
    """4…10, or other."""
    found = re.search(r"\d+", str(row["clause"]))
    return found[0] if found and found[0] in CLAUSES else "other"


def figures(books: Books, label: str) -> Figures:
    """All figures of section 4."""
    span = window(label, books.rules)
    all_rows = [row for row in books.findings or () if row["date"] <= span.end]
    names = {unit.code for unit in books.in_window(span)} | {_unit(books, row) for row in all_rows}
    if books.findings is None:
        return {name: Fig(None, ANY, ANY) for name in _table([], [], span, books, names)}
    return _table(all_rows, [row for row in all_rows if not is_closed(row, span.end)], span, books, names)


def _unit(books: Books, row: Row) -> str:
    return books.called.code(row["unit"])


def _table(rows: Sequence[Row], still: Sequence[Row], span: Window, books: Books, units: set[str]) -> Figures:
    def count(among: Sequence[Row], test: Callable[[Row], bool]) -> Fig:
        return Fig(sum(1 for row in among if test(row)))

    def over(row: Row) -> bool:
        return bool(row["deadline"] < span.end)

    def now(row: Row) -> bool:
        return is_closed(row, span.end) and span.start <= row["verified_on"] <= span.end

    found: Figures = {
        "findings.total": Fig(len(rows)),
        "findings.open": Fig(len(still)),
        "findings.closed": Fig(len(rows) - len(still)),
        "findings.new": count(rows, lambda row: span.start <= row["date"] <= span.end),
        "findings.closed_in_window": count(rows, now),
        "findings.overdue": count(still, over),
    }
    for grade in GRADES:
        found[f"findings.grade.{grade}.open"] = count(still, lambda row, g=grade: row["grade"] == g)  # type: ignore[misc]
    for clause in (*CLAUSES, "other"):
        found[f"findings.clause.{clause}.open"] = count(still, lambda row, c=clause: clause_of(row) == c)  # type: ignore[misc]
    for name, low, high in AGES:
        ages = [(span.end - row["date"]).days for row in still]
        found[f"findings.age.{name}"] = Fig(sum(1 for age in ages if low <= age <= high))
    for unit in units:
        own = [row for row in still if _unit(books, row) == unit]
        found[f"findings.unit.{unit}.open"] = Fig(len(own))
        found[f"findings.unit.{unit}.overdue"] = count(own, over)
    return found | _corrections(rows, span, books, units)


def _corrections(rows: Sequence[Row], span: Window, books: Books, units: set[str]) -> Figures:
    required = [row for row in rows if row["grade"] in ("major", "minor")]
    done = [row for row in required if is_closed(row, span.end) or _completed(books, row, span.end)]
    late = [row for row in required if row not in done and row["deadline"] < span.end]
    found: Figures = {
        "corrections.required": Fig(len(required)),
        "corrections.done": share(len(done), len(required), len(required) or ANY),
        "corrections.overdue": Fig(len(late)),
    }
    for unit in units:
        found[f"corrections.unit.{unit}.overdue"] = Fig(sum(1 for row in late if _unit(books, row) == unit))
    return found


def _completed(books: Books, finding: Row, end: date) -> bool:
    code, years = finding["code"].casefold(), finding["years"]
    rows = [
        row for unit in books.passed_to(_unit(books, finding)) for row in books.rows(unit, "corrections")
    ]
    own = [row for row in rows if row["code"].casefold() == code and row["year"] in years]
    return any(row["completed"] is not None and row["completed"] <= end for row in own)
