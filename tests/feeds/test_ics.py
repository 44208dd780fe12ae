"""A unit's calendar, read back as a calendar program reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import icalendar
import pytest

from service.clock import ZONE
from service.duties.agenda import Agenda
from service.duties.duty import Duty
from service.feeds import ics
from service.organisation import Organisation, Unit, settings
from service.workbooks.registry import Workbook

NOW = datetime(2022, 4, 10, 9, 30, tzinfo=ZONE)
VP = Unit("VP", "Văn phòng", valid_to=date(2022, 6, 30))
TTR = Unit("TTR", "Thanh tra")
BOOK = Workbook(
    *(1, "unit:VP:2022", "unit", "VP", 2022, "sheet-VP", "VP", False, "ok", None, False),
    *({"start": 1, "actions": 4}, [], None, None, None, None, None),
)


def agency(**values: object) -> Organisation:
    """Two units that count from the 15th."""
    rows = [{"key": "window_start_day", "value": 15}, {"key": "year", "value": 2022}]
    rows += [{"key": key, "value": value} for key, value in values.items()]
    return Organisation((VP, TTR), (), settings(rows), {"VP": VP, "TTR": TTR})


def record(**values: Any) -> Duty:
    """An action of Văn phòng."""
    made = Duty("VP", "actions", "BP01", "", "Làm BP01.", "Do BP01.", date(2022, 5, 6), None, "not_due")
    return replace(made, **values)


def read(duties: Sequence[Duty] = (), now: datetime = NOW, **values: object) -> icalendar.Calendar:
    """The calendar of Văn phòng, parsed."""
    known = agency(**values)
    agenda = Agenda(known, now.date(), duties, known.calendar, [BOOK], "http://127.0.0.1:9")
    made = icalendar.Calendar.from_ical(ics.build(agenda, VP, now, "iso.example.vn"))
    assert isinstance(made, icalendar.Calendar)
    return made


def events(calendar: icalendar.Calendar) -> dict[str, Any]:
    """Its events by summary."""
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def test_the_head_of_the_calendar() -> None:
    """Published, ours, named after the unit, in our zone."""
    made = read()
    told = {
        name: str(made[name]) for name in ("METHOD", "PRODID", "VERSION", "X-WR-CALNAME", "X-WR-TIMEZONE")
    }
    assert told == {
        "METHOD": "PUBLISH",
        "PRODID": "-//So Chat luong//qms//VI",
        "VERSION": "2.0",
        "X-WR-CALNAME": "ISO – Văn phòng",
        "X-WR-TIMEZONE": "Asia/Ho_Chi_Minh",
    }
    (zone,) = made.walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Asia/Ho_Chi_Minh"


def test_a_month_has_its_window_its_due_day_and_its_freeze() -> None:
    """Days as days; the freeze at the midnight that ends its day, in our zone."""
    found = events(read())
    window, due, freeze = (
        found[name]
        for name in (
            "Kỳ số liệu tháng 4/2022",
            "Hạn nhập số liệu tháng 4/2022",
            "Chốt số liệu tháng 4/2022 lúc 24 giờ",
        )
    )
    assert (window["DTSTART"].dt, window["DTEND"].dt) == (date(2022, 3, 15), date(2022, 4, 15))
    assert (due["DTSTART"].dt, due["DTEND"].dt) == (date(2022, 4, 15), date(2022, 4, 16))
    assert freeze["DTEND"].dt == datetime(2022, 4, 20, 0, 0, tzinfo=ZONE)
    assert freeze["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert str(due["URL"]) == "http://127.0.0.1:9/spreadsheets/d/sheet-VP/edit#gid=1"


def test_a_unit_has_only_its_own_months_and_duties() -> None:
    """It ends in June: July's window holds its last days, August's none; Thanh tra's duty is not there."""
    found = events(read([record(), record(unit="TTR", vi="Việc của Thanh tra.")]))
    assert "Kỳ số liệu tháng 7/2022" in found
    assert "Kỳ số liệu tháng 8/2022" not in found
    assert "Hạn: Làm BP01" in found
    assert not any("Thanh tra" in summary for summary in found)


