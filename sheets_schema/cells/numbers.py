"""Numbers as people type them: decimal comma, thousands point, "98,5%", "≥ 95%", "01 lần"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from sheets_schema.cells.text import fold
from sheets_schema.problems import Slip, declare, quote

Number = int | float

declare(
    "number_invalid",
    "error",
    title=("Không phải số", "Not a number"),
    sentence=("“{value}” không phải là số.", "“{value}” is not a number."),
    remedy=(
        "Hãy chỉ gõ số, dấu phẩy cho phần lẻ, ví dụ 98,5.",
        "Type only a number, with a comma for decimals, for example 98,5.",
    ),
    example="khoảng 80",
)
declare(
    "number_point",
    "error",
    title=("Dấu chấm thập phân", "Decimal point"),
    sentence=(
        "“{value}” dùng dấu chấm không theo cách viết số của Việt Nam.",
        "“{value}” uses a point where Vietnamese numbers do not.",
    ),
    remedy=(
        "Phần lẻ viết sau dấu phẩy, hàng nghìn cách bằng dấu chấm: hãy gõ {suggestion}.",
        "Decimals follow a comma, thousands are parted by a point: type {suggestion}.",
    ),
    example="98.5",
)
declare(
    "number_not_integer",
    "error",
    title=("Phải là số nguyên", "Not a whole number"),
    sentence=("“{value}” phải là số nguyên.", "“{value}” must be a whole number."),
    remedy=("Hãy gõ số nguyên, ví dụ 12.", "Type a whole number, for example 12."),
    example="2,5",
)
declare(
    "number_is_date",
    "error",
    title=("Số đã biến thành ngày", "A number became a date"),
    sentence=(
        "Đang chứa một ngày tháng ({value}), không phải số.",
        "It holds a date ({value}), not a number.",
    ),
    remedy=(
        "Hãy chọn Định dạng > Số > Tự động rồi gõ lại số.",
        "Choose Format > Number > Automatic, then type the number again.",
    ),
    example="1/2 (ô định dạng ngày)",
)
declare(
    "count_percent",
    "error",
    title=("Phần trăm ở cột số lượng", "A percentage where a count belongs"),
    sentence=(
        "“{value}” là phần trăm; cột này cần số lượng.",
        "“{value}” is a percentage; this column takes a count.",
    ),
    remedy=(
        "Hãy gõ số lượng, ví dụ 190; nếu ô vẫn hiện %, chọn Định dạng > Số > Tự động rồi gõ lại.",
        "Type a count, for example 190; if the cell still shows %, choose Format > Number > Automatic first.",
    ),
    example="Số đạt 95%, Tổng số 200",
)
declare(
    "number_untrusted",
    "error",
    title=("Số không tin được do sai ngôn ngữ của tệp", "Number not trusted: wrong locale"),
    sentence=(
        "Đang được hiểu là {value}, có thể sai vì đã gõ khi tệp không đặt ngôn ngữ Việt Nam.",
        "It is taken for {value}, perhaps wrongly: it was typed while the locale was not Vietnam.",
    ),
    remedy=(
        "Hãy đặt Tệp > Cài đặt > Ngôn ngữ: Việt Nam rồi gõ lại số sau dấu nháy, ví dụ '2521 hoặc '98,5%.",
        "Set File > Settings > Locale: Vietnam, then type it again after a quote mark: '2521 or '98,5%.",
    ),
    example="2.521 (en_US hiểu là 2,521)",
)
declare(
    "comparator_unexpected",
    "error",
    title=("Có dấu so sánh trong kết quả", "A comparison where a figure belongs"),
    sentence=(
        "“{value}” có dấu so sánh; ở đây cần con số thực tế.",
        "“{value}” holds a comparison; the actual figure is wanted here.",
    ),
    remedy=("Hãy chỉ gõ con số, ví dụ 96,5%.", "Type only the figure, for example 96,5%."),
    example="≥ 95",
)
declare(
    "comparator_strict",
    "error",
    title=("Chỉ tiêu lớn hơn hoặc nhỏ hơn hẳn", "A strict comparison"),
    sentence=(
        "“{value}” nói “lớn hơn” hoặc “nhỏ hơn” nhưng không nói rõ có bằng hay không.",
        "“{value}” says more or less than, but not whether equal counts.",
    ),
    remedy=(
        "Hãy viết ≥ (từ … trở lên) hoặc ≤ (không quá …).",
        "Write ≥ (at least) or ≤ (at most).",
    ),
    example="> 95%",
)

# A group of thousands never begins with 0: "0.985" is a share with the wrong mark, not 985.
_PLAIN = r"[+-]?(?:[1-9]\d{0,2}(?:[. ]\d{3})+|\d+)(?:,\d+)?"
_plain = re.compile(_PLAIN)
_group = re.compile(r"\d[.,]\d{3}(?!\d)")
_american = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+")
_body = re.compile(r"([+-]?[\d][\d., ]*?) ?(%|phan tram)? ?([a-z][a-z /]*)?\.?")
#: What may follow a number, folded.
UNITS = frozenset(
    [
        "lan",
        "ho so",
        "hoso",
        "hs",
        "don",
        "don thu",
        "thu",
        "nguoi",
        "ngay",
        "ngay lam viec",
        "gio",
        "phut",
        "thang",
        "vu",
        "vu viec",
        "viec",
        "luot",
        "van ban",
        "cuoc",
        "lop",
        "khoa",
        "phieu",
        "diem",
        "kph",
        "diem khong phu hop",
        "loi",
        "truong",
        "truong hop",
        "don vi",
        "cong chuc",
        "quy trinh",
        "y kien",
        "hoc sinh",
    ]
)
_GE = (
    "≥",
    ">=",
    "=>",
    "toi thieu",
    "it nhat",
    "khong duoi",
    "khong thap hon",
    "khong it hon",
    "tu",
)
_LE = (
    "≤",
    "<=",
    "=<",
    "khong qua",
    "khong vuot qua",
    "toi da",
    "nhieu nhat",
    "khong nhieu hon",
    "khong tren",
    "khong cao hon",
)
_EQ = ("=", "bang")
_STRICT = (">", "<", "tren", "duoi", "lon hon", "nho hon", "hon", "giam duoi")
_LEADS = sorted(
    [(w, "ge") for w in _GE]
    + [(w, "le") for w in _LE]
    + [(w, "eq") for w in _EQ]
    + [(w, "strict") for w in _STRICT],
    key=lambda pair: -len(pair[0]),
)
_TAILS = ((" tro len", "ge"), (" tro xuong", "le"))
#: A target told by last year's result: "giảm 5%", "tăng ít nhất 3%" (of it), "giảm 5 điểm %", "tăng 2 lớp".
_relative = re.compile(
    r"(giam|tang)(?: them)?(?: it nhat| toi thieu)? ([\d., ]+?) ?"
    r"(%|phan tram|diem %|diem phan tram|[a-z][a-z ]*?)"
    r"(?: so voi .{1,60})?"
)
#: What such a target is compared by, and the direction it has.
RELATIVE = {"down": "le", "up": "ge", "down_by": "le", "up_by": "ge"}
#: Words of a measure that say how much of one thing there is for another, or how long: no part of a whole.
_AVERAGES = ("binh quan", "trung binh")
_DURATIONS = frozenset(["ngay", "ngay lam viec", "gio", "phut", "thang", "diem"])
#: "Đạt 98%" says what "98%" says.
_REACHED = "dat "


class Typed(NamedTuple):
    """What a typed number says: its value, whether it says percent, and its comparison if any."""

    value: Number | None
    percent: bool = False
    comparator: str | None = None
    slip: Slip | None = None


def exact(number: Decimal) -> Number:
    """A decimal as the number a sheet would hold: int when whole, else float."""
    return int(number) if number == number.to_integral_value() else float(number)


def is_percent(measure: object) -> bool:
    """Whether a unit of measure is percent ("%", "% hồ sơ", "Phần trăm"): figures are in percent points."""
    words = "" if measure is None else fold(str(measure))
    return "%" in words or "％" in words or "phan tram" in words or "percent" in words.split()


def is_average(measure: object, *texts: object) -> bool:
    """Whether one thing is measured per another, or a time or a mark: 80/100 days is 0,8 a dossier."""
    words = fold(str(measure or ""))
    told = " ".join(fold(str(text or "")) for text in (measure, *texts))
    return "/" in words or words in _DURATIONS or any(word in told for word in _AVERAGES)


def may_group(text: str) -> bool:
    """Whether a point or a comma stands where a thousand may begin: 2.521 and 2,521 are read by locale."""
    return _group.search(text) is not None


def points(fraction: Number) -> Number:
    """A percent cell's fraction in percent points, exactly: 0.985 → 98.5 (binary dust dropped)."""
    return exact(Decimal(f"{fraction:.15g}") * 100)


