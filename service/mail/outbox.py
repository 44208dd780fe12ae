"""The outbox: written in the transaction that makes the mail necessary, emptied by the job `deliver`.

SMTP alone cannot promise that nothing comes twice: a crash between the server's "accepted" and our noting it
sends one mail again, with the same Message-ID and X-QMS-Key. Nothing is ever lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.dialects.sqlite import insert

from service.clock import Clock, stamp
from service.mail.smtp import Mailer, Refused, Unavailable
from service.store.engine import reading
from service.store.tables import outbox

#: Headers are not folded: Python drops the space between two encoded words where it folds a long one.
WIRE = SMTP.clone(max_line_length=None)
FIRST_RETRY = timedelta(minutes=5)
LONGEST_RETRY = timedelta(hours=4)


@dataclass(frozen=True)
class Delivered:
    """What one emptying of the outbox came to."""

    sent: int = 0
    refused: int = 0
    waiting: int = 0


def enqueue(
    connection: Connection, message: EmailMessage, kind: str, period: str, recipient: str, now: datetime
) -> bool:
    """Put a mail into the outbox under its X-QMS-Key; False when it was there already."""
    row = {
        "key": message["X-QMS-Key"],
        "kind": kind,
        "period": period,
        "recipient": recipient,
        "message": message.as_bytes(policy=WIRE),
        "created_at": stamp(now),
        "next_try_at": stamp(now),
        "state": "waiting",
        "attempts": 0,
    }
    return connection.execute(insert(outbox).values(row).on_conflict_do_nothing()).rowcount == 1


def deliver(engine: Engine, mailer: Mailer, clock: Clock) -> Delivered:
    """Send what is due, oldest first, one transaction a mail. A server that is away stops the round."""
    sent = refused = 0
    with reading(engine) as connection:
        due = (outbox.c.state == "waiting") & (outbox.c.next_try_at <= stamp(clock.now()))
        rows = list(connection.execute(select(outbox).where(due).order_by(outbox.c.id)).mappings())
    if rows:
        with mailer:
            for row in rows:
                outcome = _send(engine, mailer, dict(row), clock.now())
                sent, refused = sent + (outcome == "sent"), refused + (outcome == "refused")
    with reading(engine) as connection:
        waiting = len(list(connection.execute(select(outbox.c.id).where(outbox.c.state == "waiting"))))
    return Delivered(sent, refused, waiting)


def _send(engine: Engine, mailer: Mailer, row: Mapping[str, Any], now: datetime) -> str:
    try:
        mailer.send(row["recipient"], row["message"])
        values: dict[str, Any] = {"state": "sent", "sent_at": stamp(now), "error": None}
    except Refused as error:
        values = {"state": "refused", "error": str(error)[:1000]}
    except Unavailable as error:
        pause = min(FIRST_RETRY * 2 ** min(row["attempts"], 10), LONGEST_RETRY)
        values = {"state": "waiting", "next_try_at": stamp(now + pause), "error": str(error)[:1000]}
    values["attempts"] = row["attempts"] + 1
    with engine.begin() as connection:
        connection.execute(update(outbox).where(outbox.c.id == row["id"]).values(values))
    return str(values["state"])
