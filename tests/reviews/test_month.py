"""A month's course as the coordinator is told it: its days, and at each of them what is to be done next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from service import organisation
from service.compose import Services
from service.periods import course, snapshot, windows
from service.periods.windows import Rules
from service.periods.workdays import Calendar
from service.reviews.month import Month, read, unfinished
from service.store.engine import reading
from service.store.tables import record, report, workbook
from service.web.app import create_app
from service.work import ledger
from tests.support import frozen, meetings
from tests.support.installation import add_record, make_installation

RULES = frozen.RULES
MARCH = windows.window("2022-03", RULES)


def test_the_days_of_a_usual_month() -> None:
    """14, 15, 16–18, 19; 20 March 2022 is a Sunday, so the meeting is on the 21st; 22."""
    assert course.chase(MARCH) == (date(2022, 3, 16), date(2022, 3, 18))
    assert course.meeting_day(MARCH, RULES) == date(2022, 3, 21)
    assert course.notice_day(MARCH, RULES) == date(2022, 3, 22)


def test_days_off_move_meeting_and_notice() -> None:
    """To the next working day; never before the freeze."""
    off = Calendar(off=((date(2022, 3, 21), date(2022, 3, 22)),))
    rules = replace(RULES, calendar=off)
    assert (course.meeting_day(MARCH, rules), course.notice_day(MARCH, rules)) == (
        date(2022, 3, 23),
        date(2022, 3, 23),
    )
    early = replace(RULES, meeting_after=2, conclusions_after=3)
    assert course.meeting_day(MARCH, early) == date(2022, 3, 21)
    assert course.notice_day(MARCH, early) == date(2022, 3, 21)


def test_without_days_between_due_and_freeze_there_is_no_chase() -> None:
    """The settings decide."""
    rules = Rules(start_day=15, due_after=1, freeze_after=2)
    assert course.chase(windows.window("2022-03", rules)) is None


def month(**more: object) -> Month:
    """March with two units lacking."""
    given = {"window": MARCH, "meeting": date(2022, 3, 21), "notice": date(2022, 3, 22), "entered": False}
    given |= {"held": False, "decided": False, "frozen": False, "noticed": False, "unapproved": ()}
    return Month(**{**given, "lacking": ("Văn phòng", "Thanh tra"), **more})  # type: ignore[arg-type]


FROZEN = {"frozen": True, "lacking": ()}


@pytest.mark.parametrize(
    ("day", "more", "said"),
    [
        (10, {}, "Kỳ đang mở, chưa phải làm gì."),
        (15, {}, "Còn 2 đơn vị chưa đủ số liệu: Văn phòng, Thanh tra."),
        (16, {}, "16–18/3: đôn đốc 2 đơn vị: Văn phòng, Thanh tra."),
        (18, {"lacking": ()}, "Mọi đơn vị đã đủ số liệu."),
        (19, {}, "19/3: đôn đốc 2 đơn vị: Văn phòng, Thanh tra."),
        (20, {}, "Đang chờ chốt số liệu."),
        (20, FROZEN, "Ghi cuộc họp (dự kiến 21/03) vào tab Xem xét lãnh đạo."),
        (20, FROZEN | {"entered": True}, "Đọc và duyệt gửi báo cáo, dự thảo biên bản; họp ngày 21/03."),
        (
            21,
            FROZEN | {"entered": True},
            "Họp xong, ghi “Đã họp” ở tab Xem xét lãnh đạo và nhập tab Kết luận.",
        ),
        (21, FROZEN | {"entered": True, "held": True}, "Nhập kết luận cuộc họp vào tab Kết luận."),
        (
            21,
            FROZEN | {"entered": True, "held": True, "wrong": (("Kết luận", 13),)},
            "Thông báo kết luận chờ sửa dòng còn lỗi: Kết luận 13.",
        ),
        (23, FROZEN | {"cancelled": True}, "Họp đã hủy, không còn việc của tháng."),
        (
            23,
            FROZEN | {"cancelled": True, "unapproved": ("monthly",)},
            "Họp đã hủy; đọc và duyệt gửi các báo cáo còn chờ.",
        ),
        (
            21,
            FROZEN | {"entered": True, "held": True, "decided": True},
            "Thông báo kết luận sẽ lập ngày 22/03.",
        ),
        (
            22,
            FROZEN
            | {
                "entered": True,
                "held": True,
                "decided": True,
                "noticed": True,
                "unapproved": ("conclusions",),
            },
            "Đọc và duyệt gửi các báo cáo còn chờ.",
        ),
        (
            22,
            FROZEN | {"entered": True, "held": True, "decided": True, "wrong": (("Kết luận", 9),)},
            "Thông báo kết luận chờ sửa dòng còn lỗi: Kết luận 9.",
        ),
        (
            23,
            FROZEN | {"entered": True, "held": True, "decided": True, "noticed": True},
            "Đã xong việc của tháng.",
        ),
    ],
)
def test_what_is_to_be_done_next(day: int, more: dict[str, object], said: str) -> None:
    """From the window's end to the notice."""
    assert month(**more).next_step(date(2022, 3, day))[0] == said


