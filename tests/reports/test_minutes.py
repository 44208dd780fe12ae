"""Draft minutes and the notice of conclusions: the standard's items, evidence or “Chưa có số liệu”."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from service.duties.duty import Duty
from service.figures import compute
from service.figures.data import Data, Excluded, from_json
from service.organisation import Agency
from service.reports import conclusions, minutes
from service.reports.blocks import Heading, Note, Paragraph, Report, Table
from service.reports.sections import trends
from service.reports.sections.evidence import EVIDENCE
from service.reports.writer import Writer
from service.reviews import items
from sheets_schema import descriptor
from sheets_schema.register import SECTIONS
from tests.support import frozen, meetings

AGENCY = Agency("Sở GD&ĐT Hà Sơn", "UBND TỈNH HÀ SƠN", "Hà Sơn")
ORDER = ["a)", "b)", "c1)", "c2)", "c3)", "c4)", "c5)", "c6)", "c7)", "d)", "e)", "f)"]
LIGHT = ["a)", "c1)", "c2)", "c3)", "c4)"]


def _minutes(data: Data, **more: Any) -> Report:
    return minutes.build(data, compute(data), AGENCY, **more)


def _march(**parts: Any) -> Data:
    return frozen.full_month(registers=meetings.spring(), **parts)


def _under(report: Report, title: str) -> list[Any]:
    """The blocks under the heading that begins with `title`, up to the next one of its level or above."""
    found: list[Any] = []
    level = 0
    for block in report.blocks:
        if isinstance(block, Heading) and level and block.level <= level:
            return found
        if level:
            found.append(block)
        elif isinstance(block, Heading) and block.text.startswith(title):
            level = block.level
    return found


def _marks(report: Report) -> list[str]:
    return [b.text.split(" ")[0] for b in _under(report, "II. ") if isinstance(b, Heading)]


@pytest.mark.parametrize("kind", ["minutes", "conclusions"])
def test_minutes_and_notice_name_the_rows_that_were_left_out(kind: str) -> None:
    """Whose conclusion stands in one misses it: it is named, and only what is theirs."""
    out = (
        Excluded("", "conclusions", "KL-8", 9, "deadline", "date_impossible"),
        Excluded("", "training", "DT-1", 3, "from", "date_impossible"),
    )
    data = replace(_march(), excluded=out)
    build = {"minutes": minutes.build, "conclusions": conclusions.build}[kind]
    report = build(data, compute(data), AGENCY)
    (table,) = _under(report, "Dòng chưa được tính vì còn lỗi")[:1]
    assert [(row[0], row[3]) for row in table.rows] == [("Thư ký ISO", "KL-8")]


def test_the_light_agenda_has_the_items_of_a_month() -> None:
    """In the standard's order, with its letters."""
    assert _marks(_minutes(_march())) == LIGHT


@pytest.mark.parametrize(("month", "full"), [("2022-03", False), ("2022-12", True)])
def test_the_full_review_is_held_in_its_month(month: str, full: bool) -> None:
    """Before anybody planned a meeting the setting says which one it is: December, unless told otherwise."""
    assert _marks(_minutes(frozen.month(month))) == (ORDER if full else LIGHT)
    moved = replace(frozen.RULES, full_review_month=3)
    assert _marks(_minutes(replace(frozen.month(month), rules=moved))) == (LIGHT if full else ORDER)


def test_a_meeting_planned_as_full_has_every_item() -> None:
    """Whatever month it is in."""
    full = meetings.meeting("2022-03", date(2022, 3, 21), status="planned", kind="full")
    report = _minutes(frozen.full_month(registers={"reviews": (full,)}))
    assert _marks(report) == ORDER
    assert _under(report, "c7)") == [Paragraph("Chưa có số liệu.")]
    assert _under(report, "e)") == [Paragraph("Chưa có số liệu.")]


