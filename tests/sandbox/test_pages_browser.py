"""The pages in a real browser, as people use them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.support.standin import Standin, start_standin

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def standin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standin]:
    """One stand-in for the module."""
    tokens = {"lan": "lan@so.test", "bich": "bich@so.test"}
    running = start_standin(tmp_path_factory.mktemp("browser") / "state", dev_tokens=tokens)
    yield running
    assert running.violations() == []
    running.stop()


def api(standin: Standin, verb: str, path: str, body: Any = None) -> Any:
    """Call Google's API as lan."""
    headers = {"Authorization": "Bearer lan"}
    answer = requests.request(verb, standin.url + path, json=body, headers=headers, timeout=10)
    assert answer.ok, answer.text
    return answer.json()


@pytest.fixture
def book(standin: Standin) -> str:
    """The id of a fresh workbook: a header and two rows; column C holds a strict dropdown; A1 is locked."""
    sheet = {"sheetId": 7, "title": "Mục tiêu", "gridProperties": {"rowCount": 300, "frozenRowCount": 1}}
    wanted = {
        "properties": {"title": "Sổ Văn phòng", "locale": "vi_VN"},
        "sheets": [{"properties": sheet}, {"properties": {"sheetId": 8, "title": "Kết quả"}}],
    }
    book_id: str = api(standin, "POST", "/v4/spreadsheets", wanted)["spreadsheetId"]
    values = {"values": [["Mã", "Mục tiêu", "Chiều"], ["M2", "hai", "≥"], ["M1", "một", "≤"]]}
    api(standin, "PUT", f"/v4/spreadsheets/{book_id}/values/A1?valueInputOption=RAW", values)
    grant = {"type": "user", "role": "writer", "emailAddress": "bich@so.test"}
    api(standin, "POST", f"/drive/v3/files/{book_id}/permissions", grant)
    condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": value} for value in ("≥", "≤")]}
    rule = {"condition": condition, "strict": True, "showCustomUi": True}
    column = {"sheetId": 7, "startRowIndex": 1, "startColumnIndex": 2, "endColumnIndex": 3}
    corner = {"sheetId": 7, "endRowIndex": 1, "endColumnIndex": 1}
    protected = {"range": corner, "editors": {"users": ["lan@so.test"]}}
    change(
        standin,
        book_id,
        {"setDataValidation": {"range": column, "rule": rule}},
        {"addProtectedRange": {"protectedRange": protected}},
    )
    return book_id


def change(standin: Standin, book_id: str, *requests_: Any) -> None:
    """Change a spreadsheet through the API, as a program does beside the page."""
    api(standin, "POST", f"/v4/spreadsheets/{book_id}:batchUpdate", {"requests": list(requests_)})


def values(standin: Standin, book_id: str, a1: str) -> Any:
    """Values through the API."""
    path = f"/v4/spreadsheets/{book_id}/values/{a1}?valueRenderOption=UNFORMATTED_VALUE"
    return api(standin, "GET", path).get("values", [])


def address(standin: Standin, book_id: str, a1: str = "A1") -> str:
    """The page's address, as links in reports have it."""
    return f"{standin.url}/spreadsheets/d/{book_id}/edit#gid=7&range={a1}"


def test_typing_is_saved(standin: Standin, book: str, open_page: Open) -> None:
    """Choose a cell, type, Enter: the API reads what the locale makes of it; the next cell is chosen."""
    page = open_page(address(standin, book))
    page.locator('[data-a1="D2"]').click()
    page.keyboard.type("98,5%")
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_have_text("Đã lưu")
    expect(page.locator('[data-a1="D2"]')).to_have_text("98,50%")
    expect(page.locator("#name-box")).to_have_text("D3")
    page.keyboard.insert_text("Đạt")
    page.keyboard.press("Tab")
    expect(page.locator("#name-box")).to_have_text("E3")
    expect(page.locator('[data-a1="D3"]')).to_have_text("Đạt")
    assert values(standin, book, "'Mục tiêu'!D2:D3") == [[0.985], ["Đạt"]]


