"""Personal data is masked before it is stored: phones, citizen numbers, e-mail addresses, links."""

from __future__ import annotations

import re
import unicodedata

#: Comments longer than this are cut before storing; Google keeps the whole.
LONGEST_COMMENT = 4000

_EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\[at\]|\(at\))\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_LINK = re.compile(r"\b(?:https?://|www\.|(?:facebook|zalo|fb)\.(?:com|me|vn)/)\S+", re.IGNORECASE)
# Nine digits or more, however they are grouped: phone numbers, citizen numbers, dossier codes, accounts.
_NUMBER = re.compile(r"(?<!\w)(?:\+?\d[\s.\-()]{0,2}){8,24}\d(?!\w)")
_CONTROL = dict.fromkeys(
    [c for c in range(32) if c not in (9, 10)] + list(range(127, 160)) + [0x200B, 0x200E, 0x200F, 0xFEFF]
    + list(range(0x202A, 0x202F)) + list(range(0x2066, 0x206A))
)  # fmt: skip


def clean(text: str) -> str:
    """Text in NFC without NUL, control and direction marks, cut to the longest comment kept."""
    return unicodedata.normalize("NFC", text).translate(_CONTROL).strip()[:LONGEST_COMMENT]


def mask(text: str) -> str:
    """A comment as it may be stored: what identifies a person is replaced by what kind of thing it was."""
    text = clean(text)
    text = _EMAIL.sub("[thư điện tử]", text)
    text = _LINK.sub("[liên kết]", text)
    return _NUMBER.sub("[số]", text)
