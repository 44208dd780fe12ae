"""Dates against each other, against today and against the year of the book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from sheets_schema.cells.dates import typed
from sheets_schema.rules import Found, Rows, rule


@rule(
    "date_order",
    "error",
    title=("Ngày sau sớm hơn ngày trước", "Dates the wrong way round"),
    sentence=(
        "“{last_title}” ({last}) sớm hơn “{first_title}” ({first}).",
        "“{last_title_en}” ({last}) comes before “{first_title_en}” ({first}).",
    ),
    remedy=("Hãy sửa một trong hai ngày.", "Mend one of the two dates."),
    example="Bắt đầu 05/03/2022, Thời hạn 01/03/2022",
)
def date_order(rows: Rows, first: str, last: str) -> Iterator[Found]:
    """``last`` must not be before ``first``."""
    one, two = rows.table.field(first), rows.table.field(last)
    titles = {
        "first_title": one.title,
        "first_title_en": one.title_en,
        "last_title": two.title,
        "last_title_en": two.title_en,
    }
    for index, (early, late) in enumerate(zip(rows[first], rows[last], strict=True)):
        if early is not None and late is not None and late < early:
            yield Found(index, last, {"first": typed(early), "last": typed(late), **titles})


@rule(
    "date_future",
    "error",
    title=("Ngày chưa đến", "A date that has not come"),
    sentence=("Ngày {value} chưa đến.", "{value} has not come yet."),
    remedy=("Hãy ghi ngày việc đã thực sự xảy ra.", "Write the day it really happened."),
    example="Ngày hoàn thành 01/12/2022 khi mới tháng 9",
)
def date_future(rows: Rows, field: str) -> Iterator[Found]:
    """``field`` cannot lie after today; not judged when the context knows no today."""
    today = rows.context.today
    if today is None:
        return
    for index, day in enumerate(rows[field]):
        if day is not None and day > today:
            yield Found(index, field, {"value": typed(day)})


def year_window(year: int, start_day: int) -> tuple[date, date]:
    """First and last day of the book's year: 15/12 … 14/12 when months start on the 15th."""
    return month_start(f"{year}-01", start_day), month_start(f"{year + 1}-01", start_day) - timedelta(days=1)


def month_start(label: str, start_day: int) -> date:
    """First day of a month's window: of 2022-01 it is 15/12/2021 when months start on the 15th."""
    year, month = int(label[:4]), int(label[5:])
    if start_day == 1:
        return date(year, month, 1)
    return date(year - (month == 1), (month - 2) % 12 + 1, start_day)


def _outside(rows: Rows, field: str, until: Mapping[int, date]) -> Iterator[Found]:
    """The days of ``field`` outside the year of the book; ``until``: rows that may go on beyond it."""
    year = rows.context.year
    if year is None:
        return
    first, last = year_window(year, rows.context.start_day)
    last = max(last, date(year, 12, 31))
    for index, day in rows.told(field):
        end = max(last, until.get(index, last))
        if not first <= day <= end:
            words = {"value": typed(day), "first": typed(first), "last": typed(end), "year": str(year)}
            yield Found(index, field, words)


@rule(
    "deadline_outside_year",
    "warning",
    title=("Thời hạn ngoài năm", "Deadline outside the year"),
    sentence=(
        "Thời hạn {value} nằm ngoài khoảng {first}–{last} của sổ năm {year}.",
        "The deadline {value} lies outside {first}–{last}, the book of {year}.",
    ),
    remedy=(
        "Hãy kiểm tra lại năm của thời hạn.",
        "Check the year of the deadline.",
    ),
    example="14/12/2023 trong sổ năm 2022",
)
def deadline_outside_year(rows: Rows) -> Iterator[Found]:
    """Deadlines lie in the year's window; a school year's until its end in this or the next year."""
    year, month = rows.context.year, rows.context.school_year_end_month
    if year is None:
        return
    end = date(year + 1 + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    until = {index: end for index, every in rows.told("evaluation") if every == "school_year"}
    yield from _outside(rows, "deadline", until)


@rule(
    "audit_outside_year",
    "warning",
    title=("Ngày đánh giá ngoài năm", "An audit outside the year"),
    sentence=(
        "Ngày dự kiến {value} nằm ngoài khoảng {first}–{last} của sổ năm {year}.",
        "Planned on {value}, outside {first}–{last}, the book of {year}.",
    ),
    remedy=("Hãy kiểm tra lại năm.", "Check the year."),
    example="15/09/2023 trong sổ năm 2022",
)
def audit_outside_year(rows: Rows) -> Iterator[Found]:
    """A year's programme plans the year's audits."""
    yield from _outside(rows, "planned_on", {})


@rule(
    "action_outside_year",
    "warning",
    title=("Thời hạn ngoài năm", "A deadline outside the year"),
    sentence=(
        "Thời hạn {value} nằm ngoài khoảng {first}–{last} của sổ năm {year}.",
        "The deadline {value} lies outside {first}–{last}, the book of {year}.",
    ),
    remedy=("Hãy kiểm tra lại năm của thời hạn.", "Check the year of the deadline."),
    example="30/06/2023 trong sổ năm 2022",
)
def action_outside_year(rows: Rows) -> Iterator[Found]:
    """A year's action plan is done in the year."""
    yield from _outside(rows, "deadline", {})


@rule(
    "due_unreported",
    "warning",
    title=("Đến hạn sau kỳ báo cáo cuối năm", "Due after the year's last report"),
    sentence=(
        "Kỳ báo cáo cuối năm {year} hết ngày {last}: việc đến hạn {value} chỉ được liệt kê ở báo cáo năm "
        "và báo cáo tháng 1 năm sau, không tính vào tỷ lệ nào.",
        "The last window of {year} ends on {last}: what is due on {value} is only listed, by the report of "
        "the year and by that of the next January, and in no rate.",
    ),
    remedy=(
        "Nếu muốn được tính trong năm, hãy ghi ngày không muộn hơn {last}.",
        "Write a day no later than {last} if it shall count in the year.",
    ),
    example="Thời hạn 31/12/2022 khi kỳ báo cáo cuối năm kết thúc ngày 14/12/2022",
)
def due_unreported(rows: Rows) -> Iterator[Found]:
    """What falls due in the days of December after the year's window, and is not done in it, is in no rate:
    the year is closed by then, and the next counts the rows of its own workbooks. The report of the year and
    that of January list it.
    """
    year, life = rows.context.year, rows.table.register
    if year is None or life is None:
        return
    last = year_window(year, rows.context.start_day)[1]
    words = {"last": typed(last), "year": str(year)}
    for index, day in rows.told(life.due):
        done = rows[life.done_on][index]
        dropped = life.dropped and life.dropped.holds({life.dropped.field: rows[life.dropped.field][index]})
        if last < day <= date(year, 12, 31) and (done is None or done > last) and not dropped:
            yield Found(index, life.due, {"value": typed(day), **words})
