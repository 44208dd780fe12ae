"""The search language of files.list, `name contains 'x' and not trashed`, as a predicate on files."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from sandbox.errors import GoogleError
from sandbox.state import Doc

Predicate = Callable[[Doc], bool]
_TOKEN = re.compile(r"\s*('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|[A-Za-z][\w.]*|!=|<=|>=|[=<>(){}])")
_FLAGS = ("trashed", "starred")
_TIMES = ("modifiedTime", "createdTime")


def parse(text: str) -> Predicate:
    """Return the predicate of a query; the empty query takes every file. Raises 400 "Invalid Value"."""
    if not text.strip():
        return lambda file: True
    reader = _Reader(text)
    predicate = reader.either()
    if reader.tokens:
        raise _bad()
    return predicate


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        at, text = 0, text.rstrip()
        while at < len(text):
            match = _TOKEN.match(text, at)
            if not match:
                raise _bad()
            self.tokens.append(match.group(1))
            at = match.end()

    def take(self, *wanted: str) -> str:
        if not self.tokens or (wanted and self.tokens[0].lower() not in wanted):
            raise _bad()
        return self.tokens.pop(0)

    def comes(self, word: str) -> bool:
        if self.tokens and self.tokens[0].lower() == word:
            self.tokens.pop(0)
            return True
        return False

    def either(self) -> Predicate:
        parts = [self.both()]
        while self.comes("or"):
            parts.append(self.both())
        return lambda file: any(part(file) for part in parts)

    def both(self) -> Predicate:
        parts = [self.one()]
        while self.comes("and"):
            parts.append(self.one())
        return lambda file: all(part(file) for part in parts)

    def one(self) -> Predicate:
        if self.comes("not"):
            inner = self.one()
            return lambda file: not inner(file)
        if self.comes("("):
            inner = self.either()
            self.take(")")
            return inner
        token = self.take()
        return self.within(_text(token)) if token[0] in "'\"" else self.term(token)

    def within(self, value: str) -> Predicate:
        self.take("in")
        field = self.take()
        if field == "parents":
            return lambda file: value in file.get("parents", ())
        roles = {"owners": ("owner",), "writers": ("owner", "organizer", "fileOrganizer", "writer")}
        wanted = roles.get(field, ("owner", "organizer", "fileOrganizer", "writer", "commenter", "reader"))
        if field not in ("owners", "writers", "readers"):
            raise _bad()
        return lambda file: any(
            p.get("emailAddress", "").lower() == value.lower() and p["role"] in wanted
            for p in file["permissions"].values()
        )

    def term(self, field: str) -> Predicate:
        if field in _FLAGS:
            return self.flag(field)
        if field in ("appProperties", "properties"):
            return self.has(field)
        if field in _TIMES:
            return self.time(field)
        if field in ("name", "mimeType", "fullText"):
            return self.word("name" if field == "fullText" else field)
        if field == "sharedWithMe":
            if self.comes("="):
                self.take("true")
            return lambda file: "driveId" not in file and len(file["permissions"]) > 1
        raise _bad()

    def flag(self, field: str) -> Predicate:
        if not self.tokens or self.tokens[0] not in ("=", "!="):
            return lambda file: bool(file.get(field))  # a bare `trashed`
        sign = self.take("=", "!=")
        wanted = self.take("true", "false").lower() == "true"
        return lambda file: (bool(file.get(field)) == wanted) == (sign == "=")

    def word(self, field: str) -> Predicate:
        sign = self.take("=", "!=", "contains")
        value = _text(self.take())
        if sign.lower() == "contains":
            return lambda file: value.lower() in file[field].lower()
        return lambda file: (file[field] == value) == (sign == "=")

    def time(self, field: str) -> Predicate:
        sign = self.take("=", "!=", "<", "<=", ">", ">=")
        limit = _instant(_text(self.take()))
        compare: dict[str, Callable[[datetime], bool]] = {
            "=": lambda t: t == limit,
            "!=": lambda t: t != limit,
            "<": lambda t: t < limit,
            "<=": lambda t: t <= limit,
            ">": lambda t: t > limit,
            ">=": lambda t: t >= limit,
        }
        return lambda file: compare[sign](_instant(file[field]))

    def has(self, field: str) -> Predicate:
        self.take("has")
        self.take("{")
        self.take("key")
        self.take("=")
        key = _text(self.take())
        self.take("and")
        self.take("value")
        self.take("=")
        value = _text(self.take())
        self.take("}")
        return lambda file: file.get(field, {}).get(key) == value


def _text(token: str) -> str:
    if token[0] not in "'\"":
        raise _bad()
    return re.sub(r"\\(.)", r"\1", token[1:-1])


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise _bad() from None
    return found if found.tzinfo else found.replace(tzinfo=datetime.now().astimezone().tzinfo)


def _bad() -> GoogleError:
    return GoogleError(400, "Invalid Value", reason="invalid", location="q", location_type="parameter")
