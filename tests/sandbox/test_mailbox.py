"""The stand-in's mail server, over real SMTP."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from sandbox.mailbox import Fault, Mailbox

NOW = datetime(2022, 4, 15, 1, 0, tzinfo=UTC)
RAW = b"From: a@qms.test\r\nTo: b@qms.test\r\nSubject: x\r\nX-QMS-Key: k-1\r\n\r\n.dot\r\n\xff\xfe\r\n..\r\n"


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Mailbox]:
    """A mailbox that listens, its port in `.port`."""
    mailbox = Mailbox(tmp_path, lambda: NOW)
    mailbox.port = mailbox.start()  # type: ignore[attr-defined]
    yield mailbox
    mailbox.stop()


def client(box: Mailbox) -> smtplib.SMTP:
    """A connected SMTP client."""
    return smtplib.SMTP("127.0.0.1", box.port, timeout=5)  # type: ignore[attr-defined]


def letter(subject: str = "[ISO] Báo cáo tháng 3/2022", to: str = "thu-ky@qms.test") -> EmailMessage:
    """A short Vietnamese message."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "qms@qms.test", to, subject
    message["Message-ID"], message["X-QMS-Key"] = "<m1@qms.test>", "monthly/2022-03"
    message.set_content("Kính gửi đồng chí Giám đốc,\n")
    return message


def test_bytes_are_kept_as_received(box: Mailbox) -> None:
    """Dots at line starts and bytes that are no text come back unchanged."""
    with client(box) as smtp:
        smtp.sendmail("a@qms.test", ["b@qms.test"], RAW)
    assert (box.folder / "000001.eml").read_bytes() == RAW


def test_a_listing_tells_who_what_and_key(box: Mailbox) -> None:
    """Subject is decoded, the envelope tells sender and recipient, the clock stamps it."""
    with client(box) as smtp:
        smtp.send_message(letter())
    (told,) = [mail.listing(box.folder) for mail in box.mails()]
    path = Path(told.pop("path"))
    assert told == {
        "id": "000001",
        "from": "qms@qms.test",
        "to": ["thu-ky@qms.test"],
        "subject": "[ISO] Báo cáo tháng 3/2022",
        "date": "",
        "key": "monthly/2022-03",
        "message_id": "<m1@qms.test>",
        "received": "2022-04-15T01:00:00+00:00",
    }
    assert path.is_file()


def test_any_password_will_do(box: Mailbox) -> None:
    """A client that signs in is let in, as one that does not."""
    with client(box) as smtp:
        assert smtp.login("qms", "anything")[0] == 235


@pytest.mark.parametrize(("mode", "code"), [("4xx", 451), ("5xx", 550)])
def test_a_refused_message_is_not_kept(box: Mailbox, mode: str, code: int) -> None:
    """4xx and 5xx answer DATA with their code, keep nothing, and are used up."""
    box.inject(Fault(mode, times=1))
    with client(box) as smtp, pytest.raises(smtplib.SMTPDataError) as refused:
        smtp.send_message(letter())
    assert refused.value.smtp_code == code
    assert box.mails() == []
    with client(box) as smtp:
        assert smtp.send_message(letter()) == {}
    assert len(box.mails()) == 1


def test_a_drop_after_data_keeps_the_message_without_saying_so(box: Mailbox) -> None:
    """The connection breaks before the 250, though the message is in the box: the sender cannot know."""
    box.inject(Fault("drop_after_data"))
    with pytest.raises(smtplib.SMTPServerDisconnected), client(box) as smtp:
        smtp.send_message(letter())
    assert [mail.key for mail in box.mails()] == ["monthly/2022-03"]


def test_a_fault_may_wait_for_one_recipient(box: Mailbox) -> None:
    """A fault with an address leaves mail for others alone."""
    box.inject(Fault("5xx", to="gone@qms.test"))
    with client(box) as smtp:
        assert smtp.send_message(letter()) == {}
        with pytest.raises(smtplib.SMTPDataError):
            smtp.send_message(letter(to="gone@qms.test"))


def test_an_unknown_mode_is_refused(box: Mailbox) -> None:
    """A misspelt fault is an error of the caller, not a silent no-fault."""
    with pytest.raises(ValueError, match="drop_after_data"):
        box.inject(Fault("dropp"))


def test_order_survives_a_restart(box: Mailbox, tmp_path: Path) -> None:
    """A new start finds the old messages and counts on from them."""
    with client(box) as smtp:
        smtp.send_message(letter("một"))
        smtp.send_message(letter("hai"))
    again = Mailbox(tmp_path, lambda: NOW)
    again.keep("a@qms.test", ["b@qms.test"], RAW)
    assert [(mail.id, mail.subject) for mail in again.mails()] == [
        ("000001", "một"),
        ("000002", "hai"),
        ("000003", "x"),
    ]


def test_a_message_cut_off_from_its_index_is_found_again(box: Mailbox, tmp_path: Path) -> None:
    """Killed between the file and its index line (or within the line), the message is listed all the same."""
    box.keep("a@qms.test", ["b@qms.test"], RAW)
    index = box.folder / "index.jsonl"
    index.write_bytes(index.read_bytes()[:20])
    assert [(mail.id, mail.key) for mail in Mailbox(tmp_path, lambda: NOW).mails()] == [("000001", "k-1")]
    assert len(Mailbox(tmp_path, lambda: NOW).mails()) == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff", b"Subject: =?bogus?q?x?=\r\nFrom: <<>,;\r\n\r\nx", b"Date: never\r\nTo: \xff\r\n\r\n"],
)
def test_broken_messages_are_kept_too(box: Mailbox, content: bytes) -> None:
    """Whatever comes is kept and listed; nothing of it stops the box."""
    box.keep("", [], content)
    assert box.raw("000001") == content
    assert len(box.mails()) == 1
