"""The coordinator's own mail of a month's course: its days, and what to do next."""

from __future__ import annotations

from datetime import date

from service import organisation as agency
from service import overview
from service.compose import Services
from service.mail import messages, outbox, readers
from service.mail.messages import Envelope
from service.periods.windows import window
from service.reports.blocks import Block, Items, Link, Paragraph
from service.reports.printing import day as printed
from service.reviews import month
from service.reviews.month import Month
from service.store.engine import reading
from sheets_schema.cells import periods

#: How the kind of these mails begins.
KIND = "course"
_OWING = ("missing", "problems")


def send(services: Services, slot: str) -> int:
    """Put the mail of one turn ("2022-03:chase") into the outbox; returns to how many coordinators.

    There is nothing to chase when every unit has given what it owes.
    """
    label, _, turn = slot.partition(":")
    now = services.clock.now()
    with reading(services.engine) as connection:
        known = agency.read(connection)
        if known is None:
            return 0
        span = window(label, known.rules)
        figures = (
            {} if label in known.frozen else overview.running_figures(connection, known, span, now.date())
        )
        lacking = [
            unit.name
            for unit in known.units_in(span)
            if (figures.get(f"completeness.unit.{unit.code}") or {}).get("state") in _OWING
        ]
        found = month.read(connection, known, label, lacking)
    if turn == "chase" and not lacking:
        return 0
    sent = 0
    with services.engine.begin() as connection:
        for person in agency.coordinators(known, services.config.coordinator_email):
            envelope = readers.envelope(services, person.email, now, person.language)
            told = periods.told(label, person.language)
            subject = envelope.say(f"[ISO] Việc {told} của Thư ký ISO", f"[ISO] The coordinator's {told}")
            blocks = _blocks(envelope, found, now.date(), services.config.base_url)
            mail = messages.simple(envelope, KIND, slot, subject, blocks)
            sent += outbox.enqueue(connection, mail, KIND, slot, person.email, now)
    return sent


def _blocks(envelope: Envelope, found: Month, today: date, address: str) -> list[Block]:
    """What to do next, then the month's days."""
    language = envelope.language
    days = []
    for words, first, last in found.days():
        span = printed(last, language)
        if first != last:
            span = f"{printed(first, language)} – {span}"
        days.append(f"{envelope.say(*words)}: {span}")
    return [
        Paragraph(envelope.say("Việc tiếp theo: ", "Next: ") + envelope.say(*found.next_step(today))),
        Items(tuple(days)),
        Link("", envelope.say("Mở trang tổng quan", "Open the first page"), address),
    ]
