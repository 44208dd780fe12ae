"""What fills the items of a management review: the first words of the report's sections, and registers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile

from service.figures import registers as kept
from service.reports.blocks import Block, Paragraph
from service.reports.sections import (
    actions,
    audit,
    dossiers,
    findings,
    objectives,
    petitions,
    procedures,
    registers,
    reviews,
    risks,
    satisfaction,
    submission,
    training,
)
from service.reports.writer import Writer
from sheets_schema import descriptor


def _audits(w: Writer) -> Iterator[Block]:
    new, still = w.count("findings.new"), w.count("findings.open")
    yield Paragraph(
        w.say(
            f"Đánh giá nội bộ: phát hiện mới trong kỳ {new}, còn mở {still}.",
            f"Internal audits: {new} new findings in the period, {still} open.",
        )
    )


def _improvement(w: Writer) -> Iterator[Block]:
    still = w.count("findings.grade.improvement.open")
    yield Paragraph(
        w.say(
            f"Cơ hội cải tiến từ đánh giá nội bộ còn mở: {still}.",
            f"Opportunities for improvement from audits still open: {still}.",
        )
    )


#: By the name items.yaml calls it: the figure without which there is no evidence, and who tells it.
EVIDENCE: dict[str, tuple[str, Callable[[Writer], Iterable[Block]]]] = {
    "conclusions": ("conclusions.followed", reviews.earlier),
    "satisfaction": ("satisfaction.n", satisfaction.blocks),
    "objectives": ("objectives.total", objectives.blocks),
    "dossiers": ("dossiers.received", dossiers.blocks),
    "findings": ("findings.total", findings.blocks),
    "submission": ("completeness", submission.blocks),
    "audits": ("findings.total", _audits),
    "improvement": ("findings.grade.improvement.open", _improvement),
}
#: The sections that tell registers in words of their own.
_OWN = (actions, audit, petitions, procedures, risks, training)


def lines(w: Writer, evidence: Iterable[str], sections: Iterable[str]) -> Iterator[str]:
    """The sentences that fill an item; none where nothing has a figure. Raises KeyError: unknown name."""
    for name in evidence:
        needed, tell = EVIDENCE[name]
        if w.has(needed):
            yield from _opening(tell(w))
    for section in sections:
        yield from dict.fromkeys(line for name in _entered(w, section) for line in _told(w, name))


def _entered(w: Writer, section: str) -> Iterator[str]:
    """The registers of a section in which something stands."""
    for table in kept.kept():
        in_section = table.register is not None and table.register.section == section
        if in_section and w.has(f"register.{table.name}.total"):
            yield table.name


def _told(w: Writer, name: str) -> Iterator[str]:
    own = next((section for section in _OWN if name in section.TOLD), None)
    return _opening(own.blocks(w) if own else registers.of(w, descriptor.table(name)))


def _opening(blocks: Iterable[Block]) -> Iterator[str]:
    """The paragraphs before the first list, table, picture or heading, but for what leads into a list."""
    for block in takewhile(lambda block: isinstance(block, Paragraph), blocks):
        assert isinstance(block, Paragraph)
        if not block.text.endswith(":"):
            yield block.text
