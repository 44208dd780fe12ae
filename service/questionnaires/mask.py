"""Personal data is masked before it is stored: phones, citizen numbers, addresses, accounts, codes, names.

Everything goes by plain rules; what they catch and what they catch too much is measured on written comments
(docs/satisfaction.md).
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from service.questionnaires import names
from sheets_schema.cells import fold

#: Comments longer than this are cut before storing; Google keeps the whole.
LONGEST_COMMENT = 4000

# An address is also written an(a)x.vn or an [at] x.vn, so that programs do not find it.
_AT = r"(?:\s?(?:@|\[at\]|\(at\))\s?|\(a\)|\[a\])"
# It is looked for once from where its letters begin, and given up without trying fewer of them (++).
_EMAIL = re.compile(rf"(?<![\w.+-])[\w.+-]++{_AT}[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_SITES = "facebook|zalo|fb|m|t|tiktok|instagram|youtube|telegram|messenger"
_LINK = re.compile(rf"\b(?:https?://|www\.|(?:{_SITES})\.(?:com|me|vn|be)/)\S+", re.IGNORECASE)
_ACCOUNT = re.compile(r"(?<![\w@])@[\w.]{3,}")
# A dossier's code as the portals write it, and whatever is called one.
_CODE = re.compile(r"\b[A-Z]{0,3}\d{2,3}(?:\.[A-Z]?\d{1,3}){0,9}-\d{6}-\d{3,5}\b", re.IGNORECASE)
_CALLED_CODE = re.compile(
    r"((?:m[ãa]|s[ốo]) (?:h[ồo] s[ơo]|bi[êe]n nh[ậa]n|phi[ếe]u h[ẹe]n)(?: (?:l[àa]|s[ốo]))?:?\s{1,2})"
    r"(?=[\w/.-]*\d{3})[\w/.-]*\w",
    re.IGNORECASE,
)
# What is called a phone or a paper of identity is one with fewer digits as well (a landline has seven).
_CALLED_NUMBER = re.compile(
    r"(\b(?:s[đd]t|[đd]t|tel|phone|s[ốo] m[áa]y|[đd]i[ệe]n tho[ạa]i|g[ọo]i|cmnd|cmt|cccd|h[ộo] chi[ếe]u)"
    r"(?: (?:b[àa]n|c[ơo] quan|c[ốo] [đd][ịi]nh|nh[àa]|s[ốo]|l[àa]))*[:.]?\s{0,2})"
    r"([A-Z]?\d(?:[ .-]?\d){5,7})(?![\d/])",
    re.IGNORECASE,
)
# Nine digits or more, however they are grouped and whatever letters they touch: phone numbers, citizen
# numbers, dossier codes, accounts.
_NUMBER = re.compile(r"(?:\(\+?\d{1,4}\)\s?)?\+?\d(?:[\s.,/_()\-–—*|]*\d){8,}")
# Eight digits or more in words: “không chín một hai …”.
_DIGIT = "kh[ôo]ng|m[ộoố]t|hai|ba|b[ốo]n|t[ưu]|n[ăa]m|l[ăa]m|s[áa]u|b[ảaẩâ]y|t[áa]m|ch[íi]n|m[ưu][ờơo]i"
_SPELT = re.compile(rf"\b(?:{_DIGIT}|\d)(?:[\s.,;/…–—-]{{1,3}}(?:{_DIGIT}|\d)\b){{7,}}", re.IGNORECASE)
_SPELT_ONE = re.compile(r"[^\W\d_]+|\d")
_VALUES = {"khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7}
_VALUES |= {"tam": 8, "chin": 9, "muoi": 10}
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
    while (masked := _once(text)) != text:
        text = masked
    return text[:LONGEST_COMMENT]


def _once(text: str) -> str:
    text = _EMAIL.sub("[thư điện tử]", text)
    text = _LINK.sub("[liên kết]", text)
    text = _ACCOUNT.sub("[tài khoản]", text)
    text = _CODE.sub("[mã hồ sơ]", text)
    text = _CALLED_CODE.sub(r"\1[mã hồ sơ]", text)
    text = _CALLED_NUMBER.sub(_called_number, _NUMBER.sub(_number, text))
    return _without_names(_SPELT.sub(_spelt, text))


def _without_names(text: str) -> str:
    kept: list[str] = []
    at = 0
    for start, end in names.spans(text):
        kept.append(text[at:start])
        at = end
    return "[tên]".join([*kept, text[at:]])


def _called_number(found: re.Match[str]) -> str:
    """What a short number was called, and its mask; a day stays."""
    return found[0] if _HARMLESS.fullmatch(found[2]) else f"{found[1]}[số]"


def _spelt(found: re.Match[str]) -> str:
    """The mask of a number in words; what counts upwards stays, and figures alone: “khối một, hai, … tám”."""
    words = [fold(word) for word in _SPELT_ONE.findall(found[0])]
    while len(words) > 1 and words[-1] == "khong":  # “quầy một, hai, … tám không có ai”
        words.pop()
    counted: list[int] = []
    for word, before in zip(words, ["", *words], strict=False):
        value = int(word) if word.isdigit() else _VALUES[word]
        if before == "muoi" and value < 10:  # “mười, mười một”
            counted[-1] += value
        else:
            counted.append(value)
    upwards = counted[0] > 0 and all(one < next_ for one, next_ in pairwise(counted))
    return found[0] if upwards or all(map(str.isdigit, words)) else "[số]"


def _number(found: re.Match[str]) -> str:
    """A long number's mask; dates and money are kept as they were."""
    harmless = _HARMLESS.match(found.string, found.start())
    return found[0] if harmless and harmless.end() == found.end() else "[số]"
