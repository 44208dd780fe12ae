"""Versions of the questionnaire: what is said to be one question is one, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sheets_schema import descriptor, forms
from tests.support.tabs import check, codes

ONE, TWO = forms.form("satisfaction", 1), forms.form("satisfaction", 2)


def test_what_means_the_same_is_said_so() -> None:
    """Version 2 asks six of version 1's questions, two of its own, and not the two it dropped."""
    asked = {item.name: item.same_as for item in TWO.questions}
    assert asked == {
        "portal": None,
        "anywhere": None,
        **dict.fromkeys(("q2", "q3", "q4", "q5", "q6", "q8"), 1),
    }
    assert {item.name for item in ONE.questions} - set(asked) == {"q1", "q7"}


def test_a_name_used_again_without_saying_so_is_refused() -> None:
    """Two questions never share a name by accident: their answers would be summed."""
    items = tuple(replace(item, same_as=None) if item.name == "q3" else item for item in TWO.items)
    with pytest.raises(ValueError, match="satisfaction-2: q3: an earlier version has this name"):
        forms.consistent([ONE, replace(TWO, items=items)])


def test_a_question_is_the_same_as_one_that_is_asked() -> None:
    """`same_as` names a version that asks it, in the same kind."""
    items = tuple(replace(item, same_as=1) if item.name == "portal" else item for item in TWO.items)
    with pytest.raises(ValueError, match="portal: same_as: version 1 has no such question"):
        forms.consistent([ONE, replace(TWO, items=items)])


def test_every_version_has_q8_and_the_words_reports_need() -> None:
    """Units are compared by the overall question; each question has a short name in both languages."""
    for form in (ONE, TWO):
        assert form.item("q8").required and [level.score for level in form.levels] == [5, 4, 3, 2, 1, None]
        assert all(item.short and item.short_en for item in form.questions)


def test_the_coordinator_can_choose_every_version() -> None:
    """The tab offers the versions there are."""
    offered = list(dict(descriptor.table("questionnaires").field("version").choices))
    assert offered == [str(version) for version in forms.versions("satisfaction")]


def test_a_version_with_its_days_the_wrong_way_round_is_a_problem() -> None:
    """Nobody could say when it holds."""
    row = {
        "version": "Phiên bản 2",
        "valid_from": "01/07/2025",
        "valid_to": "30/06/2025",
        "state": "Đang dùng",
    }
    assert codes(check("questionnaires", [row])) == ["date_order"]
    assert codes(check("questionnaires", [{**row, "version": "2", "valid_to": "", "state": "dùng"}])) == []