def spell(number: Number) -> str:
    """A number the Vietnamese way, without grouping: 98.5 → 98,5."""
    return f"{number:.15g}".replace(".", ",") if isinstance(number, float) else str(number)


def _plain_number(text: str) -> Number | None:
    if not _plain.fullmatch(text) or len(text) > 40:
        return None
    number = exact(Decimal(text.replace(".", "").replace(" ", "").replace(",", ".")))
    return number if abs(number) < 1e15 else None


def _refused(text: str, shown: str, percent: bool) -> Slip:
    if _american.fullmatch(text) and len(text) < 20:
        fixed = spell(exact(Decimal(text.replace(",", "")))) + ("%" if percent else "")
        return Slip("number_point", {"value": shown, "suggestion": fixed}, fixed)
    return Slip("number_invalid", {"value": shown})


def _number(plain: str, shown: str) -> Typed:
    match = _body.fullmatch(plain)
    if not match or (match[3] and match[3].strip() not in UNITS):
        return Typed(None, slip=Slip("number_invalid", {"value": shown}))
    value = _plain_number(match[1])
    percent = match[2] is not None
    return Typed(value, percent, None, None if value is not None else _refused(match[1], shown, percent))


def _comparison(plain: str) -> tuple[str, str | None]:
    """("≥ 95%") → ("95%", "ge"); a number alone has no comparison."""
    plain = plain.removeprefix(_REACHED)
    for tail, meaning in _TAILS:
        if plain.endswith(tail):
            head = plain[: -len(tail)]
            return (head[3:] if head.startswith("tu ") else head), meaning
    for lead, meaning in _LEADS:
        rest = plain[len(lead) :]
        if plain.startswith(lead) and (not lead[-1].isalpha() or rest.startswith(" ")):
            return rest.strip(), meaning
    return plain, None


