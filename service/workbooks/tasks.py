"""What a workbook's start tab asks for, each with the workbook in which it is entered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from service import state
from service.duties import register
from service.duties.duty import Duty
from service.organisation import Organisation
from service.periods import windows
from service.periods.windows import Rules
from service.reports.blocks import Language
from service.workbooks import places, registry
from service.workbooks.registry import Workbook
from sheets_schema.descriptor import tables

Task = tuple[Duty, Workbook]
#: Cells to mend named beside a task.
MOST_NAMED = 3
#: Where the store keeps the day up to which start tabs tell what the mere passing of days changes.
_TOLD = "tasks_told"


def pass_days(connection: Connection, day: date) -> None:
    """Have start tabs told anew of units with a duty that began, or fell due, since the last such look:
    no change in any sheet says so. Looks once a day.
    """
    before = state.get(connection, _TOLD)
    if before == day.isoformat():
        return
    if before is not None:
        registry.tell_again(connection, register.moved_on(connection, date.fromisoformat(before), day))
    state.put(connection, _TOLD, day.isoformat())


def of_book(connection: Connection, about: Organisation, book: Workbook, day: date) -> list[Task]:
    """What is told in a workbook: what is entered there, and what its unit took over and enters elsewhere.

    A duty is told once, in the workbook of its year; what a unit that ended left open stands in its own, too.
    """
    unit, kept = book.unit or "", about.year_on(day)
    duties = register.read(connection, about, day, unit=unit)
    heir = about.heir(unit, day)
    if heir is not None and heir.code != unit:
        duties += [one for one in register.read(connection, about, day, unit=heir.code) if one.was == unit]
    books = _books(connection, book, duties, kept)
    return list(_told(book, duties, books, kept))


def beside(duty: Duty, problems: Iterable[Mapping[str, Any]], rules: Rules, language: Language = "vi") -> str:
    """What a unit is told of a duty beside its day: the cells that keep it from being done once it was given,
    or who enters it where a unit cannot; "" for nothing.

    `problems`: the open ones of the workbook in which it is entered.
    """
    vi, table = language == "vi", tables()[duty.table]
    if table.workbook != "unit":
        told = f"làm xong thì báo thư ký ISO ghi vào tab {table.title}"
        return told if vi else f"once done, tell the coordinator, who enters it in the tab {table.title}"
    cells = [*dict.fromkeys(p["cell"] for p in problems if p["cell"] and _is_of(p, duty, rules))]
    if not cells:
        return ""
    named = f"{table.title}!{', '.join(cells[:MOST_NAMED])}{' …' if len(cells) > MOST_NAMED else ''}"
    return f"còn {len(cells)} ô sai: {named}" if vi else f"still wrong: {named}"


def _is_of(problem: Mapping[str, Any], duty: Duty, rules: Rules) -> bool:
    """Whether it is an error in a row that answers for the duty; of a quarter, for its last month."""
    if problem["table_name"] != duty.table or problem["severity"] != "error":
        return False
    if not duty.period:
        return bool(problem["key"] == duty.record)
    dated = len(duty.period) == len("2022-03") and "period" in tables()[duty.table].primary_key
    if not dated:
        return True
    labels = {period.label for period in windows.ending_with(windows.window(duty.period, rules), rules)}
    return not labels.isdisjoint((problem["key"] or "").split("|"))


def _told(book: Workbook, duties: Sequence[Duty], books: Sequence[Workbook], kept: int) -> Iterator[Task]:
    for duty in duties:
        place = places.of(duty, duty.unit, books, kept) or book
        took_over = duty.unit == book.unit != place.unit and book.year == kept
        if place.id == book.id or took_over:
            yield duty, place


def _books(connection: Connection, book: Workbook, duties: Sequence[Duty], kept: int) -> list[Workbook]:
    units = {book.unit, *(name for duty in duties for name in (duty.unit, duty.was) if name)}
    years = {kept, book.year, *(duty.year for duty in duties)}
    keys = (f"unit:{unit}:{year}" for unit in sorted(map(str, units)) for year in sorted(years))
    return [found for key in keys if (found := registry.by_key(connection, key))]
