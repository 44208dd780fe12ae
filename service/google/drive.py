"""Files, sharing and change logs of Drive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.google.retry import Retry

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FORM = "application/vnd.google-apps.form"

_FILE = "id,name,mimeType,trashed,appProperties,webViewLink"
_CHANGES = (
    "newStartPageToken,nextPageToken,"
    "changes(fileId,removed,file(trashed,modifiedTime,lastModifyingUser(me,emailAddress)))"
)


@dataclass(frozen=True)
class File:
    """A file as Drive lists it; `properties` are the app's own."""

    id: str
    name: str
    properties: Mapping[str, str]


@dataclass(frozen=True)
class Change:
    """The newest state of one changed file. `mine`: the service account changed it last."""

    file_id: str
    removed: bool
    trashed: bool
    mine: bool
    by: str
    at: str  # RFC 3339, "" when removed


@dataclass(frozen=True)
class Permission:
    """One person's access to a file."""

    id: str
    email: str
    role: str


class Drive:
    """Drive v3; `drive_id` is the shared drive that holds the agency's files, or ""."""

    def __init__(self, api: Any, drive_id: str, retry: Retry) -> None:
        self._api = api
        # Made once: the client builds a resource's methods anew each time it is asked for one.
        self._changes = api.changes()
        self.drive_id = drive_id
        self._retry = retry

    def find(self, name: str, value: str) -> File | None:
        """The file not in the bin whose app property `name` is `value`; the oldest if there were two."""
        found = list(self.search(f"appProperties has {{ key='{name}' and value='{_quoted(value)}' }}"))
        return found[0] if found else None

    def search(self, query: str) -> Iterator[File]:
        """Files not in the bin that match Drive's `query`, oldest first; one call per 1,000."""
        options: dict[str, Any] = {"corpora": "drive", "driveId": self.drive_id} if self.drive_id else {}
        token = None
        while True:
            request = self._api.files().list(
                q=f"{query} and trashed = false",
                fields=f"nextPageToken,files({_FILE})",
                orderBy="createdTime",
                pageSize=1000,
                pageToken=token,
                supportsAllDrives=True,
                includeItemsFromAllDrives=True,
                **options,
            )
            answer = self._retry.read(request.execute)
            for entry in answer.get("files", []):
                yield File(entry["id"], entry.get("name", ""), entry.get("appProperties", {}))
            token = answer.get("nextPageToken")
            if not token:
                return

    def ensure(self, name: str, mime: str, key: str) -> tuple[File, bool]:
        """The file known by `key` and whether it was just made.

        The key travels with the creation, so a crash between the two never makes a second file.
        Raises NoStorage where a service account may not own files.
        """
        found = self.find("qms_key", key)
        if found:
            return found, False
        body: dict[str, Any] = {"name": name, "mimeType": mime, "appProperties": {"qms_key": key}}
        if self.drive_id:
            body["parents"] = [self.drive_id]
        request = self._api.files().create(body=body, fields=_FILE, supportsAllDrives=True)
        entry = self._retry.write(request.execute)
        return File(entry["id"], entry.get("name", ""), entry.get("appProperties", {})), True

    def rename(self, file: str, name: str) -> None:
        """Call a file otherwise."""
        request = self._api.files().update(
            fileId=file, body={"name": name}, supportsAllDrives=True, fields="id"
        )
        self._retry.read(request.execute)

    def permissions(self, file: str) -> list[Permission]:
        """Who has access to `file`, people only."""
        found: list[Permission] = []
        token = None
        while True:
            request = self._api.permissions().list(
                fileId=file,
                fields="nextPageToken,permissions(id,type,emailAddress,role)",
                pageSize=100,
                pageToken=token,
                supportsAllDrives=True,
            )
            answer = self._retry.read(request.execute)
            for entry in answer.get("permissions", []):
                if entry.get("type") == "user":
                    found.append(
                        Permission(entry["id"], entry.get("emailAddress", ""), entry.get("role", ""))
                    )
            token = answer.get("nextPageToken")
            if not token:
                return found

    def share(self, file: str, email: str, role: str = "writer") -> None:
        """Give one person access. Giving it twice is harmless: Drive keeps one permission a person."""
        body = {"type": "user", "role": role, "emailAddress": email}
        request = self._api.permissions().create(
            fileId=file, body=body, sendNotificationEmail=False, supportsAllDrives=True, fields="id"
        )
        self._retry.read(request.execute)

    def unshare(self, file: str, permission: str) -> None:
        """Take one person's access away."""
        request = self._api.permissions().delete(fileId=file, permissionId=permission, supportsAllDrives=True)
        self._retry.write(request.execute)

    def start_token(self, drive_id: str = "") -> str:
        """Where the change log (the user's, or that of a shared drive) stands now."""
        options = {"driveId": drive_id, "supportsAllDrives": True} if drive_id else {}
        answer = self._retry.read(self._changes.getStartPageToken(**options).execute)
        return str(answer["startPageToken"])

    def changes(self, token: str, drive_id: str = "") -> tuple[list[Change], str]:
        """What changed since `token` in one log, and the token to go on from: one call per 1,000 changes."""
        options: dict[str, Any] = {"driveId": drive_id} if drive_id else {}
        found: list[Change] = []
        page = token
        while True:
            request = self._changes.list(
                pageToken=page,
                pageSize=1000,
                fields=_CHANGES,
                includeRemoved=True,
                supportsAllDrives=True,
                includeItemsFromAllDrives=bool(drive_id),
                **options,
            )
            answer = self._retry.read(request.execute)
            found += [_change(entry) for entry in answer.get("changes", []) if entry.get("fileId")]
            if "nextPageToken" not in answer:
                return found, str(answer["newStartPageToken"])
            page = answer["nextPageToken"]


def _change(entry: Mapping[str, Any]) -> Change:
    file = entry.get("file", {})
    user = file.get("lastModifyingUser", {})
    return Change(
        entry["fileId"],
        bool(entry.get("removed")),
        bool(file.get("trashed")),
        bool(user.get("me")),
        user.get("emailAddress", ""),
        file.get("modifiedTime", ""),
    )


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")