def test_a_full_review_tells_how_the_year_went_month_by_month() -> None:
    """As the monthly reports told it, a dash where they had no value. The light agenda has no such line."""
    shares = {"2022-01": (24, 25), "2022-02": (0, 0)}
    months = {
        label: {"dossiers.on_time": {"value": top / of if of else None, "numerator": top, "denominator": of}}
        for label, (top, of) in shares.items()
    }
    made = {kind: meetings.meeting("2022-03", date(2022, 3, 21), kind=kind) for kind in ("full", "monthly")}
    full, light = (
        _minutes(frozen.full_month(registers={"reviews": (row,)}, months=months)) for row in made.values()
    )
    now = printed(frozen.full_month())
    assert _under(full, "c3)")[-1] == Paragraph(f"Hồ sơ đúng hạn theo tháng: T1 96%; T2 –; T3 {now}.")
    assert not [block for block in _under(light, "II. ") if " theo tháng: " in block.text]
    assert "diễn biến từng tháng của năm 2022" in _under(full, "II. ")[0].text


def printed(data: Data) -> str:
    """The share of dossiers on time."""
    return Writer(data, compute(data), AGENCY).share("dossiers.on_time")


def test_every_figure_told_by_month_is_one_of_the_months() -> None:
    """Of every edition, under a name that people read."""
    named = {name for edition in items.editions() for item in edition.items for name in item.trend}
    assert named == set(trends.TITLES)
    assert named <= set(compute(frozen.full_month()))


def test_an_item_is_filled_with_what_the_report_says() -> None:
    """The section's first sentences, from the same figures."""
    report = _minutes(_march())
    assert "Theo dõi 4 kết luận" in _under(report, "a)")[0].text
    assert _under(report, "c3)")[0].text.startswith("Tiếp nhận 2.561 hồ sơ")
    assert "quá hạn 1" in _under(report, "c4)")[0].text


def test_an_item_without_a_figure_says_so_and_prints_no_zero() -> None:
    """A month of which nothing is known."""
    report = _minutes(frozen.month(findings_known=False))
    for mark in LIGHT:
        assert _under(report, mark) == [Paragraph("Chưa có số liệu.")], mark


def test_what_a_person_wrote_stands_beside_the_figures() -> None:
    """In the item it belongs to."""
    rows = meetings.spring()
    said = meetings.conclusion("KL-8", "2022-03", date(2022, 4, 1), item="c3", evidence="Một cửa quá tải")
    rows["conclusions"] += (said,)
    texts = [block.text for block in _under(_minutes(frozen.full_month(registers=rows)), "c3)")]
    assert texts[-1] == "Thư ký ghi: Một cửa quá tải"


def test_what_is_not_done_is_carried_over() -> None:
    """One by one, with who and by when; overdue ones say so."""
    table = _under(_minutes(_march()), "IV. ")[0]
    assert isinstance(table, Table)
    assert [(row[0], row[2], row[4]) for row in table.rows] == [
        ("KL-3", "Văn phòng", "Đang làm, quá hạn"),
        ("KL-4", "Văn phòng", "Chưa làm"),
        ("KL-5", "Văn phòng", "Đang làm, quá hạn"),
    ]


def test_a_conclusion_deleted_before_its_day_is_named_and_nothing_says_that_none_is_left() -> None:
    """The only one there was: in the lead, in item a and in part IV."""
    owed = Duty("VP", "conclusions", "KL-3", "", "x", "x", date(2022, 4, 30), None, "not_due")
    data = frozen.full_month(registers=meetings.spring() | {"conclusions": ()}, open_conclusions=(owed,))
    report = _minutes(data)
    told = "Kết luận đã bị xóa khỏi sổ khi chưa xong, vẫn phải thực hiện: KL-3 (Văn phòng, 30/04/2022)."
    assert report.lead_lines[1:] == ("Trong sổ không còn dòng kết luận nào phải thực hiện.", told)
    assert _under(report, "IV. ")[0] == Paragraph(told)
    assert told in [block.text for block in _under(report, "a)")]
    said = " ".join(block.text for block in report.blocks if isinstance(block, Paragraph))
    assert "Không còn kết luận nào" not in said
    assert "open_conclusions" in data.to_json() and from_json(data.to_json()) == data
    without = _minutes(replace(data, open_conclusions=()))
    assert _under(without, "IV. ")[0] == Paragraph("Không còn kết luận nào chưa xong.")


