"""The jobs are documented and run in the documented order."""

from __future__ import annotations

import re
from pathlib import Path

from jobs.load import FILES
from jobs.registry import jobs

PAGE = Path(__file__).resolve().parents[2] / "docs" / "jobs.md"


def documented() -> list[str]:
    """The jobs named in the first column of docs/jobs.md, from top to bottom."""
    return re.findall(r"^\| `(\w+)` \|", PAGE.read_text("utf-8"), re.MULTILINE)


def test_every_job_is_documented_in_its_order() -> None:
    """docs/jobs.md lists exactly the jobs there are, in the order in which a tick takes them."""
    assert documented() == [job.name for job in jobs()]


def test_every_job_has_a_title_and_its_file_is_loaded() -> None:
    """A file in jobs/ that registers a job but is not loaded would never run."""
    folder = PAGE.parents[1] / "jobs"
    holding = {f.stem for f in folder.glob("*.py") if "@job(" in f.read_text("utf-8")}
    assert holding - {"registry"} == set(FILES)
    assert all(job.title for job in jobs())
