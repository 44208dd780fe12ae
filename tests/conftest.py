"""For the whole suite: no network but loopback, and no module compiled twice."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.loopback import guard

# The workers and every process a test starts read what one of them compiled, also where the environment
# wants no bytecode beside the sources: compiling all that is imported takes longer than most tests.
sys.dont_write_bytecode = False
sys.pycache_prefix = str(Path(__file__).parents[1] / ".pytest_cache" / "bytecode")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix

#: Fixtures that open pages in Debian's chromium.
pytest_plugins = ["tests.support.browser"]


# Machines differ and are busy: what a property test finds must not depend on how fast it ran.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


#: What takes longest begins first, so that no worker is left alone with it at the end.
_LONGEST = ("tests/demo/test_small_year.py", "tests/demo/", "tests/browser/", "tests/workbooks/")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the files; pytest-randomly has shuffled them before."""

    def rank(item: pytest.Item) -> int:
        return next((at for at, name in enumerate(_LONGEST) if item.nodeid.startswith(name)), len(_LONGEST))

    items.sort(key=rank)


#: What was tried since the last look, by any thread: libraries may swallow the refusal.
_tried: list[str] = []


@pytest.fixture(autouse=True, scope="session")
def _no_network_but_loopback() -> Iterator[None]:
    """Every connection and every name looked up, of every test and thread, goes through the check."""
    patch = pytest.MonkeyPatch()
    new = guard.guarded(_tried.append)
    patch.setattr(socket, "getaddrinfo", new.pop("getaddrinfo"))
    for name, function in new.items():
        patch.setattr(socket.socket, name, function)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _nothing_tried_to_leave(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test during which something tried to leave loopback, unless the test plants just that."""
    _tried.clear()
    yield
    if "reaches_out" not in request.keywords:
        assert _tried == []
