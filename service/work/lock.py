"""One worker at a time on one machine: a lock the kernel lets go of when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.errors import QmsError


class Busy(QmsError):
    """Đang có tiến trình khác làm việc trên bản cài đặt này / another worker holds this installation."""

    retryable = True
    hint = "Chờ ít phút rồi thử lại / wait a little and try again."


@contextmanager
def exclusively(directory: Path, patience: float = 60.0) -> Iterator[None]:
    """Hold DIR/work.lock while the block runs; wait up to `patience` seconds for it, else raise Busy."""
    give_up = time.monotonic() + patience
    with (directory / "work.lock").open("a") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.utime(handle.fileno())  # /readyz tells by it when a worker last looked around
                break
            except BlockingIOError:
                if time.monotonic() >= give_up:
                    raise Busy from None
                time.sleep(0.05)
        try:
            yield
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)
