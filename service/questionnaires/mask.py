"""Personal data is masked before it is stored: phones, citizen numbers, e-mail addresses, links."""

from __future__ import annotations

import re
import unicodedata

#: Comments longer than this are cut before storing; Google keeps the whole.
LONGEST_COMMENT = 4000

# An address is also written an(a)x.vn or an [at] x.vn, so that programs do not find it.
_AT = r"(?:\s?(?:@|\[at\]|\(at\))\s?|\(a\)|\[a\])"
_EMAIL = re.compile(rf"[\w.+-]+{_AT}[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_LINK = re.compile(r"\b(?:https?://|www\.|(?:facebook|zalo|fb)\.(?:com|me|vn)/)\S+", re.IGNORECASE)
# Nine digits or more, however they are grouped and whatever letters they touch: phone numbers, citizen
# numbers, dossier codes, accounts.
_NUMBER = re.compile(r"\+?\d(?:[\s.,/_()\-–—*|]*\d){8,}")
# So many digits are harmless when they are nothing but days, years and hours, or an amount of money.
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d\d"
_DATE = rf"(?:{_DAY}(?:/{_MONTH}(?:/{_YEAR})?|-{_MONTH}-{_YEAR}|\.{_MONTH}\.{_YEAR})|(?:{_MONTH}/)?{_YEAR})"
_NEXT = r"(?:\s?[,–—-]\s?|\s)"
_DATES = rf"(?:(?<=[hg:])\d\d?{_NEXT})?{_DATE}(?:{_NEXT}{_DATE})*(?:{_NEXT}\d\d?(?=\s?[hg:]))?"
_MONEY = r"[1-9]\d{0,2}(?:\.\d{3})+(?=\s?(?:đồng|vnđ|vnd)\b)"
_HARMLESS = re.compile(rf"(?:{_DATES}|{_MONEY})(?!\d)", re.IGNORECASE)
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
    return _NUMBER.sub(_number, text)


def _number(found: re.Match[str]) -> str:
    """A long number's mask; dates and money are kept as they were."""
    harmless = _HARMLESS.match(found.string, found.start())
    return found[0] if harmless and harmless.end() == found.end() else "[số]"
