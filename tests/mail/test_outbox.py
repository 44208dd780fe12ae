"""The outbox keeps what a person will read, and keeps it once."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from service.clock import ZONE
from service.mail import outbox
from service.store.engine import migrate, open_engine
from service.store.tables import outbox as table

NOW = datetime(2022, 3, 20, 7, tzinfo=ZONE)
SPOKEN = "[ISO] Phòng Giáo dục Trung học: 0 ô cần sửa, 12 mục còn thiếu Sổ Chất lượng – Đào tạo"
WORDS = st.sampled_from(tuple(re.findall(r"\S+", SPOKEN)))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A fresh store."""
    url = f"sqlite:///{tmp_path / 'qms.db'}"
    migrate(url)
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
