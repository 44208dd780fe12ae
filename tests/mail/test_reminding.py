"""Reminding by mail: who hears of which duty on which day, and what is kept of it as evidence."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from service import organisation, state
from service.clock import parse
from service.compose import Services
from service.duties import evidence, follow
from service.mail import digests
from service.store.engine import reading
from service.store.tables import outbox, problem, record, workbook
from tests.support.installation import READ_AT, add_problem, add_record, make_installation

#: April's entries are due on Friday the 15th and frozen after Tuesday the 19th.
FRIDAY, MONDAY, TUESDAY = "2022-04-15", "2022-04-18", "2022-04-19"
CLERK, HEAD, OTHER, COORDINATOR, LEADER = (
    f"{name}@example.vn" for name in ("an", "truong", "binh", "thuky", "giamdoc")
)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """An agency opened in April, whose units know of their problems; Văn phòng has a head."""
    made = make_installation(tmp_path / "var", now=f"{FRIDAY}T07:00:00+07:00")
    with made.engine.begin() as connection:
        state.open_installation(connection, parse("2022-04-01T08:00:00+07:00"))
        connection.execute(update(problem).values(told_at=READ_AT))
    change(made, "units", "VP", head=HEAD)
    yield made
    made.engine.dispose()


def change(services: Services, table: str, key: str, /, **values: Any) -> None:
    """The coordinator changes a row, or writes a new one."""
    with services.engine.begin() as connection:
        book = connection.execute(select(workbook.c.id).where(workbook.c.key == "coordinator")).scalar_one()
        here = (record.c.workbook_id == book) & (record.c.table_name == table) & (record.c.key == key)
        held = connection.execute(select(record.c["values"]).where(here)).scalar_one_or_none()
        if held is None:
            add_record(connection, book, table, key, 50, values)
        else:
            connection.execute(update(record).where(here).values(values={**held, **values}))
        connection.execute(update(workbook).values(followed=False))


def live(services: Services, day: str) -> dict[str, str]:
    """A day's digests: recipient → subject and text on one line."""
    Path(services.config.clock).write_text(f"{day}T07:00:00+07:00")
    with services.engine.begin() as connection:
        known = organisation.read(connection)
        assert known is not None
        follow.follow(connection, known, services.clock.now())
    digests.daily(services, day)
    found = {}
    with reading(services.engine) as connection:
        for row in connection.execute(select(outbox).where(outbox.c.period == day)).mappings():
            mail = message_from_bytes(row["message"], policy=SMTP)
            assert isinstance(mail, EmailMessage)
            part = mail.get_body(("plain",))
            assert part is not None
            found[row["recipient"]] = " ".join([str(mail["Subject"]), *str(part.get_content()).split()])
    return found


def notes(services: Services, person: str) -> list[tuple[str, str, str]]:
    """(day, step, state) of what was noted for a person about one duty, in order."""
    with reading(services.engine) as connection:
        log = evidence.log(connection)
    own = [n for n in reversed(log) if n["person"] == person and "|confirmations|" in n["duty"]]
    return [(n["noted_on"], n["step"], n["state"]) for n in own]


def test_a_month_is_chased_from_the_day_due_to_its_freeze(services: Services) -> None:
    """The clerk on Friday and Monday, the head and, through the coordinator, the leaders on the last day."""
    told = {day: live(services, day) for day in (FRIDAY, "2022-04-16", MONDAY, TUESDAY, "2022-04-20")}
    assert "hết hạn hôm nay; chốt số liệu hết ngày 19/04/2022." in told[FRIDAY][CLERK]
    assert told["2022-04-16"] == told["2022-04-20"] == {}
    assert "quá hạn 1 ngày làm việc" in told[MONDAY][CLERK]
    assert HEAD not in told[MONDAY]
    assert "Báo lãnh đạo đơn vị: chưa làm xong" in told[TUESDAY][HEAD]
    assert LEADER not in told[TUESDAY]
    text = told[TUESDAY][COORDINATOR]
    assert "Hệ thống chưa gửi lãnh đạo." in text
    assert (
        "– Văn phòng: Nhập mục tiêu chất lượng của đơn vị, tháng 4/2022 (hạn 15/04, quá hạn 2 ngày làm việc)"
        in text
    )
    assert notes(services, CLERK) == [
        (FRIDAY, "D0", "told"),
        (MONDAY, "D+1", "told"),
        (TUESDAY, "D+3", "told"),
    ]
    assert notes(services, HEAD) == [(TUESDAY, "head+2", "told")]


