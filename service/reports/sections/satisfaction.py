"""Satisfaction: by question, by month, by unit shown; what is withheld and why; noise told as noise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from service.figures.exact import exact
from service.figures.intervals import wilson
from service.figures.satisfaction import LEVELS, QUESTIONS
from service.reports import charts
from service.reports.blocks import Block, Chart, Heading, Note, Paragraph, Table
from service.reports.writer import Writer
from sheets_schema.cells import periods

#: The questions as reports name them, in Vietnamese and English (the form's own words are the form's).
NAMES = (
    ("Thông tin, nơi nộp hồ sơ", "Information, where to apply"),
    ("Thành phần hồ sơ, biểu mẫu", "Required papers and forms"),
    ("Thời gian giải quyết", "Processing time"),
    ("Thái độ của công chức", "Attitude of staff"),
    ("Hướng dẫn của công chức", "Guidance by staff"),
    ("Kết quả nhận được", "The result received"),
    ("Việc tiếp nhận, trả lời góp ý", "Handling of comments"),
    ("Nhìn chung, lần phục vụ này", "This service overall"),
)


def blocks(w: Writer) -> Iterator[Block]:
    """The section's body, without its heading."""
    if not w.has("satisfaction.n"):
        yield Paragraph(_nothing(w))
    else:
        yield Paragraph(_summary(w))
        if w.data.kind == "monthly":
            yield Paragraph(_change(w))
        yield from _trend(w)
        yield _questions(w)
        yield _levels(w)
        yield from _units(w)
        yield Note(_caution(w))
    yield from _late(w)


def _nothing(w: Writer) -> str:
    k = w.data.k
    return w.say(
        f"{w.no_data}. Nhóm dưới {k} câu trả lời không công bố; số này cộng vào đợt sau của đơn vị.",
        f"{w.no_data}. Groups of fewer than {k} answers are withheld and join the unit's next batch.",
    )


def _summary(w: Writer) -> str:
    share, n, mean = (
        w.share("satisfaction.q8.top2"),
        w.count("satisfaction.n"),
        w.score("satisfaction.q8.mean"),
    )
    low, high = w.share("satisfaction.q8.wilson_low"), w.share("satisfaction.q8.wilson_high")
    every = w.share("satisfaction.all_high")
    return w.say(
        f"Hài lòng chung (câu 8, hai mức cao nhất): {share}, khoảng tin cậy 95%: {low} – {high}; điểm "
        "trung bình "
        f"{mean}/100; n={n} câu trả lời. Người hài lòng ở mọi câu đã trả lời: {every}.",
        f"Overall (question 8, the two highest levels): {share}, 95% interval {low} – {high}; mean score "
        f"{mean}/100; n={n} answers. People content in every question they answered: {every}.",
    )


def _change(w: Writer) -> str:
    name = "satisfaction.q8.change"
    low, high = w.value(f"{name}_low"), w.value(f"{name}_high")
    if low is None or high is None:
        return w.say("Chưa so sánh được với tháng trước.", "No comparison with the month before is possible.")
    change, bounds = w.points(name), f"{w.points(f'{name}_low')} … {w.points(f'{name}_high')}"
    if low <= 0 <= high:
        return w.say(
            f"So với tháng trước: {change} điểm phần trăm (khoảng 95%: {bounds}), nằm trong dao động "
            "ngẫu nhiên, "
            "chưa kết luận được là tăng hay giảm.",
            f"Against the month before: {change} percentage points (95% interval {bounds}), within "
            "the noise: "
            "neither a rise nor a fall can be concluded.",
        )
    return w.say(
        f"So với tháng trước: {change} điểm phần trăm (khoảng 95%: {bounds}), vượt dao động ngẫu "
        "nhiên của một lần "
        "so sánh; khi so nhiều chỉ số cùng lúc, đôi lần như vậy vẫn do ngẫu nhiên.",
        f"Against the month before: {change} percentage points (95% interval {bounds}), beyond the "
        "noise of a "
        "single comparison; when many are compared at once, a few such changes are still chance.",
    )


def _trend(w: Writer) -> Iterator[Chart]:
    own = {} if w.data.kind == "annual" else {w.data.window.label: _own(w)}
    points = [_point(w, label, figure) for label, figure in sorted((_months(w) | own).items()) if figure]
    if len(points) < 2:
        return
    year = w.data.year
    title = w.say(
        f"Hài lòng chung theo tháng, {year} (khoảng 95%)", f"Overall satisfaction, {year} (95% interval)"
    )
    now = w.share("satisfaction.q8.top2")
    alt = w.say(
        f"Biểu đồ đường: hài lòng chung theo tháng; kỳ này {now}.",
        f"Line chart: overall satisfaction by month; this period {now}.",
    )
    yield charts.whiskers("satisfaction", title, alt, points, "%", [point["month"] for point in points])


def _months(w: Writer) -> dict[str, Mapping[str, Any]]:
    name = "satisfaction.q8.top2"
    made = {label: month.get(name) or {} for label, month in w.data.months.items()}
    return {label: figure for label, figure in made.items() if figure.get("denominator")}


def _own(w: Writer) -> Mapping[str, Any]:
    figure = w.figure("satisfaction.q8.top2")
    return {"numerator": figure.numerator, "denominator": figure.denominator} if figure.denominator else {}


