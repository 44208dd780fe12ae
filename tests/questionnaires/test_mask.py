"""Personal data is masked before it is stored; what citizens say otherwise is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.questionnaires.mask import LONGEST_COMMENT, mask


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Gọi tôi 0912 345 678 nhé", "Gọi tôi [số] nhé"),
        ("SĐT 0912.345.678", "SĐT [số]"),
        ("+84 912-345-678", "[số]"),
        ("CCCD 036203001234", "CCCD [số]"),
        ("Thư an.nguyen@example.com ạ", "Thư [thư điện tử] ạ"),
        ("xem https://facebook.com/an.nguyen", "xem [liên kết]"),
        ("Chờ 15 ngày, đi lại 3 lần, 98,5% hài lòng", "Chờ 15 ngày, đi lại 3 lần, 98,5% hài lòng"),
        ("Nộp ngày 05/03/2022", "Nộp ngày 05/03/2022"),
        ('=HYPERLINK("x")', '=HYPERLINK("x")'),
        ("a\x00b\u202ec", "abc"),
    ],
)
def test_what_identifies_a_person_is_masked(said: str, kept: str) -> None:
    """Phones, citizen numbers, e-mails and links go; dates, counts and percentages stay."""
    assert mask(said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("sđt0912345678", "sđt[số]"),
        ("CCCD001099012345", "CCCD[số]"),
        ("0912345678ạ", "[số]ạ"),
        ("0912/345/678", "[số]"),
        ("0912,345,678", "[số]"),
        ("0912_345_678", "[số]"),
        ("0912...345.....678", "[số]"),
        ("0912 – 345 – 678", "[số]"),
        ("09/12/34/56/78", "[số]"),
        ("1" * 30, "[số]"),
        ("0912 345 678, 0987 654 321", "[số]"),
        ("sinh 15/03/1990, 0912345678", "sinh [số]"),
        ("an(a)x.vn", "[thư điện tử]"),
        ("an [at] x.vn", "[thư điện tử]"),
    ],
)
def test_what_touches_or_groups_the_digits_hides_nothing(said: str, kept: str) -> None:
    """Letters right before and after, any grouping, any length; an “@” that is spelt out."""
    assert mask(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "Từ năm 2022",
        "các năm 2020, 2021, 2022",
        "ngày 15/03/2022 8h30",
        "lúc 08:30 15/03/2022",
        "từ 15/03/2022 - 20/03/2022",
        "15-03-2022, 16.03.2022, 17/3",
        "03/2022, 04/2022, 05/2022",
        "lệ phí 1.250.000 đồng",
        "học phí 150.000.000 đồng",
        "Quyết định 1234/2022/QĐ-UBND ngày 15/03/2022",
    ],
)
def test_dates_and_amounts_of_money_stay_readable(said: str) -> None:
    """Many digits identify nobody when they are days, years, hours or đồng."""
    assert mask(said) == said


@given(st.text(max_size=500) | st.text("0129/.- ,h:@a()[]đồng", max_size=40))
def test_masking_twice_changes_nothing_more(said: str) -> None:
    """Masking is idempotent, and never leaves NUL or a direction mark."""
    once = mask(said)
    assert mask(once) == once
    assert not {"\x00", "\u202e", "\u2066"} & set(once)


def test_a_long_comment_is_cut() -> None:
    """A megabyte of text is cut to the longest comment kept."""
    assert len(mask("a" * 1_000_000)) == LONGEST_COMMENT
