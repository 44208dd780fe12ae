"""Versions side by side, comments by theme, changes among many, answers against dossiers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from statistics import NormalDist
from typing import Any

import pytest

from service.figures import compute
from service.figures.data import COMMENT, FLAG, THEME, CubeRow
from service.figures.satisfaction.changes import critical
from tests.support import frozen


def batch(
    unit: str, version: int, people: int, level: int = 5, label: str = "2022-03", **more: Any
) -> list[CubeRow]:
    """A batch of so many people of one version who answer alike."""
    return [
        replace(row, version=version) for row in frozen.batch(unit, label, label, {level: people}, **more)
    ]


def mark(unit: str, name: str, count: int, label: str = "2022-03") -> CubeRow:
    """Something that is only counted."""
    return CubeRow(unit, label, label, name, 1, count)


def test_versions_stand_side_by_side_and_what_means_the_same_is_summed() -> None:
    """q8 is of both, `portal` of the second only; “every answer” is of neither."""
    second = [row for row in batch("VP", 2, 8, 4) if row.question != "q1"]
    second.append(CubeRow("VP", "2022-03", "2022-03", "portal", 3, 8, 2))
    made = compute(frozen.month(cube=(*batch("VP", 1, 10), *second)))
    assert (made["satisfaction.q8.n"].value, made["satisfaction.q1.n"].value) == (18, 10)
    assert (made["satisfaction.v1.q8.n"].value, made["satisfaction.v2.q8.n"].value) == (10, 8)
    assert (made["satisfaction.v1.q2.n"].value, made["satisfaction.v2.q2.n"].value) == (10, 8)
    assert (made["satisfaction.v2.q8.mean"].value, made["satisfaction.portal.mean"].value) == (80, 60)
    assert made["satisfaction.all_high"].exclusions == ("versions",)
    assert made["satisfaction.v2.all_high"].value == 1
    assert "satisfaction.v1.portal.n" not in made


def test_a_version_of_few_people_cannot_be_told_apart() -> None:
    """Three on the old form: only the sum has them, and what another unit shows does not give them away."""
    made = compute(frozen.month(cube=(*batch("VP", 1, 3), *batch("VP", 2, 9), *batch("TCCB", 2, 7))))
    assert made["satisfaction.q8.n"].value == 19
    assert made["satisfaction.v1.n"].value is None
    assert (made["satisfaction.v2.n"].value, made["satisfaction.v2.q8.n"].value) == (7, 7)
    assert "satisfaction.v2.q3.n" not in made


def test_a_version_of_just_k_people_is_told_apart() -> None:
    """Five are enough."""
    made = compute(frozen.month(cube=(*batch("VP", 1, 5), *batch("VP", 2, 9))))
    sizes = [[made[f"satisfaction.v{version}.{name}"].value for name in ("n", "q3.n")] for version in (1, 2)]
    assert sizes == [[5, 5], [9, 9]]


def test_one_version_alone_has_no_column_of_its_own() -> None:
    """The names of before stand for the first version."""
    assert not [name for name in compute(frozen.full_month()) if name.startswith("satisfaction.v1")]


@pytest.mark.parametrize(("comments", "shown"), [(5, True), (4, False)])
def test_themes_are_counted_among_at_least_k_comments(comments: int, shown: bool) -> None:
    """However many people there are."""
    rows = [mark("VP", COMMENT, comments), mark("VP", f"{THEME}waiting", 2)]
    made = compute(frozen.month(cube=(*batch("VP", 1, 40), *rows)))
    assert made["satisfaction.comments"].value == (comments if shown else None)
    assert made["satisfaction.theme.waiting"].value == (Fraction(2, 5) if shown else None)
    assert made["satisfaction.theme.fees"].value == (0 if shown else None)


def test_comments_withheld_in_months_are_told_in_the_year() -> None:
    """Three and four: seven, with the themes of both."""
    cube = [*batch("VP", 1, 9, label="2022-01"), *batch("VP", 1, 9, label="2022-02")]
    cube += [mark("VP", COMMENT, 3, "2022-01"), mark("VP", COMMENT, 4, "2022-02")]
    cube += [mark("VP", f"{THEME}fees", 1, "2022-01"), mark("VP", f"{THEME}fees", 1, "2022-02")]
    made = compute(frozen.year(cube=tuple(cube)))
    assert made["satisfaction.theme.fees"].value == Fraction(2, 7)


def test_patterns_are_counted_and_nobody_is_left_out() -> None:
    """Of the department, of a unit that is shown; of one below k nothing."""
    cube = (
        *batch("VP", 1, 20),
        mark("VP", f"{FLAG}burst", 12),
        *batch("TCCB", 1, 4),
        mark("TCCB", f"{FLAG}burst", 4),
    )
    made = compute(frozen.month(cube=cube))
    assert (made["satisfaction.flags.burst"].value, made["satisfaction.n"].value) == (12, 20)
    shown, withheld = (made[f"satisfaction.flags.unit.{unit}.burst"] for unit in ("VP", "TCCB"))
    assert (shown.value, shown.exclusions) == (12, ())
    assert (withheld.value, withheld.exclusions) == (None, ("below_k",))
    assert made["satisfaction.flags.series"].value == 0


def shares(**counts: tuple[int, int]) -> dict[str, Any]:
    """Figures of an earlier report: question → (content, all)."""
    return {f"satisfaction.{q}.top2": {"numerator": a, "denominator": b} for q, (a, b) in counts.items()}


def _month(content: int, previous: dict[str, Any], **more: Any) -> Any:
    levels = {5: content, 2: 100 - content}
    cube = tuple(frozen.batch("VP", "2022-03", "2022-03", levels))
    return compute(frozen.month(cube=cube, previous=previous, **more))


def test_a_change_beyond_its_own_interval_may_still_be_noise_among_eight() -> None:
    """92 of 100 after 82: alone a rise, among eight questions no longer."""
    alone = _month(92, shares(q8=(82, 100)))
    assert (alone["satisfaction.compared"].value, alone["satisfaction.q8.change"].state) == (1, "rise")
    among = _month(92, shares(**{f"q{n}": (82, 100) for n in range(1, 9)}))
    assert (among["satisfaction.compared"].value, among["satisfaction.moved"].value) == (8, 0)
    assert among["satisfaction.q8.change"].state == "noise"
    assert among["satisfaction.q8.change_low"].value == alone["satisfaction.q8.change_low"].value > 0
    far = _month(92, shares(**{f"q{n}": (60, 100) for n in range(1, 9)}))
    assert far["satisfaction.q8.change"].state == "rise"
    assert _month(60, shares(q8=(92, 100)))["satisfaction.q8.change"].state == "fall"


def test_the_same_month_a_year_before_is_compared_too() -> None:
    """Questions and units; both bases are on the one list."""
    before = shares(q8=(50, 100), **{"unit.VP.q8": (95, 100)})
    made = _month(96, shares(q8=(95, 100)), year_before=before)
    assert made["satisfaction.compared"].value == 3
    assert (made["satisfaction.q8.change_year"].state, made["satisfaction.q8.change"].state) == (
        "rise",
        "noise",
    )
    assert made["satisfaction.unit.VP.q8.change_year"].value == Fraction(1, 100)
    assert made["satisfaction.unit.VP.q8.change"].value is None


def test_what_nobody_answered_the_month_before_is_not_compared() -> None:
    """0 of 0 is no share to rise or fall from."""
    made = _month(90, shares(q8=(0, 0)))
    assert (made["satisfaction.compared"].value, made["satisfaction.q8.change"].value) == (0, None)


def test_sidaks_quantile_is_the_textbooks() -> None:
    """One comparison is 1.96; ten at 5 % together are 0.51162 % each."""
    assert critical(1) == pytest.approx(1.959963984540054, abs=1e-12)
    assert 2 * (1 - NormalDist().cdf(critical(10))) == pytest.approx(0.0051162, abs=1e-7)


def test_answers_against_the_dossiers_of_the_months_they_were_gathered_in() -> None:
    """A unit's batch of two months by the dossiers of both; the department's by the same: nobody else's."""
    rows = tuple(
        frozen.dossier("VP", label, "A", resolved_total=number, resolved_on_time=number)
        for label, number in (("2022-01", 70), ("2022-02", 30), ("2022-03", 50))
    )
    withheld = frozen.dossier("TCCB", "2022-03", "A", resolved_total=9, resolved_on_time=9)
    without = frozen.batch("GDTH", "2022-03", "2022-03", {5: 6})
    cube = (*frozen.batch("VP", "2022-02", "2022-03", {5: 20}), *without)
    made = compute(frozen.month(cube=cube, dossiers=(*rows, withheld)))
    assert made["satisfaction.n"].value == 26
    assert made["satisfaction.unit.VP.response"].value == Fraction(20, 80)
    assert made["satisfaction.response"].value == Fraction(20, 80)
    assert made["satisfaction.response"].origin == ("=satisfaction.unit.VP.response",)
    assert made["satisfaction.unit.TCCB.response"].exclusions == ("below_k",)
    assert "satisfaction.unit.GDTH.response" not in made
