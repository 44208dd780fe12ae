"""Commands as a person runs them: one call, its exit status, what it printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import cli
from service.compose import Services
from tests.support.agencies import make, office, standin
from tests.support.installation import make_installation

__all__ = ["Run", "installation", "make", "office", "qms", "standin"]

Run = Callable[..., Result]


@pytest.fixture
def qms() -> Run:
    """`qms("report", "list", …)` in this process; `input` answers its questions."""

    def run(*arguments: object, input: str | None = None) -> Result:
        return CliRunner().invoke(cli, [str(a) for a in arguments], input=input)

    return run


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Services]:
    """A filled installation, on 10/04/2022."""
    made = make_installation(tmp_path / "var")
    yield made
    made.engine.dispose()
