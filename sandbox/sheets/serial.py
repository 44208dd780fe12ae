"""Serial dates: days since 1899-12-30, the time of day as a fraction."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta

EPOCH = datetime(1899, 12, 30, tzinfo=UTC)


def of_date(day: date) -> int:
    """Return the serial number of a day."""
    return (day - EPOCH.date()).days


def to_datetime(serial: float) -> datetime:
    """Return the instant of a serial number, to the millisecond (as if the sheet's zone were UTC)."""
    days = math.floor(serial)
    milliseconds = round((serial - days) * 86_400_000)
    return EPOCH + timedelta(days=days, milliseconds=milliseconds)
