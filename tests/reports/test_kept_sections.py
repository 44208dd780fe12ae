"""What reports tell of procedures, training, audits, risks, petitions and action plans."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from service.figures import compute
from service.figures.data import Data, Row
from service.reports import annual, monthly
from service.reports.blocks import Heading, Paragraph, Table
from service.reports.render import text
from service.reports.sections import (
    actions,
    audit,
    coming,
    evidence,
    petitions,
    procedures,
    registers,
    risks,
    training,
)
from service.reports.writer import Writer
from sheets_schema.descriptor import tables
from tests.figures import test_kept_figures as kept
from tests.support import frozen

MARCH = date(2022, 3, 14)


@dataclass(frozen=True)
class Agency:
    """Whose report it is."""

    name: str = "Sở Thử nghiệm"
    parent: str = ""
    place: str = ""


def named(row: Row, **more: Any) -> Row:
    """The row with the words a report prints."""
    said = {
        "code": row.key,
        "name": f"Quy trình {row.key}",
        "content": "Lớp",
        "description": "Thiếu người",
        "owner": "An",
    }
    return Row(row.unit, row.key, {**said, **row.values, **more}, row.origin, row.year)


def full(make: Any = frozen.month) -> Data:
    """A period with something in every register; tables' rows as in the tests of the figures."""
    steps = (kept.step("A", 1), kept.step("A", 2), kept.step("B", 1, 99))
    sessions = (
        kept.session(
            "DT-1", date(2022, 1, 10), 10, "done", done_on=date(2022, 2, 15), present=9, effect="good"
        ),
        kept.session("DT-2", date(2022, 3, 1), 5),
    )
    lines = (kept.line("1", 1, "conforming"), kept.line("1", 2, "nonconforming"))
    dangers = (kept.risk("RR-1", 5, 5), kept.risk("RR-2", 2, 2, deadline=date(2022, 3, 1)))
    asked = (
        kept.petition("PA-1", date(2022, 2, 1), date(2022, 2, 20), field="Tuyển sinh", summary="BÍ MẬT"),
    )
    plans = (
        Row(
            "VP",
            "KH01",
            {"objective": "MT01", "status": "open", "measure": "Rà soát", "deadline": MARCH},
            year=2022,
        ),
    )
    registers = {
        "procedures": tuple(named(row) for row in kept.PROCEDURES),
        "proposals": (kept.proposal("VP", "A"), kept.proposal("TCCB", "E")),
        "steps": steps,
        "training": tuple(named(row) for row in sessions),
        "audits": tuple(named(row, scope="8.5") for row in kept.AUDITS),
        "checklists": lines,
        "risks": tuple(named(row) for row in dangers),
        "petitions": tuple(named(row) for row in asked),
        "actions": plans,
    }
    made: Data = make(registers=registers, objectives=(frozen.objective("VP", "MT01", 98),))
    return made


def printed(section: Any, data: Data, language: Any = "vi") -> str:
    """A section as plain text on one line."""
    w = Writer(data, compute(data), Agency(), language)
    return " ".join(text.body(tuple(section.blocks(w))).split())


def test_procedures_are_told_with_what_is_to_be_reviewed() -> None:
    """Counts, what is overdue or due next month by name, units that have not proposed or described all."""
    said = printed(procedures, full())
    assert "Đang áp dụng 5 quy trình (hệ thống 1, nội bộ 1, tác nghiệp 3)." in said
    assert "ban hành mới 1, sửa đổi 1, bãi bỏ 1; đến hạn xem xét 2, quá hạn xem xét 1." in said
    changed = said.partition("Quy trình thay đổi trong kỳ")[2].partition("Quy trình cần xem xét")[0]
    for line in (
        "C Quy trình C Ban hành mới 14/03/2022",
        "B Quy trình B Sửa đổi 15/02/2022",
        "F Quy trình F Bãi bỏ",
    ):
        assert line in changed
    assert "Quy trình cần xem xét" in said and "28/02/2022" in said and "14/03/2022" in said
    assert "1/2 đơn vị đã gửi đủ; giữ nguyên 2, sửa đổi 0, xây dựng mới 0, bãi bỏ 0." in said
    assert "Văn phòng: 1/3" in said
    assert "40% (2/5); đơn vị đã ghi đủ cho mọi quy trình của mình: 0/2" in said
    assert "50% (1/2)" in said and "Các bước dài hơn thời hạn" in said


def test_training_is_told_with_its_coverage_and_what_is_late() -> None:
    """One of two held, nine of fifteen people."""
    said = printed(training, full())
    assert "đến ngày dự kiến từ đầu năm: 50% (1/2); trong kỳ: " in said
    assert "so với kế hoạch: 60% (9/15)" in said
    assert "Đào tạo: quá hạn" in said and "01/03/2022" in said


