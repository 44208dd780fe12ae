"""One unit's page: its own problems, each with a link to its cell, and nobody else's."""

from __future__ import annotations

import pytest
from flask import get_template_attribute
from flask.testing import FlaskClient

from service import organisation
from service.compose import Services
from service.duties.follow import follow
from service.overview import Cell


def test_each_problem_has_its_sentence_and_a_link_to_its_cell(client: FlaskClient) -> None:
    """The sentence, the remedy, the code and the address of the cell are there."""
    text = client.get("/don-vi/TTR").text
    assert "Ô C5 chưa đúng." in text
    assert "Gõ lại bằng số." in text
    assert "number_invalid" in text
    assert 'href="http://127.0.0.1:9/spreadsheets/d/sheet-TTR/edit#gid=7&amp;range=C5"' in text


def test_a_tab_is_called_in_english_as_it_is_in_the_sheet(client: FlaskClient) -> None:
    """“Progress!C5” would be looked for in vain."""
    text = client.get("/don-vi/TTR?lang=en").text
    assert "Kết quả!C5" in text
    assert "Progress!" not in text


def test_what_a_person_typed_is_shown_as_text(client: FlaskClient) -> None:
    """Markup typed into a cell is escaped."""
    text = client.get("/don-vi/TTR").text
    assert "&lt;b&gt;tám mươi&lt;/b&gt;" in text
    assert "<b>tám mươi</b>" not in text


def test_a_unit_sees_what_it_owes(client: FlaskClient, services: Services) -> None:
    """The earliest by name, how many more, each with its history; the whole list is one click away."""
    with services.engine.begin() as connection:
        known = organisation.read(connection)
        assert known is not None
        follow(connection, known, services.clock.now())
    text = client.get("/don-vi/VP").text
    owed = text.partition("Còn nợ (")[2].partition("<h2>")[0]
    assert '<strong class="missing">Thiếu</strong>' in owed
    assert owed.count("<li>") == 6 and "Còn 3 việc nữa." in owed
    assert "Lãnh đạo đơn vị xác nhận số liệu tháng 2/2022." in owed
    assert 'href="/nghia-vu/?unit=VP&amp;state=all"' in owed
    assert "Thanh tra" not in owed
    assert "Còn nợ (" not in client.get("/so/coordinator").text


def test_a_unit_that_owes_nothing_is_told_so(client: FlaskClient) -> None:
    """Nothing was asked for yet: no list, but the link."""
    text = client.get("/don-vi/VP").text
    assert "Không còn nợ việc nào." in text
    assert 'href="/nghia-vu/?unit=VP&amp;state=all"' in text


def test_a_row_still_being_typed_is_not_complained_about(client: FlaskClient) -> None:
    """The quiet problem is not on the page."""
    assert "still_typing" not in client.get("/don-vi/TTR").text


def test_a_mended_problem_is_listed_as_mended_only(client: FlaskClient) -> None:
    """It stands under “Mới sửa xong”, and the count of open ones leaves it out."""
    text = client.get("/don-vi/TTR").text
    assert "Ô cần sửa (2)" in text
    assert text.index("Mới sửa xong") < text.index("Ô C7 chưa đúng.")
    assert "!C7" not in text.partition("Mới sửa xong")[2]


def test_one_units_page_shows_nothing_of_another(client: FlaskClient) -> None:
    """The page of Văn phòng names neither Thanh tra nor its cells."""
    text = client.get("/don-vi/VP").text
    assert "Thanh tra" not in text
    assert "sheet-TTR" not in text
    assert "Không có ô nào cần sửa." in text


def test_the_common_workbooks_have_pages_too(client: FlaskClient) -> None:
    """The coordinator's own cells to mend have a page; an unknown workbook has none."""
    assert "Sổ của thư ký" in client.get("/so/coordinator").text
    assert client.get("/so/auditors").status_code == 200
    assert client.get("/so/other").status_code == 404


def test_an_unknown_unit_is_told_kindly(client: FlaskClient) -> None:
    """A wrong code is a 404 that quotes it, escaped."""
    answer = client.get("/don-vi/<x>")
    assert answer.status_code == 404
    assert "Không có đơn vị “&lt;x&gt;”." in answer.text


@pytest.mark.parametrize(
    ("state", "owed", "told"), [("missing", 4, "Thiếu: đã có 0/4 mục"), ("excused", 0, "Được miễn")]
)
def test_a_month_tells_its_share_of_what_was_asked_for(
    client: FlaskClient, state: str, owed: int, told: str
) -> None:
    """Of nothing there is no share."""
    with client.application.test_request_context("/"):
        shown = get_template_attribute("macros.html", "state")(Cell("2022-03", state, 0, owed), full=True)
    assert f">{told}</span>" in shown
