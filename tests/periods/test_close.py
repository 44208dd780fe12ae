"""Closing: never before its time, each year from its own workbooks, December after the turn as well."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from jobs import calendars
from jobs.registry import jobs
from service import organisation, state
from service.clock import ZONE, Clock, stamp
from service.compose import Services
from service.config import Config
from service.duties import running
from service.periods import close, snapshot, unread
from service.periods.windows import window
from service.store.engine import open_engine
from service.store.tables import record, workbook
from service.store.tables import snapshot as snapshot_table
from service.work import ledger
from tests.support import stores

OPENED = datetime(2022, 3, 1, 8, tzinfo=ZONE)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """Open since March 2022: one unit with a workbook in 2022 and one in 2023; no year set."""
    clock = tmp_path / "clock"
    clock.write_text("2022-12-20T08:00:00+07:00")
    config = Config(dir=tmp_path, clock=str(clock))
    stores.lay_out(config.store_url)
    engine = open_engine(config.store_url, durable=False)
    with engine.begin() as c:
        state.open_installation(c, OPENED)
        for number, (key, kind, unit, year) in enumerate(
            [("coordinator", "coordinator", None, 2022), ("unit:VP:2022", "unit", "VP", 2022),
             ("unit:VP:2023", "unit", "VP", 2023)], 1
        ):  # fmt: skip
            book = {"id": number, "key": key, "kind": kind, "unit": unit, "year": year, "sheets": {}}
            read = "2022-12-20T08:00:00+07:00"
            c.execute(insert(workbook).values(spreadsheet_id=key, state="ok", last_read_at=read, **book))
        keep(c, 1, "units", "VP", code="VP", name="Văn phòng", editors=["vp@x.vn"])
        keep(c, 2, "objectives", "MT01", **objective("Năm 2022"))
        keep(c, 3, "objectives", "MT01", **objective("Năm 2023"))
    yield Services(config, engine, Clock(str(clock)))
    engine.dispose()


def objective(name: str) -> dict[str, Any]:
    """A monthly objective in force for years."""
    return {"code": "MT01", "objective": name, "direction": "ge", "target": 95, "unit_of_measure": "%",
            "evaluation": "month", "deadline": "2030-12-31"}  # fmt: skip


def keep(connection: Connection, book: int, table: str, key: str, /, **values: Any) -> None:
    """One good record."""
    row = {"workbook_id": book, "table_name": table, "key": key, "row": 2, "changed_at": stamp(OPENED)}
    connection.execute(insert(record).values(values=values, **row))


def test_a_month_is_not_frozen_before_its_time(services: Services) -> None:
    """Whoever asks for it, a month that still takes entries stays open."""
    with pytest.raises(close.TooEarly):
        close.close(services, "2022-12")
    with services.engine.begin() as c:
        assert snapshot.frozen_at(c, "monthly", "2022-12") is None


def test_a_snapshot_holds_the_rows_of_its_own_year(services: Services) -> None:
    """Next year's workbook uses the same codes; its objectives count next year only."""
    with services.engine.begin() as c:
        known = organisation.read(c)
        assert known is not None
        for label, name in (("2022-12", "Năm 2022"), ("2023-01", "Năm 2023")):
            data = snapshot.take(c, known, window(label, known.rules), "monthly")
            assert [row.values["objective"] for row in data.objectives] == [name]


def test_december_closes_after_the_year_has_turned(services: Services) -> None:
    """In January with the year left blank, it is 2023; December 2022 still falls due."""
    january = datetime(2023, 1, 6, 1, tzinfo=ZONE)
    with services.engine.begin() as c:
        known = organisation.read(c)
        assert known is not None
        assert known.year_on(january.date()) == 2023
        due = [label for label, _ in calendars.month_freezes(c, known, january)]
        assert due[-1] == "2022-12"
        assert due[0] == "2022-02"  # the first that froze while the installation was open


def test_months_go_on_while_the_coordinators_workbook_is_lost_over_new_year(services: Services) -> None:
    """Last read on 20/12/2022, no year set: the new year's months open and close by what was read then."""
    june = datetime(2023, 6, 7, 1, tzinfo=ZONE)
    with services.engine.begin() as c:
        c.execute(workbook.update().where(workbook.c.id == 1).values(state="unreachable"))
        known = organisation.read(c)
        assert known is not None
        assert [label for label, _ in calendars.month_starts(c, known, june)][-1] == "2023-06"
        assert [month.label for month in running.months(c, known, june.date())][-1] == "2023-06"
        december, january = (known.fingerprint_on(date(*day)) for day in ((2022, 12, 31), (2023, 1, 1)))
        assert december != january  # so the new year's workbooks are made
    assert freezes(services, june)[-1] == "2023-05"


