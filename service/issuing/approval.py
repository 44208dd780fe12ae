"""The coordinator's word: nothing reaches leaders before it, unless the agency set it otherwise."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import update

from service.clock import stamp
from service.compose import Services
from service.errors import QmsError
from service.issuing import issue
from service.mail import messages, outbox
from service.organisation import Recipient
from service.reports.blocks import Note
from service.store.engine import reading
from service.store.tables import report as table


class NobodyAddressed(QmsError):
    """Chưa có lãnh đạo nào nhận báo cáo này, nên chưa duyệt gửi được / no leader gets this report yet."""

    hint = "Thêm lãnh đạo vào tab “Người nhận” của sổ thư ký rồi duyệt / list a leader there, then approve."


class NotSeenYet(QmsError):
    """Một bản bằng ngôn ngữ khác cho lãnh đạo vừa được lập / a leader's version was only made now."""

    hint = "Hãy xem bản đó (đổi ngôn ngữ ở góc trang) rồi duyệt lại / read it, then approve again."


class NotApproved(QmsError):
    """Địa chỉ này là của lãnh đạo, mà báo cáo chưa được duyệt / a leader's address, nothing is approved."""

    hint = "Lãnh đạo chỉ nhận báo cáo sau khi bấm “Duyệt gửi” / leaders get it once it is approved."


def approve(services: Services, kind: str, label: str, by: str) -> bool:
    """Approve a report and put it into the outbox for the leaders, in one transaction.

    What they get is what was kept when the report was made. Returns False when it was approved before;
    nothing is sent a second time. Raises NotClosed, NobodyAddressed, NotSeenYet, Changed.
    """
    now = services.clock.now()
    with reading(services.engine) as connection:
        period = issue.load(connection, kind, label)
    if period.approved:
        return False
    people = period.known.addressed("leader", kind)
    if not people:
        raise NobodyAddressed
    made = {person.language: period.report(person.language) for person in people}
    if unseen := issue.new_rows(period, made, now):
        with services.engine.begin() as connection:
            issue.keep(connection, unseen)
        raise NotSeenYet
    with services.engine.begin() as connection:
        here = (table.c.kind == kind) & (table.c.label == label)
        values = {"approved_at": stamp(now), "approved_by": by}
        if not connection.execute(
            update(table).where(here, table.c.approved_at.is_(None)).values(values)
        ).rowcount:
            return False
        issue.enqueue(services, connection, made, people, now)
    return True


def send_test(services: Services, kind: str, label: str, to: str) -> None:
    """Send the report to one address, marked as a test; each call sends one.

    Raises NotClosed, and NotApproved for a leader's address as long as leaders wait for the approval.
    """
    now = services.clock.now()
    with reading(services.engine) as connection:
        period = issue.load(connection, kind, label)
    leaders = {person.email.casefold() for person in period.known.recipients if person.role == "leader"}
    if to.casefold() in leaders and not (period.approved or period.known.settings.leaders_at_once):
        raise NotApproved
    person = Recipient(to, "", "test", next(iter(period.rows), period.known.language))
    report, mail_to = period.report(person.language), issue.envelope(services, person, now)
    marked = replace(report, subject=f"{mail_to.say('[GỬI THỬ]', '[TEST]')} {report.subject}")
    said = mail_to.say("Đây là bản gửi thử, không phải báo cáo chính thức.", "A test, not the report itself.")
    test = outbox.kind_of_test(kind, now)
    mail = messages.compose_report(marked, mail_to, kind=test, preface=(Note(said),))
    with services.engine.begin() as connection:
        outbox.enqueue(connection, mail, test, label, to, now)
