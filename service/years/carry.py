"""What is still open when a year is closed goes into the next year's workbooks: findings and actions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import count

from sqlalchemy import Connection, select

from service.compose import Services
from service.figures import findings as life
from service.figures.data import Row
from service.organisation import Organisation
from service.periods import snapshot, windows
from service.store.engine import reading
from service.store.tables import problem
from service.workbooks import findings, notices, prefill
from service.workbooks.seen import Seen
from service.years import actions, rows
from service.years.actions import Action
from service.years.rows import Held, NotYet
from sheets_schema.descriptor import tables
from sheets_schema.records import Record

#: Cells in error, or codes, named to the coordinator.
_MOST_NAMED = 10


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
        raise Held(why, notices.FINDINGS_WRONG, old[0].key, _listed(wrong))
    if tab is None or not tab.usable:
        raise NotYet("tab Phát hiện của năm mới không dùng được / the new tab cannot be used")
    taken = [row.key for row in still if row.key in tab.keys and not _same(row, there.get(row.key))]
    if taken:
        codes = _listed(taken)
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
        found = {of: actions.of_book(connection, of, year - 1) for of in (unit, *left)}
    if all(action.over for rows_ in found.values() for action in rows_):
        return 0
    book, kept = rows.of_unit(services, unit, year)
    tab = kept.get("actions")
    if tab is None or not tab.usable or "carried" not in tab.places:
        raise NotYet(
            f"tab Kế hoạch năm {year} của {unit} không dùng được / its new action plan cannot be used"
        )
    there = {str(tab.value(row, tab.places["carried"])) for row in range(len(tab.values))}
    lines, free = [], _free(tab)
    for of in found:
        for action, name in _named(services, found[of], of, year - 1, there, inherited=of != unit):
            if name not in there:
                code, row = next(free)
                line = {**action.typed, "code": code, "carried": name}
                lines.append((row, {k: v for k, v in line.items() if of == unit or k != "objective"}))
    if lines and not rows.write(services, book, kept, "actions", lines):
        raise rows.unwritten(unit, year)
    return len(lines)


def _named(
    services: Services,
    found: Sequence[Action],
    of: str,
    year: int,
    there: Collection[str],
    *,
    inherited: bool,
) -> list[tuple[Action, str]]:
    """The open ones of a workbook's actions, each with what is written of where it comes from.

    The names are kept before anything is written: a second try knows what the first one carried `there`.
    """

    def told(name: str) -> str:
        return f"Năm {year}: {name}" + (f" ({of})" if inherited else "")

    with services.engine.begin() as connection:
        before = [one for one in actions.remembered(connection, of, year) if told(one.name) in there]
        named = actions.named(found, before)
        names = {one.name for _, one in named}
        gone = (one for one in before if one.name not in names)
        actions.remember(connection, of, year, [*(one for _, one in named), *gone])
    return [(action, told(one.name)) for action, one in named if not action.over]


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


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")


def _errors(connection: Connection, book: int) -> list[str]:
    """The cells of the findings that hold an error, each once; of one of the whole tab, its title."""
    query = (
        select(problem.c.cell).where(rows.in_error(book, "findings")).order_by(problem.c.row, problem.c.cell)
    )
    cells = connection.execute(query).scalars()
    return [*dict.fromkeys(cell or tables()["findings"].title for cell in cells)]
