"""The sandbox's idea of the present: the machine's clock, or an instant that a simulation keeps in a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path


class Clock:
    """Tells the time.

    `source` is `"real"` or the path of a file holding one ISO 8601 instant with its offset. The file is
    read again whenever its size or modification time differs from the last reading.
    """

    def __init__(self, source: str = "real") -> None:
        self._path = None if source == "real" else Path(source)
        self._stamp: tuple[int, int] | None = None
        self._instant = datetime.now(UTC)

    def now(self) -> datetime:
        """Return the present instant in UTC. Raises ValueError when the file holds no instant with offset."""
        if self._path is None:
            return datetime.now(UTC)
        stat = self._path.stat()
        stamp = (stat.st_mtime_ns, stat.st_size)
        if stamp != self._stamp:
            text = self._path.read_text(encoding="utf-8").strip()
            if text:  # an empty file is one that is being written this moment
                self._instant, self._stamp = _instant(text), stamp
        return self._instant


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"the clock file holds {text!r}: an ISO 8601 instant with offset is needed")
    return instant.astimezone(UTC)


def rfc3339(instant: datetime) -> str:
    """Return the instant as Google writes it: UTC, milliseconds, `Z`."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"
