"""The sandbox as a process: state through restarts and kills, faults, counts, quotas, clock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox import discovery
from sandbox.errors import GoogleError
from sandbox.quota import Quotas
from sandbox.state import World
from tests.sandbox.conftest import PEOPLE, Api
from tests.support.standin import Standin, start_standin


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standin]:
    """A stand-in that tests here may kill, with a clock of its own."""
    folder = tmp_path_factory.mktemp("own")
    clock = folder / "clock"
    clock.write_text("2022-03-05T08:00:00+07:00")
    running = start_standin(folder / "state", dev_tokens=PEOPLE, clock=clock)
    yield running
    assert running.violations() == []
    running.stop()


def test_state_survives_kills_and_restarts(own: Standin) -> None:
    """What was answered is there again: cells, forms, tokens, keys, the log's tokens."""
    lan = Api(own.url, "lan")
    book = lan("POST", "/v4/spreadsheets", {"properties": {"title": "Bền", "locale": "vi_VN"}})[
        "spreadsheetId"
    ]
    form = lan("POST", "/v1/forms", {"info": {"title": "Bền"}})["formId"]
    for row in range(1, 200, 7):
        path = f"/v4/spreadsheets/{book}/values/A{row}"
        lan("PUT", path, {"values": [[f"dòng {row}", "=LEN(A1)"]]}, valueInputOption="USER_ENTERED")
    before = lan("GET", f"/v4/spreadsheets/{book}", includeGridData="true")
    token, key = lan("GET", "/drive/v3/changes/startPageToken"), own.key_file.read_text()
    own.kill()
    own.restart()
    lan = Api(own.url, "lan")
    assert lan("GET", f"/v4/spreadsheets/{book}", includeGridData="true") == before
    assert lan("GET", f"/v1/forms/{form}")["info"]["title"] == "Bền"
    assert lan("GET", "/drive/v3/changes/startPageToken") == token
    assert own.key_file.read_text() == key


def test_the_clock_is_the_files(own: Standin) -> None:
    """Modified times follow the file that the simulation writes."""
    assert own.clock
    lan = Api(own.url, "lan")
    book = lan("POST", "/v4/spreadsheets", {})["spreadsheetId"]
    assert (
        lan("GET", f"/drive/v3/files/{book}", fields="modifiedTime")["modifiedTime"]
        == "2022-03-05T01:00:00.000Z"
    )
    Path(own.clock).write_text("2022-04-01T08:00:00+07:00")
    lan("PUT", f"/v4/spreadsheets/{book}/values/A1", {"values": [["x"]]}, valueInputOption="RAW")
    told = lan("GET", f"/drive/v3/files/{book}", fields="modifiedTime,createdTime")
    assert told == {"createdTime": "2022-03-05T01:00:00.000Z", "modifiedTime": "2022-04-01T01:00:00.000Z"}


def fault(standin: Standin, **wish: Any) -> None:
    """Order one fault."""
    assert requests.post(f"{standin.url}/_sandbox/faults", json=[wish], timeout=10).status_code == 204


def test_faults_hit_as_often_as_ordered(own: Standin) -> None:
    """Statuses with Retry-After, for one spreadsheet only; then all is well again."""
    lan = Api(own.url, "lan")
    one, other = (lan("POST", "/v4/spreadsheets", {})["spreadsheetId"] for _ in range(2))
    fault(own, match="sheets.spreadsheets.get", spreadsheetId=one, status=503, times=2, retryAfter=7)
    lan("GET", f"/v4/spreadsheets/{other}")
    for _ in range(2):
        answer = lan.send("GET", f"/v4/spreadsheets/{one}")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")
        assert answer.json()["error"]["status"] == "UNAVAILABLE"
    lan("GET", f"/v4/spreadsheets/{one}")


def test_answers_can_be_cut_slow_or_lost(own: Standin) -> None:
    """Truncated JSON, a late answer, a connection that breaks before any answer."""
    lan = Api(own.url, "lan")
    path = f"/v4/spreadsheets/{lan('POST', '/v4/spreadsheets', {})['spreadsheetId']}"
    fault(own, match="sheets.*", kind="truncated")
    with pytest.raises(requests.exceptions.RequestException):
        lan.send("GET", path).json()
    fault(own, match="sheets.*", kind="reset")
    with pytest.raises(requests.exceptions.ConnectionError):
        lan.send("GET", path)
    fault(own, match="sheets.*", kind="slow", seconds=0.3)
    start = time.monotonic()
    lan("GET", path)
    assert time.monotonic() - start >= 0.3
    answer = requests.post(f"{own.url}/_sandbox/faults", json=[{"kind": "earthquake"}], timeout=10)
    assert answer.status_code == 400


def test_calls_are_counted(own: Standin) -> None:
    """By method id, since the last reset."""
    requests.delete(f"{own.url}/_sandbox/calls", timeout=10)
    lan = Api(own.url, "lan")
    book = lan("POST", "/v4/spreadsheets", {})["spreadsheetId"]
    for _ in range(3):
        lan("GET", f"/v4/spreadsheets/{book}/values/A1")
    told = requests.get(f"{own.url}/_sandbox/calls", timeout=10).json()
    assert told == {"sheets.spreadsheets.create": 1, "sheets.spreadsheets.values.get": 3}


def test_quotas_are_googles() -> None:
    """Sixty reads a minute and user, three hundred a project; writes are counted apart."""
    quotas, read = Quotas(), discovery.by_id("sheets.spreadsheets.values.batchGetByDataFilter")
    for _ in range(60):
        quotas.spend(read, "a@b.vn")
    with pytest.raises(GoogleError, match="Read requests per minute per user") as caught:
        quotas.spend(read, "a@b.vn")
    assert (caught.value.code, caught.value.body("sheets")["error"]["status"]) == (429, "RESOURCE_EXHAUSTED")
    quotas.spend(discovery.by_id("sheets.spreadsheets.batchUpdate"), "a@b.vn")
    for user in range(240):
        quotas.spend(read, f"{user}@b.vn")
    with pytest.raises(GoogleError, match="per minute' of service"):
        quotas.spend(read, "last@b.vn")


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    """Documents in memory and on disk are as before."""
    world = World(tmp_path)
    world.put("a", "1", {"n": 1})
    with pytest.raises(ZeroDivisionError), world.transaction():
        world.put("a", "1", {"n": 2})
        world.put("a", "2", {"n": 3})
        world.delete("a", "1")
        raise ZeroDivisionError
    assert world.all("a") == [{"n": 1}]
    world.close()
    again = World(tmp_path)
    assert again.all("a") == [{"n": 1}]
    again.close()
