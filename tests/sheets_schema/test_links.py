"""Links to other tabs: by any name, to rows that are wrong for now, to tabs a person cannot see."""

from __future__ import annotations

import pytest

from sheets_schema.naming import Naming
from sheets_schema.records import Context
from tests.oracle.names import Names
from tests.support.tabs import CORRECTION, FINDING, OBJECTIVE, PROGRESS, UNIT, check, codes, flat, record
from tests.support.wrong_registers import ACTION

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
    assert codes(found) == ([] if code else ["link_unknown_elsewhere"])


def test_a_shared_name_is_nobody_s_unless_it_is_a_code() -> None:
    """The code goes before another's nickname."""
    naming = Naming([("VP", "VP"), ("Văn phòng", "VP"), ("KT", "KT"), ("VP", "KT"), ("văn phòng", "KT")])
    assert [naming.code(name) for name in ("VP", "Văn phòng", "kt", "")] == ["VP", None, "KT", None]


@pytest.mark.parametrize(("typed", "code"), [("Phòng Hưng", None), ("phong hung", "A"), ("Phòng Hùng", "A")])
def test_a_name_typed_with_other_accents_is_another(typed: str, code: str | None) -> None:
    """Phòng Hưng is not Phòng Hùng, though no other unit is called so."""
    assert Naming([("Phòng Hùng", "A")]).code(typed) == code
    assert Names([("Phòng Hùng", "A")]).code(typed) == (code or "")


def test_what_a_person_typed_is_what_is_quoted() -> None:
    """Though the record would have held a code."""
    found = check("findings", [{**FINDING, "unit": "Phòng Lạ"}], context=Context({"units": SCHOOLS}))
    assert [(p.code, p.value) for p in found.problems] == [("link_unknown_elsewhere", "Phòng Lạ")]
    late = [{**FINDING, "unit": "nam hùng", "status": "Đóng"}]
    assert check("findings", late, context=Context({"units": SCHOOLS})).records == []


def test_a_result_of_an_objective_with_an_error_is_kept_and_told_so() -> None:
    """It stands in the tab; where its error is; the figures leave the objective out meanwhile."""
    aims = check("objectives", [{**OBJECTIVE, "deadline": "31/02/2022"}, {"code": "MT02"}])
    assert aims.broken == {"MT01": "H2", "MT02": ""}
    context = Context({"objectives": aims.records}, broken={"objectives": aims.broken})
    done = [PROGRESS, {**PROGRESS, "code": "mt02"}, {**PROGRESS, "code": "MT99"}]
    found = check("progress", done, context=context)
    assert [(p.cell, p.code, p.severity) for p in found.problems] == [
        ("A2", "link_wrong", "warning"),
        ("A3", "link_blank", "warning"),
        ("A4", "link_unknown", "error"),
    ]
    assert [p.message_vi for p in found.problems[:2]] == [
        "Ô A2: “MT01” ở tab “Mục tiêu” đang có lỗi (ô H2), nên dòng này được giữ lại nhưng chưa được tính.",
        "Ô A3: “mt02” ở tab “Mục tiêu” chưa được điền, nên dòng này được giữ lại nhưng chưa được tính.",
    ]
    assert [p.remedy_vi for p in found.problems[:2]] == [
        "Hãy sửa ở tab “Mục tiêu”; không phải gõ lại dòng này.",
        "Hãy điền ở tab “Mục tiêu”; không phải gõ lại dòng này.",
    ]
    assert [r.key for r in found.records] == ["MT01|2022-03", "MT02|2022-03"]


def test_an_action_of_an_objective_with_an_error_counts_and_is_told_so() -> None:
    """It is done or not by its own row."""
    context = Context({"objectives": []}, broken={"objectives": {"MT01": "H2", "MT02": ""}})
    found = check("actions", [ACTION, {**ACTION, "code": "KH02", "objective": "MT02"}], context=context)
    assert [p.message_vi for p in found.problems] == [
        "Ô B2: “MT01” ở tab “Mục tiêu” đang có lỗi (ô H2), nhưng dòng này vẫn được tính.",
        "Ô B3: “MT02” ở tab “Mục tiêu” chưa được điền, nhưng dòng này vẫn được tính.",
    ]
    assert len(found.records) == 2