def test_a_link_leads_to_its_cell_and_the_bar_edits_it(standin: Standin, book: str, open_page: Open) -> None:
    """`#gid=…&range=B3` selects B3, and the formula bar writes there."""
    page = open_page(address(standin, book, "B3"))
    expect(page.locator("#formula-bar")).to_have_value("một")
    page.locator("#formula-bar").fill("một, sửa")
    page.locator("#formula-bar").press("Enter")
    expect(page.locator('[data-a1="B3"]')).to_have_text("một, sửa")
    assert values(standin, book, "'Mục tiêu'!B3") == [["một, sửa"]]


def test_a_dropdown_offers_and_a_strict_one_refuses(standin: Standin, book: str, open_page: Open) -> None:
    """Picking from the list writes; typing something else opens the dialog and leaves the cell."""
    page = open_page(address(standin, book, "C2"))
    page.locator('[data-a1="C2"]').click()
    page.locator("#menu").get_by_text("≤").click()
    expect(page.locator('[data-a1="C2"]')).to_have_text("≤")
    page.locator('[data-a1="C3"]').click()
    page.keyboard.type("bằng")
    page.keyboard.press("Enter")
    expect(page.locator("#dialog-vi")).to_contain_text("ô C3 vi phạm quy tắc xác thực")
    page.locator("dialog button").click()
    expect(page.locator('[data-a1="C3"]')).to_have_text("≤")
    assert values(standin, book, "'Mục tiêu'!C2:C3") == [["≤"], ["≤"]]


def test_a_mark_appears_and_vanishes_by_itself(standin: Standin, book: str, open_page: Open) -> None:
    """A note and colour written by a program show without reloading, in the cell and in the side pane."""
    page = open_page(address(standin, book, "B2"))
    cell = page.locator('[data-a1="B2"]')
    expect(cell).to_have_text("hai")
    area = {"sheetId": 7, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 2}
    fields = "note,userEnteredFormat.backgroundColor"
    red = {"note": "Sai rồi", "userEnteredFormat": {"backgroundColor": {"red": 1, "green": 0.8, "blue": 0.8}}}
    change(standin, book, {"updateCells": {"range": area, "fields": fields, "rows": [{"values": [red]}]}})
    expect(cell).to_have_attribute("data-note", "Sai rồi")
    expect(cell).to_have_css("background-color", "rgb(255, 204, 204)")
    expect(page.locator("#side-note")).to_have_text("Sai rồi")
    change(standin, book, {"updateCells": {"range": area, "fields": fields}})
    expect(cell).not_to_have_attribute("data-note", "Sai rồi")


def test_a_column_menu_sorts_below_the_header(standin: Standin, book: str, open_page: Open) -> None:
    """A → Z by column A swaps the two rows and leaves row 1."""
    page = open_page(address(standin, book))
    page.locator('th button[data-column="0"]').click()
    page.locator("#menu").get_by_text("Sắp xếp A → Z").click()
    expect(page.locator('[data-a1="A2"]')).to_have_text("M1")
    assert values(standin, book, "'Mục tiêu'!A1:B3") == [["Mã", "Mục tiêu"], ["M1", "một"], ["M2", "hai"]]


def test_protection_is_obeyed_by_the_chosen_person(standin: Standin, book: str, open_page: Open) -> None:
    """As bich, A1 is locked and refuses; as lan it does not."""
    page = open_page(address(standin, book, "A1"))
    cell = page.locator('[data-a1="A1"]')
    page.locator("#person").select_option("bich@so.test")
    expect(cell).to_have_attribute("aria-readonly", "true")
    cell.click()
    page.keyboard.type("x")
    page.keyboard.press("Enter")
    expect(page.locator("#dialog-title")).to_have_text("Ô được bảo vệ")
    page.locator("dialog button").click()
    page.locator("#person").select_option("lan@so.test")
    expect(cell).not_to_have_attribute("aria-readonly", "true")


