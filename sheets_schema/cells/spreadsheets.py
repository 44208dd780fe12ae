"""Which spreadsheet a cell names: people paste an address, with whatever follows it, or the bare id."""

from __future__ import annotations

import re

_ID_IN_ADDRESS = re.compile(r"/d/([A-Za-z0-9_-]{10,})")


def spreadsheet_id(text: str) -> str:
    """The id in a file's address (or the bare id itself); "" for empty text."""
    match = _ID_IN_ADDRESS.search(text)
    return match[1] if match else text.strip()
