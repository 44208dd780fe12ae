"""What is told once of a whole workbook: that it is lost, may only be viewed, …"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from service import organisation as agency
from service.clock import stamp
from service.compose import Services
from service.google.errors import SignInError
from service.mail import messages, outbox, readers
from service.mail.messages import Envelope
from service.organisation import Organisation, Unit
from service.reports.blocks import Language
from service.store.engine import reading
from service.store.tables import notice
from service.workbooks import links, registry
from service.workbooks.notices import TO_SHARE, kind_of


def send(services: Services) -> int:
    """Mail each notice once: to the coordinator, and what the unit can mend to the unit as well."""
    with reading(services.engine) as connection:
        known = agency.read(connection)
        waiting = list(connection.execute(select(notice).where(notice.c.mailed_at.is_(None))).mappings())
    return sum(_tell(services, known, dict(row)) for row in waiting)


def _tell(services: Services, known: Organisation | None, row: Mapping[str, Any]) -> int:
    now = services.clock.now()
    sent = 0
    with services.engine.begin() as connection:
        book = registry.get(connection, row["workbook_id"])
        kind, base = kind_of(row["kind"]), services.config.sheets_link_base
        unit = known.by_code.get(book.unit or "") if known and kind.unit else None
        is_to_share = row["kind"] in TO_SHARE
        for address, language in _addressed(services, known, unit).items():
            envelope = readers.envelope(services, address, now, language)
            mail = messages.notice(
                envelope,
                f"workbook_{row['kind']}",
                f"{book.key}:{row['since']}",
                envelope.say(*(subject.format(name=book.name) for subject in kind.subject)),
                [row[f"message_{language}"], *(_share_with(services, envelope) if is_to_share else ())],
                links.cell(base, book.spreadsheet_id) if book.spreadsheet_id else "",
            )
            sent += outbox.enqueue(connection, mail, f"notice:{row['kind']}", row["since"], address, now)
        connection.execute(update(notice).where(notice.c.id == row["id"]).values(mailed_at=stamp(now)))
    return sent


def _share_with(services: Services, envelope: Envelope) -> list[str]:
    """The service's own address; without its key file nobody knows it, and the mail goes all the same."""
    try:
        address = services.google.email
    except SignInError:
        return []
    return [
        envelope.say("Địa chỉ của hệ thống để chia sẻ: ", "The service's address to share with: ") + address
    ]


def _addressed(services: Services, known: Organisation | None, unit: Unit | None) -> dict[str, Language]:
    """Who is told of a workbook, each in the language they read: the coordinators, the unit's editors."""
    listed = agency.coordinators(known, services.config.coordinator_email)
    told: dict[str, Language] = {person.email: person.language for person in listed}
    for address in readers.editors(unit) if unit else ():
        told.setdefault(address, readers.language(known, address))
    return told