def test_the_audit_programme_is_told_and_its_lines() -> None:
    """The year's report adds a table of units."""
    said = printed(audit, full())
    assert "có 5 cuộc, ở 2/3 đơn vị" in said and "66,7% (2/3)" in said and "đã được đánh giá: 1/3" in said
    assert "2 nội dung; phù hợp 1, không phù hợp 1" in said and "chưa ghi phát hiện: 1" in said
    assert "Phòng Giáo dục Tiểu học" not in said
    assert "Phòng Giáo dục Tiểu học" in printed(audit, full(frozen.year))


def test_risks_are_told_the_overdue_first() -> None:
    """Then the gravest; levels in words."""
    said = printed(risks, full())
    assert "Rủi ro còn mở: 2 (cao 1, vừa 0, thấp 1)" in said and "quá hạn: 1." in said
    assert said.index("RR-2") < said.index("RR-1") and "Cao" in said


def test_petitions_are_told_without_their_words() -> None:
    """By code and field."""
    said = printed(petitions, full())
    assert "đúng hạn: 0% (0/1); còn phải trả lời 1, quá hạn 1." in said
    assert "PA-1" in said and "BÍ MẬT" not in said


def test_what_falls_due_is_listed_with_whose_it_is_and_what_it_is_about() -> None:
    """A petition by code and field, an audit by code, unit and scope."""
    open_one = kept.petition("PA-2", MARCH, MARCH + timedelta(days=9), field="Tuyển sinh", summary="BÍ MẬT")
    data = full()
    registers = {**data.registers, "petitions": (named(open_one),)}
    data = replace(data, registers=registers)
    w = Writer(data, compute(data), Agency())
    (listed,) = (block for block in coming.blocks(w, date(2022, 12, 1)) if isinstance(block, Table))
    about = {row[2]: (row[1], row[3]) for row in listed.rows}
    assert about["Phản ánh, kiến nghị"] == (w.unit_name(open_one.unit), "PA-2 – Tuyển sinh")
    unit, scope = about["Chương trình đánh giá"]
    assert unit in {w.unit_name(row.unit) for row in kept.AUDITS} and scope.endswith(" – 8.5")


def test_actions_are_told_with_the_share_of_objectives() -> None:
    """One objective, one plan."""
    assert "Mục tiêu đã có kế hoạch thực hiện: 100% (1/1)." in printed(actions, full())


def test_what_is_done_is_counted_once() -> None:
    """By the window's end, in the sentence; a table by status, as it was read later, would disagree."""
    said = printed(actions, full())
    assert "Kế hoạch: 1 mục; đã xong 0, chưa xong 1, quá hạn 0." in said and "Tình trạng" not in said


def test_a_table_by_choice_adds_up_to_its_register() -> None:
    """The plan's activities that another tab answers for have no status of their own: told as owed."""
    day = date(2022, 3, 1)
    plan = [
        Row("", code, {"activity": code, "due": day, "status": status})
        for code, status in (("1", "done"), ("2", None), ("3", None))
    ]
    data = frozen.month(registers={"plan": tuple(plan)})
    w = Writer(data, compute(data), Agency())
    (table,) = (block for block in registers.blocks(w, "plan") if isinstance(block, Table))
    assert table.rows[2:] == (("Đã xong", "1"), ("Bỏ", "0"), ("(trống: xét ở phần Việc phải làm)", "2"))


def test_a_blank_choice_is_told_as_blank() -> None:
    """Where nothing else tells of the record."""
    table = tables()["petitions"]
    blank = Row("", "PA-9", {"code": "PA-9", "received_on": date(2022, 3, 1), "kind": None})
    data = frozen.month(registers={"petitions": (blank,)})
    (first, *_) = (
        b for b in registers.of(Writer(data, compute(data), Agency()), table) if isinstance(b, Table)
    )
    assert first.rows[-1] == ("(trống)", "1")


def test_a_review_hears_of_registers_in_the_words_of_their_sections() -> None:
    """Each once, whatever tables a section tells of."""
    data = full()
    w = Writer(data, compute(data), Agency())
    (risk,) = evidence.lines(w, (), ["risks"])
    assert risk.startswith("Rủi ro còn mở: 2")
    starts = [line.partition(" ")[0] for line in evidence.lines(w, (), ["audit", "procedures", "training"])]
    assert starts == ["Chương", "Phiếu", "Đang", "Lớp"]


