"""docs/extending.md adds a table in one file: what it promises is seen in a copy of the program."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "extending.md"
FLOORS = ("sheets_schema", "service", "jobs", "sandbox", "tests")


def documented() -> tuple[str, str]:
    """The path the page names and the file it shows."""
    page = PAGE.read_text(encoding="utf-8")
    path = re.search(r"^## The file: `(.+)`$", page, re.MULTILINE)
    block = re.search(r"^```yaml\n(.+?)^```$", page, re.MULTILINE | re.DOTALL)
    assert path and block
    return path[1], block[1]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with the page's one file more."""
    folder = tmp_path_factory.mktemp("extended")
    for floor in FLOORS:
        shutil.copytree(ROOT / floor, folder / floor, ignore=shutil.ignore_patterns("__pycache__"))
    path, content = documented()
    assert not (ROOT / path).exists()
    (folder / path).write_text(content, encoding="utf-8")
    return folder


def run(copy: Path, *arguments: str) -> str:
    """A module of the copy, run as a program of its own."""
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def lived(copy: Path) -> dict[str, Any]:
    """What came of a month with the new table."""
    found: dict[str, Any] = json.loads(run(copy, "tests.structure.extended", str(copy)).splitlines()[-1])
    return found


def test_its_entries_are_checked_in_the_sheet(lived: dict[str, Any]) -> None:
    """A day that is none and a rating that is none are told where they stand; the right rows count."""
    assert lived["problems"] == [["D4", "date_impossible"], ["F4", "choice_unknown"]]
    assert "31/02/2022" in lived["note"]
    assert lived["records"] == ["NCC-01", "NCC-02"]


def test_it_is_counted(lived: dict[str, Any]) -> None:
    """By its document alone."""
    wanted = {
        "total": 2,
        "done": 1,
        "open": 1,
        "overdue": 1,
        "done_on_time": 1,
        "rating.good": 1,
        "unit.KT.overdue": 1,
    }
    assert {name: lived["figures"][f"register.providers.{name}"] for name in wanted} == wanted


def test_it_is_told_in_the_report(lived: dict[str, Any]) -> None:
    """With what is overdue, one by one."""
    assert lived["told"] == [
        "Nhà cung cấp: 2 mục; đã xong 1, chưa xong 1, quá hạn 1; xong đúng hạn 100% (1/1)."
    ]
    assert lived["overdue"] == [["Phòng Khảo thí", "NCC-02 – Công ty Tin học", "10/02/2022"]]


def test_it_is_owed(lived: dict[str, Any]) -> None:
    """Each row is a duty of its unit."""
    assert lived["owed"] == [["KT", "NCC-02", "missing"], ["VP", "NCC-01", "on_time"]]


def test_it_stands_in_the_generated_pages(copy: Path) -> None:
    """docs/tables.md tells of it once written anew."""
    (copy / "docs").mkdir()
    run(copy, "sheets_schema.document", "docs")
    assert "Nhà cung cấp" in (copy / "docs" / "tables.md").read_text(encoding="utf-8")


def test_without_the_file_nothing_of_it_is_there() -> None:
    """The page adds it; the program does not know it."""
    assert "providers" not in {path.stem for path in (ROOT / "sheets_schema" / "tables").iterdir()}
