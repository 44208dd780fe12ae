"""docs/plan.md: no cell empty, everything named is there, and a test of it fails without its mechanism."""

from __future__ import annotations

import re

import pytest

from jobs.registry import jobs
from sheets_schema import descriptor, problems
from tests.plan.__main__ import wrong
from tests.plan.off import switch_off
from tests.plan.page import ROOT, Row, rows

ROWS = rows()
EVERY = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.number}")


@EVERY
def test_what_a_row_names_is_there(row: Row) -> None:
    """Tables, problems, jobs, the test."""
    assert set(row.tables) <= set(descriptor.tables())
    assert set(row.rules) <= {entry.code for entry in problems.catalogue()}
    assert set(row.jobs) <= {job.name for job in jobs()}
    assert re.search(r"tháng|năm", row.sections)
    path, _, name = row.test.partition("::")
    assert f"\ndef {name.partition('[')[0]}(" in (ROOT / path).read_text(encoding="utf-8")


def test_every_table_that_people_fill_is_named() -> None:
    """None stands outside of the plan."""
    named = {table for row in ROWS for table in row.tables}
    assert named == set(descriptor.tables())


def test_an_empty_cell_is_found() -> None:
    """Planted."""
    with pytest.raises(ValueError, match="an empty cell"):
        rows("| 1 | a | units |  | check | tháng I | t | m |")


def test_a_mechanism_that_is_not_there_is_found() -> None:
    """Planted."""
    with pytest.raises(AttributeError):
        switch_off("service.figures.risks:nothing_of_the_kind=()")


@pytest.mark.parametrize("row", ROWS[14:15], ids=lambda row: row.number)
def test_a_rows_test_fails_once_its_mechanism_is_off(row: Row) -> None:
    """One of them; `make plan` tries all."""
    assert wrong(row) == ""


def test_a_mechanism_the_test_does_not_stand_on_is_found() -> None:
    """Planted: the test of risks passes without training."""
    (risks,) = (row for row in ROWS if "risks" in row.tables)
    switched = Row(**{**vars(risks), "switch": "service.figures.training:figures=()"})
    assert wrong(switched) == "its test does not fail with the mechanism off"


@pytest.mark.soak
@EVERY
def test_each_rows_test_fails_once_its_mechanism_is_off(row: Row) -> None:
    """All of them."""
    assert wrong(row) == ""
