"""Mails in the words of the pages: what each is, what became of it."""

from __future__ import annotations

from flask import Flask

from service.mail import outbox
from service.report_kinds import KINDS
from service.web.language import t

#: What the mails are called, by how their kind begins.
_KINDS = {
    **{name: (kind.vi, kind.en) for name, kind in KINDS.items()},
    "course": ("Lịch tháng của thư ký", "The coordinator's month"),
    "digest": ("Thư tổng hợp hằng ngày", "Digest"),
    "notice": ("Thông báo", "Notice"),
}
#: What became of them, in the order a report's mails are counted in.
STATES = {
    outbox.SENT: ("đã gửi", "sent"),
    outbox.WAITING: ("đang chờ", "waiting"),
    outbox.REFUSED: ("bị từ chối", "refused"),
}


def about(kind: str) -> str:
    """What a mail is."""
    if outbox.is_test(kind):
        return t("Gửi thử báo cáo", "Test of a report")
    words = _KINDS.get(kind.partition(":")[0])
    return t(*words) if words else kind


def state(name: str) -> str:
    """What became of a mail."""
    return t(*STATES[name])


def install(app: Flask) -> None:
    """Give templates the words."""
    app.jinja_env.filters.update(mail_state=state, mail_about=about)
    app.jinja_env.tests.update(test_mail=outbox.is_test)
