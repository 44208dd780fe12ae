"""Whole tabs: headers that moved, rows that are none, keys, links, and what a check gives back."""

from __future__ import annotations

import gc
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_schema import descriptor, validate
from sheets_schema.grid import Grid
from sheets_schema.records import Checked, Context, Pending, Record
from tests.support.tabs import (
    CORRECTION,
    DOSSIER,
    FINDING,
    OBJECTIVE,
    PROGRESS,
    UNIT,
    check,
    codes,
    flat,
    header,
    record,
    rows,
)  # fmt: skip

OBJECTIVES = descriptor.table("objectives")


def grid_of(values: list[list[object]], **more: object) -> Checked:
    """Check a values grid of the objectives' tab."""
    return validate.check(OBJECTIVES, Grid(values, **more))  # type: ignore[arg-type]


def test_a_right_row_becomes_a_record() -> None:
    """Typed values by field name; the key; the sheet's row."""
    checked = check("objectives", [OBJECTIVE])
    assert checked.problems == []
    assert checked.records[0][:3] == ("objectives", "MT01", 2)
    values = checked.records[0].values
    assert (values["direction"], values["target"], values["evaluation"]) == ("ge", 98, "month")
    assert values["deadline"] == date(2022, 12, 14)
    assert checked.records[0].as_json()["deadline"] == "2022-12-14"


def test_a_wrong_row_gives_no_record_and_does_not_stop_the_next() -> None:
    """Its key is in its problem."""
    checked = check("objectives", [{**OBJECTIVE, "deadline": "31/02/2022"}, {**OBJECTIVE, "code": "MT02"}])
    assert [r.key for r in checked.records] == ["MT02"]
    assert [(p.key, p.row, p.column, p.identity) for p in checked.problems] == [
        ("MT01", 2, "deadline", ("objectives", "MT01", "deadline", "date_impossible"))
    ]


def test_a_warning_keeps_the_record() -> None:
    """Only errors keep a row out."""
    checked = check("dossiers", [{**DOSSIER, "received_total": 21, "pending_total": 6, "pending_within": 6}])
    assert {p.severity for p in checked.problems} == {"warning"}
    assert len(checked.records) == 1


def test_a_moved_column_is_found_by_its_header() -> None:
    """Any order; the problem stands where the column stands now."""
    values = [header(OBJECTIVES), *rows(OBJECTIVES, [{**OBJECTIVE, "deadline": "x"}])]
    turned = [list(reversed(row)) for row in values]
    checked = grid_of(turned)
    assert flat(checked) == [("E2", "date_invalid")]
    assert checked.columns["code"] == len(OBJECTIVES.fields) - 1


@pytest.mark.parametrize(
    "spelling",
    [
        "Chi tieu",
        "CHỈ TIÊU",
        " chỉ  tiêu* ",
        "Mức chỉ tiêu",
        "Target",
        unicodedata.normalize("NFD", "Chỉ tiêu"),
    ],
)
def test_a_header_is_known_by_any_spelling(spelling: str) -> None:
    """Case, accents, spaces, an asterisk, another name, English."""
    names = [spelling if name == "Chỉ tiêu" else name for name in header(OBJECTIVES)]
    assert grid_of([names, *rows(OBJECTIVES, [OBJECTIVE])]).problems == []


def test_an_own_column_is_nobodys_business() -> None:
    """People may add columns."""
    values = [[*header(OBJECTIVES), "Ghi chú riêng"], [*rows(OBJECTIVES, [OBJECTIVE])[0], "abc"]]
    assert grid_of(values).problems == []


def test_a_renamed_header_stops_the_tab_and_tells_the_right_name() -> None:
    """The unknown header most like the missing one."""
    names = ["Chỉ tiêu giao" if name == "Chỉ tiêu" else name for name in header(OBJECTIVES)]
    checked = grid_of([names, *rows(OBJECTIVES, [OBJECTIVE])])
    assert (checked.usable, checked.records) == (False, [])
    assert [(p.cell, p.code, p.severity, p.suggestion) for p in checked.problems] == [
        ("D1", "header_renamed", "error", "Chỉ tiêu")
    ]


