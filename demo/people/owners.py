"""People who own their file: nothing in it is protected from them, and they may stop sharing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from demo import calendar
from demo.people import hands as screen
from demo.people.clerk import Clerk
from demo.people.hands import Book, Tab
from demo.people.menus import Act, cell, delete, do, heading, insert, title, write
from sheets_schema import descriptor

# -- the renamer (owns the file, so nothing is protected from him) -------------------------------


def renamer(clerk: Clerk, _service: str) -> None:
    """Renames, moves and doubles headers after a close, and puts them back."""
    months = clerk.story.months
    if len(months) < 4:
        return
    # After the third month is closed: rename a header, and put it back four days later.
    _rename(
        clerk, _later(months[2].freeze, 2), "achieved", "SL hoàn thành", ("header_renamed", "column_missing")
    )
    do(
        clerk,
        _later(months[4 % len(months)].freeze, 2),
        Act("moved", "progress", "chuyển cột", (), _move_column),
    )
    if len(months) > 6:
        act = Act("header_twice", "progress", "thêm cột trùng tiêu đề", ("header_duplicate",), _twin_column)
        do(clerk, _later(months[5].freeze, 2), act)
        do(clerk, _later(months[5].freeze, 6), Act("header_once", "progress", "xóa cột thừa", (), _drop_twin))
    if len(months) > 8:
        do(
            clerk,
            _later(months[7].freeze, 2),
            Act("titled", "objectives", "chèn dòng tên bảng", (), _title_row),
        )


def _later(day: date, days: int = 4) -> date:
    return date.fromordinal(day.toordinal() + days)


def _rename(
    clerk: Clerk, day: date, name: str, mine: str, codes: tuple[str, ...], table: str = "progress"
) -> None:
    old = heading(table, name)

    def there(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
        header, columns = clerk.columns(table, tab)
        if name not in columns:
            return None
        if mine != old:
            clerk.renamed[tab.title, old] = mine
        return [write(tab.sheet_id, header, columns[name], mine)]

    def back(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
        header, columns = clerk.columns(table, tab)
        clerk.renamed.pop((tab.title, old), None)
        return [write(tab.sheet_id, header, columns[name], old)] if name in columns else None

    if mine != old:
        do(clerk, day, Act("renamed", table, f"đổi tiêu đề {old} thành {mine}", codes, there))
        do(clerk, _later(day), Act("renamed_back", table, f"trả lại tiêu đề {old}", (), back))


def _move_column(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    _, columns = clerk.columns("progress", tab)
    if "evidence" not in columns or "cause" not in columns:
        return None
    source = {
        "sheetId": tab.sheet_id,
        "dimension": "COLUMNS",
        "startIndex": columns["evidence"],
        "endIndex": columns["evidence"] + 1,
    }
    return [{"moveDimension": {"source": source, "destinationIndex": columns["cause"]}}]


def _twin_column(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    header, columns = clerk.columns("progress", tab)
    if "total" not in columns:
        return None
    at = max(columns.values()) + 1
    return [
        insert(tab.sheet_id, at, 1, "COLUMNS"),
        write(tab.sheet_id, header, at, heading("progress", "total")),
    ]


def _drop_twin(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    header, _ = clerk.columns("progress", tab)
    wanted = screen.same(heading("progress", "total"))
    found = [at for at, text in enumerate(tab.rows[header]) if screen.same(text) == wanted]
    return [delete(tab.sheet_id, found[-1], 1, "COLUMNS")] if len(found) > 1 else None


def _title_row(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    return [insert(tab.sheet_id, 0), write(tab.sheet_id, 0, 1, "MỤC TIÊU CHẤT LƯỢNG NĂM 2022")]


# -- the one who stops sharing, the one who tinkers ----------------------------------------------


def sharer(clerk: Clerk, service: str) -> None:
    """Takes the service off the file for five days in May."""
    if len(clerk.story.months) < 5:
        return
    month = clerk.story.months[4]

    def leave(book: Book, now: datetime) -> bool:
        clerk.story.diary.event(now, clerk.name, "", "unshared", ("unshared",), "bỏ chia sẻ với hệ thống")
        clerk.hands.unshare(book.id, clerk.hands.permissions(book.id)[service])
        clerk.tally.slips += 1
        return True

    def come_back(book: Book, now: datetime) -> bool:
        clerk.story.diary.event(now, clerk.name, "", "shared_again", (), "chia sẻ lại")
        clerk.hands.share(book.id, service)
        clerk.tally.mended += 1
        return True

    clerk.at(calendar.workday(_later(month.end, -8)), 8, leave, "unshare")
    clerk.at(calendar.workday(_later(month.end, -3)), 8, come_back, "share again")


def tinkerer(clerk: Clerk, _service: str) -> None:
    """Another locale, a deleted tab, 2,500 pasted rows, a renamed tab; each put right after days."""
    months = clerk.story.months
    if len(months) < 3:
        return
    day = _later(months[1].freeze, 2)
    act = Act(
        "locale", "objectives", "đổi vùng của bảng tính sang Hoa Kỳ", ("workbook_locale",), _locale("en_US")
    )
    do(clerk, day, act)
    do(clerk, _later(day), Act("locale_back", "objectives", "trả lại vùng Việt Nam", (), _locale("vi_VN")))
    day = _later(months[2].freeze, 2)
    do(clerk, day, Act("tab_deleted", "corrections", "xóa tab Khắc phục", ("tab_missing",), _delete_tab))
    clerk.at(calendar.workday(_later(day)), 8, lambda book, now: _new_tab(clerk, book, now), "tab again")
    if len(months) > 6:
        day = _later(months[5].freeze, 2)
        act = Act("rubbish", "corrections", "dán nhầm 2.500 dòng", ("too_many_rows",), _rubbish)
        do(clerk, day, act)
        do(clerk, _later(day), Act("rubbish_gone", "corrections", "xóa các dòng dán nhầm", (), _sweep))
    if len(months) > 8:
        day = _later(months[8].freeze, 2)
        do(clerk, day, Act("tab_renamed", "confirmations", "đổi tên tab", (), _rename_tab("XN lãnh đạo")))
        clerk.at(
            calendar.workday(_later(day)), 8, lambda book, now: _tab_back(clerk, book, now), "tab's name"
        )


def _locale(locale: str) -> Callable[[Clerk, Tab], list[dict[str, Any]] | None]:
    request = {"updateSpreadsheetProperties": {"properties": {"locale": locale}, "fields": "locale"}}
    return lambda clerk, tab: [request]


def _delete_tab(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    return [{"deleteSheet": {"sheetId": tab.sheet_id}}]


def _new_tab(clerk: Clerk, book: Book, now: datetime) -> bool:
    """The deleted tab made again by hand: same title, same headers."""
    if book.tab(title("corrections")) is not None:
        return True
    text = "lập lại tab Khắc phục"
    clerk.story.diary.event(now, clerk.name, "corrections", "tab_again", (), text)
    replies = clerk.hands.change(book.id, [{"addSheet": {"properties": {"title": title("corrections")}}}])
    sheet = int(replies[0]["addSheet"]["properties"]["sheetId"])
    fields = descriptor.table("corrections").fields
    clerk.hands.change(book.id, [write(sheet, 0, at, one.title) for at, one in enumerate(fields)])
    clerk.tally.mended += 1
    return True


def _rubbish(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    header, columns = clerk.columns("corrections", tab)
    number, column = 2500, columns.get("cause")
    if column is None:
        return None
    first = max(tab.last_row() + 1, header + 1)
    grow = max(0, first + number - tab.size[0])
    rows = [{"values": [cell(f"dòng {n}")]} for n in range(number)]
    start = {"sheetId": tab.sheet_id, "rowIndex": first, "columnIndex": column}
    paste = {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}
    append = {"appendDimension": {"sheetId": tab.sheet_id, "dimension": "ROWS", "length": grow}}
    return [append, paste] if grow else [paste]


def _sweep(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    column = clerk.columns("corrections", tab)[1].get("cause", 0)
    rows = [at for at in range(len(tab.rows)) if tab.text(at, column).startswith("dòng ")]
    return [delete(tab.sheet_id, rows[0], len(rows))] if rows else None


def _rename_tab(new: str) -> Callable[[Clerk, Tab], list[dict[str, Any]] | None]:
    def requests(clerk: Clerk, tab: Tab) -> list[dict[str, Any]]:
        properties = {"sheetId": tab.sheet_id, "title": new}
        return [{"updateSheetProperties": {"properties": properties, "fields": "title"}}]

    return requests


def _tab_back(clerk: Clerk, book: Book, now: datetime) -> bool:
    tab = book.tab("XN lãnh đạo")
    if tab is not None:
        clerk.story.diary.event(now, clerk.name, "confirmations", "tab_name_back", (), "trả lại tên tab")
        clerk.hands.change(book.id, _rename_tab(title("confirmations"))(clerk, tab) or [])
    return True
