"""No network but loopback: the suite refuses it, also in processes that are started guarded; pages name none.

That the demo's own processes never ask for it: tests/demo/test_small_year.py.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.loopback.processes import guarded_environment, notes

ROOT = Path(__file__).resolve().parents[2]
#: Whatever host a page names would be dialled by the browser that shows it.
ADDRESS = re.compile(r"https?://([A-Za-z0-9.-]+)")


@pytest.mark.reaches_out
@pytest.mark.parametrize(
    "address", [("192.0.2.1", 80), ("10.0.0.1", 25), ("2001:db8::1", 443), ("example.com", 80)]
)
def test_a_connection_beyond_loopback_is_refused(address: tuple[str, int]) -> None:
    """Planted: a test that reaches out fails at once, by address or by name."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as planted, pytest.raises(RuntimeError, match="loopback"):
        planted.connect(address)


def test_a_guarded_process_is_refused_too(tmp_path: Path) -> None:
    """Planted: a process with the guard on its PYTHONPATH that reaches out fails, and it is noted."""
    code = "import socket; socket.socket().connect_ex(('192.0.2.1', 80))"
    environment = {**os.environ, **guarded_environment(tmp_path / "notes")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "OutsideNetwork" in done.stderr
    started, tried = notes(tmp_path / "notes")
    assert (started, len(tried)) == ([[sys.executable, "-c", code]], 1)


def test_loopback_is_allowed() -> None:
    """A connection to a server on 127.0.0.1 goes through."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())


def test_pages_load_nothing_from_outside() -> None:
    """Templates and styles of our pages name no other host: no CDN, no font service, no tracker."""
    found = {}
    for folder in ("service/web", "sandbox/pages"):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in {".html", ".css", ".js", ".jinja"}:
                hosts = set(ADDRESS.findall(file.read_text("utf-8"))) - {"www.w3.org"}
                if hosts:
                    found[str(file.relative_to(ROOT))] = hosts
    assert found == {}
