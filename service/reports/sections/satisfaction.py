"""Satisfaction: by question, by month, by unit shown; what is withheld and why; noise told as noise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from service.figures.exact import exact
from service.figures.intervals import wilson
from service.figures.satisfaction import LEVELS
from service.reports import charts
from service.reports.blocks import Block, Chart, Heading, Note, Paragraph, Table
from service.reports.sections import (
    satisfaction_changes,
    satisfaction_comments,
    satisfaction_patterns,
    satisfaction_versions,
)
from service.reports.writer import Writer
from sheets_schema import forms
from sheets_schema.cells import periods


def blocks(w: Writer) -> Iterator[Block]:
    """The section's body, without its heading."""
    if not w.has("satisfaction.n"):
        yield Paragraph(_nothing(w))
    else:
        yield Paragraph(_summary(w))
        yield from satisfaction_changes.blocks(w)
        yield from _trend(w)
        yield _questions(w)
        yield _levels(w)
        yield from satisfaction_versions.blocks(w)
        yield from _units(w)
        yield from satisfaction_comments.blocks(w)
        yield from satisfaction_patterns.blocks(w)
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
    every = _every(w)
    return w.say(
        f"Hài lòng chung (câu 8, hai mức cao nhất): {share}, khoảng tin cậy 95%: {low} – {high}; điểm "
        "trung bình "
        f"{mean}/100; n={n} câu trả lời. {every}{_response(w)}",
        f"Overall (question 8, the two highest levels): {share}, 95% interval {low} – {high}; mean score "
        f"{mean}/100; n={n} answers. {every}{_response(w)}",
    )


def _every(w: Writer) -> str:
    if not w.has("satisfaction.all_high"):
        return ""
    share = w.share("satisfaction.all_high")
    return w.say(
        f"Người hài lòng ở mọi câu đã trả lời: {share}. ",
        f"People content in every question they answered: {share}. ",
    )


def _response(w: Writer) -> str:
    if not w.has("satisfaction.response"):
        return ""
    share, ratio = w.share("satisfaction.response"), w.ratio("satisfaction.response")
    return w.say(
        f"Số câu trả lời so với hồ sơ đã giải quyết, ở các đơn vị có số riêng: {share} ({ratio}).",
        f"Answers against the dossiers handled, in the units shown: {share} ({ratio}).",
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


def question_name(w: Writer, question: str) -> str:
    """What a question is called in reports."""
    item = forms.questions("satisfaction")[question]
    return w.say(item.short, item.short_en)


def _asked(w: Writer) -> list[tuple[int, str]]:
    """The questions of the versions asked in the period, numbered as they stand in the report."""
    versions = [v for v in forms.versions("satisfaction") if f"satisfaction.v{v}.n" in w.figures]
    asked = {item.name for v in versions or [1] for item in forms.form("satisfaction", v).questions}
    return list(enumerate((q for q in forms.questions("satisfaction") if q in asked), 1))


def _questions(w: Writer) -> Table:
    header = (
        w.say("Câu hỏi", "Question"),
        "n",
        w.say("Hai mức cao nhất", "Top two levels"),
        w.say("Khoảng 95%", "95% interval"),
        w.say("Điểm TB/100", "Mean/100"),
    )
    rows = []
    for number, question in _asked(w):
        prefix = f"satisfaction.{question}"
        title = f"{number}. {question_name(w, question)}"
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
        (str(number), *(w.count(f"satisfaction.{question}.level.{level}") for level in reversed(LEVELS)))
        for number, question in _asked(w)
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
        w.say("So với hồ sơ", "Of dossiers"),
    )
    rows = []
    for unit in w.data.units:
        prefix = f"satisfaction.unit.{unit.code}"
        if w.has(f"{prefix}.n"):
            counts = (w.count(f"{prefix}.n"), w.share(f"{prefix}.q8.top2"), w.score(f"{prefix}.q8.mean"))
            response = w.share(f"{prefix}.response") if w.has(f"{prefix}.response") else "–"
            rows.append((unit.name, _span(w, unit.code), *counts, response))
    yield Heading(w.say("Theo đơn vị", "By unit"), 3)
    yield Table(header, tuple(rows), align=("left", "left", *("right",) * 4))
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
