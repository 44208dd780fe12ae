"""The coordinator's word, pressed on the page: only then do leaders get a report, and only once."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from service.compose import Services
from service.issuing import issue
from service.periods import snapshot
from service.store.engine import reading
from service.store.tables import outbox, record
from tests.support.frozen import full_month
from tests.support.installation import add_record
from tests.web.conftest import Post

PAGE = "/bao-cao/monthly/2022-03"


@pytest.fixture
def issued(services: Services) -> Services:
    """March closed, its report issued to the coordinator."""
    with services.engine.begin() as connection:
        snapshot.freeze(connection, full_month(), services.clock.now())
    issue.issue(services, "monthly", "2022-03")
    return services


def recipients(services: Services) -> list[str]:
    """Who has mail about March in the outbox."""
    with reading(services.engine) as connection:
        query = select(outbox.c.recipient).where(outbox.c.period == "2022-03").order_by(outbox.c.id)
        return list(connection.execute(query).scalars())


def test_leaders_get_nothing_before_the_coordinator_approves(issued: Services, client: FlaskClient) -> None:
    """The report went to the coordinator only, and the page says so."""
    assert recipients(issued) == ["thuky@example.vn"]
    assert "Lãnh đạo chưa nhận được báo cáo này." in client.get(PAGE).text


def test_approval_sends_it_to_the_leaders_once(issued: Services, post: Post) -> None:
    """Pressing again finds no button; the page says who approved and when."""
    answer = post(PAGE, f"{PAGE}/duyet", {"confirm": "yes"})
    assert "Đã duyệt. Báo cáo sẽ được gửi tới lãnh đạo." in answer.text
    assert "Đã duyệt gửi lúc 09:30 10/04/2022 (thuky@example.vn)." in answer.text
    assert recipients(issued) == ["thuky@example.vn", "giamdoc@example.vn"]
    again = post(PAGE, f"{PAGE}/duyet", {"confirm": "yes"})
    assert "Báo cáo này đã được duyệt trước đó." in again.text
    assert recipients(issued) == ["thuky@example.vn", "giamdoc@example.vn"]


def test_a_test_goes_to_the_address_given_and_approves_nothing(issued: Services, post: Post) -> None:
    """The leaders still wait."""
    answer = post(PAGE, f"{PAGE}/gui-thu", {"to": "an@example.vn"})
    assert "Bản gửi thử đang đến an@example.vn." in answer.text
    assert "Lãnh đạo chưa nhận được báo cáo này." in answer.text
    assert recipients(issued) == ["thuky@example.vn", "an@example.vn"]


def test_a_report_whose_figures_are_not_frozen_cannot_be_approved(post: Post) -> None:
    """January's report stands in the store without its snapshot: a sentence, not a failure."""
    page = "/bao-cao/monthly/2022-01"
    answer = post(page, f"{page}/duyet", {"confirm": "yes"})
    assert answer.status_code == 503
    assert "Kỳ này chưa chốt số liệu" in answer.text


def test_where_leaders_get_reports_at_once_there_is_nothing_to_approve(
    services: Services, client: FlaskClient
) -> None:
    """The agency set it so."""
    with services.engine.begin() as connection:
        values = {"key": "leaders_at_once", "value": "có"}
        add_record(connection, 1, "settings", "leaders_at_once", 30, values)
    text = client.get("/bao-cao/monthly/2022-01").text
    assert "lãnh đạo nhận báo cáo ngay khi có" in text
    assert "/duyet" not in text


def test_the_letter_shows_the_charts_of_the_mail(issued: Services, client: FlaskClient) -> None:
    """Every picture the HTML names is inline: none points nowhere."""
    text = client.get(f"{PAGE}/thu.html").text
    assert text.count("data:image/png;base64,") == text.count("<img") > 0
    assert "cid:" not in text


def test_an_agency_without_leaders_can_approve_too(issued: Services, post: Post) -> None:
    """Nobody gets anything; the approval is kept."""
    with issued.engine.begin() as connection:
        leader = (record.c.table_name == "recipients") & (record.c.key == "giamdoc@example.vn")
        values = {"email": "giamdoc@example.vn", "name": "x", "role": "coordinator", "reports": "annual"}
        connection.execute(update(record).where(leader).values(values=values))
    assert "Đã duyệt." in post(PAGE, f"{PAGE}/duyet", {"confirm": "yes"}).text
    assert recipients(issued) == ["thuky@example.vn"]
