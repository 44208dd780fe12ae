"""For the machine that watches: alive, and ready."""

from __future__ import annotations

import os
import time

from flask.testing import FlaskClient

from service.compose import Services
from service.work.lock import exclusively


def test_alive_says_so(client: FlaskClient) -> None:
    """The process answers."""
    assert client.get("/healthz").json == {"status": "ok"}


def test_ready_once_the_worker_ticked(services: Services, client: FlaskClient) -> None:
    """Store readable, tick just now: 200."""
    with exclusively(services.config.dir):
        pass
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (
        200,
        {"status": "ok", "checks": {"store": "ok", "worker": "ok"}},
    )


def test_not_ready_when_no_worker_ever_ticked(client: FlaskClient) -> None:
    """503 names the check."""
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "not ready", "checks": {"store": "ok", "worker": "never ticked"}}


def test_not_ready_when_the_last_tick_is_long_ago(services: Services, client: FlaskClient) -> None:
    """A dead worker shows within minutes."""
    with exclusively(services.config.dir):
        pass
    hour_ago = time.time() - 3600
    os.utime(services.config.dir / "work.lock", (hour_ago, hour_ago))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["checks"]["worker"].startswith("last tick 36")


def test_not_ready_when_the_store_is_damaged(services: Services, client: FlaskClient) -> None:
    """503 names the store, and the pages say what to do."""
    services.engine.dispose()
    (services.config.dir / "qms.db").write_bytes(b"rubbish" * 4096)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["checks"]["store"] == "unreadable"
    page = client.get("/")
    assert page.status_code == 503
    assert "Không đọc được kho dữ liệu." in page.text
