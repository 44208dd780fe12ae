"""Targets told by last year's result: "giảm 5%", "tăng 3%", "giảm 5 điểm %"; and downward and zero ones."""

from __future__ import annotations

from typing import Any

import pytest

from sheets_schema.records import Context
from tests.support.tabs import OBJECTIVE, PROGRESS, check, codes, record

DOWN: dict[str, object] = {**OBJECTIVE, "direction": "≤", "aggregation": "Kỳ cuối"}


def aimed(values: dict[str, object], context: Context | None = None) -> tuple[list[str], Any, Any]:
    """Codes of problems, the target and its words."""
    found = check("objectives", [values], context=context)
    kept = found.records[0].values if found.records else {}
    return codes(found), kept.get("target"), kept.get("worked")


@pytest.mark.parametrize(
    ("target", "before", "unit", "worked"),
    [
        ("giảm 5%", "40%", "%", 38),
        ("Giảm 5 điểm %", "40%", "%", 35),
        ("giảm 5 điểm phần trăm so với năm 2021", "40%", "%", 35),
        ("giảm 10%", 30, "đơn", 27),
        ("giảm ít nhất 2 đơn thư", 30, "đơn", 28),
        ("giảm 1%", "0,1%", "%", 0.099),
    ],
)
def test_a_change_comes_to_a_number(target: str, before: object, unit: str, worked: float) -> None:
    """Exact: 0,1 less 1 % is 0,099; a computed share is never asked whether it is percent."""
    row = {**DOWN, "target": target, "baseline": before, "unit_of_measure": unit}
    assert aimed(row)[:2] == ([], worked)


def test_it_is_told_in_words() -> None:
    """The clerk sees what it came to and from what."""
    row = {**OBJECTIVE, "target": "tăng 3%", "baseline": "80%"}
    assert aimed(row) == ([], 82.4, "≥ 82,4% (tăng 3% so với 80% của năm trước)")


def test_without_last_year_nothing_is_guessed() -> None:
    """A problem asks for it; the row counts, without a target; its results are not judged."""
    assert aimed({**DOWN, "target": "giảm 5%"}) == (["baseline_missing"], None, None)
    objective = record("objectives", "MT01", code="MT01", direction="le", target=None, unit_of_measure="%")
    context = Context({"objectives": [objective]})
    row = {**PROGRESS, "target": "Chưa tính được (thiếu số năm trước)"}
    assert codes(check("progress", [row], context=context)) == []


def test_last_years_workbook_is_asked_first() -> None:
    """The same code with the same words; another objective under that code is none."""
    row = {**DOWN, "target": "giảm 5%", "baseline": "50%"}
    same = str(row["objective"]).upper()
    old = record("objectives", "MT01", code="MT01", objective=same, unit_of_measure="%")
    context = Context(previous={"objectives": [old]}, baselines={"MT01": 40})
    assert aimed(row, context)[1] == 38
    other = record("objectives", "MT01", code="MT01", objective="Việc khác", unit_of_measure="%")
    assert aimed(row, Context(previous={"objectives": [other]}, baselines={"MT01": 40}))[1] == 47.5


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"direction": "≥", "target": "giảm 5%", "baseline": "40%"}, ["target_direction"]),
        ({"direction": "≤", "target": "giảm 5", "baseline": "40%"}, ["number_invalid"]),
        ({"direction": "≤", "target": "giảm dưới 5%", "baseline": "40%"}, ["comparator_strict"]),
    ],
)
def test_a_change_that_is_not_clear_is_asked_back(values: dict[str, object], found: list[str]) -> None:
    """Against its direction; 5 of what?; less than what?"""
    assert aimed({**DOWN, **values})[0] == found


@pytest.mark.parametrize(
    ("target", "unit", "value"),
    [("không quá 2%", "%", 2), ("0 đơn thư", "đơn", 0), (0, "đơn", 0), ("tối đa 3 đơn", "đơn", 3)],
)
def test_downward_and_zero_targets(target: object, unit: str, value: float) -> None:
    """They come as they are said."""
    assert aimed({**DOWN, "target": target, "unit_of_measure": unit})[:2] == ([], value)


@pytest.mark.parametrize(
    ("measure", "objective"),
    [("ngày", ""), ("giờ", ""), ("điểm", ""), ("lỗi", "Số lỗi trung bình mỗi hồ sơ"), ("lỗi/hồ sơ", "")],
)
def test_an_average_is_no_part_of_a_whole(measure: str, objective: str) -> None:
    """80 days over 100 dossiers are 0,8 days each, not 80 %."""
    aim = {"code": "MT01", "direction": "le", "target": 3, "unit_of_measure": measure, "objective": objective}
    context = Context({"objectives": [record("objectives", "MT01", **aim)]})
    done = check("progress", [{**PROGRESS, "achieved": 80}], context=context)
    assert (codes(done), len(done.records)) == ([], 1)