def test_a_renamed_optional_header_only_warns() -> None:
    """The rows are still read."""
    names = ["Nguồn số liệu nào" if name == "Nguồn số liệu" else name for name in header(OBJECTIVES)]
    checked = grid_of([names, *rows(OBJECTIVES, [OBJECTIVE])])
    assert [(p.code, p.severity) for p in checked.problems] == [("header_renamed", "warning")]
    assert len(checked.records) == 1


def test_a_missing_column_stops_the_tab() -> None:
    """A required one; an optional one may be absent."""
    values = [header(OBJECTIVES), *rows(OBJECTIVES, [OBJECTIVE])]
    place = header(OBJECTIVES).index("Thời hạn")
    checked = grid_of([row[:place] + row[place + 1 :] for row in values])
    assert (checked.usable, codes(checked)) == (False, ["column_missing"])
    assert grid_of([row[:9] for row in values]).problems == []


#: What figures are made of, or what decides whether a row may enter them (docs/figures.md).
NEEDED = {
    "units": "code name aliases valid_from valid_to has_dossiers",
    "objectives": "code direction target unit_of_measure evaluation start deadline aggregation",
    "progress": "code period achieved total value none",
    "dossiers": "period procedure received_total received_carried resolved_total resolved_before "
    "resolved_on_time pending_total pending_late",
    "corrections": "code completed",
    "confirmations": "period confirmed_on",
    "findings": "code date unit clause grade deadline verifier verified_on effective status",
    "settings": "key value",
}


@pytest.mark.parametrize(("name", "column"), [(t, c) for t, names in NEEDED.items() for c in names.split()])
def test_a_tab_without_a_column_that_figures_need_is_not_read(name: str, column: str) -> None:
    """A blank is told from a column that is gone: the last good data stand, and it is said."""
    table = descriptor.table(name)
    names: list[object] = [f.title for f in table.fields if f.name != column]
    checked = validate.check(table, Grid([names, ["x"] * len(names)]))
    assert (checked.usable, codes(checked), checked.records) == (False, ["column_missing"], [])


def test_a_header_standing_twice_stops_the_tab() -> None:
    """Nobody can know which column holds."""
    values = [[*header(OBJECTIVES), "Chỉ tiêu"], [*rows(OBJECTIVES, [OBJECTIVE])[0], "95%"]]
    assert (grid_of(values).usable, flat(grid_of(values))) == (False, [("M1", "header_duplicated")])


def test_an_alias_beside_the_title_is_an_own_column() -> None:
    """“Mục tiêu” is a title and “Tên mục tiêu” one of its aliases: the title wins."""
    values = [[*header(OBJECTIVES), "Tên mục tiêu"], [*rows(OBJECTIVES, [OBJECTIVE])[0], "khác"]]
    assert grid_of(values).problems == []


@pytest.mark.parametrize("values", [[], [[]], [["a", "b"]], [[None] * 30] * 30, [["Mã"]]])
def test_a_tab_without_a_header_is_unusable(values: list[list[object]]) -> None:
    """One clear message, no records."""
    checked = grid_of(values)
    assert (checked.usable, codes(checked)) == (False, ["header_missing"])


def test_a_header_under_a_title_is_found() -> None:
    """Within the first ten rows; the clerk hears of it."""
    values: list[list[object]] = [
        ["MỤC TIÊU NĂM 2022"],
        [],
        header(OBJECTIVES),
        *rows(OBJECTIVES, [OBJECTIVE]),
    ]
    checked = grid_of(values)
    assert flat(checked) == [("A3", "header_not_first")]
    assert (checked.header_row, checked.records[0].row) == (2, 4)


def test_a_merged_header_warns() -> None:
    """The columns are still read when their own headers are."""
    checked = grid_of([header(OBJECTIVES), *rows(OBJECTIVES, [OBJECTIVE])], merges=((0, 1, 8, 10),))
    assert flat(checked) == [("I1", "header_merged")]


def test_merged_cells_among_the_rows_warn() -> None:
    """Where, by the first cell."""
    checked = grid_of([header(OBJECTIVES), *rows(OBJECTIVES, [OBJECTIVE])], merges=((1, 3, 1, 2),))
    assert flat(checked) == [("B2", "merged_cells")]
    assert "B2:B3" in checked.problems[0].message_vi


