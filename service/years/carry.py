"""What is still open when a year is closed goes into the next year's workbooks: findings and actions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count

from sqlalchemy import ColumnElement, Connection, and_, select

from service.compose import Services
from service.figures import findings as life
from service.figures.data import Row
from service.organisation import Organisation
from service.periods import snapshot, windows
from service.store.engine import reading
from service.store.tables import problem
from service.workbooks import findings, notices, prefill, registry, seen
from service.workbooks.prefill import Line
from service.workbooks.seen import Seen
from service.years import rows
from service.years.rows import Held, NotYet
from sheets_schema.cells import choices, fold
from sheets_schema.descriptor import tables
from sheets_schema.problems import quote
from sheets_schema.records import Record

#: Cells in error named to the coordinator.
_MOST_NAMED = 10
#: The states in which nothing is to be done for an action any more.
_OVER = ("done", "cancelled")


def findings_of(services: Services, known: Organisation, year: int) -> int:
    """Carry the open findings of the auditors' workbook of `year - 1` into that of `year`; how many.

    Each keeps its code and its date, by which it stays the same finding. Raises NotYet when a workbook
    cannot be read; Held when a row holds an error, or the new workbook gave the code to another finding.
    """
    old, new = (rows.fresh(services, f"auditors:{of}") for of in (year - 1, year))
    if old is None or new is None:
        raise NotYet("chưa đọc được sổ của đoàn đánh giá / the auditors' workbook cannot be read")
    book, kept = new
    tab = kept.get("findings")
    with reading(services.engine) as connection:
        wrong = _errors(connection, old[0].id)
        still = _still(connection, known, year - 1, services)
        there = {record.key: record for record in findings.stored(connection, "findings", [book.id])}
    if wrong:
        why = f"tab Phát hiện năm {year - 1} còn {len(wrong)} ô lỗi / errors in last year's findings"
        told = ", ".join(wrong[:_MOST_NAMED]) + (" …" if len(wrong) > _MOST_NAMED else "")
        raise Held(why, notices.FINDINGS_WRONG, old[0].key, told)
    if tab is None or not tab.usable:
        raise NotYet("tab Phát hiện của năm mới không dùng được / the new tab cannot be used")
    taken = [row.key for row in still if row.key in tab.keys and not _same(row, there.get(row.key))]
    if taken:
        codes = ", ".join(taken)
        why = f"mã đã dùng cho phát hiện khác / codes used for another finding: {codes}"
        raise Held(why, notices.CODES_TAKEN, book.key, codes)
    lines = [
        (None, {**rows.cells("findings", row.values, rows.typed("findings")), "carried": f"Năm {row.year}"})
        for row in still
        if row.key not in tab.keys
    ]
    if lines and not rows.write(services, book, kept, "findings", lines):
        raise NotYet("chưa ghi được vào sổ mới / the new workbook cannot be written to")
    return len(lines)


def actions_of(services: Services, unit: str, year: int, left: Sequence[str] = ()) -> int:
    """Carry a unit's open actions of `year - 1` into its workbook of `year`, under free codes; how many.

    With them those of the units that were merged into it (`left`): their objectives are not its own, so which
    of its own they serve is left for it to say. Codes laid out come first, then new rows below. A row that
    holds an error goes on as it was typed, and is told of in the new workbook.

    Raises NotYet when the workbook cannot be read or written: last year's is locked afterwards, and what
    stayed there would be forgotten.
    """
    with reading(services.engine) as connection:
        still = [(of, *action) for of in (unit, *left) for action in _open_actions(connection, of, year - 1)]
    if not still:
        return 0
    book, kept = rows.of_unit(services, unit, year)
    tab = kept.get("actions")
    if tab is None or not tab.usable or "carried" not in tab.places:
        raise NotYet(
            f"tab Kế hoạch năm {year} của {unit} không dùng được / its new action plan cannot be used"
        )
    there = {str(tab.value(row, tab.places["carried"])) for row in range(len(tab.values))}
    free = _free(tab)
    lines = []
    for of, key, typed in still:
        inherited = of != unit
        name = f"Năm {year - 1}: {key}" + (f" ({of})" if inherited else "")
        if name not in there:
            code, row = next(free)
            taken = {field: cell for field, cell in typed.items() if not inherited or field != "objective"}
            lines.append((row, {**taken, "code": code, "carried": name}))
    if lines and not rows.write(services, book, kept, "actions", lines):
        raise rows.unwritten(unit, year)
    return len(lines)


def _open_actions(connection: Connection, unit: str, year: int) -> list[tuple[str, Line]]:
    """The codes and the typed cells of a workbook's actions that are not over, right or wrong."""
    book = registry.by_key(connection, f"unit:{unit}:{year}")
    if book is None:
        return []
    kept = findings.stored(connection, "actions", [book.id])
    names = rows.typed("actions")
    still = [r for r in kept if r.values.get("status") not in _OVER]
    right = [(record.key, rows.cells("actions", record.values, names)) for record in still]
    return [*right, *_wrong_actions(connection, book.id, names)]


