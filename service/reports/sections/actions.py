"""The action plans: how many objectives have one, how far the actions are, what is overdue."""

from __future__ import annotations

from collections.abc import Iterator

from service.reports.blocks import Block, Paragraph
from service.reports.sections import registers
from service.reports.writer import Writer
from sheets_schema import descriptor

#: The register told here.
TOLD = ("actions",)


def blocks(w: Writer) -> Iterator[Block]:
    """The section's body, without its heading."""
    if w.has("actions.objectives"):
        told = w.told("actions.objectives")
        yield Paragraph(
            w.say(f"Mục tiêu đã có kế hoạch thực hiện: {told}.", f"Objectives with an action plan: {told}.")
        )
    yield from registers.of(w, descriptor.table("actions"))
