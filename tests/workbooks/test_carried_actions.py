"""By which name each action is carried into the next year, however often that is tried."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from service.years.actions import Action, Named, named

WORDS = {"objective": "MT01", "measure": "Tập huấn", "lead": "An", "deadline": "44896"}
OTHER = {"objective": "MT02", "measure": "Mua máy", "lead": "Bình", "deadline": "44866"}
CARRIED = Named("“Tập huấn”", "", 2, WORDS)


def action(
    row: int, code: str = "", words: Mapping[str, str] = WORDS, *, over: bool = False, **other: str
) -> Action:
    """A row with these words, some of them others."""
    typed = {**words, **other}
    return Action(code, row, dict(typed), over, typed)


def names(*found: Action, before: tuple[Named, ...] = (CARRIED,)) -> list[str]:
    """By which names these are carried."""
    return [one.name for _, one in named(found, before)]


def test_at_first_an_action_is_named_by_its_code_or_words_and_none_twice() -> None:
    """What is over is not carried, so nothing is said of it."""
    rows = (action(2, "KH01"), action(3), action(4), action(5, over=True))
    assert names(*rows, before=()) == ["KH01", "“Tập huấn”", "“Tập huấn” (2)"]


@pytest.mark.parametrize(
    "now",
    [
        action(2),
        action(7),
        action(2, "KH01"),
        action(7, "KH01"),
        action(2, measure="Tập huấn ISO"),
        action(2, "KH01", measure="Tập huấn ISO"),
    ],
)
def test_a_carried_action_keeps_its_name(now: Action) -> None:
    """Moved, given its code or mended in a cell meanwhile: it does not come twice."""
    assert names(now) == ["“Tập huấn”"]


def test_a_code_stays_the_same_action_whatever_is_mended() -> None:
    """Also in another row."""
    assert names(action(9, "KH05", OTHER), before=(Named("KH05", "KH05", 2, WORDS),)) == ["KH05"]


@pytest.mark.parametrize(
    ("first", "names_then"),
    [
        (action(2), ["“Tập huấn”"]),
        (action(2, "KH01"), ["“Tập huấn”"]),
        (action(2, over=True), ["“Tập huấn”"]),
        (action(9, "", OTHER), ["“Mua máy”"]),
    ],
)
@pytest.mark.parametrize("lead", ["An", "Trần Thị B"])
def test_another_of_the_same_words_is_not_lost(first: Action, names_then: list[str], lead: str) -> None:
    """Typed between two tries while the first stands, is over or was deleted."""
    deleted = first.row == 9
    is_the_first = deleted and lead == "An"
    told = "“Tập huấn”" if is_the_first else "“Tập huấn” (2)"
    assert names(first, action(3, lead=lead)) == [*names_then, told]


def test_another_action_typed_over_the_row_of_a_deleted_one_comes_along() -> None:
    """It shares but the objective."""
    assert names(action(2, measure="Mua máy", lead="Bình", deadline="44866")) == ["“Mua máy”"]


def test_a_code_given_to_another_row_brings_that_one_along() -> None:
    """The first lost its code and moved; neither is taken for the other."""
    before = (Named("KH01", "KH01", 2, WORDS),)
    assert names(action(3), action(4, "KH01", OTHER), before=before) == ["KH01", "KH01 (2)"]
