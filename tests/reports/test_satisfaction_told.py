"""How satisfaction is told: versions side by side, noise as noise, themes and signs as counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from service.figures import compute
from service.figures.data import COMMENT, FLAG, THEME, CubeRow, Data
from service.reports.blocks import Block, Heading, Items, Report, Table
from service.reports.monthly import build
from service.reports.render import text
from tests.reports.test_reports_built import Agency, _foreign_numbers
from tests.support import frozen


def told(data: Data) -> Report:
    """The report of a month."""
    return build(data, compute(data), Agency(), "vi")


def words(report: Report) -> str:
    """Its text on one line."""
    return " ".join(text.body(report.blocks).split())


def after(report: Report, heading: str) -> Block:
    """The block after a heading."""
    at = next(i for i, b in enumerate(report.blocks) if isinstance(b, Heading) and b.text == heading)
    return report.blocks[at + 1]


def rich(**more: Any) -> Data:
    """Two versions, comments, signs; the month before and the year before are known."""
    place = ("VP", "2022-03", "2022-03")
    first = frozen.batch(*place, {5: 30, 3: 6})
    second = [
        replace(row, version=2) for row in frozen.batch(*place, {4: 12}) if row.question not in ("q1", "q7")
    ]
    marks = {COMMENT: 9, f"{THEME}waiting": 4, f"{THEME}praise": 6, f"{FLAG}burst": 11, f"{FLAG}any": 11}
    counted = [CubeRow(*place, name, 1, number) for name, number in marks.items()]
    portal = CubeRow(*place, "portal", 4, 12, 2)
    before = {f"satisfaction.q{n}.top2": {"numerator": 70, "denominator": 80} for n in range(1, 9)}
    given: dict[str, Any] = {
        "cube": (*first, *second, *counted, portal),
        "previous": before,
        "year_before": before,
    }
    return frozen.full_month(**given | more)


def test_versions_stand_in_columns() -> None:
    """What one version does not ask is a dash in its column."""
    table = after(told(rich()), "Theo phiên bản phiếu")
    assert isinstance(table, Table)
    rows = {row[0]: row[1:] for row in table.rows}
    assert table.header[1:] == ("Phiên bản 1", "Phiên bản 2")
    assert rows["Nhìn chung, lần phục vụ này"] == ("83,3% (36)", "100% (12)")
    assert rows["Cổng dịch vụ công, nộp trực tuyến"] == ("–", "100% (12)")
    assert rows["Thông tin, nơi nộp hồ sơ"][1] == "–"


def test_one_version_has_no_such_table() -> None:
    """Nor numbers of the second version's questions."""
    assert "Phiên bản" not in words(told(frozen.full_month()))


def test_noise_among_many_is_told_as_noise_with_how_many() -> None:
    """No rise, no fall, and the number compared."""
    said = words(told(rich()))
    assert "Đã so sánh 16 chỉ số (câu hỏi, đơn vị); tính cả số lần so sánh, không chỉ số nào vượt" in said
    assert "nằm trong phạm vi dao động ngẫu nhiên, chưa kết luận được là tăng hay giảm" in said


def test_what_is_beyond_its_own_interval_only_is_noise_among_many() -> None:
    """The interval printed excludes 0; the sentence says why that is not enough."""
    before = {f"satisfaction.q{n}.top2": {"numerator": 76, "denominator": 80} for n in range(1, 9)}
    cube = tuple(frozen.batch("VP", "2022-03", "2022-03", {5: 40, 2: 8}))
    said = words(told(rich(cube=cube, previous=before)))
    assert "trong phạm vi dao động ngẫu nhiên khi so 16 chỉ số cùng lúc" in said


def test_what_moved_is_listed_by_name() -> None:
    """With its interval, against what."""
    before = {f"satisfaction.q{n}.top2": {"numerator": 8, "denominator": 80} for n in range(1, 9)}
    listed = [line for b in told(rich(previous=before)).blocks if isinstance(b, Items) for line in b.lines]
    assert any(line.startswith("Thời gian giải quyết: tăng so với tháng trước, +") for line in listed)


def test_themes_are_counts_in_order_and_no_comment_is_printed() -> None:
    """The most spoken of first; those nobody spoke of are left out."""
    table = after(told(rich()), "Góp ý theo chủ đề")
    assert isinstance(table, Table)
    assert [row[:2] for row in table.rows] == [("Khen, cảm ơn", "6"), ("Thời gian chờ, hẹn trả", "4")]


def test_signs_are_told_with_units_and_a_caution() -> None:
    """How many, where, and that nothing was left out."""
    report = told(rich())
    table = after(report, "Dấu hiệu cần xem lại")
    assert isinstance(table, Table)
    assert table.rows[0] == ("Dồn dập trong một giờ", "11", "Văn phòng: 11")
    assert "Không câu trả lời nào bị loại" in words(report)
    assert "Dấu hiệu cần xem lại" not in words(told(frozen.full_month()))


def test_answers_are_held_against_dossiers() -> None:
    """In the summary, without the dossiers of a unit that is withheld; and by unit."""
    said = words(told(rich()))
    assert "so với hồ sơ đã giải quyết, ở các đơn vị có số riêng: 1,9% (48/2.500)" in said


@pytest.mark.parametrize("data", [rich(), rich(previous=None)], ids=["known", "no month before"])
def test_every_number_is_a_figure(data: Data) -> None:
    """Also here."""
    assert _foreign_numbers(told(data), compute(data)) == []
