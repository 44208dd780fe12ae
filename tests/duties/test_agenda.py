"""Who owes what now, and where it is entered: a unit is led into its own workbook only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from service.duties.agenda import Agenda, Place
from service.duties.duty import Duty
from service.organisation import Organisation, Unit, settings
from service.workbooks.registry import Workbook

TODAY = date(2022, 8, 10)
OLD = Unit("CTTT", "Phòng Chính trị", valid_to=date(2022, 6, 30), successor="VP")
UNITS = (Unit("VP", "Văn phòng"), OLD, Unit("TTR", "Thanh tra"))
BASE = "http://127.0.0.1:9"


def book(kind: str, unit: str | None, year: int, spreadsheet: str, **sheets: int) -> Workbook:
    """A workbook with tabs."""
    key = f"{kind}:{unit}:{year}"
    state: Any = (spreadsheet, "", False, "ok", None, False, sheets, [], None, None, None, None, None)
    return Workbook(1, key, kind, unit, year, *state)


BOOKS = [
    book("coordinator", None, 2022, "coord", training=9),
    book("unit", "VP", 2021, "vp21", start=1, progress=2),
    book("unit", "VP", 2022, "vp22", start=1, progress=2),
    book("unit", "VP", 2023, "vp23", start=1, progress=2),
    book("unit", "TTR", 2022, "", start=1),
]


def owes(unit: str = "VP", table: str = "progress", **values: Any) -> Duty:
    """A duty that is overdue."""
    made = Duty(unit, table, "", "2022-06", "Nhập.", "Enter.", date(2022, 6, 15), None, "missing")
    return replace(made, **values)


def agenda(duties: Sequence[Duty] = (), language: str = "vi", books: Sequence[Workbook] = BOOKS) -> Agenda:
    """The agenda of the day."""
    rows: list[dict[str, Any]] = [{"key": "language", "value": language}, {"key": "year", "value": 2022}]
    known = Organisation(UNITS, (), settings(rows), {unit.code: unit for unit in UNITS})
    return Agenda(known, TODAY, duties, known.calendar, books, BASE)


def link(spreadsheet: str, tab: int | None = None) -> str:
    """The address of a tab."""
    return f"{BASE}/spreadsheets/d/{spreadsheet}/edit" + (f"#gid={tab}" if tab is not None else "")


def test_a_unit_owes_what_is_due_the_earliest_first() -> None:
    """Neither what is done or not begun, nor what is another's; what is silenced stands apart."""
    late, now = owes(), owes(table="dossiers", due=date(2022, 6, 14), state="due")
    silent = owes(table="confirmations", silenced="Ban: chờ")
    rest = [owes(state=state) for state in ("on_time", "late", "excused", "not_due")]
    found = agenda([late, now, silent, owes("TTR"), *rest])
    assert found.owed("VP") == [now, late]
    assert found.owed("VP", silenced=True) == [silent]
    assert found.owed("") == []


def test_nothing_is_asked_for_that_counts_no_longer() -> None:
    """Of a frozen month; up to its last day it is, and after it what was opened again or given more time."""
    frozen, last = owes(lock=date(2022, 8, 9)), owes(table="dossiers", lock=TODAY)
    longer = owes(table="confirmations", due=date(2022, 8, 9), lock=date(2022, 8, 8))
    assert agenda([frozen, last, longer]).owed("VP") == [last, longer]
    assert agenda([replace(frozen, silenced="Ban: chờ")]).owed("VP", silenced=True) == []


def test_what_an_ended_unit_owed_is_its_heirs() -> None:
    """The office took over from the unit that was merged into it."""
    left = owes("CTTT")
    assert agenda().owner(left) == "VP"
    assert agenda([left]).owed("VP") == [left]
    assert agenda([left]).owed("CTTT") == []
    assert agenda().owner(owes("")) == ""
    assert agenda().owner(owes("XX")) == "XX"


def test_units_are_called_by_their_names() -> None:
    """The committee by its own; a code nobody lists as it is."""
    assert [agenda().name(code) for code in ("VP", "", "XX")] == ["Văn phòng", "Ban Chỉ đạo ISO", "XX"]
    assert agenda(language="en").name("") == "Steering committee"


def test_a_units_duty_leads_to_its_tab_in_the_year_it_belongs_to() -> None:
    """2022's into 2022's workbook; a year without one into the latest."""
    assert agenda().place(owes()) == Place("Kết quả", link("vp22", 2))
    assert agenda().place(owes(period="2021-12")) == Place("Kết quả", link("vp21", 2))
    assert agenda().place(owes(period="2020-12")) == Place("Kết quả", link("vp23", 2))
    assert agenda().place(owes(period="", record="x")) == Place("Kết quả", link("vp22", 2))
    assert agenda().place(owes("CTTT")) == Place("Kết quả", link("vp22", 2))
    assert agenda().place(owes("TTR")) == agenda().place(owes("XX")) == Place()


def test_a_unit_is_not_led_into_the_coordinators_workbook() -> None:
    """To its own start tab instead; the coordinator and the committee are led to the tab itself."""
    held = owes(table="training")
    assert agenda().place(held) == Place("Bắt đầu", link("vp22", 1))
    there = agenda().place(held, is_coordinator=True)
    assert there.link == link("coord", 9)
    assert agenda().place(owes("", "training")) == there
    assert agenda().place(owes(table="no_such")) == Place("Bắt đầu", link("vp22", 1))
    assert agenda().place(owes(table="dossiers")) == Place("Bắt đầu", link("vp22", 1))
    assert agenda().place(owes("", "training"), is_coordinator=True) == there
    assert agenda(books=[]).place(held, is_coordinator=True) == Place()


def test_the_start_tab_is_that_of_the_year_kept() -> None:
    """Else of the latest; none while the unit has no workbook."""
    assert agenda().start("VP") == Place("Bắt đầu", link("vp22", 1))
    assert agenda(books=BOOKS[1:2] + BOOKS[3:4]).start("VP") == Place("Bắt đầu", link("vp23", 1))
    assert agenda().start("TTR") == Place()
