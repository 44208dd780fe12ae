"""The page of what is owed: all of it, some of it, and the history of one duty."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, insert, select

from service import organisation
from service.compose import Services
from service.duties.follow import follow
from service.store.tables import duty_event, record, workbook
from tests.support.installation import add_record


@pytest.fixture(autouse=True)
def followed(services: Services) -> None:
    """VP is excused from confirming March; what is owed was looked at on 10/04/2022."""
    with services.engine.begin() as connection:
        book = connection.execute(select(workbook.c.id).where(workbook.c.key == "coordinator")).scalar_one()
        said = {"kind": "exempt", "unit": "VP", "period": "2022-03", "table": "confirmations"}
        said |= {"decided_by": "Giám đốc", "reason": "mất điện"}
        add_record(connection, book, "exceptions", "M1", 2, said)
        known = organisation.read(connection)
        assert known is not None
        follow(connection, known, services.clock.now())


def test_the_page_tells_who_owes_what_and_why_not(client: FlaskClient) -> None:
    """With the day due, the state in words, who excused and why; in English as well."""
    text = client.get("/nghia-vu/?state=all").text
    for words in (
        "Việc phải làm",
        "Lãnh đạo đơn vị xác nhận số liệu tháng 3/2022.",
        "Được miễn",
        "Miễn – Giám đốc: mất điện",
    ):
        assert words in text
    assert "The head confirms the figures of March 2022." in client.get("/nghia-vu/?state=all&lang=en").text


def test_the_page_opens_on_what_is_owed_now(client: FlaskClient) -> None:
    """Neither what is to come nor what is settled is listed; the numbers above tell all of it."""
    text = client.get("/nghia-vu/").text
    numbers, _, listed = text.partition("Từng việc")
    assert 'class="missing">Thiếu' in listed
    assert "mất điện" not in listed and "Chưa đến hạn" not in listed
    assert re.search(r'href="/nghia-vu/\?unit=VP&amp;state=excused">1</a>', numbers)
    assert '<option value="owed" selected>' in numbers


def test_a_remark_says_of_which_kind_it_is(client: FlaskClient, services: Services) -> None:
    """More time, a month open again, no reminders: each by its name, with who decided and why."""
    said = {"unit": "TTR", "period": "2022-03", "table": "confirmations", "decided_by": "Giám đốc"}
    with services.engine.begin() as connection:
        book = connection.execute(select(workbook.c.id).where(workbook.c.key == "coordinator")).scalar_one()
        for row, (kind, until, reason) in enumerate(
            (
                ("extension", "2022-04-08", "thay kế toán"),
                ("reopen", "2022-05-09", "chờ số liệu"),
                ("silence", None, "nghỉ thai sản"),
            ),
            3,
        ):
            values = {**said, "kind": kind, "until": until, "reason": reason}
            add_record(connection, book, "exceptions", f"M{row}", row, values)
        known = organisation.read(connection)
        assert known is not None
        follow(connection, known, services.clock.now())
    text = client.get("/nghia-vu/?unit=TTR&month=2022-03").text
    for words in (
        "Gia hạn – Giám đốc: thay kế toán",
        "Mở lại đến hết ngày 09/05/2022 – Giám đốc: chờ số liệu",
        "Ngừng đôn đốc – Giám đốc: nghỉ thai sản",
    ):
        assert words in text


def test_a_unit_that_begins_in_a_later_year_is_no_choice_yet(client: FlaskClient, services: Services) -> None:
    """Listed by the coordinator beforehand, valid from 2023; one of this year is offered."""
    with services.engine.begin() as connection:
        book = connection.execute(select(workbook.c.id).where(workbook.c.key == "coordinator")).scalar_one()
        unit = {"code": "QUY", "name": "Quỹ Học bổng", "valid_from": "2023-01-01"}
        add_record(connection, book, "units", "QUY", 9, unit)
    text = client.get("/nghia-vu/").text
    assert '<option value="TTR">' in text
    assert "Quỹ Học bổng" not in text


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ("unit=VP", "<td>Văn phòng</td>", "<td>Thanh tra</td>"),
        ("month=2022-03", "tháng 3/2022", "số liệu tháng 2/2022"),
        ("state=excused", "mất điện", "<td>Thanh tra</td>"),
        ("under=TTR", "<td>Thanh tra</td>", "<td>Văn phòng</td>"),
        ("unit=committee", "Không còn nợ việc nào.", "<td>Thanh tra</td>"),
    ],
)
def test_some_of_it_can_be_chosen(client: FlaskClient, asked: str, there: str, gone: str) -> None:
    """By unit, month, state, level; the choice stands in the form and in the other language."""
    text = client.get(f"/nghia-vu/?{asked}").text
    assert there in text
    assert gone not in text
    assert asked.replace("&", "&amp;") in text.partition('class="tongue"')[2]


def test_a_month_that_runs_on_after_the_year_has_turned_can_be_chosen(
    client: FlaskClient, services: Services
) -> None:
    """December on its due day, when the year kept is the next; then its own twelve."""
    Path(services.config.clock).write_text("2022-12-15T09:00:00+07:00", encoding="utf-8")
    with services.engine.begin() as connection:
        named = (record.c.table_name == "settings") & (record.c.key == "year")
        connection.execute(delete(record).where(named))
        known = organisation.read(connection)
        assert known is not None and known.year_on(services.clock.today()) == 2023
        follow(connection, known, services.clock.now())
    text = client.get("/nghia-vu/").text
    offered = re.findall(r'<option value="(20\d\d-\d\d)"', text)
    assert offered == ["2022-12", *(f"2023-{number:02}" for number in range(1, 13))]


@pytest.mark.parametrize("asked", ["unit=XX", "under=XX", "state=x", "month=13/2022"])
def test_what_cannot_be_chosen_is_refused(client: FlaskClient, asked: str) -> None:
    """In words."""
    answer = client.get(f"/nghia-vu/?{asked}")
    assert answer.status_code == 404
    assert "Không có" in answer.text


def test_the_history_of_a_duty_has_its_page(client: FlaskClient) -> None:
    """What happened, and since when; of nothing there is none."""
    text = client.get("/nghia-vu/lich-su", query_string={"key": "VP|confirmations||2022-03"}).text
    assert "được giao" in text
    assert "Giám đốc: mất điện" in text
    assert client.get("/nghia-vu/lich-su?key=x").status_code == 404


@pytest.mark.parametrize(
    ("successor", "why"),
    [
        ("VP", "sáp nhập vào Văn phòng, nơi tiếp nhận việc còn dở."),
        (None, "không sáp nhập vào đơn vị nào."),
    ],
)
def test_what_an_ended_unit_owes_no_longer_says_why(
    client: FlaskClient, services: Services, successor: str | None, why: str
) -> None:
    """Of what was dropped while the unit still existed the page says nothing of its end."""
    with services.engine.begin() as connection:
        book = connection.execute(select(workbook.c.id).where(workbook.c.key == "coordinator")).scalar_one()
        unit = {"code": "CTTT", "name": "Phòng Chính trị", "valid_to": "2022-03-31", "successor": successor}
        add_record(connection, book, "units", "CTTT", 9, unit)
        for key, at in (("CTTT|proposals|KH5|2022", "2022-04-07"), ("CTTT|actions|KH1|", "2022-03-31")):
            for kind, facts in (("asked", {"vi": "Đề xuất", "en": "Propose"}), ("dropped", {})):
                made = {"at": f"{at}T10:30:00.000000+07:00", "key": key, "kind": kind, "facts": facts}
                connection.execute(insert(duty_event).values(made))
    there, before = (
        client.get("/nghia-vu/lich-su", query_string={"key": key}).text
        for key in ("CTTT|proposals|KH5|2022", "CTTT|actions|KH1|")
    )
    assert f"Không còn phải làm. Đơn vị hoạt động đến hết ngày 31/03/2022, {why}" in there
    assert "Không còn phải làm." in before and "hoạt động đến" not in before
