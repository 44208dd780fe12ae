"""What comments speak of, counted where there are at least k comments; no comment is ever shown."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures import exact
from service.figures.data import COMMENT, THEME, Figure
from service.figures.satisfaction.published import Published, valid
from sheets_schema.themes import NONE, lexicon


def figures(made: Published, k: int) -> Iterator[Figure]:
    """How many comments there are, and how many of them hold each theme."""
    size, notes = valid(made.counts[COMMENT]), made.left_out[COMMENT]
    enough = size >= k
    notes = notes if enough else ("below_k",)
    whole = size if enough else None
    yield exact.count(
        "satisfaction.comments", whole, whole, exclusions=notes, origin=made.origin if enough else ()
    )
    for name in (*(theme.name for theme in lexicon().themes), NONE):
        levels = made.counts.get(THEME + name)
        part = (valid(levels) if levels else 0) if enough else None
        yield exact.share(f"satisfaction.theme.{name}", part, whole, whole, exclusions=notes)