def test_a_unit_reads_which_cell_to_mend_and_who_enters_what_it_cannot(services: Services) -> None:
    """What was given with an error is asked for with the cell; a conclusion is told to the coordinator."""
    decided = {"code": "KL-1", "conclusion": "Sửa biển", "unit": "VP", "status": "open"}
    change(services, "conclusions", "KL-1", **decided, deadline=FRIDAY)
    with services.engine.begin() as connection:
        book = connection.execute(select(workbook.c.id).where(workbook.c.unit == "VP")).scalar_one()
        wrong = {"table_name": "objectives", "key": "MT01", "code": "date_invalid", "value": "31/02"}
        add_problem(connection, book, "E6", **wrong, told_at=READ_AT)
    told = live(services, FRIDAY)
    aim = "Nhập mục tiêu chất lượng của đơn vị, tháng 4/2022. Hạn 15/04/2022, hết hạn hôm nay; "
    assert f"{aim}chốt số liệu hết ngày 19/04/2022. Còn 1 ô sai: Mục tiêu!E6." in told[CLERK]
    report = "Làm xong thì báo thư ký ISO ghi vào tab Kết luận."
    assert f"KL-1 – Sửa biển. Hạn 15/04/2022, hết hạn hôm nay. {report}" in told[CLERK]
    assert report not in told.get(COORDINATOR, "")


def test_what_is_open_is_counted_and_named_in_a_mail_about_a_cell(services: Services) -> None:
    """On a Monday on which no step falls; a Sunday's mail tells the cell alone, and the month's days."""
    change(services, "settings", "remind_after", key="remind_after", value="3")
    live(services, FRIDAY)
    for day, cell in (("2022-04-17", "C9"), (MONDAY, "C10")):
        with services.engine.begin() as connection:
            book = connection.execute(select(workbook.c.id).where(workbook.c.unit == "VP")).scalar_one()
            add_problem(connection, book, cell, code="number_invalid")
        told = live(services, day)[CLERK]
        assert "Số liệu tháng 4/2022: hạn nhập hết ngày 15/04/2022, chốt số liệu hết ngày 19/04/2022." in told
        assert ("Việc khác đang chờ làm" in told) is (day == MONDAY)
        assert told.startswith("[ISO] Văn phòng: 3 việc quá hạn, 2 ô") is (day == MONDAY)
    assert [step for _, step, _ in notes(services, CLERK)] == ["D0"]


def test_leaders_are_told_themselves_when_the_agency_set_it_so(services: Services) -> None:
    """Then nothing waits for the coordinator."""
    change(services, "settings", "leaders_at_once", key="leaders_at_once", value=True)
    told = live(services, TUESDAY)
    assert "Trình lãnh đạo: chưa làm xong" in told[LEADER]
    assert COORDINATOR not in told


def test_each_person_reads_it_in_their_own_language(services: Services) -> None:
    """The coordinator as she is listed, the units as the agency reads."""
    change(services, "recipients", COORDINATOR, language="en")
    told = live(services, TUESDAY)
    assert "Leaders have not got this. A text to pass on:" in told[COORDINATOR]
    assert (
        "Enter the unit's quality objectives, April 2022 (due 15/04, overdue by 2 working days)"
        in told[COORDINATOR]
    )
    assert "quá hạn 2 ngày làm việc" in told[CLERK]


def test_nobody_reads_of_a_unit_that_is_not_theirs(services: Services) -> None:
    """A clerk of two units reads of both in one mail, the others of their own alone."""
    change(services, "units", "TTR", editors=[OTHER, CLERK])
    told = live(services, FRIDAY)
    assert told[CLERK].startswith("[ISO] 2 đơn vị: ")
    assert told[CLERK].index("Văn phòng – 15/04/2022") < told[CLERK].index("Thanh tra – 15/04/2022")
    assert "Văn phòng" not in told[OTHER]
    assert "sheet-VP" not in told[OTHER]


def test_after_an_outage_one_reminder_of_each_duty(services: Services) -> None:
    """The worker slept over Friday and Monday; what was slept through is noted as overtaken."""
    live(services, TUESDAY)
    steps = [("D0", "overtaken"), ("D+1", "overtaken"), ("D+3", "told")]
    assert notes(services, CLERK) == [(TUESDAY, step, state) for step, state in steps]


def test_a_second_run_of_a_day_tells_nothing_twice(services: Services) -> None:
    """One mail a person a day; what came up since waits for the next, and is told then."""
    live(services, FRIDAY)
    change(services, "units", "TTR", editors=[OTHER, CLERK])
    assert "Thanh tra" not in live(services, FRIDAY)[CLERK]
    assert "Thanh tra" in live(services, MONDAY)[CLERK]
    assert [note[1:] for note in notes(services, CLERK)].count(("D0", "told")) == 1


