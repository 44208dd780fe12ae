"""The mail server: connect, encrypt, sign in; no mail is sent."""

from __future__ import annotations

from collections.abc import Iterator

from service.config import Config, Mistake
from service.mail.smtp import Mailer, Refused, Unavailable


def check(config: Config) -> Iterator[Mistake]:
    """The mail server's mistakes."""
    place = f"{config.smtp_host}:{config.smtp_port}"
    try:
        Mailer(config).check()
    except Refused as error:
        yield Mistake(
            "smtp.refused",
            f"Máy chủ thư {place} từ chối: {error} (mail server refused).",
            "Kiểm tra smtp_user, smtp_password (mật khẩu ứng dụng) / check user and app password.",
        )
    except Unavailable as error:
        yield Mistake(
            "smtp.unreachable",
            f"Không nối được máy chủ thư {place}: {error} (cannot connect).",
            "Kiểm tra smtp_host, smtp_port, smtp_starttls / check host, port, STARTTLS, firewall.",
        )
