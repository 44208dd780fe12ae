"""The day's mail to a person as pure construction: what is wrong and what is due, unit by unit.

Only what is handed in gets in: whoever builds a section sees to it that the unit is the reader's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage

from service.mail.messages import Envelope, simple
from service.reports.blocks import Block, Heading, Items, Link, Note, Paragraph
from service.reports.printing import day as printed_day
from service.reports.render.clean import line

#: Problems, and reminders, told one by one in a unit's section; a workbook may hold thousands.
MOST_LISTED = 30
#: The kind of these mails: with the day it is the key, so a person gets one a day.
KIND = "digest"


@dataclass(frozen=True, slots=True)
class Slip:
    """One problem as a person is told of it: the cell, what stands there, the sentence, the remedy, a link.

    `cell` and `link` may be "" for a problem of a whole tab or workbook. `waits`: the row waits until another
    one is mended.
    """

    tab: str
    cell: str
    value: str
    sentence: str
    remedy: str
    link: str = ""
    suggestion: str | None = None
    severity: str = "error"
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One reminder: what is to be done, by when, where. `to`: in what role the person is told."""

    text: str
    deadline: str
    is_overdue: bool
    to: str = "unit"  # unit | head | leaders
    tab: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What a person is told of one unit. `starts`: the year of each workbook, its start tab's address.

    `others`: what is open beside today's reminders. `month`: when the running one is due and freezes.
    """

    name: str
    slips: Sequence[Slip] = ()
    calls: Sequence[Call] = ()
    others: Sequence[Call] = ()
    month: str = ""
    starts: Mapping[int, str] = field(default_factory=dict)

    @property
    def wrong(self) -> list[Slip]:
        """What keeps a row from counting."""
        return [slip for slip in self.slips if slip.severity == "error"]

    @property
    def doubtful(self) -> list[Slip]:
        """What is to be looked at again: first the rows that wait for another one, then what counts."""
        own = [slip for slip in self.slips if slip.severity != "error"]
        return sorted(own, key=lambda slip: not slip.waits)


def compose(
    envelope: Envelope,
    on: date,
    sections: Sequence[Section],
    forward: Sequence[str] = (),
    failing: Sequence[str] = (),
) -> EmailMessage:
    """The day's mail. `forward`: the lines of a text that the reader may pass on to leaders.

    `failing`: what the service cannot read, a paragraph each.
    """
    say = envelope.say
    blocks: list[Block] = [Paragraph(text) for text in failing]
    for section in sections:
        blocks += _section(envelope, section, on)
    if forward:
        blocks.append(Heading(say("Trình lãnh đạo", "For the leaders"), 2))
        vi = "Hệ thống chưa gửi lãnh đạo. Nội dung soạn sẵn để đồng chí chuyển:"
        blocks.append(Note(say(vi, "Leaders have not got this. A text to pass on:")))
        blocks += [Paragraph(text) for text in forward]
    if any(section.slips for section in sections):
        blocks.append(Note(say("Ghi chú và màu đỏ trong ô tự mất khi đã sửa đúng.", _GONE_EN)))
    return simple(envelope, KIND, on.isoformat(), _subject(envelope, sections, forward), blocks)


_GONE_EN = "The note and the red colour in a cell vanish by themselves once it is mended."


def _subject(envelope: Envelope, sections: Sequence[Section], forward: Sequence[str]) -> str:
    """Of all that is open, not only of what is new today."""
    say = envelope.say
    calls = [call for section in sections for call in (*section.calls, *section.others)]
    late = sum(call.is_overdue for call in calls)
    told = (
        (late, say("việc quá hạn", "overdue")),
        (len(calls) - late, say("việc chưa quá hạn", "due")),
        (sum(len(section.wrong) for section in sections), say("ô cần sửa", "to mend")),
        (sum(len(section.doubtful) for section in sections), say("ô cần xem lại", "to look at again")),
        (max(len(forward) - 1, 0), say("việc trình lãnh đạo", "for the leaders")),
    )
    number = len(sections)
    about = sections[0].name if number == 1 else say(f"{number} đơn vị", f"{number} units")
    start = f"[ISO] {about}: " if sections else "[ISO] "
    return start + ", ".join(f"{count} {words}" for count, words in told if count)


def _section(envelope: Envelope, section: Section, on: date) -> Iterator[Block]:
    say = envelope.say
    yield Heading(f"{section.name} – {printed_day(on, envelope.language)}", 2)
    if section.month:
        yield Paragraph(section.month)
    listed = [*section.wrong, *section.doubtful]
    first = len(section.wrong)
    yield from _slips(
        envelope,
        say("Cần sửa (dòng này chưa được tính)", "To mend (the row is not counted yet)"),
        listed[: min(first, MOST_LISTED)],
    )
    doubtful = listed[first:MOST_LISTED]
    yield from _slips(
        envelope,
        say("Chờ sửa ở dòng khác", "Waiting for another row to be mended"),
        [slip for slip in doubtful if slip.waits],
    )
    yield from _slips(
        envelope,
        say("Cần xem lại (vẫn được tính)", "To look at again (counted all the same)"),
        [slip for slip in doubtful if not slip.waits],
    )
    yield from _rest(envelope, listed[MOST_LISTED:])
    yield from _calls(envelope, section)
    for year, start in section.starts.items():
        open_it = say(f"Mở sổ năm {year} của đơn vị", f"Open the unit's workbook of {year}")
        yield Link(say("Xem cả sổ:", "The whole workbook:"), open_it, start)


def _calls(envelope: Envelope, section: Section) -> Iterator[Block]:
    say = envelope.say
    titles = {
        "unit": say("Đến hạn, quá hạn", "Due and overdue"),
        "head": say("Báo lãnh đạo đơn vị: chưa làm xong", "For the head of the unit: not done yet"),
        "leaders": say("Trình lãnh đạo: chưa làm xong", "For the leaders: not done yet"),
    }
    for to, title in titles.items():
        yield from _listed(envelope, title, [call for call in section.calls if call.to == to])
    yield from _listed(envelope, say("Việc khác đang chờ làm", "Also open"), section.others)


def _listed(envelope: Envelope, title: str, calls: Sequence[Call]) -> Iterator[Block]:
    if calls:
        yield Heading(title, 3)
        yield from (_call(envelope, call) for call in calls[:MOST_LISTED])
    if (more := len(calls) - MOST_LISTED) > 0:
        yield Items((envelope.say(f"… và {more} việc nữa.", f"… and {more} more."),))


def _call(envelope: Envelope, call: Call) -> Block:
    told = f"{_sentence(call.text)} {call.deadline}"
    if not call.link:
        return Items((told,))
    return Link(told, envelope.say(f"Mở tab {call.tab}", f"Open the tab {call.tab}"), call.link)


def _sentence(text: str) -> str:
    """What people typed as the name of a matter, ended as a sentence is."""
    return text if text.endswith((".", "…", "!", "?")) else f"{text}."


def _slips(envelope: Envelope, title: str, slips: Sequence[Slip]) -> Iterator[Block]:
    if slips:
        yield Heading(title, 3)
        yield from (_slip(envelope, slip) for slip in slips)


def _rest(envelope: Envelope, slips: Sequence[Slip]) -> Iterator[Block]:
    """How many more there are, and in which tabs."""
    if slips:
        tabs = ", ".join(f"{tab} {count}" for tab, count in Counter(slip.tab for slip in slips).items())
        more = len(slips)
        yield Paragraph(envelope.say(f"… và {more} ô nữa: {tabs}.", f"… and {more} more: {tabs}."))


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
