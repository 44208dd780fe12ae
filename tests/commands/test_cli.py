"""The command line as a whole: names, quickness, how it tells mistakes, and that all is documented."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from service.cli import cli
from tests.commands.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "commands.md"
#: Other programs call these: they do not change.
NAMES = {
    "access",
    "backup",
    "demo",
    "doctor",
    "duties",
    "erase",
    "import",
    "init",
    "jobs",
    "reminders",
    "report",
    "restore",
    "sandbox",
    "serve",
    "validate",
    "year",
}
#: Slow to import.
HEAVY = {"sqlalchemy", "alembic", "pydantic", "gspread", "googleapiclient", "openpyxl", "waitress"}


def commands(group: click.Group, path: str = "qms") -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def undocumented(page: str) -> list[str]:
    """Commands without a heading of their own, and options that the command's section does not name."""
    sections = {part.split("\n", 1)[0].strip("` "): part for part in page.split("\n## ")}
    missing = []
    for name, command in commands(cli):
        section = next((text for head, text in sections.items() if head.startswith(name)), None)
        if section is None:
            missing.append(name)
            continue
        options = [p for p in command.params if isinstance(p, click.Option)]
        flags = [flag for option in options for flag in option.opts if flag not in ("--dir", "--help")]
        missing += [f"{name} {flag}" for flag in flags if flag not in section]
    return missing


def test_every_command_and_option_is_documented() -> None:
    """docs/commands.md has a section for each command that names each of its options."""
    assert undocumented(PAGE.read_text(encoding="utf-8")) == []


def test_a_command_missing_from_the_page_is_found() -> None:
    """The check above fails when a section, or an option in it, is taken away."""
    page = PAGE.read_text(encoding="utf-8")
    assert "qms backup" in undocumented(page.replace("## `qms backup", "## `x"))
    assert "qms validate --table" in undocumented(page.replace("--table", "--x"))


def test_the_commands_are_those_other_programs_call() -> None:
    """The names of the issue, none more; Flask's own run, shell and routes are not there."""
    assert set(cli.list_commands(click.Context(cli))) == NAMES


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "list"),
        ("report", "show", "monthly", "2022-01"),
        ("report", "approve", "monthly", "2022-01"),
        ("report", "send-test", "monthly", "2022-01", "an@example.vn"),
        ("serve",),
        ("backup", "x.zip"),
    ],
)
def test_a_folder_without_an_installation_is_told_and_left_alone(
    qms: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """One sentence and a hint, status 2; no store is made by mistake."""
    there = tmp_path / "typo"
    result = qms(*arguments, "--dir", there)
    assert result.exit_code == 2
    assert f"qms: Chưa có bản cài đặt trong {there} (no installation there).\n" in result.stderr
    assert "qms init" in result.stderr
    assert not there.exists()


def test_a_broken_settings_file_is_one_sentence(qms: Run, tmp_path: Path) -> None:
    """It names the file; no traceback."""
    (tmp_path / "settings.toml").write_text("smtp_port = ", encoding="utf-8")
    result = qms("report", "list", "--dir", tmp_path)
    assert result.exit_code == 2
    assert f"qms: {tmp_path / 'settings.toml'}: không đọc được / unreadable" in result.stderr
    assert "Traceback" not in result.output


def test_an_unknown_setting_is_named(qms: Run, tmp_path: Path) -> None:
    """A misspelt key is told, not ignored."""
    (tmp_path / "settings.toml").write_text('smtp_hots = "x"\n', encoding="utf-8")
    result = qms("report", "list", "--dir", tmp_path)
    assert result.exit_code == 2
    assert "smtp_hots" in result.stderr


def test_a_damaged_store_is_one_sentence(qms: Run, tmp_path: Path) -> None:
    """It sends to the doctor."""
    (tmp_path / "qms.db").write_bytes(b"rubbish" * 4096)
    result = qms("report", "list", "--dir", tmp_path)
    assert result.exit_code == 2
    assert "qms: Kho dữ liệu không dùng được (the store cannot be used): " in result.stderr
    assert "qms doctor" in result.stderr


def test_the_typed_folder_wins_over_the_environment(
    qms: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--dir` is meant; QMS_DIR is only the default."""
    monkeypatch.setenv("QMS_DIR", str(tmp_path / "other"))
    result = qms("report", "list", "--dir", tmp_path / "typo")
    assert str(tmp_path / "typo") in result.stderr


def test_help_opens_nothing(tmp_path: Path) -> None:
    """`qms --help` in an empty folder lists the commands and makes no file."""
    done = python(tmp_path, "from service.cli import main; main()", "--help")
    assert "validate" in done
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_is_light_until_a_command_runs(tmp_path: Path) -> None:
    """Neither store, Google, settings nor spreadsheets are imported for a name or a help text."""
    code = (
        "import sys, click; from service.cli import cli; "
        "print([cli.get_command(click.Context(cli), n).get_short_help_str() for n in cli.commands]); "
        f"print(sorted({HEAVY!r} & set(sys.modules)))"
    )
    assert python(tmp_path, code).splitlines()[-1] == "[]"


def python(folder: Path, code: str, *arguments: str) -> str:
    """What a fresh interpreter prints."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
