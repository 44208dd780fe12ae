"""`/don-doc/`: the evidence of reminding, a text to send by hand, and a unit's calendar address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from service import organisation, state
from service.clock import parse
from service.compose import Services
from service.duties import follow
from service.mail import digests
from service.periods.workdays import Calendar
from service.store.tables import duty
from service.web import reminders
from service.web.app import create_app
from tests.support.installation import add_record, make_installation
from tests.web.conftest import Post


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """The agency on the Monday after April's entries were due, reminded on Friday and today."""
    made = make_installation(tmp_path / "var", now="2022-04-15T07:00:00+07:00")
    with made.engine.begin() as connection:
        state.open_installation(connection, parse("2022-04-01T08:00:00+07:00"))
    for day in ("2022-04-15", "2022-04-18"):
        Path(made.config.clock).write_text(f"{day}T07:00:00+07:00")
        with made.engine.begin() as connection:
            known = organisation.read(connection)
            assert known is not None
            follow.follow(connection, known, made.clock.now())
        digests.daily(made, day)
    yield made
    made.engine.dispose()


@pytest.fixture
def client(services: Services) -> FlaskClient:
    """A browser's stand-in on loopback."""
    return create_app(services).test_client()


def test_the_log_says_when_what_was_told_to_whom(client: FlaskClient) -> None:
    """And what was not told, and why: no unit has a head."""
    page = client.get("/don-doc/").text
    rows = [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in page.split("<tr>")]
    assert any(
        row.startswith("07:00 18/04/2022 Văn phòng Nhập mục tiêu chất lượng của đơn vị, tháng 4/2022.")
        and "sau hạn 1 ngày làm việc (18/04/2022) an@example.vn đã nhắc" in row
        for row in rows
    ), rows
    assert any("ngày đến hạn (15/04/2022) binh@example.vn đã nhắc" in row for row in rows)


@pytest.mark.parametrize(
    ("name", "fell", "vi"),
    [
        ("leaders+5", "2022-11-18", "báo thư ký để trình lãnh đạo, sau hạn 3 ngày làm việc"),
        ("head+2", "2022-11-17", "báo lãnh đạo đơn vị, sau hạn 2 ngày làm việc"),
        ("D0", "2022-11-15", "ngày đến hạn"),
        ("D-7", "2022-11-04", "trước hạn 7 ngày làm việc"),
    ],
)
def test_a_step_is_told_by_the_days_that_went_by(services: Services, name: str, fell: str, vi: str) -> None:
    """One that the freeze pulled forward came sooner than it is called."""
    with create_app(services).test_request_context("/don-doc/"):
        note = {"step": name, "due": "2022-11-15", "fell": fell}
        assert reminders.step(note, Calendar()) == vi


def test_each_unit_has_a_text_to_send(client: FlaskClient) -> None:
    """Plain and short, with the way to its workbook; selectable where no script runs."""
    page = client.get("/don-doc/").text
    text = re.search(r"<textarea[^>]* readonly[^>]*>(\[ISO\] Văn phòng[^<]*)</textarea>", page)
    assert text is not None
    lines = text[1].split("\n")
    assert lines[0] == "[ISO] Văn phòng: đến 18/04/2022 còn 3 việc"
    assert lines[1].startswith("1. ")
    assert lines[1].endswith("(hạn 15/04, quá hạn 1 ngày làm việc)")
    assert lines[-1] == "Mở sổ: http://127.0.0.1:9/spreadsheets/d/sheet-VP/edit"
    assert 'data-copy="chat-1"' in page
    answer = client.get("/don-doc/")
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "script" not in client.get("/").headers["Content-Security-Policy"]


def test_the_page_of_one_unit_shows_that_unit_only(client: FlaskClient) -> None:
    """An unknown one is told kindly."""
    page = client.get("/don-doc/VP").text
    assert "an@example.vn" in page
    assert "Thanh tra" not in page
    assert client.get("/don-doc/XX").status_code == 404
    assert 'href="/don-doc/VP"' in client.get("/don-vi/VP").text


