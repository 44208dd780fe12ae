"""A small department lives its year through the real commands; an oracle sharing no code with it agrees."""

from __future__ import annotations

import json
import os
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.oracle import fig
from tests.soak import lived
from tests.support.loopback.processes import guarded_environment, notes

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished year of two units; beside it what it told, and what its processes noted."""
    folder = tmp_path_factory.mktemp("small-year") / "year"
    environment = guarded_environment(folder.with_name("notes"))
    told = lived.live(folder, seed=7, units=2, longest=560, environment=environment)
    folder.with_name("told").write_text(told, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def own(year: Path) -> dict[str, fig.Figures]:
    """What the oracle makes of the year's dumps, by label."""
    return lived.recomputed(year)


def test_every_figure_of_thirteen_reports_equals_the_oracle(year: Path, own: dict[str, fig.Figures]) -> None:
    """Twelve months and the year: value, numerator, denominator, n, state; no name missing on either side."""
    assert lived.differences(year, own=own) == []


def test_every_slip_is_told_or_listed(year: Path) -> None:
    """What people meant, against the problems found and against what stood in the sheets at each close."""
    judged = lived.verdict(year)
    assert judged.missed == []
    assert judged.flagged


def test_the_comparison_sees_any_figure_that_is_off(year: Path, own: dict[str, fig.Figures]) -> None:
    """Each figure of March and of the year, changed by itself, is told: the agreement means something."""
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


def test_the_month_is_walked_to_its_conclusions(year: Path) -> None:
    """September: frozen, told to the coordinator, met about, concluded; each mail on its day."""
    with closing(sqlite3.connect(year / "qms.db")) as store:
        mails = store.execute("SELECT key, created_at FROM outbox WHERE key LIKE '%2022-09%'").fetchall()
    first: dict[str, str] = {}
    for key, at in sorted(mails, key=lambda one: one[1]):
        first.setdefault(key.partition("|")[0], at[:10])
    assert first["monthly"] == first["minutes"] == "2022-09-20"
    assert "2022-09-22" <= first["conclusions"] <= "2022-09-26"
