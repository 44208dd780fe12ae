"""A year of five units, with a merger, a birth and a new name among them: what the registers tell of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from service.cli import cli
from tests.soak import lived

pytestmark = [pytest.mark.soak, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the finished year."""
    folder = tmp_path_factory.mktemp("walked") / "year"
    lived.live(folder, seed=7, units=5)
    return folder


def test_every_figure_equals_the_oracle_and_every_slip_is_told(year: Path) -> None:
    """Thirteen reports; what people meant, against what was found."""
    assert lived.differences(year) == []
    assert lived.verdict(year).missed == []


def owed(year: Path, unit: str, month: str) -> dict[tuple[str, str], dict[str, Any]]:
    """What `qms duties list` tells of a unit and month: (table, record) → the duty."""
    command = ["duties", "list", "--unit", unit, "--month", month, "--format", "json", "--dir", str(year)]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0, done.output
    return {(one["table"], one["record"]): one for one in json.loads(done.stdout)}


def test_duties_stand_as_the_year_tells_them(year: Path) -> None:
    """One confirms nothing, one is excused, one sends nothing, one has more time; one proposes late."""
    assert owed(year, "VP", "2022-09")["confirmations", ""]["state"] == "missing"
    excused = owed(year, "CTTT", "2022-06")["progress", ""]
    assert (excused["state"], excused["why"].partition(":")[0]) == ("excused", "Giám đốc Sở")
    assert owed(year, "TTR", "2022-10")["progress", ""]["state"] == "missing"
    extended = owed(year, "TTR", "2022-03")["progress", ""]
    assert (extended["due"], extended["why"].partition(":")[0]) == ("2022-03-18", "Phó Giám đốc Sở")
    assert owed(year, "TTR", "2022-01")["objectives", "KH-2022-01"]["state"] == "late"
    proposals = [owed(year, unit, "2022-04")["proposals", "KH-2022-05"]["state"] for unit in ("MC", "VP")]
    assert proposals == ["on_time", "late"]


def test_figures_tell_the_year_as_it_was_meant(year: Path) -> None:
    """Nothing to report, an estimate, a school year's target, "giảm 5%"; findings lost and come again."""
    figures = {n: lived.show(year, "monthly", f"2022-{n:02}")["figures"] for n in range(1, 13)}
    assert sum(figures[n]["objectives.none"]["value"] for n in figures) > 0
    assert [n for n in figures if figures[n]["objectives.estimate"]["value"]] == [12]
    states = [figures[n]["objective.TTR.MT04.value"]["state"] for n in figures]
    assert [n for n, state in enumerate(states, 1) if state in ("met", "not_met")] == [8]
    assert figures[8]["objective.CDS.MT02.target"]["value"] == 38
    assert figures[4]["duties.table.proposals.missing"]["value"] == 1  # CTTT's, until it is merged
    assert [n for n in figures if (figures[n]["findings.vanished"]["value"] or 0) > 0] == [10]
    assert figures[12]["findings.repeated"]["value"] == 1
    assert all(figures[n]["conclusions.overdue"]["value"] >= 1 for n in range(5, 13))
