"""What an e-mail address looks like."""

from __future__ import annotations

import re

#: One bare address in ASCII, nothing a mail header could be made of.
_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")


def is_address(text: str) -> bool:
    """Whether `text` is one address, without a name beside it."""
    return _ADDRESS.fullmatch(text) is not None