def test_it_says_how_to_silence_and_what_is_silenced(services: Services, client: FlaskClient) -> None:
    """By a row of the coordinator's; the reason stands beside the duty."""
    assert "Ngừng đôn đốc" in client.get("/don-doc/").text
    with services.engine.begin() as connection:
        held = connection.execute(duty.select().where(duty.c.unit == "VP")).mappings().first()
        assert held is not None
        facts = {**held["facts"], "silenced": "Ban: <b>chờ</b>"}
        connection.execute(update(duty).where(duty.c.key == held["key"]).values(facts=facts))
    page = client.get("/don-doc/").text
    assert "Ban: &lt;b&gt;chờ&lt;/b&gt;" in page
    assert "[ISO] Văn phòng: đến 18/04/2022 còn 2 việc" in page


def test_in_english_the_log_is_english(client: FlaskClient) -> None:
    """Steps and results too."""
    page = client.get("/don-doc/?lang=en").text
    for words in ("Log of reminders", "on the day due", "1 working day after", "told", "Texts for the chat"):
        assert words in page


def test_a_units_calendar_gets_an_address_and_another(client: FlaskClient, post: Post) -> None:
    """Made by a button on the unit's page; a new one ends the old one. Strangers get nothing."""
    assert "Đơn vị chưa có đường dẫn lịch." in client.get("/don-vi/VP").text
    found = []
    for _ in range(2):
        page = post("/don-vi/VP", "/don-doc/VP/lich", {}).text
        address = re.search(r'value="http://127.0.0.1:8080(/lich/[\w-]{43}\.ics)"', page)
        assert address is not None
        found.append(address[1])
    assert client.get(found[0]).status_code == 404
    answer = client.get(found[1])
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.text.startswith("BEGIN:VCALENDAR")
    for forged in ("x", "", "A" * 43, "../healthz", found[1][6:-5]):
        assert client.get(f"/lich/{forged}.ics").status_code == 404
    assert client.post("/don-doc/VP/lich").status_code == 400
    assert client.get("/don-doc/VP/lich").status_code == 405


def test_an_address_that_only_this_machine_reaches_is_said_to_be_so(
    services: Services, client: FlaskClient, post: Post
) -> None:
    """Until the coordinator tells under which address citizens reach us."""
    warned = "Google và điện thoại chưa mở được đường dẫn này"
    assert warned in post("/don-vi/VP", "/don-doc/VP/lich", {}).text
    with services.engine.begin() as connection:
        values = {"key": "survey_base_url", "value": "https://iso.example.vn"}
        add_record(connection, 1, "settings", "survey_base_url", 90, values)
    page = client.get("/don-vi/VP").text
    assert "https://iso.example.vn/lich/" in page and warned not in page


def test_a_calendar_may_be_asked_for_through_a_proxy_the_log_may_not(client: FlaskClient, post: Post) -> None:
    """The address is the secret; everything else stays on this machine."""
    page = post("/don-vi/VP", "/don-doc/VP/lich", {}).text
    address = re.search(r"/lich/[\w-]+\.ics", page)
    assert address is not None
    headers = {"X-Forwarded-For": "203.0.113.9", "Host": "so.example.vn"}
    assert client.get(address[0], headers=headers).status_code == 200
    assert client.get("/don-doc/", headers=headers).status_code == 403


def test_a_failing_calendar_leaves_its_word_out_of_the_log(
    services: Services, client: FlaskClient, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    """A store somebody spoiled: the fault is logged, the secret is not."""
    page = post("/don-vi/VP", "/don-doc/VP/lich", {}).text
    address = re.search(r"/lich/([\w-]+)\.ics", page)
    assert address is not None
    with services.engine.begin() as connection:
        connection.execute(update(duty).values(facts={}))
    assert client.get(address[0]).status_code == 500
    assert "Exception on /lich/…" in caplog.text
    assert address[1] not in caplog.text
