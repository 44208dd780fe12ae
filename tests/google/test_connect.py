"""The real clients against the stand-in: sign-in, files, sharing, change logs, refusals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from service.google import errors
from service.google.connect import Google, connect
from service.google.drive import SPREADSHEET
from sheets_schema.cells.spreadsheets import spreadsheet_id
from tests.support.office import PEOPLE, Office, call


@pytest.fixture
def google(make: Callable[..., Office]) -> Google:
    """The service's own view of an agency with an empty shared drive."""
    signed_in: Google = make().services.google
    return signed_in


def test_an_unusable_key_file_is_told_by_name(tmp_path: Path) -> None:
    """A file that is no key file fails at once, naming the file, before anything is sent."""
    path = tmp_path / "key.json"
    path.write_text("{}")
    with pytest.raises(errors.SignInError, match=r"key\.json"):
        connect(SimpleNamespace(credentials=str(path), google_api="", shared_drive=""))


def test_a_file_is_made_once_for_its_key(google: Google) -> None:
    """Find or make: the second time the same file is found, even with a quote in its key."""
    first, made = google.drive.ensure("Sổ", SPREADSHEET, "qms/unit:D'A:2022")
    second, again = google.drive.ensure("Sổ", SPREADSHEET, "qms/unit:D'A:2022")
    assert (made, again, first.id) == (True, False, second.id)
    assert google.drive.find("qms_key", "qms/other") is None


def test_sharing_twice_keeps_one_permission(google: Google) -> None:
    """A person has access once however often it is given, and loses it when it is taken."""
    file, _ = google.drive.ensure("Sổ", SPREADSHEET, "qms/share")
    google.drive.share(file.id, PEOPLE["clerk"])
    google.drive.share(file.id, PEOPLE["clerk"])
    own = [p for p in google.drive.permissions(file.id) if p.email == PEOPLE["clerk"]]
    assert [p.role for p in own] == ["writer"]
    google.drive.unshare(file.id, own[0].id)
    assert PEOPLE["clerk"] not in [p.email for p in google.drive.permissions(file.id)]


def test_the_log_tells_who_changed_what(google: Google, make: Callable[..., Office]) -> None:
    """A person's edit is in the drive's log with their address; ours are recognised as ours."""
    drive = google.drive
    file, _ = drive.ensure("Sổ", SPREADSHEET, "qms/log")
    drive.share(file.id, PEOPLE["clerk"])
    token = drive.start_token(drive.drive_id)
    assert drive.changes(token, drive.drive_id) == ([], token)
    office = make()
    office.person("clerk").open_by_key(file.id).sheet1.update_acell("A1", "x")
    found, token = drive.changes(token, drive.drive_id)
    assert [(c.file_id, c.mine, c.by) for c in found] == [(file.id, False, PEOPLE["clerk"])]
    google.sheets.write(file.id, [{"addSheet": {"properties": {"title": "Mới"}}}])
    found, _ = drive.changes(token, drive.drive_id)
    assert [(c.file_id, c.mine) for c in found] == [(file.id, True)]


def test_a_service_account_owns_nothing(make: Callable[..., Office]) -> None:
    """Without a shared drive a file cannot be made: the error says what to do instead."""
    google = make(adopting="none").services.google
    with pytest.raises(errors.NoStorage) as told:
        google.drive.ensure("Sổ", SPREADSHEET, "qms/x")
    assert "shared_drive" in told.value.hint


def test_a_file_not_shared_cannot_be_read(google: Google, make: Callable[..., Office]) -> None:
    """Somebody's own spreadsheet is unreachable, told by reason."""
    office = make()
    private = call(office.standin, "POST", "/v4/spreadsheets", {"properties": {"title": "Riêng"}})
    with pytest.raises(errors.Unreachable) as told:
        google.sheets.skeleton(private["spreadsheetId"])
    assert told.value.reason == "unshared"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://docs.google.com/spreadsheets/d/1AbCdEfGhIjK-_x/edit#gid=0", "1AbCdEfGhIjK-_x"),
        (" 1AbCdEfGhIjK-_x ", "1AbCdEfGhIjK-_x"),
        ("", ""),
    ],
)
def test_ids_are_found_in_addresses(text: str, found: str) -> None:
    """People paste an address or an id."""
    assert spreadsheet_id(text) == found
