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
from service.mail.smtp import Away, Mailer, Refused, Unavailable
from service.store.engine import reading
from service.store.tables import outbox

#: Headers are not folded: Python drops the space between two encoded words where it folds a long one.
WIRE = SMTP.clone(max_line_length=None)
FIRST_RETRY = timedelta(minutes=5)
LONGEST_RETRY = timedelta(hours=4)


#: States of a mail; a refused one stays where it is until a person sends it again.
WAITING, SENT, REFUSED = "waiting", "sent", "refused"
#: Stands in the kind of a test, between the kind of what is tested and the instant.
_TEST = "-test-"


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
        "state": WAITING,
        "attempts": 0,
    }
    return connection.execute(insert(outbox).values(row).on_conflict_do_nothing()).rowcount == 1


def kind_of_test(kind: str, now: datetime) -> str:
    """The kind of a test of a mail of a `kind`; each instant's is its own, so each test is sent."""
    return f"{kind}{_TEST}{now:%Y%m%d%H%M%S%f}"


def is_test(kind: str) -> bool:
    """Whether mails of a kind are tests."""
    return _TEST in kind


def deliver(engine: Engine, mailer: Mailer, clock: Clock) -> Delivered:
    """Send what is due, oldest first, one transaction a mail. A server that is away stops the round."""
    outcomes: list[str] = []
    with reading(engine) as connection:
        due = (outbox.c.state == WAITING) & (outbox.c.next_try_at <= stamp(clock.now()))
        rows = list(connection.execute(select(outbox).where(due).order_by(outbox.c.id)).mappings())
    with mailer:
        for row in map(dict, rows):
            error = _send(mailer, row)
            outcomes.append(_note(engine, row, error, clock.now()))
            if isinstance(error, Away):
                break
    with reading(engine) as connection:
        waiting = len(list(connection.execute(select(outbox.c.id).where(outbox.c.state == WAITING))))
    return Delivered(outcomes.count(SENT), outcomes.count(REFUSED), waiting)


def stuck(connection: Connection) -> list[dict[str, Any]]:
    """The mails that were refused, or tried in vain so far, newest first; without their content."""
    shown = [column for column in outbox.c if column.name != "message"]
    tried = (outbox.c.state == WAITING) & outbox.c.error.is_not(None)
    query = select(*shown).where((outbox.c.state == REFUSED) | tried).order_by(outbox.c.id.desc())
    return [dict(row) for row in connection.execute(query).mappings()]


def send_again(connection: Connection, mail_id: int, now: datetime) -> bool:
    """Have a mail that was refused, or waits for its next try, tried at once; False when there is none."""
    tried = (outbox.c.id == mail_id) & (outbox.c.state != SENT)
    values = {"state": WAITING, "next_try_at": stamp(now)}
    return connection.execute(update(outbox).where(tried).values(values)).rowcount == 1


def _send(mailer: Mailer, row: Mapping[str, Any]) -> Refused | Unavailable | None:
    try:
        mailer.send(row["recipient"], row["message"])
    except (Refused, Unavailable) as error:
        return error
    return None


def _note(engine: Engine, row: Mapping[str, Any], error: Refused | Unavailable | None, now: datetime) -> str:
    """Write down what came of a try; returns the mail's state."""
    values: dict[str, Any] = {"attempts": row["attempts"] + 1, "error": str(error)[:1000] if error else None}
    if error is None:
        values |= {"state": SENT, "sent_at": stamp(now)}
    elif isinstance(error, Refused):
        values |= {"state": REFUSED}
    else:
        pause = min(FIRST_RETRY * 2 ** min(row["attempts"], 10), LONGEST_RETRY)
        values |= {"state": WAITING, "next_try_at": stamp(now + pause)}
    with engine.begin() as connection:
        connection.execute(update(outbox).where(outbox.c.id == row["id"]).values(values))
    return str(values["state"])
