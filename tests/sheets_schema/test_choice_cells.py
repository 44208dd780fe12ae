"""Choices, yes and no as people type them, and what is wrong with them."""

from __future__ import annotations

import unicodedata

import pytest

from sheets_schema.cells.reader import Read
from tests.support.cells import GRADE, code, read


@pytest.mark.parametrize(
    "typed", ["Lưu ý", "luu y", "LƯU Ý", " lưu  ý ", "observation", unicodedata.normalize("NFD", "lưu ý")]
)
def test_a_choice_is_known_by_any_spelling(typed: str) -> None:
    """Label or code, without accents, any case, composed or not."""
    assert read("choice", typed, **GRADE) == Read("observation")


def test_an_unknown_choice_is_refused_with_a_suggestion_only_when_certain() -> None:
    """A unique beginning is suggested, never taken; two beginnings suggest nothing."""
    found = read("choice", "lưu", **GRADE)
    assert (found.value, code(found), found.slip and found.slip.suggestion) == (
        None,
        "choice_unknown",
        "Lưu ý",
    )
    assert (nothing := read("choice", "N", **GRADE)).slip is not None and nothing.slip.suggestion is None
    assert "Nặng, Nhẹ, Lưu ý, Cơ hội cải tiến" in nothing.slip.params["choices"]


@pytest.mark.parametrize(("typed", "suggestion"), [("lư", "Lưu ý"), ("l", None)])
def test_two_letters_may_suggest_a_choice_and_one_letter_none(typed: str, suggestion: str | None) -> None:
    """Though only one begins with it."""
    found = read("choice", typed, **GRADE)
    assert found.slip is not None and found.slip.suggestion == suggestion


@pytest.mark.parametrize(
    ("typed", "value"), [("x", True), ("Có", True), ("co", True), (True, True), ("không", False)]
)
def test_yes_and_no(typed: object, value: bool) -> None:
    """The words of the document, without accents too, and check boxes."""
    assert read("yesno", typed, trueValues=["có", "x"], falseValues=["không"]) == Read(value)


def test_neither_yes_nor_no_is_asked_back() -> None:
    """0 is neither: “không phát sinh” is not the number 0."""
    assert code(read("yesno", "chắc là có")) == "yesno_unknown"
    assert code(read("yesno", 0, trueValues=["x"], falseValues=["không"])) == "yesno_unknown"
    assert (read("yesno", "1").value, read("yesno", 0).value) == (True, False)
