"""Google's requests per minute, counted on the real monotonic clock."""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque

from sandbox import discovery
from sandbox.errors import GoogleError

WINDOW = 60.0
#: (name of the quota, per project, per user) by API; Sheets has separate ones for reads and writes.
SHEETS_LIMITS = (300, 60)
FORMS_LIMITS = {"forms.forms.responses.list": (450, 180), "read": (975, 390), "write": (375, 150)}


class Quotas:
    """Counts calls in a sliding minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[tuple[str, str], deque[float]] = defaultdict(deque)

    def renew(self) -> None:
        """Begin a new minute for everybody."""
        with self._lock:
            self._seen.clear()

    def spend(self, method: discovery.Method, user: str) -> None:
        """Count one call of `method` by `user`. Raises 429 as Google does when a minute's share is spent."""
        found = _limits(method)
        if found is None:
            return
        name, per_project, per_user = found
        now = time.monotonic()
        with self._lock:
            for owner, limit in (("", per_project), (user, per_user)):
                seen = self._seen[(name, owner)]
                while seen and seen[0] <= now - WINDOW:
                    seen.popleft()
                if len(seen) >= limit:
                    raise _exhausted(method.api, name, per_user=bool(owner))
            for owner in ("", user):
                self._seen[(name, owner)].append(now)


def _limits(method: discovery.Method) -> tuple[str, int, int] | None:
    way = "read" if method.reads else "write"
    if method.api == "sheets":
        return f"{way.capitalize()} requests", *SHEETS_LIMITS
    if method.api == "forms":
        key = method.id if method.id in FORMS_LIMITS else way
        return ("Expensive read requests" if key != way else f"{way.capitalize()} requests"), *FORMS_LIMITS[
            key
        ]
    return None


def _exhausted(api: str, name: str, *, per_user: bool) -> GoogleError:
    limit = f"{name} per minute per user" if per_user else f"{name} per minute"
    return GoogleError(
        429,
        f"Quota exceeded for quota metric '{name}' and limit '{limit}' of service '{api}.googleapis.com' "
        "for consumer 'project_number:100000000001'.",
        reason="rateLimitExceeded",
        details=[
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "RATE_LIMIT_EXCEEDED",
                "domain": "googleapis.com",
                "metadata": {"quota_limit": limit, "service": f"{api}.googleapis.com"},
            }
        ],
    )
