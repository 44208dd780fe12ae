"""`qms doctor`: each mistake with its id and a hint, found against the real parts."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service import config as configuration
from service.doctor import examine, machine
from tests.commands.conftest import Run
from tests.support.office import Office
from tests.support.standin import Standin

Settle = Callable[..., Path]


@pytest.fixture
def settle(office: Office, standin: Standin, tmp_path: Path) -> Settle:
    """`settle(smtp_port=…)`: a sound installation with settings of its own over the office's store."""
    config = office.services.config

    def write(**changed: Any) -> Path:
        values: dict[str, str | int | bool] = {
            "database_url": config.store_url,
            "credentials": config.credentials,
            "shared_drive": config.shared_drive,
            "google_api": config.google_api,
            "smtp_host": "127.0.0.1",
            "smtp_port": standin.smtp_port,
            "smtp_starttls": False,
            "sender": "iso@so.example",
            "secret_key": "x" * 64,
            "clock": config.clock,
        }
        directory = tmp_path / "settled"
        configuration.save(directory, {**values, **changed})
        return directory

    return write


def ids(directory: Path) -> list[str]:
    """The ids of the mistakes."""
    return [mistake.id for mistake in examine(directory)]


def key_file(folder: Path, standin: Standin, **changed: Any) -> str:
    """A copy of the key file with something changed (None: taken out)."""
    content = {**json.loads(standin.key_file.read_text()), **changed}
    path = folder / "key.json"
    path.write_text(json.dumps({k: v for k, v in content.items() if v is not None}))
    return str(path)


def test_a_sound_installation_is_told_so(qms: Run, settle: Settle) -> None:
    """Sign-in, drive, workbook, store, mail: status 0, an empty JSON list."""
    directory = settle()
    result = qms("doctor", "--dir", directory)
    assert (result.exit_code, result.stdout) == (0, "✓ Mọi thứ đều tốt (all is well).\n")
    assert json.loads(qms("doctor", "--dir", directory, "--format", "json").stdout) == []


