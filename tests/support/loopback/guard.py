"""No network but loopback: what replaces Python's ways out of a process. Standard library only."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any


class OutsideNetwork(RuntimeError):
    """Something tried to reach beyond loopback."""


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


def guarded(tell: Callable[[str], None]) -> dict[str, Any]:
    """`connect` and `connect_ex` of sockets and `getaddrinfo`, as they are but for what goes beyond loopback.

    That is refused, and told to `tell`: libraries may swallow the refusal.
    """
    connect, connect_ex, lookup = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def checked(address: Any) -> None:
        try:
            loopback_only(address)
        except OutsideNetwork as refused:
            tell(str(refused))
            raise

    def guarded_connect(self: socket.socket, address: Any) -> None:
        checked(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        checked(address)
        return connect_ex(self, address)

    def guarded_lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        checked((host or "",))
        return lookup(host, *args, **kwargs)

    return {"connect": guarded_connect, "connect_ex": guarded_connect_ex, "getaddrinfo": guarded_lookup}
