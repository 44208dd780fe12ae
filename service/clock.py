"""What time it is for the quality book: one setting decides, everything else asks here.

Sign-in to Google always uses the real clock; nothing in this module reaches it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

#: Every deadline, window and report of the agency is told in this zone (no daylight saving).
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Clock:
    """The real clock (`source="real"`) or a file holding one ISO 8601 instant that a simulation moves."""

    source: str = "real"

    def now(self) -> datetime:
        """The present instant, aware, in the agency's zone. Raises ValueError for a file without one."""
        if self.source == "real":
            return datetime.now(ZONE)
        text = Path(self.source).read_text(encoding="utf-8").strip()
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError(f"{self.source}: “{text}” không có múi giờ / has no UTC offset")
        return moment.astimezone(ZONE)

    def today(self) -> date:
        """The agency's calendar day."""
        return self.now().date()


def stamp(moment: datetime) -> str:
    """An instant as it is stored: ISO 8601 in the agency's zone, to the microsecond, sortable as text."""
    return moment.astimezone(ZONE).isoformat(timespec="microseconds")


def parse(text: str) -> datetime:
    """The instant of a stored stamp, or of Google's RFC 3339 text (“Z”), in the agency's zone."""
    return datetime.fromisoformat(text).astimezone(ZONE)
