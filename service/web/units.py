"""`/don-vi/<code>` and `/so/<kind>`: one workbook's problems, each with a link to its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, render_template

from service import overview
from service.duties import register
from service.duties.choice import OWED, Choice
from service.duties.duty import Duty
from service.overview import Book, Cell
from service.web import context, duties, links
from service.web.language import t
from service.workbooks import locked

blueprint = Blueprint("units", __name__)

#: Duties named on a unit's page; the rest is one click away.
TOLD = 6


@blueprint.get("/don-vi/<code>")
def unit(code: str) -> str:
    """One unit's page."""
    today = context.services().clock.today()
    with context.reading() as connection:
        organisation = context.agency(connection)
        if organisation is None or code not in organisation.by_code:
            abort(404, t(f"Không có đơn vị “{code}”.", f"There is no unit “{code}”."))
        page = overview.read(connection, organisation, today, context.year(connection, organisation))
        line = next((each for each in page.lines if each.unit.code == code), None)
        own = Choice(state=OWED).of(register.read(connection, organisation, today, unit=code), organisation)
        own.sort(key=lambda duty: (duty.is_locked(today), duty.due, duty.key))
    if line is None:
        name = organisation.by_code[code].name
        return _page(name, [], code, years=page.years, year=page.year, owed=own)
    return _page(
        line.unit.name,
        [line.book, line.earlier],
        code,
        page.months,
        line.cells,
        years=page.years,
        year=page.year,
        owed=own,
    )


@blueprint.get("/so/<kind>")
def book(kind: str) -> str:
    """The page of the coordinator's or the auditors' workbook."""
    names = {
        "coordinator": t("Sổ của thư ký", "Coordinator's workbook"),
        "auditors": t("Sổ của đoàn đánh giá", "Auditors' workbook"),
    }
    if kind not in names:
        abort(404)
    with context.reading() as connection:
        organisation = context.agency(connection)
        if organisation is None:
            return _page(names[kind], [])
        today = context.services().clock.today()
        year = context.year(connection, organisation) or organisation.year_on(today)
        found = overview.books(connection, year)
        years = overview.years(connection, organisation, today) if kind == "auditors" else ()
    book = next((each for each in found if each.kind == kind), None)
    return _page(names[kind], [book], years=years, year=year)


def _page(
    name: str,
    books: Sequence[Book | None],
    code: str = "",
    months: Any = (),
    cells: tuple[Cell, ...] = (),
    *,
    years: tuple[int, ...] = (),
    year: int = 0,
    owed: Sequence[Duty] = (),
) -> str:
    """The page of one workbook, and of the year before's while a month of that runs on."""
    found = [book for book in books if book is not None]
    with context.reading() as connection:
        open_ = [_linked(book, p) for book in found for p in overview.problems(connection, book.id)]
        mended = [p for book in found for p in overview.mended(connection, book.id)]
        trace = [(book.year, entry) for book in found for entry in locked.of(connection, book.key).log]
    return render_template(
        "unit.html",
        name=name,
        code=code,
        books=[(book, links.book(book)) for book in found],
        pairs=list(zip(months, cells, strict=True)),
        problems=open_,
        mended=mended,
        trace=trace,
        owed=owed[:TOLD],
        more=len(owed[TOLD:]),
        states=duties.states(),
        today=context.services().clock.today(),
        years=years,
        year=year,
        tab=links.tab_title,
    )


def _linked(book: Book, problem: Mapping[str, Any]) -> dict[str, Any]:
    link = links.cell(book, problem["table_name"], problem["cell"])
    return {**problem, "link": link, "year": book.year}
