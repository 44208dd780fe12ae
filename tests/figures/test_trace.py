"""From a figure to its cells: what a report says can be followed to what people typed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from service.figures import compute
from service.figures.trace import NoFigure, Tracer
from service.issuing import traced
from tests.support import frozen

DATA = frozen.full_month()
PLACES = {f"{row.origin[0]}!{row.origin[1]}": {"": 7, "resolved_total": 4} for row in DATA.dossiers}
TRACER = Tracer(replace(DATA, places=PLACES), compute(DATA))


def test_the_rows_of_a_figure_make_it_again() -> None:
    """Dossiers handled in time over those handled, summed from the rows that the trace leads to."""
    figure = TRACER.figures["dossiers.on_time"]
    rows = [source.row for source in TRACER.rows("dossiers.on_time") if source.table.name == "dossiers"]
    assert rows
    assert {row.place for row in rows} <= {row.place for row in DATA.dossiers}
    assert figure.denominator == sum(Fraction(row.values["resolved_total"]) for row in rows)


def test_a_cell_is_named_with_its_place_and_value_at_the_close() -> None:
    """By the column in which the field stood; one whose column is not known has no place."""
    source = TRACER.rows("dossiers.on_time")[0]
    assert source.sheet_id == 7
    told = {cell.field: (cell.a1, cell.value) for cell in source.cells}
    assert told["resolved_total"] == (f"E{source.number}", source.row.values["resolved_total"])
    assert told["period"] == ("", "2022-03")


def test_a_figure_on_satisfaction_leads_to_batches_alone() -> None:
    """Never to an answer: no row stands behind it."""
    names = [name for name in TRACER.figures if name.startswith("satisfaction.")]
    assert not any(TRACER.rows(name) for name in names)
    assert any(TRACER.trace(name).batches for name in names)


def test_it_is_told_in_words() -> None:
    """Numbers, rows with an address; what has no rows says so; what there is not is refused."""
    lines = "\n".join(traced.lines(TRACER, "dossiers.on_time", "https://docs.google.com"))
    figure = TRACER.figures["dossiers.on_time"]
    assert f"tử/mẫu (numerator/denominator): {figure.numerator}/{figure.denominator}" in lines
    assert "https://docs.google.com/spreadsheets/d/" in lines
    bare = next(name for name, one in TRACER.figures.items() if not one.origin)
    assert "chưa ghi nguồn theo dòng" in "\n".join(traced.lines(TRACER, bare, "https://docs.google.com"))
    with pytest.raises(NoFigure):
        TRACER.trace("dossiers.of_nobody")