def _of_last_year(told: re.Match[str], shown: str) -> Typed:
    """A target told by last year's; its value is the change, never in percent itself."""
    value, of = _plain_number(told[2].strip()), told[3]
    way = "down" if told[1] == "giam" else "up"
    if of not in ("%", "phan tram"):
        way += "_by"
    known = of in ("%", "phan tram", "diem %", "diem phan tram") or of in UNITS
    if value is None or not known:
        return Typed(None, slip=Slip("number_invalid", {"value": shown}))
    return Typed(value, False, way)


def worked_out(change: Number, way: str, before: Number) -> Number:
    """The target that a change from last year's result comes to: 40, "down" 5 → 38; "down_by" 5 → 35."""
    size, base = Decimal(repr(change)), Decimal(repr(before))
    if not way.endswith("_by"):
        size = base * size / 100
    return exact(base - size if way.startswith("down") else base + size)


def from_text(text: str, *, comparisons: bool = False) -> Typed:
    """A typed number → ``Typed``; ``comparisons`` lets "≥ 95%", "không quá 2", "từ 95% trở lên" in."""
    shown = quote(text)
    if len(text) > 200:
        return Typed(None, slip=Slip("number_invalid", {"value": shown}))
    if comparisons and (told := _relative.fullmatch(fold(text).removeprefix(_REACHED))):
        return _of_last_year(told, shown)
    rest, comparator = _comparison(fold(text).replace("−", "-").replace("–", "-"))
    found = _number(rest, shown)
    if comparator is None or found.slip is not None:
        return found
    if not comparisons:
        return Typed(None, slip=Slip("comparator_unexpected", {"value": shown}))
    if comparator == "strict":
        return Typed(None, slip=Slip("comparator_strict", {"value": shown}))
    return found._replace(comparator=comparator)