def test_a_link_in_a_cell_leads_to_its_place(standin: Standin, book: str, open_page: Open) -> None:
    """A HYPERLINK to another tab of the same workbook opens that tab and chooses the cell."""
    target = address(standin, book, "B3").replace("gid=7", "gid=8")
    typed = {"values": [[f'=HYPERLINK("{target}"; "Mở")']]}
    api(standin, "PUT", f"/v4/spreadsheets/{book}/values/E2?valueInputOption=USER_ENTERED", typed)
    page = open_page(address(standin, book))
    page.locator('[data-a1="E2"] a').click()
    expect(page.locator('[data-tab="Kết quả"]')).to_have_attribute("aria-current", "page")
    expect(page.locator("#name-box")).to_have_text("B3")


def test_a_locked_tab_says_so_once(standin: Standin, book: str, open_page: Open) -> None:
    """A protected tab is marked above the grid, and refuses; its cells are not hatched one by one."""
    whole = {"range": {"sheetId": 8}, "editors": {"users": ["lan@so.test"]}}
    change(standin, book, {"addProtectedRange": {"protectedRange": whole}})
    page = open_page(address(standin, book).replace("gid=7", "gid=8"))
    expect(page.locator('[data-a1="A1"]')).to_be_visible()
    expect(page.locator("#tab-lock")).to_be_hidden()
    page.locator("#person").select_option("bich@so.test")
    expect(page.locator("#tab-lock")).to_be_visible()
    expect(page.locator('[data-a1="A1"]')).to_have_attribute("aria-readonly", "true")
    assert page.locator("td.hatched").count() == 0


def test_a_block_is_pasted(standin: Standin, book: str, open_page: Open) -> None:
    """Tab-separated text, as Excel copies it, fills a block; a quoted cell holds a line end."""
    page = open_page(address(standin, book, "E5"))
    expect(page.locator("#name-box")).to_have_text("E5")
    page.evaluate(
        """text => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const paste = new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true});
            document.getElementById("cell-editor").dispatchEvent(paste);
        }""",
        'a\t1,5\r\n"c\nd"\te\r\n',
    )
    expect(page.locator('[data-a1="F6"]')).to_have_text("e")
    assert values(standin, book, "'Mục tiêu'!E5:F6") == [["a", 1.5], ["c\nd", "e"]]


def test_a_narrow_screen_scrolls_only_the_grid(standin: Standin, book: str, open_page: Open) -> None:
    """At 320 px the page itself is not wider than the screen, and tabs can be reached."""
    page = open_page(address(standin, book), width=320, height=640)
    page.locator('[data-tab="Kết quả"]').click()
    expect(page.locator('[data-tab="Kết quả"]')).to_have_attribute("aria-current", "page")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_form_is_answered_on_a_phone(standin: Standin, open_page: Open) -> None:
    """At 360 px: a mistake is told beside the question and the text kept; then it is sent."""
    form_id = api(standin, "POST", "/v1/forms", {"info": {"title": "Khảo sát"}})["formId"]
    options = [{"value": "Hài lòng"}, {"value": "Không hài lòng"}]
    asked = {"required": True, "choiceQuestion": {"type": "RADIO", "options": options}}
    items = [
        {"title": "Nhìn chung?", "questionItem": {"question": asked}},
        {"title": "Góp ý", "questionItem": {"question": {"textQuestion": {"paragraph": True}}}},
    ]
    wanted = [{"createItem": {"item": item, "location": {"index": n}}} for n, item in enumerate(items)]
    api(standin, "POST", f"/v1/forms/{form_id}:batchUpdate", {"requests": wanted})
    state = {"publishState": {"isPublished": True, "isAcceptingResponses": True}}
    api(standin, "POST", f"/v1/forms/{form_id}:setPublishSettings", {"publishSettings": state})
    page = open_page(api(standin, "GET", f"/v1/forms/{form_id}")["responderUri"], width=360, height=740)
    page.get_by_label("Góp ý").fill("Rất tốt")
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("p.wrong")).to_contain_text("Câu hỏi này cần trả lời.")
    expect(page.get_by_label("Góp ý")).to_have_value("Rất tốt")
    page.get_by_label("Hài lòng", exact=True).check()
    assert page.locator(".pick").first.evaluate("label => label.offsetHeight") >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Gửi").click()
    expect(page.get_by_role("status")).to_contain_text("Câu trả lời của bạn đã được ghi lại")
    assert len(api(standin, "GET", f"/v1/forms/{form_id}/responses")["responses"]) == 1
