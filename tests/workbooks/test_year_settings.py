"""Settings that frozen months hang on: obeyed until a year's first freeze, then kept for the next year."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import insert, select

from service import organisation, state
from service.clock import ZONE, stamp
from service.figures.data import LOWEST
from service.organisation import Organisation
from service.periods import close, snapshot
from service.periods.windows import containing, window
from service.store.engine import reading
from service.store.tables import batch, cube
from service.workbooks import palette, start
from sheets_schema import descriptor
from tests.support.office import Office, shade

KEYS = [str(known["key"]) for known in descriptor.table("settings").known]


def cell(key: str) -> str:
    """Where the coordinator types a setting."""
    return f"B{KEYS.index(key) + 2}"


def note(office: Office, key: str) -> str:
    """What a setting's cell is noted with."""
    return str(office.cell("coordinator", "Cấu hình", cell(key), "admin")["note"])


def at(office: Office, *moment: int) -> None:
    """Let time pass until a moment, with a cycle then."""
    office.clock_file.write_text(stamp(datetime(*moment).replace(tzinfo=ZONE)))  # type: ignore[arg-type]
    office.cycle()


def decide(office: Office, **values: object) -> None:
    """The coordinator types settings; they are read, and ten minutes later marked."""
    for key, value in values.items():
        office.type("coordinator", "Cấu hình", cell(key), [value], name="admin")
    office.cycle()
    office.wait(11)
    office.cycle()


def about(office: Office) -> Organisation:
    """The organisation as the service takes it."""
    with reading(office.services.engine) as connection:
        found = organisation.read(connection)
    assert found
    return found


def year(office: Office) -> int:
    """The year whose workbooks the service keeps now."""
    return about(office).year_on(office.services.clock.today())


def spans(office: Office, *labels: str) -> list[tuple[date, date]]:
    """First and last day of some periods."""
    return [((w := window(label, about(office).rules)).start, w.end) for label in labels]


@pytest.fixture
def frozen(office: Office) -> Office:
    """An agency whose months run from the 15th; March 2022 is frozen."""
    with office.services.engine.begin() as connection:
        state.open_installation(connection, office.services.clock.now())
    decide(office, window_start_day=15, k=4)
    at(office, 2022, 3, 20, 0, 5)
    close.close(office.services, "2022-03")
    return office


def test_before_a_freeze_a_change_is_obeyed(office: Office) -> None:
    """Nothing was reported yet, so nothing changes its meaning."""
    assert spans(office, "2022-03") == [(date(2022, 3, 1), date(2022, 3, 31))]
    decide(office, window_start_day=15, k=4, school_year_end_month=5)
    assert spans(office, "2022-03", "2021-2022") == [
        (date(2022, 2, 15), date(2022, 3, 14)),
        (date(2021, 5, 15), date(2022, 5, 14)),
    ]
    assert about(office).settings_of(2022).k == 4
    assert office.open("coordinator") == []


def test_after_a_freeze_a_change_is_told_in_its_cell_and_not_obeyed(frozen: Office) -> None:
    """The year goes on as it was frozen; the note says so, and what comes when; typed back, it is gone."""
    before = spans(frozen, "2022-03", "2022-04", "2022-12", "2021-2022")
    decide(frozen, window_start_day=1, k=3, school_year_end_month=5)
    assert spans(frozen, "2022-03", "2022-04", "2022-12", "2021-2022") == before
    assert about(frozen).settings_of(2022).k == 4
    said = note(frozen, "window_start_day")
    assert said.startswith(
        "Ô B6: Đã chốt số liệu tháng 3/2022 nên “Ngày bắt đầu kỳ” không đổi được giữa năm; "
        "hệ thống tiếp tục dùng 15. Từ năm 2023 sẽ dùng 1;"
    )
    seen = frozen.cell("coordinator", "Cấu hình", cell("window_start_day"), "admin")
    assert seen["fill"] == shade(palette.MEND)
    assert "tiếp tục dùng 4. Từ năm 2023 sẽ dùng 3" in note(frozen, "k")
    assert "tiếp tục dùng 8. Từ năm 2023 sẽ dùng 5" in note(frozen, "school_year_end_month")
    decide(frozen, window_start_day=15, k=4, school_year_end_month="")
    assert [note(frozen, key) for key in ("window_start_day", "k", "school_year_end_month")] == ["", "", ""]


