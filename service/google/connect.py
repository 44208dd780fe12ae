"""Sign in with the service account's key file and hold the three APIs, timeouts everywhere."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit

import google_auth_httplib2
import gspread
import httplib2
from google.auth.transport.requests import AuthorizedSession
from google.oauth2 import service_account
from googleapiclient.discovery import build
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from service.google.drive import Drive
from service.google.errors import SignInError
from service.google.forms import Forms
from service.google.retry import Retry
from service.google.sheets import Sheets

#: Seconds before a call that does not answer is given up.
TIMEOUT = 60.0
#: `drive`, not `drive.file`: under that one the shared drive itself, and what people made and shared, are
#: not found. The real boundary is what is shared with the service account.
SCOPES = (
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/drive",
    "https://www.googleapis.com/auth/forms.body",
    "https://www.googleapis.com/auth/forms.responses.readonly",
)


class Settings(Protocol):
    """What of the configuration signing in needs."""

    @property
    def credentials(self) -> str:
        """Path of the key file."""

    @property
    def google_api(self) -> str:
        """Base URL that replaces Google's hosts; empty for Google's own."""

    @property
    def shared_drive(self) -> str:
        """Id of the shared drive that holds the agency's files; empty when files are adopted."""


class Redirect(HTTPAdapter):
    """Sends to another host whatever is addressed to Google's: gspread has no option for that."""

    def __init__(self, base: str) -> None:
        super().__init__(pool_maxsize=20)
        self._target = urlsplit(base)

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Send `request` with scheme and host replaced."""
        parts = urlsplit(request.url or "")
        request.url = urlunsplit(parts._replace(scheme=self._target.scheme, netloc=self._target.netloc))
        return super().send(request, *args, **kwargs)


class Offline(service_account.Credentials):
    """The same sign-in, without google-auth's side call to Google's IAM about regional boundaries.

    Used when another API address is set: nothing may then go to Google's own hosts.
    """

    def _is_regional_access_boundary_lookup_required(self) -> bool:
        return False


class PooledHttp:
    """An httplib2 front for googleapiclient: one signed-in connection per thread, as httplib2 needs."""

    def __init__(self, credentials: Any) -> None:
        self._credentials = credentials
        self._local = threading.local()

    def request(self, *args: Any, **kwargs: Any) -> Any:
        """As `httplib2.Http.request`."""
        http = getattr(self._local, "http", None)
        if http is None:
            http = google_auth_httplib2.AuthorizedHttp(self._credentials, httplib2.Http(timeout=TIMEOUT))
            self._local.http = http
        return http.request(*args, **kwargs)

    def close(self) -> None:
        """Close this thread's connection."""
        http = getattr(self._local, "http", None)
        if http is not None:
            http.close()


@dataclass(frozen=True)
class Google:
    """The signed-in APIs. Nothing is sent before the first call."""

    credentials: Any
    api: str
    shared_drive: str
    retry: Retry

    @property
    def email(self) -> str:
        """The service account's own address: it edits what people may not."""
        return str(self.credentials.service_account_email)

    @cached_property
    def _http(self) -> PooledHttp:
        return PooledHttp(self.credentials)

    @cached_property
    def _session(self) -> AuthorizedSession:
        session = AuthorizedSession(self.credentials)  # type: ignore[no-untyped-call]
        session.mount("https://", Redirect(self.api) if self.api else HTTPAdapter(pool_maxsize=20))
        return session

    @cached_property
    def sheets(self) -> Sheets:
        """Spreadsheets, through gspread."""
        client = gspread.Client(auth=self.credentials, session=self._session)
        client.http_client.set_timeout(TIMEOUT)
        return Sheets(client.http_client, self.retry)

    @cached_property
    def drive(self) -> Drive:
        """Files, permissions and change logs, through google-api-python-client."""
        return Drive(self._build("drive", "v3", "/drive/v3/"), self.shared_drive, self.retry)

    @cached_property
    def forms(self) -> Forms:
        """Questionnaires and their answers, through google-api-python-client."""
        return Forms(self._build("forms", "v1", "/"), self.drive, self.retry)

    def _build(self, name: str, version: str, path: str) -> Any:
        options = {"api_endpoint": self.api.rstrip("/") + path} if self.api else None
        return build(name, version, http=self._http, client_options=options, static_discovery=True)

    def close(self) -> None:
        """Close the connections of this thread."""
        for name in ("_session", "_http"):
            if name in self.__dict__:
                self.__dict__[name].close()


def connect(settings: Settings, retry: Retry | None = None) -> Google:
    """The APIs for these settings. Raises SignInError when the key file cannot be used."""
    path = Path(settings.credentials)
    try:
        info = json.loads(path.read_text(encoding="utf-8"))
        kind = Offline if settings.google_api else service_account.Credentials
        credentials = kind.from_service_account_info(info, scopes=list(SCOPES))  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise SignInError(f"Tệp khóa {path} không dùng được / unusable key file: {error}") from error
    return Google(credentials, settings.google_api.rstrip("/"), settings.shared_drive, retry or Retry())
