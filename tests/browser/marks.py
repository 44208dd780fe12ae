"""How a person in a browser makes a slip, sees its mark wherever it is told, and mends it.

`QMS_PICTURES=1 make test ARGS="tests/browser -n 0"` takes the README's pictures anew, here and in test_town.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.town import OBJECTIVES, START, Town

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
RED, YELLOW, GREEN = "rgb(244, 199, 196)", "rgb(255, 242, 205)", "rgb(217, 234, 211)"
OWN_NOTE = "Chờ Giám đốc ký kế hoạch"
#: The clerk's slips: where, what she typed, what she meant.
SLIPS = (("H2", "31/02/2022", "14/12/2022"), ("D3", "khoảng 90%", "90%"))


def write_own_note(town: Town) -> None:
    """Beside the cell that will be wrong, the clerk keeps a note and a colour of her own (G2)."""
    book = town.book()
    area = {"sheetId": book.tabs[OBJECTIVES].sheet_id, "startRowIndex": 1, "endRowIndex": 2}
    area |= {"startColumnIndex": 6, "endColumnIndex": 7}
    colour = {"red": 217 / 255, "green": 234 / 255, "blue": 211 / 255}
    own = {"note": OWN_NOTE, "userEnteredFormat": {"backgroundColor": colour}}
    update: dict[str, Any] = {"range": area, "fields": "note,userEnteredFormat.backgroundColor"}
    town.clerk.hands.change(book.id, [{"updateCells": {**update, "rows": [{"values": [own]}]}}])


def type_into(sheet: Page, cell: str, text: str) -> None:
    """Choose a cell, type, Enter, and wait until it is kept."""
    at(sheet, cell).click()
    sheet.keyboard.insert_text(text)
    sheet.keyboard.press("Enter")
    expect(at(sheet, cell)).to_have_text(text)
    expect(sheet.locator("#saved")).to_have_text("Đã lưu")


def at(sheet: Page, cell: str) -> Locator:
    """A cell of the tab that is open."""
    return sheet.locator(f'[data-a1="{cell}"]')


def row_of(town: Town, code: str) -> int:
    """In which row an objective stands now, from 1."""
    return [line[:1] for line in town.book().tabs[OBJECTIVES].rows].index([code]) + 1


def is_marked(cell: Locator, typed: str) -> None:
    """Red, with a note that quotes what was typed, tells the remedy and is known as the service's."""
    expect(cell).to_have_css("background-color", RED)
    note = cell.get_attribute("data-note") or ""
    assert f"“{typed}”" in note
    assert "Hãy" in note
    assert note.splitlines()[-1].startswith("⚑ Sổ Chất lượng")


def own_note_stands(cell: Locator) -> None:
    """The clerk's own note and colour are as she made them."""
    expect(cell).to_have_attribute("data-note", OWN_NOTE)
    expect(cell).to_have_css("background-color", GREEN)


def told_everywhere(
    town: Town, sheet: Page, visit: Callable[..., Page], wrong: dict[str, str], own: str
) -> dict[str, int]:
    """Cells, start tab and the unit's page tell each wrong cell, with links. Returns value → problem's id."""
    sheet.locator(f'[data-tab="{OBJECTIVES}"]').click()
    for cell, typed in wrong.items():
        expect(at(sheet, cell)).to_have_attribute("data-note", re.compile(f"^Ô {cell}: "))
        is_marked(at(sheet, cell), typed)
    own_note_stands(at(sheet, own))
    for cell, typed in wrong.items():
        start_tab_leads_to(sheet, cell, typed, len(wrong))
    page_leads_to(visit(f"{town.world.pages}/don-vi/{town.unit.code}"), wrong)
    found = town.open_problems()
    assert {problem["cell"]: problem["value"] for problem in found} == wrong
    return {problem["value"]: problem["id"] for problem in found}


def start_tab_leads_to(sheet: Page, cell: str, typed: str, count: int) -> None:
    """The start tab counts the problems and lists this one; its link chooses the cell."""
    sheet.locator(f'[data-tab="{START}"]').click()
    expect(sheet.locator("#grid")).to_contain_text(f"CẦN SỬA ({count})")
    line = sheet.locator("tbody tr", has_text=f"Ô {cell}: “{typed}”")
    expect(line).to_have_count(1)
    line.get_by_role("link", name=f"Mở ô {cell}").click()
    expect(sheet.locator(f'[data-tab="{OBJECTIVES}"]')).to_have_attribute("aria-current", "page")
    expect(sheet.locator("#name-box")).to_have_text(cell)


def page_leads_to(page: Page, wrong: dict[str, str]) -> None:
    """The unit's page of the service lists each problem; a link opens the sheet at its cell."""
    for cell, typed in wrong.items():
        line = page.locator("table.problems tbody tr", has_text=typed)
        expect(line).to_have_count(1)
        expect(line).to_contain_text("Hãy")
        link = line.get_by_role("link", name=f"{OBJECTIVES}!{cell}")
        expect(link).to_have_attribute("href", re.compile(f"range={cell}$"))
    link.click()
    expect(page.locator("#name-box")).to_have_text(cell)
    expect(page.locator("#side-note")).to_contain_text(typed)


def gone_everywhere(
    town: Town, sheet: Page, visit: Callable[..., Page], cells: dict[str, str], own: str
) -> None:
    """No note, no red, no line on the start tab; the page lists the cells as mended; the own note stands."""
    for cell in cells:
        expect(at(sheet, cell)).to_have_css("background-color", YELLOW)
        assert at(sheet, cell).get_attribute("data-note") is None
    own_note_stands(at(sheet, own))
    sheet.locator(f'[data-tab="{START}"]').click()
    expect(sheet.locator("#grid")).to_contain_text("không thấy lỗi")
    expect(sheet.locator("#grid")).not_to_contain_text("CẦN SỬA")
    page = visit(f"{town.world.pages}/don-vi/{town.unit.code}")
    expect(page.locator("main")).to_contain_text("Không có ô nào cần sửa.")
    expect(page.locator("table.problems")).to_have_count(0)
    for cell in cells:
        expect(page.locator("main li", has_text=f"{OBJECTIVES}: Ô {cell}: ")).to_have_count(1)
    assert town.open_problems() == []


def picture(sheet: Page) -> None:
    """With QMS_PICTURES in the environment: the flagged cell and its note, for the README."""
    cell = at(sheet, "D3")
    expect(cell).to_have_css("background-color", RED)
    if os.environ.get("QMS_PICTURES"):
        cell.click()
        sheet.locator("#grid").evaluate("grid => grid.scrollTo(0, 0)")
        expect(sheet.locator("#side-note")).to_contain_text("Hãy")
        sheet.screenshot(path=str(IMAGES / "flagged-sheet.png"))
