"""What changed in satisfaction, and what is only noise among the many things compared."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures.data import Figure
from service.reports.blocks import Block, Items, Paragraph
from service.reports.writer import Writer
from sheets_schema import forms

#: What each change is against.
_BASES = {
    "change": ("tháng trước", "the month before"),
    "change_year": ("cùng kỳ năm trước", "a year before"),
}


def blocks(w: Writer) -> Iterator[Block]:
    """The overall question against each period before; then what moved beyond chance on the whole list."""
    bases = ["change", "change_year"] if w.data.kind == "monthly" else ["change_year"]
    for base in bases:
        if base == "change" or w.has(f"satisfaction.q8.{base}"):
            yield Paragraph(_overall(w, base))
    if w.positive("satisfaction.compared"):
        yield Paragraph(_compared(w))
        moved = [_moved(w, figure) for figure in w.figures.values() if _has_moved(figure)]
        if moved:
            yield Items(tuple(moved))


def _overall(w: Writer, base: str) -> str:
    name, (vi, en) = f"satisfaction.q8.{base}", _BASES[base]
    if not w.has(name):
        return w.say(f"Chưa so sánh được với {vi}.", f"No comparison with {en} is possible.")
    change, bounds = w.points(name), _bounds(w, name)
    return w.say(
        f"Hài lòng chung so với {vi}: {change} điểm phần trăm (khoảng 95%: {bounds}), {_verdict(w, name)}.",
        f"Overall satisfaction against {en}: {change} percentage points (95% interval {bounds}), "
        f"{_verdict(w, name)}.",
    )


def _bounds(w: Writer, name: str) -> str:
    return f"{w.points(f'{name}_low')} … {w.points(f'{name}_high')}"


def _verdict(w: Writer, name: str) -> str:
    low, high, state = w.value(f"{name}_low"), w.value(f"{name}_high"), w.figure(name).state
    if state != "noise":
        words = {"rise": ("tăng", "a rise"), "fall": ("giảm", "a fall")}[str(state)]
        return w.say(f"{words[0]}, vượt dao động ngẫu nhiên", f"{words[1]} beyond chance")
    many = low is not None and high is not None and not low <= 0 <= high
    number = w.count("satisfaction.compared")
    where_vi = f" khi so {number} chỉ số cùng lúc" if many else ""
    where_en = f" when {number} figures are compared at once" if many else ""
    return w.say(
        f"nằm trong phạm vi dao động ngẫu nhiên{where_vi}, chưa kết luận được là tăng hay giảm",
        f"within the noise{where_en}: neither a rise nor a fall can be concluded",
    )


def _compared(w: Writer) -> str:
    number, moved = w.count("satisfaction.compared"), w.count("satisfaction.moved", 2)
    if w.positive("satisfaction.moved"):
        return w.say(
            f"Đã so sánh {number} chỉ số (câu hỏi, đơn vị); tính cả số lần so sánh, vượt dao động ngẫu "
            "nhiên: "
            f"{moved} chỉ số:",
            f"{number} figures were compared (questions, units); beyond the noise, so many being "
            f"compared: {moved}:",
        )
    return w.say(
        f"Đã so sánh {number} chỉ số (câu hỏi, đơn vị); tính cả số lần so sánh, không chỉ số nào vượt "
        "dao động "
        "ngẫu nhiên.",
        f"{number} figures were compared (questions, units); none is beyond the noise, so many being "
        "compared.",
    )


def _has_moved(figure: Figure) -> bool:
    return figure.name.startswith("satisfaction.") and figure.state in ("rise", "fall")


def _moved(w: Writer, figure: Figure) -> str:
    about, _, base = figure.name.removeprefix("satisfaction.").rpartition(".")
    parts = about.split(".")
    if parts[0] == "unit":
        subject = w.unit_name(".".join(parts[1:-1]))
    else:
        item = forms.questions("satisfaction")[about]
        subject = w.say(item.short, item.short_en)
    change, bounds, (vi, en) = w.points(figure.name), _bounds(w, figure.name), _BASES[base]
    verdict = w.say(*({"rise": ("tăng", "up"), "fall": ("giảm", "down")}[str(figure.state)]))
    return w.say(
        f"{subject}: {verdict} so với {vi}, {change} điểm phần trăm (khoảng 95%: {bounds}).",
        f"{subject}: {verdict} against {en}, {change} percentage points (95% interval {bounds}).",
    )
