"""The coordinator's mail of a month's course: at each turn, one mail, with what to do next."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from sqlalchemy import select

from jobs import runner
from jobs.calendars import month_turns
from service import organisation, state
from service.clock import ZONE
from service.compose import Services
from service.store.engine import reading
from service.store.tables import outbox, workbook
from tests.support.installation import add_record, make_installation


def installed(tmp_path: Path, now: str, **holiday: str) -> Services:
    """Three units in April 2022, of which none has given all it owes; open since January."""
    services = make_installation(tmp_path / "var", now=now)
    with services.engine.begin() as connection:
        state.open_installation(connection, datetime(2022, 1, 1, tzinfo=ZONE))
        if holiday:
            query = select(workbook.c.id).where(workbook.c.kind == "coordinator")
            book = connection.execute(query).scalar_one()
            add_record(connection, book, "holidays", holiday["from"], 2, holiday)
    return services


def turns(services: Services) -> list[str]:
    """The turns that are due now."""
    with reading(services.engine) as connection:
        known = organisation.read(connection)
        found = [slot for slot, _ in month_turns(connection, known, services.clock.now())]
    services.engine.dispose()
    return found


def test_what_a_quiet_time_put_off_is_told_on_the_next_working_day(tmp_path: Path) -> None:
    """Quiet until Saturday: not on the Sunday, but on Monday."""
    quiet = {"from": "2022-04-15", "to": "2022-04-16", "kind": "quiet", "name": "Tuần thi"}
    services = installed(tmp_path, "2022-04-17T08:00:00+07:00", **quiet)
    assert turns(services) == []
    Path(services.config.clock).write_text("2022-04-18T08:00:00+07:00")
    assert turns(services) == ["2022-04:chase"]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2022-04-15T06:59", []),
        ("2022-04-15T07:00", ["2022-04:over"]),
        ("2022-04-16T12:00", []),  # a Saturday
        ("2022-04-17T12:00", []),
        ("2022-04-18T07:00", ["2022-04:chase"]),
        ("2022-04-20T07:00", ["2022-04:frozen"]),
        ("2022-04-22T12:00", ["2022-04:frozen"]),
        ("2022-04-23T12:00", []),
    ],
)
def test_each_turn_has_its_day(tmp_path: Path, now: str, expected: list[str]) -> None:
    """April ends on the 14th, is due on the 15th, frozen on the 19th; the notice is of the 22nd."""
    assert turns(installed(tmp_path, f"{now}:00+07:00")) == expected


def test_nobody_is_told_in_quiet_times(tmp_path: Path) -> None:
    """Exam week."""
    quiet = {"from": "2022-04-18", "to": "2022-04-19", "kind": "quiet", "name": "Tuần thi"}
    assert turns(installed(tmp_path, "2022-04-18T08:00:00+07:00", **quiet)) == []


def test_the_mail_says_whom_to_chase_until_when(tmp_path: Path) -> None:
    """In the words of the first page; once, however often the turn is run."""
    services = installed(tmp_path, "2022-04-18T08:00:00+07:00")
    for _ in range(2):
        (run,) = runner.run_one(services, "course", "2022-04:chase")
        assert run.error is None
    with reading(services.engine) as connection:
        (row,) = connection.execute(select(outbox).where(outbox.c.kind == "course"))
    mail = message_from_bytes(row.message, policy=SMTP)
    assert isinstance(mail, EmailMessage)
    part = mail.get_body(("plain",))
    assert part is not None
    text = " ".join(str(part.get_content()).split())
    assert (row.recipient, mail["Subject"]) == ("thuky@example.vn", "[ISO] Việc tháng 4/2022 của Thư ký ISO")
    assert "16–18/4: đôn đốc 3 đơn vị: Văn phòng, Thanh tra, Phòng Kế hoạch – Tài chính." in text
    assert "Đôn đốc: 16/04/2022 – 18/04/2022" in text
    assert "Thông báo kết luận: 22/04/2022" in text
    services.engine.dispose()
