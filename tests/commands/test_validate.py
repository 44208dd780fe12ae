"""`qms validate`: problems of a file as text or JSON, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

from sheets_schema import descriptor
from sheets_schema.grid import a1
from tests.commands.conftest import Run

KEYS = ["table", "key", "row", "column", "cell", "value", "code", "severity", "message", "suggestion"]


def units(email: str) -> str:
    """The tab of units as CSV, all columns, one unit."""
    cells = {"code": "VP", "name": "Văn phòng", "editors": email, "has_dossiers": "có"}
    fields = descriptor.table("units").fields
    return "\n".join([",".join(f.title for f in fields), ",".join(cells.get(f.name, "") for f in fields), ""])


GOOD = units("an@example.vn")
BAD = units("an@example")


def test_a_right_file_ends_with_0(qms: Run, tmp_path: Path) -> None:
    """No problems: an empty list, and a line of zeros as text."""
    file = tmp_path / "units.csv"
    file.write_text(GOOD, encoding="utf-8")
    result = qms("validate", "--table", "units", file, "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    assert "0 lỗi, 0 cảnh báo" in qms("validate", "--table", "units", file).stdout


def test_a_wrong_cell_ends_with_1_and_stable_keys(qms: Run, tmp_path: Path) -> None:
    """The keys other programs read, in order; the cell is the one that is wrong."""
    file = tmp_path / "units.csv"
    file.write_text(BAD, encoding="utf-8")
    result = qms("validate", "--table", "units", file, "--format", "json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [list(problem) for problem in found] == [KEYS]
    assert (found[0]["row"], found[0]["column"], found[0]["value"]) == (2, "editors", "an@example")
    assert found[0]["severity"] == "error"


def test_as_text_each_problem_is_a_line_with_its_cell(qms: Run, tmp_path: Path) -> None:
    """Cell, severity, code, sentence; then the counts."""
    file = tmp_path / "units.csv"
    file.write_text(BAD, encoding="utf-8")
    lines = qms("validate", "--table", "units", file).stdout.splitlines()
    column = [f.name for f in descriptor.table("units").fields].index("editors")
    assert lines[0].startswith(f"{a1(1, column)}: LỖI [")
    assert lines[-1] == "1 lỗi, 0 cảnh báo (errors, warnings)"


def test_an_unknown_table_lists_those_there_are(qms: Run, tmp_path: Path) -> None:
    """Status 2, before the file is looked at."""
    result = qms("validate", "--table", "unit", tmp_path / "none.csv")
    assert result.exit_code == 2
    assert result.stderr.startswith("qms: Không có bảng “unit” (no such table).\n")
    assert "progress" in result.stderr
    assert "units" in result.stderr


def test_a_missing_file_ends_with_2(qms: Run, tmp_path: Path) -> None:
    """The sentence names it."""
    result = qms("validate", "--table", "units", tmp_path / "none.csv")
    assert result.exit_code == 2
    assert "none.csv" in result.stderr


def test_a_file_that_is_no_table_ends_with_2(qms: Run, tmp_path: Path) -> None:
    """Rubbish under a spreadsheet's name is a mistake of the person's, told in a sentence."""
    file = tmp_path / "units.xlsx"
    file.write_bytes(b"\x00rubbish")
    result = qms("validate", "--table", "units", file)
    assert result.exit_code == 2
    assert result.stderr.startswith("qms: ")
    assert "Traceback" not in result.output


def test_it_needs_no_installation(qms: Run, tmp_path: Path) -> None:
    """It runs anywhere and makes nothing."""
    file = tmp_path / "units.csv"
    file.write_text(GOOD, encoding="utf-8")
    assert qms("validate", "--table", "units", file, "--dir", tmp_path / "none").exit_code == 0
    assert not (tmp_path / "none").exists()
