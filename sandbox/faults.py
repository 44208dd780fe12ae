"""Faults that a test asks for: error statuses, slow, truncated and reset answers."""

from __future__ import annotations

import fnmatch
import threading
from dataclasses import dataclass, field
from typing import Any

KINDS = ("status", "slow", "truncated", "reset")


@dataclass
class Fault:
    """One fault: which calls it hits, how, and how many times more."""

    match: str
    kind: str
    times: int
    status: int = 503
    #: Seconds: for `slow` the delay, for `status` the Retry-After header when above 0.
    seconds: float = 0
    #: Parameters that must be equal, e.g. {"spreadsheetId": "…"}.
    where: dict[str, str] = field(default_factory=dict)
    message: str = ""


def read(raw: dict[str, Any]) -> Fault:
    """Return the fault that one JSON object of POST /_sandbox/faults describes. Raises ValueError."""
    kind = raw.get("kind", "status")
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r}: one of {', '.join(KINDS)} is needed")
    where: dict[str, str] = {
        name: str(raw[name]) for name in ("spreadsheetId", "fileId", "formId", "driveId") if name in raw
    }
    seconds = float(raw.get("retryAfter", raw.get("seconds", 0)))
    return Fault(
        raw.get("match", "*"),
        kind,
        int(raw.get("times", 1)),
        int(raw.get("status", 503)),
        seconds,
        where,
        str(raw.get("message", "")),
    )


class Faults:
    """The faults still to come. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: list[Fault] = []

    def set(self, faults: list[Fault]) -> None:
        """Add faults; an empty list clears all."""
        with self._lock:
            self._pending = [*self._pending, *faults] if faults else []

    def take(self, method_id: str, params: dict[str, Any]) -> Fault | None:
        """Return the fault that hits this call, if any, and count it as used."""
        with self._lock:
            for fault in self._pending:
                if fnmatch.fnmatchcase(method_id, fault.match) and _equal(fault.where, params):
                    fault.times -= 1
                    self._pending = [one for one in self._pending if one.times > 0]
                    return fault
        return None


def _equal(where: dict[str, str], params: dict[str, Any]) -> bool:
    return all(str(params.get(name)) == value for name, value in where.items())
