"""The workbooks we look after, as the store knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, select, update

from service.clock import stamp
from service.store.tables import notice
from service.store.tables import workbook as table

#: The key under which `sheets` holds the start tab.
START = "start"
#: States of the column `start_hash`: null when something was found that the sheet does not yet tell.
LOOK_AGAIN, WRITING, WRITTEN = "look again", "writing", "written"


@dataclass(frozen=True, slots=True)
class Workbook:
    """One spreadsheet we look after. `sheets`: table name (or "start") → sheet id."""

    id: int
    key: str
    kind: str
    unit: str | None
    year: int
    spreadsheet_id: str
    title: str
    adopted: bool
    state: str
    reason: str | None
    stale: bool
    sheets: Mapping[str, int]
    layout_hash: str | None
    start_hash: str | None
    start_day: str | None
    last_read_at: str | None
    last_modified_at: str | None


def _of(row: RowMapping) -> Workbook:
    values = {name: row[name] for name in Workbook.__slots__}
    return Workbook(**{**values, "spreadsheet_id": values["spreadsheet_id"] or ""})


def get(connection: Connection, workbook_id: int) -> Workbook:
    """The workbook with this id. Raises LookupError when there is none."""
    row = connection.execute(select(table).where(table.c.id == workbook_id)).mappings().first()
    if row is None:
        raise LookupError(f"no workbook {workbook_id}")
    return _of(row)


def by_key(connection: Connection, key: str) -> Workbook | None:
    """The workbook of a key ("coordinator", "auditors:2022", "unit:VP:2022"), or None."""
    row = connection.execute(select(table).where(table.c.key == key)).mappings().first()
    return _of(row) if row else None


def all_of(connection: Connection, kind: str | None = None, year: int | None = None) -> list[Workbook]:
    """All workbooks (of a kind, of a year), in the order they were first known."""
    query = select(table).order_by(table.c.id)
    if kind is not None:
        query = query.where(table.c.kind == kind)
    if year is not None:
        query = query.where(table.c.year == year)
    return [_of(row) for row in connection.execute(query).mappings()]


def stale(connection: Connection) -> list[int]:
    """Ids of the workbooks that must be read, the coordinator's first: the others depend on it."""
    rank = {"coordinator": 0, "auditors": 1}
    rows = connection.execute(
        select(table.c.id, table.c.kind).where(
            table.c.stale, table.c.spreadsheet_id.is_not(None), table.c.layout_hash.is_not(None)
        )
    )
    return [row.id for row in sorted(rows, key=lambda row: (rank.get(row.kind, 2), row.id))]


def change(connection: Connection, workbook_id: int, **values: Any) -> None:
    """Set columns of one workbook."""
    connection.execute(update(table).where(table.c.id == workbook_id).values(**values))


def look_again(connection: Connection, changed: Workbook) -> None:
    """Have every other workbook checked anew from what the store holds: it may depend on `changed`."""
    connection.execute(update(table).where(table.c.id != changed.id).values(start_hash=LOOK_AGAIN))


def add(connection: Connection, key: str, kind: str, unit: str | None, year: int, title: str) -> Workbook:
    """Note a workbook that is to be; the one that is there already wins."""
    found = by_key(connection, key)
    if found:
        return found
    connection.execute(
        table.insert().values(key=key, kind=kind, unit=unit, year=year, title=title, sheets={})
    )
    found = by_key(connection, key)
    assert found
    return found


def lose(connection: Connection, book: Workbook, reason: str, message: str, now: datetime) -> None:
    """Note that a workbook cannot be opened: one notice for each time it is lost, not one a cycle.

    It stays stale, so the next cycle tries again. Its last good data stay.
    """
    if book.state == "unreachable" and book.reason == reason:
        return
    since = stamp(now)
    change(connection, book.id, state="unreachable", reason=reason, since=since, stale=True)
    vi, en = REASONS.get(reason, REASONS["other"]).notice
    name = book.title or book.key
    connection.execute(
        notice.insert().values(
            workbook_id=book.id,
            kind=reason,
            since=since,
            message_vi=vi.format(name=name, detail=message),
            message_en=en.format(name=name, detail=message),
        )
    )


def find_again(connection: Connection, book: Workbook, now: datetime) -> None:
    """Note that a workbook opens again, and end its notices."""
    change(connection, book.id, state="ok", reason=None, since=stamp(now))
    connection.execute(
        update(notice)
        .where(notice.c.workbook_id == book.id, notice.c.ended_at.is_(None))
        .values(ended_at=stamp(now))
    )


class Reason(NamedTuple):
    """Why a workbook cannot be opened, Vietnamese and English: in a few words, and the notice."""

    short: tuple[str, str]
    notice: tuple[str, str]


REASONS = {
    "unshared": Reason(
        ("tệp không còn được chia sẻ", "no longer shared"),
        (
            "Không mở được tệp “{name}”: tệp không còn được chia sẻ cho hệ thống. "
            "Số liệu đã đọc được giữ nguyên. Hãy chia sẻ lại, quyền Người chỉnh sửa.",
            "“{name}” cannot be opened: it is no longer shared with the service. What was read is kept. "
            "Share it again, as Editor.",
        ),
    ),
    "deleted": Reason(
        ("tệp đã bị xóa hoặc bị bỏ chia sẻ", "deleted, or no longer shared"),
        (
            "Không thấy tệp “{name}”: tệp đã bị xóa hoặc bị bỏ chia sẻ. Số liệu đã đọc được giữ nguyên. "
            "Hãy khôi phục tệp từ thùng rác, hoặc báo thư ký ISO.",
            "“{name}” is gone: deleted, or no longer shared. What was read is kept. "
            "Take it back from the bin, or tell the coordinator.",
        ),
    ),
    "trashed": Reason(
        ("tệp ở trong thùng rác", "in the bin"),
        (
            "Tệp “{name}” đang ở trong thùng rác. Số liệu đã đọc được giữ nguyên. Hãy khôi phục tệp.",
            "“{name}” is in the bin. What was read is kept. Take it back from there.",
        ),
    ),
    "other": Reason(
        ("Google không cho đọc tệp", "Google refuses to read it"),
        (
            "Google không cho đọc tệp “{name}”: {detail} Số liệu đã đọc được giữ nguyên.",
            "Google refuses to read “{name}”: {detail} What was read is kept.",
        ),
    ),
}
