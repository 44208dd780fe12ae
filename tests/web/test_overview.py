"""The first page: units × months, running windows, what stands open, how fresh it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, delete, select, update

from service import organisation, overview
from service.compose import Services
from service.duties.follow import follow
from service.store.engine import reading
from service.store.tables import record, workbook
from service.web.app import create_app
from tests.support.installation import add_problem, add_record, make_installation


def states(services: Services) -> dict[str, list[str]]:
    """The state of each unit in each month."""
    with reading(services.engine) as connection:
        agency = organisation.read(connection)
        assert agency is not None
        page = overview.read(connection, agency, services.clock.today())
    return {line.unit.code: [cell.state for cell in line.cells] for line in page.lines}


def test_a_closed_month_is_not_red_for_an_error_that_is_gone(services: Services) -> None:
    """Reported with problems in February, of which none stands: what is left is that something is missing."""
    found = states(services)
    assert {unit: row[:2] for unit, row in found.items()} == {
        "VP": ["complete", "complete"],
        "TTR": ["late", "missing"],
        "KHTC": ["missing", "missing"],
    }


def test_what_was_given_after_the_close_makes_a_closed_month_complete_but_late(services: Services) -> None:
    """The report goes on saying how it stood; the page says how it stands."""
    with services.engine.begin() as connection:
        give(connection, "TTR", "2022-02", "2022-03-25")
    assert states(services)["TTR"][1] == "late"
    with reading(services.engine) as connection:
        agency = organisation.read(connection)
        assert agency is not None
        page = overview.read(connection, agency, services.clock.today())
    reported = page.lines[1].cells[1].reported
    assert reported is not None
    assert (reported.state, reported.given, reported.owed) == ("problems", 3, 4)


def give(connection: Connection, unit: str, period: str, day: str) -> None:
    """All that a unit owes for a month: an objective of the year, not due yet, and the head's word."""
    book = book_of(connection, unit)
    yearly = {"code": "MT01", "evaluation": "year", "deadline": "2022-12-31"}
    add_record(connection, book, "objectives", "MT01", 2, yearly)
    add_record(connection, book, "confirmations", period, 3, {"period": period, "confirmed_on": day})


@pytest.mark.parametrize("key", ["MT01|2022-01", "MT01|2022-01#2"])
def test_a_closed_month_is_red_while_an_error_stands_in_one_of_its_rows(services: Services, key: str) -> None:
    """Also one typed after the close, into a month that was complete."""
    with services.engine.begin() as connection:
        add_problem(connection, book_of(connection, "VP"), "C3", key=key, code="number_invalid")
    assert states(services)["VP"][:2] == ["problems", "complete"]


def test_an_error_of_a_whole_tab_reddens_no_closed_month(services: Services) -> None:
    """It stands in no row, so in no month."""
    with services.engine.begin() as connection:
        lost = {"table_name": "confirmations", "key": None, "code": "tab_missing"}
        add_problem(connection, book_of(connection, "VP"), "C3", **lost)
    assert states(services)["VP"][:2] == ["complete", "complete"]


def book_of(connection: Connection, unit: str) -> int:
    """The id of a unit's workbook."""
    return int(connection.execute(select(workbook.c.id).where(workbook.c.unit == unit)).scalar_one())


def test_a_month_past_its_freeze_without_a_report_waits_to_be_closed(services: Services) -> None:
    """March (frozen 19/03) has no report on 10/04: it is not called missing."""
    assert {row[2] for row in states(services).values()} == {"waiting"}


def test_the_running_month_is_open_until_it_is_due(services: Services) -> None:
    """April (15/03–14/04) is being filled in on 10/04: an error in its rows shows at once."""
    assert {row[3] for row in states(services).values()} == {"open"}
    with services.engine.begin() as connection:
        add_problem(connection, book_of(connection, "TTR"), "C9", key="MT01|2022-04", code="number_invalid")
    assert {unit: row[3] for unit, row in states(services).items()} == {
        "VP": "open",
        "TTR": "problems",
        "KHTC": "open",
    }


def test_months_to_come_are_not_judged(services: Services) -> None:
    """May to December have not begun."""
    assert {state for row in states(services).values() for state in row[4:]} == {"future"}


def test_after_the_due_day_what_is_not_given_is_missing(tmp_path: Path) -> None:
    """On 17/04, two days after April was due, the same blank is missing."""
    services = make_installation(tmp_path, now="2022-04-17T09:00:00+07:00")
    assert states(services)["VP"][3] == "missing"
    services.engine.dispose()


@pytest.mark.parametrize(("today", "expected"), [("2022-04-15", "complete"), ("2022-04-17", "late")])
def test_who_gives_the_last_entry_after_the_due_day_is_late_at_once(
    tmp_path: Path, today: str, expected: str
) -> None:
    """As the report will say of April, due on 15/04, when it closes on 19/04."""
    services = make_installation(tmp_path, now=f"{today}T09:00:00+07:00")
    with services.engine.begin() as connection:
        give(connection, "KHTC", "2022-04", today)
        known = organisation.read(connection)
        assert known is not None
        follow(connection, known, services.clock.now())
    assert states(services)["KHTC"][3] == expected
    services.engine.dispose()


