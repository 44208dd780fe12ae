"""What cannot be read for longer than a day, told to the coordinator: once by mail, and in her digests."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from service import organisation as agency
from service.clock import stamp
from service.compose import Services
from service.mail import messages, outbox, readers
from service.periods import unread
from service.reports.blocks import Language
from service.reports.printing import day as printed
from service.store.engine import reading

Pair = tuple[str, str]

#: What the mail about each source is called.
_SUBJECTS: dict[str, Pair] = {
    "answers": ("Không đọc được phiếu khảo sát", "The survey's answers cannot be read"),
    "workbooks": ("Không đọc được sổ của các đơn vị", "Workbooks cannot be read"),
}
_TOLD: dict[str, Pair] = {
    "answers": (
        "Từ ngày {since}, hệ thống không đọc được phiếu khảo sát của tổ chức, cá nhân. Phiếu đã gửi còn "
        "trong Google Biểu mẫu; khi đọc lại được, hệ thống nhận tiếp, nhưng phiếu của tháng đã chốt số liệu "
        "chỉ còn được kê là đến muộn. Hãy báo người quản trị xem trang Công việc.",
        "Since {since} the survey's answers cannot be read. What was sent is still in Google Forms and is "
        "taken in once it can be read again, but answers of a frozen month are then only listed as late. "
        "Ask the administrator to look at the page Jobs.",
    ),
    "workbooks": (
        "Từ ngày {since}, hệ thống không đọc được một số sổ dù tệp vẫn được chia sẻ. Số liệu đã đọc được giữ "
        "nguyên; số liệu nhập sau đó chưa được tính. Hãy báo người quản trị xem trang Công việc.",
        "Since {since} some workbooks cannot be read although they are shared. What was read is kept; what "
        "was typed since is not counted yet. Ask the administrator to look at the page Jobs.",
    ),
}


def sentences(connection: Connection, now: datetime, language: Language) -> list[str]:
    """What has been failing for longer than a day, a paragraph a source."""
    return [_told(source, since, language) for source, since in unread.lasting(connection, now)]


def _told(source: str, since: datetime, language: Language) -> str:
    return _TOLD[source][language != "vi"].format(since=printed(since.date(), language))


def send(services: Services) -> int:
    """Mail each coordinator of what has been failing for longer than a day, once an outage."""
    now = services.clock.now()
    with reading(services.engine) as connection:
        known = agency.read(connection)
        lasting = list(unread.lasting(connection, now))
    if not lasting:
        return 0
    people = agency.coordinators(known, services.config.coordinator_email)
    with services.engine.begin() as connection:
        return sum(
            _tell(services, connection, person, source, since, now)
            for person in people
            for source, since in lasting
        )


def _tell(
    services: Services,
    connection: Connection,
    person: agency.Recipient,
    source: str,
    since: datetime,
    now: datetime,
) -> bool:
    envelope = readers.envelope(services, person.email, now, person.language)
    told, link = _told(source, since, person.language), services.config.base_url
    mail = messages.notice(
        envelope, f"unread_{source}", stamp(since), envelope.say(*_SUBJECTS[source]), [told], link
    )
    return outbox.enqueue(connection, mail, f"notice:unread_{source}", stamp(since), person.email, now)
