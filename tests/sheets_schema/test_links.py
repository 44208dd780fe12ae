"""Links to other tabs, by any name."""

from __future__ import annotations

import pytest

from sheets_schema.naming import Naming
from sheets_schema.records import Context
from tests.support.tabs import FINDING, UNIT, check, codes, flat, record

SCHOOLS = [
    record("units", "NHUNG1", code="NHUNG1", name="THPT Nam Hùng", aliases=["Nam Hùng"]),
    record("units", "NHUNG2", code="NHUNG2", name="THPT Nam Hưng", aliases=None),
]


def test_two_names_that_accents_tell_apart_are_two() -> None:
    """Nam Hùng and Nam Hưng are two schools; hòa and hoà are one."""
    units = [{**UNIT, "code": r.key, "name": r.values["name"]} for r in SCHOOLS]
    assert check("units", units).problems == []
    same = [{**UNIT, "name": "Trường Hòa Bình"}, {**UNIT, "code": "HB", "name": "trường Hoà  bình"}]
    assert flat(check("units", same)) == [("B3", "alias_duplicate")]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("THPT Nam Hùng", "NHUNG1"),
        ("thpt nam hưng", "NHUNG2"),
        ("nam hung", "NHUNG1"),
        ("THPT Nam Hung", None),
        ("nhung2", "NHUNG2"),
    ],
)
def test_a_finding_names_its_unit_with_the_accents_it_takes(typed: str, code: str | None) -> None:
    """Without accents a name must be one unit's alone."""
    found = check("findings", [{**FINDING, "unit": typed}], context=Context({"units": SCHOOLS}))
    assert [r.values["unit"] for r in found.records] == ([code] if code else [])
    assert codes(found) == ([] if code else ["link_unknown"])


def test_a_shared_name_is_nobody_s_unless_it_is_a_code() -> None:
    """The code goes before another's nickname."""
    naming = Naming([("VP", "VP"), ("Văn phòng", "VP"), ("KT", "KT"), ("VP", "KT"), ("văn phòng", "KT")])
    assert [naming.code(name) for name in ("VP", "Văn phòng", "kt", "")] == ["VP", None, "KT", None]
