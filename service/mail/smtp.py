"""The mail server: one connection a round, opened at the first mail, a refusal told from a delay."""

from __future__ import annotations

import smtplib
import ssl
from types import TracebackType

from service.config import Config
from service.errors import QmsError

#: Seconds before a server that does not answer is given up.
TIMEOUT = 30.0


class Unavailable(QmsError):
    """Máy chủ thư chưa nhận được thư / the mail server cannot take mail now."""

    retryable = True


class Refused(QmsError):
    """Máy chủ thư từ chối thư / the mail server refused the mail for good."""


class Mailer:
    """Sends raw messages, one recipient each. Raises Unavailable (4xx, connection) or Refused (5xx)."""

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

        Only what the server says of this recipient or this message is final: a server that refuses our
        sign-in, our greeting or our sender refuses every mail, and is tried again.
        """
        try:
            self._connected().sendmail(self._config.sender, [recipient], message)
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()))
            raise _told(code, reason) from error
        except smtplib.SMTPDataError as error:
            self._hang_up()
            raise _told(error.smtp_code, error.smtp_error) from error
        except ValueError as error:  # an address that cannot be written in ASCII
            raise Refused(f"{type(error).__name__}: {error}") from error
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise Unavailable(f"{type(error).__name__}: {error}") from error

    def check(self) -> None:
        """Connect and sign in, send nothing. Raises as `send` does."""
        try:
            self._connected().noop()
        except smtplib.SMTPResponseException as error:
            raise _told(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable(f"{type(error).__name__}: {error}") from error
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

    def _hang_up(self) -> None:
        if self._server is None:
            return
        server, self._server = self._server, None
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()


def _told(code: int, reason: bytes | str) -> QmsError:
    text = f"{code} {reason.decode('utf-8', 'replace') if isinstance(reason, bytes) else reason}"
    return Refused(text) if code >= 500 else Unavailable(text)
