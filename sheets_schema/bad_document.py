"""A document that is wrong fails when it is loaded."""

from __future__ import annotations


class BadDocument(ValueError):
    """A table or form document is wrong; the message names the file and the key."""


def fail(where: str, key: str, why: str) -> BadDocument:
    """The error to raise: which file, which key, why."""
    return BadDocument(f"{where}: {key}: {why}")
