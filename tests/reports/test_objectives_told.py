"""What reports tell of objectives that are not approved, and of results that are to be checked."""

from __future__ import annotations

from typing import Literal

import pytest

from service.figures import compute
from service.reports.blocks import Heading, Table
from service.reports.sections import doubtful, objectives
from service.reports.writer import Writer
from tests.support import frozen


class Agency:
    """A made-up agency."""

    name, parent, place = "Sở GD&ĐT Hà Sơn", "UBND TỈNH HÀ SƠN", "Hà Sơn"


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "Kỳ đánh giá, Cách tổng hợp"), ("en", "Evaluated every, Aggregation")]
)
def test_what_was_changed_after_the_approval_is_named(language: Literal["vi", "en"], said: str) -> None:
    """The target alone would stand there twice when it is another column that differs."""
    changed = {"status": "draft", "approved_as": "≥ 98%", "changed": ["evaluation", "aggregation"]}
    data = frozen.month(objectives=(frozen.objective("VP", "MT-01", 98, **changed),))
    w = Writer(data, compute(data), Agency(), language)
    rows = [row for block in objectives.blocks(w) if isinstance(block, Table) for row in block.rows]
    assert [row[-1] for row in rows if row[2] == "≥ 98%"] == [said]


def test_percentages_above_100_count_and_are_named_to_be_checked() -> None:
    """962 % of a month stands in its report and in the year's; 100 % and what is no percentage do not."""
    own = tuple(frozen.objective("VP", f"MT-0{n}", 95, unit_of_measure=m) for n, m in ((1, "%"), (2, "lớp")))
    given = [("MT-01", "2022-02", 100), ("MT-01", "2022-03", 962), ("MT-02", "2022-03", 962)]
    rows = tuple(frozen.progress("VP", code, period, value=value) for code, period, value in given)
    for make, title in (
        (frozen.month, "Kết quả cần xem lại (vẫn được tính)"),
        (frozen.year, "Kết quả của từng kỳ cần xem lại"),
    ):
        data = make(objectives=own, progress=rows)
        heading, table = doubtful.blocks(Writer(data, compute(data), Agency(), "vi"))
        assert isinstance(heading, Heading) and isinstance(table, Table) and heading.text == title
        (line,) = table.rows
        assert line[:3] == ("Văn phòng", "MT-01: Mục tiêu MT-01", "Tháng 3/2022")
        assert line[4:] == ("962%", "Quá 100%")
        assert table in list(objectives.blocks(Writer(data, compute(data), Agency(), "vi")))
    early = frozen.month("2022-02", objectives=own, progress=rows)
    assert list(doubtful.blocks(Writer(early, compute(early), Agency(), "vi"))) == []
