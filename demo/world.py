"""The processes of a demo: stand-in, worker, pages; everything under one folder, on free ports."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from demo import department
from demo.people.hands import Hands

#: Written into a folder that holds a demo; only such a folder may be started afresh.
MARKER = "demo.json"
_QMS = (sys.executable, "-c", "from service.cli import main; main()")
_END_SECONDS = 20


class Broken(Exception):
    """A process of the demo did not start or died again and again."""


@dataclass
class World:
    """A demo's folder and its running processes. Use as a context manager: nothing is left behind."""

    directory: Path
    number_of_units: int
    url: str = ""
    smtp: int = 0
    pages: str = ""
    drive: str = ""
    service_account: str = ""
    _running: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def clock_file(self) -> Path:
        """The file that holds the simulated instant."""
        return self.directory / "clock"

    @property
    def state(self) -> Path:
        """Where the stand-in keeps everything, mails among it."""
        return self.directory / "sandbox"

    def set_clock(self, now: datetime) -> None:
        """Move the simulated time."""
        draft = self.directory / "clock.new"
        draft.write_text(now.isoformat(), encoding="utf-8")
        draft.replace(self.clock_file)

    def open_standin(self) -> None:
        """Start the stand-in; make the agency's shared drive, with the service account as an organizer."""
        command = ["sandbox", "--state", str(self.state), "--clock", str(self.clock_file)]
        for email in department.everyone(self.number_of_units):
            command += ["--dev-token", f"{department.token(email)}={email}"]
        ready = json.loads(self._first_line(self.start(command)))
        self.url, self.smtp = ready["url"], int(ready["smtp"])
        key = json.loads((self.state / "service-account.json").read_text(encoding="utf-8"))
        self.service_account = key["client_email"]
        administrator = self.hands(department.ADMINISTRATOR)
        self.drive = administrator.make_drive("Sổ Chất lượng")
        administrator.share(self.drive, self.service_account, "organizer")

    def initialise(self) -> None:
        """`qms init`, as the administrator would type it."""
        self.pages = f"http://127.0.0.1:{_free_port()}"
        given = {
            "agency-name": department.AGENCY,
            "coordinator-email": department.COORDINATOR,
            "credentials": str(self.state / "service-account.json"),
            "shared-drive": self.drive,
            "smtp-host": "127.0.0.1",
            "smtp-port": str(self.smtp),
            "sender": f"so-chat-luong@{department.DOMAIN}",
            "base-url": self.pages,
            "sheets-link-base": self.url,
            "google-api": self.url,
            "clock": str(self.clock_file),
        }
        command = ["init", "--yes", "--no-smtp-starttls", "--dir", str(self.directory)]
        for name, value in given.items():
            command += [f"--{name}", value]
        done = subprocess.run(
            [*_QMS, *command], env=self.environment(), capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise Broken(f"qms init: {done.stderr.strip() or done.stdout.strip()}")

    def open_pages(self) -> None:
        """Start `qms serve`."""
        port = self.pages.rsplit(":", 1)[1]
        process = self.start(["serve", "--dir", str(self.directory), "--port", port])
        self.pages = str(json.loads(self._first_line(process))["url"])

    def hands(self, email: str) -> Hands:
        """A person of that address, signed in."""
        return Hands(self.url, department.token(email))

    def start(self, command: list[str], stdin: int | None = None) -> subprocess.Popen[str]:
        """Start `qms …` as a process of its own; its complaints go to DIR/logs."""
        logs = self.directory / "logs"
        logs.mkdir(exist_ok=True)
        with (logs / f"{command[0]}.log").open("a", encoding="utf-8") as log:
            process = subprocess.Popen(
                [*_QMS, *command],
                stdin=stdin or subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=self.environment(),
                start_new_session=True,
            )
        self._running.append(process)
        return process

    def environment(self) -> dict[str, str]:
        """The environment of the programs: nothing of QMS_* but the clock and the folder."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("QMS_")}
        return {**kept, "QMS_CLOCK": str(self.clock_file), "QMS_DIR": str(self.directory)}

    def _first_line(self, process: subprocess.Popen[str]) -> str:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            process.wait(_END_SECONDS)
            raise Broken(f"{process.args!r} did not start; see {self.directory / 'logs'}")
        return line

    def close(self) -> None:
        """End every process, the latest first."""
        while self._running:
            end(self._running.pop())

    def __enter__(self) -> World:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Worker:
    """`qms jobs loop --step`: one tick for each step; started again when it dies, and the step sent again."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._process: subprocess.Popen[str] | None = None
        self.restarts = -1

    @property
    def pid(self) -> int:
        """The process that works now (0: none)."""
        return self._process.pid if self._process else 0

    def step(self) -> list[dict[str, Any]]:
        """Do everything that is due; what was done. Raises Broken when the process dies five times."""
        for _ in range(5):
            answer = self._try()
            if answer is not None:
                return list(answer["did"])
        raise Broken(f"the worker dies again and again; see {self._world.directory / 'logs' / 'jobs.log'}")

    def _try(self) -> dict[str, Any] | None:
        process = self._alive()
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write("\n")
            process.stdin.flush()
            for line in process.stdout:
                with contextlib.suppress(json.JSONDecodeError):
                    found = json.loads(line)
                    if isinstance(found, dict) and "did" in found:
                        return found
        except BrokenPipeError:
            pass
        process.wait(_END_SECONDS)
        return None

    def _alive(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            command = ["jobs", "loop", "--step", "--dir", str(self._world.directory)]
            self._process = self._world.start(command, stdin=subprocess.PIPE)
            self.restarts += 1
        return self._process


def end(process: subprocess.Popen[str]) -> None:
    """Ask a process to end, wait, insist."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def mails(directory: Path) -> Iterator[dict[str, Any]]:
    """What the stand-in's mailbox received, oldest first."""
    index = directory / "sandbox" / "mail" / "index.jsonl"
    if index.exists():
        for line in index.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)
