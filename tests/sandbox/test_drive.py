"""Drive: who owns and sees files, searching, and the logs of changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build

from sandbox.drive import query
from sandbox.drive.store import FORM, SPREADSHEET
from tests.sandbox.conftest import Api
from tests.support.standin import Standin

ALL = {"supportsAllDrives": "true", "includeItemsFromAllDrives": "true"}
SERVICE = "qms@sandbox.iam.gserviceaccount.com"


def share(api: Api, file: str, email: str, role: str = "writer") -> str:
    """Give a person a role on a file; returns the permission's id."""
    made = api(
        "POST",
        f"/drive/v3/files/{file}/permissions",
        {"type": "user", "role": role, "emailAddress": email},
        **ALL,
    )
    return str(made["id"])


def token(api: Api, **where: Any) -> str:
    """Where the log ends now."""
    return str(api("GET", "/drive/v3/changes/startPageToken", **where, **ALL)["startPageToken"])


def changes(api: Api, since: str, **where: Any) -> list[dict[str, Any]]:
    """The changes since a token."""
    found = api("GET", "/drive/v3/changes", pageToken=since, fields="*", **where, **ALL)
    assert "newStartPageToken" in found
    return list(found["changes"])


def test_a_service_account_has_no_storage(service: Api, drive: str) -> None:
    """It cannot own files, only make them in a shared drive."""
    for verb, path, body in (
        ("POST", "/v4/spreadsheets", {}),
        ("POST", "/v1/forms", {"info": {"title": "x"}}),
        ("POST", "/drive/v3/files", {"mimeType": SPREADSHEET}),
    ):
        error = service.error(verb, path, body)
        assert error["code"] == 403
        assert error["message"].startswith("Service Accounts do not have storage quota.")
    reason = service.error("POST", "/drive/v3/files", {"mimeType": SPREADSHEET})["errors"][0]
    assert (reason["reason"], reason["domain"]) == ("storageQuotaExceeded", "usageLimits")
    made = service(
        "POST", "/drive/v3/files", {"mimeType": SPREADSHEET, "name": "x", "parents": [drive]}, **ALL
    )
    assert (made["driveId"], made["mimeType"]) == (drive, SPREADSHEET)
    service("GET", f"/v4/spreadsheets/{made['id']}")


def test_a_folder_that_is_shared_with_it_is_no_storage_either(lan: Api, service: Api) -> None:
    """The owner would still be the service account."""
    folder = lan("POST", "/drive/v3/files", {"mimeType": "application/vnd.google-apps.folder", "name": "f"})[
        "id"
    ]
    share(lan, folder, SERVICE)
    error = service.error("POST", "/drive/v3/files", {"mimeType": SPREADSHEET, "parents": [folder]}, **ALL)
    assert error["errors"][0]["reason"] == "storageQuotaExceeded"


def test_roles_are_enforced_everywhere(lan: Api, minh: Api, new_book: Callable[..., str]) -> None:
    """Unseen files are not found in Drive and denied in Sheets; readers read, writers write."""
    book = new_book()
    assert minh.error("GET", f"/drive/v3/files/{book}")["errors"][0]["reason"] == "notFound"
    denied = minh.error("GET", f"/v4/spreadsheets/{book}")
    assert (denied["code"], denied["status"], denied["message"]) == (
        403,
        "PERMISSION_DENIED",
        "The caller does not have permission",
    )
    assert minh.error("GET", "/v4/spreadsheets/nix")["message"] == "Requested entity was not found."
    permission = share(lan, book, "minh@so.test", "reader")
    minh("GET", f"/v4/spreadsheets/{book}")
    write = ("PUT", f"/v4/spreadsheets/{book}/values/A1", {"values": [["x"]]})
    assert minh.error(*write, valueInputOption="RAW")["code"] == 403
    lan("PATCH", f"/drive/v3/files/{book}/permissions/{permission}", {"role": "writer"})
    minh(*write, valueInputOption="RAW")
    assert (
        minh.error("DELETE", f"/drive/v3/files/{book}")["errors"][0]["reason"]
        == "insufficientFilePermissions"
    )


