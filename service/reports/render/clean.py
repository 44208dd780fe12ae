"""Text that people typed, made safe to print: no control characters, no marks that turn reading around."""

from __future__ import annotations

import unicodedata

_KEPT = "\n\t"
#: Invisible marks that can make text read otherwise than it is.
_MARKS = {chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFEFF)}


def clean(text: str) -> str:
    """The text in NFC without control characters, lone surrogates and direction marks."""
    kept = (c for c in text if c in _KEPT or not (c in _MARKS or unicodedata.category(c) in ("Cc", "Cs")))
    return unicodedata.normalize("NFC", "".join(kept))


def line(text: str) -> str:
    """The same on one line."""
    return " ".join(clean(text).split())
