"""What comments speak of, told by words: accents typed or not, whole words, several themes a comment."""

from __future__ import annotations

import unicodedata

import pytest

from sheets_schema.themes import lexicon


@pytest.mark.parametrize(
    ("comment", "themes"),
    [
        ("Phải chờ hơi lâu vào sáng thứ Hai.", ("waiting",)),
        ("CẢM ƠN CÁN BỘ RẤT NHIỆT TÌNH", ("attitude", "praise")),
        ("Nên có mẫu đơn sẵn trên mạng.", ("documents", "online")),
        ("Đi lại 3 lần vì thiếu giấy tờ, không ai hướng dẫn", ("documents", "guidance", "visits")),
        ("Phòng chờ nóng, thiếu ghế", ("facilities", "waiting")),
        ("Thu phí không có biên lai", ("fees",)),
        ("Ghi sai tên con tôi trong bằng", ("result",)),
        ("Được", ()),
        ("", ()),
    ],
)
def test_a_comment_has_every_theme_it_speaks_of(comment: str, themes: tuple[str, ...]) -> None:
    """Several, one or none."""
    assert set(lexicon().of(comment)) == set(themes)


def test_composition_and_the_place_of_a_tone_mark_change_nothing() -> None:
    """NFD, hoà and hòa."""
    comment = "Cán bộ hoà nhã, điều hoà mát"
    for spelled in (comment, unicodedata.normalize("NFD", comment), comment.replace("oà", "òa")):
        assert lexicon().of(spelled) == ("attitude", "facilities")


@pytest.mark.parametrize(
    ("comment", "themes"),
    [
        ("can bo nhiet tinh, huong dan ro rang", ("attitude", "guidance", "praise")),
        ("phai cho lau qua", ("waiting",)),
        ("cho toi hoi", ()),
        ("thu phi cao", ("fees",)),
    ],
)
def test_without_accents_only_what_is_certain_counts(comment: str, themes: tuple[str, ...]) -> None:
    """A bare “cho” is chờ, chỗ, cho or chợ: alone it says nothing."""
    assert lexicon().of(comment) == themes


def test_words_are_whole() -> None:
    """“mạng” is not in “cách mạng hóa”-like compounds of one word, nor “phí” in “phía”."""
    assert lexicon().of("Phía trước phiền") == ()


@pytest.mark.parametrize("comment", ["Không hài lòng", "Chưa thật tốt", "chua tot lam", "Chẳng ai cảm ơn"])
def test_praise_undone_is_no_praise(comment: str) -> None:
    """“không”, “chưa” within two words before it; other themes stay what is spoken of."""
    assert "praise" not in lexicon().of(comment)
    assert lexicon().of("Không phải chờ") == ("waiting",)
