"""Draft minutes and the notice of conclusions as they are issued: when, to whom, with which figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, select, update

from jobs import runner
from service import archive, organisation
from service.clock import ZONE
from service.commands.report import report
from service.compose import Services
from service.figures.data import Row
from service.issuing import approval, issue
from service.periods import snapshot
from service.reviews import month, notice
from service.store.engine import reading
from service.store.tables import outbox, problem, record, workbook
from service.web.app import create_app
from service.work import ledger
from service.workbooks import seen
from service.workbooks.seen import Seen
from tests.support import frozen, meetings
from tests.support.frozen import full_month
from tests.support.installation import add_problem, add_record, make_installation


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """March 2022 is frozen; its review of 21 March is planned. It is 20 March, 9 o'clock."""
    made = make_installation(tmp_path / "var", now="2022-03-20T09:00:00+07:00")
    with made.engine.begin() as connection:
        data = full_month(registers=meetings.spring())
        snapshot.freeze(connection, data, made.clock.now())
        for table, rows in meetings.spring().items():
            for number, row in enumerate(rows, 2):
                add_record(connection, coordinator(connection), table, row.key, number, row.values)
        typed = record.c.table_name.in_(["reviews", "conclusions"])
        connection.execute(update(record).where(typed).values(changed_at="2022-03-18T09:00:00+07:00"))
    yield made
    made.engine.dispose()


def coordinator(connection: Connection) -> int:
    """The id of the coordinator's workbook."""
    query = select(workbook.c.id).where(workbook.c.kind == "coordinator")
    return int(connection.execute(query).scalar_one())


def move(services: Services, instant: str) -> None:
    """Set the clock."""
    Path(services.config.clock).write_text(instant, encoding="utf-8")


def change(services: Services, key: str, **values: Any) -> None:
    """Type something into the row of a meeting or conclusion."""
    with services.engine.begin() as connection:
        here = record.c.key == key
        row = connection.execute(select(record.c["values"]).where(here)).scalar_one()
        connection.execute(update(record).where(here).values(values={**row, **values}))


def due(services: Services) -> list[tuple[str, datetime]]:
    """The notices that are due now."""
    from jobs.calendars import notices_of_conclusions

    with reading(services.engine) as connection:
        known = organisation.read(connection)
        return list(notices_of_conclusions(connection, known, services.clock.now()))


def found(services: Services, kind: str) -> dict[str, Any]:
    """March's report of a kind, as it is kept."""
    with reading(services.engine) as connection:
        return archive.find(connection, kind, "2022-03")


def mailed(services: Services, kind: str) -> list[str]:
    """Who has it in the outbox."""
    with reading(services.engine) as connection:
        query = select(outbox.c.recipient).where(outbox.c.kind == kind).order_by(outbox.c.id)
        return list(connection.execute(query).scalars())


def test_the_minutes_tell_the_frozen_figures(services: Services) -> None:
    """The same figures and the same hash as the month's report; to the coordinator only."""
    issue.issue(services, "monthly", "2022-03")
    (run,) = runner.run_one(services, "minutes", "2022-03")
    assert run.error is None
    month, draft = found(services, "monthly"), found(services, "minutes")
    assert draft["subject"].startswith("[ISO] Dự thảo biên bản họp xem xét lãnh đạo tháng 3/2022")
    assert draft["hash"] == month["hash"]
    assert draft["json"]["figures"] == month["json"]["figures"]
    assert mailed(services, "minutes") == ["thuky@example.vn"]


def test_leaders_get_minutes_and_notice_once_approved(services: Services) -> None:
    """As any other report; one who asked for monthly reports gets them too."""
    change(services, "giamdoc@example.vn", reports="monthly")
    issue.issue(services, "minutes", "2022-03")
    assert approval.approve(services, "minutes", "2022-03", "thuky@example.vn")
    assert mailed(services, "minutes") == ["thuky@example.vn", "giamdoc@example.vn"]


def test_no_notice_before_the_meeting_was_held_and_decided_something(services: Services) -> None:
    """Planned: none. Held without a conclusion: none."""
    move(services, "2022-03-30T09:00:00+07:00")
    assert due(services) == []
    with pytest.raises(notice.NotHeld):
        notice.issue(services, "2022-03")
    change(services, "XX-2022-03", status="held")
    change(services, "KL-7", meeting="XX-2022-02")
    assert due(services) == []