def test_the_log_has_one_entry_a_file(lan: Api, service: Api, drive: str) -> None:
    """A shared drive's log tells each changed file once, with who changed it last."""
    book = service(
        "POST", "/drive/v3/files", {"mimeType": SPREADSHEET, "name": "log", "parents": [drive]}, **ALL
    )["id"]
    since = token(service, driveId=drive)
    mine = token(lan)
    assert changes(service, since, driveId=drive) == []
    for value in "ab":
        service("PUT", f"/v4/spreadsheets/{book}/values/A1", {"values": [[value]]}, valueInputOption="RAW")
    lan("PUT", f"/v4/spreadsheets/{book}/values/A1", {"values": [["c"]]}, valueInputOption="RAW")
    (found,) = changes(service, since, driveId=drive)
    assert (found["fileId"], found["removed"], found["changeType"]) == (book, False, "file")
    assert (found["file"]["lastModifyingUser"]["emailAddress"], found["file"]["lastModifyingUser"]["me"]) == (
        "lan@so.test",
        False,
    )
    assert int(found["file"]["version"]) == 4
    assert changes(lan, mine) == []
    assert changes(service, token(service, driveId=drive), driveId=drive) == []


def test_reading_is_no_change(lan: Api, new_book: Callable[..., str]) -> None:
    """Neither values nor cells read enter the log; a permission does, without a new modified time."""
    book = new_book()
    since, before = token(lan), lan("GET", f"/drive/v3/files/{book}", fields="modifiedTime,version")
    lan("GET", f"/v4/spreadsheets/{book}/values/A1")
    assert changes(lan, since) == []
    share(lan, book, "minh@so.test")
    after = lan("GET", f"/drive/v3/files/{book}", fields="modifiedTime,version")
    assert [one["fileId"] for one in changes(lan, since)] == [book]
    assert (after["modifiedTime"], int(after["version"])) == (
        before["modifiedTime"],
        int(before["version"]) + 1,
    )


def test_lost_access_and_deletion_are_told(
    lan: Api, minh: Api, service: Api, drive: str, new_book: Callable[..., str]
) -> None:
    """`removed` for one who was shut out, and in a shared drive for a file deleted for good."""
    book = new_book()
    permission = share(lan, book, "minh@so.test")
    since = token(minh)
    lan("DELETE", f"/drive/v3/files/{book}/permissions/{permission}")
    assert [(one["fileId"], one["removed"]) for one in changes(minh, since)] == [(book, True)]
    share(lan, book, "minh@so.test")
    assert [(one["fileId"], one["removed"]) for one in changes(minh, since)] == [(book, False)]
    made = lan("POST", "/drive/v3/files", {"mimeType": SPREADSHEET, "name": "x", "parents": [drive]}, **ALL)[
        "id"
    ]
    since = token(service, driveId=drive)
    service("PATCH", f"/drive/v3/files/{made}", {"trashed": True}, **ALL)
    assert changes(service, since, driveId=drive)[0]["file"]["trashed"] is True
    lan("DELETE", f"/drive/v3/files/{made}", **ALL)
    assert [(one["fileId"], one["removed"]) for one in changes(service, since, driveId=drive)] == [
        (made, True)
    ]


def test_the_log_comes_in_pages(lan: Api, drive: str) -> None:
    """nextPageToken until newStartPageToken."""
    since = token(lan, driveId=drive)
    made = [
        lan("POST", "/drive/v3/files", {"name": str(i), "parents": [drive]}, **ALL)["id"] for i in range(5)
    ]
    seen, at = [], since
    while True:
        page = lan("GET", "/drive/v3/changes", pageToken=at, pageSize=2, driveId=drive, **ALL)
        seen += [one["fileId"] for one in page["changes"]]
        if "newStartPageToken" in page:
            break
        at = page["nextPageToken"]
    assert seen == made


def test_shared_drive_items_need_the_flag(service: Api, drive: str) -> None:
    """Without supportsAllDrives they are not found."""
    book = service("POST", "/drive/v3/files", {"mimeType": SPREADSHEET, "parents": [drive]}, **ALL)["id"]
    assert service.error("GET", f"/drive/v3/files/{book}")["code"] == 404
    assert service("GET", f"/drive/v3/files/{book}", supportsAllDrives="True")["id"] == book


