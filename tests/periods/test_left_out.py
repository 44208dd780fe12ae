"""What a snapshot holds of ended units and earlier years, and which rows with an error it names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, update

from service import organisation
from service.clock import ZONE, stamp
from service.figures import compute
from service.figures.data import Data, Figures
from service.periods import left_out, snapshot
from service.periods.windows import window
from service.store.engine import open_engine
from service.store.tables import problem, record, workbook
from sheets_schema import problems
from tests.support import stores

NOW = stamp(datetime(2022, 3, 1, 8, tzinfo=ZONE))
BOOKS = (
    ("coordinator", "coordinator", None, 2022),
    ("auditors:2022", "auditors", None, 2022),
    ("unit:VP:2022", "unit", "VP", 2022),
    ("unit:OLD:2022", "unit", "OLD", 2022),
    ("unit:VP:2023", "unit", "VP", 2023),
)
IDS = {book[0]: number for number, book in enumerate(BOOKS, 1)}
SEVERITY = {kind.code: kind.severity for kind in problems.catalogue()}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Connection]:
    """An office and a unit that ended with March 2022; calendar months."""
    url = f"sqlite:///{tmp_path / 'qms.db'}"
    stores.lay_out(url)
    engine = open_engine(url, durable=False)
    with engine.begin() as connection:
        for key, kind, unit, year in BOOKS:
            row = {"id": IDS[key], "key": key, "kind": kind, "unit": unit, "year": year, "sheets": {}}
            place = {"spreadsheet_id": key, "state": "ok", "last_read_at": NOW}
            connection.execute(insert(workbook).values(**row, **place))
        keep(connection, "coordinator", "units", "VP", code="VP", name="Văn phòng", editors=[])
        old = {"code": "OLD", "name": "Phòng cũ", "editors": [], "valid_to": "2022-03-31"}
        keep(connection, "coordinator", "units", "OLD", **old)
        yield connection
    engine.dispose()


def keep(connection: Connection, book: str, table: str, key: str, /, **values: Any) -> None:
    """One good record."""
    place = {"workbook_id": IDS[book], "table_name": table, "key": key, "row": 2, "changed_at": NOW}
    connection.execute(insert(record).values(values=values, **place))


def keep_finding(connection: Connection, unit: str, code: str = "KPH01", **values: Any) -> None:
    """An open minor finding of January, due in February."""
    given = {"code": code, "unit": unit, "date": "2022-01-10", "deadline": "2022-02-28", "grade": "minor"}
    keep(connection, "auditors:2022", "findings", code, **{**given, "status": "open", **values})


def spoil(
    connection: Connection,
    book: str,
    table: str,
    key: str | None,
    row: int = 5,
    code: str = "required_missing",
    column: str = "cause",
) -> None:
    """A problem in a row; by default an error that keeps it from counting."""
    place = {"workbook_id": IDS[book], "table_name": table, "key": key, "row": row, "column_name": column}
    words = {"code": code, "severity": SEVERITY[code], "message_vi": "", "message_en": ""}
    seen = {"first_seen_at": NOW, "last_seen_at": NOW, "identity": f"{table}|{key}|{row}"}
    connection.execute(insert(problem).values(**place, **words, **seen))


def take(connection: Connection, label: str) -> Data:
    """A period as it would be frozen now."""
    known = organisation.read(connection)
    assert known is not None
    kind = "annual" if len(label) == 4 else "monthly"
    return snapshot.take(connection, known, window(label, known.rules), kind)  # type: ignore[arg-type]


def figures(connection: Connection, label: str) -> Figures:
    """Its figures."""
    return compute(take(connection, label))


def keys(connection: Connection, label: str) -> list[str]:
    """The keys of the rows left out."""
    return [row.key for row in take(connection, label).excluded]


def test_an_ended_units_actions_stay_done(store: Connection) -> None:
    """Done on 10/03, the unit ends on 31/03: April does not open the action again."""
    keep_finding(store, "OLD")
    keep(store, "unit:OLD:2022", "corrections", "KPH01", code="KPH01", completed="2022-03-10")
    for label in ("2022-03", "2022-04", "2023-01"):
        made = figures(store, label)
        assert (made["corrections.done"].numerator, made["corrections.overdue"].value) == (1, 0), label


def test_an_action_of_next_years_workbook_is_not_this_findings(store: Connection) -> None:
    """KPH01 of 2023 is another finding."""
    keep_finding(store, "VP")
    keep(store, "unit:VP:2023", "corrections", "KPH01", code="KPH01", completed="2022-02-10")
    assert figures(store, "2023-01")["corrections.overdue"].value == 1


def test_a_row_with_an_error_is_named_in_its_own_periods(store: Connection) -> None:
    """January's in January and in the year; a quarter's with its last month; without a key, in all."""
    for number, key in enumerate(("MT01|2022-01", "MT02|2022-Q1", "MT01|2022-01#2", None), 5):
        spoil(store, "unit:VP:2022", "progress", key, number)
    spoil(store, "unit:VP:2022", "dossiers", "2022-02|Cấp bản sao")
    spoil(store, "unit:VP:2022", "objectives", "MT03")
    assert keys(store, "2022-01") == ["MT03", "MT01|2022-01", "MT01|2022-01#2", ""]
    assert keys(store, "2022-02") == ["2022-02|Cấp bản sao", "MT03", ""]
    assert keys(store, "2022-03") == ["MT03", "MT02|2022-Q1", ""]
    assert len(keys(store, "2022")) == 6


def test_a_correction_with_an_error_is_named_while_its_finding_is_undone(store: Connection) -> None:
    """In the figures it would have entered, also the year after; not once the effect is verified."""
    keep_finding(store, "OLD")
    spoil(store, "unit:OLD:2022", "corrections", "KPH01")
    spoil(store, "unit:OLD:2022", "corrections", "KPH09", row=6)
    for label in ("2022-04", "2023-01"):
        made = figures(store, label)
        line = "OLD/corrections/KPH01/cause/required_missing"
        for name in ("corrections.done", "corrections.overdue", "corrections.unit.OLD.overdue"):
            assert made[name].exclusions == (line,), name
        assert made["findings.open"].exclusions == ()
    shut = {"code": "KPH01", "unit": "OLD", "date": "2022-01-10", "deadline": "2022-02-28", "grade": "minor"}
    shut |= {"status": "closed", "verified_on": "2022-04-05", "effective": True}  # type: ignore[dict-item]
    store.execute(update(record).where(record.c.table_name == "findings").values(values=shut))
    assert keys(store, "2022-04") == []


def test_what_keeps_a_unit_from_being_complete_is_named(store: Connection) -> None:
    """The head's confirmation of the month holds an error: completeness says so."""
    spoil(store, "unit:VP:2022", "confirmations", "2022-01")
    made = figures(store, "2022-01")
    for name in ("completeness", "completeness.unit.VP"):
        assert made[name].exclusions == ("VP/confirmations/2022-01/cause/required_missing",)
    assert figures(store, "2022-02")["completeness"].exclusions == ()


