"""A demo lived by the real commands, held against the oracle. `python -m tests.soak.lived DIR`."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from service.cli import cli
from tests.oracle import dumps, meant, year
from tests.oracle.fig import Figures, compare

QMS = (sys.executable, "-c", "from service.cli import main; main()")


def live(
    folder: Path,
    *,
    seed: int = 1,
    units: int = 13,
    months: int = 12,
    longest: float = 3000,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Live a year of the demo in `folder`, with dumps; what it printed. Fails unless it ends well in time.

    `environment` is added to this process's own.
    """
    given = {"--seed": seed, "--units": units, "--months": months, "--dir": folder}
    command = [*QMS, "demo", "--exit", "--dumps", *(str(part) for pair in given.items() for part in pair)]
    own = {**os.environ, **(environment or {})}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=own) as running:
        try:
            told, complaints = running.communicate(timeout=longest)
        except subprocess.TimeoutExpired:
            running.terminate()  # it ends its own processes
            raise
    assert running.returncode == 0, f"{told}\n{complaints}"
    assert faults(folder) == []
    return told


def faults(folder: Path) -> list[str]:
    """Every fault of the service's own that it noted, for it goes on with the other workbooks."""
    query = "SELECT message_en FROM notice WHERE kind LIKE 'fault:%'"
    with closing(sqlite3.connect(folder / "qms.db")) as store:
        return [row[0] for row in store.execute(query)]


def show(folder: Path, kind: str, label: str) -> dict[str, Any]:
    """`qms report show KIND LABEL --format json`."""
    done = CliRunner().invoke(cli, ["report", "show", kind, label, "--format", "json", "--dir", str(folder)])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def recomputed(folder: Path, months: int = 12) -> dict[str, Figures]:
    """What the oracle makes of the first `months` (and of the year, after twelve), by label."""
    labels = [f"2022-{number:02}" for number in range(1, months + 1)]
    return year.from_folder(folder / "dumps", labels, "2022" if months == 12 else None)


def differences(folder: Path, months: int = 12, own: Mapping[str, Figures] | None = None) -> list[str]:
    """Where the reports differ from the oracle; `own`: what it made of them already, if known."""
    found = []
    for label, figures in (recomputed(folder, months) if own is None else own).items():
        report = show(folder, "annual" if len(label) == 4 else "monthly", label)
        found += [f"{label} {line}" for line in compare(report, figures)]
    return found


def verdict(folder: Path) -> meant.Verdict:
    """What people meant, against the problems found and what stood in the sheets at each close."""
    labels = sorted(path.name for path in (folder / "dumps").iterdir())
    taken = [dumps.load(folder / "dumps", label) for label in labels]
    lines = meant.diary(folder / "meant.jsonl")
    return meant.judge(lines, meant.problems(folder / "qms.db"), taken)


def _main() -> None:
    folder = Path(sys.argv[1])
    labels = [path.name for path in (folder / "dumps").iterdir()]
    lines = differences(folder, len([label for label in labels if len(label) == 7]))
    judged = verdict(folder)
    print(*lines, *judged.missed, sep="\n")
    print(f"{len(lines)} differences; slips: {len(judged.flagged)} flagged, {len(judged.unseen)} unseen")
    print(f"{len(judged.missed)} cells otherwise than meant or slips never told")


if __name__ == "__main__":
    _main()