def test_in_a_quiet_time_nobody_is_told_and_the_day_after_once(services: Services) -> None:
    """An exam week from Friday to Monday: planned, then told on Tuesday as what stands then."""
    row = {"from": FRIDAY, "to": MONDAY, "kind": "quiet", "name": "Tuần thi"}
    change(services, "holidays", f"{FRIDAY}|quiet", **row)
    assert live(services, FRIDAY) == live(services, MONDAY) == {}
    assert CLERK in live(services, TUESDAY)
    assert sorted(note[1:] for note in notes(services, CLERK)) == [
        ("D+1", "overtaken"),
        ("D+3", "told"),
        ("D0", "overtaken"),
    ]


@pytest.mark.parametrize(("kind", "begins"), [("silence", "thôi nhắc – "), ("exempt", "được miễn – ")])
def test_a_silenced_or_excused_unit_is_not_told_and_the_reason_is_kept(
    services: Services, kind: str, begins: str
) -> None:
    """The others are."""
    allowed = {"code": "M1", "unit": "VP", "kind": kind, "decided_by": "Ban", "reason": "chờ văn bản"}
    change(services, "exceptions", "M1", **allowed)
    told = live(services, FRIDAY)
    assert CLERK not in told
    assert OTHER in told
    with reading(services.engine) as connection:
        own = {(n["state"], n["reason_vi"]) for n in evidence.log(connection, "VP")}
    ((what, why),) = own
    assert what == "suppressed"
    assert why.startswith(begins)
    assert why.endswith("chờ văn bản")


def test_the_coordinator_sets_the_steps(services: Services) -> None:
    """No step to the head, and a second one to the clerk on the second day."""
    change(services, "settings", "remind_head", key="remind_head", value="không")
    change(services, "settings", "remind_after", key="remind_after", value="2")
    for day in (FRIDAY, MONDAY, TUESDAY):
        told = live(services, day)
    assert HEAD not in told
    assert notes(services, CLERK) == [(FRIDAY, "D0", "told"), (TUESDAY, "D+2", "told")]


def test_what_is_counted_is_what_the_mails_tell(services: Services) -> None:
    """Entry by entry over the days of the chase; what stands in the coordinator's text counts as well."""
    told = {day: live(services, day) for day in (FRIDAY, MONDAY, TUESDAY)}
    entries = re.compile(r"hết hạn hôm nay|quá hạn \d+ ngày làm việc")
    found = {(day, who): len(entries.findall(text)) for day, own in told.items() for who, text in own.items()}
    with reading(services.engine) as connection:
        counted = evidence.counts(connection, "2022-04-01")
        assert evidence.counts(connection, "2022-04-19T08")["sent"] == 0
    assert counted["sent"] == sum(found.values()) > 0
    assert counted["escalated"] == found[TUESDAY, HEAD] + found[TUESDAY, COORDINATOR]
    assert counted["suppressed"] == 4  # two units without a head, two duties each


@pytest.mark.parametrize("seed", range(6))
def test_whatever_days_the_worker_sleeps_mails_and_notes_agree(services: Services, seed: int) -> None:
    """Outages, second runs, decisions by chance: each entry of a mail is a note, no step comes twice."""
    chance = random.Random(seed)
    entries = re.compile(r"hết hạn hôm nay|vừa quá hạn|(?:còn|quá hạn) \d+ ngày làm việc")
    told = 0
    for number in range(12):
        if chance.random() < 0.3:
            kind, until = (
                chance.choice(["extension", "silence", "reopen"]),
                f"2022-04-{chance.randint(18, 24)}",
            )
            row = {"code": f"M{number}", "unit": chance.choice(["VP", "TTR"]), "kind": kind, "until": until}
            change(services, "exceptions", f"M{number}", **row, decided_by="Ban", reason="bão")
        mails: dict[str, str] = {}
        for _ in range(chance.choice([0, 1, 1, 2])):
            mails = live(services, f"2022-04-{14 + number}")
        told += sum(len(entries.findall(text)) for text in mails.values())
    with reading(services.engine) as connection:
        log = [note for note in evidence.log(connection) if note["state"] == "told"]
        sent = evidence.counts(connection, "2022-04-01")["sent"]
    assert len({(n["duty"], n["due"], n["step"], n["person"]) for n in log}) == len(log) == sent
    assert len({(n["duty"], n["noted_on"], n["person"]) for n in log}) == len(log)
    assert told == sent > 0
