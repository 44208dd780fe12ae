"""The citizens' page: what it is about, the notice, and the way to the form."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, insert

from service import organisation
from service.compose import Services
from service.questionnaires import publish
from service.store.tables import form, record
from service.web.app import create_app
from sheets_schema import forms
from tests.support.installation import READ_AT, add_record


def test_the_button_leads_to_the_form_with_the_unit_filled_in(client: FlaskClient) -> None:
    """entry.<n> is the question's id as a whole number, as Google's own pre-filled links have it."""
    text = client.get("/khao-sat/VP").text
    link = "http://127.0.0.1:9/forms/d/e/abc/viewform?usp=pp_url&amp;entry.10=V%C4%83n+ph%C3%B2ng"
    assert f'href="{link}"' in text
    assert "entry.11" not in text


def test_the_procedure_is_filled_in_too(client: FlaskClient) -> None:
    """Its name comes in NFC, whatever the link's author typed."""
    text = client.get("/khao-sat/VP/C%C3%A2%CC%81p%20b%E1%BA%A3n%20sao").text
    assert "entry.11=C%E1%BA%A5p+b%E1%BA%A3n+sao" in text
    assert "Cấp bản sao" in text


def test_the_notice_is_the_questionnaires_with_the_agencys_words(client: FlaskClient) -> None:
    """Voluntary, anonymous, by whom, how long kept, whom to ask."""
    text = client.get("/khao-sat/VP").text
    assert "Khảo sát tự nguyện, không hỏi danh tính" in text
    assert "Sở Giáo dục và Đào tạo tỉnh Minh Hà dùng câu trả lời" in text
    assert "xóa sau 24 tháng. Liên hệ: Văn phòng Sở, 0200 000 000." in text


def test_page_and_form_give_the_same_notice_also_when_nobody_is_named_to_ask(
    services: Services, client: FlaskClient
) -> None:
    """While *Liên hệ* is blank, citizens are led to the agency."""
    with services.engine.begin() as connection:
        contact = (record.c.table_name == "settings") & (record.c.key == "contact")
        connection.execute(delete(record).where(contact))
        known = organisation.read(connection)
        assert known is not None
    told = publish.about(forms.form("satisfaction", 1), known, services.clock.today())["description"]
    page = client.get("/khao-sat/VP").text
    assert "Liên hệ: Sở Giáo dục và Đào tạo tỉnh Minh Hà." in page
    assert told.partition("\n")[0] in page


def test_an_unknown_unit_is_told_kindly(client: FlaskClient) -> None:
    """A citizen with a torn QR code reads a sentence, not a code."""
    answer = client.get("/khao-sat/XYZ")
    assert answer.status_code == 404
    assert "Không có đơn vị này. Xin kiểm tra lại đường dẫn hoặc mã QR." in answer.text


@pytest.mark.parametrize("address", ["/khao-sat/XYZ", "/khao-sat/VP/a%00b", "/khao-sat", "/khao-sat/a/b/c/d"])
def test_an_error_shows_a_citizen_nothing_of_the_staffs_pages(client: FlaskClient, address: str) -> None:
    """No menu, no way to the overview."""
    answer = client.get(address)
    assert answer.status_code == 404
    assert "<a " not in answer.text
    assert "Tổng quan" in client.get("/khong-co").text


@pytest.mark.parametrize("procedure", ["x" * 151, "a%00b", "a%E2%80%AEb"])
def test_what_cannot_be_a_procedure_is_refused(client: FlaskClient, procedure: str) -> None:
    """Too long, NUL, a bidi mark."""
    answer = client.get(f"/khao-sat/VP/{procedure}")
    assert answer.status_code == 404
    assert "Không có thủ tục này." in answer.text


def test_markup_in_the_address_is_only_text(client: FlaskClient) -> None:
    """Nothing of the address runs."""
    text = client.get("/khao-sat/VP/<script>alert(1)<%2Fscript>").text
    assert "<script>" not in text


def test_the_code_is_a_picture_of_the_link(client: FlaskClient) -> None:
    """SVG, of the form's own address as long as our page cannot be reached from outside."""
    answer = client.get("/khao-sat/VP.svg")
    assert answer.mimetype == "image/svg+xml"
    assert "<svg" in answer.text
    assert answer.text != client.get("/khao-sat/TTR.svg").text


def test_the_code_leads_to_our_page_once_it_can_be_reached(services: Services) -> None:
    """With survey_base_url in the settings the QR code holds that address: another, smaller picture."""
    before = create_app(services).test_client().get("/khao-sat/VP.svg").text
    with services.engine.begin() as connection:
        values = {"key": "survey_base_url", "value": "https://iso.example.vn"}
        add_record(connection, 1, "settings", "survey_base_url", 20, values)
    assert len(create_app(services).test_client().get("/khao-sat/VP.svg").text) < len(before)


def test_before_the_form_is_there_the_page_says_so(services: Services) -> None:
    """No button that leads nowhere."""
    with services.engine.begin() as connection:
        connection.execute(delete(form))
    client = create_app(services).test_client()
    assert "Phiếu khảo sát chưa mở. Xin quay lại sau." in client.get("/khao-sat/VP").text
    assert client.get("/khao-sat/VP.svg").status_code == 404


def test_the_form_is_the_one_of_the_year(services: Services) -> None:
    """Last year's form stays out."""
    with services.engine.begin() as connection:
        row = {
            "id": "old",
            "key": "satisfaction-1:2021",
            "version": "1",
            "responder_uri": "http://old.example",
        }
        connection.execute(insert(form).values(**row, questions={}, state="ok", cursor=READ_AT))
    assert "old.example" not in create_app(services).test_client().get("/khao-sat/VP").text


def test_a_merged_units_page_leads_to_its_successors(services: Services, client: FlaskClient) -> None:
    """Who has the old code on paper is asked about the unit that serves now, and never about the old one."""
    with services.engine.begin() as connection:
        merged = {"code": "CU", "name": "Cũ", "editors": [], "valid_to": "2022-03-31", "successor": "VP"}
        add_record(connection, 1, "units", "CU", 9, merged)
    answer = client.get("/khao-sat/CU/C%C3%A2%CC%81p")
    assert (answer.status_code, answer.location) == (302, "/khao-sat/VP/C%C3%A2%CC%81p")
    assert "entry.10=V%C4%83n+ph%C3%B2ng" in client.get("/khao-sat/CU", follow_redirects=True).text
