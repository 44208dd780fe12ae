"""Mails as pure construction: the same input gives the same bytes. One recipient each; the outbox sends.

A mail is known by its key, (kind, period, recipient): it stands in X-QMS-Key, its hash in Message-ID and in
the printed reference, so that the one extra mail a crash can cause is recognisable.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from service.duties.owed import Owed
from service.reports import charts
from service.reports.blocks import Block, Heading, Language, Link, Note, Paragraph, Report, Table
from service.reports.printing import day as printed_day
from service.reports.render import html, text
from service.reports.render.clean import line

#: A reference people can read out: this many characters of the key's hash.
_REFERENCE = 10
#: Problems a digest tells one by one; a workbook may hold thousands.
MOST_LISTED = 30


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


@dataclass(frozen=True, slots=True)
class Slip:
    """One problem as a unit is told of it: the cell, what stands there, the sentence, how to mend it, a link.

    `cell` and `link` may be "" for a problem of a whole tab or workbook.
    """

    tab: str
    cell: str
    value: str
    sentence: str
    remedy: str
    link: str = ""
    suggestion: str | None = None
    severity: str = "error"


def key(kind: str, period: str, recipient: str) -> str:
    """What a mail is known by: one line of text, the same for the same three."""
    return "|".join(line(part).replace(" ", "_") for part in (kind, period, recipient.casefold()))


def reference(mail_key: str) -> str:
    """The reference printed at the foot of a mail."""
    return hashlib.sha256(mail_key.encode()).hexdigest()[:_REFERENCE].upper()


def compose_report(
    report: Report, envelope: Envelope, *, kind: str = "", preface: Sequence[Block] = ()
) -> EmailMessage:
    """The mail of a report. `kind` tells mails about one report apart ("monthly", "monthly-preview" …).

    `preface` stands below the lead lines: that it is a preview, where to approve it.
    """
    made = _headed(envelope, kind or report.kind, report.window.label, report.subject)
    footer = _footer(envelope, made)
    shown = replace(report, blocks=(*preface, *_shortened(envelope, report.blocks)))
    made.set_content(text.page(shown, footer))
    made.add_alternative(html.page(shown, footer=footer), subtype="html")
    _attach(made, report)
    return _bounded(made)


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


def digest(
    envelope: Envelope,
    unit: str,
    name: str,
    on: date,
    slips: Sequence[Slip],
    *,
    missing: Sequence[Owed] = (),
    starts: Mapping[int, str] | None = None,
) -> EmailMessage:
    """The day's mail to a unit: what is wrong, each with a link to its cell, and what is still missing.

    `unit` and `name`: the unit's code and name; `starts`: the year of each of its workbooks and where its
    start tab is. Nothing of another unit has a way in here.
    """
    say, wrong = envelope.say, [slip for slip in slips if slip.severity == "error"]
    doubtful = [slip for slip in slips if slip.severity != "error"]
    told = (
        (len(wrong), say("ô cần sửa", "to mend")),
        (len(doubtful), say("ô cần xem lại", "to look at again")),
        (sum(entry.count for entry in missing), say("mục còn thiếu", "missing")),
    )
    subject = f"[ISO] {name}: " + ", ".join(f"{number} {words}" for number, words in told if number)
    blocks: list[Block] = [Heading(f"{name} – {printed_day(on, envelope.language)}", 2)]
    listed = [*wrong, *doubtful][:MOST_LISTED]
    blocks += [*_errors(envelope, listed[: len(wrong)]), *_warnings(envelope, listed[len(wrong) :])]
    blocks += _rest(envelope, [*wrong, *doubtful][MOST_LISTED:])
    if missing:
        blocks.append(Heading(say("Còn thiếu", "Still missing"), 3))
        blocks += [Paragraph(f"– {say(entry.vi, entry.en)}") for entry in missing]
    for year, start in (starts or {}).items():
        open_it = say(f"Mở sổ năm {year} của đơn vị", f"Open the unit's workbook of {year}")
        blocks.append(Link(say("Xem cả sổ:", "The whole workbook:"), open_it, start))
    blocks.append(Note(say("Ghi chú và màu đỏ trong ô tự mất khi đã sửa đúng.", _GONE_EN)))
    return _simple(envelope, f"digest:{unit}", on.isoformat(), subject, blocks)


_GONE_EN = "The note and the red colour in a cell vanish by themselves once it is mended."


def notice(
    envelope: Envelope, code: str, about: str, subject: str, paragraphs: Iterable[str], link: str = ""
) -> EmailMessage:
    """A mail about one event, once: `code` says what happened ("workbook_unreachable"), `about` where, when.

    The same code and `about` make the same key, so the outbox keeps a second one out.
    """
    blocks: list[Block] = [Paragraph(paragraph) for paragraph in paragraphs]
    if link:
        blocks.append(Link("", envelope.say("Mở", "Open"), link))
    return _simple(envelope, f"notice:{code}", about, f"[ISO] {subject}", blocks)


def _errors(envelope: Envelope, slips: Sequence[Slip]) -> list[Block]:
    if not slips:
        return []
    title = envelope.say("Cần sửa (dòng này chưa được tính)", "To mend (the row is not counted yet)")
    return [Heading(title, 3), *(_slip(envelope, slip) for slip in slips)]


def _warnings(envelope: Envelope, slips: Sequence[Slip]) -> list[Block]:
    if not slips:
        return []
    title = envelope.say("Cần xem lại (vẫn được tính)", "To look at again (counted all the same)")
    return [Heading(title, 3), *(_slip(envelope, slip) for slip in slips)]


def _rest(envelope: Envelope, slips: Sequence[Slip]) -> list[Block]:
    """How many more there are, and in which tabs."""
    if not slips:
        return []
    tabs = ", ".join(f"{tab} {count}" for tab, count in Counter(slip.tab for slip in slips).items())
    more = len(slips)
    return [Paragraph(envelope.say(f"… và {more} ô nữa: {tabs}.", f"… and {more} more: {tabs}."))]


def _slip(envelope: Envelope, slip: Slip) -> Block:
    place = f"{slip.tab}!{slip.cell}" if slip.cell else slip.tab
    value = f" “{_short(slip.value)}”" if slip.value else ""
    told = f"{place}{value}: {slip.sentence} {slip.remedy}"
    if slip.suggestion:
        told += envelope.say(" Gợi ý: ", " Suggestion: ") + slip.suggestion
    if not slip.link:
        return Paragraph(told)
    return Link(told, envelope.say(f"Mở ô {place}", f"Open {place}"), slip.link)


def _short(value: str, longest: int = 80) -> str:
    flat = line(value)
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def _simple(
    envelope: Envelope, kind: str, period: str, subject: str, blocks: Sequence[Block]
) -> EmailMessage:
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
