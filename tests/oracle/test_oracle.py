"""The oracle on dumps small enough to work by hand, and that it leans on nothing of ours."""

from __future__ import annotations

import ast
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.oracle import books, tables, windows, year
from tests.oracle.answers import newcombe, wilson
from tests.oracle.fig import ANY, Fig, compare
from tests.oracle.made import SETTINGS, UNIT, make_answer, make_answers, make_dump, make_tab

AIM = ("code", "objective", "direction", "target", "unit_of_measure", "evaluation", "deadline",
       "aggregation", "start")  # fmt: skip
DONE = ("code", "period", "achieved", "total", "value", "none", "cause", "measure")
DOSSIER = ("period", "procedure", "received_total", "received_carried", "resolved_total", "resolved_before",
           "resolved_on_time", "resolved_late", "pending_total", "pending_late")  # fmt: skip
FINDING = ("code", "audit", "date", "auditor", "unit", "clause", "description", "grade", "responsible",
           "deadline", "verifier", "verified_on", "effective", "status")  # fmt: skip
JANUARY = windows.Window("2022-01", date(2021, 12, 15), date(2022, 1, 14), date(2022, 1, 19))


def test_the_oracle_imports_nothing_of_ours() -> None:
    """Every module here imports the standard library, pytest and its own folder, by name; nothing dynamic."""
    seen = set()
    for path in Path(__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                seen |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0
                seen.add(str(node.module))
            elif isinstance(node, ast.Name):
                assert node.id not in ("__import__", "exec", "eval", "compile"), path
    roots = {name.split(".")[0] for name in seen if name.split(".")[:2] != ["tests", "oracle"]}
    assert roots - sys.stdlib_module_names <= {"pytest"}
    assert "importlib" not in roots and "subprocess" not in roots


def test_windows_from_the_15th() -> None:
    """January runs from 15/12 to 14/01; the quarter, the year and the school year from their months."""
    rules = windows.Rules(15, 5, 8)
    assert windows.window("2022-01", rules) == JANUARY
    assert windows.window("2022-Q1", rules)[1:3] == (date(2021, 12, 15), date(2022, 3, 14))
    assert windows.window("2022", rules)[1:3] == (date(2021, 12, 15), date(2022, 12, 14))
    assert windows.window("2021-2022", rules)[1:3] == (date(2021, 8, 15), date(2022, 8, 14))
    assert windows.window("2022-02", windows.Rules())[1:3] == (date(2022, 2, 1), date(2022, 2, 28))
    assert [windows.month_of(date(2021, 12, day), rules) for day in (14, 15)] == ["2021-12", "2022-01"]


def test_a_wrong_row_of_the_coordinators_stands_as_it_last_was_right() -> None:
    """A setting or a unit that now holds an error goes on as before; a blank is the default; gone is gone."""
    right = [["VP", "Văn phòng", "vp@a.example", "có"], ["MC", "Một cửa", "mc@a.example", "có"]]
    wrong = [["VP", "Văn phòng", "vp@a.example", "chưa rõ"]]
    before = make_dump("2022-01", {}, units=right, settings=[["window_start_day", 15], ["k", 7]])
    now = make_dump("2022-02", {}, units=wrong, settings=[["window_start_day", ""], ["k", "bảy"]])
    found = books.build([before, now])
    assert [(unit.code, unit.has_dossiers) for unit in found.units] == [("VP", True)]
    assert (found.rules.start_day, found.k) == (1, 7)
    slip: list[list[Any]] = [right[0], [None, *right[1][1:]]]
    found = books.build([before, make_dump("2022-02", {}, units=slip)])
    assert [unit.code for unit in found.units] == ["VP", "MC"]


def _unit(*progress: list[Any], aims: list[list[Any]] | None = None) -> dict[str, list[dict[str, Any]]]:
    aims = aims or [
        ["MT01", "A", "≥", "≥ 98%", "%", "Tháng", "14/12/2022", "Tỷ lệ của tổng"],
        ["MT02", "B", "≤", 2, "đơn thư", "Tháng", "14/12/2022", "Cộng dồn"],
        ["MT03", "C", "≥", "95%", "%", "Quý", "14/12/2022", ""],
        ["MT04", "D", "≥", "cao nhất", "%", "Tháng", "14/12/2022", ""],
    ]
    tabs = [make_tab(tables.OBJECTIVES, AIM, *aims), make_tab(tables.PROGRESS, DONE, *progress)]
    confirmed = make_tab(
        tables.CONFIRMATIONS, ("period", "head", "confirmed_on"), ["01/2022", "A", "15/01/2022"]
    )
    return {"unit:VP": [*tabs, confirmed]}


def test_objectives_of_a_month() -> None:
    """9796/10000 misses 98 %; a quarter's is not due in January; a target nobody can read is no objective."""
    dump = make_dump(
        "2022-01", _unit(["MT01", "01/2022", 9796, 10000, "", "", "x", "y"], ["MT02", "01/2022", "", "", 1])
    )
    found = year.from_dumps([dump])["2022-01"]
    value = Fraction("97.96")
    assert found["objective.VP.MT01.value"] == Fig(value, Fraction(9796), Fraction(10000), 1, "not_met")
    assert found["objective.VP.MT01.target"] == Fig(Fraction(98), None, None, ANY, "ge")
    assert found["objective.VP.MT02.value"] == Fig(Fraction(1), None, None, 1, "met")
    assert found["objective.VP.MT03.value"].state == "not_yet_due"
    assert "objective.VP.MT04.value" not in found
    assert found["objectives.total"].value == 3
    assert found["objectives.met"] == Fig(Fraction(1, 2), 1, 2, 2)
    assert found["completeness.unit.VP"][:3] == (1, 3, 3)


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (["MT01", "01/2022", 98, 100], "met"),
        (["MT01", "01/2022", 0, 0], "no_data"),
        (["MT01", "01/2022", "", "", "", "x"], "none"),
        (["MT01", "01/2022", 98, 100, "", "x"], "no_data"),
        (["MT01", "01/2022", 98, ""], "no_data"),
        (["MT01", "01/2022", 103, 100], "no_data"),
        (["MT01", "01/2022", 98, 100, 2], "no_data"),
        (["MT01", "01/2022", "", "", 0.97], "no_data"),
        (["MT01", "01/2022", "", "", "98,5%"], "met"),
        (["MT01", "Quý I/2022", 98, 100], "no_data"),
        (["MT09", "01/2022", 98, 100], "no_data"),
        (["MT01", "01/2022", "98%", 100], "no_data"),
        (["MT01", "01/2022", 98, 100, "98%"], "met"),
        (["MT01", "01/2022", 9874, 10000, "98,7%"], "met"),
        (["MT01", "01/2022", 9874, 10000, "98,5%"], "no_data"),
        (["MT01", "01/2022", 99, 100, 0], "no_data"),
        (["MT01", "01/2022", "", "", "98.125%"], "no_data"),
        (["MT01", "01/2022", "", "", 98125], "no_data"),
        (["MT01", "01/2022", "", "", "-2"], "no_data"),
    ],
)
def test_rows_with_an_error_count_as_no_figure(row: list[Any], state: str) -> None:
    """Nothing occurred, half a ratio, more than all, two figures, 0,97 of a percent: as catalogued."""
    found = year.from_dumps([make_dump("2022-01", _unit(row))])["2022-01"]
    assert found["objective.VP.MT01.value"].state == state


