"""The coordinator learns that something cannot be read, when it lasts longer than a day."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from sqlalchemy import select, update

from jobs import runner
from service import organisation, state
from service.clock import parse
from service.compose import Services
from service.duties import follow
from service.mail import digests
from service.periods import unread
from service.store.engine import reading
from service.store.tables import outbox, problem, slot
from tests.support.installation import READ_AT, add_slot, make_installation

COORDINATOR = "thuky@example.vn"
SAID = "Từ ngày 18/04/2022, hệ thống không đọc được phiếu khảo sát của tổ chức, cá nhân."


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """The form fails from 08:00 on the 18th of April on."""
    made = make_installation(tmp_path / "var", now="2022-04-18T08:00:00+07:00")
    with made.engine.begin() as connection:
        state.open_installation(connection, parse("2022-04-01T08:00:00+07:00"))
        connection.execute(update(problem).values(told_at=READ_AT))
        add_slot(connection, "answers", "*", "failed", error="503")
    yield made
    made.engine.dispose()


def tick(services: Services, moment: str) -> dict[str, tuple[str, str]]:
    """What is noted and mailed at a moment: recipient → subject and text of the notices of the outbox."""
    Path(services.config.clock).write_text(f"{moment}:00+07:00")
    with services.engine.begin() as connection:
        unread.note(connection, services.clock.now(), {"answers": "answers"})
    (run,) = runner.run_one(services, "notices", None)
    assert run.error is None
    return mails(services, outbox.c.kind.startswith("notice:"))


def mails(services: Services, which: object) -> dict[str, tuple[str, str]]:
    """The mails of a kind."""
    found: dict[str, tuple[str, str]] = {}
    with reading(services.engine) as connection:
        for row in connection.execute(select(outbox).where(which)).mappings():  # type: ignore[arg-type]
            mail = message_from_bytes(row["message"], policy=SMTP)
            assert isinstance(mail, EmailMessage)
            part = mail.get_body(("plain",))
            assert part is not None
            key = f"{row['recipient']} {len(found)}" if row["recipient"] in found else row["recipient"]
            found[key] = str(mail["Subject"]), " ".join(str(part.get_content()).split())
    return found


def test_a_form_that_fails_for_longer_than_a_day_is_told_once(services: Services) -> None:
    """Not of a bad hour; an outage once, however many ticks see it; the next one again."""
    assert tick(services, "2022-04-18T08:00") == {}
    assert tick(services, "2022-04-19T08:00") == {}
    told = tick(services, "2022-04-19T08:01")
    assert list(told) == [COORDINATOR]
    assert told[COORDINATOR][0] == "[ISO] Không đọc được phiếu khảo sát"
    assert SAID in told[COORDINATOR][1]
    assert tick(services, "2022-04-25T08:00") == told
    for state_, moment in (("done", "2022-04-26T08:00"), ("failed", "2022-04-27T08:00")):
        with services.engine.begin() as connection:
            connection.execute(update(slot).where(slot.c.job == "answers").values(state=state_))
        assert tick(services, moment) == told
    again = tick(services, "2022-04-28T09:00")
    assert len(again) == 2
    assert "Từ ngày 27/04/2022" in again[f"{COORDINATOR} 1"][1]


def test_the_coordinators_digest_names_it_and_nobody_elses(services: Services) -> None:
    """As long as it lasts."""
    tick(services, "2022-04-18T08:00")
    Path(services.config.clock).write_text("2022-04-19T08:30:00+07:00")
    with services.engine.begin() as connection:
        known = organisation.read(connection)
        assert known is not None
        follow.follow(connection, known, services.clock.now())
    assert digests.daily(services, "2022-04-19")
    told = mails(services, outbox.c.kind == "digest")
    assert {person for person, (_, text) in told.items() if SAID in text} == {COORDINATOR}
    assert len(told) > 1
