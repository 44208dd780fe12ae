"""`qms serve` as a process: ready line, pages, a clean end, loopback only."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.compose import Services
from tests.commands.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
QMS = [sys.executable, "-c", "from service.cli import main; main()"]


@pytest.fixture
def served(installation: Services) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and its address."""
    process = subprocess.Popen(
        [*QMS, "serve", "--dir", str(installation.config.dir), "--port", "0"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("QMS_")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process, json.loads(process.stdout.readline())["url"]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_answers_and_ends_cleanly(
    served: tuple[subprocess.Popen[str], str], how: signal.Signals
) -> None:
    """The line is printed when pages can be opened; a signal ends it with 0."""
    process, url = served
    with urllib.request.urlopen(f"{url}/") as answer:
        assert "Minh Hà" in answer.read().decode()
    process.send_signal(how)
    assert process.wait(timeout=20) == 0


def test_whom_a_proxy_asks_for_is_refused(served: tuple[subprocess.Popen[str], str]) -> None:
    """The server in front of the pages hides from them nothing that a proxy adds."""
    _, url = served
    request = urllib.request.Request(f"{url}/", headers={"X-Forwarded-For": "203.0.113.7"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    with refused.value as answer:
        assert answer.code == 403


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "qms.example.vn"])
def test_it_opens_on_no_other_address(qms: Run, installation: Services, host: str) -> None:
    """There is no sign-in yet."""
    result = qms("serve", "--dir", installation.config.dir, "--host", host)
    assert result.exit_code == 2
    assert f"qms: Không mở trên {host}: các trang chưa có đăng nhập" in result.stderr


def test_a_port_in_use_is_one_sentence(installation: Services) -> None:
    """No traceback."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        arguments = ["serve", "--dir", str(installation.config.dir), "--port", port]
        done = subprocess.run([*QMS, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("qms: ")
    assert "Traceback" not in done.stderr
