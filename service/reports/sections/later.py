"""Sections that a person has to write: one line each."""

from __future__ import annotations

from collections.abc import Iterator

from service.reports.blocks import Block, Note
from service.reports.writer import Writer


def for_a_person(w: Writer) -> Iterator[Block]:
    """A place to write."""
    yield Note(
        w.say("(Người lập báo cáo viết phần này.)", "(To be written by the person who reports.)"), "person"
    )