def test_a_cancelled_meeting_has_no_day() -> None:
    """Nor has its notice; the month's own days stay, also while reports wait to be approved."""
    told = [what[1] for what, _, _ in month(**FROZEN, cancelled=True, unapproved=("monthly",)).days()]
    assert told == ["Window ends", "Entries due", "Chase", "Freeze (end of day), preview"]


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Callable[[str], Services]]:
    """`at(instant)`: an installation with the spring's meetings; March is frozen."""
    made: list[Services] = []

    def build(instant: str) -> Services:
        services = make_installation(tmp_path / "var", now=instant)
        made.append(services)
        with services.engine.begin() as connection:
            snapshot.freeze(connection, frozen.full_month(), services.clock.now())
            book = connection.execute(
                select(workbook.c.id).where(workbook.c.kind == "coordinator")
            ).scalar_one()
            rows = meetings.spring()
            rows["reviews"] = (*rows["reviews"][:2], meetings.meeting("2022-03", date(2022, 3, 21)))
            for table, found in rows.items():
                for number, row in enumerate(found, 2):
                    add_record(connection, book, table, row.key, number, row.values)
            typed = record.c.table_name.in_(["reviews", "conclusions"])
            connection.execute(update(record).where(typed).values(changed_at="2022-03-21T10:00:00+07:00"))
        return services

    yield build
    for services in made:
        services.engine.dispose()


def test_the_store_tells_how_far_a_month_has_come(at: Callable[[str], Services]) -> None:
    """Held, decided, not yet noticed; once the notice is there it may not be asked for again."""
    services = at("2022-03-21T16:00:00+07:00")
    with services.engine.begin() as connection:
        known = organisation.read(connection)
        assert known is not None
        march = read(connection, known, "2022-03")
        assert (march.entered, march.held, march.decided, march.noticed) == (True, True, True, False)
        assert march.may_notice
        row = {"kind": "conclusions", "label": "2022-03", "language": "vi", "subject": "x", "hash": "x"}
        row |= {"json": {}, "text": "", "html": "", "images": {}, "created_at": "2022-03-22"}  # type: ignore[dict-item]
        connection.execute(insert(report).values(row))
        march = read(connection, known, "2022-03")
        assert (march.noticed, march.may_notice, march.unapproved) == (True, False, ("conclusions",))


def test_a_month_that_is_not_over_is_told_after_the_next_froze(at: Callable[[str], Services]) -> None:
    """February's meeting was held, its notice never made; a month that is over is not told."""
    services = at("2022-03-21T16:00:00+07:00")
    with services.engine.begin() as connection:
        data = frozen.month("2022-02")
        snapshot.freeze(connection, data, services.clock.now())
    page = create_app(services).test_client().get("/").text
    earlier = page.partition("Tháng trước còn việc")[2].partition("</div>")[0]
    assert "<strong>Tháng 2/2022</strong>: Thông báo kết luận sẽ lập ngày" in " ".join(earlier.split())
    assert "/ket-luan/2022-02" in earlier and "Tháng 3/2022" not in earlier
    with services.engine.begin() as connection:
        row = {"kind": "conclusions", "label": "2022-02", "language": "vi", "subject": "x", "hash": "x"}
        row |= {"json": {}, "text": "", "html": "", "images": {}, "created_at": "2022-02-22"}  # type: ignore[dict-item]
        connection.execute(insert(report).values(row))
        february = report.c.label == "2022-02"
        connection.execute(update(report).where(february).values(approved_at="2022-02-23"))
        known = organisation.read(connection)
        assert known is not None
        assert [month.window.label for month in unfinished(connection, known, 2022)] == ["2022-03"]


def test_a_month_whose_meeting_is_cancelled_owes_nothing(at: Callable[[str], Services]) -> None:
    """Nobody is told to enter the meeting that stands there."""
    services = at("2022-03-21T16:00:00+07:00")
    row = meetings.meeting("2022-03", date(2022, 3, 21), status="cancelled")
    with services.engine.begin() as connection:
        known = organisation.read(connection)
        assert known is not None
        assert not read(connection, known, "2022-03").cancelled
        connection.execute(update(record).where(record.c.key == row.key).values(values=row.values))
        march = read(connection, known, "2022-03")
        assert (march.cancelled, march.over) == (True, True)
        assert "2022-03" not in [month.window.label for month in unfinished(connection, known, 2022)]


def test_the_first_page_tells_the_days_and_the_next_step(at: Callable[[str], Services]) -> None:
    """Of the month just frozen, and of the one that runs; the button asks the worker for the notice."""
    services = at("2022-03-21T16:00:00+07:00")
    client = create_app(services).test_client()
    text = " ".join(client.get("/").text.split())
    assert text.index("Tháng 3/2022") < text.index("Tháng 4/2022")
    assert "Họp xem xét lãnh đạo: 21/03/2022<br>Thông báo kết luận: 22/03/2022" in text
    assert "Đôn đốc: 16/04/2022 – 18/04/2022<br>Họp xem xét lãnh đạo: 20/04/2022" in text
    assert "Thông báo kết luận sẽ lập ngày 22/03." in text
    assert "Lập thông báo kết luận ngay" in text
    token = text.split('name="csrf_token" value="')[1].split('"')[0]
    said = client.post("/ket-luan/2022-03", data={"csrf_token": token}, follow_redirects=True).text
    assert "Thông báo kết luận sẽ có ở lượt tới." in said
    with reading(services.engine) as connection:
        assert ledger.states(connection, "conclusions", services.clock.now()) == {"2022-03": "asked"}
    for label in ("2022-04", "xyz"):
        told = client.post(f"/ket-luan/{label}", data={"csrf_token": token}, follow_redirects=True).text
        assert "Tháng này chưa có kết luận, hoặc đã có thông báo." in told
