"""Commands that show, write or copy what is personal or reported leave a line in the access log."""

from __future__ import annotations

from pathlib import Path

import pytest

from service import access
from service.compose import Services
from service.store.engine import reading
from tests.commands.conftest import Run


def noted(services: Services) -> list[tuple[str, str]]:
    """(what, the command's first two words) of the log, oldest first."""
    with reading(services.engine) as connection:
        lines = reversed(access.recent(connection, 20))
        return [(line["action"], " ".join(line["about"].split()[:2])) for line in lines]


@pytest.mark.parametrize(
    ("asked", "action"),
    [
        (("report", "list"), "opened"),
        (("reminders", "list"), "opened"),
        (("reminders", "feed", "VP"), "opened"),
        (("import", "dossiers", "none.xlsx", "--dry-run"), "imported"),
    ],
)
def test_what_shows_or_writes_is_noted(
    qms: Run, installation: Services, asked: tuple[str, ...], action: str
) -> None:
    """Once, whatever came of it."""
    qms(*asked, "--dir", installation.config.dir)
    assert noted(installation) == [(action, " ".join(asked[:2]))]


def test_what_was_restored_knows_it(qms: Run, installation: Services, tmp_path: Path) -> None:
    """The last line of the store that came back."""
    directory, file = installation.config.dir, tmp_path / "a.zip"
    qms("backup", file, "--dir", directory)
    assert qms("restore", file, "--dir", directory, "--yes").exit_code == 0
    installation.engine.dispose()
    assert noted(installation)[-1] == ("restored", "restore --yes")


def test_what_shows_nobody_is_not_noted(qms: Run, installation: Services) -> None:
    """Such as the list of jobs."""
    qms("jobs", "list", "--dir", installation.config.dir)
    assert noted(installation) == []