def test_a_rate_is_percent_where_its_measure_says_so() -> None:
    """49 of 50 meets 98 of “％”; of “Tỷ lệ” it counts as no figure."""
    for measure, state in (("％", "met"), ("Percent", "met"), ("Tỷ lệ", "no_data"), ("điểm/lớp", "not_met")):
        aims = [["MT01", "A", "≥", 98, measure, "Tháng", "14/12/2022", ""]]
        typed = _unit(["MT01", "01/2022", 49, 50], aims=aims)
        found = year.from_dumps([make_dump("2022-01", typed)])["2022-01"]
        assert found["objective.VP.MT01.value"].state == state, measure


def test_what_is_measured_in_letters_takes_no_percent() -> None:
    """Neither as a result nor as a target."""
    found = year.from_dumps([make_dump("2022-01", _unit(["MT02", "01/2022", "", "", "1%"]))])["2022-01"]
    assert found["objective.VP.MT02.value"].state == "no_data"
    aims = [["MT01", "A", "≥", "98%", "hồ sơ", "Tháng", "14/12/2022", ""]]
    assert (
        year.from_dumps([make_dump("2022-01", _unit(aims=aims))])["2022-01"]["objectives.total"].value is None
    )


def test_targets_told_by_last_years_drafts_and_estimates() -> None:
    """40 less 5 % is 38, less 5 points 35; without last year's there is no target. The second is approved."""
    names = (*AIM, "baseline", "status")
    aims = [
        ["MT01", "A", "≤", "giảm 5%", "%", "Năm", "14/12/2022", "", "", "40%", "Dự thảo"],
        ["MT02", "B", "≤", "giảm 5 điểm %", "%", "Năm", "14/12/2022", "", "", "40%", "Đã phê duyệt"],
        ["MT03", "C", "≤", "giảm 5%", "%", "Năm", "14/12/2022", "", "", "", ""],
    ]
    done = [[code, "2022", "", "", "37%", "", "", "", "x"] for code in ("MT01", "MT02", "MT03")]
    tabs = [make_tab(tables.OBJECTIVES, names, *aims), make_tab(tables.PROGRESS, (*DONE, "estimate"), *done)]
    asked = ("unit", "year", "codes", "approved_on", "approver")
    yes = make_tab(tables.APPROVED, asked, ["van phong", 2022, "MT02; MT03", "01/03/2022", "G"])
    units = make_tab(tables.UNITS, UNIT, ["VP", "Văn phòng", "vp@a.example", "không"])
    settings = make_tab(tables.SETTINGS, ("key", "value"), *SETTINGS)
    ours = {"unit:VP": tabs, "coordinator": [settings, units, yes]}
    found = year.from_dumps([make_dump("2022-12", ours)])["2022-12"]
    assert [found[f"objective.VP.MT0{n}.target"].value for n in (1, 2, 3)] == [38, 35, None]
    assert [found[f"objective.VP.MT0{n}.value"].state for n in (1, 2, 3)] == ["met", "not_met", "no_data"]
    assert (found["objectives.draft"].value, found["objectives.estimate"].value) == (1, 2)


