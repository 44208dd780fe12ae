"""The sandbox as a process: one waitress server, threads, one line of JSON on stdout when it is ready."""

from __future__ import annotations

import gc
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import waitress.server
from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from sandbox import app as application
from sandbox import oauth
from sandbox.clock import Clock
from sandbox.mailbox import Mailbox
from sandbox.settings import Settings
from sandbox.state import World

THREADS = 8


class _Task(WSGITask):  # type: ignore[misc]
    """Lets a request reach its socket, for the fault that resets the connection."""

    def get_environment(self) -> dict[str, Any]:
        environment: dict[str, Any] = super().get_environment()
        environment["sandbox.socket"] = self.channel.socket
        return environment


class _Channel(HTTPChannel):  # type: ignore[misc]
    task_class = _Task


def serve(settings: Settings, *, port: int, smtp_port: int | None, clock: str) -> None:
    """Serve until interrupted. `port` 0 takes a free one; `smtp_port` None starts no mailbox."""
    world = World(settings.state_dir, Clock(clock))
    late: list[Any] = []  # the application is made after the port is known
    server = waitress.server.create_server(
        lambda environ, start: late[0](environ, start),
        host="127.0.0.1",
        port=port,
        threads=THREADS,
        connection_limit=1000,
        channel_timeout=3600,
        asyncore_use_poll=True,
        clear_untrusted_proxy_headers=True,
        max_request_body_size=256 * 1024 * 1024,
        ident="sandbox",
    )
    server.channel_class = _Channel
    # Cells are millions of small dicts without cycles: to look through them for garbage finds nothing.
    gc.set_threshold(100_000, 50, 100)
    settings = replace(settings, base_url=f"http://127.0.0.1:{server.effective_port}")
    oauth.prepare_key(world, settings)
    mailbox = Mailbox(settings.state_dir, world.now)
    late.append(application.create_app(world, settings, mailbox))
    _announce(settings, None if smtp_port is None else mailbox.start(smtp_port))
    try:
        server.run()
    finally:
        mailbox.stop()
        server.close()
        world.close()


def _announce(settings: Settings, smtp_port: int | None) -> None:
    line = json.dumps({"url": settings.base_url, "smtp": smtp_port, "pid": os.getpid()})
    path = Path(settings.state_dir) / "sandbox.json"
    fresh = path.with_suffix(".new")
    fresh.write_text(line + "\n", encoding="utf-8")
    fresh.replace(path)
    print(line, flush=True)