def test_two_objectives_of_one_code_are_broken_both() -> None:
    """Their results are kept until one of them goes."""
    aims = check("objectives", [OBJECTIVE, OBJECTIVE])
    context = Context({"objectives": aims.records}, broken={"objectives": aims.broken})
    assert flat(check("progress", [PROGRESS], context=context)) == [("A2", "link_wrong")]


def test_a_warning_breaks_no_row() -> None:
    """Only an error keeps a row from being a record."""
    aims = check("objectives", [{**OBJECTIVE, "target": "980%"}])
    assert (codes(aims), aims.broken) == (["percent_over_100"], {})


def test_whom_to_ask_about_a_tab_one_may_not_see() -> None:
    """One's own tab can be mended, another file may be closed to the person."""
    aims = Context({"objectives": [record("objectives", "MT02", code="MT02")]})
    own = check("progress", [PROGRESS], context=aims).problems[0]
    assert own.remedy_vi == "Hãy ghi đúng như trong tab “Mục tiêu”, hoặc bổ sung vào tab đó trước."
    audits = Context({"findings": []})
    other = check("corrections", [CORRECTION], context=audits).problems[0]
    assert other.remedy_vi == (
        "Hãy ghi đúng như trong tab “Phát hiện” của tệp khác; không xem được tệp đó thì hỏi thư ký ISO."
    )
    assert other.remedy_en == (
        "Write it as in the tab “Findings” of another file; if you cannot see that file, ask the coordinator."
    )
    broken = Context({"findings": []}, broken={"findings": {"PH-2022-01": "L2"}})
    told = check("corrections", [CORRECTION], context=broken)
    assert (codes(told), len(told.records)) == (["link_wrong_elsewhere"], 1)
    assert told.problems[0].remedy_vi == (
        "Hãy sửa ở tab “Phát hiện” của tệp khác, không xem được tệp đó thì hỏi thư ký ISO; "
        "không phải gõ lại dòng này."
    )


def test_a_link_is_judged_only_where_the_other_tab_is_known() -> None:
    """A missing objective is an error; an unknown context is none."""
    known = Context(
        {"objectives": [record("objectives", "MT01", code="MT01"), record("objectives", "MT10", code="MT10")]}
    )
    wrong = [{**PROGRESS, "code": "MT99"}]
    assert check("progress", wrong).problems == []
    assert flat(check("progress", wrong, context=known)) == [("A2", "link_unknown")]
    assert check("progress", [PROGRESS], context=known).problems == []


def test_a_unit_is_named_by_code_name_or_alias() -> None:
    """The record holds the code; a near miss is suggested."""
    units = [record("units", "KT", code="KT", name="Phòng Kỹ thuật", aliases=["P. Kỹ thuật"])]
    context = Context({"units": units})
    for spelling in ("KT", "phong ky thuat", "P. Kỹ thuật"):
        assert (
            check("findings", [{**FINDING, "unit": spelling}], context=context).records[0].values["unit"]
            == "KT"
        )
    found = check("findings", [{**FINDING, "unit": "Phòng Kĩ thuậtt"}], context=context)
    assert [(p.code, p.suggestion) for p in found.problems] == [("link_unknown_elsewhere", "KT")]


def test_a_parent_unit_stands_in_the_same_tab() -> None:
    """By any of its names."""
    units = [UNIT, {**UNIT, "code": "BP1", "name": "Bộ phận Một cửa", "parent": "văn phòng"}]
    assert check("units", units).records[1].values["parent"] == "VP"
    assert flat(check("units", [{**UNIT, "parent": "XX"}])) == [("D2", "link_unknown")]
