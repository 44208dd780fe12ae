"""Start the stand-in Google as a process of its own, as people do, and reach it with the real clients."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

READY_SECONDS = 30


@dataclass
class Standin:
    """A running stand-in. Stop it, kill it, or start it again on the same port over the same state."""

    state_dir: Path
    clock: str | None = None
    dev_tokens: dict[str, str] = field(default_factory=dict)
    extra: list[str] = field(default_factory=list)
    url: str = ""
    smtp_port: int = 0
    process: subprocess.Popen[str] | None = None

    @property
    def key_file(self) -> Path:
        """The service account's key file, written at every start."""
        return self.state_dir / "service-account.json"

    def start(self, port: int = 0, smtp_port: int = 0) -> None:
        """Start and wait until it answers. Raises RuntimeError when it does not come up."""
        command = [
            sys.executable,
            "-m",
            "sandbox.commands",
            "--state",
            str(self.state_dir),
            "--port",
            str(port),
            "--smtp-port",
            str(smtp_port),
            *self.extra,
        ]
        for token, email in self.dev_tokens.items():
            command += ["--dev-token", f"{token}={email}"]
        if self.clock:
            command += ["--clock", self.clock]
        environment = {name: value for name, value in os.environ.items() if name != "QMS_CLOCK"}
        log = (self.state_dir.parent / f"{self.state_dir.name}.log").open("a", encoding="utf-8")
        with log:
            self.process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment
            )
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(
                f"the stand-in did not start: {Path(log.name).read_text(encoding='utf-8')[-2000:]}"
            )
        ready: dict[str, Any] = json.loads(line)
        self.url, self.smtp_port = ready["url"], ready["smtp"]

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9, and wait."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Start again on the same ports over the same state; stops it first when it runs."""
        self.stop()
        self.start(int(self.url.rsplit(":", 1)[1]), self.smtp_port or 0)

    def violations(self) -> list[str]:
        """Return the lines telling which answers of the stand-in broke the contract; normally none."""
        path = self.state_dir / "violations.jsonl"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        self.process.wait(timeout=READY_SECONDS)
        if self.process.stdout:
            self.process.stdout.close()
        self.process = None


def start_standin(
    state_dir: Path,
    *,
    port: int = 0,
    clock: str | Path | None = None,
    dev_tokens: dict[str, str] | None = None,
    extra: list[str] | None = None,
) -> Standin:
    """Start a stand-in over `state_dir` and return it when it answers.

    `clock` is the path of a file with an ISO 8601 instant; `dev_tokens` maps bearer token → e-mail; `extra`
    are further arguments of `qms sandbox`.
    """
    state_dir.mkdir(parents=True, exist_ok=True)
    standin = Standin(state_dir, str(clock) if clock else None, dev_tokens or {}, extra or [])
    standin.start(port)
    return standin
