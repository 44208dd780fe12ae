"""What a page works with: the services of the installation, a connection that only reads."""

from __future__ import annotations

from typing import cast

from flask import current_app
from sqlalchemy import Connection

from service import organisation
from service.compose import Services
from service.organisation import Organisation
from service.store import engine

#: Where the application keeps its services.
KEY = "qms"


def services() -> Services:
    """The services of the application that answers this request."""
    return cast(Services, current_app.extensions[KEY])


def reading() -> Connection:
    """A connection for reading; use it in a `with` block."""
    return engine.reading(services().engine)


def agency(connection: Connection) -> Organisation | None:
    """The organisation, or None before the coordinator's workbook was first read."""
    return organisation.read(connection)
