"""A running department in a browser: marks in a sheet, overview, unit, report, approval, survey, mailbox.

One file, so that one worker lets one town live for all of it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from demo import department
from demo.calendar import ZONE
from service.store import tables
from tests.browser import marks
from tests.browser.town import OBJECTIVES, Town, living

PICTURES = bool(os.environ.get("QMS_PICTURES"))
pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800 if PICTURES else 240)]

#: For the README's picture a whole department lives until March; else two units until January.
UNITS, MONTHS = (12, 3) if PICTURES else (2, 1)
LABEL = f"2022-0{MONTHS}"
PHONE = {"width": 360, "height": 740}
SUBJECT = f"[ISO] Báo cáo tháng {MONTHS}/2022 – {department.AGENCY}"


class Closed(Exception):
    """The month has closed: the living ends here."""


@pytest.fixture(scope="module")
def reported(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town whose last month is closed and reported; nobody has approved that report."""
    closed = datetime(2022, MONTHS, 20, 0, 5, tzinfo=ZONE)
    if not PICTURES:
        town.set_objectives()
        town.until(closed)
        town.tick()
        yield town
        return
    with living(tmp_path_factory.mktemp("reported"), UNITS, MONTHS) as whole:
        live_until(whole, closed)
        yield whole


def live_until(town: Town, closed: datetime) -> None:
    """Everybody does what they do, until the last month closes."""

    def stop(now: datetime) -> None:
        if now >= closed:
            raise Closed

    with contextlib.suppress(Closed):
        town.year.live(stop)


def test_a_mark_comes_follows_its_row_and_goes(town: Town, visit: Callable[..., Page]) -> None:
    """Wrong: after one tick cell, start tab and page say so. Sorted: the same problems. Mended: gone."""
    town.set_objectives()
    town.tick()
    marks.write_own_note(town)
    sheet = visit(town.cell(OBJECTIVES, "H2"), width=1100, height=560)
    sheet.locator("#person").select_option(town.unit.email)
    for cell, wrong, _ in marks.SLIPS:
        marks.type_into(sheet, cell, wrong)
    town.tick(minutes=11)
    marks.picture(sheet)
    before = marks.told_everywhere(town, sheet, visit, {"H2": "31/02/2022", "D3": "khoảng 90%"}, own="G2")

    sheet.locator('th button[data-column="1"]').click()
    sheet.locator("#menu").get_by_text("Sắp xếp A → Z").click()
    expect(sheet.locator("#saved")).to_have_text("Đã lưu")
    first, second = marks.row_of(town, "MT01"), marks.row_of(town, "MT02")
    assert (first, second) != (2, 3)
    marks.is_marked(marks.at(sheet, f"H{first}"), "31/02/2022")
    town.tick()
    moved = {f"H{first}": "31/02/2022", f"D{second}": "khoảng 90%"}
    after = marks.told_everywhere(town, sheet, visit, moved, own=f"G{first}")
    assert after == before

    for cell, right in zip(moved, ("14/12/2022", "90%"), strict=True):
        marks.type_into(sheet, cell, right)
    town.tick()
    marks.gone_everywhere(town, sheet, visit, moved, own=f"G{first}")


def test_the_overview_leads_to_a_unit(town: Town, visit: Callable[..., Page]) -> None:
    """The front page names every unit; its link opens the unit's page, whose link opens the workbook."""
    page = visit(f"{town.world.pages}/")
    expect(page.locator("h1")).to_contain_text(department.AGENCY)
    expect(page.locator("table.months tbody tr")).to_have_count(len(town.year.units))
    page.get_by_role("link", name=town.unit.name).click()
    expect(page.locator("h1")).to_have_text(town.unit.name)
    page.get_by_role("link", name="Mở sổ").click()
    expect(page.locator("#title")).to_contain_text(town.unit.name)
    expect(page.locator('[data-tab="Bắt đầu"]')).to_be_visible()


def test_leaders_get_the_report_when_it_is_approved(reported: Town, visit: Callable[..., Page]) -> None:
    """A form without its token is refused; the button's is taken; leaders get the report then, and once."""
    leaders = [reported.mails_to(email) for email in department.LEADERS]
    assert [mail for mails in leaders for mail in mails if f"{MONTHS}/2022" in mail["subject"]] == []
    page = visit(f"{reported.world.pages}/bao-cao/monthly/{LABEL}")
    expect(page.locator("h1")).to_have_text(SUBJECT)
    forged = page.request.post(f"{page.url}/duyet", form={"confirm": "yes"})
    assert forged.status == 400
    page.get_by_label("Tôi đã đọc báo cáo này").check()
    page.get_by_role("button", name="Duyệt gửi").click()
    expect(page.get_by_role("status")).to_contain_text("Đã duyệt.")
    expect(page.get_by_role("button", name="Duyệt gửi")).to_have_count(0)
    reported.tick()
    for email in department.LEADERS:
        assert [mail["subject"] for mail in reported.mails_to(email)].count(SUBJECT) == 1
    page.reload()
    expect(page.locator("main table tbody tr", has_text="phogiamdoc@")).to_contain_text("đã gửi")


def test_the_report_is_read_in_the_mailbox(reported: Town, visit: Callable[..., Page]) -> None:
    """The coordinator opens her mailbox and the report: its heading stands there, every picture is drawn."""
    page = visit(f"{reported.world.url}/mail/?to={department.COORDINATOR}", width=1000, height=900)
    page.get_by_role("link", name=SUBJECT).first.click()
    letter = page.frame_locator("iframe.letter")
    expect(letter.get_by_role("heading", name="BÁO CÁO").first).to_be_visible()
    all_drawn(letter.locator("img"))
    page.mouse.move(0, 0)
    if PICTURES:
        page.screenshot(path=str(marks.IMAGES / "report.png"))


def test_a_citizen_answers_on_a_telephone(town: Town, visit: Callable[..., Page]) -> None:
    """At 360 px: notice, QR code, a button; the form knows unit and procedure; the next tick counts it."""
    procedure = town.unit.procedures[0]
    page = visit(f"{town.world.pages}/khao-sat/{town.unit.code}/{quote(procedure)}", **PHONE)
    expect(page.locator("main")).to_contain_text("không hỏi danh tính")
    all_drawn(page.locator(".qr img"))
    assert is_narrow(page)
    page.get_by_role("link", name="Bắt đầu trả lời").click()
    expect(page.get_by_label("Đơn vị")).to_have_value(town.unit.name)
    expect(page.get_by_label("Thủ tục")).to_have_value(procedure)
    assert is_narrow(page)
    page.get_by_label("đồng ý").check()
    page.get_by_role("group", name="8. Nhìn chung").get_by_label("Rất hài lòng", exact=True).check()
    page.get_by_role("button", name="Gửi").click()
    expect(page.get_by_role("status")).to_have_text("Câu trả lời của bạn đã được ghi lại.")
    assert town.rows(select(tables.answer)) == []
    town.tick()
    answers = town.rows(select(tables.answer))
    assert [(one["unit"], one["procedure"], one["levels"]["q8"]) for one in answers] == [
        (town.unit.code, procedure, 5)
    ]


def all_drawn(pictures: Locator) -> None:
    """There is a picture, and each has loaded."""
    pictures.first.wait_for()
    for number in range(pictures.count()):
        assert (
            pictures.nth(number).evaluate("async picture => (await picture.decode(), picture.naturalWidth)")
            > 0
        )


def is_narrow(page: Page) -> bool:
    """Whether the page is not wider than the screen."""
    return bool(page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"))
