"""With this folder on PYTHONPATH, a Python process stays on loopback, and notes its start and what it tried.

The notes go into the file LOOPBACK_NOTES, a JSON line each: {"started": arguments} or {"tried": sentence}.
"""

from __future__ import annotations

import json
import os
import socket
import sys

import guard  # type: ignore[import-not-found]  # in this folder, which only PYTHONPATH names


def _note(**said: object) -> None:
    with open(os.environ["LOOPBACK_NOTES"], "a", encoding="utf-8") as notes:  # noqa: PTH123 (starts sooner)
        notes.write(json.dumps(said, ensure_ascii=False) + "\n")


def _guard() -> None:
    _note(started=sys.orig_argv)
    new = guard.guarded(lambda tried: _note(tried=tried))
    socket.getaddrinfo = new.pop("getaddrinfo")
    for name, function in new.items():
        setattr(socket.socket, name, function)


if "LOOPBACK_NOTES" in os.environ:
    _guard()