def test_a_later_freeze_day_adds_no_month_before_the_first_frozen(services: Services) -> None:
    """January froze before the installation was; a longer term does not bring it back behind March."""
    april = datetime(2022, 4, 6, 1, tzinfo=ZONE)
    with services.engine.begin() as c:
        keep(c, 1, "settings", "freeze_after_days", key="freeze_after_days", value=60)
    assert freezes(services, april) == ["2022-01"]
    with services.engine.begin() as c:
        row = {"period": "monthly:2022-03", "kind": "monthly", "label": "2022-03", "frozen_at": stamp(april)}
        c.execute(insert(snapshot_table).values(hash="", content=b"", **row))
    assert freezes(services, april) == []
    assert freezes(services, datetime(2022, 6, 30, 1, tzinfo=ZONE))[0] == "2022-03"


def freezes(services: Services, at: datetime) -> list[str]:
    """The months whose close is due at an instant."""
    with services.engine.begin() as c:
        return [label for label, _ in calendars.month_freezes(c, organisation.read(c), at)]


def note(services: Services, at: datetime) -> None:
    """What a tick notes once it has read what it could."""
    with services.engine.begin() as c:
        unread.note(c, at, {job.name: job.brings for job in jobs() if job.brings})


def run(services: Services, job: str, at: datetime, error: str = "") -> None:
    """One run of a job that reads on every tick, and what the tick notes of it."""
    with services.engine.begin() as c:
        ledger.start(c, job, "tick", at, "me", at)
        if error:
            ledger.fail(c, job, "tick", error, at)
        else:
            ledger.finish(c, job, "tick", "đọc được", at)
    note(services, at)


@pytest.mark.parametrize("job", ["changes", "check", "answers"])
def test_a_close_waits_a_day_for_what_cannot_be_read(services: Services, job: str) -> None:
    """Google fails at the freeze: the month closes with the first good tick, or a day later saying so."""
    hour, midnight = timedelta(hours=1), datetime(2022, 12, 6, tzinfo=ZONE)
    run(services, job, midnight - hour, "Google bận")
    assert "2022-11" not in freezes(services, midnight + 23 * hour)
    assert "2022-11" in freezes(services, midnight + 24 * hour)
    with services.engine.begin() as c:
        known = organisation.read(c)
        assert known is not None
        data = snapshot.take(c, known, window("2022-11", known.rules), "monthly")
        assert data.unread == ("answers" if job == "answers" else "workbooks",)
    run(services, job, midnight + hour)
    assert "2022-11" in freezes(services, midnight + hour)


def test_the_day_is_counted_from_the_first_failure_after_the_freeze(services: Services) -> None:
    """Switched on days after the freeze, with the network late: what was typed in time is waited for."""
    midnight = datetime(2022, 12, 6, tzinfo=ZONE)
    morning = midnight + timedelta(days=3, hours=7)
    run(services, "changes", morning, "không có mạng")
    assert "2022-11" not in freezes(services, morning + timedelta(hours=23))
    assert "2022-11" in freezes(services, morning + timedelta(hours=24))


def test_a_close_waits_for_a_busy_workbook_but_not_for_an_unshared_one(services: Services) -> None:
    """Google is busy with one workbook: wait; it was unshared: its unit is told, the others go on."""
    midnight = datetime(2022, 12, 6, tzinfo=ZONE)
    with services.engine.begin() as c:
        c.execute(workbook.update().where(workbook.c.id == 2).values(stale=True, layout_hash="x"))
    note(services, midnight)
    assert "2022-11" not in freezes(services, midnight + timedelta(hours=1))
    with services.engine.begin() as c:
        c.execute(workbook.update().where(workbook.c.id == 2).values(state="unreachable"))
    note(services, midnight)
    assert "2022-11" in freezes(services, midnight + timedelta(hours=1))


def test_a_first_year_has_no_december_before_it(services: Services) -> None:
    """Without workbooks of the year before, its months never fall due."""
    with services.engine.begin() as c:
        known = organisation.read(c)
        assert known is not None
        labels = [
            label for label, _ in calendars.month_freezes(c, known, datetime(2022, 12, 20, tzinfo=ZONE))
        ]
    assert all(label.startswith("2022-") for label in labels)


def test_a_month_waits_for_the_one_before_it(services: Services) -> None:
    """Asked for by hand, May is not closed before April: their batches of answers would overlap."""
    with pytest.raises(close.EarlierOpen):
        close.close(services, "2022-04")
    close.close(services, "2022-02")
    close.close(services, "2022-03")
    assert close.close(services, "2022-04")


def test_a_month_closed_before_its_report_is_still_the_month_before(services: Services) -> None:
    """After an outage two months close in one tick: the second is compared with the first's snapshot."""
    for label in ("2022-02", "2022-03"):
        close.close(services, label)
    with services.engine.begin() as c:
        data = snapshot.load(c, "monthly", "2022-03")
    assert data is not None
    assert data.previous is not None
    assert data.previous["objectives.total"]["value"] == 1
