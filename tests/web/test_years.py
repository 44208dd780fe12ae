"""Several years side by side, the levels of a tree, and the trace of a workbook's locks."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from service.clock import ZONE
from service.compose import Services
from service.store.tables import record
from service.workbooks import locked
from tests.support.installation import add_record, add_workbook


def add_last_year(services: Services) -> None:
    """VP had a workbook of 2021 too, and so had a unit that ended with it."""
    with services.engine.begin() as connection:
        old = {"code": "CU", "name": "Phòng cũ", "editors": [], "valid_to": "2021-12-14", "successor": "VP"}
        add_record(connection, 1, "units", "CU", 9, old)
        for unit in ("VP", "CU"):
            add_workbook(
                connection, "unit", unit, key=f"unit:{unit}:2021", year=2021, spreadsheet_id=f"{unit}-21"
            )
        at = datetime(2022, 1, 20, 9, tzinfo=ZONE)
        locked.keep(connection, "unit:VP:2021", ["objectives"], [], at)


def test_one_year_has_no_choice(client: FlaskClient) -> None:
    """There is nothing to choose."""
    assert "?year=" not in client.get("/").text


def test_each_year_has_its_units_and_workbooks(services: Services, client: FlaskClient) -> None:
    """The ended unit stands in its own year only; either year leads to the other."""
    add_last_year(services)
    now, before = client.get("/").text, client.get("/?year=2021").text
    assert '<a href="/?year=2021">2021</a>' in now and '<a href="/?year=2022">2022</a>' in before
    assert "Phòng cũ" in before and "Phòng cũ" not in now
    assert "Năm 2021</small>" in before


@pytest.mark.parametrize("page", ["/", "/don-vi/VP"])
def test_the_language_keeps_the_year_and_the_year_the_language(
    services: Services, client: FlaskClient, page: str
) -> None:
    """Whoever reads 2021 in English chooses the one without losing the other."""
    add_last_year(services)
    assert f'class="tongue" href="{page}?year=2021&amp;lang=en"' in client.get(f"{page}?year=2021").text
    english = client.get(f"{page}?year=2021&lang=en").text
    assert f'class="tongue" href="{page}?year=2021"' in english
    assert f'<a href="{page}?year=2022&amp;lang=en">2022</a>' in english


def test_a_units_page_shows_the_year_asked_for_and_its_locks(services: Services, client: FlaskClient) -> None:
    """The old workbook with what was locked and when."""
    add_last_year(services)
    page = client.get("/don-vi/VP?year=2021").text
    assert "VP-21" in page
    assert "09:00 20/01/2022 · 2021 · khóa: Mục tiêu" in " ".join(page.split())
    assert "khóa:" not in client.get("/don-vi/VP").text
    assert client.get("/don-vi/CU").status_code == 200


def test_a_year_without_workbooks_is_not_there(services: Services, client: FlaskClient) -> None:
    """Nor is something that is no year."""
    for wrong in ("1999", "x", "2021"):
        assert client.get(f"/?year={wrong}").status_code == 404
    add_last_year(services)
    assert client.get("/?year=2021").status_code == 200


def test_levels_are_summed_over_all_below(services: Services, client: FlaskClient) -> None:
    """TTR and KHTC stand under VP: their given and owed are its level's; without a tree there is none."""
    assert "Theo cấp" not in client.get("/").text
    with services.engine.begin() as connection:
        for code, name in (("TTR", "Thanh tra"), ("KHTC", "Phòng Kế hoạch – Tài chính")):
            values = {"code": code, "name": name, "editors": ["x@example.vn"], "parent": "VP"}
            connection.execute(update(record).where(record.c.key == code).values(values=values))
    page = client.get("/").text
    level = page.split("Theo cấp", 1)[1].split("</table>", 1)[0]
    assert level.count("<tr>") == 2  # the header and VP
    assert '<th scope="row">Văn phòng</th><td class="number">3</td>' in level
