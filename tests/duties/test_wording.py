"""How a deadline is told, in both languages and in a text for the chat."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from service.duties import wording
from service.duties.duty import Duty
from service.periods.workdays import Calendar

#: A Friday.
DUE = date(2022, 4, 15)
DAYS = Calendar(off=((date(2022, 4, 11), date(2022, 4, 11)),))


def duty(**values: Any) -> Duty:
    """What a unit owes by that Friday; the figures freeze after the Tuesday."""
    made = Duty(
        "VP", "progress", "", "2022-03", "Nhập kết quả.", "Enter results.", DUE, date(2022, 4, 19), "due"
    )
    return replace(made, **values)


def test_a_unit_is_told_when_its_month_is_due_and_freezes() -> None:
    """Of the earliest one that it still enters; with the day it was given; nothing of what is excused."""
    later = duty(period="2022-04", due=date(2022, 5, 16), lock=date(2022, 5, 19), state="not_due")
    other, free = duty(unit="TTR", due=date(2022, 4, 18)), duty(table="dossiers", state="excused")
    told = "Số liệu tháng 3/2022: hạn nhập hết ngày 15/04/2022, chốt số liệu hết ngày 19/04/2022."
    assert wording.month([later, other, free, duty()], "VP", DUE, "vi") == told
    assert "tháng 4/2022: hạn nhập hết ngày 16/05/2022" in wording.month(
        [later, duty()], "VP", date(2022, 4, 20), "vi"
    )
    longer = duty(due=date(2022, 4, 22), why="Ban: bão")
    assert wording.month([longer], "VP", date(2022, 4, 20), "en") == (
        "Figures of March 2022: due by 22 April 2022, frozen after 22 April 2022."
    )
    assert wording.month([free], "VP", DUE, "vi") == ""
    # What was put off beyond its freeze is over with its new due day, given or not.
    assert wording.month([longer], "VP", longer.due + timedelta(days=1), "vi") == ""


@pytest.mark.parametrize(
    ("today", "vi", "en"),
    [
        (8, "còn 4 ngày làm việc", "4 working days left"),
        (14, "còn 1 ngày làm việc", "1 working day left"),
        (15, "hết hạn hôm nay", "due today"),
        (16, "vừa quá hạn", "just overdue"),
        (18, "quá hạn 1 ngày làm việc", "overdue by 1 working day"),
        (19, "quá hạn 2 ngày làm việc", "overdue by 2 working days"),
    ],
)
def test_how_long_there_is_or_was_is_told_in_working_days(today: int, vi: str, en: str) -> None:
    """The Monday before is off; on the Saturday after no working day has gone by."""
    day = date(2022, 4, today)
    assert wording.left(duty(), day, DAYS, "vi") == vi
    assert wording.left(duty(), day, DAYS, "en") == en


@pytest.mark.parametrize(
    ("values", "today", "vi", "en"),
    [
        (
            {},
            19,
            "Hạn 15/04/2022, quá hạn 2 ngày làm việc; chốt số liệu hết ngày 19/04/2022.",
            "Due 15 April 2022, overdue by 2 working days; figures freeze after 19 April 2022.",
        ),
        ({}, 20, "Hạn 15/04/2022, quá hạn 3 ngày làm việc.", "Due 15 April 2022, overdue by 3 working days."),
        (
            {"lock": None, "why": "Ban: bão"},
            15,
            "Hạn 15/04/2022, hết hạn hôm nay (gia hạn – Ban: bão).",
            "Due 15 April 2022, due today (extended – Ban: bão).",
        ),
        (
            {"lock": None, "spoilt_on": date(2022, 4, 20)},
            22,
            "Hạn 15/04/2022, đã xong, từ 20/04 lại chưa xong: quá hạn 2 ngày làm việc.",
            "Due 15 April 2022, done, but not since 20/04: overdue by 2 working days.",
        ),
        (
            {"lock": None, "spoilt_on": date(2022, 4, 20)},
            20,
            "Hạn 15/04/2022, đã xong, từ 20/04 lại chưa xong.",
            "Due 15 April 2022, done, but not since 20/04.",
        ),
    ],
)
def test_a_deadline_names_the_freeze_while_it_is_ahead(
    values: dict[str, Any], today: int, vi: str, en: str
) -> None:
    """And why there is more time."""
    day = date(2022, 4, today)
    assert wording.deadline(duty(**values), day, DAYS, "vi") == vi
    assert wording.deadline(duty(**values), day, DAYS, "en") == en


def test_a_text_for_the_chat_is_short_and_has_the_link() -> None:
    """Ten duties one by one, then how many more."""
    few = [duty(), duty(vi="Xác nhận.", en="Confirm.", due=DUE + timedelta(days=3))]
    assert wording.chat("Văn phòng", few, DUE, DAYS, "vi", "http://so/1").split("\n") == [
        "[ISO] Văn phòng: đến 15/04/2022 còn 2 việc",
        "1. Nhập kết quả (hạn 15/04, hết hạn hôm nay)",
        "2. Xác nhận (hạn 18/04, còn 1 ngày làm việc)",
        "Mở sổ: http://so/1",
    ]
    assert wording.chat("Office", few, DUE, DAYS, "en", "http://so/1").split("\n") == [
        "[ISO] Office: 2 to do, 15 April 2022",
        "1. Enter results (due 15/04, due today)",
        "2. Confirm (due 18/04, 1 working day left)",
        "Open the workbook: http://so/1",
    ]
    ten = wording.chat("Văn phòng", [duty()] * 10, DUE, DAYS, "vi").split("\n")
    assert [len(ten), ten[-1][:3]] == [11, "10."]
    many = wording.chat("Văn phòng", [duty()] * 12, DUE, DAYS, "vi").split("\n")
    assert many[-1] == "… và 2 việc nữa"
    assert wording.chat("Office", [duty()] * 12, DUE, DAYS, "en").split("\n")[-1] == "… and 2 more"


def test_a_unit_that_owes_nothing_is_told_so() -> None:
    """In one line."""
    assert wording.chat("VP", [], DUE, DAYS, "vi", "x") == "[ISO] VP: đến 15/04/2022 không còn việc nào."
    assert wording.chat("VP", [], DUE, DAYS, "en", "x") == "[ISO] VP: nothing to do, 15 April 2022."


def test_the_text_for_leaders_names_each_unit() -> None:
    """A head line, then a line a duty."""
    late = [("Văn phòng", duty()), ("Thanh tra", duty())]
    day = DUE + timedelta(days=4)
    assert wording.to_leaders(late, day, DAYS, "vi") == [
        "Đến 19/04/2022, các việc sau đã quá hạn:",
        "– Văn phòng: Nhập kết quả (hạn 15/04, quá hạn 2 ngày làm việc)",
        "– Thanh tra: Nhập kết quả (hạn 15/04, quá hạn 2 ngày làm việc)",
    ]
    assert wording.to_leaders(late[:1], day, DAYS, "en") == [
        "Overdue on 19 April 2022:",
        "– Văn phòng: Enter results (due 15/04, overdue by 2 working days)",
    ]