def _wrong_actions(connection: Connection, book: int, names: Sequence[str]) -> Iterator[tuple[str, Line]]:
    """A row without a code is named by what it says, wherever it stands."""
    tab = seen.load(connection, book).get("actions")
    if tab is None:
        return
    says = choices.spellings(tables()["actions"].field("status"))
    query = select(problem.c.row, problem.c.key).where(_wrong(book, "actions"), problem.c.row.is_not(None))
    alike: Counter[str] = Counter()
    for row, key in sorted({line.row: line.key for line in connection.execute(query)}.items()):
        there = {name: tab.value(row - 1, tab.places[name]) for name in names if name in tab.places}
        typed = {name: value for name, value in there.items() if value is not None}
        if says.get(fold(str(typed.get("status") or ""))) not in _OVER:
            yield key or _named(typed, alike), typed


def _named(typed: Line, alike: Counter[str]) -> str:
    """The words of a row without a code; a second one of the same words says so."""
    words = f"“{quote(typed.get('measure') or next(iter(typed.values()), ''))}”"
    alike[words] += 1
    return words if alike[words] == 1 else f"{words} ({alike[words]})"


def _free(tab: Seen) -> Iterator[tuple[str, int | None]]:
    """The codes laid out that nobody used yet, each with its row; then further ones, for new rows."""
    yield from sorted(tab.pending.items(), key=lambda pair: pair[1])
    further = (f"KH{number:02}" for number in count(len(prefill.ACTIONS) + 1))
    yield from ((code, None) for code in further if code not in tab.keys)


def _still(connection: Connection, known: Organisation, year: int, services: Services) -> list[Row]:
    """The findings that stand open today as the auditors' workbook of `year` tells them."""
    month = windows.containing(services.clock.today(), known.rules)
    data = snapshot.entered(connection, known, month, "monthly")
    return [row for row in life.still(data) if row.year == year]


def _same(row: Row, there: Record | None) -> bool:
    day = there.values.get("date") if there else None
    return there is not None and str(day) == row.text("date") and there.values.get("unit") == row.unit


def _errors(connection: Connection, book: int) -> list[str]:
    """The cells of the findings that hold an error, each once; of one of the whole tab, its title."""
    query = select(problem.c.cell).where(_wrong(book, "findings")).order_by(problem.c.row, problem.c.cell)
    cells = connection.execute(query).scalars()
    return [*dict.fromkeys(cell or tables()["findings"].title for cell in cells)]


def _wrong(book: int, table: str) -> ColumnElement[bool]:
    return and_(
        problem.c.workbook_id == book,
        problem.c.table_name == table,
        problem.c.severity == "error",
        problem.c.mended_at.is_(None),
    )
