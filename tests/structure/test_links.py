"""Pages lead somewhere: every relative link of the documents points at a file there is."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def broken(page: Path) -> list[str]:
    """The relative links of a Markdown page that lead nowhere."""
    return [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]


def test_every_relative_link_leads_to_a_file() -> None:
    """README, CONTRIBUTING, CHANGELOG and everything in docs/."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    assert len(pages) > 10
    assert {str(p.relative_to(ROOT)): found for p in pages if (found := broken(p))} == {}


def test_a_planted_dead_link_is_found(tmp_path: Path) -> None:
    """The check fails on a link to a file that is not there, and leaves addresses of the web alone."""
    page = tmp_path / "page.md"
    page.write_text("[a](gone.md) [b](https://example.org/x) [c](#here) [d](page.md)", encoding="utf-8")
    assert broken(page) == ["gone.md"]
