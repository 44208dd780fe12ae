"""One stand-in for all tests of this folder, and the real clients over HTTP."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import gspread
import pytest
import requests
from requests.adapters import HTTPAdapter

from tests.support.standin import Standin, start_standin

PEOPLE = {"lan": "lan@so.test", "minh": "minh@so.test", "hoa": "hoa@khac.test"}


class Redirect(HTTPAdapter):
    """Sends every https request to the stand-in, as a transport would reach another host."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send the request to the stand-in."""
        assert request.url
        request.url = self.url + "/" + request.url.split("/", 3)[3]
        return super().send(request, *args, **kwargs)


class Api:
    """Plain HTTP as one person."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"

    def send(self, verb: str, path: str, body: Any = None, **params: Any) -> requests.Response:
        """Send one request, whatever comes of it."""
        return self.session.request(verb, self.url + path, json=body, params=params, timeout=30)

    def __call__(self, verb: str, path: str, body: Any = None, **params: Any) -> Any:
        """Send one request that must succeed; return its JSON."""
        answer = self.send(verb, path, body, **params)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def batch(self, book: str, *wishes: Any, **options: Any) -> Any:
        """A batchUpdate of a spreadsheet."""
        return self("POST", f"/v4/spreadsheets/{book}:batchUpdate", {"requests": list(wishes), **options})

    def error(self, verb: str, path: str, body: Any = None, **params: Any) -> dict[str, Any]:
        """Send one request that must be refused; return the error."""
        answer = self.send(verb, path, body, **params)
        assert not answer.ok, answer.text
        found: dict[str, Any] = answer.json()["error"]
        return found


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standin]:
    """A stand-in whose every answer must keep the contract."""
    running = start_standin(tmp_path_factory.mktemp("sandbox") / "state", dev_tokens=PEOPLE)
    yield running
    assert running.violations() == []
    running.stop()


@pytest.fixture(scope="session")
def lan(sandbox: Standin) -> Api:
    """Lan, who owns what she makes."""
    return Api(sandbox.url, "lan")


@pytest.fixture(scope="session")
def minh(sandbox: Standin) -> Api:
    """Minh, a colleague."""
    return Api(sandbox.url, "minh")


@pytest.fixture(scope="session")
def service(sandbox: Standin) -> Api:
    """The service account, signed in with its key file through google-auth."""
    from google.auth.transport.requests import Request

    from service.google.connect import Offline as Credentials

    scopes = [f"https://www.googleapis.com/auth/{name}" for name in ("spreadsheets", "drive", "forms.body")]
    credentials = Credentials.from_service_account_file(str(sandbox.key_file), scopes=scopes)  # type: ignore[no-untyped-call]
    credentials.refresh(Request())
    return Api(sandbox.url, credentials.token)


@pytest.fixture(scope="session")
def gc(sandbox: Standin) -> gspread.Client:
    """gspread as Lan uses it."""
    session = requests.Session()
    session.headers["Authorization"] = "Bearer lan"
    session.mount("https://", Redirect(sandbox.url))
    return gspread.Client(auth=None, session=session)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def drive(lan: Api, service: Api) -> str:
    """A shared drive of Lan's in which the service account is a manager."""
    made = lan("POST", "/drive/v3/drives", {"name": "Sở"}, requestId=f"drive-{next(_numbers)}")["id"]
    member = {"type": "user", "role": "fileOrganizer", "emailAddress": "qms@sandbox.iam.gserviceaccount.com"}
    lan("POST", f"/drive/v3/files/{made}/permissions", member, supportsAllDrives="true")
    return str(made)


_numbers = itertools.count(1)


@pytest.fixture
def new_book(lan: Api) -> Callable[..., str]:
    """Make a spreadsheet of Lan's, by default in vi_VN."""

    def make(locale: str = "vi_VN", **properties: Any) -> str:
        given = {"title": f"Bảng {next(_numbers)}", "locale": locale, "timeZone": "Asia/Ho_Chi_Minh"}
        made = lan("POST", "/v4/spreadsheets", {"properties": {**given, **properties}})
        return str(made["spreadsheetId"])

    return make
