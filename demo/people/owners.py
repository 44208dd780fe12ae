"""People who own their file: nothing in it is protected from them, and they may stop sharing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from demo import calendar
from demo.people import hands as screen
from demo.people.clerk import Clerk
from demo.people.hands import Book, Tab
from demo.people.menus import (
    Act,
    cell,
    delete,
    do,
    first_date,
    heading,
    insert,
    later,
    put_date,
    put_text,
    title,
    write,
)
from sheets_schema import descriptor

# -- the renamer (owns the file, so nothing is protected from him) -------------------------------


def renamer(clerk: Clerk, _service: str) -> None:
    """Renames, moves, doubles and drops headers after a close, and puts them back four days later."""
    closes = [later(month.freeze, 2) for month in clerk.story.months]
    plan: tuple[tuple[Act, Act | None], ...] = (
        _rename("achieved", "Số đạt được", ("header_renamed",)),
        (Act("moved", "progress", "chuyển cột", (), _move_column), None),
        (
            Act("header_twice", "progress", "thêm cột trùng tiêu đề", ("header_duplicated",), _twin_column),
            Act("header_once", "progress", "xóa cột thừa", (), _drop_twin),
        ),
        (
            Act("titled", "objectives", "chèn dòng tên bảng", ("header_not_first",), _title_row),
            Act("untitled", "objectives", "xóa dòng tên bảng", (), _drop_title),
        ),
        (
            Act("column_dropped", "corrections", "xóa cột Minh chứng", (), _drop_evidence),
            Act("column_again", "corrections", "thêm lại cột Minh chứng", (), _evidence_again),
        ),
        _rename("total", "SL hồ sơ", ("column_missing",)),
    )
    for day, (act, mend) in zip(closes[2:], plan, strict=False):
        do(clerk, day, act)
        if mend:
            do(clerk, later(day), mend)


def _rename(name: str, mine: str, codes: tuple[str, ...], table: str = "progress") -> tuple[Act, Act]:
    old = heading(table, name)

    def there(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
        header, columns = clerk.columns(table, tab)
        if name not in columns:
            return None
        clerk.renamed[tab.title, old] = mine
        return [write(tab.sheet_id, header, columns[name], mine)]

    def back(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
        header, columns = clerk.columns(table, tab)
        clerk.renamed.pop((tab.title, old), None)
        return [write(tab.sheet_id, header, columns[name], old)] if name in columns else None

    return (
        Act("renamed", table, f"đổi tiêu đề {old} thành {mine}", codes, there),
        Act("renamed_back", table, f"trả lại tiêu đề {old}", (), back),
    )


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


def _drop_title(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    return [delete(tab.sheet_id, 0)] if tab.text(0, 1).startswith("MỤC TIÊU CHẤT LƯỢNG") else None


def _drop_evidence(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    column = clerk.columns("corrections", tab)[1].get("evidence")
    return None if column is None else [delete(tab.sheet_id, column, 1, "COLUMNS")]


def _evidence_again(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    header, columns = clerk.columns("corrections", tab)
    if "evidence" in columns:
        return None
    at = max(columns.values()) + 1
    text = heading("corrections", "evidence")
    return [insert(tab.sheet_id, at, 1, "COLUMNS"), write(tab.sheet_id, header, at, text)]


# -- the one who stops sharing, the one who tinkers ----------------------------------------------


def sharer(clerk: Clerk, service: str) -> None:
    """Takes the service off the file for five days in May."""
    if len(clerk.story.months) < 5:
        return
    month = clerk.story.months[4]

    def leave(book: Book, now: datetime) -> bool:
        permission = clerk.hands.permissions(book.id).get(service)
        clerk.story.diary.event(now, clerk.name, "", "unshared", ("unshared",), "bỏ chia sẻ với hệ thống")
        if permission is None:
            clerk.refuse(f"unshare: {service} is not among those who have the file")
            return True
        clerk.hands.unshare(book.id, permission)
        clerk.tally.slips += 1
        return True

    def come_back(book: Book, now: datetime) -> bool:
        clerk.story.diary.event(now, clerk.name, "", "shared_again", (), "chia sẻ lại")
        clerk.hands.share(book.id, service)
        return True

    clerk.at(calendar.workday(later(month.end, -8)), 8, leave, "unshare")
    clerk.at(calendar.workday(later(month.end, -3)), 8, come_back, "share again")


def tinkerer(clerk: Clerk, _service: str) -> None:
    """Another locale, a deleted tab, a lost header, 2,500 pasted rows …; each put right after some days."""
    closes = [later(month.freeze, 2) for month in clerk.story.months]
    plan: tuple[tuple[Act, Act | None], ...] = (
        (
            Act("locale", "objectives", "đổi vùng sang Hoa Kỳ", ("workbook_locale",), _locale("en_US")),
            Act("locale_back", "objectives", "trả lại vùng Việt Nam", (), _locale_back),
        ),
        (Act("tab_deleted", "corrections", "xóa tab Khắc phục", ("tab_missing",), _delete_tab), None),
        (
            Act("beheaded", "corrections", "xóa dòng tiêu đề", ("header_missing",), _behead),
            Act("header_written", "corrections", "gõ lại dòng tiêu đề", (), _header_again),
        ),
        (
            Act("grey_cell", "progress", "sửa ô xám: kỳ thành quý", ("period_unfit",), _quarter),
            Act("grey_cell_back", "progress", "trả lại kỳ", (), _month_again),
        ),
        (
            Act("rubbish", "corrections", "dán nhầm 2.500 dòng", ("too_many_rows",), _rubbish),
            Act("rubbish_gone", "corrections", "xóa các dòng dán nhầm", (), _sweep),
        ),
        (Act("tab_renamed", "confirmations", "đổi tên tab", (), _rename_tab("XN lãnh đạo")), None),
        (
            Act("date_code", "objectives", "dán ngày đè lên mã", ("text_is_date",), _date_code),
            Act("date_code_back", "objectives", "gõ lại mã", (), _code_again),
        ),
    )
    for day, (act, mend) in zip(closes[1:], plan, strict=False):
        do(clerk, day, act)
        if mend:
            do(clerk, later(day), mend)
        elif act.kind == "tab_deleted":
            clerk.at(
                calendar.workday(later(day)), 8, lambda book, now: _new_tab(clerk, book, now), "tab again"
            )
        else:
            clerk.at(
                calendar.workday(later(day)), 8, lambda book, now: _tab_back(clerk, book, now), "name back"
            )


def _behead(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    return [delete(tab.sheet_id, 0)] if tab.text(0, 0) == heading("corrections", "code") else None


def _header_again(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    if tab.text(0, 0) == heading("corrections", "code"):
        return None
    fields = descriptor.table("corrections").fields
    titles = [write(tab.sheet_id, 0, at, one.title) for at, one in enumerate(fields)]
    return [insert(tab.sheet_id, 0), *titles]


def _quarter(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    """The period of the last monthly row that is filled becomes a quarter."""
    header, columns = clerk.columns("progress", tab)
    if not {"period", "achieved"} <= columns.keys():
        return None
    for row in range(len(tab.rows) - 1, header, -1):
        shown = tab.text(row, columns["period"])
        if tab.text(row, columns["achieved"]) and (calendar.period_of(shown) or "Q").count("Q") == 0:
            clerk.renamed["grey", "period"] = shown
            return [write(tab.sheet_id, row, columns["period"], "Quý IV/2022")]
    return None


def _month_again(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    column = clerk.columns("progress", tab)[1].get("period", 0)
    rows = [at for at in range(len(tab.rows)) if tab.text(at, column) == "Quý IV/2022"]
    shown = clerk.renamed.pop(("grey", "period"), "")
    return [write(tab.sheet_id, rows[0], column, shown)] if rows and shown else None


def _date_code(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    """A date is pasted over the code of the last row that is filled."""
    header, columns = clerk.columns("objectives", tab)
    if not {"code", "objective"} <= columns.keys():
        return None
    for row in range(len(tab.rows) - 1, header, -1):
        if tab.text(row, columns["objective"]) and tab.text(row, columns["code"]):
            clerk.renamed["grey", "code"] = tab.text(row, columns["code"])
            return [put_date(tab.sheet_id, row, columns["code"])]
    return None


def _code_again(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    column = clerk.columns("objectives", tab)[1].get("code", 0)
    row = first_date(tab, column)
    code = clerk.renamed.pop(("grey", "code"), "")
    return [put_text(tab.sheet_id, row, column, code)] if row is not None and code else None


def _locale(locale: str) -> Callable[[Clerk, Tab], list[dict[str, Any]] | None]:
    request = {"updateSpreadsheetProperties": {"properties": {"locale": locale}, "fields": "locale"}}
    return lambda clerk, tab: [request]


def _locale_back(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    """Vietnam again; the numbers that the service will not trust typed again as it asks: after a quote."""
    book = clerk.open()
    again = [
        put_text(one.sheet_id, *at, one.text(*at))
        for one in (book.tabs.values() if book else ())
        for at, note in one.notes.items()
        if "number_untrusted" in note
    ]
    return [*(_locale("vi_VN")(clerk, tab) or ()), *again]


def _delete_tab(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    clerk.renamed["deleted", tab.title] = str(tab.sheet_id)
    return [{"deleteSheet": {"sheetId": tab.sheet_id}}]


def _new_tab(clerk: Clerk, book: Book, now: datetime) -> bool:
    """The deleted tab brought back from the file's history: the same sheet, with its header."""
    name = title("corrections")
    sheet = clerk.renamed.pop(("deleted", name), None)
    if book.tab(name) is not None or sheet is None:
        return True
    clerk.story.diary.event(now, clerk.name, "corrections", "tab_again", (), "khôi phục tab Khắc phục")
    number = int(sheet)
    add = {"addSheet": {"properties": {"sheetId": number, "title": name}}}
    fields = descriptor.table("corrections").fields
    clerk.hands.change(book.id, [add, *(write(number, 0, at, one.title) for at, one in enumerate(fields))])
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
