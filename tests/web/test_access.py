"""Pages with personal or reported data leave a line in the log; the page of patterns shows counts only."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from service import access
from service.compose import Services
from service.store.engine import reading
from service.store.tables import report
from tests.support.installation import add_report
from tests.web.conftest import Post


def lines(services: Services) -> list[tuple[str, str]]:
    """(what, about which page) of the log, oldest first."""
    with reading(services.engine) as connection:
        return [(line["action"], line["about"]) for line in reversed(access.recent(connection, 100))]


def test_opening_a_report_or_a_unit_is_noted(services: Services, client: FlaskClient) -> None:
    """The overview, the survey and what was not found are not."""
    for page in ("/", "/khao-sat/VP", "/don-vi/VP", "/bao-cao/monthly/2022-02", "/bao-cao/monthly/1999-01"):
        client.get(page)
    assert lines(services) == [("opened", "/don-vi/VP"), ("opened", "/bao-cao/monthly/2022-02")]


def test_the_page_of_jobs_shows_addresses_and_is_noted(services: Services, client: FlaskClient) -> None:
    """Those whose mail waits or failed stand there."""
    client.get("/cong-viec/")
    assert lines(services) == [("opened", "/cong-viec/")]


def test_what_is_only_asked_for_is_no_approval(services: Services, post: Post) -> None:
    """Without the tick nothing was approved, and the log does not say so."""
    page = "/bao-cao/monthly/2022-02"
    post(page, f"{page}/duyet", {})
    found = lines(services)
    assert ("asked", f"{page}/duyet") in found and "approved" not in dict(found)


def test_the_log_is_a_page_that_is_noted_too(services: Services, client: FlaskClient) -> None:
    """Newest first, with who and when."""
    client.get("/don-vi/VP")
    page = client.get("/nhat-ky/").text
    assert "/don-vi/VP" in page and "127.0.0.1" in page
    assert lines(services)[-1] == ("opened", "/nhat-ky/")


def test_a_busy_store_holds_up_no_page_and_the_line_is_not_lost(
    services: Services, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """While somebody else reads for long, the program's own log has the line."""
    with reading(services.engine) as reader:
        reader.execute(select(report.c.label)).all()
        assert client.get("/don-vi/VP").status_code == 200
    assert [record.name for record in caplog.records if "/don-vi/VP" in record.getMessage()] == [
        "service.access"
    ]
    client.get("/don-vi/VP")
    assert lines(services) == [("opened", "/don-vi/VP")]


def test_the_page_of_patterns_shows_counts_by_period_and_unit(
    services: Services, client: FlaskClient
) -> None:
    """As the report told them, also beside a notice of conclusions; a unit below k has dashes, a period
    without a report is not found."""
    figures = {
        "satisfaction.n": {"value": 31},
        "satisfaction.flags.burst": {"value": 12},
        "satisfaction.unit.VP.n": {"value": 23},
        "satisfaction.flags.unit.VP.burst": {"value": 11},
        "satisfaction.unit.TTR.n": {"value": None},
    }
    with services.engine.begin() as connection:
        add_report(connection, "monthly", "2022-03", json={"figures": figures})
        add_report(
            connection, "conclusions", "2022-03", json={"figures": {"satisfaction.n": {"value": None}}}
        )
    every, units = client.get("/hai-long/").text, client.get("/hai-long/2022-03").text
    assert ">31<" in every and ">12<" in every
    assert ">23<" in units and ">11<" in units and "Thanh tra" in units and ">31<" not in units
    assert ">Tháng 3/2022</a>" in every and "– Tháng 3/2022</h1>" in units
    assert client.get("/hai-long/1999-01").status_code == 404
