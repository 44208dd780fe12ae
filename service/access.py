"""The log of who opened, approved or took what: reports, workbooks' pages, backups, erasures."""

from __future__ import annotations

import getpass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from service.clock import stamp
from service.compose import Services
from service.store.tables import access

#: Commands that show, send, copy or erase what is personal or reported, and what they are logged as.
COMMANDS = {
    "report show": "opened",
    "report approve": "approved",
    "report send-test": "sent",
    "backup": "copied",
    "erase": "erased",
    "access": "opened",
}


def note(services: Services, who: str, way: str, action: str, about: str) -> None:
    """Add one line. `way`: web or command."""
    line = {"at": stamp(services.clock.now()), "who": who, "way": way, "action": action, "about": about}
    with services.engine.begin() as connection:
        connection.execute(insert(access).values(line))


def note_command(services: Services, command: str, given: str) -> None:
    """Add a line when the command is one that is logged; `given`: its arguments."""
    if command in COMMANDS:
        about = f"{command} {given}".strip()
        note(services, getpass.getuser(), "command", COMMANDS[command], about)


def recent(connection: Connection, number: int) -> list[dict[str, Any]]:
    """The last lines, newest first."""
    query = select(access).order_by(access.c.id.desc()).limit(number)
    return [dict(row) for row in connection.execute(query).mappings()]


def forget(connection: Connection, before: str) -> None:
    """Delete the lines older than a stamp."""
    connection.execute(delete(access).where(access.c.at < before))
