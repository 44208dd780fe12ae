"""What the plan asks of tables that all share, and what is still told once its year is over."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from service.duties import running
from tests.duties.register import OFFICE, allow, keep, known, look, state


def test_in_a_table_that_all_share_each_unit_answers_by_its_own_rows_of_the_year(store: Connection) -> None:
    """Neither another unit's risk nor one identified in the year before answers for it."""
    plan = {"activity": "Nhận diện rủi ro", "from_month": "2022-01", "due": "2022-02-28", "who": "units"}
    keep(store, OFFICE, "plan", "KH-01", **plan, table="risks")
    for code, unit, day in (("RR-1", "VP", "2022-01-05"), ("RR-2", "KT", "2021-12-05")):
        keep(
            store, OFFICE, "risks", code, code=code, unit=unit, kind="risk", identified_on=day, status="open"
        )
    found = look(store, date(2022, 2, 28))
    assert (state(found, "VP|risks|KH-01|2022"), state(found, "KT|risks|KH-01|2022")) == ("on_time", "due")
    late = {"unit": "KT", "kind": "risk", "identified_on": "2022-03-01", "status": "open"}
    keep(store, OFFICE, "risks", "RR-3", code="RR-3", **late)
    assert state(look(store, date(2022, 3, 2)), "KT|risks|KH-01|2022") == "late"


def test_more_time_for_a_petition_holds_for_the_unit_that_took_over(store: Connection) -> None:
    """It was given to KT, by name; VP answers for it after the merger, by the day that was set."""
    petition = {"received_on": "2022-06-01", "unit": "KT", "deadline": "2022-06-20", "status": "open"}
    keep(store, OFFICE, "petitions", "PA-1", code="PA-1", **petition)
    allow(store, "extension", unit="KT", table="petitions", record="PA-1", until="2022-07-20")
    ends = {"valid_to": "2022-06-30", "successor": "VP"}
    keep(store, OFFICE, "units", "KT", code="KT", name="KT", editors=[], **ends)
    found = look(store, date(2022, 7, 5))["VP|petitions|PA-1|"]
    assert (found.due, found.state) == (date(2022, 7, 20), "due")


def test_what_went_on_into_a_later_year_is_told_until_that_year_ends(store: Connection) -> None:
    """A report of 2022 made in 2023 is told of in 2023, as late, and in 2024 no more."""
    plan = {"activity": "Báo cáo năm", "who": "committee", "from_month": "2022-11", "due": "2022-12-09"}
    keep(store, OFFICE, "plan", "KH-02", **plan)
    assert state(look(store, date(2023, 1, 4)), "|plan|KH-02|2022") == "missing"
    keep(store, OFFICE, "plan", "KH-02", **plan, status="done", completed_on="2023-01-05")
    assert state(look(store, date(2023, 12, 30)), "|plan|KH-02|2022") == "late"
    assert "|plan|KH-02|2022" not in look(store, date(2024, 1, 4))


def test_december_is_still_entered_when_the_year_has_turned(store: Connection) -> None:
    """Until its freeze; of a year that nobody kept workbooks of no month is."""

    def months(day: date) -> list[str]:
        return [month.label for month in running.months(store, known(store), day)]

    keep(store, OFFICE, "settings", "year", key="year", value=2023)
    assert months(date(2023, 1, 3)) == ["2022-12", "2023-01"]
    assert months(date(2023, 1, 31)) == ["2023-01"]
    keep(store, OFFICE, "settings", "year", key="year", value=2022)
    assert months(date(2022, 1, 3)) == ["2022-01"]