def test_december_runs_on_after_the_year_has_turned(tmp_path: Path) -> None:
    """With no year written down the page of 17/12/2022 is 2023's, and shows December until it freezes."""
    services = make_installation(tmp_path, now="2022-12-17T09:00:00+07:00")
    with services.engine.begin() as connection:
        connection.execute(delete(record).where(record.c.key == "year"))
        read = "2022-12-17T08:00:00.000000+07:00"
        connection.execute(update(workbook).where(workbook.c.kind == "coordinator").values(last_read_at=read))
    client = create_app(services).test_client()
    text = " ".join(client.get("/").text.split())
    assert text.index("Tháng 12/2022") < text.index("Tháng 1/2023")
    assert "(Từ ngày 15/11/2022 đến ngày 14/12/2022)" in text
    assert ">12/2022</th>" in text
    assert '<span class="bad">1 lỗi</span>' in text
    assert states(services)["VP"] == ["missing", "open", *["future"] * 11]
    unit = client.get("/don-vi/TTR").text
    assert "Kết quả!C5" in unit
    Path(services.config.clock).write_text("2022-12-20T09:00:00+07:00")
    assert len(states(services)["VP"]) == 12
    assert "Kết quả!C5" not in client.get("/don-vi/TTR").text
    services.engine.dispose()


def test_an_agency_that_begins_with_a_year_has_no_december_before_it(tmp_path: Path) -> None:
    """On 16/12/2021 nobody has workbooks of 2021."""
    services = make_installation(tmp_path, now="2021-12-16T09:00:00+07:00")
    assert states(services)["VP"][:2] == ["complete", "complete"]
    assert len(states(services)["VP"]) == 12
    services.engine.dispose()


@pytest.mark.parametrize(
    ("today", "there", "gone"),
    [
        ("2021-12-10", "Tháng 1/2022 mở ngày <strong>15/12/2021</strong>.", "đã chốt."),
        ("2022-12-23", "Mọi kỳ của năm 2022 đã chốt. Tháng 1/2023 bắt đầu từ ngày 15/12/2022.", "mở ngày"),
    ],
)
def test_while_no_period_is_open_the_page_says_when_the_next_begins(
    tmp_path: Path, today: str, there: str, gone: str
) -> None:
    """Before the year's first, and after its last has frozen."""
    services = make_installation(tmp_path, now=f"{today}T09:00:00+07:00")
    text = " ".join(create_app(services).test_client().get("/").text.split())
    card = text.partition("Không có kỳ nào đang mở")[2].partition("</div>")[0]
    assert there in card
    assert gone not in card
    services.engine.dispose()


def test_the_page_names_agency_window_and_due_day(client: FlaskClient) -> None:
    """Agency, running window in the words of a report, due day and freeze day are there."""
    text = " ".join(client.get("/").text.split())
    assert "Sở Giáo dục và Đào tạo tỉnh Minh Hà" in text
    assert "(Từ ngày 15/03/2022 đến ngày 14/04/2022)" in text
    assert "Hạn nhập: <strong>15/04/2022</strong>" in text
    assert "Chốt số liệu: hết ngày 19/04/2022" in text


def test_only_problems_that_people_were_told_are_counted(client: FlaskClient) -> None:
    """One error and one warning are open; the mended one and the one still being typed are not counted."""
    text = " ".join(re.sub("<[^>]+>", " ", client.get("/").text).split())
    assert "1 lỗi · 1 lưu ý" in text


def test_an_unreadable_workbook_says_since_when_and_how_old_its_data_are(client: FlaskClient) -> None:
    """The unshared workbook's last good data stay, with their age."""
    text = " ".join(re.sub("<[^>]+>", " ", client.get("/").text).split())
    assert "Không đọc được: tệp không còn được chia sẻ (từ 09:20 10/04/2022)" in text
    assert "số liệu đến 09:20 10/04/2022" in text


def test_before_the_coordinators_workbook_was_read_the_page_says_what_to_do(services: Services) -> None:
    """A fresh installation has a page, not an error."""
    with services.engine.begin() as connection:
        for table in reversed(workbook.metadata.sorted_tables):
            connection.execute(delete(table))
    answer = create_app(services).test_client().get("/")
    assert answer.status_code == 200
    assert "Chưa đọc được sổ của thư ký" in answer.text


def test_the_page_is_english_on_request_and_its_links_stay_english(client: FlaskClient) -> None:
    """With ?lang=en every sentence is English, and a link keeps the language."""
    text = client.get("/?lang=en").text
    assert '<html lang="en">' in text
    assert "Figures freeze: end of 19/04/2022" in " ".join(text.split())
    assert 'href="/don-vi/VP?lang=en"' in text
    assert "Chốt số liệu" not in text
