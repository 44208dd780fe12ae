"""What a mail server says of one mail is final; what it says of us is not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.config import Config
from service.mail.smtp import Mailer, Refused, Unavailable


@contextmanager
def server(*answers: str) -> Iterator[int]:
    """A mail server that says `answers` in turn, one to each line it hears, the first as its greeting."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            connection, _ = listening.accept()
            with connection, connection.makefile("rb") as heard:
                for answer in answers:
                    connection.sendall(f"{answer}\r\n".encode())
                    if not heard.readline():
                        return

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(5)


def mailer(tmp_path: Path, port: int) -> Mailer:
    """A mailer for that port, without encryption."""
    return Mailer(
        Config(dir=tmp_path, smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False, sender="qms@x.vn")
    )


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        (("220 hi", "250 ok", "250 ok", "550 no such user"), Refused),
        (("220 hi", "250 ok", "250 ok", "450 try later"), Unavailable),
        (("220 hi", "250 ok", "550 your sender is blocked"), Unavailable),
        (("554 go away",), Unavailable),
    ],
)
def test_only_a_verdict_on_the_mail_is_final(
    tmp_path: Path, answers: tuple[str, ...], error: type[Exception]
) -> None:
    """A refused recipient is final; a busy server, a refused sender or greeting is tried again."""
    with server(*answers) as port, mailer(tmp_path, port) as sending, pytest.raises(error):
        sending.send("an@x.vn", b"Subject: x\r\n\r\nx\r\n")


def test_an_address_no_server_can_be_told_stops_no_other_mail(tmp_path: Path) -> None:
    """An address outside ASCII is refused as that mail's own fault."""
    with (
        server("220 hi", "250 ok", "250 ok", "250 ok") as port,
        mailer(tmp_path, port) as sending,
        pytest.raises(Refused),
    ):
        sending.send("sếp@x.vn", b"Subject: x\r\n\r\nx\r\n")
