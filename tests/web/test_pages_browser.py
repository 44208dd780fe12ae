"""The pages in a real browser: readable on a telephone, within their own policy, usable without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from service import organisation, state
from service.clock import parse
from service.duties import follow
from service.issuing import issue
from service.periods import snapshot
from tests.support.frozen import full_month
from tests.support.installation import make_installation
from tests.support.served import serving

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/?lang=en",
    "/don-vi/TTR",
    "/so/coordinator",
    "/bao-cao/",
    "/bao-cao/monthly/2022-03",
    "/hai-long/",
    "/nghia-vu/?state=all",
    "/cong-viec/",
    "/don-doc/",
    "/khao-sat/VP/C%E1%BA%A5p%20b%E1%BA%A3n%20sao",
    "/khao-sat/none",
)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages of a filled installation with March's report issued."""
    services = make_installation(tmp_path_factory.mktemp("pages") / "var")
    with services.engine.begin() as connection:
        snapshot.freeze(connection, full_month(), services.clock.now())
        state.open_installation(connection, parse("2022-03-01T08:00:00+07:00"))
        known = organisation.read(connection)
        assert known is not None
        follow.follow(connection, known, services.clock.now())
    issue.issue(services, "monthly", "2022-03")
    with serving(services) as address:
        yield address
    services.engine.dispose()


@pytest.mark.parametrize("page", PAGES)
def test_no_page_is_wider_than_a_small_telephone(url: str, open_page: Callable[..., Page], page: str) -> None:
    """At 320 px only tables scroll sideways, not the page."""
    opened = open_page(url + page, width=320, height=700)
    assert opened.evaluate("document.scrollingElement.scrollWidth") <= 320


@pytest.mark.parametrize(
    ("page", "width"),
    [("/hai-long/", 1200), ("/bao-cao/", 320), ("/cong-viec/", 320), ("/don-vi/TTR", 320)],
)
def test_a_table_that_fits_is_not_cut_off(
    url: str, open_page: Callable[..., Page], page: str, width: int
) -> None:
    """Headings of many columns take two lines; on a telephone the cells of a row stand below each other."""
    opened = open_page(url + page, width=width, height=700)
    spans = "found => found.map(box => box.scrollWidth - box.clientWidth)"
    assert set(opened.locator(".scroll").evaluate_all(spans)) == {0}


def test_the_report_is_shown_with_its_charts(url: str, open_page: Callable[..., Page]) -> None:
    """Inside its frame every picture has loaded: the policy lets styles and pictures through."""
    opened = open_page(f"{url}/bao-cao/monthly/2022-03")
    letter = opened.frame_locator("iframe.letter")
    letter.locator("body").wait_for()
    pictures = letter.locator("img")
    assert pictures.count() > 0
    for number in range(pictures.count()):
        assert pictures.nth(number).evaluate("picture => picture.naturalWidth") > 0


def test_the_coordinator_approves_by_mouse(url: str, open_page: Callable[..., Page]) -> None:
    """Without the tick the browser keeps the form; with it the page says that leaders get the report."""
    opened = open_page(f"{url}/bao-cao/monthly/2022-03")
    opened.get_by_role("button", name="Duyệt gửi").click()
    assert "Đã duyệt" not in opened.inner_text("main")
    opened.get_by_label("Tôi đã đọc báo cáo này").check()
    opened.get_by_role("button", name="Duyệt gửi").click()
    assert "Đã duyệt. Báo cáo sẽ được gửi tới lãnh đạo." in opened.inner_text("main")


def test_the_cell_is_one_click_away(url: str, open_page: Callable[..., Page], tmp_path: Path) -> None:
    """The link of a problem names spreadsheet, tab and cell."""
    opened = open_page(f"{url}/don-vi/TTR")
    link = opened.get_by_role("link", name="Kết quả!C5").get_attribute("href")
    assert link == "http://127.0.0.1:9/spreadsheets/d/sheet-TTR/edit#gid=7&range=C5"
    opened.screenshot(path=str(tmp_path / "unit.png"), full_page=True)


@pytest.fixture
def chased(tmp_path: Path) -> Iterator[str]:
    """The same agency while March can still be entered."""
    services = make_installation(tmp_path / "var", now="2022-04-18T07:00:00+07:00")
    with services.engine.begin() as connection:
        state.open_installation(connection, parse("2022-04-01T08:00:00+07:00"))
        known = organisation.read(connection)
        assert known is not None
        follow.follow(connection, known, services.clock.now())
    with serving(services) as address:
        yield address
    services.engine.dispose()


def test_a_text_for_the_chat_is_copied_by_one_click(chased: str, open_page: Callable[..., Page]) -> None:
    """The page's own script runs within the policy; the whole text is selected for who copies by hand."""
    opened = open_page(f"{chased}/don-doc/")
    section = opened.locator("section.chat").first
    text = section.locator("textarea")
    assert text.input_value().startswith("[ISO] Văn phòng: ")
    section.get_by_role("button", name="Chép").click()
    section.get_by_role("button", name="Đã chép").wait_for()
    span = "box => box.value.slice(box.selectionStart, box.selectionEnd)"
    assert text.evaluate(span) == text.input_value()