def test_a_result_waits_for_its_objective() -> None:
    """While the objective cannot be read there is no figure; once it can, the result is there."""
    done = ["MT01", "01/2022", 98, 100]
    for deadline, state in (("31/02/2022", None), ("28/02/2022", "met")):
        aims = [["MT01", "A", "≥", "98%", "% hồ sơ", "Tháng", deadline, ""]]
        found = year.from_dumps([make_dump("2022-01", _unit(done, aims=aims))])["2022-01"]
        fig = found.get("objective.VP.MT01.value")
        assert (fig and fig.state) == state


def test_objectives_of_the_year() -> None:
    """98/100 and 190/200 make 288/300 = 96 %; counts add up; a quarter's last period stands for the year."""
    rows: list[list[Any]] = [
        ["MT01", "01/2022", 98, 100],
        ["MT01", "02/2022", 190, 200],
        ["MT01", "03/2022", "", "", "", "x"],
        ["MT02", "01/2022", "", "", 1],
        ["MT02", "02/2022", "", "", 1],
        ["MT03", "Quý I/2022", 9, 10],
        ["MT03", "Quý II/2022", 19, 20],
    ]
    months = [make_dump(f"2022-{number:02}", _unit(*rows)) for number in range(1, 13)]
    found = year.from_dumps(months, make_dump("2022-12", _unit(*rows)))["2022"]
    assert found["objective.VP.MT01.value"] == Fig(Fraction(96), Fraction(288), Fraction(300), 2, "not_met")
    assert found["objective.VP.MT02.value"][:1] + found["objective.VP.MT02.value"][3:] == (2, 2, "met")
    assert found["objective.VP.MT03.value"] == Fig(Fraction(280, 3), Fraction(28), Fraction(30), 2, "not_met")
    assert found["reconciliation.objectives.evaluated.months"].value == 6
    assert found["reconciliation.objectives.met.year"].value == 4
    assert found["reconciliation.objectives.met.difference"].value == 0


