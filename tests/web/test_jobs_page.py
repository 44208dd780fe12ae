"""The jobs page: what ran, what failed, and asking for a run."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from service.compose import Services
from service.store.engine import reading
from service.store.tables import slot
from tests.support.installation import add_slot
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
    assert "lỗi, sẽ thử lại: Đường truyền tới Google lỗi" in text


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
