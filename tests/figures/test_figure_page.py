"""The snapshot keeps what it was given; completeness; comparisons; every name is in docs/figures.md."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from service.figures import compute, registers
from service.figures.data import Data, Excluded, Figure, Row, from_json
from service.figures.exact import exact
from service.periods.windows import Cut
from sheets_schema import descriptor, forms
from tests.support import frozen

PAGE = Path(__file__).parents[2] / "docs" / "figures.md"


def test_a_snapshot_read_back_is_the_one_that_was_written() -> None:
    """Dates, windows, rules and nested parts come back equal, and so does the hash."""
    data = replace(frozen.full_month(), rules=replace(frozen.RULES, cuts=(Cut(2021, 1, 8),)))
    again = from_json(data.to_json())
    assert again == data
    assert again.digest() == data.digest()
    assert compute(again) == compute(data)


def test_a_snapshot_of_before_rows_told_their_workbooks_year_is_read_back() -> None:
    """Its rows are of no year's workbook."""
    written = json.loads(frozen.full_month().to_json())
    for row in written["objectives"]:
        del row["year"]
    assert {row.year for row in from_json(json.dumps(written)).objectives} == {0}


def test_the_canonical_text_does_not_depend_on_the_order_of_a_rows_cells() -> None:
    """Sorted keys, so the hash speaks of the content."""
    one, other = (Row("VP", "a", dict(pairs)) for pairs in ([("x", 1), ("y", 2)], [("y", 2), ("x", 1)]))
    assert frozen.month(progress=(one,)).digest() == frozen.month(progress=(other,)).digest()


def test_numbers_are_taken_as_written() -> None:
    """A tenth is a tenth; words, truth values and infinities are no numbers."""
    assert exact(0.1) == Fraction(1, 10)
    assert [exact(value) for value in (None, True, "abc", float("inf"), "2.5")] == [
        None,
        None,
        None,
        None,
        2.5,
    ]


def test_a_figure_without_value_is_null_in_json() -> None:
    """Null, with its reasons beside it."""
    figure = Figure("x", None, "share", exclusions=("below_k",)).to_json()
    assert (figure["value"], figure["exclusions"]) == (None, ["below_k"])


def test_completeness_counts_what_was_owed() -> None:
    """VP gave all, late; TCCB's head did not confirm; GDTH has an error."""
    made = compute(frozen.full_month())
    units = {u: made[f"completeness.unit.{u}"] for u in ("VP", "TCCB", "GDTH")}
    assert [(f.numerator, f.denominator, f.state) for f in units.values()] == [
        (4, 4, "late"),
        (3, 4, "missing"),
        (0, 2, "problems"),
    ]
    assert made["completeness"].value == Fraction(7, 10)


def test_an_objective_in_error_is_why_data_are_missing_only_where_none_counts() -> None:
    """TCCB has others, and gave nothing of what they ask: it is missing; GDTH has only the wrong one."""
    wrong = tuple(Excluded(unit, "objectives", "MT-09", 9, "target", "x") for unit in ("TCCB", "GDTH"))
    made = compute(frozen.month(objectives=(frozen.objective("TCCB", "MT-01", 95),), excluded=wrong))
    assert [made[f"completeness.unit.{unit}"].state for unit in ("TCCB", "GDTH")] == ["missing", "problems"]
    assert [made[f"completeness.units.{state}"].value for state in ("missing", "problems")] == [2, 1]


def test_complete_on_the_due_day_is_in_time() -> None:
    """Late is what the register of duties calls late."""
    duties = (frozen.duty("VP", "confirmations", "on_time"),)
    assert compute(frozen.full_month(duties=duties))["completeness.unit.VP"].state == "complete"


def test_the_year_is_held_against_its_months() -> None:
    """Resolved 40 in the report, 42 at the year's close: the difference is shown, absent months named."""
    rows = (frozen.dossier("VP", "2022-01", "A", resolved_total=42, resolved_before=42),)
    sent = {"2022-01": {"dossiers.resolved": {"value": 40}}}
    made = compute(frozen.year(dossiers=rows, months=sent))
    parts = [
        made[f"reconciliation.dossiers.resolved.{part}"].value for part in ("months", "year", "difference")
    ]
    assert parts == [40, 42, 2]
    assert "no_report:2022-02" in made["reconciliation.dossiers.resolved.months"].exclusions
    assert made["reconciliation.findings.new.difference"].value is None


