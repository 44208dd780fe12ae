"""What reports tell of objectives that are not approved."""

from __future__ import annotations

from typing import Literal

import pytest

from service.figures import compute
from service.reports.blocks import Table
from service.reports.sections import objectives
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