def test_conclusions_wait_for_the_meeting_and_places_to_sign_are_blank() -> None:
    """Room for the three kinds of 9.3.3; two places."""
    report = _minutes(frozen.full_month())
    assert [type(b) for b in _under(report, "III. ")] == [Heading, Note] * 3
    last = report.blocks[-1]
    assert isinstance(last, Table)
    assert (last.header, last.rows[-1]) == (("THƯ KÝ", "CHỦ TRÌ"), ("", ""))


def test_time_and_people_are_the_plans_or_dots() -> None:
    """The day proposed is a working day after the freeze: 20 March 2022 is a Sunday."""
    people = _under(_minutes(_march()), "I. ")[0].lines
    assert people[:3] == ("Thời gian: 21/03/2022", "Địa điểm: Phòng họp 1", "Chủ trì: Nguyễn Văn A")
    bare = _minutes(frozen.full_month())
    assert _under(bare, "I. ")[0].lines[0] == "Thời gian: …………"
    assert bare.lead_lines[0].endswith("dự kiến ngày 21/03/2022.")


def test_the_notice_lists_what_was_decided_who_and_by_when() -> None:
    """By kind; earlier conclusions as they stood on the meeting's day: KL-5 was done by then."""
    data = replace(frozen.month("2022-02", registers=meetings.spring()), kind="conclusions")
    report = conclusions.build(data, compute(data), AGENCY)
    assert report.subject == "[ISO] Thông báo kết luận họp xem xét lãnh đạo tháng 2/2022 – Sở GD&ĐT Hà Sơn"
    tables = [[row[0] for row in block.rows] for block in report.blocks if isinstance(block, Table)]
    assert tables == [["KL-5"], ["KL-4"], ["KL-2", "KL-3"]]
    said = [block.text for block in report.blocks if isinstance(block, Paragraph)]
    assert "Đơn vị làm xong thì báo Thư ký ISO ngày xong và kết quả, để ghi vào tab Kết luận." in said


def test_the_agenda_follows_the_edition_in_force() -> None:
    """Climate change came with the amendment of 2024; the letters stayed."""
    words = [items.in_force(day).items[1].vi for day in (date(2024, 2, 22), date(2024, 2, 23))]
    assert ["biến đổi khí hậu" in text for text in words] == [False, True]
    assert items.in_force(date(2001, 1, 1)).name == "2015"


def test_every_edition_has_the_items_in_order_each_with_known_evidence() -> None:
    """What items.yaml names is there; the sheet offers the latest edition's items."""
    for edition in items.editions():
        assert [item.mark for item in edition.items] == ORDER
        for item in edition.items:
            assert set(item.evidence) <= set(EVIDENCE)
            assert set(item.sections) <= set(SECTIONS)
    latest = items.editions()[-1]
    table = descriptor.table("conclusions")
    assert list(table.field("item").choices) == [item.code for item in latest.items]
    assert list(table.field("kind").choices) == [output.code for output in latest.outputs]


def test_a_new_edition_may_bring_its_own_order() -> None:
    """Nothing of it stands in code."""
    document = {
        "editions": [
            {"edition": "2015", "from": date(2015, 9, 15), "items": [_item("a", "a)")]},
            {"edition": "2026", "from": date(2026, 9, 1), "items": [_item("z", "1)"), _item("a", "2)")]},
        ]
    }
    orders = [[item.mark for item in edition.items] for edition in items.read(document)]
    assert orders == [["a)"], ["1)", "2)"]]


def _item(code: str, mark: str) -> dict[str, str]:
    return {"code": code, "mark": mark, "vi": code, "en": code}


def test_minutes_in_english() -> None:
    """The same in the other language."""
    report = _minutes(_march(), language="en")
    assert report.blocks[0] == Heading("MINUTES of the management review of March 2022", 1)
    assert _marks(report) == LIGHT
