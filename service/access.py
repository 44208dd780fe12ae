"""The log of who opened, approved or took what: reports, workbooks' pages, backups, erasures."""

from __future__ import annotations

import getpass
import logging
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import OperationalError

from service.clock import stamp
from service.compose import Services
from service.store.tables import access

_log = logging.getLogger(__name__)
#: How long a line waits for the store, and how long everything else does (service/store/engine.py).
SECONDS, PATIENCE = 2, 30
#: Commands that show, send, copy, write or erase what is personal or reported, and what they are logged as.
COMMANDS = {
    "report list": "opened",
    "report show": "opened",
    "report approve": "approved",
    "report send-test": "sent",
    "reminders list": "opened",
    "reminders feed": "opened",
    "import dossiers": "imported",
    "import sheet": "imported",
    "backup": "copied",
    "restore": "restored",
    "erase": "erased",
    "access": "opened",
}


def note(services: Services, who: str, way: str, action: str, about: str) -> bool:
    """Add one line. `way`: web or command. False when the store was busy: the program's log has it then.

    Nobody waits long for it: a page is shown and a backup taken while a month is closed.
    """
    line = {"at": stamp(services.clock.now()), "who": who, "way": way, "action": action, "about": about}
    try:
        with services.engine.connect() as connection:
            _hurry(connection, SECONDS)
            try:
                connection.execute(insert(access).values(line))
                connection.commit()
            finally:
                connection.rollback()
                _hurry(connection, PATIENCE)
    except OperationalError:
        _log.warning("access not noted in the store: %s", line)
        return False
    return True


def _hurry(connection: Connection, seconds: int) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA busy_timeout={seconds * 1000}")


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