def _dossiers(*rows: list[Any]) -> dict[str, list[dict[str, Any]]]:
    return {"unit:VP": [make_tab(tables.DOSSIERS, DOSSIER, *rows)]}


def test_dossiers_of_a_month_and_a_year() -> None:
    """January 20 (4 carried), February 15 (5 carried): new 16 + 10, the year received 4 + 26 = 30."""
    rows = [
        ["01/2022", "Cấp bản sao", 20, 4, 15, 10, 4, 1, 5, 1],
        ["Tháng 2/2022", "cấp  bản sao", 15, 5, 12, 6, 6, 0, 3, ""],
    ]
    units = [("VP", "Văn phòng", "vp@a.example", "có")]
    months = [make_dump(f"2022-{number:02}", _dossiers(*rows), units=units) for number in range(1, 13)]
    found = year.from_dumps(months, make_dump("2022-12", _dossiers(*rows), units=units))
    january = {name: found["2022-01"][f"dossiers.{name}"].value for name in ("received", "new", "resolved")}
    assert january == {"received": 20, "new": 16, "resolved": 15}
    assert found["2022-01"]["dossiers.on_time"][:3] == (Fraction(14, 15), 14, 15)
    assert found["2022-02"]["dossiers.pending_late"].value is None
    assert found["2022-03"]["dossiers.unit.VP.received"].value is None
    whole = found["2022"]
    assert [whole[f"dossiers.{name}"].value for name in ("received", "new", "resolved", "pending")] == [
        30,
        26,
        27,
        3,
    ]
    assert whole["dossiers.on_time"][:3] == (Fraction(26, 27), 26, 27)
    assert [found[label]["dossiers.units"].value for label in ("2022-01", "2022-03", "2022")] == [
        1,
        0,
        Fraction(2, 12),
    ]
    assert whole["dossiers.pending_late"].value is None


def test_one_procedure_however_it_is_spelled() -> None:
    """hoà and hòa in one month are one key twice: neither counts; in two months they are one procedure."""
    twice = [
        ["01/2022", "hoà giải", 9, 0, 9, 9, 0, 0, 0, 0],
        ["01/2022", "Hòa  giải", 9, 0, 9, 9, 0, 0, 0, 0],
    ]
    units = [("VP", "Văn phòng", "vp@a.example", "có")]
    found = year.from_dumps([make_dump("2022-01", _dossiers(*twice), units=units)])["2022-01"]
    assert found["dossiers.received"].value is None
    later = [twice[0], ["02/2022", *twice[1][1:2], 9, 9, 9, 9, 0, 0, 0, 0]]
    months = [make_dump(f"2022-{number:02}", _dossiers(*later), units=units) for number in range(1, 13)]
    whole = year.from_dumps(months, make_dump("2022-12", _dossiers(*later), units=units))["2022"]
    assert whole["dossiers.received"].value == 9


def _findings(
    *rows: list[Any], corrections: list[list[Any]] | None = None
) -> dict[str, list[dict[str, Any]]]:
    own = make_tab(tables.CORRECTIONS, ("code", "cause", "action", "completed"), *(corrections or []))
    return {"auditors": [make_tab(tables.FINDINGS, FINDING, *rows)], "unit:VP": [own]}


def test_findings_at_the_window_s_end() -> None:
    """By 14/01: one closed in time, one open 40 days and overdue, one after the end, one closed by itself."""
    base = ["Đợt 1", "01/12/2021", "T", "van phong", "8.5.1", "m", "Nhẹ", "H"]
    dump = make_dump("2022-01", _findings(
        ["PH-1", *base, "10/01/2022", "P", "05/01/2022", "có", "Đóng"],
        ["PH-2", "Đợt 1", "05/12/2021", "T", "VP", "10.2", "m", "Nặng", "H", "10/01/2022", "", "", "", "Mở"],
        ["PH-3", "Đợt 1", "15/01/2022", "T", "VP", "4.4", "m", "Lưu ý", "H", "20/01/2022", "", "", "", "Mở"],
        ["PH-4", *base, "10/01/2022", "H", "05/01/2022", "có", "Đóng"],
        ["PH-5", "Đợt 1", "20/12/2021", "T", "VP", "7.2", "m", "Nhẹ", "H", "10/01/2022", "", "", "", "Mở"],
        corrections=[["PH-5", "c", "a", "12/01/2022"]],
    ))  # fmt: skip
    found = year.from_dumps([dump])["2022-01"]
    names = ("total", "open", "closed", "new", "closed_in_window", "overdue", "age.31-60", "age.0-30",
             "clause.10.open", "clause.8.open", "grade.major.open", "unit.VP.open")  # fmt: skip
    assert [found[f"findings.{name}"].value for name in names] == [3, 2, 1, 1, 1, 2, 1, 1, 1, 0, 1, 2]
    assert found["corrections.done"][:3] == (Fraction(2, 3), 2, 3)
    assert found["corrections.overdue"].value == 1


