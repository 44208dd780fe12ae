"""`/don-vi/<code>` and `/so/<kind>`: one workbook's problems, each with a link to its cell."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template

from service import overview
from service.overview import Book, Cell
from service.web import context, links
from service.web.language import t

blueprint = Blueprint("units", __name__)


@blueprint.get("/don-vi/<code>")
def unit(code: str) -> str:
    """One unit's page."""
    today = context.services().clock.today()
    with context.reading() as connection:
        organisation = context.agency(connection)
        if organisation is None or code not in organisation.by_code:
            abort(404, t(f"Không có đơn vị “{code}”.", f"There is no unit “{code}”."))
        page = overview.read(connection, organisation, today)
        line = next(each for each in page.lines if each.unit.code == code)
        return _page(line.unit.name, line.book, code, page.months, line.cells)


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
        found = overview.books(connection, organisation.year) if organisation else []
    return _page(names[kind], next((each for each in found if each.kind == kind), None))


def _page(
    name: str, book: Book | None, code: str = "", months: Any = (), cells: tuple[Cell, ...] = ()
) -> str:
    open_, mended = [], []
    if book is not None:
        with context.reading() as connection:
            open_, mended = overview.problems(connection, book.id), overview.mended(connection, book.id)
    return render_template(
        "unit.html",
        name=name,
        code=code,
        book=book,
        pairs=list(zip(months, cells, strict=True)),
        problems=[{**p, "link": links.cell(book, p["table_name"], p["cell"])} for p in open_ if book],
        mended=mended,
        sheet=links.book(book),
        tab=links.tab_title,
    )
