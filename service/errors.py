"""One base error for the project: its docstring is the default message, and it says who can help."""

from __future__ import annotations

import inspect


class QmsError(Exception):
    """Có lỗi xảy ra."""

    #: Trying again later may succeed.
    retryable = False
    #: What the person can do about it, in one sentence.
    hint = ""

    def __init__(self, message: str | None = None, *, hint: str | None = None) -> None:
        super().__init__(message or inspect.cleandoc(self.__doc__ or "").split("\n")[0])
        if hint is not None:
            self.hint = hint
