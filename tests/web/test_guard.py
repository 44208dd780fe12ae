"""Who may ask, who may write, and what every answer carries."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.support.installation import SECRET

PAGES = (
    "/",
    "/don-vi/TTR",
    "/so/coordinator",
    "/bao-cao/",
    "/bao-cao/monthly/2022-01",
    "/bao-cao/monthly/2022-01/thu.txt",
    "/cong-viec/",
    "/khao-sat/VP",
    "/nghia-vu/",
    "/healthz",
)


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "localhost", "[::1]:8080"])
def test_this_machine_is_let_in(client: FlaskClient, host: str) -> None:
    """Every name of loopback, with or without port."""
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["qms.example.vn", "127.0.0.1.example.vn", "10.0.0.1:8080", "[fe80::1]"])
def test_a_name_rebound_to_this_machine_is_refused(client: FlaskClient, host: str) -> None:
    """A page of another site cannot read ours through DNS rebinding."""
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 403
    assert "Trang này chỉ mở trên chính máy này." in answer.text
    assert "Minh Hà" not in answer.text


PROXIED: tuple[dict[str, str], ...] = (
    {"X-Forwarded-For": "203.0.113.7"},
    {"X-Forwarded-Proto": "https"},
    {"Forwarded": "for=203.0.113.7"},
    {"Via": "1.1 gate"},
    {"X-Real-IP": "203.0.113.7"},
    {"X-Forwarded-For": "127.0.0.1", "Host": "iso.example.vn"},
)


@pytest.mark.parametrize("headers", PROXIED)
def test_whom_a_proxy_asks_for_sees_the_survey_only(client: FlaskClient, headers: dict[str, str]) -> None:
    """A proxy put up for the survey on all paths opens no other page, and nobody approves through it."""
    for page in ("/khao-sat/VP", "/khao-sat/VP.svg", "/static/qms.css"):
        with client.get(page, headers=headers) as answer:
            assert answer.status_code == 200
    for page in (*PAGES, "/bao-cao/monthly/2022-01/thu.html", "/readyz", "/nothing"):
        if not page.startswith("/khao-sat/"):
            answer = client.get(page, headers=headers)
            assert answer.status_code == 403, page
            assert "Minh Hà" not in answer.text
    assert client.post("/bao-cao/monthly/2022-01/duyet", headers=headers).status_code == 403


def test_a_proxy_that_says_nothing_of_itself_is_known_by_its_old_protocol(client: FlaskClient) -> None:
    """As nginx asks without any setting of its own."""
    old = {"SERVER_PROTOCOL": "HTTP/1.0"}
    assert client.get("/khao-sat/VP", environ_overrides=old).status_code == 200
    assert client.get("/", environ_overrides=old).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://example.vn"}],
)
def test_writing_from_another_site_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    """Whatever form the foreign page sends."""
    answer = client.post("/cong-viec/chay", data={"job": "close", "period": "2022-02"}, headers=headers)
    assert answer.status_code == 403
    assert "Trang khác không được ghi vào đây." in answer.text


def test_a_form_without_its_token_is_refused(client: FlaskClient) -> None:
    """The sentence says what to do."""
    answer = client.post("/bao-cao/monthly/2022-01/duyet", data={"confirm": "yes"})
    assert answer.status_code == 400
    assert "Biểu mẫu đã hết hạn hoặc không do trang này gửi." in answer.text


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_is_hardened_and_holds_no_secret(client: FlaskClient, page: str) -> None:
    """Policy, no sniffing, no framing by others, no referrer to others, no caching; no password or key."""
    answer = client.get(page)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert SECRET not in answer.text


@pytest.mark.parametrize(
    "page", ["/nothing", "/bao-cao/weekly/2022-01", "/bao-cao/monthly/2022-99", "/don-vi/"]
)
def test_what_is_not_there_is_told_in_a_page(client: FlaskClient, page: str) -> None:
    """A 404 in Vietnamese with the way back."""
    answer = client.get(page)
    assert answer.status_code == 404
    assert "Về trang tổng quan" in answer.text


def test_too_large_a_form_is_refused(client: FlaskClient) -> None:
    """Nobody fills our memory."""
    answer = client.post("/cong-viec/chay", data={"job": "x" * 100_000})
    assert answer.status_code == 413
    assert "Nội dung gửi quá lớn." in answer.text


@pytest.mark.parametrize("page", [page for page in PAGES if page not in ("/healthz", PAGES[5])])
def test_what_is_written_behind_an_address_breaks_no_page(client: FlaskClient, page: str) -> None:
    """Whatever names a stranger thinks of, also those that building a link knows."""
    names = ("endpoint", "_method", "_scheme", "_external", "_anchor", "self", "code", "x")
    for language in ("vi", "en"):
        answer = client.get(f"{page}?lang={language}&" + "&".join(f"{name}=POST" for name in names))
        assert answer.status_code == 200
        other = page if language == "en" else f"{page}?lang=en"
        assert f'href="{other}" hreflang=' in answer.text