def test_the_years_completeness_is_that_of_its_reports() -> None:
    """Numerators and denominators are summed."""
    sent = {
        "2022-01": {"completeness": {"numerator": 3, "denominator": 4}},
        "2022-02": {"completeness": {"numerator": 4, "denominator": 4}},
    }
    assert compute(frozen.year(months=sent))["completeness"].value == Fraction(7, 8)


def _documented() -> set[str]:
    """Every figure named in the first cells of the page's tables.

    `.b` beside `x.a` is x.b; … is all the group's names, for one unit. The keys of one figure have no point.
    """
    rows = [line.split("|")[1] for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:3] == "| `"]
    found: set[str] = set()
    for cell in rows:
        whole = ""
        for part in re.findall(r"`([A-Za-z0-9_.-]+)`", cell):
            name = whole.rpartition(".")[0] + part if part.startswith(".") else part
            whole = whole if part.startswith(".") else part
            found.add(name)
        if "…" in cell:
            group = whole.partition(".unit.U")[0]
            tails = [name.removeprefix(f"{group}.") for name in found if name.startswith(f"{group}.")]
            found |= {f"{group}.unit.U.{tail}" for tail in tails if "." not in tail}
    return {name for name in found if "." in name or name == "completeness"}


def _general(name: str) -> str:
    """A figure's name with its unit, code, question and so on replaced by the page's letters."""
    name = re.sub(r"^objective\.[^.]+\.[^.]+\.", "objective.U.CODE.", name)
    if (found := re.match(r"register\.([^.]+)\.", name)) and found[1] in descriptor.tables():
        fields = "|".join(field.name for field in descriptor.table(found[1]).fields)
        name = re.sub(rf"^(register)\.[^.]+\.({fields})\.(?!U\b)[^.]+$", r"\1.T.FIELD.CODE", name)
        name = re.sub(r"^register\.[^.]+\.", "register.T.", name)
    name = re.sub(r"\.unit\.[^.]+", ".unit.U", name)
    name = re.sub(r"^tree\.[^.]+", "tree.P", name)
    name = re.sub(r"^duties\.tree\.[^.]+", "duties.tree.P", re.sub(r"^(duties\.table)\.[^.]+", r"\1.T", name))
    name = re.sub(r"^satisfaction\.v\d+\.", "satisfaction.vV.", name)
    asked = rf"\.({'|'.join(forms.questions('satisfaction'))})\.(n|level|top2|mean|wilson|change)"
    name = re.sub(asked, r".qI.\2", name) if ".unit." not in name else name
    name = re.sub(r"\.theme\.\w+", ".theme.T", re.sub(r"(\.flags(\.unit\.U)?)\.\w+$", r"\1.F", name))
    name = re.sub(r"\.level\.\d", ".level.L", name)
    name = re.sub(r"grade\.[^.]+", "grade.G", re.sub(r"clause\.[^.]+", "clause.C", name))
    name = re.sub(r"age\..+", "age.A", re.sub(r"^findings\.state\..+", "findings.state.S", name))
    name = re.sub(r"^previous\..+", "previous.NAME", name)
    return re.sub(r"^reconciliation\..+\.(\w+)$", r"reconciliation.S.\1", name)


def test_the_page_names_every_figure_and_no_other() -> None:
    """What a month and a year compute, by the page's letters, are the names of its tables."""
    every = dict(compute(frozen.full_month()))
    guess = frozen.progress("VP", "MT-1", "2022-12", value=98, estimate=True)
    every |= compute(
        frozen.month("2022-12", objectives=(frozen.objective("VP", "MT-1", 98),), progress=(guess,))
    )
    rows = {table.name: (Row("VP", "x", {}, year=2022),) for table in registers.kept()}
    every |= compute(frozen.month(registers=rows))
    later = tuple(replace(row, version=2) for row in frozen.full_month().cube)
    every |= compute(frozen.month(cube=later))
    tree = tuple(replace(unit, parent="VP" if unit.code != "VP" else "") for unit in frozen.UNITS)
    every |= compute(frozen.full_month(units=tree))
    every |= compute(frozen.year(findings=frozen.full_month().findings, registers=rows))
    assert {_general(name) for name in every} == _documented()


@pytest.mark.parametrize(
    "name",
    ["invented.n", "petitions.pending", "wrong.state", "objectives.n", "dossiers.unit.VP.late", "total"],
)
def test_a_planted_figure_is_not_in_the_page(name: str) -> None:
    """A name that only ends as one of another group does is no documented one."""
    assert _general(name) not in _documented()


def test_a_frozen_period_knows_its_year() -> None:
    """Also in the window that began in December before."""
    data: Data = frozen.month("2022-01")
    assert (data.year, data.window.start) == (2022, date(2021, 12, 15))
