"""Signing in: the real sign-in code against the token endpoint; scopes; bearer tokens."""

from __future__ import annotations

import json

import pytest
import requests
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2.credentials import Credentials as Consent

from service.google.connect import Offline as Credentials
from tests.sandbox.conftest import Api
from tests.support.standin import Standin

SCOPE = "https://www.googleapis.com/auth/"


def signed_in(standin: Standin, *scopes: str, subject: str | None = None) -> Api:
    """The service account with these scopes, or acting for a person."""
    credentials = Credentials.from_service_account_file(
        str(standin.key_file), scopes=[SCOPE + s for s in scopes], subject=subject
    )  # type: ignore[no-untyped-call]
    credentials.refresh(Request())
    return Api(standin.url, credentials.token)


def test_scopes_are_enforced(sandbox: Standin) -> None:
    """A token for Sheets opens no Drive log."""
    error = signed_in(sandbox, "spreadsheets").error("GET", "/drive/v3/changes/startPageToken")
    assert error["message"] == "Request had insufficient authentication scopes."
    assert error["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


def test_acting_for_a_person(sandbox: Standin, lan: Api) -> None:
    """Domain-wide delegation: the person owns what is made."""
    acting = signed_in(sandbox, "spreadsheets", "drive", subject="lan@so.test")
    made = acting("POST", "/v4/spreadsheets", {"properties": {"title": "Của Lan"}})["spreadsheetId"]
    assert lan("GET", f"/drive/v3/files/{made}", fields="owners(me)") == {"owners": [{"me": True}]}


def test_a_persons_consent(sandbox: Standin) -> None:
    """A refresh token (a dev token here) buys access tokens as google-auth asks for them."""
    consent = Consent(
        None, refresh_token="minh", token_uri=f"{sandbox.url}/token", client_id="c", client_secret="s"
    )  # type: ignore[no-untyped-call]
    consent.refresh(Request())  # type: ignore[no-untyped-call]
    who = Api(sandbox.url, str(consent.token))("GET", "/drive/v3/about", fields="user")
    assert who["user"]["emailAddress"] == "minh@so.test"


def test_drive_file_shows_only_ones_own(sandbox: Standin, lan: Api, drive: str) -> None:
    """With drive.file alone a file that a person made stays unseen, until `spreadsheets` is there."""
    narrow = signed_in(sandbox, "drive.file")
    flags = {"supportsAllDrives": "true"}
    body = {"mimeType": "application/vnd.google-apps.spreadsheet", "parents": [drive]}
    adopted = lan("POST", "/drive/v3/files", body, **flags)["id"]
    assert narrow.error("GET", f"/drive/v3/files/{adopted}", **flags)["code"] == 404
    assert narrow.error("GET", f"/v4/spreadsheets/{adopted}")["code"] == 403
    signed_in(sandbox, "drive.file", "spreadsheets")("GET", f"/v4/spreadsheets/{adopted}")


def test_a_foreign_key_is_refused(sandbox: Standin, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A JWT that another key signed buys nothing."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    document = json.loads(sandbox.key_file.read_text()) | {"private_key": pem.decode()}
    credentials = Credentials.from_service_account_info(document, scopes=[SCOPE + "drive"])  # type: ignore[no-untyped-call]
    with pytest.raises(RefreshError, match="Invalid JWT Signature"):
        credentials.refresh(Request())


def test_missing_and_unknown_tokens(sandbox: Standin) -> None:
    """403 without a token, 401 with an unknown one."""
    url = f"{sandbox.url}/v4/spreadsheets/x"
    answer = requests.get(url, timeout=10)
    assert (answer.status_code, answer.json()["error"]["status"]) == (403, "PERMISSION_DENIED")
    answer = requests.get(url, headers={"Authorization": "Bearer nope"}, timeout=10)
    assert (answer.status_code, answer.json()["error"]["status"]) == (401, "UNAUTHENTICATED")
    assert "invalid_token" in answer.headers["WWW-Authenticate"]
