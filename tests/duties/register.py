"""A small department in a store, for tests of the register of duties: rows in, duties out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from service import organisation
from service.clock import ZONE, stamp
from service.duties import facts, follow, history, register
from service.duties.duty import Duty
from service.organisation import Organisation
from service.store.tables import duty, duty_event, grid, problem, record, row_state, workbook
from service.workbooks.seen import Seen, pack
from sheets_schema.descriptor import tables

BOOKS = {
    "coordinator": ("coordinator", None, 2022),
    "auditors:2022": ("auditors", None, 2022),
    "unit:VP:2022": ("unit", "VP", 2022),
    "unit:KT:2022": ("unit", "KT", 2022),
    "auditors:2023": ("auditors", None, 2023),
}
IDS = {key: number for number, key in enumerate(BOOKS, 1)}
VP, KT, OFFICE, AUDITORS = "unit:VP:2022", "unit:KT:2022", "coordinator", "auditors:2022"
OBJECTIVE = {
    "code": "MT01",
    "objective": "Đúng hạn",
    "direction": "ge",
    "target": 95,
    "unit_of_measure": "%",
    "evaluation": "month",
    "deadline": "2022-12-31",
}
FINDING = {"code": "PH1", "unit": "VP", "date": "2022-02-01", "grade": "minor", "deadline": "2022-03-10"}


def fill(connection: Connection) -> None:
    """Two units with an objective each; calendar months, due on the day after, frozen on the fifth."""
    for key, (kind, unit, year) in BOOKS.items():
        values = {"id": IDS[key], "key": key, "kind": kind, "unit": unit, "year": year, "sheets": {}}
        connection.execute(
            insert(workbook).values(**values, spreadsheet_id=key, state="ok", last_read_at="x")
        )
        for table in tables().values():
            if table.workbook == kind:
                seen = Seen(0, table.title, 1, 1, [])
                connection.execute(
                    insert(grid).values(
                        workbook_id=IDS[key],
                        table_name=table.name,
                        read_at="",
                        content=pack(seen),
                        usable=True,
                    )
                )
    for code, name in (("VP", "Văn phòng"), ("KT", "Phòng Kỹ thuật")):
        keep(connection, OFFICE, "units", code, code=code, name=name, editors=[])
        keep(connection, f"unit:{code}:2022", "objectives", "MT01", **OBJECTIVE)


def keep(connection: Connection, book: str, table: str, key: str, /, **values: Any) -> None:
    """Make a row of a sheet a right record, in place of the one that was there."""
    drop(connection, book, table, key)
    place = {"workbook_id": IDS[book], "table_name": table, "key": key, "row": 2, "changed_at": ""}
    connection.execute(insert(record).values(values=values, **place))


def drop(connection: Connection, book: str, table: str, key: str) -> None:
    """Delete a row from a sheet."""
    here = (record.c.workbook_id == IDS[book]) & (record.c.table_name == table) & (record.c.key == key)
    connection.execute(delete(record).where(here))
    connection.execute(update(workbook).where(workbook.c.id == IDS[book]).values(followed=False))


def spoil(connection: Connection, book: str, table: str, key: str) -> None:
    """Let a right row hold an error."""
    drop(connection, book, table, key)
    told = {"first_seen_at": "", "last_seen_at": "", "message_vi": "", "message_en": "", "identity": key}
    connection.execute(
        insert(problem).values(
            workbook_id=IDS[book], table_name=table, key=key, code="x", severity="error", **told
        )
    )


def typed(connection: Connection, book: str, at: datetime) -> None:
    """Say when people last typed in a workbook."""
    connection.execute(delete(row_state).where(row_state.c.workbook_id == IDS[book]))
    values = {"table_name": "progress", "key": "row2", "hash": stamp(at), "changed_at": stamp(at)}
    connection.execute(insert(row_state).values(workbook_id=IDS[book], **values))


def give_month(connection: Connection, book: str, period: str) -> None:
    """Enter all that a month asks for."""
    keep(connection, book, "progress", f"MT01|{period}", code="MT01", period=period, achieved=9, total=9)
    keep(connection, book, "confirmations", period, period=period, head="An", confirmed_on=f"{period}-28")


def allow(connection: Connection, kind: str, code: str = "GH-01", **values: Any) -> None:
    """The coordinator writes a line among her exceptions."""
    said = {"kind": kind, "decided_by": "Giám đốc", "reason": "ốm", **values}
    keep(connection, OFFICE, "exceptions", code, **said)


def at(day: date, hour: int = 8) -> datetime:
    """A moment of a day."""
    return datetime.combine(day, time(hour), ZONE)


def known(connection: Connection) -> Organisation:
    """The department as the coordinator lists it."""
    found = organisation.read(connection)
    assert found is not None
    return found


def look(connection: Connection, day: date, hour: int = 8) -> dict[str, Duty]:
    """The duties by key, after the job ran at a moment of `day`."""
    follow.follow(connection, known(connection), at(day, hour))
    return {duty.key: duty for duty in register.read(connection, known(connection), day)}


def state(duties: Mapping[str, Duty], key: str) -> str:
    """The state of one duty."""
    return duties[key].state


def kinds(connection: Connection, key: str) -> list[str]:
    """What happened to a duty, in order."""
    return [str(event["kind"]) for event in register.history(connection, key)]


def count(connection: Connection, table: Any) -> int:
    """How many rows a table of the store has."""
    return len(connection.execute(select(table)).all())


def folds_to_itself(connection: Connection) -> bool:
    """Whether the history gives the register as it stands."""
    rows = connection.execute(select(duty_event).order_by(duty_event.c.id)).mappings()
    past = [history.Event(row["key"], row["kind"], row["facts"]) for row in rows]
    held = connection.execute(select(duty.c.key, duty.c.facts)).all()
    return history.fold(past) == {key: facts.from_json(item) for key, item in held}
