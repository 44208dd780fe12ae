"""Whole tabs: rows that are none, locales and formats, and what a check gives back."""

from __future__ import annotations

import gc
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_schema import descriptor, validate
from sheets_schema.grid import Grid
from sheets_schema.records import Pending, Record
from tests.support.tabs import (
    CORRECTION,
    DOSSIER,
    OBJECTIVE,
    OBJECTIVES,
    PROGRESS,
    check,
    codes,
    flat,
    grid_of,
    header,
    rows,
)


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
