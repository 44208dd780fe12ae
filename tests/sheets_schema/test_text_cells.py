"""Texts, codes, e-mails and lists as people type them, and what is wrong with them."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_schema import cells
from sheets_schema.cells import text
from sheets_schema.cells.reader import Read
from tests.support.cells import code, read


def test_e_mails_and_lists() -> None:
    """Lists part at semicolons and lines, e-mails at commas too; every e-mail must be one."""
    assert read("emails", "An@Example.vn; binh@example.vn\nan@example.vn").value == [
        "an@example.vn",
        "binh@example.vn",
    ]
    assert code(read("emails", "an@example.vn; binh@example")) == "email_invalid"
    assert read("emails", "an@example.vn, binh@example.vn").value == ["an@example.vn", "binh@example.vn"]
    assert read("list", "P. Kỹ thuật; Phòng KT").value == ["P. Kỹ thuật", "Phòng KT"]
    assert read("list", "P. CTTT; Phòng Chính trị, tư tưởng").value == [
        "P. CTTT",
        "Phòng Chính trị, tư tưởng",
    ]
    assert code(read("email", "ten.gmail.com")) == "email_invalid"


def test_text_is_composed_and_its_spaces_mended() -> None:
    """NFD becomes NFC, runs of spaces one; lines stay in long text and go in short."""
    assert read("text", unicodedata.normalize("NFD", " Phòng  Kỹ\u00a0thuật ")).value == "Phòng Kỹ thuật"
    assert read("text", "một\r\nhai").value == "một\nhai"
    assert read("line", "một\nhai").value == "một hai"
    assert read("code", "mt01").value == "MT01"
    assert read("measure", "phần trăm").value == "%"
    assert read("text", " \u200b ") == Read()


@pytest.mark.parametrize("typed", ["MT\u200b01", "MT\x0001", "\u202eMT01", "MT01\u2066"])
def test_invisible_characters_are_dropped_and_told(typed: str) -> None:
    """NUL, zero width and bidi marks never reach a key, and the clerk hears of them."""
    found = read("code", typed)
    assert (found.value, code(found)) == ("MT01", "invisible_characters")


@pytest.mark.parametrize(
    "typed", ["Phßng Kü thuËt", "Bé phËn tiÕp nhËn ch\u00ada bè trÝ", "Phoøng Kyõ thuaät"]
)
def test_old_encodings_are_told_and_never_converted(typed: str) -> None:
    """TCVN3 and VNI remnants."""
    assert (read("text", typed).value, code(read("text", typed))) == (None, "legacy_encoding")


@pytest.mark.parametrize(
    "typed", ["Phòng Kỹ thuật", "Citroën", "café", "20 °C", "hoà giải", "100 m²", "Ông Ba – 5 ½"]
)
def test_modern_text_is_not_taken_for_an_old_encoding(typed: str) -> None:
    """A lone foreign letter or sign is none."""
    assert code(read("text", typed)) is None


def test_a_pasted_essay_is_refused_quickly() -> None:
    """Fifty thousand characters, the most Google's cell holds."""
    found = read("text", "x" * 50_000)
    assert code(found) == "text_too_long"
    assert found.slip is not None and found.slip.params["length"] == "50000"
    assert code(read("text", "dài quá", constraints={"maxLength": 3})) == "text_too_long"
    assert code(read("text", "a", constraints={"minLength": 3})) == "text_too_short"


def test_a_code_that_became_a_date_is_told() -> None:
    """8.5 typed for a clause becomes the 8th of May in Vietnam."""
    clause: dict[str, Any] = {"constraints": {"pattern": r"\d+(\.\d+)*"}}
    assert code(read("line", 44689, "DATE", **clause)) == "text_is_date"
    assert read("line", 8.5, **clause).value == "8.5"
    assert code(read("line", "tám", **clause)) == "pattern_mismatch"


def test_numbers_and_check_boxes_in_text_are_shown_as_the_sheet_does() -> None:
    """A text column may hold a number, a percent, a date."""
    typed = [(5, ""), (5.0, ""), (0.5, "PERCENT"), (44625, "DATE"), (True, "")]
    shown = [read("text", value, form).value for value, form in typed]
    assert shown == ["5", "5", "50%", "05/03/2022", "TRUE"]


@pytest.mark.parametrize("typed", ["hoà", "hòa", "HOÀ", "hoa", unicodedata.normalize("NFD", "hoà"), " hòa "])
def test_fold_sees_through_accents_case_and_composition(typed: str) -> None:
    """What the same word is typed like."""
    assert cells.fold(typed) == "hoa"


def test_same_sees_through_tone_placement_but_not_accents() -> None:
    """hoà is hòa, but not hoa; Đ is not D."""
    assert cells.same("Hoà") == cells.same("hòa") != cells.same("hoa")
    assert cells.fold("Đường") == "duong"
    assert cells.same("Đường") != cells.same("Dường")


@given(st.text())
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    """Clean text is composed and stays as it is."""
    once = text.clean(typed)
    assert text.clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text())
def test_folding_twice_is_folding_once(typed: str) -> None:
    """Comparing compared text changes nothing."""
    assert text.fold(text.fold(typed)) == text.fold(typed)


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_plain_text_is_text_that_cleaning_leaves(typed: str) -> None:
    """The short cut of the reader is no short cut in what it says."""
    assert not text.is_plain(typed) or text.clean(typed) == typed
