"""For the whole suite: no network but loopback."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest


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


@pytest.fixture(autouse=True, scope="session")
def _no_network_but_loopback() -> Iterator[None]:
    """Every connection of every test goes through the check."""
    patch = pytest.MonkeyPatch()
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        loopback_only(address)
        real(self, address)

    patch.setattr(socket.socket, "connect", connect)
    yield
    patch.undo()