def test_a_cleared_cell_is_a_change_too(frozen: Office) -> None:
    """Blank means the default, here calendar months: not within the year."""
    decide(frozen, window_start_day="")
    assert "tiếp tục dùng 15. Từ năm 2023 sẽ dùng 1" in note(frozen, "window_start_day")
    assert spans(frozen, "2022-04") == [(date(2022, 3, 15), date(2022, 4, 14))]


def test_next_year_the_change_takes_effect(frozen: Office) -> None:
    """Its note goes without anybody's hand; no day is lost between the years, and none counted twice."""
    decide(frozen, window_start_day=1, k=3)
    at(frozen, 2022, 12, 14, 9)
    assert "Từ năm 2023" in note(frozen, "window_start_day")
    assert containing(date(2022, 12, 14), about(frozen).rules).label == "2022-12"
    at(frozen, 2022, 12, 15, 9)
    assert (note(frozen, "window_start_day"), note(frozen, "k")) == ("", "")
    assert frozen.open("coordinator") == []
    at(frozen, 2023, 2, 6, 0, 5)
    for label in (*(f"2022-{month:02}" for month in range(4, 13)), "2023-01"):
        close.close(frozen.services, label)
    assert spans(frozen, "2022-12", "2023-01", "2023-02") == [
        (date(2022, 11, 15), date(2022, 12, 14)),
        (date(2022, 12, 15), date(2023, 1, 31)),
        (date(2023, 2, 1), date(2023, 2, 28)),
    ]
    with reading(frozen.services.engine) as connection:
        held = [snapshot.load(connection, "monthly", label) for label in ("2022-12", "2023-01")]
    assert [data.k for data in held if data] == [4, 3]
    decide(frozen, window_start_day=15)
    assert "Đã chốt số liệu tháng 1/2023" in note(frozen, "window_start_day")


def test_no_smaller_group_is_shown_because_k_was_lowered(frozen: Office) -> None:
    """Three answers of April stay withheld, in the month and in the year, though 3 was typed in March."""
    decide(frozen, k=3)
    with frozen.services.engine.begin() as connection:
        place = {"day": "2022-04-01", "unit": "VP", "version": 1, "count": 3}
        for question, level in (("q8", 5), (LOWEST, 5)):
            connection.execute(insert(cube).values(question=question, level=level, **place))
    at(frozen, 2022, 4, 20, 0, 5)
    close.close(frozen.services, "2022-04")
    with reading(frozen.services.engine) as connection:
        assert connection.execute(select(batch)).all() == []
        year = snapshot.take(connection, about(frozen), window("2022", about(frozen).rules), "annual")
    assert year.k == 4


def test_due_and_freeze_days_change_for_open_months_only(frozen: Office) -> None:
    """The next month gets the new days (17 April was a Sunday); the frozen one keeps its own."""
    decide(frozen, due_after_days=3, freeze_after_days=20)
    known = about(frozen)
    april = window("2022-04", known.rules)
    assert (april.due, april.freeze) == (date(2022, 4, 18), date(2022, 5, 4))
    assert frozen.open("coordinator") == []
    today = date(2022, 3, 21)
    march = window("2022-03", known.rules)
    assert (march.due, march.freeze) == (date(2022, 3, 15), date(2022, 3, 19))
    current = start.current(today, known, 2022)
    assert current and current.label == "2022-04"
    assert start.since(today, known, 2022) <= today
    assert not known.takes_entries(window("2022-03", known.rules), today)


def test_a_year_out_of_turn_is_told_and_not_obeyed(frozen: Office) -> None:
    """A typing slip in the year neither stops the months that are to come nor makes workbooks of 2032."""
    decide(frozen, year=2032)
    assert "năm của sổ không thể là 2032" in note(frozen, "year")
    assert year(frozen) == 2022
    decide(frozen, year=2023)
    assert (note(frozen, "year"), year(frozen)) == ("", 2023)
