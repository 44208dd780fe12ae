"""How a figure went over the year: month by month, as the monthly reports told it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from service.figures.comparison import as_sent
from service.figures.data import Figure
from service.reports.writer import Writer
from sheets_schema.cells import periods

#: What may be told month by month, the headlines among it, and how it is called.
TITLES = {
    "conclusions.made": ("Kết luận đã ra", "Conclusions made"),
    "conclusions.done": ("Kết luận đã xong", "Conclusions done"),
    "satisfaction.q8.top2": ("Hài lòng chung", "Overall satisfaction"),
    "objectives.met": ("Mục tiêu đạt", "Objectives met"),
    "dossiers.on_time": ("Hồ sơ đúng hạn", "Dossiers on time"),
    "findings.new": ("Phát hiện mới", "New findings"),
    "corrections.overdue": ("Khắc phục quá hạn", "Corrective actions overdue"),
    "completeness": ("Số liệu đã gửi so với phải gửi", "Data given of those owed"),
}


def lines(w: Writer, names: Iterable[str]) -> Iterator[str]:
    """A sentence a figure: its value in each month of the year so far; none where no report had one."""
    for name in names:
        own = w.figure(name)
        sent = {label: _sent(month, name, own) for label, month in w.data.months.items()}
        if any(figure.value is not None for figure in sent.values()):
            by_month = sorted({**sent, w.data.window.label: own}.items())
            told = "; ".join(f"{_month(w, label)} {_printed(w, figure)}" for label, figure in by_month)
            yield w.say(*TITLES[name]) + w.say(" theo tháng: ", " by month: ") + told + "."


def _month(w: Writer, label: str) -> str:
    return w.say(f"T{int(label[5:])}", periods.shown(label, "en")[:3])


def _sent(month: Mapping[str, Any], name: str, own: Figure) -> Figure:
    return as_sent(month, name, name, (month.get(name) or {}).get("unit", own.unit))


def _printed(w: Writer, figure: Figure) -> str:
    one = Writer(w.data, {figure.name: figure}, w.agency, w.language)
    if figure.value is None:
        return "–"
    return one.share(figure.name) if figure.unit == "share" else one.count(figure.name)
