"""Sections whose registers are not kept here yet, and those a person has to write: one line each."""

from __future__ import annotations

from collections.abc import Iterator

from service.reports.blocks import Block, Note
from service.reports.writer import Writer


def not_kept(w: Writer, vi: str, en: str) -> Iterator[Block]:
    """`vi` and `en` name what is not kept."""
    yield Note(
        w.say(
            f"{vi}: chưa theo dõi trong Sổ Chất lượng, đề nghị bổ sung bằng tay.",
            f"{en}: not kept in the quality book yet; please add by hand.",
        ),
        "person",
    )


def for_a_person(w: Writer) -> Iterator[Block]:
    """A place to write."""
    yield Note(
        w.say("(Người lập báo cáo viết phần này.)", "(To be written by the person who reports.)"), "person"
    )
