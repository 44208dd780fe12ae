"""Answers go when the time citizens were told is over; counts stay; the coordinator is asked to follow."""

from __future__ import annotations

import email
from datetime import datetime
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select

from service.clock import ZONE, Clock, stamp
from service.compose import Services
from service.config import Config
from service.questionnaires import intake, retention
from service.store.engine import open_engine
from service.store.tables import answer, cube, form, outbox, record, workbook
from tests.questionnaires.test_intake import NOW, QUESTIONS, make_organisation, make_response
from tests.support import stores

COMMENT = "Chị cán bộ một cửa hướng dẫn tận tình"


def open_store(folder: Path, months: int, coordinator: str = "thuky@x.vn") -> Services:
    """Two answers of March 2022, and a coordinator's workbook that keeps answers for `months`."""
    clock = folder / "clock"
    clock.write_text("2022-03-10T08:00:00+07:00")
    config = Config(dir=folder, clock=str(clock), coordinator_email=coordinator, sender="qms@x.vn")
    stores.lay_out(config.store_url)
    engine = open_engine(config.store_url)
    with engine.begin() as c:
        row = {"id": "f", "key": "satisfaction-1:2022", "version": "1", "questions": QUESTIONS, "state": "ok"}
        c.execute(insert(form).values(responder_uri="", **row))
        book = {
            "id": 1,
            "key": "coordinator",
            "kind": "coordinator",
            "year": 2022,
            "sheets": {},
            "state": "ok",
        }
        c.execute(insert(workbook).values(spreadsheet_id="s", last_read_at=stamp(NOW), **book))
        for table, key, values in (
            ("units", "VP", {"code": "VP", "name": "Văn phòng", "editors": ["vp@x.vn"]}),
            ("settings", "retention_months", {"key": "retention_months", "value": str(months)}),
        ):
            place = {"workbook_id": 1, "table_name": table, "row": 2, "changed_at": stamp(NOW)}
            c.execute(insert(record).values(key=key, values=values, **place))
        answers = [make_response(1, q11=COMMENT), make_response(2, at="2022-03-31T16:59:00Z")]
        intake.keep(c, make_organisation(), {**row}, answers, NOW)
    return Services(config, engine, Clock(str(clock)))


def left(engine: Engine) -> list[str]:
    """The answers that are still there."""
    with engine.begin() as c:
        return sorted(c.execute(select(answer.c.response_id)).scalars())


def test_answers_go_when_their_time_is_over(tmp_path: Path) -> None:
    """Kept for 15 months, those of March 2022 go when July 2023 begins; the counts stay; one mail."""
    services = open_store(tmp_path, 15)
    with services.engine.begin() as c:
        counted = c.execute(select(cube)).all()
    assert retention.forget(services, "2023-06") == 0
    assert retention.forget(services, "2023-07") == 2
    assert retention.forget(services, "2023-07") == 0
    assert left(services.engine) == []
    with services.engine.begin() as c:
        assert c.execute(select(cube)).all() == counted
        mails = c.execute(select(outbox.c.recipient, outbox.c.message)).all()
    assert [mail.recipient for mail in mails] == ["thuky@x.vn"]
    said = email.message_from_bytes(mails[0].message, policy=default).get_body(("plain",))
    assert said is not None and "forms/d/f/edit" in said.get_content()
    services.engine.dispose()


def test_answers_go_though_nobody_is_coordinator(tmp_path: Path) -> None:
    """Without an address no mail is written, and the deletion stands."""
    services = open_store(tmp_path, 15, coordinator="")
    assert retention.forget(services, "2023-07") == 2
    assert left(services.engine) == []
    with services.engine.begin() as c:
        assert c.execute(select(outbox)).all() == []
    services.engine.dispose()


def test_what_was_deleted_is_not_in_the_file(tmp_path: Path) -> None:
    """Not even in the pages that the store no longer uses."""
    services = open_store(tmp_path, 15)
    words = COMMENT.encode()
    assert words in (tmp_path / "qms.db").read_bytes()
    retention.forget(services, "2023-07")
    services.engine.dispose()
    assert words not in (tmp_path / "qms.db").read_bytes()


@pytest.mark.parametrize(("month", "expected"), [("2022-12", "2021-09-01"), ("2023-03", "2021-12-01")])
def test_the_months_are_counted_back_over_new_year(month: str, expected: str) -> None:
    """15 months before December is September of the year before."""
    day = datetime(int(month[:4]), int(month[5:]), 1, tzinfo=ZONE).date()
    assert retention._earlier(day, 15).isoformat() == expected
