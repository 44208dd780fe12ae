"""Findings and corrective actions (docs/figures.md, section 4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from tests.oracle.books import Books
from tests.oracle.cells import alike, fold
from tests.oracle.fig import ANY, Fig, Figures, share
from tests.oracle.rows import Row
from tests.oracle.windows import Window, window

GRADES = ("major", "minor", "observation", "improvement")
CLAUSES = tuple(str(number) for number in range(4, 11))
STATES = ("open", "corrected", "cause", "action", "done", "verified", "ineffective", "closed")
AGES = (("0-30", 0, 30), ("31-60", 31, 60), ("61-90", 61, 90), ("over-90", 91, 10**6))


def is_closed(row: Row, end: date) -> bool:
    """Closed, effective and verified by `end`."""
    return row["status"] == "closed" and bool(row["effective"]) and (row["verified_on"] or date.max) <= end


def is_repeat(earlier: Row, later: Row) -> bool:
    """The same clause by another audit, on a later day, while it was open or in the year after it closed."""
    closed = earlier["verified_on"] if earlier["status"] == "closed" and earlier["effective"] else None
    if {earlier["grade"], later["grade"]} - {"major", "minor"} or earlier["date"] >= later["date"]:
        return False
    if alike(earlier["audit"]) == alike(later["audit"]) or fold(earlier["clause"]) != fold(later["clause"]):
        return False
    return closed is None or closed >= later["date"] or later["date"] <= a_year_on(closed)


def a_year_on(day: date) -> date:
    """The same day of the next year."""
    leap = (day.month, day.day) == (2, 29)
    return date(day.year + 1, 2, 28) if leap else date(day.year + 1, day.month, day.day)


def came_back(books: Books, rows: Sequence[Row]) -> tuple[set[int], dict[int, date]]:
    """Places in `rows` of those that repeat another; of those opened again, with the day of the repeat."""
    later: set[int] = set()
    again: dict[int, date] = {}
    for i, one in enumerate(rows):
        for j, other in enumerate(rows):
            if unit_of(books, one) == unit_of(books, other) and is_repeat(one, other):
                later.add(j)
                if is_closed(one, other["date"] - timedelta(days=1)):
                    again[i] = max(other["date"], again.get(i, other["date"]))
    return later, again


def state_of(row: Row, answers: Sequence[Row], end: date, again: date | None) -> str:
    """Where a finding stands at `end`."""
    if again is None and is_closed(row, end):
        return "closed"
    judged = row["verified_on"] is not None and row["verified_on"] <= end
    if again is None and judged and row["effective"] is True:
        return "verified"
    failed = again or (row["verified_on"] if judged and row["effective"] is False else None)
    if any(
        a["completed"] and a["completed"] <= end and (failed is None or a["completed"] > failed)
        for a in answers
    ):
        return "done"
    if failed is not None:
        return "ineffective"
    for name, state in (("action", "action"), ("cause", "cause"), ("correction", "corrected")):
        if any(a[name] for a in answers):
            return state
    return "open"


def clause_of(row: Row) -> str:
    """4…10, or other."""
    found = re.search(r"\d+", str(row["clause"]))
    return found[0] if found and found[0] in CLAUSES else "other"


def figures(books: Books, label: str) -> Figures:
    """All figures of section 4."""
    span = window(label, books.rules)
    all_rows = known_on(books, span.end)
    names = {unit.code for unit in books.in_window(span)} | {unit_of(books, row) for row in all_rows}
    if books.findings is None:
        return {name: Fig(None, ANY, ANY) for name in _table([], [], span, books, names)}
    _, again = came_back(books, all_rows)
    still = [row for i, row in enumerate(all_rows) if i in again or not is_closed(row, span.end)]
    return _table(all_rows, still, span, books, names)


def known_on(books: Books, end: date) -> list[Row]:
    """Those made by `end`; of those that are gone from the sheet only what is open then."""
    rows = [row for row in books.findings or () if row["date"] <= end]
    while True:
        _, again = came_back(books, rows)
        left = [r for i, r in enumerate(rows) if not r["vanished"] or i in again or not is_closed(r, end)]
        if len(left) == len(rows):
            return rows
        rows = left


def unit_of(books: Books, row: Row) -> str:
    """The unit that a finding is of."""
    return books.called.code(row["unit"])


def _table(rows: Sequence[Row], still: Sequence[Row], span: Window, books: Books, units: set[str]) -> Figures:
    def count(among: Sequence[Row], test: Callable[[Row], bool]) -> Fig:
        return Fig(sum(1 for row in among if test(row)))

    def over(row: Row) -> bool:
        return bool(row["deadline"] < span.end)

    def now(row: Row) -> bool:
        return row not in still and span.start <= row["verified_on"] <= span.end

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
    later, again = came_back(books, rows)
    stands = [state_of(r, _answers(books, r), span.end, again.get(i)) for i, r in enumerate(rows)]
    for state in STATES:
        found[f"findings.state.{state}"] = Fig(stands.count(state))
    found["findings.repeated"] = Fig(len(later))
    found["findings.vanished"] = count(still, lambda row: bool(row["vanished"]))
    for unit in units:
        own = [row for row in still if unit_of(books, row) == unit]
        found[f"findings.unit.{unit}.open"] = Fig(len(own))
        found[f"findings.unit.{unit}.overdue"] = count(own, over)
    return found | _corrections(rows, span, books, units)


def _corrections(rows: Sequence[Row], span: Window, books: Books, units: set[str]) -> Figures:
    required = [row for row in rows if row["grade"] in ("major", "minor")]
    _, again = came_back(books, rows)
    since = {id(rows[i]): day for i, day in again.items()}
    done = []
    for row in required:
        shut = is_closed(row, span.end) and id(row) not in since
        if shut or _completed(books, row, span.end, since.get(id(row), date.min)):
            done.append(row)
    late = [row for row in required if row not in done and row["deadline"] < span.end]
    found: Figures = {
        "corrections.required": Fig(len(required)),
        "corrections.done": share(len(done), len(required), len(required) or ANY),
        "corrections.overdue": Fig(len(late)),
    }
    for unit in units:
        found[f"corrections.unit.{unit}.overdue"] = Fig(sum(1 for row in late if unit_of(books, row) == unit))
    return found


def _completed(books: Books, finding: Row, end: date, after: date) -> bool:
    return any(a["completed"] and after < a["completed"] <= end for a in _answers(books, finding))


def _answers(books: Books, finding: Row) -> list[Row]:
    code, years = finding["code"].casefold(), finding["years"]
    rows = [
        row for unit in books.passed_to(unit_of(books, finding)) for row in books.rows(unit, "corrections")
    ]
    return [row for row in rows if row["code"].casefold() == code and row["year"] in years]


def uncorrected(books: Books, today: date) -> list[Row]:
    """The nonconformities known on a day whose correction is not done then, as section 4 has it."""
    rows = known_on(books, today)
    _, again = came_back(books, rows)
    return [
        row
        for i, row in enumerate(rows)
        if row["grade"] in ("major", "minor")
        and not (i not in again and is_closed(row, today))
        and not _completed(books, row, today, again.get(i, date.min))
    ]
