"""What a figure is measured in: percent or something else, told alike by rules and figures."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from service.figures.data import Row
from service.figures.objectives import judge
from sheets_schema.cells.numbers import is_percent
from sheets_schema.records import Context
from tests.support.tabs import DOSSIER, OBJECTIVE, PROGRESS, check, codes, flat, record

BARE = {"achieved": None, "total": None}


def aim(measure: str, direction: str = "ge", target: float = 98) -> Context:
    """A context of one monthly objective in that measure."""
    values = {"code": "MT01", "direction": direction, "target": target}
    values |= {"unit_of_measure": measure, "evaluation": "month"}
    return Context({"objectives": [record("objectives", "MT01", **values)]})


@pytest.mark.parametrize("measure", ["%", "% hồ sơ", "Phần trăm", "phan tram", "Tỷ lệ %", "％", "Percent"])
def test_a_measure_that_says_percent_is_percent(measure: str) -> None:
    """However else it is worded."""
    assert is_percent(measure)


@pytest.mark.parametrize("measure", [None, "", "hồ sơ", "lần", "phần"])
def test_any_other_measure_is_none(measure: str | None) -> None:
    """Blank too."""
    assert not is_percent(measure)


def test_rules_and_figures_judge_one_measure_alike() -> None:
    """99 of 100 meets 98 “% hồ sơ” in both; a bare 0,985 is asked back."""
    checked = check("objectives", [{**OBJECTIVE, "unit_of_measure": "% hồ sơ"}])
    assert checked.problems == []
    context = Context({"objectives": checked.records})
    done = check("progress", [{**PROGRESS, "achieved": 99}], context=context)
    assert done.problems == []
    one, two = (Row("VP", found.key, found.values) for found in (checked.records[0], done.records[0]))
    outcome = judge(one, two)
    assert (outcome.state, outcome.value) == ("met", Fraction(99))
    asked = check("progress", [{**PROGRESS, **BARE, "value": 0.985}], context=context)
    assert ("G2", "percent_ambiguous") in flat(asked)
    assert asked.records == []
    assert codes(check("objectives", [{**OBJECTIVE, "unit_of_measure": "% hồ sơ", "target": 0.98}])) == [
        "percent_ambiguous"
    ]


@pytest.mark.parametrize(
    ("table", "row", "formats"),
    [
        ("progress", {**PROGRESS, "achieved": "95%", "total": 200}, {}),
        ("progress", {**PROGRESS, "achieved": 0.95, "total": 200}, {"E2": "PERCENT"}),
        ("progress", {**PROGRESS, "total": "100%"}, {}),
        ("dossiers", {**DOSSIER, "resolved_on_time": "40%"}, {}),
        ("dossiers", {**DOSSIER, "returned": 1}, {"N2": "PERCENT"}),
    ],
)
def test_a_percentage_in_a_count_keeps_its_row_out(
    table: str, row: dict[str, object], formats: dict[str, str]
) -> None:
    """It would be counted as that many."""
    found = check(table, [row], formats=formats)
    assert (codes(found), found.records) == (["count_percent"], [])


@pytest.mark.parametrize(("value", "formats"), [("1%", {}), (0.01, {"G2": "PERCENT"})])
def test_a_percent_value_of_another_measure_is_an_error(value: object, formats: dict[str, str]) -> None:
    """1 % of letters is not one letter; quoted as the clerk sees it."""
    found = check(
        "progress", [{**PROGRESS, **BARE, "value": value}], formats=formats, context=aim("đơn", "le", 2)
    )
    assert (flat(found), found.records) == ([("G2", "value_percent")], [])
    assert found.problems[0].value == "1%"
    assert found.problems[0].message_vi == "Ô G2: “1%” là phần trăm, nhưng mục tiêu MT01 đo bằng “đơn”."


def test_a_percent_target_of_another_measure_is_an_error() -> None:
    """98 % with the measure “hồ sơ” would be held against counts."""
    found = check("objectives", [{**OBJECTIVE, "unit_of_measure": "hồ sơ", "aggregation": "Kỳ cuối"}])
    assert (codes(found), found.records) == (["percent_unit"], [])


TWICE: list[tuple[Any, int, int, str, list[str]]] = [
    ("98,5%", 9874, 10000, "%", ["figure_twice"]),
    ("98,7%", 9874, 10000, "%", []),
    ("98,70%", 9874, 10000, "%", ["figure_twice"]),
    ("99%", 9874, 10000, "%", []),
    (98.5, 9874, 10000, "%", ["figure_twice"]),
    (98.7, 9874, 10000, "%", []),
    ("0", 3, 10, "%", ["figure_twice"]),
    (0, 3, 10, "%", ["figure_twice"]),
    (30, 3, 10, "%", []),
    ("1,5", 3, 2, "lượt/lớp", []),
    (150, 3, 2, "lượt/lớp", ["figure_twice"]),
    ("98,5%", 0, 0, "%", ["figure_twice", "total_zero"]),
]


@pytest.mark.parametrize(("value", "achieved", "total", "measure", "found"), TWICE)
def test_a_value_beside_its_ratio_says_the_same_to_the_place_typed(
    value: object, achieved: int, total: int, measure: str, found: list[str]
) -> None:
    """Half a unit of the last place that was typed, in the measure of the objective."""
    row = {**PROGRESS, "achieved": achieved, "total": total, "value": value, "cause": "a", "measure": "b"}
    assert sorted(codes(check("progress", [row], context=aim(measure, target=0)))) == found


def test_a_percent_cell_beside_its_ratio() -> None:
    """Sheets keeps 98,7 % as 0.987: one place."""
    row = {**PROGRESS, "achieved": 9874, "total": 10000, "value": 0.987}
    assert codes(check("progress", [row], formats={"G2": "PERCENT"})) == []
    assert codes(check("progress", [{**row, "value": 0.985}], formats={"G2": "PERCENT"})) == ["figure_twice"]


@pytest.mark.parametrize(
    ("measure", "target", "achieved", "found"),
    [
        ("Tỷ lệ", 98, 49, ["ratio_measure"]),
        ("hồ sơ", 98, 50, ["ratio_measure"]),
        ("hồ sơ", 1, 49, []),
        ("lượt/lớp", 2, 49, []),
        ("đơn", 2, 0, []),
        ("lượt", 2, 150, []),
        ("％", 98, 49, []),
    ],
)
def test_a_part_of_a_whole_held_against_a_target_above_1_is_asked_back(
    measure: str, target: float, achieved: int, found: list[str]
) -> None:
    """49 of 50 is 98 % or 0,98; nothing out of 50 is 0 either way, and 0,98 visits a class may be meant."""
    row = {**PROGRESS, "achieved": achieved, "total": 50, "cause": "a", "measure": "b"}
    done = check("progress", [row], context=aim(measure, "ge", target))
    assert (codes(done), len(done.records)) == (found, not found)
