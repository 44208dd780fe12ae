"""What stands around a report on paper, by its kind."""

from __future__ import annotations

import pytest

from service.figures import compute
from service.organisation import Agency
from service.reports import minutes
from service.reports.blocks import Language
from service.reports.paper import frame
from tests.support import frozen, papers


def test_a_report_is_signed_for_the_agency_and_minutes_by_who_was_there() -> None:
    """The frame of minutes has no signature of its own: their text has two places to sign."""
    assert papers.framed().authority == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert papers.framed().signer == "Nguyễn Thị Ửng"
    data = frozen.full_month()
    made = frame.of(minutes.build(data, compute(data), papers.AGENCY), papers.AGENCY)
    assert (made.kind, made.number, made.authority, made.signer) == ("BIÊN BẢN", "Số: …/BB-SGDĐT", (), "")


def test_what_the_agency_has_not_said_is_left_out() -> None:
    """No parent, no symbol, no place: no stray dash or comma."""
    made = frame.of(papers.report(), Agency("Trường THPT Hà Sơn", "", ""))
    assert made.parent == ""
    assert made.number == "Số: …/BC"
    assert made.place_and_day == "ngày … tháng … năm 2022"
    assert made.authority == ()


@pytest.mark.parametrize(("language", "kind"), [("vi", "BÁO CÁO"), ("en", "REPORT")])
def test_the_kind_stands_apart_from_the_subject(language: Language, kind: str) -> None:
    """In both languages; the title does not say it again, and the first heading is not repeated below."""
    made = papers.framed(language)
    assert made.kind == kind
    assert made.title
    assert not made.title.startswith(kind)
    assert made.title not in [getattr(block, "text", "") for block in made.blocks]
