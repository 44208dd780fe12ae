"""Answers are deleted when the time citizens were told is over; the counts made of them stay."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import Connection, delete, func, select

from service import access
from service import organisation as agency
from service.clock import ZONE, stamp
from service.compose import Services
from service.mail import messages, outbox
from service.organisation import Recipient
from service.periods.windows import window
from service.store.tables import answer


def forget(services: Services, label: str) -> int:
    """Delete the answers that are too old when the month `label` begins. Returns how many there were.

    Google's Forms API cannot delete answers, so the coordinators are asked by mail to do so there;
    where there are none, nobody is asked.
    """
    now = services.clock.now()
    with services.engine.begin() as connection:
        known = agency.read(connection)
        if known is None:
            return 0
        first = _earlier(window(label, known.rules).start, int(known.settings.retention_months))
        limit = stamp(datetime.combine(first, time.min, ZONE))
        old = answer.c.submitted_at < limit
        access.forget(connection, limit)
        count = int(connection.execute(select(func.count()).select_from(answer).where(old)).scalar_one())
        if count:
            forms = connection.execute(select(answer.c.form_id).where(old).distinct()).scalars().all()
            connection.execute(delete(answer).where(old))
            for person in agency.coordinators(known, services.config.coordinator_email):
                for form_id in forms:
                    _ask(services, connection, person, form_id, first, now)
    return count


def _earlier(day: date, months: int) -> date:
    """The first day of the month that lies `months` before the month of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _ask(
    services: Services, connection: Connection, person: Recipient, form_id: str, first: date, now: datetime
) -> None:
    """Ask a coordinator to delete the same answers at Google."""
    envelope = messages.Envelope(services.config.sender, person.email, now, language=person.language)
    title = envelope.say("Phiếu khảo sát hết thời gian lưu", "Survey answers past their retention")
    said = envelope.say(
        f"Phiếu khảo sát trước ngày {first:%d/%m/%Y} đã hết thời gian lưu và đã được xóa khỏi kho của "
        "hệ thống; số đếm dùng cho báo cáo vẫn giữ. Google không cho chương trình xóa phiếu: hãy mở biểu "
        "mẫu, chọn Câu trả lời, và xóa các phiếu trước ngày này (hoặc cả biểu mẫu, nếu là của năm đã qua).",
        f"Answers before {first:%d/%m/%Y} have passed their retention and were deleted here; the counts "
        "stay. Google lets no program delete answers: open the form, choose Responses, delete them there.",
    )
    link = f"{services.config.sheets_link_base}/forms/d/{form_id}/edit#responses"
    about = f"{form_id}:{first.isoformat()}"
    mail = messages.notice(envelope, "retention", about, title, [said], link)
    outbox.enqueue(connection, mail, "notice:retention", first.isoformat(), person.email, now)
