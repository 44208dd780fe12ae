"""The mailbox's page and levers, over HTTP and SMTP."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
import requests

from tests.support.standin import Standin, start_standin

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32


@pytest.fixture(scope="module")
def standin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standin]:
    """One stand-in for the module, holding one rich message and one that means harm."""
    running = start_standin(tmp_path_factory.mktemp("mail") / "state")
    with smtplib.SMTP("127.0.0.1", running.smtp_port) as smtp:
        smtp.send_message(report())
        smtp.send_message(hostile())
    yield running
    running.stop()


def report() -> EmailMessage:
    """Text, HTML with an inline picture, and an attachment with a Vietnamese name."""
    message = EmailMessage()
    message["From"], message["To"] = "qms@qms.test", "Thư ký <thu-ky@qms.test>"
    message["Subject"], message["X-QMS-Key"] = "[ISO] Báo cáo tháng 3/2022", "monthly/2022-03/thu-ky@qms.test"
    message.set_content("Kính gửi đồng chí Giám đốc,\nMục tiêu đạt 41/46.\n")
    message.add_alternative('<p>Mục tiêu đạt <b>41/46</b></p><img src="cid:chart@qms">', subtype="html")
    related = message.get_body(("html",))
    assert isinstance(related, EmailMessage)
    related.add_related(PNG, "image", "png", cid="<chart@qms>")
    message.add_attachment(b"a;b", "text", "csv", filename="số liệu.csv")
    return message


def hostile() -> EmailMessage:
    """Script wherever it may stand."""
    message = EmailMessage()
    message["From"], message["To"] = "x@qms.test", "lanh-dao@qms.test"
    message["Subject"] = "<script>alert(1)</script>"
    message.set_content("<script>alert(2)</script>")
    message.add_alternative("<script>alert(3)</script>", subtype="html")
    return message


def get(standin: Standin, path: str) -> requests.Response:
    """GET a path of the stand-in."""
    return requests.get(standin.url + path, timeout=10)


def test_json_list_leads_to_the_files(standin: Standin) -> None:
    """Every message is listed in order with its key, and `path` is the file as received."""
    first, second = get(standin, "/_sandbox/mail").json()
    assert (first["id"], first["to"], first["key"]) == (
        "000001",
        ["thu-ky@qms.test"],
        "monthly/2022-03/thu-ky@qms.test",
    )
    assert second["subject"] == "<script>alert(1)</script>"
    assert b"Subject: [ISO]" in Path(first["path"]).read_bytes()


def test_a_box_shows_only_its_own(standin: Standin) -> None:
    """Choosing a recipient leaves the others' mail out, though their boxes stay listed."""
    page = get(standin, "/mail/?to=thu-ky@qms.test").text
    assert "[ISO] Báo cáo tháng 3/2022" in page
    assert "alert(1)" not in page
    assert "lanh-dao@qms.test" in page


def test_html_is_shown_in_a_sandboxed_frame(standin: Standin) -> None:
    """The frame has the sandbox attribute, and the body itself a policy that runs nothing."""
    page = get(standin, "/mail/000001").text
    assert '<iframe class="letter" title="Nội dung thư" sandbox="allow-popups' in page
    body = get(standin, "/mail/000001/html")
    policy = body.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ") and "allow-scripts" not in policy
    assert "script-src" not in policy and "default-src 'none'" in policy


def test_inline_picture_leads_to_its_part(standin: Standin) -> None:
    """`cid:` becomes an address of the stand-in that gives the picture's bytes."""
    html = get(standin, "/mail/000001/html").text
    path = html.split('src="')[1].split('"')[0]
    picture = get(standin, path)
    assert (picture.content, picture.headers["Content-Type"]) == (PNG, "image/png")


def test_attachment_is_downloaded(standin: Standin) -> None:
    """An attachment is offered by name and comes as a download; the inline picture is not offered."""
    page = get(standin, "/mail/000001").text
    assert "số liệu.csv" in page and "image/png" not in page
    path = page.split('<ul class="attachments">')[1].split('href="')[1].split('"')[0]
    file = get(standin, path)
    assert file.content.strip() == b"a;b"
    assert file.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''s%E1%BB%91")


def test_plain_text_and_headers(standin: Standin) -> None:
    """The text part and every header can be read."""
    assert "Mục tiêu đạt 41/46." in get(standin, "/mail/000001?view=text").text
    assert "X-QMS-Key" in get(standin, "/mail/000001?view=headers").text


@pytest.mark.parametrize("view", ["text", "headers"])
def test_everything_is_escaped(standin: Standin, view: str) -> None:
    """Script in subject or body appears as text only."""
    page = get(standin, f"/mail/000002?view={view}").text
    assert "<script>" not in page and "&lt;script&gt;alert(1)" in page


def test_source_is_byte_exact(standin: Standin) -> None:
    """The downloaded .eml is the kept file."""
    path = Path(get(standin, "/_sandbox/mail").json()[0]["path"])
    assert get(standin, "/mail/000001.eml").content == path.read_bytes()


@pytest.mark.parametrize(
    "path", ["/mail/999999", "/mail/000001/part/99", "/mail/000001?view=x", "/mail/..%2f"]
)
def test_what_is_not_there_is_404(standin: Standin, path: str) -> None:
    """Unknown messages, parts and views are not found."""
    assert get(standin, path).status_code == 404


def test_faults_are_ordered_over_http(standin: Standin) -> None:
    """POST /_sandbox/smtp makes the next message fail; DELETE calms the rest."""
    wish = {"mode": "4xx", "times": 2}
    assert requests.post(standin.url + "/_sandbox/smtp", json=wish, timeout=10).json() == {"pending": 1}
    with smtplib.SMTP("127.0.0.1", standin.smtp_port) as smtp, pytest.raises(smtplib.SMTPDataError):
        smtp.send_message(hostile())
    assert requests.delete(standin.url + "/_sandbox/smtp", timeout=10).json() == {"pending": 0}


def test_a_misspelt_fault_is_refused(standin: Standin) -> None:
    """An unknown mode answers 400."""
    answer = requests.post(standin.url + "/_sandbox/smtp", json={"mode": "drop"}, timeout=10)
    assert answer.status_code == 400


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.test"}])
def test_other_sites_may_not_write(standin: Standin, headers: dict[str, str]) -> None:
    """A browser on another site's page cannot pull the levers."""
    answer = requests.post(standin.url + "/_sandbox/smtp", json={"mode": "4xx"}, headers=headers, timeout=10)
    assert answer.status_code == 403
