"""What people do to whole tabs: sort, insert, add totals, paste twice, merge; and how they put it right.

Each habit plans its tasks at a clerk's desk. An event goes into the diary before it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from demo import calendar
from demo.people import owners
from demo.people.clerk import Clerk
from demo.people.hands import Tab
from demo.people.menus import Act, delete, do, first_date, insert, later, put_date, put_text, span, write


def plan(clerk: Clerk, service: str) -> None:
    """Plan what this clerk's habits bring in the year. `service` is the account the book is shared with."""
    for habit in clerk.unit.habits:
        if habit in PLANS:
            PLANS[habit](clerk, service)


# -- the sorter, the inserter, the one with notes ------------------------------------------------


def _sorter(clerk: Clerk, _service: str) -> None:
    for month in clerk.story.months[1::2]:
        do(clerk, month.freeze, Act("sorted", "dossiers", "sắp xếp lại bảng", (), _sort_dossiers))


def _sort_dossiers(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    header, columns = clerk.columns("dossiers", tab)
    last = tab.last_row()
    if last <= header + 1 or "received_total" not in columns:
        return None
    area = span(tab.sheet_id, header + 1, 0, last - header, max(columns.values()) + 1)
    spec = {"dimensionIndex": columns["received_total"], "sortOrder": "DESCENDING"}
    return [{"sortRange": {"range": area, "sortSpecs": [spec]}}]


def _inserter(clerk: Clerk, _service: str) -> None:
    for month in clerk.story.months[2::4]:
        do(clerk, month.freeze, Act("blank_row", "progress", "chèn dòng trống", (), _blank_row))


def _blank_row(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    header, _ = clerk.columns("progress", tab)
    return [insert(tab.sheet_id, header + 2)] if tab.last_row() > header + 2 else None


def _noter(clerk: Clerk, _service: str) -> None:
    for month in clerk.story.months[0::5]:
        do(clerk, month.end, Act("own_note", "objectives", "ghi chú và tô màu riêng", (), _own_note))


def _own_note(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    header, columns = clerk.columns("objectives", tab)
    if "source" not in columns:
        return None
    colour = {"red": 0.8, "green": 0.9, "blue": 1.0}
    area = span(tab.sheet_id, header + 1, columns["source"])
    cell = {
        "note": "Hỏi lại chị Lụa trước ngày 10",
        "userEnteredFormat": {"backgroundColor": colour, "backgroundColorStyle": {"rgbColor": colour}},
    }
    fields = "note,userEnteredFormat.backgroundColor,userEnteredFormat.backgroundColorStyle"
    return [{"repeatCell": {"range": area, "cell": cell, "fields": fields}}]


# -- totals rows, copied headers, a row twice ----------------------------------------------------


def _totals(clerk: Clerk, _service: str) -> None:
    plan: tuple[tuple[Act, Act | None], ...] = (
        (Act("totals_row", "dossiers", "thêm dòng Tổng cộng", (), _totals_row), None),
        (
            Act("header_again", "dossiers", "dán lại dòng tiêu đề", ("header_repeated",), _header_again),
            Act("header_again_gone", "dossiers", "xóa dòng tiêu đề dán thừa", (), _header_once),
        ),
        (
            Act("totals_keyed", "dossiers", "dòng Tổng cộng có ghi kỳ", ("totals_row",), _totals_keyed),
            Act("totals_keyed_gone", "dossiers", "xóa dòng Tổng cộng", (), _drop_totals),
        ),
        (
            Act("row_twice", "dossiers", "dán một dòng hai lần", ("key_duplicate",), _row_twice),
            Act("row_twice_gone", "dossiers", "xóa dòng dán thừa", (), _row_once),
        ),
        (
            Act("pasted_date", "progress", "dán số văn bản thành ngày", (), _pasted_date),
            Act("pasted_date_gone", "progress", "gõ lại số văn bản", (), _text_again),
        ),
    )
    for month, (act, mend) in zip(clerk.story.months[1:], plan, strict=False):
        do(clerk, later(month.freeze, 2), act)
        if mend:
            do(clerk, later(month.freeze, 6), mend)


def _totals_row(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    _, columns = clerk.columns("dossiers", tab)
    if not {"procedure", "received_total"} <= columns.keys():
        return None
    row = tab.last_row() + 1
    sheet = tab.sheet_id
    return [
        write(sheet, row, columns["procedure"], "Tổng cộng"),
        write(sheet, row, columns["received_total"], "xem Biểu II.06a"),
    ]


def _totals_keyed(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    _, columns = clerk.columns("dossiers", tab)
    row = tab.last_row() + 1
    if not {"period", "explanation"} <= columns.keys():
        return None
    return [
        write(tab.sheet_id, row, columns["period"], "04/2022"),
        write(tab.sheet_id, row, columns["explanation"], "Tổng cộng"),
    ]


def _drop_totals(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    column = clerk.columns("dossiers", tab)[1].get("explanation", 0)
    rows = [at for at in range(len(tab.rows)) if tab.text(at, column) == "Tổng cộng"]
    return [delete(tab.sheet_id, rows[0])] if rows else None


def _pasted_date(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    at = _evidence(clerk, tab)
    return None if at is None else [put_date(tab.sheet_id, *at)]


def _text_again(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    column = clerk.columns("progress", tab)[1].get("evidence", 0)
    row = first_date(tab, column)
    return None if row is None else [put_text(tab.sheet_id, row, column, "CV 05/06")]


def _evidence(clerk: Clerk, tab: Tab) -> tuple[int, int] | None:
    """The evidence cell of the last row that this clerk filled, one in which nothing was ever meant."""
    header, columns = clerk.columns("progress", tab)
    if not {"code", "period", "evidence", "achieved"} <= columns.keys():
        return None
    for row in range(len(tab.rows) - 1, header, -1):
        key = f"{tab.text(row, columns['code'])}|{calendar.period_of(tab.text(row, columns['period']))}"
        meant = (clerk.name, "progress", key, "evidence") in clerk.story.diary.noted
        blank = not tab.text(row, columns["evidence"])
        if tab.text(row, columns["achieved"]).isdecimal() and blank and not meant:
            return row, columns["evidence"]
    return None


def _header_again(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    header, columns = clerk.columns("dossiers", tab)
    row = tab.last_row() + 1
    return [write(tab.sheet_id, row, at, tab.text(header, at)) for at in columns.values()]


def _header_once(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    header, columns = clerk.columns("dossiers", tab)
    first = min(columns.values())
    rows = [at for at in range(header + 1, len(tab.rows)) if tab.text(at, first) == tab.text(header, first)]
    return [delete(tab.sheet_id, rows[0])] if rows else None


def _row_twice(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    header, columns = clerk.columns("dossiers", tab)
    last = tab.last_row()
    if last <= header:
        return None
    width = max(columns.values()) + 1
    source, target = span(tab.sheet_id, last, 0, 1, width), span(tab.sheet_id, last + 1, 0, 1, width)
    return [{"copyPaste": {"source": source, "destination": target, "pasteType": "PASTE_VALUES"}}]


def _row_once(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    rows = [tuple(row) for row in tab.rows]
    for at in range(len(rows) - 1, 0, -1):
        if any(rows[at]) and rows[at] in rows[:at]:
            return [delete(tab.sheet_id, at)]
    return None


# -- merged cells --------------------------------------------------------------------------------


def _merger(clerk: Clerk, _service: str) -> None:
    for number, month in enumerate(clerk.story.months[3::3]):
        act = Act("merged", "progress", "gộp hai ô", ("merged_cells",), _merge)
        if number == 1:
            act = Act("header_merged", "progress", "gộp ô tiêu đề", ("header_merged",), _merge_header)
        do(clerk, later(month.freeze, 2), act)
        do(clerk, later(month.freeze, 6), Act("unmerged", "progress", "bỏ gộp ô", (), _unmerge))


def _merge_header(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    header, columns = clerk.columns("progress", tab)
    area = span(tab.sheet_id, header, max(columns.values()), 1, 2)
    return [{"mergeCells": {"range": area, "mergeType": "MERGE_ALL"}}]


def _merge(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    header, columns = clerk.columns("progress", tab)
    last = tab.last_row()
    if "cause" not in columns or "measure" not in columns or last <= header:
        return None
    return [
        {
            "mergeCells": {
                "range": span(tab.sheet_id, last, columns["cause"], 1, 2),
                "mergeType": "MERGE_ALL",
            }
        }
    ]


def _unmerge(clerk: Clerk, tab: Tab) -> list[dict[str, Any]] | None:
    return [{"unmergeCells": {"range": {"sheetId": tab.sheet_id}}}]


PLANS: dict[str, Callable[[Clerk, str], None]] = {
    "sorter": _sorter,
    "inserter": _inserter,
    "notes": _noter,
    "totals": _totals,
    "renamer": owners.renamer,
    "merger": _merger,
    "sharer": owners.sharer,
    "tinkerer": owners.tinkerer,
}
