"""`qms init` against the stand-in: it asks, keeps the answers, makes what is missing, and harms nothing."""

from __future__ import annotations

import os
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest

from service.commands.init import QUESTIONS
from service.config import Config
from tests.commands.conftest import Run
from tests.support.office import call
from tests.support.standin import Standin


@pytest.fixture
def options(standin: Standin, tmp_path: Path) -> list[str]:
    """What an administrator types for an agency with a shared drive on the stand-in."""
    made = call(standin, "POST", f"/drive/v3/drives?requestId={tmp_path.name}", {"name": "ISO"})
    email = standin.key_file.read_text().split('"client_email": "')[1].split('"')[0]
    member = {"type": "user", "role": "fileOrganizer", "emailAddress": email}
    call(standin, "POST", f"/drive/v3/files/{made['id']}/permissions?supportsAllDrives=true", member)
    given = {
        "agency-name": "Sở Thử nghiệm",
        "coordinator-email": "admin@so.example",
        "credentials": str(standin.key_file),
        "shared-drive": made["id"],
        "smtp-host": "127.0.0.1",
        "smtp-port": str(standin.smtp_port),
        "sender": "iso@so.example",
        "google-api": standin.url,
        "sheets-link-base": standin.url,
        "clock": str(standin.clock),
    }
    return ["--no-smtp-starttls", *(part for name, value in given.items() for part in (f"--{name}", value))]


def kept(directory: Path) -> dict[str, Any]:
    """The settings file."""
    return tomllib.loads((directory / "settings.toml").read_text(encoding="utf-8"))


def test_every_setting_can_be_given_as_an_option() -> None:
    """All but the folder (`--dir`) and the key that init makes itself."""
    assert {question.name for question in QUESTIONS} == set(Config.model_fields) - {"dir", "secret_key"}


def test_it_makes_the_workbooks_and_the_second_time_changes_nothing(
    qms: Run, tmp_path: Path, options: list[str]
) -> None:
    """Settings are written for their owner only; the signing key is made once; what is next can be typed."""
    first = qms("init", "--yes", "--dir", tmp_path, *options)
    assert first.exit_code == 0, first.output
    assert "coordinator" in first.stdout
    *_, told, check, work, show = first.stdout.splitlines()
    assert told == "Tiếp theo / next:"
    for line, words in ((check, ["doctor"]), (work, ["jobs", "loop"]), (show, ["serve"])):
        program, *rest = shlex.split(line)
        assert os.access(program, os.X_OK)
        assert rest == [*words, "--dir", str(tmp_path)]
    assert (tmp_path / "settings.toml").stat().st_mode & 0o077 == 0
    settings = kept(tmp_path)
    assert len(settings["secret_key"]) == 64
    again = qms("init", "--yes", "--dir", tmp_path)
    assert again.exit_code == 0, again.output
    assert "không có gì phải thay đổi (nothing to change)" in again.stdout
    assert kept(tmp_path) == settings


def test_a_dry_run_says_what_would_be_made_and_makes_nothing(
    qms: Run, tmp_path: Path, options: list[str]
) -> None:
    """No settings, no store, no file at Google."""
    there = tmp_path / "new"
    result = qms("init", "--yes", "--dry-run", "--dir", there, *options)
    assert result.exit_code == 0, result.output
    assert all(line.startswith("sẽ / would: ") for line in result.stdout.splitlines())
    assert "coordinator" in result.stdout
    assert "form" in result.stdout
    assert not there.exists()


def test_without_yes_it_asks_for_what_was_not_given(qms: Run, tmp_path: Path, options: list[str]) -> None:
    """Enter takes the default; the password is not echoed."""
    answers = "\n".join(["", "", "", "hidden-word", ""])
    result = qms("init", "--dry-run", "--dir", tmp_path, *options, input=answers)
    assert result.exit_code == 0, result.output
    assert "Sổ của thư ký đã có; trống: tạo mới (spreadsheet to adopt)" in result.stdout
    assert "Tên cơ quan" not in result.stdout
    assert "hidden-word" not in result.output


def test_what_is_missing_is_told_and_the_answers_are_kept(qms: Run, tmp_path: Path) -> None:
    """Every mistake with its id; the next run goes on from there."""
    result = qms("init", "--yes", "--dir", tmp_path, "--agency-name", "Sở Thử nghiệm")
    assert result.exit_code == 2
    for mistake in ("config.credentials", "config.drive", "config.smtp"):
        assert f"{mistake}: " in result.stderr
    assert kept(tmp_path)["agency_name"] == "Sở Thử nghiệm"


def test_a_key_file_that_is_not_there_is_named(qms: Run, tmp_path: Path, options: list[str]) -> None:
    """Before anything is sent."""
    result = qms("init", "--yes", "--dir", tmp_path, *options, "--credentials", tmp_path / "none.json")
    assert result.exit_code == 2
    assert f"Không thấy tệp khóa {tmp_path / 'none.json'} / key file not found." in result.stderr


@pytest.mark.parametrize("option", ["coordinator-email", "sender"])
def test_what_is_no_address_is_told_before_anything_is_sent(
    qms: Run, tmp_path: Path, options: list[str], option: str
) -> None:
    """It would stand in every mail, and none could be written."""
    result = qms("init", "--yes", "--dir", tmp_path, *options, f"--{option}", "Thư ký ISO")
    name = option.replace("-", "_")
    assert result.exit_code == 2
    assert f"qms: config.{name}: {name} “Thư ký ISO” không phải là một địa chỉ thư" in result.stderr
    assert "coordinator" not in result.stdout
