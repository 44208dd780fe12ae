"""A client of the pages of a filled installation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.compose import Services
from service.issuing import issue
from service.periods import snapshot
from service.web.app import create_app
from tests.support.frozen import full_month
from tests.support.installation import make_installation

Post = Callable[[str, str, dict[str, str]], TestResponse]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A filled installation, on 10/04/2022."""
    made = make_installation(tmp_path / "var")
    yield made
    made.engine.dispose()


@pytest.fixture
def issued(services: Services) -> Services:
    """March closed, its report issued to the coordinator."""
    with services.engine.begin() as connection:
        snapshot.freeze(connection, full_month(), services.clock.now())
    issue.issue(services, "monthly", "2022-03")
    return services


@pytest.fixture
def client(services: Services) -> FlaskClient:
    """A browser's stand-in on loopback."""
    return create_app(services).test_client()


@pytest.fixture
def post(client: FlaskClient) -> Post:
    """`post(page, action, fields)`: open `page`, take its token, send the form as its browser would."""

    def send(page: str, action: str, fields: dict[str, str]) -> TestResponse:
        found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
        assert found is not None, f"{page} has no form"
        return client.post(action, data={**fields, "csrf_token": found[1]}, follow_redirects=True)

    return send