def test_codes_are_used_again_every_year() -> None:
    """By 31/01/2023: KPH01 of 2022 done there, another KPH01 late; KPH02 carried on, closed in 2023's."""
    asked = ["Đợt 1", "01/11/2022", "T", "VP", "8.5.1", "m", "Nhẹ", "H", "01/12/2022"]
    old = _findings(["KPH01", *asked, "", "", "", "Mở"], ["KPH02", *asked, "", "", "", "Mở"],
                    corrections=[["KPH01", "c", "a", "20/11/2022"]])  # fmt: skip
    anew = ["Đợt 1", "05/01/2023", "T", "VP", "7.2", "m", "Nhẹ", "H", "10/01/2023", "", "", "", "Mở"]
    new = _findings(["KPH01", *anew], ["KPH02", *asked, "P", "06/01/2023", "có", "Đóng"])
    books = {
        f"{key}:{year}": tabs for year, one in (("2022", old), ("2023", new)) for key, tabs in one.items()
    }
    units = [["VP", "Văn phòng", "vp@a.example", "không", "", "31/12/2022"]]
    found = year.from_dumps([make_dump("2023-01", books, units=units, settings=[["window_start_day", 1]])])
    names = ("total", "open", "closed_in_window", "overdue", "unit.VP.open")
    assert [found["2023-01"][f"findings.{name}"].value for name in names] == [3, 2, 1, 2, 2]
    assert found["2023-01"]["corrections.done"][:3] == (Fraction(2, 3), 2, 3)
    assert found["2023-01"]["corrections.unit.VP.overdue"].value == 1


def test_a_finding_that_came_back_and_one_that_vanished() -> None:
    """PH-1, closed on 05/01, is found again on 20/01: open, failed, its old action not done. PH-9 is gone."""
    base = ["T", "VP", "8.5.1", "m", "Nhẹ", "H"]
    first = ["PH-1", "Đợt 1", "01/12/2021", *base, "10/01/2022", "P", "05/01/2022", "có", "Đóng"]
    other = ["PH-9", "Đợt 1", "01/12/2021", "T", "VP", "7.2", "m", "Nhẹ", "H", "10/01/2022", "", "", "", "Mở"]
    again = ["PH-2", "Đợt 2", "20/01/2022", *base, "10/02/2022", "", "", "", "Mở"]
    answers = [["PH-1", "c", "a", "03/01/2022"]]
    january = make_dump("2022-01", _findings(first, other, corrections=answers))
    february = make_dump("2022-02", _findings(first, again, corrections=answers))
    found = year.from_dumps([january, february])
    names = ("open", "closed", "repeated", "vanished", "state.ineffective", "state.open", "state.closed")
    assert [found["2022-01"][f"findings.{name}"].value for name in names] == [1, 1, 0, 0, 0, 1, 1]
    assert [found["2022-02"][f"findings.{name}"].value for name in names] == [3, 0, 1, 1, 1, 2, 0]
    assert found["2022-02"]["corrections.done"].numerator == 0
    deleted = year.from_dumps([january, make_dump("2022-02", _findings(again, corrections=answers))])
    assert [deleted["2022-02"][f"findings.{name}"].value for name in names] == [3, 0, 1, 2, 1, 2, 0]


def test_no_auditors_workbook_is_no_figure() -> None:
    """Never read is null, not zero."""
    assert year.from_dumps([make_dump("2022-01", {})])["2022-01"]["findings.total"].value is None


