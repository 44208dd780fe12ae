"""`/healthz`: the process answers. `/readyz`: the store can be read and the worker ticked lately. JSON."""

from __future__ import annotations

import time

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from service.web import context

blueprint = Blueprint("health", __name__)

#: A worker ticks at least once a minute; after this many seconds without a sign it is taken for dead.
STALE = 300


@blueprint.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """200 when pages can be served with fresh data, else 503 and the check that failed."""
    checks = {"store": _store(), "worker": _worker()}
    well = all(value == "ok" for value in checks.values())
    return jsonify(status="ok" if well else "not ready", checks=checks), 200 if well else 503


def _store() -> str:
    try:
        with context.reading() as connection:
            connection.execute(text("SELECT 1 FROM state LIMIT 1"))
    except DatabaseError:
        return "unreadable"
    return "ok"


def _worker() -> str:
    # The lock's file is touched at every tick, by the machine's clock, simulated time or not.
    lock = context.services().config.dir / "work.lock"
    if not lock.exists():
        return "never ticked"
    age = time.time() - lock.stat().st_mtime
    return "ok" if age <= STALE else f"last tick {int(age)} s ago"