def test_blank_rows_and_rows_only_laid_out_are_no_rows() -> None:
    """A code that the service wrote is pending until somebody types beside it."""
    checked = check(
        "objectives", [OBJECTIVE, {}, {"code": "MT02"}, {"objective": "  "}, {"code": "MT03", "start": ""}]
    )
    assert (len(checked.records), checked.blank_rows, checked.problems) == (1, 2, [])
    assert checked.pending == [Pending("MT02", 4), Pending("MT03", 6)]


def test_a_zero_is_something_typed() -> None:
    """0 is not blank; an unticked box is."""
    assert (
        check("progress", [{"code": "MT01", "period": "03/2022", "value": 0}]).records[0].values["value"] == 0
    )
    assert check("progress", [{"code": "MT01", "period": "03/2022", "none": False}]).records == []


@pytest.mark.parametrize("word", ["Tổng", "TỔNG CỘNG:", "Cộng", "tong so"])
def test_a_totals_row_is_no_row(word: str) -> None:
    """In a key column silently; beside a key with a warning."""
    assert check("dossiers", [DOSSIER, {**DOSSIER, "period": word, "procedure": None}]).problems == []
    checked = check("objectives", [OBJECTIVE, {**OBJECTIVE, "code": "MT02", "objective": word}])
    assert flat(checked) == [("B3", "totals_row")]
    assert len(checked.records) == 1


def test_a_header_copied_among_the_rows_warns() -> None:
    """It is no row."""
    checked = grid_of([header(OBJECTIVES), *rows(OBJECTIVES, [OBJECTIVE]), header(OBJECTIVES)])
    assert (flat(checked), len(checked.records)) == ([("A3", "header_repeated")], 1)


def test_too_many_rows_stop_the_tab() -> None:
    """A paste gone wrong is one message."""
    checked = check("objectives", [{**OBJECTIVE, "code": f"MT{n}"} for n in range(OBJECTIVES.max_rows + 1)])
    assert (checked.usable, codes(checked), checked.records) == (False, ["too_many_rows"], [])


def test_another_locale_is_a_problem_of_the_workbook_and_its_dates() -> None:
    """Serial dates are refused, dates left as text are read."""
    checked = check("objectives", [{**OBJECTIVE, "deadline": 44700}], formats={"H2": "DATE"}, locale="en_US")
    assert flat(checked) == [(None, "workbook_locale"), ("H2", "date_untrusted")]
    assert check("objectives", [OBJECTIVE], locale="en_US").records[0].values["deadline"] == date(
        2022, 12, 14
    )


def test_numbers_of_another_locale_do_not_count() -> None:
    """A whole number may have lost its thousands, and a decimal been thousands; 0 and text stand."""
    row = {"code": "MT01", "period": "03/2022", "value": 2.521}
    assert flat(check("progress", [row], locale="en_US")) == [
        (None, "workbook_locale"),
        ("G2", "number_untrusted"),
    ]
    counts = {**DOSSIER, "pending_within": "5", "pending_total": 5}
    found = check("dossiers", [counts], locale="en_US")
    assert set(codes(found)) == {"workbook_locale", "number_untrusted"}
    assert "L2" not in {p.cell for p in found.problems} and "M2" not in {p.cell for p in found.problems}
    assert found.records == []
    texts = {name: str(value) for name, value in DOSSIER.items()}
    assert len(check("dossiers", [texts], locale="en_US").records) == 1


def test_a_percent_format_makes_points() -> None:
    """0.98 in a percent cell is 98; without one it is asked back."""
    assert (
        check("objectives", [{**OBJECTIVE, "target": 0.98}], formats={"D2": "PERCENT"})
        .records[0]
        .values["target"]
        == 98
    )
    assert flat(check("objectives", [{**OBJECTIVE, "target": 0.98}])) == [("D2", "percent_ambiguous")]


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


