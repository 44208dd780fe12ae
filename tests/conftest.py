"""For the whole suite: no network but loopback."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

#: Fixtures that open pages in Debian's chromium.
pytest_plugins = ["tests.support.browser"]


# Machines differ and are busy: what a property test finds must not depend on how fast it ran.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


class OutsideNetwork(RuntimeError):
    """A test tried to reach beyond loopback."""


def loopback_only(address: Any) -> None:
    """Raise OutsideNetwork unless `address` is a loopback or a Unix socket address."""
    if not isinstance(address, tuple):
        return
    host = str(address[0])
    if host in ("localhost", ""):
        return
    try:
        inside = ipaddress.ip_address(host).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise OutsideNetwork(f"connection to {address} refused: tests stay on loopback")


#: What was tried since the last look, by any thread: libraries may swallow the refusal.
_tried: list[str] = []


@pytest.fixture(autouse=True, scope="session")
def _no_network_but_loopback() -> Iterator[None]:
    """Every connection and every name looked up, of every test and thread, goes through the check."""
    patch = pytest.MonkeyPatch()
    real_connect, real_lookup = socket.socket.connect, socket.getaddrinfo

    def connect(self: socket.socket, address: Any) -> None:
        _checked(address)
        real_connect(self, address)

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        _checked((host or "",))
        return real_lookup(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", connect)
    patch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield
    patch.undo()


def _checked(address: Any) -> None:
    try:
        loopback_only(address)
    except OutsideNetwork as refused:
        _tried.append(str(refused))
        raise


@pytest.fixture(autouse=True)
def _nothing_tried_to_leave(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test during which something tried to leave loopback, unless the test plants just that."""
    _tried.clear()
    yield
    if "reaches_out" not in request.keywords:
        assert _tried == []
