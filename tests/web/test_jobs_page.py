"""The jobs page: what ran, what failed, and asking for a run."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from service.clock import ZONE
from service.compose import Services
from service.mail import outbox as outgoing
from service.store.engine import reading
from service.store.tables import outbox, slot
from tests.support.installation import add_mail, add_slot
from tests.web.conftest import Post


def state_of(services: Services, job: str, period: str) -> str | None:
    """The state of a slot."""
    with reading(services.engine) as connection:
        query = select(slot.c.state).where(slot.c.job == job, slot.c.period == period)
        return connection.execute(query).scalar_one_or_none()


def test_runs_are_listed_with_their_result_or_failure(client: FlaskClient) -> None:
    """Both a result and an error can be read."""
    text = client.get("/cong-viec/").text
    assert "xong: đã chốt" in text
    assert "lỗi: Đường truyền tới Google lỗi" in text
    assert "việc chạy theo yêu cầu thì không: hãy bấm “Chạy ngay” lần nữa" in text


def test_jobs_and_periods_go_by_the_names_people_know(client: FlaskClient) -> None:
    """The title the worker left, the month in words; a job by its name where no worker ever ran."""
    text = client.get("/cong-viec/").text
    assert "<td>Chốt số liệu tháng</td><td>Tháng 2/2022</td>" in text
    assert '<option value="close">Chốt số liệu tháng</option>' in text
    assert "<td>monthly_report</td><td>Tháng 3/2022</td>" in text
    assert "<td>close</td><td>February 2022</td>" in client.get("/cong-viec/?lang=en").text


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        ("2022-03-05", "05/03/2022"),
        ("2022", "Năm 2022"),
        ("2022-12:chase", "Tháng 12/2022, đôn đốc"),
        ("2022-05-06T10:30:00.000000+07:00", "10:30 06/05/2022"),
        ("2022-05-06T99", "2022-05-06T99"),
        ("tick", "mỗi lượt"),
        ("2022-99", "2022-99"),
        ("x", "x"),
    ],
)
def test_every_period_can_be_shown(services: Services, client: FlaskClient, period: str, shown: str) -> None:
    """A day, a year, every tick; what is no period stands as it was asked for."""
    with services.engine.begin() as connection:
        add_slot(connection, "digest", period, "done")
    for address in ("/cong-viec/", "/cong-viec/?lang=en"):
        assert client.get(address).status_code == 200
    assert f"<td>digest</td><td>{shown}</td>" in client.get("/cong-viec/").text


def test_runs_are_told_a_page_at_a_time(services: Services, client: FlaskClient) -> None:
    """Fifty, newest first; older ones on the next page, and nothing behind the last."""
    with services.engine.begin() as connection:
        for number in range(60):
            at = f"2022-04-{number // 24 + 1:02}T{number % 24:02}:00:00.000000+07:00"
            add_slot(connection, "digest", f"day {number:02}", "done", started_at=at)
    first, second = (client.get(f"/cong-viec/?page={page}").text for page in (1, 2))
    shown = [re.findall(r"<td>(day \d+)</td>", text) for text in (first, second)]
    assert shown == [[f"day {n}" for n in range(59, 11, -1)], [f"day {n:02}" for n in range(11, -1, -1)]]
    assert 'href="/cong-viec/?page=2" rel="next"' in first and 'rel="prev"' not in first
    assert 'href="/cong-viec/?page=1" rel="prev"' in second and 'rel="next"' not in second
    assert 'href="/cong-viec/?page=2&amp;lang=en"' in second
    for page in ("0", "x", "-1"):
        assert "day 59" in client.get(f"/cong-viec/?page={page}").text
    for page in ("3", "9" * 30):
        assert "Không còn lần chạy nào cũ hơn." in client.get(f"/cong-viec/?page={page}").text


def test_run_now_writes_the_wish_down_for_the_worker(services: Services, post: Post) -> None:
    """The page runs nothing itself."""
    answer = post("/cong-viec/", "/cong-viec/chay", {"job": "close", "period": "2022-02"})
    assert "Đã ghi yêu cầu chạy “Chốt số liệu tháng”, Tháng 2/2022." in answer.text
    assert state_of(services, "close", "2022-02") == "asked"


def test_a_job_that_does_not_exist_is_not_asked_for(services: Services, post: Post) -> None:
    """The sentence quotes it."""
    answer = post("/cong-viec/", "/cong-viec/chay", {"job": "rm", "period": "2022-02"})
    assert "Không có công việc “rm”." in answer.text
    assert state_of(services, "rm", "2022-02") is None


def test_what_runs_at_every_tick_cannot_be_asked_for(services: Services, post: Post) -> None:
    """The wish would wait for ever: such a job has no periods."""
    with services.engine.begin() as connection:
        add_slot(connection, "check", "tick", "done")
    answer = post("/cong-viec/", "/cong-viec/chay", {"job": "check", "period": "2022-02"})
    assert "Không có công việc “check”." in answer.text
    assert 'value="check"' not in answer.text


def test_a_period_that_is_none_is_not_asked_for(services: Services, post: Post) -> None:
    """Neither spaces nor markup make a period."""
    answer = post("/cong-viec/", "/cong-viec/chay", {"job": "close", "period": "<2022>"})
    assert "“&lt;2022&gt;” không phải là một kỳ." in answer.text
    assert state_of(services, "close", "<2022>") is None


def stuck(services: Services) -> dict[str, str]:
    """A mail of each kind that did not go: kind → its id."""
    refused = {"state": "refused", "sent_at": None, "error": "550 5.1.1 no such user"}
    delayed = {"state": "waiting", "sent_at": None, "error": "554 Relay access denied"}
    with services.engine.begin() as connection:
        add_mail(connection, "2022-03-19", key="a", kind="digest", recipient="an@example.vn", **refused)
        add_mail(connection, "2022-02", key="b", recipient="giamdoc@example.vn", **delayed)
        add_mail(connection, "2022-03", key="c", recipient="moi@example.vn", state="waiting", sent_at=None)
        return {row.kind: str(row.id) for row in connection.execute(select(outbox))}


def test_mails_that_did_not_go_are_listed_with_the_reason(services: Services, client: FlaskClient) -> None:
    """Refused, and tried in vain; not what was sent, nor what was not tried yet."""
    assert "Thư chưa gửi được" not in client.get("/cong-viec/").text
    stuck(services)
    text = " ".join(client.get("/cong-viec/").text.split())
    assert "Thư chưa gửi được (2)" in text
    assert "Thư tổng hợp hằng ngày, 19/03/2022</td><td>an@example.vn</td> <td>bị từ chối: 550 5.1.1" in text
    assert "Báo cáo tháng, Tháng 2/2022</td><td>giamdoc@example.vn</td> <td>đang chờ: 554 Relay" in text
    assert "moi@example.vn" not in text


def test_a_test_that_did_not_go_is_called_one(services: Services, client: FlaskClient) -> None:
    """Not the report itself."""
    kind = outgoing.kind_of_test("monthly", datetime(2022, 4, 10, tzinfo=ZONE))
    with services.engine.begin() as connection:
        add_mail(connection, "2022-03", key="t", kind=kind, state="waiting", sent_at=None, error="451 later")
    assert "<td>Gửi thử báo cáo, Tháng 3/2022</td>" in client.get("/cong-viec/").text


def test_a_refused_mail_is_sent_again_by_a_button(services: Services, post: Post) -> None:
    """It waits for the next tick; a number nobody has is told; what was sent is not sent again."""
    refused = stuck(services)["digest"]
    answer = post("/cong-viec/", "/cong-viec/gui-lai", {"mail": refused})
    assert "Thư sẽ được gửi lại ở lượt tới." in answer.text
    with reading(services.engine) as connection:
        query = select(outbox.c.state, outbox.c.next_try_at).where(outbox.c.id == int(refused))
        assert connection.execute(query).one() == ("waiting", "2022-04-10T09:30:00.000000+07:00")
        sent = connection.execute(select(outbox.c.id).where(outbox.c.state == "sent")).scalar_one()
    for wrong in ("", "x", "999", "²", "9" * 30, str(sent)):
        answer = post("/cong-viec/", "/cong-viec/gui-lai", {"mail": wrong})
        assert "Không có thư nào như vậy đang chờ." in answer.text


def test_sending_again_needs_the_pages_own_form(services: Services, client: FlaskClient) -> None:
    """As every other button does."""
    assert client.post("/cong-viec/gui-lai", data={"mail": stuck(services)["digest"]}).status_code == 400


def test_an_instant_at_the_end_of_time_is_refused_like_any_period(post: Post) -> None:
    """It cannot be told in the agency's zone; it is told as it was typed."""
    answer = post("/cong-viec/", "/cong-viec/chay", {"job": "close", "period": "9999-12-31T23:59:59Z"})
    assert answer.status_code == 200
    assert "9999-12-31T23:59:59Z" in answer.text
