"""A report comes back from what is kept of it as it was."""

from __future__ import annotations

import json

import pytest

from service.figures import compute
from service.figures.data import Data
from service.issuing import source
from service.organisation import Agency
from service.reports import build
from service.reports.blocks import Block, Language, Link, Report
from tests.support import frozen

AGENCY = Agency("Sở GD&ĐT Hà Sơn", "UBND TỈNH HÀ SƠN", "Hà Sơn")


def again(report: Report) -> Report:
    """The report, kept and read back through JSON."""
    held = json.loads(json.dumps(source.pack(report, AGENCY)))
    assert source.agency(held) == AGENCY
    return source.unpack(held, report.window)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("data", [frozen.full_month(), frozen.month(), frozen.year()])
def test_what_is_read_back_is_the_report(data: Data, language: Language) -> None:
    """Every block, its alignment, its charts with their data, and the lead lines."""
    report = build(data, compute(data), AGENCY, language)
    assert again(report) == report


def test_every_kind_of_block_can_be_kept() -> None:
    """The kinds of the module are those a report may hold; one that was left out would be found here."""
    assert set(source.KINDS.values()) == set(Block.__args__)
    report = Report("monthly", frozen.month().window, "vi", "x", (), (Link("a", "b", "https://c.example"),))
    assert again(report) == report
