"""What a page works with: the services of the installation, a connection that only reads."""

from __future__ import annotations

from typing import cast

from flask import abort, current_app, request
from sqlalchemy import Connection

from service import organisation, overview
from service.compose import Services
from service.organisation import Organisation
from service.store import engine
from service.web.language import t

#: Where the application keeps its services.
KEY = "qms"


def services() -> Services:
    """The services of the application that answers this request."""
    return cast(Services, current_app.extensions[KEY])


def reading() -> Connection:
    """A connection for reading; use it in a `with` block."""
    return engine.reading(services().engine)


def year(connection: Connection, organisation: Organisation) -> int | None:
    """The year that `?year=` asks for; None for the kept one. Aborts with 404 for one without workbooks."""
    wanted = request.args.get("year", "")
    if not wanted:
        return None
    known = overview.years(connection, organisation, services().clock.today())
    found = next((each for each in known if str(each) == wanted), None)
    if found is None:
        abort(404, t(f"Không có sổ của năm “{wanted[:20]}”.", f"There are no workbooks of “{wanted[:20]}”."))
    return found


def agency(connection: Connection) -> Organisation | None:
    """The organisation, or None before the coordinator's workbook was first read."""
    return organisation.read(connection)