@pytest.mark.parametrize(
    ("held", "now", "is_due"),
    [
        ("2022-03-21", "2022-03-22T06:59:00+07:00", False),
        ("2022-03-21", "2022-03-22T07:00:00+07:00", True),
        ("2022-03-24", "2022-03-24T09:00:00+07:00", False),  # three days late, so is the notice
        ("2022-03-24", "2022-03-25T07:00:00+07:00", True),
    ],
)
def test_the_notice_is_due_eight_days_after_the_window(
    services: Services, held: str, now: str, is_due: bool
) -> None:
    """22 March, when the meeting was on the 21st, the working day after Sunday the 20th."""
    change(services, "XX-2022-03", status="held", date=held)
    move(services, now)
    assert [label for label, _ in due(services)] == ["2022-03"] * is_due


def test_what_is_still_being_written_is_not_sent(services: Services) -> None:
    """A conclusion typed on Friday the 25th waits for Monday: there may be more to come."""
    change(services, "XX-2022-03", status="held")
    with services.engine.begin() as connection:
        values = {"changed_at": "2022-03-25T10:00:00+07:00"}
        connection.execute(update(record).where(record.c.key == "KL-7").values(values))
    move(services, "2022-03-28T06:00:00+07:00")
    assert due(services) == []
    move(services, "2022-03-28T07:00:00+07:00")
    assert [label for label, _ in due(services)] == ["2022-03"]


@pytest.mark.parametrize(
    ("table", "key", "waits"),
    [
        ("conclusions", "KL-8", True),  # never was right: it may be of March
        ("conclusions", "KL-7", True),
        ("conclusions", "KL-4", False),  # of February
        ("reviews", "XX-2022-03", True),
        ("reviews", "XX-2022-02", False),
        ("reviews", "XX-2022-04", False),  # never was right: nothing is decided in it
    ],
)
def test_it_waits_for_a_row_in_error_that_may_be_of_its_month(
    services: Services, table: str, key: str, waits: bool
) -> None:
    """Sent without it, the conclusion would be told to nobody; not even when it is asked for at once."""
    change(services, "XX-2022-03", status="held")
    move(services, "2022-03-30T09:00:00+07:00")
    with services.engine.begin() as connection:
        wrong = {"table_name": table, "key": key, "column_name": "deadline", "code": "date_impossible"}
        add_problem(connection, coordinator(connection), "F9", **wrong)
    assert [label for label, _ in due(services)] == ([] if waits else ["2022-03"])
    if waits:
        with pytest.raises(notice.StillWrong):
            notice.issue(services, "2022-03")
    with services.engine.begin() as connection:
        connection.execute(update(problem).values(mended_at="2022-03-30T09:00:00+07:00"))
    assert [label for label, _ in due(services)] == ["2022-03"]


@pytest.mark.parametrize(("meeting", "waits"), [("XX-2022-02", False), ("xx-2022-03", True), ("", True)])
def test_what_stands_in_a_row_in_error_tells_its_month(services: Services, meeting: str, waits: bool) -> None:
    """A row that never was right names its meeting all the same."""
    change(services, "XX-2022-03", status="held")
    move(services, "2022-03-30T09:00:00+07:00")
    with services.engine.begin() as connection:
        book = coordinator(connection)
        tab = Seen(1, "Kết luận", 9, 2, [[]] * 8 + [["KL-8", meeting]], places={"code": 0, "meeting": 1})
        seen.save(connection, book, "conclusions", tab, "2022-03-30T08:00:00+07:00")
        wrong = {"table_name": "conclusions", "key": "KL-8", "code": "date_impossible"}
        add_problem(connection, book, "F9", **wrong)
    assert [label for label, _ in due(services)] == ([] if waits else ["2022-03"])


def test_a_notice_that_was_sent_does_not_wait(services: Services) -> None:
    """What is in error afterwards changes nothing of it."""
    change(services, "XX-2022-03", status="held")
    move(services, "2022-03-22T09:00:00+07:00")
    runner.run_one(services, notice.JOB, "2022-03")
    with services.engine.begin() as connection:
        wrong = {"table_name": "conclusions", "key": "KL-7", "code": "date_impossible"}
        add_problem(connection, coordinator(connection), "F9", **wrong)
    assert [label for label, _ in due(services)] == ["2022-03"]
    notice.issue(services, "2022-03")


def test_the_coordinator_may_ask_for_it_at_once(services: Services) -> None:
    """The day of the meeting."""
    change(services, "XX-2022-03", status="held")
    move(services, "2022-03-21T16:00:00+07:00")
    with services.engine.begin() as connection:
        ledger.ask(connection, notice.JOB, "2022-03", services.clock.now())
    assert due(services) == [("2022-03", datetime(2022, 3, 21, 16, tzinfo=ZONE))]