def test_wilson_and_newcombe_as_printed() -> None:
    """The examples of Newcombe's two papers of 1998: 81/263; 56/70 − 48/80, method 10."""
    assert [round(bound, 4) for bound in wilson(81, 263)] == [0.2553, 0.3662]
    assert wilson(0, 10)[0] == 0.0 and wilson(10, 10)[1] == 1.0
    difference, low, high = newcombe((56, 70), (48, 80))
    assert (difference, round(low, 4), round(high, 4)) == (Fraction(1, 5), 0.0524, 0.3339)


HIGH, LOW = "Rất hài lòng", "Không hài lòng"


def test_a_small_month_joins_the_next_batch() -> None:
    """4 in January stay in the pool; with 2 more in February all 6 are shown; January has no figure."""
    january = make_answers(4, "2022-01-10T03:00:00Z", "VP", q8=HIGH, q1=HIGH)
    both = [*january, *make_answers(2, "2022-02-10T03:00:00Z", "Van phong", q8=LOW)]
    found = year.from_dumps(
        [make_dump("2022-01", {}, answers=january), make_dump("2022-02", {}, answers=both)]
    )
    assert found["2022-01"]["satisfaction.n"].value is None
    assert found["2022-01"]["satisfaction.withheld_units"].value == 1
    february = found["2022-02"]
    assert february["satisfaction.n"].value == 6
    assert february["satisfaction.q8.top2"] == Fig(Fraction(2, 3), 4, 6, 6)
    assert february["satisfaction.q8.mean"][:3] == (Fraction(80), 24, 30)
    assert february["satisfaction.all_high"][:3] == (Fraction(2, 3), 4, 6)
    assert february["satisfaction.q1.top2"].value is None
    assert february["satisfaction.unit.VP.q8.n"].value == 6


def test_answers_for_an_ended_unit_are_nobody_s() -> None:
    """Valid to 14/01: three of January wait for the year, seven of February are unassigned for ever."""
    units = [["VP", "Văn phòng", "vp@a.example", "không"], ["CU", "Cũ", "cu@a.example", "", "", "14/01/2022"]]
    answers = make_answers(3, "2022-01-10T03:00:00Z", "CU", q8=HIGH)
    answers += make_answers(6, "2022-02-10T03:00:00Z", "VP", q8=HIGH)
    answers += make_answers(7, "2022-02-10T03:00:00Z", "Cũ", q8=LOW)
    answers += make_answers(4, "2022-12-10T03:00:00Z", "VP", q8=HIGH)
    months = [make_dump(f"2022-{number:02}", {}, answers=answers, units=units) for number in range(1, 13)]
    found = year.from_dumps(months, make_dump("2022-12", {}, answers=answers, units=units))
    assert found["2022-02"]["satisfaction.q8.top2"][:3] == (1, 6, 6)
    assert found["2022-02"]["satisfaction.unassigned"].value == 7
    assert [found["2022"][f"satisfaction.{name}"].value for name in ("n", "unassigned")] == [13, 7]


def test_the_year_takes_in_the_rest_when_it_is_large_enough() -> None:
    """q1 withheld with 4 in one month and 3 in another: 7 are enough for the year; a pool of 2 stays out."""
    answers = make_answers(4, "2022-01-10T03:00:00Z", "VP", q8=HIGH, q1=HIGH)
    answers += make_answers(3, "2022-01-10T04:00:00Z", "VP", q8=HIGH, q1="Không áp dụng")
    answers += make_answers(3, "2022-02-10T03:00:00Z", "VP", q8=LOW, q1=LOW)
    answers += make_answers(4, "2022-02-10T04:00:00Z", "VP", q8=LOW)
    answers += make_answers(2, "2022-03-10T03:00:00Z", "VP", q8=HIGH, q1=HIGH)
    months = [make_dump(f"2022-{number:02}", {}, answers=answers) for number in range(1, 13)]
    found = year.from_dumps(months, make_dump("2022-12", {}, answers=answers))
    assert found["2022-01"]["satisfaction.q1.n"].value is None
    assert found["2022"]["satisfaction.q1.top2"][:3] == (Fraction(4, 7), 4, 7)
    assert found["2022"]["satisfaction.n"].value == 14
    assert found["2022"]["reconciliation.satisfaction.n.difference"].value == 0