def test_the_google_client_lists_by_query(sandbox: Standin, lan: Api, drive: str) -> None:
    """google-api-python-client, unchanged, with appProperties, parents and names."""
    body = {
        "name": "Đơn vị A",
        "mimeType": SPREADSHEET,
        "parents": [drive],
        "appProperties": {"qms": "a", "bo": "x"},
    }
    made = lan("POST", "/drive/v3/files", body, **ALL)["id"]
    lan("PATCH", f"/drive/v3/files/{made}", {"appProperties": {"bo": None}}, **ALL)
    q = f"appProperties has {{ key='qms' and value='a' }} and '{drive}' in parents"
    q += " and not trashed and name contains 'đơn'"
    credentials = Credentials("lan")  # type: ignore[no-untyped-call]
    where = {"api_endpoint": f"{sandbox.url}/drive/v3/"}
    with build("drive", "v3", credentials=credentials, client_options=where) as api:
        fields = "files(id,appProperties)"
        found = (
            api.files()
            .list(q=q, supportsAllDrives=True, includeItemsFromAllDrives=True, fields=fields)
            .execute()
        )
    assert found == {"files": [{"id": made, "appProperties": {"qms": "a"}}]}


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("name = 'Sổ \\'A\\''", True),
        ("name = \"Sổ 'A'\"", True),
        ("name != 'x' and mimeType = 'text/plain'", True),
        ("trashed = true or name contains 'SỔ'", True),
        ("not (trashed = false)", False),
        ("modifiedTime > '2022-01-01T00:00:00'", True),
        ("modifiedTime < '2022-01-01T00:00:00Z'", False),
        ("'lan@so.test' in writers", True),
        ("'p' in parents and starred = false", True),
        ("", True),
    ],
)
def test_queries(text: str, matches: bool) -> None:
    """The operators of the search language."""
    file = {
        "name": "Sổ 'A'",
        "mimeType": "text/plain",
        "trashed": False,
        "modifiedTime": "2022-03-05T00:00:00.000Z",
        "parents": ["p"],
        "permissions": {"1": {"emailAddress": "lan@so.test", "role": "owner"}},
    }
    assert query.parse(text)(file) is matches


def test_other_refusals(lan: Api, service: Api) -> None:
    """Wrong queries, missing fields, unknown drives, people only."""
    assert lan.error("GET", "/drive/v3/files", q="name ~ 'x'")["errors"][0]["reason"] == "invalid"
    assert lan.error("GET", "/drive/v3/about")["errors"][0]["reason"] == "required"
    assert (
        lan.error("GET", "/drive/v3/files", fields="files(nix)")["message"]
        == "Invalid field selection files.nix"
    )
    assert lan.error("GET", "/drive/v3/drives/0Anix")["message"] == "Shared drive not found: 0Anix"
    assert service.error("POST", "/drive/v3/drives", {"name": "x"}, requestId="r")["code"] == 403
    assert lan("GET", "/drive/v3/about", fields="user")["user"]["emailAddress"] == "lan@so.test"


def test_forms_are_made_through_drive_in_a_shared_drive(service: Api, drive: str) -> None:
    """As a service account must: then the Forms API fills them."""
    made = service(
        "POST", "/drive/v3/files", {"mimeType": FORM, "name": "Khảo sát", "parents": [drive]}, **ALL
    )["id"]
    form = service("GET", f"/v1/forms/{made}")
    assert form["info"] == {"documentTitle": "Khảo sát"}
    assert form["publishSettings"]["publishState"] == {"isPublished": False, "isAcceptingResponses": False}


def test_a_name_is_one_wherever_it_is_changed(lan: Api, new_book: Callable[..., str]) -> None:
    """Renamed through Drive, a spreadsheet and a form keep the new name when they are edited."""
    book, form = new_book(), lan("POST", "/v1/forms", {"info": {"title": "f"}})["formId"]
    for one in (book, form):
        lan("PATCH", f"/drive/v3/files/{one}", {"name": "Tên mới"})
    lan("PUT", f"/v4/spreadsheets/{book}/values/A1", {"values": [["x"]]}, valueInputOption="RAW")
    change = {"updateFormInfo": {"info": {"description": "d"}, "updateMask": "description"}}
    lan("POST", f"/v1/forms/{form}:batchUpdate", {"requests": [change]})
    assert lan("GET", f"/v4/spreadsheets/{book}")["properties"]["title"] == "Tên mới"
    assert lan("GET", f"/v1/forms/{form}")["info"]["documentTitle"] == "Tên mới"
    assert {lan("GET", f"/drive/v3/files/{one}")["name"] for one in (book, form)} == {"Tên mới"}
