"""Who reads what the service writes day by day: whose unit it is, in which language they read."""

from __future__ import annotations

from datetime import date, datetime

from service import organisation as agency
from service.compose import Services
from service.duties.duty import Duty
from service.duties.reminders import People
from service.mail import messages
from service.organisation import Organisation, Unit
from service.reports.blocks import Language


def editors(unit: Unit) -> tuple[str, ...]:
    """Who is told about a unit's workbook: its editors, each address once."""
    return tuple(dict.fromkeys(address.casefold() for address in unit.editors if address))


def language(known: Organisation | None, address: str) -> Language:
    """The language a person reads: as listed among the recipients, else the agency's."""
    listed = known.recipients if known else ()
    own = next((person.language for person in listed if person.email.casefold() == address.casefold()), None)
    return own or (known.language if known else "vi")


def envelope(services: Services, address: str, now: datetime, language: Language) -> messages.Envelope:
    """Who writes to a person, and when; answers go to the coordinator."""
    config = services.config
    return messages.Envelope(
        config.sender, address, now, reply_to=config.coordinator_email, language=language
    )


def of_duty(services: Services, known: Organisation, duty: Duty, on: date) -> People:
    """Who is told on a day of a duty: the unit's editors, its head, and for the leaders the coordinator.

    The committee's own duties are the coordinator's. Leaders are told only when the agency set it so; until
    then nothing of a unit reaches them but what the coordinator passes on.
    """
    listed = agency.coordinators(known, services.config.coordinator_email)
    coordinators = tuple(dict.fromkeys(person.email.casefold() for person in listed))
    leaders = tuple(dict.fromkeys(r.email.casefold() for r in known.recipients if r.role == "leader"))
    up = leaders if known.settings.leaders_at_once and leaders else coordinators
    if not duty.unit:
        return {"unit": coordinators, "leaders": up}
    unit = known.heir(duty.unit, on)
    if unit is None:
        return {"leaders": up}
    return {"unit": editors(unit), "head": (unit.head.casefold(),) if unit.head else (), "leaders": up}
