"""What reports tell of findings past their deadline: whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from service.figures import compute
from service.figures.data import Data, Row
from service.reports.blocks import Heading, Items, Table
from service.reports.sections import findings, headlines
from service.reports.writer import Writer
from tests.support import frozen

RAISED, DEADLINE = date(2022, 1, 10), date(2022, 2, 15)
WAITING = "Quá hạn đóng: đã khắc phục, chờ xác nhận"
NOTED = "Lưu ý, cơ hội cải tiến đã qua ngày hẹn, còn mở"


@dataclass(frozen=True)
class Agency:
    """Whose report it is."""

    name: str = "Sở Thử nghiệm"
    parent: str = ""
    place: str = ""


def told(data: Data) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """The items on the leader's page, and the codes in the findings' section, by heading."""
    w = Writer(data, compute(data), Agency())
    items: dict[str, tuple[str, ...]] = {}
    codes: dict[str, tuple[str, ...]] = {}
    heading = ""
    for block in (*headlines.blocks(w), *findings.blocks(w)):
        heading = block.text if isinstance(block, Heading) else heading
        if isinstance(block, Items):
            items[heading] = block.lines
        elif isinstance(block, Table) and heading:
            codes[heading] = tuple(row[0] for row in block.rows)
    return items, codes


@pytest.mark.parametrize("verified", [{}, {"effective": True, "verified_on": date(2022, 3, 10)}])
def test_what_the_unit_corrected_is_not_told_as_overdue_with_it(verified: dict[str, object]) -> None:
    """It waits for the auditors; an observation, which demands no action, stands by itself."""
    rows = (
        frozen.finding("K1", "VP", RAISED, DEADLINE),
        frozen.finding("K2", "VP", RAISED, DEADLINE, **verified),
        frozen.finding("K3", "VP", RAISED, DEADLINE, grade="observation"),
    )
    done = Row("VP", "K2", {"code": "K2", "completed": date(2022, 2, 10)})
    data = frozen.month(findings=rows, corrections=(done,))
    items, codes = told(data)
    assert [line[:2] for line in items["Phát hiện quá hạn xử lý"]] == ["K1"]
    assert [line[:2] for line in items[WAITING]] == ["K2"]
    assert (codes["Quá hạn"], codes[WAITING], codes[NOTED]) == (("K1",), ("K2",), ("K3",))
    assert compute(data)["findings.overdue"].value == 3


def test_no_heading_stands_over_nothing() -> None:
    """Nothing is past its deadline."""
    items, codes = told(frozen.month(findings=(frozen.finding("K1", "VP", RAISED, date(2022, 5, 1)),)))
    assert not {WAITING, "Quá hạn", "Phát hiện quá hạn xử lý"} & {*items, *codes}


def test_a_finding_that_came_back_is_told_with_the_day_it_was_opened_again() -> None:
    """Its deadline is that of the first time."""
    shut = {"status": "closed", "effective": True, "verified_on": date(2022, 2, 1)}
    first = frozen.finding("K1", "VP", RAISED, DEADLINE, clause="8.5.1", audit="Đợt 1", **shut)
    again = frozen.finding("K2", "VP", date(2022, 3, 2), date(2022, 4, 1), clause="8.5.1", audit="Đợt 2")
    items, _ = told(frozen.month(findings=(first, again)))
    (line,) = items["Phát hiện quá hạn xử lý"]
    assert line.startswith("K1") and line.endswith(", hạn 15/02/2022 (mở lại từ 02/03/2022)")
    w = Writer(data := frozen.month(findings=(first, again)), compute(data), Agency())
    deadlines = [row[-1] for row in findings.listed(w, [first, again]).rows]
    assert deadlines == ["15/02/2022 (mở lại từ 02/03/2022)", "01/04/2022"]
