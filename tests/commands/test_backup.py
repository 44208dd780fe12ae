"""`qms backup` and `qms restore`: an installation in one file and back, without secrets or accidents."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from service.compose import Services
from service.store.engine import reading
from service.store.tables import report
from tests.commands.conftest import Run
from tests.support.installation import SECRET


@pytest.fixture
def archive(qms: Run, installation: Services, tmp_path: Path) -> Path:
    """A backup of the filled installation."""
    file = tmp_path / "backups" / "qms.zip"
    assert qms("backup", file, "--dir", installation.config.dir).exit_code == 0
    return file


def reports(qms: Run, directory: Path) -> list[str]:
    """The periods of the reports an installation has."""
    result = qms("report", "list", "--dir", directory, "--format", "json")
    return [row["period"] for row in json.loads(result.stdout)]


def test_what_was_backed_up_comes_back(qms: Run, archive: Path, tmp_path: Path) -> None:
    """Into an empty folder, settings included."""
    there = tmp_path / "new"
    assert qms("restore", archive, "--dir", there).exit_code == 0
    assert reports(qms, there) == ["2022-02", "2022-01"]
    assert "thuky@example.vn" in (there / "settings.toml").read_text(encoding="utf-8")


def test_no_secret_is_in_the_file(archive: Path) -> None:
    """Neither the mail password nor the signing key; the file is its owner's only."""
    with zipfile.ZipFile(archive) as opened:
        assert all(SECRET.encode() not in opened.read(name) for name in opened.namelist())
    assert archive.stat().st_mode & 0o077 == 0


def test_a_backup_is_taken_while_the_service_runs(qms: Run, installation: Services, tmp_path: Path) -> None:
    """Somebody reading holds it up no more than it holds up them."""
    with reading(installation.engine) as reader:
        before = reader.execute(select(report.c.label)).all()
        result = qms("backup", tmp_path / "a.zip", "--dir", installation.config.dir)
        assert reader.execute(select(report.c.label)).all() == before
    assert result.exit_code == 0


def test_a_live_store_is_not_overwritten_by_accident(qms: Run, installation: Services, archive: Path) -> None:
    """Refused without --yes, nothing changed; with it the store is what it was."""
    directory = installation.config.dir
    with installation.engine.begin() as connection:
        connection.execute(delete(report).where(report.c.label == "2022-01"))
    refused = qms("restore", archive, "--dir", directory)
    assert refused.exit_code == 2
    assert "đang có dữ liệu (there is a store already)." in refused.stderr
    assert reports(qms, directory) == ["2022-02"]
    assert qms("restore", archive, "--dir", directory, "--yes").exit_code == 0
    assert reports(qms, directory) == ["2022-02", "2022-01"]


def test_whoever_has_the_store_open_goes_on_with_the_restored_one(
    qms: Run, installation: Services, archive: Path
) -> None:
    """The pages stay up: what they read and write afterwards is the new store, not a deleted file."""
    with reading(installation.engine) as reader:
        assert len(reader.execute(select(report.c.label)).all()) == 2
    assert qms("restore", archive, "--dir", installation.config.dir, "--yes").exit_code == 0
    with installation.engine.begin() as connection:
        connection.execute(delete(report).where(report.c.label == "2022-01"))
    assert reports(qms, installation.config.dir) == ["2022-02"]


def test_a_journal_left_by_a_crash_is_not_played_onto_the_restored_store(
    qms: Run, installation: Services, archive: Path
) -> None:
    """The old store's journal goes with it."""
    installation.engine.dispose()
    journal = installation.config.dir / "qms.db-journal"
    journal.write_bytes(b"left over")
    assert qms("restore", archive, "--dir", installation.config.dir, "--yes").exit_code == 0
    assert not journal.exists()


@pytest.mark.parametrize("part", ["qms.db", "manifest.json", "settings.json"])
def test_a_file_with_a_part_missing_is_refused(qms: Run, archive: Path, tmp_path: Path, part: str) -> None:
    """Nothing is restored from half a backup."""
    half = tmp_path / "half.zip"
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(half, "w") as target:
        for name in source.namelist():
            if name != part:
                target.writestr(name, source.read(name))
    result = qms("restore", half, "--dir", tmp_path / "new")
    assert result.exit_code == 2
    assert "không phải bản sao lưu của qms (not a backup)." in result.stderr
    assert not (tmp_path / "new" / "qms.db").exists()


def test_a_changed_store_is_refused(qms: Run, archive: Path, tmp_path: Path) -> None:
    """Its digest is in the manifest."""
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name) + (b"x" if name == "qms.db" else b""))
    result = qms("restore", changed, "--dir", tmp_path / "new")
    assert result.exit_code == 2
    assert "nội dung không khớp" in result.stderr


def test_what_is_no_archive_is_refused(qms: Run, tmp_path: Path) -> None:
    """A sentence, not a traceback; a missing file likewise."""
    file = tmp_path / "x.zip"
    file.write_text("hello", encoding="utf-8")
    assert "không phải bản sao lưu" in qms("restore", file, "--dir", tmp_path / "new").stderr
    assert "Không thấy tệp" in qms("restore", tmp_path / "none.zip", "--dir", tmp_path / "new").stderr
