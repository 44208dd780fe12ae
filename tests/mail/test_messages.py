"""Mails as they are built: headers, parts, keys, and only what their reader may see."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from service.duties import owed
from service.figures import compute
from service.mail import messages
from service.mail.messages import Envelope, Slip
from service.reports import build
from service.reports.blocks import Note
from service.reports.render import text
from tests.support import frozen

WHEN = datetime(2022, 3, 20, 7, 0, tzinfo=timezone(timedelta(hours=7)))
ENVELOPE = Envelope(
    "so@qms.example", "lan@so.example", WHEN, "thuky@so.example", "Sổ Chất lượng", "Nguyễn Thị Lan"
)
SLIP = Slip(
    "Kết quả", "E5", "98,5abc", "Không đọc được số.", "Hãy gõ lại số.", "https://sheets.example/1#E5", "98,5"
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


def test_a_digest_names_each_cell_with_a_link_and_what_is_missing() -> None:
    """Value, sentence, remedy, suggestion; errors before warnings."""
    warning = replace(SLIP, cell="H9", severity="warning", sentence="Thiếu nguyên nhân.", suggestion=None)
    mail = messages.digest(
        ENVELOPE,
        "VP",
        "Văn phòng",
        date(2022, 3, 16),
        [warning, SLIP],
        missing=owed.missing(frozen.month(objectives=frozen.full_month().objectives), frozen.UNITS[0]),
    )
    assert mail["Subject"] == "[ISO] Văn phòng: 1 ô cần sửa, 1 ô cần xem lại, 4 mục còn thiếu"
    plain = " ".join(_body(mail, "plain").split())
    assert "Kết quả!E5 “98,5abc”: Không đọc được số. Hãy gõ lại số. Gợi ý: 98,5" in plain
    assert "https://sheets.example/1#E5" in plain
    assert plain.index("E5") < plain.index("H9")
    told = ("kết quả của 2 mục tiêu", "hồ sơ TTHC", "Lãnh đạo đơn vị xác nhận")
    assert [sentence for sentence in told if sentence not in plain] == []
    assert 'href="https://sheets.example/1#E5"' in _body(mail, "html")


def test_a_digest_tells_thirty_problems_and_how_many_more_where() -> None:
    """Errors come first; the subject counts all; a tab pasted wrong makes no mail of a thousand lines."""
    errors = [replace(SLIP, cell=f"E{row}") for row in range(2, 30)]
    warnings = [replace(SLIP, tab="Mục tiêu", cell=f"C{row}", severity="warning") for row in range(2, 10)]
    mail = messages.digest(ENVELOPE, "VP", "Văn phòng", date(2022, 3, 16), [*warnings, *errors, SLIP, SLIP])
    assert mail["Subject"] == "[ISO] Văn phòng: 30 ô cần sửa, 8 ô cần xem lại"
    plain = " ".join(_body(mail, "plain").split())
    assert plain.count("Không đọc được số.") == messages.MOST_LISTED
    assert "Cần xem lại" not in plain
    assert "… và 8 ô nữa: Mục tiêu 8." in plain
    few = messages.digest(ENVELOPE, "VP", "Văn phòng", date(2022, 3, 16), errors)
    assert "ô nữa" not in _body(few, "plain")


def test_two_units_digests_of_a_day_to_one_editor_are_two_mails() -> None:
    """The unit is part of the key; the day is too, so there is one a day."""
    day = date(2022, 3, 16)
    keys = {messages.digest(ENVELOPE, unit, unit, day, [SLIP])["X-QMS-Key"] for unit in ("VP", "TCCB")}
    again = messages.digest(ENVELOPE, "VP", "VP", day, [])["X-QMS-Key"]
    assert len(keys) == 2
    assert again in keys


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


def test_an_english_reader_gets_english_words() -> None:
    """The frame follows the recipient's language."""
    mail = messages.digest(replace(ENVELOPE, language="en"), "VP", "Office", date(2022, 3, 6), [SLIP])
    assert mail["Subject"] == "[ISO] Office: 1 to mend"
    assert "Reference: " in _body(mail, "plain")
    assert "6 March 2022" in _body(mail, "plain")


def test_what_a_person_typed_is_text_in_a_mail() -> None:
    """A formula or a tag in a cell is quoted, shortened, and does nothing."""
    evil = replace(SLIP, value="=HYPERLINK(1)<img src=x onerror=1>" + "9" * 500)
    page = _body(messages.digest(ENVELOPE, "VP", "VP", date(2022, 3, 16), [evil]), "html")
    assert "<img" not in page
    assert "9" * 100 not in page
