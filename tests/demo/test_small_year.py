"""A small department lives its year through the real commands; an oracle sharing no code with it agrees."""

from __future__ import annotations

import json
import os
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from service.cli import cli
from tests.oracle import fig
from tests.oracle import year as oracle
from tests.soak import lived
from tests.support.loopback.processes import guarded_environment, notes

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished year of five units; beside it what it told, and what its processes noted."""
    folder = tmp_path_factory.mktemp("small-year") / "year"
    environment = guarded_environment(folder.with_name("notes"))
    told = lived.live(folder, seed=7, units=5, longest=560, environment=environment)
    folder.with_name("told").write_text(told, encoding="utf-8")
    return folder


def test_every_figure_of_thirteen_reports_equals_the_oracle(year: Path) -> None:
    """Twelve months and the year: value, numerator, denominator, n, state; no name missing on either side."""
    assert lived.differences(year) == []


def test_every_slip_is_told_or_listed(year: Path) -> None:
    """What people meant, against the problems found and against what stood in the sheets at each close."""
    judged = lived.verdict(year)
    assert judged.missed == []
    assert judged.flagged


def test_the_comparison_sees_any_figure_that_is_off(year: Path) -> None:
    """Each figure of March and of the year, changed by itself, is told: the agreement means something."""
    labels = [f"2022-{number:02}" for number in range(1, 13)]
    own = oracle.from_folder(year / "dumps", labels, "2022")
    for kind, label in (("monthly", "2022-03"), ("annual", "2022")):
        report = lived.show(year, kind, label)
        for name, figure in report["figures"].items():
            if not fig.is_not_computed(name):
                off = {**figure, "value": 1 if figure["value"] is None else figure["value"] + 1}
                known = {name: own[label][name]} if name in own[label] else {}
                assert fig.compare({"figures": {name: off}}, known) != [], name


def test_no_process_of_the_demo_tried_to_leave_loopback(year: Path) -> None:
    """The demo and what it starts (stand-in, set-up, pages, worker) are guarded, and try nothing."""
    started, tried = notes(year.with_name("notes"))
    assert {"demo", "sandbox", "init", "serve", "jobs"} <= {word for line in started for word in line}
    assert tried == []


def test_the_way_to_look_again_can_be_typed(year: Path) -> None:
    """The last line names this environment's `qms` and the folder; no address of what has ended is kept."""
    _, hint = year.with_name("told").read_text(encoding="utf-8").rstrip("\n").rsplit(": ", 1)
    command = shlex.split(hint)
    assert os.access(command[0], os.X_OK)
    assert command[1:] == ["serve", "--dir", str(year)]
    assert "addresses" not in json.loads((year / "summary.json").read_text(encoding="utf-8"))


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


def test_the_month_is_walked_to_its_conclusions(year: Path) -> None:
    """September: frozen, told to the coordinator, met about, concluded; each mail on its day."""
    with closing(sqlite3.connect(year / "qms.db")) as store:
        mails = store.execute("SELECT key, created_at FROM outbox WHERE key LIKE '%2022-09%'").fetchall()
    first: dict[str, str] = {}
    for key, at in sorted(mails, key=lambda one: one[1]):
        first.setdefault(key.partition("|")[0], at[:10])
    assert first["monthly"] == first["minutes"] == "2022-09-20"
    assert "2022-09-22" <= first["conclusions"] <= "2022-09-26"
