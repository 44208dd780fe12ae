"""Bounded retries: at most five tries, jittered, as long as the server asks, never a blind second write."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from service.google import errors

T = TypeVar("T")


@dataclass(frozen=True)
class Retry:
    """How patiently to call. Waits are seconds: `first` doubled each time up to `most`, half of it jitter."""

    tries: int = 5
    first: float = 0.5
    most: float = 20.0
    sleep: Callable[[float], None] = time.sleep

    def read(self, call: Callable[[], T]) -> T:
        """Make a call that changes nothing (or may be made twice). Raises a GoogleError."""
        return self._repeat(call, lambda busy: True)

    def write(self, call: Callable[[], T]) -> T:
        """Make a call that must not be made twice: again only when the server said it did nothing."""
        return self._repeat(call, lambda busy: busy.undone)

    def _repeat(self, call: Callable[[], T], may: Callable[[errors.Busy], bool]) -> T:
        for attempt in range(1, self.tries + 1):
            try:
                return call()
            except errors.ANY_FAILURE as error:
                told = errors.translate(error)
                if not isinstance(told, errors.Busy) or not may(told) or attempt == self.tries:
                    raise told from error
                wait = self.wait(attempt, told.after)
                if wait > self.most:
                    raise told from error
                self.sleep(wait)
        raise AssertionError("unreachable")

    def wait(self, attempt: int, after: float | None) -> float:
        """Seconds before try `attempt + 1`: what the server asked for, else exponential with jitter."""
        step = min(self.most / 2, self.first * 2.0 ** (attempt - 1))
        jitter = random.random() * step  # noqa: S311 (spreads callers, hides nothing)
        return (after if after is not None else step) + jitter / 2
