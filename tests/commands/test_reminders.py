"""`qms reminders`: the log, a text for the chat, the address of a calendar."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import cli
from service.compose import Services
from service.duties import evidence
from service.duties.duty import Duty
from service.duties.reminders import Note, Step
from tests.support.installation import make_installation

DUTY = Duty(
    "VP", "progress", "", "2022-03", "Nhập kết quả.", "Enter results.", date(2022, 4, 15), None, "missing"
)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """An agency in which one reminder was told and one was not."""
    made = make_installation(tmp_path / "var")
    with made.engine.begin() as connection:
        told = Note(DUTY, Step("unit", 1), "an@example.vn", date(2022, 4, 18), "told")
        silent = Note(
            DUTY, Step("head", 2), "", date(2022, 4, 19), "suppressed", ("không có địa chỉ", "none")
        )
        evidence.keep(connection, [told, silent], made.clock.now())
    yield made
    made.engine.dispose()


def qms(services: Services, *words: str) -> Result:
    """`qms reminders …` in that installation."""
    return CliRunner().invoke(cli, ["reminders", words[0], "--dir", str(services.config.dir), *words[1:]])


def test_the_log_is_listed_newest_first(services: Services) -> None:
    """In words, with why somebody was not told; and whole as JSON."""
    lines = qms(services, "list").stdout.splitlines()
    assert "head+2" in lines[0] and "(không có địa chỉ)" in lines[0]
    assert lines[1].endswith("an@example.vn  Nhập kết quả. 2022-04-15")
    rows = json.loads(qms(services, "list", "--format", "json", "--unit", "VP").stdout)
    assert [(row["step"], row["state"], row["duty"]) for row in rows] == [
        ("head+2", "suppressed", "VP|progress||2022-03"),
        ("D+1", "told", "VP|progress||2022-03"),
    ]
    assert "Chưa có lần nhắc nào" in qms(services, "list", "--unit", "TTR").stdout


def test_a_text_for_the_chat_is_printed(services: Services) -> None:
    """For a unit that owes nothing it says so; an unknown unit is a mistake."""
    assert qms(services, "text", "VP").stdout == "[ISO] Văn phòng: đến 10/04/2022 không còn việc nào.\n"
    answer = qms(services, "text", "XX")
    assert answer.exit_code == 2
    assert "Không có đơn vị “XX”" in answer.stderr


def test_a_calendars_address_stays_until_it_is_changed(services: Services) -> None:
    """Made when first asked for."""
    first = qms(services, "feed", "VP").stdout
    assert first.startswith("http://127.0.0.1:8080/lich/")
    assert first.endswith(".ics\n")
    assert qms(services, "feed", "VP").stdout == first
    assert qms(services, "feed", "VP", "--rotate").stdout != first
    assert qms(services, "feed", "TTR").stdout not in (first, qms(services, "feed", "VP").stdout)
