"""Mails as they are built: headers, parts, keys, and only what their reader may see."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from service.figures import compute
from service.mail import messages
from service.mail.messages import Envelope
from service.reports import build
from service.reports.blocks import Note
from service.reports.render import text
from tests.support import frozen

WHEN = datetime(2022, 3, 20, 7, 0, tzinfo=timezone(timedelta(hours=7)))
ENVELOPE = Envelope(
    "so@qms.example", "lan@so.example", WHEN, "thuky@so.example", "Sổ Chất lượng", "Nguyễn Thị Lan"
)


class Agency:
    """A made-up agency."""

    name, parent, place = "Sở GD&ĐT Hà Sơn", "UBND TỈNH HÀ SƠN", "Hà Sơn"


def _report_mail(envelope: Envelope = ENVELOPE) -> EmailMessage:
    data = frozen.full_month()
    return messages.compose_report(build(data, compute(data), Agency()), envelope)


def _parsed(mail: EmailMessage) -> EmailMessage:
    made = message_from_bytes(mail.as_bytes(), policy=SMTP)
    assert isinstance(made, EmailMessage)
    return made


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_a_report_is_one_mail_with_text_page_and_pictures() -> None:
    """Alternative parts; the pictures belong to the page and are shown in it."""
    mail = _parsed(_report_mail())
    assert mail.get_content_type() == "multipart/alternative"
    types = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
    assert types == ["text/plain", "text/html", "image/png", "image/png"]
    named = {str(part["Content-ID"]).strip("<>") for part in mail.walk() if part["Content-ID"]}
    assert set(re.findall(r'src="cid:([^"]+)"', _body(mail, "html"))) == named
    assert _body(mail, "plain").startswith("Kính gửi đồng chí Giám đốc,")


def test_the_headers_say_who_automatic_and_which() -> None:
    """Subject, reply address, Auto-Submitted, and a Message-ID made of the key."""
    mail = _parsed(_report_mail())
    assert mail["Subject"] == "[ISO] Báo cáo tháng 3/2022 – Sở GD&ĐT Hà Sơn"
    assert mail["Reply-To"] == "thuky@so.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-QMS-Key"] == "monthly|2022-03|lan@so.example"
    assert re.fullmatch(r"<[0-9a-f]{32}@qms\.example>", mail["Message-ID"].strip())
    reference = messages.reference(mail["X-QMS-Key"])
    assert f"Mã thư: {reference}" in _body(mail, "plain")
    assert reference in _body(mail, "html")


def test_the_same_mail_has_the_same_bytes() -> None:
    """Boundaries are not left to chance, so a mail built again after a crash is the same mail."""
    assert _report_mail().as_bytes() == _report_mail().as_bytes()


def test_another_recipient_is_another_mail() -> None:
    """The key, and with it the Message-ID, tells them apart; the case of an address does not."""
    other = _report_mail(replace(ENVELOPE, recipient="minh@so.example"))
    assert other["Message-ID"] != _report_mail()["Message-ID"]
    assert messages.key("monthly", "2022-03", "LAN@so.example") == messages.key(
        "monthly", "2022-03", "lan@so.example"
    )


def test_a_preface_stands_between_the_lead_lines_and_the_report() -> None:
    """Whoever gets it, a report begins with its three lines; then the coordinator is asked to approve it."""
    data = frozen.full_month()
    report = build(data, compute(data), Agency())
    mail = messages.compose_report(report, ENVELOPE, kind="monthly-preview", preface=[Note("Bản xem trước.")])
    for part in ("plain", "html"):
        told = _body(mail, part)
        assert told.index("Kính gửi") < told.index("Bản xem trước.") < told.index("BÁO CÁO")
    assert mail["X-QMS-Key"].startswith("monthly-preview|")


def test_of_a_long_list_a_mail_shows_the_first_rows_and_says_where_all_are() -> None:
    """Fifty edits: forty in the mail, all of them in the report itself."""
    edit = frozen.full_month().changes_after_close[0]
    edits = tuple(replace(edit, before=str(number), after=str(number + 1)) for number in range(50))
    data = frozen.full_month(changes_after_close=edits)
    report = build(data, compute(data), Agency())
    mail = messages.compose_report(report, ENVELOPE)
    for part in ("plain", "html"):
        told = " ".join(_body(mail, part).split())
        assert "39 → 40" in told
        assert "40 → 41" not in told
        assert "Còn 10 dòng nữa: thư ký ISO xem đủ ở trang “Báo cáo” của Sổ Chất lượng." in told
    assert "49 → 50" in text.page(report)


def test_a_notice_of_the_same_event_has_the_same_key() -> None:
    """However often it is built, the outbox takes it once."""
    said = ["Không mở được bảng của Văn phòng. Số liệu lần đọc trước được giữ nguyên."]
    made = [
        messages.notice(
            ENVELOPE, "workbook_unreachable", "VP:2022-03-16", "Không mở được bảng", said, "https://x.example"
        )
        for _ in range(2)
    ]
    assert made[0].as_bytes() == made[1].as_bytes()
    assert made[0]["X-QMS-Key"] == "notice:workbook_unreachable|VP:2022-03-16|lan@so.example"
    assert said[0] in " ".join(_body(made[0], "plain").split())


def test_a_name_cannot_bring_a_header_of_its_own() -> None:
    """Line breaks in names and subjects become spaces."""
    envelope = replace(ENVELOPE, recipient_name="Lan\r\nBcc: all@so.example")
    mail = _parsed(messages.notice(envelope, "x", "y", "A\r\nX-Evil: 1", ["Chào."]))
    assert mail["Bcc"] is None
    assert mail["X-Evil"] is None
    assert mail["Subject"] == "[ISO] A X-Evil: 1"


@pytest.mark.parametrize("address", ["", "lan", "@so.example", "lan@"])
def test_what_is_no_address_is_refused(address: str) -> None:
    """Before anything is queued."""
    with pytest.raises(ValueError, match="e-mail"):
        messages.notice(replace(ENVELOPE, recipient=address), "x", "y", "S", ["T"])
