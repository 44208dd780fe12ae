"""Bounded retries: what is tried again, how long it waits, and what comes out in the end."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import gspread
import pytest
import requests

from service.google import errors
from service.google.retry import Retry


def api_error(status: int, reason: str = "", after: str = "") -> gspread.exceptions.APIError:
    """What gspread raises for an answer of Google's."""
    answer = requests.Response()
    answer.status_code = status
    body = {"error": {"code": status, "message": "told", "errors": [{"reason": reason}]}}
    answer._content = json.dumps(body).encode()
    if after:
        answer.headers["Retry-After"] = after
    return gspread.exceptions.APIError(answer)


class FakeCall:
    """Fails in the given ways, then answers."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.made = 0

    def __call__(self) -> str:
        """Fail as ordered, else answer."""
        self.made += 1
        if self.failures:
            raise self.failures.pop(0)
        return "answer"


@pytest.fixture
def waits() -> list[float]:
    """The seconds that were waited."""
    return []


@pytest.fixture
def retry(waits: list[float]) -> Retry:
    """A retry that notes its waits instead of sleeping."""
    return Retry(sleep=waits.append)


@pytest.mark.parametrize(
    "failure",
    [
        api_error(503),
        api_error(500),
        api_error(429),
        requests.ConnectionError(),
        json.JSONDecodeError("", "", 0),
    ],
    ids=["503", "500", "429", "line", "cut short"],
)
def test_a_read_is_tried_again(retry: Retry, waits: list[float], failure: Exception) -> None:
    """Busy servers, lost lines and truncated JSON are worth another try of a read."""
    call = FakeCall(failure, failure)
    assert retry.read(call) == "answer"
    assert (call.made, len(waits)) == (3, 2)


def test_at_most_five_tries(retry: Retry, waits: list[float]) -> None:
    """A server that stays busy is left alone after five tries, with a retryable error."""
    call = FakeCall(*[api_error(503)] * 9)
    with pytest.raises(errors.Busy) as told:
        retry.read(call)
    assert call.made == 5
    assert told.value.retryable
    assert sum(waits) < 60


def test_waits_grow_with_jitter(retry: Retry) -> None:
    """Each wait is at least double the one before, and never twice the same for all callers."""
    assert all(0.5 * 2**n <= retry.wait(n + 1, None) <= 0.75 * 2**n for n in range(4))
    assert len({retry.wait(1, None) for _ in range(20)}) > 1


def test_retry_after_is_honoured(retry: Retry, waits: list[float]) -> None:
    """The server's own word on when to come back decides the wait."""
    assert retry.read(FakeCall(api_error(429, after="7"))) == "answer"
    assert waits[0] >= 7


def test_a_long_retry_after_is_not_sat_out(retry: Retry, waits: list[float]) -> None:
    """Asked to wait for minutes, the caller is told instead of blocked."""
    with pytest.raises(errors.Busy) as told:
        retry.read(FakeCall(api_error(429, after="600")))
    assert (told.value.after, waits) == (600, [])


def test_a_write_is_not_repeated_blindly(retry: Retry) -> None:
    """A 503 after a write may mean that it was done: it is not sent again."""
    call = FakeCall(api_error(503))
    with pytest.raises(errors.Busy):
        retry.write(call)
    assert call.made == 1


def test_a_write_refused_for_quota_is_repeated(retry: Retry) -> None:
    """A 429 says that nothing was done, so the write may be sent again."""
    call = FakeCall(api_error(429))
    assert retry.write(call) == "answer"
    assert call.made == 2


@pytest.mark.parametrize(
    ("failure", "kind", "reason"),
    [
        (api_error(403, "forbidden"), errors.Unreachable, "unshared"),
        (api_error(404, "notFound"), errors.Unreachable, "deleted"),
        (api_error(403, "storageQuotaExceeded"), errors.NoStorage, None),
        (api_error(403, "userRateLimitExceeded"), errors.Busy, None),
        (api_error(401), errors.SignInError, None),
        (api_error(400), errors.Refused, None),
    ],
    ids=lambda value: getattr(value, "__name__", str(value))[:24],
)
def test_errors_say_what_they_mean(failure: Exception, kind: type[errors.GoogleError], reason: str) -> None:
    """Each refusal of Google's becomes one of our errors, with its status."""
    told = errors.translate(failure)
    assert type(told) is kind
    assert getattr(told, "reason", None) == reason
    assert told.status == failure.response.status_code  # type: ignore[attr-defined]


def test_a_permanent_refusal_is_not_repeated(retry: Retry) -> None:
    """Asking again for what is forbidden changes nothing."""
    call = FakeCall(api_error(403))
    with pytest.raises(errors.Unreachable):
        retry.read(call)
    assert call.made == 1


def test_a_bug_is_not_hidden(retry: Retry) -> None:
    """An exception of ours is no failure of Google's: it comes out as it is."""
    broken: Callable[[], Any] = FakeCall(KeyError("bug"))
    with pytest.raises(KeyError):
        retry.read(broken)
