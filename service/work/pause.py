"""What was refused is not asked for on every tick: first a quarter of an hour passes, or it changes."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from service import state
from service.clock import parse, stamp

LONG = timedelta(minutes=15)


def begin(connection: Connection, what: str, now: datetime, about: str = "") -> None:
    """Put `what` off; `about`: what was asked for, so that something else may be asked at once."""
    state.put(connection, f"pause:{what}", {"until": stamp(now + LONG), "about": about})


def lasts(connection: Connection, what: str, now: datetime, about: str = "") -> bool:
    """Whether `what` is still put off."""
    held = state.get(connection, f"pause:{what}")
    return held is not None and held["about"] == about and now < parse(held["until"])
