"""The pages of an installation answered by a real waitress on a free port of loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from waitress.server import create_server

from service.compose import Services
from service.web.app import create_app


@contextmanager
def serving(services: Services) -> Iterator[str]:
    """The address of the pages while the block runs."""
    server = create_server(create_app(services), host="127.0.0.1", port=0, threads=2)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=10)
        server.task_dispatcher.shutdown()