def _point(w: Writer, label: str, figure: Mapping[str, Any]) -> dict[str, Any]:
    part, whole = (int(exact(figure[name]) or 0) for name in ("numerator", "denominator"))
    low, high = wilson(part, whole)
    month = w.say(f"T{int(label[5:7])}", periods.shown(label, "en")[:3])
    return {"month": month, "value": 100 * part / whole, "low": 100 * low, "high": 100 * high}


def _questions(w: Writer) -> Table:
    header = (
        w.say("Câu hỏi", "Question"),
        "n",
        w.say("Hai mức cao nhất", "Top two levels"),
        w.say("Khoảng 95%", "95% interval"),
        w.say("Điểm TB/100", "Mean/100"),
    )
    rows = []
    for number, question in enumerate(QUESTIONS):
        prefix = f"satisfaction.{question}"
        title = f"{number + 1}. {w.say(*NAMES[number])}"
        if not w.has(f"{prefix}.n"):
            rows.append((title, f"< {w.data.k}", w.say("không công bố", "withheld"), "–", "–"))
            continue
        bounds = f"{w.share(f'{prefix}.wilson_low')} – {w.share(f'{prefix}.wilson_high')}"
        share, mean = w.share(f"{prefix}.top2"), w.score(f"{prefix}.mean")
        rows.append((title, w.count(f"{prefix}.n"), share, bounds, mean))
    return Table(header, tuple(rows), align=("left", *("right",) * 4))


def _levels(w: Writer) -> Table:
    names = w.say(
        "Rất hài lòng|Hài lòng|Bình thường|Không hài lòng|Rất không hài lòng",
        "Very satisfied|Satisfied|Neutral|Dissatisfied|Very dissatisfied",
    ).split("|")
    rows = [
        (str(number + 1), *(w.count(f"satisfaction.{question}.level.{level}") for level in reversed(LEVELS)))
        for number, question in enumerate(QUESTIONS)
        if w.has(f"satisfaction.{question}.n")
    ]
    caption = w.say("Số câu trả lời theo mức", "Answers by level")
    return Table((w.say("Câu", "No."), *names), tuple(rows), caption, ("left", *("right",) * 5))


def _units(w: Writer) -> Iterator[Block]:
    header = (
        w.say("Đơn vị", "Unit"),
        w.say("Tháng", "Months"),
        "n",
        w.say("Hai mức cao nhất (câu 8)", "Top two levels (question 8)"),
        w.say("Điểm TB/100", "Mean/100"),
    )
    rows = []
    for unit in w.data.units:
        prefix = f"satisfaction.unit.{unit.code}"
        if w.has(f"{prefix}.n"):
            counts = (w.count(f"{prefix}.n"), w.share(f"{prefix}.q8.top2"), w.score(f"{prefix}.q8.mean"))
            rows.append((unit.name, _span(w, unit.code), *counts))
    yield Heading(w.say("Theo đơn vị", "By unit"), 3)
    yield Table(header, tuple(rows), align=("left", "left", "right", "right", "right"))
    if w.positive("satisfaction.withheld_units"):
        yield Note(_withheld(w))


def _span(w: Writer, unit: str) -> str:
    months = [
        part for place in w.figure(f"satisfaction.unit.{unit}.n").origin for part in place.split(":")[2:]
    ]
    first, last = (f"{int(label[5:7])}/{label[:4]}" for label in (min(months), max(months)))
    return first if first == last else f"{first} – {last}"


def _withheld(w: Writer) -> str:
    number, k = w.count("satisfaction.withheld_units", 2), w.data.k
    return w.say(
        f"{number} đơn vị không có số riêng trong kỳ này (chưa đủ {k} câu trả lời); câu trả lời, nếu "
        "có, cộng vào "
        "đợt sau của đơn vị đó.",
        f"{number} units have no figure of their own in this period (fewer than {k} answers); their "
        "answers, if "
        "any, join the unit's next batch.",
    )


def _caution(w: Writer) -> str:
    return w.say(
        "Khảo sát tự nguyện, ẩn danh: người trả lời tự chọn tham gia, kết quả không đại diện cho mọi "
        "tổ chức, cá "
        "nhân đã nộp hồ sơ. “Không áp dụng” và câu bỏ trống không tính vào mẫu số.",
        "The survey is voluntary and anonymous: respondents chose to take part, and the result does "
        "not represent "
        "everyone who was served. “Not applicable” and blanks leave the denominator.",
    )


def _late(w: Writer) -> Iterator[Block]:
    if w.positive("satisfaction.late"):
        number = w.count("satisfaction.late", 2)
        text = w.say(
            f"{number} câu trả lời đến muộn hoặc sửa sau khi chốt số liệu: không tính vào các số trên.",
            f"{number} answers came or were edited after the close: they are not in the figures above.",
        )
        yield Note(text, "warning")
    if w.positive("satisfaction.unassigned"):
        number = w.count("satisfaction.unassigned", 2)
        text = w.say(
            f"{number} câu trả lời không ghi đúng đơn vị nào của kỳ: không tính vào các số trên.",
            f"{number} answers name no unit of the period: they are not in the figures above.",
        )
        yield Note(text, "warning")