def test_a_review_hears_no_beginning_of_a_list_that_is_left_out() -> None:
    """The units that gave not all they owe stand below a line that ends with a colon."""
    old = named(kept.procedure("H", "VP", kept.OLD))
    data = frozen.month(registers={"procedures": (old,), "steps": (kept.step("A", 1),)})
    w = Writer(data, compute(data), Agency())
    every = [block.text for block in procedures.blocks(w) if isinstance(block, Paragraph)]
    assert "Đơn vị chưa ghi đủ (đã ghi đủ):" in every
    told = list(evidence.lines(w, (), ["procedures"]))
    assert told and not [text for text in told if text.endswith(":")]


def test_the_next_months_tasks_are_what_falls_due_in_it() -> None:
    """Open, from the window's end, on which nothing is overdue yet, until the next one's; by day."""
    data = full()
    w = Writer(data, compute(data), Agency())
    assert [(table.name, row.key) for table, row in coming.due(w, date(2022, 8, 1))] == [
        ("risks", "RR-1"),
        ("actions", "KH01"),
        ("audits", "3"),
        ("audits", "4"),
        ("audits", "5"),
        ("procedures", "B"),
    ]
    (listed,) = (block for block in coming.blocks(w, date(2022, 5, 1)) if isinstance(block, Table))
    assert [row[0] for row in listed.rows] == [*["14/03/2022"] * 3, "15/03/2022", "01/05/2022"]
    assert list(coming.blocks(w, MARCH - timedelta(days=1))) == []


def test_the_plan_and_the_reviews_of_procedures_are_among_the_next_months_tasks() -> None:
    """With whose they are; not what is done, cancelled, due on the window's last day or after the next's."""
    april = MARCH + timedelta(days=31)
    plan = [
        Row("", code, {"activity": f"Việc {code}", "who": who, "due": day, "status": status, "table": table})
        for code, who, day, status, table in (
            ("K1", "units", MARCH + timedelta(days=1), "done", "actions"),
            ("K2", "committee", april, None, None),
            ("K3", "VP", april, "doing", None),
            ("K4", "committee", april, "done", "proposals"),
            ("K5", "VP", april, "cancelled", "training"),
            ("K6", "units", MARCH, None, "objectives"),
            ("K7", "units", april + timedelta(days=1), None, "objectives"),
        )
    ]
    data = frozen.month(registers={"plan": tuple(plan), "procedures": full().registers["procedures"]})
    heading, listed = coming.blocks(Writer(data, compute(data), Agency()), april)
    assert isinstance(heading, Heading) and isinstance(listed, Table)
    assert heading.text == "Việc đến hạn từ ngày 14/03/2022 đến ngày 14/04/2022"
    assert [(row[0], row[1], row[3]) for row in listed.rows] == [
        ("14/03/2022", "Văn phòng", "B – Quy trình B"),
        ("15/03/2022", "Các đơn vị", "K1 – Việc K1"),
        ("14/04/2022", "Ban Chỉ đạo ISO", "K2 – Việc K2"),
        ("14/04/2022", "Văn phòng", "K3 – Việc K3"),
    ]


SECTIONS = [procedures, training, audit, risks, petitions]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda s: s.__name__.rpartition(".")[2])
def test_a_register_nobody_keeps_is_said_to_have_no_data(section: Any) -> None:
    """And no number is printed."""
    said = printed(section, frozen.month())
    assert said.endswith("chưa có số liệu.") and not re.search(r"\d", said)


@pytest.mark.parametrize("section", [*SECTIONS, actions], ids=lambda s: s.__name__.rpartition(".")[2])
def test_the_english_section_is_english(section: Any) -> None:
    """But for what people typed."""
    said = printed(section, full(), "en")
    for typed in (
        *(u.name for u in frozen.UNITS),
        "Quy trình",
        "Tuyển sinh",
        "Thiếu người",
        "Rà soát",
        "Lớp",
    ):
        said = said.replace(typed, "")
    assert not re.search(r"[ăđơưạảấầẩậắằếềểễệỉịọỏốồổộớờởợụủứừửựỳỷ]", said)


@pytest.mark.parametrize(("kind", "make"), [(monthly, frozen.month), (annual, frozen.year)])
def test_each_register_is_told_once(kind: Any, make: Any) -> None:
    """In words of its own, not in those of every register beside them."""
    data = full(make)
    said = " ".join(text.body(kind.build(data, compute(data), Agency()).blocks).split())
    for once in (
        "Đang áp dụng",
        "Lớp đào tạo đã tổ chức",
        "Chương trình đánh giá nội bộ",
        "Rủi ro còn mở",
        "Phản ánh, kiến nghị:",
    ):
        assert said.count(once) == 1, once
    for title in (
        "Danh mục quy trình:",
        "Các bước:",
        "Đào tạo: 2",
        "Phiếu đánh giá: 2 mục",
        "Rủi ro, cơ hội:",
    ):
        assert title not in said
