"""The coordinator's tabs of who is who: the units' tree and successions, the agency's identity."""

from __future__ import annotations

import pytest

from sheets_schema.records import Context
from tests.support.tabs import UNIT, check, flat
from tests.support.wrong_units import IDENTITY, RIGHT

OTHER = {**UNIT, "code": "KT", "name": "Phòng Khảo thí"}


@pytest.mark.parametrize(("table", "row", "context"), RIGHT)
def test_a_right_row_raises_nothing(table: str, row: dict[str, object], context: Context | None) -> None:
    """The rules do not cry wolf."""
    found = check(table, [row], context=context)
    assert (found.problems, len(found.records)) == ([], 1)


def test_no_two_identities_begin_on_one_day() -> None:
    """Neither counts: nobody could tell which name holds."""
    found = check("identities", [IDENTITY, {**IDENTITY, "name": "Sở khác", "valid_from": "1/7/2025"}])
    assert flat(found) == [("A2", "key_duplicate"), ("A3", "key_duplicate")]
    assert found.records == []


def test_a_merged_unit_needs_its_last_day() -> None:
    """What is open passes on from the day after it."""
    assert flat(check("units", [{**UNIT, "successor": "KT"}, OTHER])) == [("F2", "successor_undated")]
    merged = {**UNIT, "successor": "Phòng Khảo thí", "valid_to": "14/07/2022"}
    found = check("units", [merged, OTHER])
    assert (flat(found), found.records[0].values["successor"]) == ([], "KT")


def test_units_above_one_another_are_told_in_each_row() -> None:
    """VP under KT under VP; a third under them is right."""
    rows = [
        {**UNIT, "parent": "KT"},
        {**OTHER, "parent": "VP"},
        {**OTHER, "code": "C", "name": "C", "parent": "KT"},
    ]
    found = check("units", rows)
    assert flat(found) == [("D2", "units_in_circle"), ("D3", "units_in_circle")]
    assert found.problems[0].message_vi.endswith("VP → KT → VP.")