def test_what_has_a_day_of_its_own_stands_there_until_it_is_done() -> None:
    """With how it stands, and the way to its tab."""
    due = events(read([record()]))["Hạn: Làm BP01"]
    assert due["DTSTART"].dt == date(2022, 5, 6)
    assert str(due["DESCRIPTION"]) == "Hạn 06/05/2022, còn 20 ngày làm việc."
    assert str(due["URL"]).endswith("/sheet-VP/edit#gid=4")
    for state in ("on_time", "late", "excused"):
        assert "Hạn: Làm BP01" not in events(read([record(state=state)]))


def test_more_time_for_a_month_stands_on_its_own_day() -> None:
    """The month's own due day stays; what is due on it is not told twice."""
    own = record(table="progress", record="", period="2022-04", vi="Nhập kết quả.", state="due")
    assert "Hạn: Nhập kết quả" not in events(read([replace(own, due=date(2022, 4, 15))]))
    later = events(read([replace(own, due=date(2022, 4, 18), why="Ban: bão")]))["Hạn: Nhập kết quả"]
    assert later["DTSTART"].dt == date(2022, 4, 18)
    assert "(gia hạn – Ban: bão)" in str(later["DESCRIPTION"])


def test_a_december_that_runs_on_keeps_its_days_when_the_year_has_turned() -> None:
    """The next year is kept on its due day; that, the freeze and what was put off are still to come."""
    now, of = datetime(2022, 12, 15, 9, tzinfo=ZONE), {"table": "progress", "record": "", "period": "2022-12"}
    own = record(unit="TTR", vi="Nhập kết quả.", state="due", due=date(2023, 1, 9), **of)
    agenda = Agenda(agency(year=2023), now.date(), [own], agency().calendar, [], "")
    told = events(icalendar.Calendar.from_ical(ics.build(agenda, TTR, now, "iso.example.vn")))
    assert told["Hạn nhập số liệu tháng 12/2022"]["DTSTART"].dt == date(2022, 12, 15)
    assert "Chốt số liệu tháng 12/2022 lúc 24 giờ" in told
    assert told["Hạn: Nhập kết quả"]["DTSTART"].dt == date(2023, 1, 9)
    assert "Hạn nhập số liệu tháng 1/2023" in told


def test_names_of_entries_stay_and_are_their_own() -> None:
    """However the day, the text or the due day changes: a program moves the entry and makes no second one."""
    before = {str(e["UID"]): str(e["summary"]) for e in read([record()]).walk("VEVENT")}
    moved = record(due=date(2022, 5, 20), vi="Làm gấp BP01.")
    after = {str(e["UID"]) for e in read([moved], now=datetime(2022, 4, 11, tzinfo=ZONE)).walk("VEVENT")}
    assert set(before) == after
    assert len(before) == len(set(before.values()))
    assert all(name.endswith("@iso.example.vn") for name in before)
    agenda = Agenda(agency(), NOW.date(), (), agency().calendar, [], "")
    others = icalendar.Calendar.from_ical(ics.build(agenda, TTR, NOW, "iso.example.vn"))
    assert not after & {str(event["UID"]) for event in others.walk("VEVENT")}


@pytest.mark.parametrize("evil", ["a\r\nEND:VEVENT\r\nX-EVIL:1", "a; b, c\\n: “Đ”", "\u2028x\x00y"])
def test_what_people_typed_stays_text(evil: str) -> None:
    """Line breaks and separators in a title make no line of their own."""
    made = read([record(vi=evil)])
    assert len(made.walk("VEVENT")) == len(read([record()]).walk("VEVENT"))
    assert not any("X-EVIL" in event for event in made.walk("VEVENT"))


def test_an_agency_that_reads_english_gets_english_entries() -> None:
    """By the setting its reports go by."""
    found = events(read([record()], language="en"))
    for summary in (
        "Entries of April 2022 are due",
        "Figures of April 2022 freeze at midnight",
        "Due: Do BP01",
    ):
        assert summary in found
