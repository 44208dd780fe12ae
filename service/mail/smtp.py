"""The mail server: one connection a round, opened at the first mail, a refusal told from a delay."""

from __future__ import annotations

import re
import smtplib
import ssl
from types import TracebackType

from service.config import Config
from service.errors import QmsError

#: Seconds before a server that does not answer is given up.
TIMEOUT = 30.0
#: Status codes of RFC 3463 about the recipient's address; 5.1.7 and 5.1.8 are about the sender's.
_MAILBOX = re.compile(r"5\.1\.(?![78]$)\d{1,3}")
_STATUS = re.compile(r"(?<![\d.])5\.\d{1,3}\.\d{1,3}(?![\d.])")
#: Replies of RFC 5321 about the recipient's address, where the server gives no status code. 550 is not one
#: of them: the same word stands for a mailbox unknown and for a relay denied.
_NO_MAILBOX = (551, 553)
#: The server closes the connection with this answer.
_CLOSING = 421


class Unavailable(QmsError):
    """Máy chủ thư chưa nhận được thư / the mail server cannot take the mail now."""

    retryable = True


class Away(Unavailable):
    """Chưa dùng được máy chủ thư / the mail server cannot be used now: no mail gets through."""


class Refused(QmsError):
    """Máy chủ thư từ chối thư / the mail server refused the mail for good."""


class Mailer:
    """Sends raw messages, one recipient each. Raises Away, Unavailable or Refused."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Mailer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def send(self, recipient: str, message: bytes) -> None:
        """Hand one message over; returns when the server has accepted it.

        Refused: there is no such mailbox, and never will be. Unavailable: any other answer about this mail,
        for a server that denies to relay today may be set right tomorrow. Away: no answer, or one that holds
        for every mail: our greeting, our sign-in or our sender is refused.
        """
        if not recipient.isascii():
            raise Refused(f"{recipient}: địa chỉ không viết được bằng ASCII / cannot be written in ASCII")
        try:
            self._connected().sendmail(self._config.sender, [recipient], message)
        except smtplib.SMTPRecipientsRefused as error:
            raise self._answered(*next(iter(error.recipients.values()))) from error
        except smtplib.SMTPDataError as error:
            raise self._answered(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._hang_up()
            raise Away(f"{type(error).__name__}: {error}") from error

    def check(self) -> None:
        """Connect and sign in, send nothing. Raises Refused when the server says no, else Away."""
        try:
            self._connected().noop()
        except smtplib.SMTPResponseException as error:
            told = _told(error.smtp_code, error.smtp_error)
            raise (Refused if error.smtp_code >= 500 else Away)(told) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Away(f"{type(error).__name__}: {error}") from error
        finally:
            self._hang_up()

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            server = smtplib.SMTP(self._config.smtp_host, self._config.smtp_port, timeout=TIMEOUT)
            self._server = server
            if self._config.smtp_starttls:
                server.starttls(context=ssl.create_default_context())
            if self._config.smtp_user:
                server.login(self._config.smtp_user, self._config.smtp_password.get_secret_value())
        return self._server

    def _answered(self, code: int, reason: bytes | str) -> QmsError:
        """What an answer about one mail comes to."""
        told = _told(code, reason)
        if code == _CLOSING:
            self._hang_up()
            return Away(told)
        return Refused(told) if _is_final(code, told) else Unavailable(told)

    def _hang_up(self) -> None:
        if self._server is None:
            return
        server, self._server = self._server, None
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()


def _told(code: int, reason: bytes | str) -> str:
    return f"{code} {reason.decode('utf-8', 'replace') if isinstance(reason, bytes) else reason}"


def _is_final(code: int, told: str) -> bool:
    """Whether the answer says that the recipient's mailbox does not exist.

    Why nothing else is final: docs/decisions/0010-refused-only-without-a-mailbox.md.
    """
    if code < 500:
        return False
    status = _STATUS.search(told)
    return bool(_MAILBOX.fullmatch(status[0])) if status else code in _NO_MAILBOX