def test_a_document_may_name_other_blanks() -> None:
    """Table Schema's missingValues, in fast columns and slow ones."""
    raw = {
        "name": "t", "title": "T", "primaryKey": "a", "missingValues": ["", "-", "n/a"],
        "fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}],
    }  # fmt: skip
    checked = validate.check(
        descriptor.load(raw, "t"), Grid([["a", "b"], ["1", "-"], ["2", "n/a"], ["-", 5]])
    )
    assert flat(checked) == [("A4", "required_missing")]
    assert [r.values for r in checked.records] == [{"a": "1", "b": None}, {"a": "2", "b": None}]


def test_a_key_of_two_parts_is_joined() -> None:
    """Canonical parts: however the period is typed."""
    assert check("progress", [{**PROGRESS, "period": "Tháng 3/2022"}]).records[0].key == "MT01|2022-03"


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


def test_formats_count_wherever_the_rows_stand() -> None:
    """After blank rows are left out, a cell keeps its own format."""
    rows_ = [{}, {**PROGRESS, "achieved": None, "total": None, "value": 0.97}]
    assert check("progress", rows_, formats={"G3": "PERCENT"}).records[0].values["value"] == 97


def test_checking_changes_nothing_in_the_grid() -> None:
    """The raw grid is kept by others."""
    values: list[list[object]] = [
        header(OBJECTIVES),
        ["MT01", None],
        *rows(OBJECTIVES, [{**OBJECTIVE, "code": "x"}]),
    ]
    before = [list(row) for row in values]
    grid_of(values)
    assert values == before


def test_the_sentences_stand_as_the_clerk_reads_them() -> None:
    """Where, what, how to mend; Vietnamese and English; the JSON keys of the command."""
    problem = check("objectives", [{**OBJECTIVE, "start": "31/02/2022"}]).problems[0]
    assert problem.message_vi == "Ô G2: “31/02/2022” không phải là ngày có thật."
    assert problem.remedy_vi == "Hãy gõ lại theo dạng ngày/tháng/năm, ví dụ 28/02/2022."
    assert problem.message_en == "Cell G2: “31/02/2022” is not a day that exists."
    assert problem.as_json() == {
        "table": "objectives", "key": "MT01", "row": 2, "column": "start", "cell": "G2",
        "value": "31/02/2022",
        "code": "date_impossible", "severity": "error",
        "message": "Ô G2: “31/02/2022” không phải là ngày có thật. "
        "Hãy gõ lại theo dạng ngày/tháng/năm, ví dụ 28/02/2022.",
        "suggestion": None,
    }  # fmt: skip


CELL = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.floats(), st.text(max_size=8),
    st.sampled_from(["MT01", "03/2022", "#REF!", "98%", "Tổng", "≥", "Tháng", "14/12/2022", "a\u200b"]),
)  # fmt: skip


@settings(max_examples=60)
@given(st.data(), st.sampled_from(sorted(descriptor.tables())))
def test_checking_a_tab_never_raises_and_agrees_with_the_cells(data: st.DataObject, name: str) -> None:
    """Whatever stands in it; every record's value is what reading its cell alone gives."""
    from sheets_schema.cells import reader

    table = descriptor.table(name)
    width = len(table.fields)
    body = data.draw(st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=6))
    checked = validate.check(table, Grid([header(table), *body]))
    linked = {link.field for link in table.foreign_keys} | {"value"}
    for found in checked.records:
        for column, item in enumerate(table.fields):
            if not item.computed and item.name not in linked:
                alone = reader(item)(body[found.row - 2][column], "").value
                assert found.values[item.name] == alone, item.name


def test_the_collector_runs_again_after_a_large_tab() -> None:
    """It is paused for tabs of thousands of rows only, and never left off."""
    checked = check("progress", [{**PROGRESS, "code": f"MT{n}"} for n in range(validate.LARGE)])
    assert codes(checked) == ["too_many_rows"]
    assert gc.isenabled()


def test_a_record_is_a_plain_value() -> None:
    """It compares and prints as one."""
    assert Record("t", "k", 2, {"a": 1}) == Record("t", "k", 2, {"a": 1})
    assert check("corrections", [CORRECTION]).records[0].values["cause"] == "Thiếu người"
