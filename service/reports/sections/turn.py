"""What of a year comes after its window: listed by its own report, told by that of the next January."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from service.figures import reviews
from service.figures.data import Row
from service.periods import windows
from service.reports.blocks import Block, Heading, Paragraph, Table
from service.reports.sections import owed
from service.reports.sections import reviews as told
from service.reports.writer import Writer
from sheets_schema import descriptor


def reach(w: Writer) -> Paragraph:
    """Up to when the year's figures reach, and where what comes after is told."""
    end, year = w.data.window.end, w.data.year
    last, first = w.day(end), w.day(end + timedelta(days=1))
    month = w.month(f"{year + 1}-01")
    says = w.say(
        f"Số liệu tính đến hết ngày {last}; những gì từ ngày {first} thuộc kỳ năm {year + 1}, "
        "chưa có trong các số dưới đây.",
        f"The figures reach to the end of {last}; what comes from {first} on is of the window of {year + 1}, "
        "and not in the figures below.",
    )
    if _listed(w, year):
        says += w.say(
            f" Việc năm {year} đến hạn sau ngày {last} được liệt kê ở phần I; báo cáo {month} nêu kết quả.",
            f" Part I lists what of {year} falls due after {last}; the report of {month} tells "
            "what came of it.",
        )
    return Paragraph(says)


def of_year(w: Writer) -> Iterator[Block]:
    """What of the year comes after its window."""
    year, last = w.data.year, w.day(w.data.window.end)
    yield from _table(
        w, year, w.say(f"Việc năm {year} sau ngày {last}", f"What of {year} comes after {last}")
    )


def of_month(w: Writer) -> Iterator[Block]:
    """In January: what of the year before fell due after its window, which its own report could not tell."""
    if not w.data.window.label.endswith("-01"):
        return
    year = w.data.year - 1
    last = w.day(windows.window(str(year), w.data.rules).end)
    title = w.say(
        f"Việc năm {year} sau ngày {last}, chưa tính trong báo cáo năm {year}",
        f"What of {year} came after {last}, in no figure of the report of {year}",
    )
    yield from _table(w, year, title)


def _table(w: Writer, year: int, title: str) -> Iterator[Block]:
    if rows := _listed(w, year):
        yield Heading(title, 3)
        header = (
            w.say("Ngày", "Day"),
            w.say("Đơn vị", "Unit"),
            w.say("Việc", "Duty"),
            w.say("Tình trạng", "State"),
        )
        yield Table(header, tuple(rows), first_in_mail=20)


def _listed(w: Writer, year: int) -> list[tuple[str, ...]]:
    states = owed.words(w)
    duties = [
        (duty.due, (w.day(duty.due), w.owner(duty.unit), w.say(duty.vi, duty.en), states[duty.state]))
        for duty in w.data.after_year
    ]
    until = windows.window(f"{year + 1}-01", w.data.rules).end
    held = [
        (day, (w.day(day), w.owner(""), *_meeting(w, row)))
        for row in reviews.after_year(w.data, year)
        if (day := row.day("date")) is not None and day <= until
    ]
    return [line for _, line in sorted([*duties, *held])]


def _meeting(w: Writer, row: Row) -> tuple[str, str]:
    """What a meeting is, and whether it was held by the freeze."""
    table = descriptor.table("reviews")
    kind, state = (told.choice(w, "reviews", name, row.text(name)) for name in ("kind", "status"))
    return f"{w.say(table.title, table.title_en)}: {row.text('code')} ({kind.lower()})", state
