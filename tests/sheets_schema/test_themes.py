"""What comments speak of, told by words: accents typed or not, whole words, several themes a comment."""

from __future__ import annotations

import unicodedata

import pytest

from sheets_schema.themes import lexicon
from tests.oracle import themes as oracle


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


@pytest.mark.parametrize(
    ("comment", "themes"),
    [
        ("Cấp bằng tốt nghiệp quá chậm", ("waiting",)),
        ("bang tot nghiep THPT ghi sai", ("result",)),
        ("Làm bằng tốt nghiệp rất tốt", ("praise",)),
        ("cán bộ nóng nảy", ("attitude",)),
        ("Phòng chờ nóng, cán bộ nóng nảy", ("waiting", "attitude", "facilities")),
        ("đường dây nóng không nghe máy", ()),
        ("lãng phí thời gian", ("waiting",)),
        ("bang tien si den muon", ()),
        ("Tuyệt đối không đi lại", ("visits",)),
    ],
)
def test_a_word_of_a_longer_phrase_is_not_what_it_is_alone(comment: str, themes: tuple[str, ...]) -> None:
    """A diploma (“bằng tốt nghiệp”) praises nobody; the oracle finds the same."""
    assert lexicon().of(comment) == themes
    assert oracle.themes_of(comment) == (set(themes) or {"none"})


def test_words_are_whole() -> None:
    """“mạng” is not in “cách mạng hóa”-like compounds of one word, nor “phí” in “phía”."""
    assert lexicon().of("Phía trước phiền") == ()


@pytest.mark.parametrize("comment", ["Không hài lòng", "Chưa thật tốt", "chua tot lam", "Chẳng ai cảm ơn"])
def test_praise_undone_is_no_praise(comment: str) -> None:
    """“không”, “chưa” within two words before it; other themes stay what is spoken of."""
    assert "praise" not in lexicon().of(comment)
    assert lexicon().of("Không phải chờ") == ("waiting",)
