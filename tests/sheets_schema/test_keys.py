"""Keys and other cells that a row must have, or have alone."""

from __future__ import annotations

import unicodedata

import pytest

from sheets_schema import descriptor, validate
from sheets_schema.grid import Grid
from tests.support.tabs import DOSSIER, OBJECTIVE, PROGRESS, check, flat


def test_required_cells_left_blank_are_told_each() -> None:
    """And a cell that is wrong is not told blank as well."""
    checked = check("objectives", [{**OBJECTIVE, "unit_of_measure": None, "deadline": "x", "evaluation": ""}])
    assert flat(checked) == [("E2", "required_missing"), ("F2", "required_missing"), ("H2", "date_invalid")]


def test_rows_with_the_same_key_are_all_told_and_none_counts() -> None:
    """Which one is right is for the clerk to say; their identities differ."""
    checked = check("objectives", [OBJECTIVE, {**OBJECTIVE, "code": "mt01"}, {**OBJECTIVE, "code": "MT02"}])
    assert flat(checked) == [("A2", "key_duplicate"), ("A3", "key_duplicate")]
    assert [p.key for p in checked.problems] == ["MT01", "MT01#2"]
    assert len({p.identity for p in checked.problems}) == 2
    assert [r.key for r in checked.records] == ["MT02"]
    assert "2, 3" in checked.problems[0].message_vi


def test_of_many_rows_with_one_key_ten_are_named() -> None:
    """The rest is told of."""
    ten = "2, 3, 4, 5, 6, 7, 8, 9, 10, 11"
    for number, told in ((10, f": {ten}."), (12, f": {ten} ….")):
        message = check("objectives", [OBJECTIVE] * number).problems[0].message_vi
        assert told in message


@pytest.mark.parametrize(
    "spelling",
    ["cấp  phép Dạy thêm", "Cấp phép dạy thêm ", unicodedata.normalize("NFD", "Cấp phép dạy thêm")],
)
def test_one_procedure_spelled_twice_is_one_key(spelling: str) -> None:
    """Capitals, spaces, composition: the same month of the same procedure counts once."""
    found = check("dossiers", [DOSSIER, {**DOSSIER, "procedure": spelling}])
    assert (flat(found), found.records) == ([("A2", "key_duplicate"), ("A3", "key_duplicate")], [])
    assert "2, 3" in found.problems[0].message_vi


def test_where_a_tone_mark_stands_makes_no_other_key() -> None:
    """hoà is hòa, but not hoa."""
    names = ["Xác nhận hoà giải", "Xác nhận hòa giải", "Xác nhận hoa giải"]
    found = check("dossiers", [{**DOSSIER, "procedure": name} for name in names])
    assert [r.values["procedure"] for r in found.records] == names[2:]
    assert "“Tháng 3/2022 · Xác nhận hòa giải”" in found.problems[1].message_vi


def test_what_the_service_fills_in_is_no_key_spelled_by_people() -> None:
    """Answers' identities differ by their capitals."""
    table = descriptor.table("answers")
    given = {"submitted_at": "2022-03-05T08:00:00Z", "unit": "VP", "q8": "Hài lòng"}
    found = check("answers", [{"response_id": ident, **given} for ident in ("aB", "ab")])
    assert (table.primary_key, [r.key for r in found.records]) == (("response_id",), ["aB", "ab"])


def test_a_row_without_a_key_is_known_by_its_place() -> None:
    """Until it has one."""
    checked = check("objectives", [{**OBJECTIVE, "code": None}])
    assert checked.problems[0].identity == ("objectives", "row2", "code", "required_missing")


def test_a_unique_column_that_is_no_key() -> None:
    """The second one is told."""
    raw = {
        "name": "t", "title": "T", "primaryKey": "a",
        "fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "string",
        "constraints": {"unique": True}}],
    }  # fmt: skip
    checked = validate.check(
        descriptor.load(raw, "t"), Grid([["a", "b"], ["1", "x"], ["2", "y"], ["3", "x"]])
    )
    assert flat(checked) == [("B4", "value_duplicate")]


def test_a_key_of_two_parts_is_joined() -> None:
    """Canonical parts: however the period is typed."""
    assert check("progress", [{**PROGRESS, "period": "Tháng 3/2022"}]).records[0].key == "MT01|2022-03"
