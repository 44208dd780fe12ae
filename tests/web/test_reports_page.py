"""Reports as they were sent, their approval, and a test to one address."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from service.compose import Services
from tests.support.installation import PIXEL, add_report
from tests.web.conftest import Post


def test_the_list_names_each_report_once_with_its_mails(client: FlaskClient) -> None:
    """Newest first; January's mail was sent; neither is approved."""
    text = " ".join(client.get("/bao-cao/").text.split())
    assert text.index("Báo cáo tháng 2/2022") < text.index("Báo cáo tháng 1/2022")
    assert text.count("chưa duyệt") == 2
    assert "1 đã gửi" in text


def test_the_letter_is_the_html_that_was_mailed_with_its_pictures(client: FlaskClient) -> None:
    """Pictures are inline, styles allowed, scripts and other sites not."""
    answer = client.get("/bao-cao/monthly/2022-01/thu.html")
    assert '<p style="color:#123456">' in answer.text
    assert f'src="data:image/png;base64,{PIXEL}"' in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy


def test_the_page_frames_the_letter_without_letting_it_run(client: FlaskClient) -> None:
    """The frame is sandboxed, without scripts and without our origin."""
    text = client.get("/bao-cao/monthly/2022-01").text
    assert '<iframe class="letter" sandbox="allow-popups allow-popups-to-escape-sandbox"' in text
    assert 'src="/bao-cao/monthly/2022-01/thu.html"' in text
    assert "thuky@example.vn" in text


def test_the_plain_text_is_there_too(client: FlaskClient) -> None:
    """As mailed, as text."""
    answer = client.get("/bao-cao/monthly/2022-01/thu.txt")
    assert answer.mimetype == "text/plain"
    assert answer.text.startswith("Kính gửi đồng chí Giám đốc,\n")


def test_english_is_shown_where_there_is_an_english_report(services: Services, client: FlaskClient) -> None:
    """Else the Vietnamese one."""
    with services.engine.begin() as connection:
        add_report(connection, "monthly", "2022-01", "en", text="Dear Director,")
    assert client.get("/bao-cao/monthly/2022-01/thu.txt?lang=en").text == "Dear Director,"
    assert client.get("/bao-cao/monthly/2022-02/thu.txt?lang=en").text.startswith("Kính gửi")
    assert client.get("/bao-cao/").text.count("/bao-cao/monthly/2022-01") == 1


def test_nothing_is_approved_without_the_tick(post: Post) -> None:
    """The coordinator says that she has read it."""
    page = "/bao-cao/monthly/2022-01"
    answer = post(page, f"{page}/duyet", {})
    assert "Hãy đánh dấu “Tôi đã đọc báo cáo này”." in answer.text
    assert "Lãnh đạo chưa nhận được báo cáo này." in answer.text


@pytest.mark.parametrize(
    "to", ["", "an", "an@", "a@b@c", "an@example.vn, binh@example.vn", "an@example.vn\r\nBcc: x@y"]
)
def test_a_test_goes_to_one_real_address_only(post: Post, to: str) -> None:
    """What is not one address is quoted back; no header can be smuggled in."""
    page = "/bao-cao/monthly/2022-01"
    assert "không phải là một địa chỉ thư." in post(page, f"{page}/gui-thu", {"to": to}).text