def test_mistakes_have_id_message_and_hint(qms: Run, tmp_path: Path) -> None:
    """An empty folder: status 1; JSON with stable keys; nothing is made by looking."""
    there = tmp_path / "empty"
    result = qms("doctor", "--dir", there, "--format", "json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [list(mistake) for mistake in found] == [["id", "message", "hint"]] * len(found)
    assert {m["id"] for m in found} >= {"config.credentials", "config.drive", "config.smtp", "store.missing"}
    assert all(m["message"] and m["hint"] for m in found)
    assert not there.exists()


@pytest.mark.parametrize(
    ("changed", "mistake"),
    [
        ({"credentials": "/none/key.json"}, "config.credentials"),
        ({"shared_drive": ""}, "config.drive"),
        ({"smtp_host": ""}, "config.smtp"),
        ({"secret_key": ""}, "config.secret_key"),
        ({"sender": "Sổ Chất lượng <iso@so.example>"}, "config.sender"),
        ({"coordinator_email": "Thư ký ISO"}, "config.coordinator_email"),
        ({"shared_drive": "0ANotADrive"}, "google.drive"),
        ({"smtp_port": 9}, "smtp.unreachable"),
        ({"google_api": "http://127.0.0.1:9"}, "google.unreachable"),
        ({"clock": "/none/clock"}, "clock.file"),
        ({"database_url": "sqlite:////none/qms.db"}, "store.missing"),
    ],
)
def test_each_wrong_setting_is_one_mistake(settle: Settle, changed: dict[str, Any], mistake: str) -> None:
    """It is told once, not as the failure of everything behind it."""
    assert ids(settle(**changed)) == [mistake]


def test_settings_that_others_can_read_are_a_mistake(settle: Settle) -> None:
    """They may hold the mail password."""
    directory = settle()
    (directory / "settings.toml").chmod(0o644)
    assert ids(directory) == ["config.permissions"]


def test_unreadable_settings_are_the_only_mistake_told(settle: Settle) -> None:
    """Nothing else can be known."""
    directory = settle()
    (directory / "settings.toml").write_text("smtp_port =")
    assert ids(directory) == ["config.file"]


@pytest.mark.parametrize(
    ("changed", "mistake"),
    [
        ({"type": "authorized_user"}, "credentials.kind"),
        ({"private_key": None}, "credentials.incomplete"),
        ({"private_key": "-----BEGIN PRIVATE KEY-----\nx\n"}, "credentials.unusable"),
        ({"client_email": "somebody@else.example"}, "google.sign_in"),
    ],
)
def test_a_wrong_key_file_is_told_apart(
    settle: Settle, standin: Standin, tmp_path: Path, changed: dict[str, Any], mistake: str
) -> None:
    """A user's key, half a key, a broken one, one Google does not know."""
    assert ids(settle(credentials=key_file(tmp_path, standin, **changed))) == [mistake]


def test_a_key_file_that_is_not_json_is_told(settle: Settle, tmp_path: Path) -> None:
    """Somebody saved the web page instead."""
    (tmp_path / "key.json").write_text("<html>")
    assert ids(settle(credentials=str(tmp_path / "key.json"))) == ["credentials.not_json"]


def test_a_coordinators_workbook_that_cannot_be_opened_is_told(settle: Settle) -> None:
    """Here: an address in the settings that leads nowhere, before the store knows better."""
    url = "sqlite:////none/qms.db"
    found = ids(settle(coordinator_spreadsheet="1" * 44, database_url=url))
    assert found == ["store.missing", "google.coordinator"]


@pytest.mark.parametrize(
    ("statement", "mistake"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "store.version"),
        ("PRAGMA journal_mode=WAL", "store.journal"),
        ("DROP TABLE alembic_version", "store.broken"),
    ],
)
def test_a_store_that_is_not_as_it_should_be_is_told(
    settle: Settle, office: Office, statement: str, mistake: str
) -> None:
    """Another version; a journal this SQLite cannot keep safe; no store of ours at all."""
    office.services.engine.dispose()
    connection = sqlite3.connect(office.services.config.store_url.removeprefix("sqlite:///"))
    connection.execute(statement)
    connection.commit()
    connection.close()
    found = ids(settle())
    if mistake == "store.journal" and sqlite3.sqlite_version_info >= (3, 51, 3):
        assert found == []
    else:
        assert found == [mistake]


def test_rubbish_in_place_of_the_store_is_told(settle: Settle, tmp_path: Path) -> None:
    """With the way back: a backup."""
    (tmp_path / "rubbish.db").write_bytes(b"rubbish" * 4096)
    found = examine(settle(database_url=f"sqlite:///{tmp_path / 'rubbish.db'}"))
    assert [mistake.id for mistake in found] == ["store.broken"]
    assert "qms restore" in found[0].hint


def test_little_disk_space_is_told(settle: Settle, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is raised beyond any disk, for none can be filled here."""
    monkeypatch.setattr(machine, "LEAST_FREE", 2**80)
    assert ids(settle()) == ["disk.full"]


def test_every_id_is_documented() -> None:
    """docs/commands.md lists each id that the code can tell."""
    root = Path(__file__).resolve().parents[2]
    sources = [*sorted((root / "service" / "doctor").glob("*.py")), root / "service" / "config.py"]
    code = "".join(path.read_text(encoding="utf-8") for path in sources)
    known = set(re.findall(r'Mistake\(\s*"([a-z_.]+)"', code))
    page = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    missing = {i for i in known if f"`{i}`" not in page and f"`.{i.split('.')[1]}`" not in page}
    assert len(known) > 20
    assert missing == set()


def test_a_doctor_changes_nothing(settle: Settle, office: Office) -> None:
    """The store's bytes are the same before and after."""
    directory = settle()
    office.services.engine.dispose()
    store = Path(office.services.config.store_url.removeprefix("sqlite:///"))
    before = store.read_bytes()
    examine(directory)
    assert store.read_bytes() == before
    assert [path.name for path in directory.iterdir()] == ["settings.toml"]
