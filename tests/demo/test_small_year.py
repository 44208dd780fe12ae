"""A small department lives its year through the real commands; an oracle sharing no code with it agrees."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak import lived


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished year of three units."""
    folder = tmp_path_factory.mktemp("small-year")
    lived.live(folder, seed=7, units=3)
    return folder


def test_every_figure_of_thirteen_reports_equals_the_oracle(year: Path) -> None:
    """Twelve months and the year: value, numerator, denominator, n, state; no name missing on either side."""
    assert lived.differences(year) == []


def test_every_slip_is_told_or_listed(year: Path) -> None:
    """What people meant, against the problems found and against what stood in the sheets at each close."""
    judged = lived.verdict(year)
    assert judged.missed == []
    assert judged.flagged
