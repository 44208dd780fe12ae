"""Units with a workbook that the coordinator's list no longer names: a changed code looks just like that."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from service import organisation
from service.organisation import Organisation
from service.periods import windows
from service.workbooks import notices, registry
from service.workbooks.registry import Workbook


def note(connection: Connection, now: datetime) -> None:
    """Tell the coordinator of each such workbook once, until its unit is listed again or its year is over.

    While no unit at all is listed there is nothing to compare with.
    """
    about = organisation.read(connection)
    if about is None or not about.units:
        return
    for book in registry.all_of(connection, "unit"):
        if is_abandoned(book, about, now.date()):
            notices.tell(connection, book.id, book.name, notices.UNLISTED, now, book.unit or "")
        else:
            notices.end(connection, book.id, notices.UNLISTED, now=now)


def is_abandoned(book: Workbook, about: Organisation, day: date) -> bool:
    """Whether a workbook's year still takes entries, but no unit of the list is asked for any."""
    last = windows.months(book.year, about.rules)[-1]
    return book.unit not in about.by_code and about.takes_entries(last, day)
