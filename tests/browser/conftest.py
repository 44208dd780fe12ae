"""A living town, and a browser that tells errors and requests beyond loopback."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.browser.town import Town, living
from tests.support.browser import CHROMIUM, TIMEOUT_MS, browser

__all__ = ["browser", "town", "visit"]
_LOCAL = {"", "127.0.0.1", "localhost"}


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One town for all tests of this folder, whichever comes first; without a browser there is none."""
    if not CHROMIUM.exists() and os.environ.get("CI") != "true":
        pytest.skip(f"{CHROMIUM} is missing")
    with living(tmp_path_factory.mktemp("town")) as found:
        yield found


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`visit(url, width=1280, height=800)` → a page in a fresh context.

    At the end the test fails when a console told an error, a script threw, or another machine was asked.
    """
    faults: list[str] = []
    pages: list[Page] = []

    def watch_console(line: ConsoleMessage) -> None:
        if line.type == "error":
            faults.append(line.text)

    def watch_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and (address.hostname or "") not in _LOCAL:
            faults.append(f"asked {request.url}")

    def open_at(url: str, *, width: int = 1280, height: int = 800) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
        context.on("console", watch_console)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("request", watch_request)
        page = context.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        pages.append(page)
        page.goto(url)
        return page

    yield open_at
    for page in pages:
        page.context.close()
    assert faults == []
