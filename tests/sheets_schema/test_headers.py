"""Headers: moved, spelled otherwise, renamed, missing, standing twice, merged."""

from __future__ import annotations

import unicodedata

import pytest

from sheets_schema import descriptor, validate
from sheets_schema.grid import Grid
from tests.support.tabs import OBJECTIVE, OBJECTIVES, codes, flat, grid_of, header, rows


def test_a_moved_column_is_found_by_its_header() -> None:
    """Any order; the problem stands where the column stands now."""
    values = [header(OBJECTIVES), *rows(OBJECTIVES, [{**OBJECTIVE, "deadline": "x"}])]
    turned = [list(reversed(row)) for row in values]
    checked = grid_of(turned)
    assert flat(checked) == [("H2", "date_invalid")]
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
    "corrections": "code cause action completed",
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
    assert (grid_of(values).usable, flat(grid_of(values))) == (False, [("P1", "header_duplicated")])


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
