"""One unit takes its workbook away from the service: the others stay fresh, and two people are told once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import gspread
import pytest
from sqlalchemy import select

from jobs.runner import tick
from service import setup
from service.clock import ZONE, parse
from service.store import engine as store
from service.store.tables import outbox
from service.workbooks import registry
from tests.support.office import PEOPLE, Office, QuickServices, call, make_office
from tests.support.standin import start_standin

#: A day on which nothing falls due, so that the only mails are about the workbook.
NOW = datetime(2022, 3, 23, 9, 0, tzinfo=ZONE)
CODES = [f"P{number:02}" for number in range(1, 6)]
LOST, OTHERS = CODES[0], CODES[1:]
GOOD: list[object] = ["Đúng hạn", "≥", "98%", "%", "Tháng", "", "14/12/2022", "Tỷ lệ của tổng"]


def key(code: str) -> str:
    """The key of a unit's workbook."""
    return f"unit:{code}:2022"


@dataclass
class Agency:
    """Five units; the first keeps its own spreadsheet, which its clerk shares with the service."""

    office: Office
    own: gspread.Spreadsheet

    def tick(self, minutes: float = 1) -> None:
        """Let time pass, then do everything that is due, mails included; no job may fail."""
        self.office.wait(minutes)
        did = tick(self.office.services)
        assert [run for run in did if run.error] == []

    def share(self) -> None:
        """The clerk shares the spreadsheet with the service account."""
        self.own.share(self.office.services.google.email, perm_type="user", role="writer", notify=False)

    def unshare(self) -> None:
        """The clerk takes the sharing back."""
        self.own.remove_permissions(self.office.services.google.email)

    def edit(self, codes: list[str], row: int) -> None:
        """An objective more in each of the units' workbooks."""
        for code in codes:
            who = "clerk" if code == LOST else "admin"
            self.office.type(key(code), "Mục tiêu", f"B{row}", GOOD, name=who)

    def objectives(self, code: str) -> list[str]:
        """The good objectives of a unit, as the store has them."""
        return sorted(self.office.records(key(code), "objectives"))

    def fresh(self) -> set[str]:
        """The units whose workbook was read at this very instant."""
        now = parse(self.office.clock_file.read_text())
        with store.reading(self.office.services.engine) as connection:
            known = registry.all_of(connection, "unit")
        return {b.unit for b in known if b.unit and b.last_read_at and parse(b.last_read_at) == now}

    def notices(self) -> list[tuple[str, str]]:
        """(recipient, key) of every mail about a workbook that cannot be read, as they came."""
        index = self.office.standin.state_dir / "mail" / "index.jsonl"
        lines = index.read_text(encoding="utf-8").splitlines() if index.exists() else []
        mails = [json.loads(line) for line in lines]
        return [(m["recipients"][0], m["key"]) for m in mails if m["key"].startswith("notice:")]


@pytest.fixture
def agency(tmp_path: Path) -> Iterator[Agency]:
    """Five workbooks laid out, each with one objective that was read and checked."""
    clock = tmp_path / "clock"
    clock.write_text(NOW.isoformat())
    standin = start_standin(tmp_path / "sandbox", clock=clock, dev_tokens=PEOPLE)
    office = make_office(standin, tmp_path, clock, NOW)
    try:
        yield _begin(office)
    finally:
        office.services.google.close()
        office.services.engine.dispose()
        for person in office.people.values():
            person.http_client.session.close()
        standin.stop()
    assert standin.violations() == []


def _begin(office: Office) -> Agency:
    """A mail server, a spreadsheet of one's own, the coordinator's list, everybody's first objective."""
    mail = {"smtp_host": "127.0.0.1", "smtp_port": office.standin.smtp_port, "smtp_starttls": False}
    config = office.services.config.model_copy(update={**mail, "sender": "qms@so.example"})
    office.services = QuickServices(config, office.services.engine, office.services.clock)
    made = call(office.standin, "POST", "/v4/spreadsheets", {"properties": {"title": "Sổ riêng"}}, "clerk")
    agency = Agency(office, office.person("clerk").open_by_key(made["spreadsheetId"]))
    agency.share()
    setup.initialise(office.services)
    rows = [_unit(code, agency.own.url if code == LOST else "") for code in CODES]
    office.type("coordinator", "Đơn vị", "A2", *rows, name="admin")
    agency.tick()
    agency.edit(CODES, 2)
    agency.tick()
    agency.tick(15)
    assert all(agency.objectives(code) == ["MT01"] for code in CODES)
    return agency


def _unit(code: str, adopted: str) -> list[object]:
    return [code, f"Phòng {code}", "", "", "", "", f"{code.lower()}@so.example", "", adopted, "không"]


def test_one_unshared_workbook_of_five(agency: Agency) -> None:
    """Four are read in every tick; coordinator and unit get one mail a loss, not one a tick."""
    told = {PEOPLE["admin"], f"{LOST.lower()}@so.example"}
    agency.unshare()
    for row in (3, 4, 5):
        agency.edit(OTHERS, row)
        agency.tick(10)
        assert agency.fresh() == set(OTHERS)
        assert {len(agency.objectives(code)) for code in OTHERS} == {row - 1}
        assert agency.objectives(LOST) == ["MT01"]
        assert agency.office.book(key(LOST)).state == "unreachable"
        assert len(agency.notices()) == len(told)
    assert {recipient for recipient, _ in agency.notices()} == told
    with store.reading(agency.office.services.engine) as connection:
        mails = [row.message for row in connection.execute(select(outbox)) if row.kind == "notice:unshared"]
    bodies = [message_from_bytes(mail, policy=SMTP).get_body(("plain",)) for mail in mails]
    texts = [str(body.get_content()) for body in bodies if body]
    assert len(texts) == len(told)
    assert all(agency.office.services.google.email in text for text in texts)

    agency.edit([LOST], 3)
    agency.share()
    agency.tick(10)
    assert agency.office.book(key(LOST)).state == "ok"
    assert agency.objectives(LOST) == ["MT01", "MT02"]
    assert len(agency.notices()) == len(told)

    agency.unshare()
    for _ in range(3):
        agency.tick(10)
    assert agency.objectives(LOST) == ["MT01", "MT02"]
    again = agency.notices()[len(told) :]
    assert {recipient for recipient, _ in again} == told
    assert len(again) == len(told)
    assert len({about for _, about in agency.notices()}) == 2 * len(told)
