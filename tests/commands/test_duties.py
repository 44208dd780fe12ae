"""`qms duties`: the register as text and JSON, some of it, and the history of one duty."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service import organisation
from service.cli import cli
from service.compose import Services
from service.duties.follow import follow
from tests.support.installation import make_installation


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A filled installation on 10/04/2022, what is owed just looked at."""
    made = make_installation(tmp_path / "var")
    with made.engine.begin() as connection:
        known = organisation.read(connection)
        assert known is not None
        follow(connection, known, made.clock.now())
    yield made
    made.engine.dispose()


def run(services: Services, *words: str) -> Result:
    """`qms duties …` in that installation."""
    return CliRunner().invoke(cli, ["duties", words[0], "--dir", str(services.config.dir), *words[1:]])


def test_the_register_as_text_and_as_json(services: Services) -> None:
    """Who, by when, in which state, what, under which key."""
    line = run(services, "list", "--unit", "VP", "--month", "2022-03").output.splitlines()[-1]
    assert line.startswith("VP       15/03/2022 missing  Lãnh đạo đơn vị xác nhận")
    assert line.endswith("[VP|confirmations||2022-03]")
    found = json.loads(run(services, "list", "--state", "missing", "--format", "json").output)
    assert {one["state"] for one in found} == {"missing"}
    assert {"key", "due", "lock", "why", "missing"} <= set(found[0])


def test_what_cannot_be_chosen_is_said(services: Services) -> None:
    """A state, a month, a unit, a duty that is none."""
    for name, word in (("state", "x"), ("month", "x"), ("unit", "NOPE"), ("under", "NOPE")):
        assert run(services, "list", f"--{name}", word).exit_code == 2
    assert run(services, "history", "x").exit_code == 2
    assert "Không có việc nào" in run(services, "list", "--unit", "committee").output


def test_the_history_of_a_duty(services: Services) -> None:
    """Oldest first, in words and as JSON."""
    key = "VP|confirmations||2022-03"
    assert run(services, "history", key).output.endswith("được giao (asked for)\n")
    assert json.loads(run(services, "history", key, "--format", "json").output)[0]["kind"] == "asked"