def test_the_notice_keeps_what_was_decided(services: Services) -> None:
    """KL-7 of March; a word typed after it was issued changes nothing."""
    change(services, "XX-2022-03", status="held")
    move(services, "2022-03-22T09:00:00+07:00")
    (run,) = runner.run_one(services, notice.JOB, "2022-03")
    assert run.error is None
    made = found(services, "conclusions")
    assert made["subject"].startswith("[ISO] Thông báo kết luận họp xem xét lãnh đạo tháng 3/2022")
    assert "KL-7" in made["text"]
    change(services, "KL-7", conclusion="Việc khác")
    runner.run_one(services, notice.JOB, "2022-03")
    assert found(services, "conclusions")["text"] == made["text"]
    assert mailed(services, "conclusions") == ["thuky@example.vn"]


def test_a_meeting_entered_after_the_notice_is_told_until_another_notice_holds_it(services: Services) -> None:
    """The month is not over before; a second meeting that decided nothing is not told."""
    change(services, "XX-2022-03", status="held")
    move(services, "2022-03-22T09:00:00+07:00")
    runner.run_one(services, notice.JOB, "2022-03")
    second = meetings.meeting("2022-03", date(2022, 3, 28), code="XX-2022-03B")
    second = replace(second, key="XX-2022-03B")
    with services.engine.begin() as connection:
        add_record(connection, coordinator(connection), "reviews", second.key, 9, second.values)
        assert notice.untold(connection, "2022-03") == ()
        more = meetings.conclusion("KL-8", "2022-03B", date(2022, 4, 30))
        add_record(connection, coordinator(connection), "conclusions", more.key, 9, more.values)
        known = organisation.read(connection)
        assert known is not None
        march = month.read(connection, known, "2022-03")
        assert (march.untold, march.over) == (("XX-2022-03B",), False)
        told = replace(march, unapproved=()).next_step(date(2022, 3, 29))[0]
        assert told.startswith("Cuộc họp XX-2022-03B ghi sau thông báo kết luận")
        later = replace(frozen.month("2022-04", registers=all_of(connection)), kind="conclusions")
        snapshot.freeze(connection, later, services.clock.now())
        assert notice.untold(connection, "2022-03") == ()


def all_of(connection: Connection) -> dict[str, tuple[Row, ...]]:
    """The meetings and conclusions as they are entered now."""
    found: dict[str, list[Row]] = {"reviews": [], "conclusions": []}
    query = select(record.c.table_name, record.c.key, record.c["values"])
    for table, key, values in connection.execute(query.where(record.c.table_name.in_(found))):
        found[table].append(Row("", key, values))
    return {table: tuple(rows) for table, rows in found.items()}


def test_pages_and_command_show_them(services: Services) -> None:
    """By their own subjects, with their own mails; the command prints the text."""
    issue.issue(services, "monthly", "2022-03")
    issue.issue(services, "minutes", "2022-03")
    client = create_app(services).test_client()
    text = " ".join(client.get("/bao-cao/").text.split())
    assert "Báo cáo tháng 3/2022" in text
    assert "Dự thảo biên bản họp xem xét lãnh đạo tháng 3/2022" in text
    page = client.get("/bao-cao/minutes/2022-03").text
    assert page.count("thuky@example.vn</td>") == 1
    assert (
        "BIÊN BẢN Cuộc họp xem xét của lãnh đạo tháng 3/2022"
        in client.get("/bao-cao/minutes/2022-03/thu.txt").text
    )
    directory = str(services.config.dir)
    shown = CliRunner().invoke(report, ["show", "--dir", directory, "minutes", "2022-03"])
    assert shown.exit_code == 0
    assert "I. Thời gian, địa điểm, thành phần" in shown.output


def test_a_second_meeting_whose_conclusions_were_dropped_keeps_no_month_open(services: Services) -> None:
    """Nothing of it is left to be told; one that stands would be."""
    change(services, "XX-2022-03", status="held")
    second = replace(meetings.meeting("2022-03", date(2022, 3, 21), code="XX-2022-03B"), key="XX-2022-03B")
    dropped = meetings.conclusion("KL-8", "2022-03B", date(2022, 4, 30), status="cancelled")
    with services.engine.begin() as connection:
        add_record(connection, coordinator(connection), "reviews", second.key, 9, second.values)
        add_record(connection, coordinator(connection), "conclusions", dropped.key, 9, dropped.values)
    move(services, "2022-03-25T09:00:00+07:00")
    notice.issue(services, "2022-03")
    with services.engine.begin() as connection:
        assert notice.untold(connection, "2022-03") == ()
    change(services, "KL-8", status="open")
    with services.engine.begin() as connection:
        assert notice.untold(connection, "2022-03") == ("XX-2022-03B",)
