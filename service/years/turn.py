"""A year is opened from the last one; once that is closed, what is open is carried over and it is locked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection

from service import organisation
from service.compose import Services
from service.errors import QmsError
from service.organisation import Organisation
from service.periods import snapshot
from service.periods.windows import window
from service.store.engine import reading
from service.workbooks import carried, notices, provision, registry
from service.years import carry, objectives
from service.years.rows import Held, NotYet


class OutOfTurn(QmsError):
    """Chỉ mở được năm đang giữ sổ hoặc năm kế tiếp / only the present year or the next can be opened."""

    hint = "Xem năm của sổ trên trang chủ / see the year on the first page."


def opened(services: Services, year: int) -> str:
    """Make the year's workbooks, and draft each unit's objectives from last year's. Again without harm.

    Raises OutOfTurn, NotYet when a workbook could not be made, read or written to.
    """
    known = _known(services)
    kept = known.year_on(services.clock.today())
    if year not in (kept, kept + 1):
        raise OutOfTurn
    report = provision.provision(services, year)
    units = [unit.code for unit in _units(known, year)]
    drafted, left = _each(units, lambda unit: objectives.draft(services, unit, year))
    failed = [f"{key}: {why}" for key, why in report.failed.items()] + list(left.values())
    if failed:
        raise NotYet("; ".join(failed))
    return f"lập {len(report.made)} sổ, dự thảo {drafted} mục tiêu từ năm {year - 1}"


def over(services: Services, year: int) -> str:
    """Carry what is open out of a closed year; from then on its workbooks are locked. Again without harm.

    Raises NotYet as long as the next year's workbooks are not there or something cannot be carried; a unit
    whose matters alone cannot be is held back alone.
    """
    known = _known(services)
    with reading(services.engine) as connection:
        if snapshot.frozen_at(connection, "annual", str(year)) is None:
            raise NotYet(f"năm {year} chưa chốt / {year} is not closed")
        if registry.by_key(connection, f"auditors:{year + 1}") is None:
            raise NotYet(f"chưa có sổ năm {year + 1} / no workbooks of {year + 1}")
    taken = _findings(services, known, year)
    units, today = [unit.code for unit in _units(known, year + 1)], services.clock.today()
    heirs = {
        code: [old.code for old in known.left_to(code, today) if old.code not in units] for code in units
    }
    done, failed = _each(heirs, lambda unit: carry.actions_of(services, unit, year + 1, heirs[unit]))
    through = [unit for unit in units if unit not in failed]
    _, untold = _each(through, lambda unit: objectives.tell_results(services, unit, year + 1))
    with services.engine.begin() as connection:
        _tell(connection, year, failed, services.clock.now())
        carried.note(connection, year, {code for unit in failed for code in (unit, *heirs[unit])})
    if failed or untold:
        raise NotYet("; ".join([*failed.values(), *untold.values()]))
    return f"chuyển {taken} phát hiện, {done} biện pháp sang năm {year + 1}"


def _findings(services: Services, known: Organisation, year: int) -> int:
    """Carry a year's open findings; what holds the whole year up is told to the coordinator, and where."""
    held, taken = None, 0
    try:
        taken = carry.findings_of(services, known, year + 1)
    except Held as error:
        held = error
    now = services.clock.now()
    with services.engine.begin() as connection:
        for book in (book for of in (year, year + 1) for book in registry.all_of(connection, "auditors", of)):
            for kind in (notices.FINDINGS_WRONG, notices.CODES_TAKEN):
                if held and (held.key, held.kind) == (book.key, kind):
                    notices.tell(connection, book.id, book.name, kind, now, held.detail)
                else:
                    notices.end(connection, book.id, kind, now=now)
    if held:
        raise held
    return taken


def _tell(connection: Connection, year: int, failed: Collection[str], now: datetime) -> None:
    """Tell the coordinator of the units that a second try could not carry over, either; end what is over."""
    before = carried.held_back(connection, year)
    for book in registry.all_of(connection, "unit", year):
        following = registry.by_key(connection, f"unit:{book.unit}:{year + 1}")
        if book.unit not in failed:
            notices.end(connection, book.id, notices.NOT_CARRIED, now=now)
        elif book.unit in before:
            name = following.name if following else f"{book.unit} {year + 1}"
            notices.tell(connection, book.id, book.name, notices.NOT_CARRIED, now, name)


def _each(units: Iterable[str], do: Callable[[str], int]) -> tuple[int, dict[str, str]]:
    """Do something for each unit: how much came of it in all, and by unit why it could not be done."""
    done, failed = 0, {}
    for unit in units:
        try:
            done += do(unit)
        except NotYet as error:
            failed[unit] = error.why
    return done, failed


def _known(services: Services) -> Organisation:
    with reading(services.engine) as connection:
        known = organisation.read(connection)
    if known is None or not known.units:
        raise NotYet("chưa có danh sách đơn vị / no units are listed")
    return known


def _units(known: Organisation, year: int) -> tuple[organisation.Unit, ...]:
    return known.units_in(window(str(year), known.rules))
