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


@given(st.text(max_size=500))
def test_masking_twice_changes_nothing_more(said: str) -> None:
    """Masking is idempotent, and never leaves NUL or a direction mark."""
    once = mask(said)
    assert mask(once) == once
    assert not {"\x00", "\u202e", "\u2066"} & set(once)


def test_a_long_comment_is_cut() -> None:
    """A megabyte of text is cut to the longest comment kept."""
    assert len(mask("a" * 1_000_000)) == LONGEST_COMMENT
