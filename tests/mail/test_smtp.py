"""What a mail server says of one mail is final; what it says of us is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.config import Config
from service.mail.smtp import Away, Mailer, Refused, Unavailable
from tests.support.mail_server import answering

MAIL = b"Subject: x\r\n\r\nx\r\n"


def mailer(tmp_path: Path, port: int) -> Mailer:
    """A mailer for that port, without encryption."""
    return Mailer(
        Config(dir=tmp_path, smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False, sender="qms@x.vn")
    )


@pytest.mark.parametrize(
    "answer",
    [
        "550 5.1.1 no such user",
        "550-5.1.1 The account\r\n550 5.1.1 does not exist",
        "551 user not local",
        "553 no such mailbox",
    ],
)
def test_a_mailbox_that_does_not_exist_is_final(tmp_path: Path, answer: str) -> None:
    """No later try would change it."""
    with answering({"rcpt": answer}) as (port, _), mailer(tmp_path, port) as sending, pytest.raises(Refused):
        sending.send("an@x.vn", MAIL)


@pytest.mark.parametrize(
    "answer",
    [
        "450 try later",
        "530 5.7.0 authentication required",
        "550 relay not permitted",
        "550 5.7.1 relaying denied",
        "550 5.1.8 bad sender",
        "553 that domain is not in my list (#5.7.1)",
        "554 Relay access denied",
        "554 5.7.1 203.5.1.1 is blocked",
    ],
)
def test_what_a_server_says_of_our_leave_is_not_final(tmp_path: Path, answer: str) -> None:
    """A relay denied today may be allowed tomorrow; the other mails of the round are tried as well."""
    with answering({"rcpt": answer}) as (port, _), mailer(tmp_path, port) as sending:
        with pytest.raises(Unavailable) as told:
            sending.send("an@x.vn", MAIL)
        assert not isinstance(told.value, Away)


@pytest.mark.parametrize(
    "answers",
    [
        {"CONNECT": "554 go away"},
        {"mail": "550 your sender is blocked"},
        {"mail": "530 5.7.0 authentication required"},
        {"rcpt": "421 closing"},
        {"rcpt": ""},
    ],
)
def test_a_server_that_takes_no_mail_of_ours_is_away(tmp_path: Path, answers: dict[str, str]) -> None:
    """It refuses our greeting or our sender, closes, or hangs up."""
    with answering(answers) as (port, _), mailer(tmp_path, port) as sending, pytest.raises(Away):
        sending.send("an@x.vn", MAIL)


def test_an_address_no_server_can_be_told_stops_no_other_mail(tmp_path: Path) -> None:
    """An address outside ASCII is refused as that mail's own fault, before a server is asked."""
    with mailer(tmp_path, 9) as sending, pytest.raises(Refused):
        sending.send("sếp@x.vn", MAIL)
