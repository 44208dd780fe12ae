"""Text as people type it: composed, cleaned, compared; remnants of old encodings found out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: NUL and control characters, bidirectional marks, zero-width and other invisible characters.
INVISIBLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1e\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffc\ud800-\udfff"
)
_invisible = re.compile(f"[{INVISIBLE}]")
_spaces = re.compile(r"[^\S\n]+")
_lines = re.compile(r" ?\n[ \n]*")
#: Latin-1 letters and signs that no Vietnamese word holds but .Vn (TCVN3) and VNI fonts are made of.
LEGACY = "¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñöøûüþÿ"
_legacy_in_word = re.compile(f"(?<=[A-Za-zÀ-ÿ])[{LEGACY}]|[{LEGACY}](?=[a-zà-ÿ])")
_legacy_certain = re.compile(f"(?<=[A-Za-z])[¨©ª«¬®µ¶·¸¹ßþ](?=[A-Za-z\\s]|$)|[{LEGACY}][{LEGACY}]")
_legacy = re.compile(f"[{LEGACY}]")
_modern = re.compile("[\u0100-\u1eff]")
_marks = re.compile("[\u0300-\u036f]+")


def compose(text: str) -> str:
    """``text`` in NFC (Macs and some keyboards give NFD)."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """NFC, invisible characters out, runs of spaces made one, ends trimmed; line breaks are kept."""
    text = compose(_invisible.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return compose(_lines.sub("\n", _spaces.sub(" ", text)).strip())


def is_plain(text: str) -> bool:
    """Whether ``clean`` would change nothing, told cheaply: printable ASCII, single spaces, not blank."""
    return (
        text.isascii()
        and text.isprintable()
        and "  " not in text
        and text[:1] not in ("", " ")
        and text[-1] != " "
    )


def has_invisible(text: str) -> bool:
    """Whether ``text`` holds characters nobody can see (NUL, bidi marks …)."""
    return _invisible.search(text) is not None


def one_line(text: str) -> str:
    """``clean`` without line breaks: for keys, codes, choices, numbers and dates."""
    return clean(text).replace("\n", " ")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """What two spellings of the same words share: lower case, without accents, one space.

    hoà, hòa, HOA and their NFD forms all fold to ``hoa``; đ to ``d``.
    """
    if is_plain(text):
        return text.lower()
    text = one_line(text).casefold().replace("đ", "d")
    return unicodedata.normalize("NFC", _marks.sub("", unicodedata.normalize("NFD", text)))


@lru_cache(maxsize=65536)
def same(text: str) -> str:
    """Like ``fold`` but accents count: only case, spacing and where the tone mark stands do not.

    What two texts that name one thing share: two procedures, two units, two people. Implemented by moving
    each word's tone mark to its end: hoà and hòa give the same string.
    """
    if is_plain(text):
        return text.lower()
    words = []
    for word in unicodedata.normalize("NFD", one_line(text).casefold()).split(" "):
        tones = "".join(c for c in word if c in "\u0300\u0301\u0303\u0309\u0323")
        words.append("".join(c for c in word if c not in "\u0300\u0301\u0303\u0309\u0323") + tones)
    return " ".join(words)


def is_legacy(text: str) -> bool:
    """Whether ``text`` looks typed in TCVN3 (.Vn fonts) or VNI rather than Unicode.

    Two foreign letters inside words, or one that no modern text holds inside a word, and no letter
    that only Unicode Vietnamese has; a lone "Citroën" passes.
    """
    if not _legacy.search(text) or _modern.search(text):
        return False
    return len(_legacy_in_word.findall(text)) >= 2 or _legacy_certain.search(text) is not None