def test_late_and_edited_answers_are_listed() -> None:
    """First seen or edited after the freeze: listed in February, counted as it stood; in the year once."""
    seen = make_answers(5, "2022-01-10T03:00:00Z", "VP", q8=HIGH)
    edited = make_answer(seen[0]["responseId"], "2022-01-10T03:00:00Z", "VP", "2022-02-01T03:00:00Z", q8=LOW)
    late = make_answers(6, "2022-01-12T03:00:00Z", "VP", q8=LOW)
    strange = make_answers(1, "2022-02-10T03:00:00Z", "Phòng lạ", q8=LOW)
    again = make_answer(seen[0]["responseId"], "2022-01-10T03:00:00Z", "VP", "2022-03-01T03:00:00Z", q8=LOW)
    march = make_dump("2022-03", {}, answers=[again, *seen[1:], *late, *strange])
    months = [
        make_dump("2022-01", {}, answers=[*seen, *late], answers_read_at="2022-01-11T16:30:00+07:00"),
        make_dump("2022-02", {}, answers=[edited, *seen[1:], *late, *strange]),
        march,
    ]
    found = year.from_dumps(months, march)
    assert found["2022-01"]["satisfaction.q8.top2"].value == 1
    assert found["2022-02"]["satisfaction.n"].value is None
    counted = [found[label]["satisfaction.late"].value for label in ("2022-01", "2022-02", "2022-03", "2022")]
    assert counted == [0, 7, 1, 7]
    assert found["2022-02"]["satisfaction.unassigned"].value == 1


def test_a_window_ends_at_midnight_of_the_place() -> None:
    """17:00 UTC is already the next day here: 14/01 at 16:59 UTC is January's, a minute later February's."""
    answers = make_answers(5, "2022-01-14T16:59:59.123456789Z", "VP", q8=HIGH)
    answers += make_answers(5, "2022-01-14T17:00:00Z", "VP", q8=LOW)
    found = year.from_dumps([make_dump("2022-01", {}, answers=answers)])["2022-01"]
    assert found["satisfaction.q8.top2"][:3] == (1, 5, 5)


def _report(**figures: Any) -> dict[str, Any]:
    return {"figures": {name.replace("__", "."): figure for name, figure in figures.items()}}


def test_compare_tells_every_difference() -> None:
    """Value, numerator or state that differs, names missing on either side; what is not computed passes."""
    report = _report(
        a={"value": 0.5, "numerator": 2, "denominator": 4, "n": 4, "state": "met"},
        b={"value": 1, "numerator": None, "denominator": None, "n": 1, "state": None},
        problems__errors={"value": 3},
    )
    same = {"a": Fig(Fraction(1, 2), 2, 4, 4, "met"), "b": Fig(1)}
    assert compare(report, same) == []
    other = {"a": Fig(Fraction(1, 2), 1, 2, 4, "not_met"), "c": Fig(None)}
    assert compare(report, other) == [
        "a denominator: report 4, oracle 2",
        "a numerator: report 2, oracle 1",
        "a state: report 'met', oracle 'not_met'",
        "b: the oracle does not know it (report: 1)",
        "c: not in the report",
    ]
    states = ("complete", "late", "missing", "problems", "extended", "excused")
    units = {f"completeness.units.{state}": {"value": 1} for state in states}
    shown = {"figures": {"completeness.unit.VP": {"value": 1}, **units}}
    assert compare(shown, {"completeness.unit.VP": Fig(1)}) == [
        "completeness.units complete + late: report 2, oracle 1",
        "completeness.units excused: report 1, oracle 0",
        "completeness.units missing + problems + extended: report 3, oracle 0",
    ]
    assert compare(_report(a={"value": None}), {"a": Fig(0)}) == ["a value: report None, oracle 0"]


def test_what_the_oracle_owes_nothing_of_must_be_nothing() -> None:
    """A unit's missing duties are compared: 0 where the oracle finds none."""
    assert compare(_report(duties__unit__VP__missing={"value": 0}), {}) == []
    assert compare(_report(duties__unit__VP__missing={"value": 1}), {}) == [
        "duties.unit.VP.missing: the oracle does not know it (report: 1)"
    ]