@pytest.mark.parametrize("code", left_out.WAITING)
def test_a_result_that_waits_for_its_objective_is_named(store: Connection, code: str) -> None:
    """Its objective was cleared: it counts nowhere, and the report says so."""
    yearly = {"code": "MT02", "evaluation": "year", "deadline": "2022-12-31"}
    keep(store, "unit:VP:2022", "objectives", "MT02", **yearly)
    keep(store, "unit:VP:2022", "progress", "MT01|2022-01", code="MT01", period="2022-01", value=1)
    confirmed = {"period": "2022-01", "head": "An", "confirmed_on": "2022-02-01"}
    keep(store, "unit:VP:2022", "confirmations", "2022-01", **confirmed)
    assert figures(store, "2022-01")["completeness.unit.VP"].state == "complete"
    spoil(store, "unit:VP:2022", "progress", "MT01|2022-01", code=code, column="code")
    made = figures(store, "2022-01")
    line = f"VP/progress/MT01|2022-01/code/{code}"
    for name in ("objectives.total", "objectives.met", "objectives.unit.VP.due", "completeness.unit.VP"):
        assert made[name].exclusions == (line,), name
    assert keys(store, "2022-02") == []


@pytest.mark.parametrize(("column", "waits"), [("meeting", True), ("unit", False)])
def test_a_conclusion_waits_for_its_meeting_not_for_its_unit(column: str, waits: bool) -> None:
    """Of a meeting that never was right it counts nowhere; whoever does it, it is followed."""
    assert left_out.waits("link_wrong", "conclusions", column) is waits


def test_a_warning_keeps_no_row_out(store: Connection) -> None:
    """A row that is only asked about counts."""
    spoil(store, "unit:VP:2022", "progress", "MT01|2022-01", code="cause_missing")
    assert keys(store, "2022-01") == []


@pytest.mark.parametrize("code", left_out.WAITING)
def test_an_action_counts_whatever_becomes_of_its_objective(store: Connection, code: str) -> None:
    """It is done or not by its own row: nothing is left out, so nothing is named."""
    keep(store, "unit:VP:2022", "actions", "KH01", code="KH01", objective="MT01", status="open")
    spoil(store, "unit:VP:2022", "actions", "KH01", code=code, column="objective")
    made = figures(store, "2022-01")["register.actions.total"]
    assert (made.value, made.exclusions) == (1, ())


def test_an_ended_units_open_action_with_an_error_is_named_with_what_went_on(store: Connection) -> None:
    """It would count with who took over; what had to do with the ended unit alone is asked for no longer."""
    open_row = {"measure": "Bổ sung", "deadline": "2022-04-10", "status": "open"}
    keep(store, "unit:OLD:2022", "actions", "KH01", code="KH01", **open_row)
    spoil(store, "unit:OLD:2022", "actions", "KH02")
    spoil(store, "unit:OLD:2022", "proposals", "A")
    spoil(store, "unit:OLD:2022", "objectives", "MT01", 6)
    line = "OLD/actions/KH02/cause/required_missing"
    made = figures(store, "2022-04")
    assert (made["register.actions.total"].value, made["register.actions.total"].exclusions) == (1, (line,))
    assert keys(store, "2022-04") == ["KH02"]
    assert keys(store, "2022-03") == ["KH02", "MT01", "A"]
    assert keys(store, "2023-01") == []
