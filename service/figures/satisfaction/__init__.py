"""Satisfaction, from the cube of published batches only (docs/figures.md, 5)."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures import exact
from service.figures.data import Data, Figure
from service.figures.satisfaction import changes, comments, patterns, questions, response, units
from service.figures.satisfaction.published import LEVELS, QUESTIONS, department, may_be_shown

__all__ = ["LEVELS", "QUESTIONS", "figures", "may_be_shown"]


def figures(data: Data) -> Iterator[Figure]:
    """The department's figures, the units', patterns and themes, the response, and what changed."""
    made = department(data)
    found = {figure.name: figure for figure in (*questions.figures(data, made), *units.figures(data))}
    yield from found.values()
    late, unassigned = sum(data.late_answers.values()), data.unassigned_answers
    yield exact.count("satisfaction.late", late, late)
    yield exact.count("satisfaction.unassigned", unassigned, unassigned)
    yield from patterns.figures(data, made)
    yield from comments.figures(made, data.k)
    yield from response.figures(data, found)
    yield from changes.figures(data, found)
