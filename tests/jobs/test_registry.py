"""The jobs are documented and run in the documented order."""

from __future__ import annotations

import re
from pathlib import Path

from jobs.registry import jobs

PAGE = Path(__file__).resolve().parents[2] / "docs" / "jobs.md"


def documented() -> list[str]:
    """The jobs named in the first column of docs/jobs.md, from top to bottom."""
    return re.findall(r"^\| `(\w+)` \|", PAGE.read_text("utf-8"), re.MULTILINE)


def test_every_job_is_documented_in_its_order() -> None:
    """docs/jobs.md lists exactly the jobs there are, in the order in which a tick takes them."""
    assert documented() == [job.name for job in jobs()]


def test_every_job_has_a_title_for_the_pages() -> None:
    """In Vietnamese, and no two alike."""
    titles = [job.title for job in jobs()]
    assert all(titles)
    assert len(set(titles)) == len(titles)
