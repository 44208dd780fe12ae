"""Mails as pure construction: the same input gives the same bytes. One recipient each; the outbox sends.

A mail is known by its key, (kind, period, recipient): it stands in X-QMS-Key, its hash in Message-ID and in
the printed reference, so that the one extra mail a crash can cause is recognisable.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from service.reports import charts
from service.reports.blocks import Block, Language, Link, Note, Paragraph, Report, Table
from service.reports.render import html, text
from service.reports.render.clean import line
from service.reports.sections import headlines

#: A reference people can read out: this many characters of the key's hash.
_REFERENCE = 10


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom, and when (an aware instant). `reply_to` is the coordinator, "" for none."""

    sender: str
    recipient: str
    sent_at: datetime
    reply_to: str = ""
    sender_name: str = ""
    recipient_name: str = ""
    language: Language = "vi"

    def say(self, vi: str, en: str) -> str:
        """The sentence in the recipient's language."""
        return vi if self.language == "vi" else en


def key(kind: str, period: str, recipient: str) -> str:
    """What a mail is known by: one line of text, the same for the same three."""
    return "|".join(line(part).replace(" ", "_") for part in (kind, period, recipient.casefold()))


def reference(mail_key: str) -> str:
    """The reference printed at the foot of a mail."""
    return hashlib.sha256(mail_key.encode()).hexdigest()[:_REFERENCE].upper()


def compose_report(
    report: Report, envelope: Envelope, *, kind: str = "", preface: Sequence[Block] = (), to: str = ""
) -> EmailMessage:
    """The mail of a report. `kind` tells mails about one report apart ("monthly", "monthly-preview" …).

    `preface` stands below the lead lines: that it is a preview, where to approve it. `to`: whom a report that
    is written to the director greets instead.
    """
    made = _headed(envelope, kind or report.kind, report.window.label, report.subject)
    footer = _footer(envelope, made)
    blocks = (*preface, *_shortened(envelope, report.blocks))
    shown = replace(report, lead_lines=_greeting(envelope, report.lead_lines, to), blocks=blocks)
    made.set_content(text.page(shown, footer))
    made.add_alternative(html.page(shown, footer=footer), subtype="html")
    _attach(made, report)
    return _bounded(made)


def _greeting(envelope: Envelope, lead: tuple[str, ...], to: str) -> tuple[str, ...]:
    if not to or lead[0] not in headlines.SALUTATION:
        return lead
    return envelope.say(f"Kính gửi {to},", f"To {to},"), *lead[1:]


def _shortened(envelope: Envelope, blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks as a mail shows them: of a long list its first rows, and where all of them are."""
    for block in blocks:
        if not isinstance(block, Table) or not block.first_in_mail or len(block.rows) <= block.first_in_mail:
            yield block
            continue
        yield replace(block, rows=block.rows[: block.first_in_mail])
        more = len(block.rows) - block.first_in_mail
        yield Note(
            envelope.say(
                f"Còn {more} dòng nữa: thư ký ISO xem đủ ở trang “Báo cáo” của Sổ Chất lượng.",
                f"{more} more rows: the coordinator finds all on the page “Reports” of the quality book.",
            )
        )


def notice(
    envelope: Envelope, code: str, about: str, subject: str, paragraphs: Iterable[str], link: str = ""
) -> EmailMessage:
    """A mail about one event, once: `code` says what happened ("workbook_unreachable"), `about` where, when.

    The same code and `about` make the same key, so the outbox keeps a second one out.
    """
    blocks: list[Block] = [Paragraph(paragraph) for paragraph in paragraphs]
    if link:
        blocks.append(Link("", envelope.say("Mở", "Open"), link))
    return simple(envelope, f"notice:{code}", about, f"[ISO] {subject}", blocks)


def simple(envelope: Envelope, kind: str, period: str, subject: str, blocks: Sequence[Block]) -> EmailMessage:
    """A mail of blocks alone, as text and as a page."""
    made = _headed(envelope, kind, period, subject)
    footer = _footer(envelope, made)
    made.set_content("\n".join([text.body(blocks), "-- ", *footer]) + "\n")
    made.add_alternative(html.document(subject, envelope.language, html.body(blocks), footer), subtype="html")
    return _bounded(made)


def _headed(envelope: Envelope, kind: str, period: str, subject: str) -> EmailMessage:
    """An empty mail with its headers. Raises ValueError for an address that is none."""
    made, mail_key = EmailMessage(policy=SMTP), key(kind, period, envelope.recipient)
    domain = envelope.sender.rpartition("@")[2] or "localhost"
    made["Subject"] = line(subject)
    made["From"] = _address(envelope.sender, envelope.sender_name)
    made["To"] = _address(envelope.recipient, envelope.recipient_name)
    if envelope.reply_to:
        made["Reply-To"] = _address(envelope.reply_to, "")
    made["Date"] = format_datetime(envelope.sent_at)
    made["Message-ID"] = f"<{hashlib.sha256(mail_key.encode()).hexdigest()[:32]}@{domain}>"
    made["X-QMS-Key"] = mail_key
    made["Auto-Submitted"] = "auto-generated"
    return made


def _address(address: str, name: str) -> Address:
    user, at, domain = line(address).rpartition("@")
    if not at or not user or not domain:
        raise ValueError(f"{address!r} is not an e-mail address")
    return Address(line(name), user, domain)


def _footer(envelope: Envelope, made: EmailMessage) -> list[str]:
    name = reference(made["X-QMS-Key"])
    lines = [envelope.say(f"Mã thư: {name}", f"Reference: {name}")]
    if envelope.reply_to:
        lines.append(
            envelope.say(
                "Thư tự động; trả lời thư này sẽ đến thư ký ISO.", "Automatic; replies reach the coordinator."
            )
        )
    return lines


def _attach(made: EmailMessage, report: Report) -> None:
    parts = made.get_payload()
    page = parts[1] if isinstance(parts, list) else None
    assert isinstance(page, EmailMessage)
    for chart in report.charts:
        name = html.cid(chart).removeprefix("cid:")
        file = f"{chart.name}.png"
        page.add_related(
            charts.png(chart), "image", "png", cid=f"<{name}>", filename=file, disposition="inline"
        )


def _bounded(made: EmailMessage) -> EmailMessage:
    """Boundaries from the key, not from chance."""
    seed = hashlib.sha256(made["X-QMS-Key"].encode()).hexdigest()[:24]
    for number, part in enumerate(p for p in made.walk() if p.is_multipart()):
        part.set_boundary(f"=_{seed}_{number}")
    return made
