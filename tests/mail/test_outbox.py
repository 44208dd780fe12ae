"""The outbox keeps what a person will read, keeps it once, and sends it as soon as the server takes mail."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from service.clock import ZONE, Clock
from service.config import Config
from service.mail import outbox
from service.mail.outbox import Delivered
from service.mail.smtp import Mailer
from service.store.engine import open_engine
from service.store.tables import outbox as table
from tests.support import stores
from tests.support.mail_server import answering

NOW = datetime(2022, 3, 20, 7, tzinfo=ZONE)
SPOKEN = "[ISO] Phòng Giáo dục Trung học: 0 ô cần sửa, 12 mục còn thiếu Sổ Chất lượng – Đào tạo"
WORDS = st.sampled_from(tuple(re.findall(r"\S+", SPOKEN)))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A fresh store."""
    url = f"sqlite:///{tmp_path / 'qms.db'}"
    stores.lay_out(url)
    engine = open_engine(url, durable=False)
    yield engine
    engine.dispose()


def make_mail(subject: str, key: str = "digest:VP|2022-03-20|an@x.vn") -> EmailMessage:
    """A small mail."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"], mail["X-QMS-Key"] = subject, key
    mail.set_content("Nội dung")
    return mail


def test_a_key_is_kept_once(engine: Engine) -> None:
    """The second mail of the same key is not enqueued; the first stays as it is."""
    with engine.begin() as c:
        assert outbox.enqueue(c, make_mail("một"), "digest", "2022-03-20", "an@x.vn", NOW)
        assert not outbox.enqueue(c, make_mail("hai"), "digest", "2022-03-20", "an@x.vn", NOW)
        (row,) = c.execute(select(table)).mappings().all()
    assert email.message_from_bytes(row["message"], policy=default)["Subject"] == "một"


@given(words=st.lists(WORDS, min_size=1, max_size=25))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_long_vietnamese_subject_loses_no_space(engine: Engine, words: list[str]) -> None:
    """What is read back is what was written, however long, in lines a mail server takes."""
    subject = " ".join(words)
    with engine.begin() as c:
        c.execute(table.delete())
        outbox.enqueue(c, make_mail(subject), "digest", "2022-03-20", "an@x.vn", NOW)
        raw = c.execute(select(table.c.message)).scalar_one()
    assert email.message_from_bytes(raw, policy=default)["Subject"] == subject
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


def fill(engine: Engine, *names: str) -> None:
    """A mail to each name, in that order."""
    with engine.begin() as c:
        for name in names:
            mail = make_mail("thư", f"digest:VP|2022-03-20|{name}@x.vn")
            assert outbox.enqueue(c, mail, "digest", "2022-03-20", f"{name}@x.vn", NOW)


def emptied(engine: Engine, tmp_path: Path, port: int, now: datetime = NOW) -> Delivered:
    """One round over a server on `port` at an instant."""
    clock = tmp_path / "clock"
    clock.write_text(now.isoformat())
    config = Config(
        dir=tmp_path, smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False, sender="qms@x.vn"
    )
    return outbox.deliver(engine, Mailer(config), Clock(str(clock)))


def test_a_server_that_is_away_stops_the_round(engine: Engine, tmp_path: Path) -> None:
    """Five mails, one connection; the next round begins with the mails that were not tried."""
    fill(engine, "a", "b", "c", "d", "e")
    with answering({"CONNECT": ""}) as (port, heard):
        assert emptied(engine, tmp_path, port) == Delivered(waiting=5)
        assert heard == ["CONNECT"]
    with answering({}) as (port, _):
        assert emptied(engine, tmp_path, port) == Delivered(sent=4, waiting=1)
        assert emptied(engine, tmp_path, port, NOW + timedelta(minutes=5)) == Delivered(sent=1)


def test_a_delay_of_one_mail_holds_up_no_other(engine: Engine, tmp_path: Path) -> None:
    """The server cannot take the mail to b just now: a and c go, over one connection."""
    fill(engine, "a", "b", "c")
    with answering({"rcpt TO:<b@": "450 try later"}) as (port, heard):
        assert emptied(engine, tmp_path, port) == Delivered(sent=2, waiting=1)
        assert heard.count("CONNECT") == 1


def test_a_denied_relay_is_tried_ever_more_slowly_and_told(engine: Engine, tmp_path: Path) -> None:
    """Nothing is dropped for a server set up wrong; the pause between two tries stays within four hours."""
    fill(engine, "a")
    now = NOW
    with answering({"rcpt": "554 5.7.1 Relay access denied"}) as (port, _):
        for _ in range(10):
            assert emptied(engine, tmp_path, port, now) == Delivered(waiting=1)
            assert emptied(engine, tmp_path, port, now + timedelta(minutes=4)) == Delivered(waiting=1)
            now += timedelta(hours=4)
    with engine.connect() as c:
        (row,) = outbox.stuck(c)
    assert (row["attempts"], row["error"]) == (10, "554 5.7.1 Relay access denied")
    with answering({}) as (port, _):
        assert emptied(engine, tmp_path, port, now) == Delivered(sent=1)
    with engine.connect() as c:
        assert outbox.stuck(c) == []


def test_a_refused_mail_goes_when_a_person_sends_it_again(engine: Engine, tmp_path: Path) -> None:
    """The mailbox was made meanwhile. A mail that was sent is never sent again."""
    fill(engine, "a")
    with answering({"rcpt": "550 5.1.1 no such user"}) as (port, _):
        assert emptied(engine, tmp_path, port) == Delivered(refused=1)
        assert emptied(engine, tmp_path, port, NOW + timedelta(days=1)) == Delivered()
    with engine.begin() as c:
        (row,) = outbox.stuck(c)
        assert outbox.send_again(c, row["id"], NOW)
    with answering({}) as (port, _):
        assert emptied(engine, tmp_path, port) == Delivered(sent=1)
    with engine.begin() as c:
        assert not outbox.send_again(c, row["id"], NOW)
