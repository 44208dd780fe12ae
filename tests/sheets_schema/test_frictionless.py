"""The cells we reject are those frictionless rejects with the same document, but for the classes listed.

Every difference belongs to one class (feature × reason); docs/frictionless-differences.md is written of them:
``python -m tests.sheets_schema.test_frictionless`` writes it again.
"""

from __future__ import annotations

import warnings
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from frictionless import Resource, Schema

from sheets_schema import descriptor, validate
from sheets_schema.grid import Grid
from tests.support.differences import CLASSES, complaints

PAGE = Path(__file__).resolve().parents[2] / "docs" / "frictionless-differences.md"

TEXTS = [
    "abc", "Phòng Kỹ thuật", "a", "abcdef", "  ", " abc ", "MT01", "mt01", "MT-1", "", "an@example.vn",
    "An@Example.VN",
    "an@example", "x@y", "#REF!", "#N/A", "=SUM(A1:A5)", "=A5", "a\x00b", "a\u200bb", "ab\u200b",
    "Phßng Kü thuËt",
    "Nặng", "nặng", "nang", "Nhẹ", "N", "3", "12", "TRUE", "hoà", "hòa",
]  # fmt: skip
WHOLE = [
    "0", "1", "12", "01", "-3", "+5", "2.521", "2 521", "1_000", "12abc", "~80", "1,5", "2,0", "5%", "",
    "  ", " 7 ",
    "abc", "1e3", "01 lần", "12 hồ sơ", "9", "10", "11", "10000000", "10000001", "#REF!", "một", "-0",
    "1.5", "=A5",
]  # fmt: skip
NUMBERS = [
    "0", "7", "1,5", "2.521", "2.521,5", "1.234.567", "-3", "-0,5", "+5", "98,5%", "98 %", "100%", "~80%",
    "5.10", "98.5",
    "2,521.5", "12abc", "1e3", "NaN", "INF", "Infinity", "abc", "", "  ", " 7 ", "2 521", "01 lần",
    "≥ 95%", "25.21",
    "1.2.3", "1,2,3", ",5", "5,", "100", "100,5", "1_000", "#DIV/0!", "=A5", "không quá 2", "từ 95% trở lên",
]  # fmt: skip
DATES = [
    "05/03/2022", "5/3/2022", "31/12/2022", "01/01/2022", "5/3/22", "31/02/2022", "2022-03-05",
    "05-03-2022", "05.03.2022",
    "ngày 5 tháng 3 năm 2022", "32/01/2022", "13/13/2022", "03/25/2022", "cuối tháng", "", "  ", "44625",
    "05/03/0222",
    "05/03/2202", "05/03/1985", "05/03/2022 08:00", " 05/03/2022 ", "00/01/2022", "29/02/2024",
    "29/02/2023", "31/12/2021",
    "5/3", "2022", "#VALUE!",
]  # fmt: skip
YESNO = ["có", "x", "không", "Có", "CO", "co", "X", "✓", "chắc", "", "  ", "ừ", "#N/A", " x "]


class Feature(NamedTuple):
    """One type and its constraints, and the text cells tried with it."""

    name: str
    field: dict[str, Any]
    cells: list[str]


NUMBER: dict[str, Any] = {"type": "number", "decimalChar": ",", "groupChar": "."}
DATE: dict[str, Any] = {"type": "date", "format": "%d/%m/%Y"}
FEATURES = [
    Feature("string", {"type": "string"}, TEXTS),
    Feature("required", {"type": "string", "constraints": {"required": True}}, TEXTS),
    Feature("minLength", {"type": "string", "constraints": {"minLength": 3}}, TEXTS),
    Feature("maxLength", {"type": "string", "constraints": {"maxLength": 5}}, TEXTS),
    Feature("pattern", {"type": "string", "constraints": {"pattern": "[A-Z]{2}[0-9]+"}}, TEXTS),
    Feature("enum", {"type": "string", "constraints": {"enum": ["Nặng", "Nhẹ"]}}, TEXTS),
    Feature("email", {"type": "string", "format": "email"}, TEXTS),
    Feature(
        "unique", {"type": "string", "constraints": {"unique": True}}, ["a", "b", "a", "A", " b", "á", "", ""]
    ),
    Feature("integer", {"type": "integer"}, WHOLE),
    Feature("integer range", {"type": "integer", "constraints": {"minimum": 0, "maximum": 10}}, WHOLE),
    Feature("number", NUMBER, NUMBERS),
    Feature("number range", {**NUMBER, "constraints": {"minimum": 0, "maximum": 100}}, NUMBERS),
    Feature("number, not bare", {**NUMBER, "bareNumber": False}, NUMBERS),
    Feature("date", DATE, DATES),
    Feature("date range", {**DATE, "constraints": {"minimum": "01/01/2022", "maximum": "31/12/2022"}}, DATES),
    Feature("boolean", {"type": "boolean", "trueValues": ["có", "x"], "falseValues": ["không"]}, YESNO),
]
CELLS = {"string": TEXTS, "integer": WHOLE, "number": NUMBERS, "date": DATES, "boolean": YESNO}


def own_fields() -> list[Feature]:
    """Every column of our own tables, with the forms its page documents."""
    found = []
    for table in descriptor.tables().values():
        for raw in table.document["fields"]:
            if raw["type"] in CELLS and not raw.get("computed"):
                example = [raw["example"]] if "example" in raw else []
                labels = raw.get("constraints", {}).get("enum", [])
                found.append(
                    Feature(f"{table.name}.{raw['name']}", raw, [*example, *labels, *CELLS[raw["type"]]])
                )
    return found


class Verdicts(NamedTuple):
    """The cells tried in one column, and the indices of those that we and frictionless reject."""

    name: str
    field: dict[str, Any]
    cells: list[str]
    ours: frozenset[int]
    theirs: frozenset[int]


def document(field: dict[str, Any]) -> dict[str, Any]:
    """A table of a key and the one column."""
    column = {
        key: value for key, value in field.items() if key not in ("title", "aliases", "filledBy", "title_en")
    }
    fields = [{"name": "id", "type": "string"}, {**column, "name": "v"}]
    return {"name": "t", "title": "T", "primaryKey": ["id"], "missingValues": [""], "fields": fields}


def rejected(raw: dict[str, Any], cells: list[str]) -> tuple[frozenset[int], frozenset[int]]:
    """The indices of the cells (we, frictionless) reject."""
    values = [["id", "v"], *([f"r{index}", cell] for index, cell in enumerate(cells))]
    checked = validate.check(descriptor.load(raw, "t.yaml"), Grid(values))  # type: ignore[arg-type]
    ours = frozenset(
        problem.row - 2
        for problem in checked.problems
        if problem.severity == "error" and problem.column == "v" and problem.row
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        resource = Resource(data=values, schema=Schema.from_descriptor(raw))
        report = resource.validate(limit_errors=10**6)
    found = report.flatten(["rowNumber", "fieldName"])
    return ours, frozenset(int(row) - 2 for row, name in found if name == "v")


EVERY = {feature.name: feature for feature in (*FEATURES, *own_fields())}


@cache
def judge(name: str) -> Verdicts:
    """Hand a feature's cells to both; of a unique column all at once, else each text once, on its own."""
    feature = EVERY[name]
    cells = feature.cells if feature.name == "unique" else list(dict.fromkeys(feature.cells))
    field = feature.field
    if feature.name != "unique" and field.get("constraints", {}).get("unique"):
        field = {**field, "constraints": {**field["constraints"], "unique": False}}
    return Verdicts(feature.name, field, cells, *rejected(document(field), cells))


@cache
def examples() -> dict[str, list[str]]:
    """The cells of each class that the two really judge otherwise."""
    found: dict[str, list[str]] = {one.name: [] for one in CLASSES}
    for tried in map(judge, EVERY):
        for index in sorted(tried.ours ^ tried.theirs):
            for one in CLASSES:
                if one.applies(tried.field, tried.cells[index], tried.cells):
                    found[one.name].append(tried.cells[index])
    return {name: list(dict.fromkeys(cells)) for name, cells in found.items()}


def _visible(cell: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cell)


def page() -> str:
    """docs/frictionless-differences.md."""
    lines = [
        "# Where we differ from frictionless",
        "",
        "Written by `python -m tests.sheets_schema.test_frictionless`; do not edit. For text cells, with the",
        "same Table Schema document, frictionless 5 and `qms validate` reject the same cells but for these",
        "classes.",
        "",
        "| feature · reason | rejected by | why | examples |",
        "|---|---|---|---|",
    ]
    for one in CLASSES:
        shown = ", ".join(f"`{_visible(cell)}`" for cell in examples()[one.name][:6])
        lines.append(f"| {one.name} | {one.by} | {one.why} | {shown} |")
    return "\n".join([*lines, ""])


@pytest.mark.parametrize("name", EVERY)
def test_both_reject_the_same_cells_but_for_known_classes(name: str) -> None:
    """Each difference is of exactly one class, and each class holds wherever it applies."""
    tried = judge(name)
    assert complaints(tried.field, tried.cells, tried.ours, tried.theirs) == []


@pytest.mark.parametrize("name", EVERY)
def test_a_checker_that_is_wrong_about_any_one_cell_is_found(name: str) -> None:
    """Planted: our verdict on one cell after the other turned round; 29/02/2023 accepted, say."""
    tried = judge(name)
    for index, cell in enumerate(tried.cells):
        wrong = tried.ours ^ {index}
        assert complaints(tried.field, tried.cells, wrong, tried.theirs) != [], cell


def test_there_are_at_most_twenty_classes_and_each_has_an_example() -> None:
    """A class nothing belongs to any more is taken off the list."""
    assert len(CLASSES) <= 20
    assert [name for name, cells in examples().items() if not cells] == []


def test_frictionless_drops_what_is_no_digit() -> None:
    """The two readings that made us refuse: “~80%” as 80 and “12abc” as 12."""
    assert {"~80%", "12abc"} <= set(examples()["number · words around"])


def test_the_page_of_differences_is_up_to_date() -> None:
    """It was written after the last change."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_most_cells_are_judged_alike() -> None:
    """The comparison is no list of exceptions: in the plain features more than three of four cells agree."""
    plain = [judge(feature.name) for feature in FEATURES]
    differing = sum(len(tried.ours ^ tried.theirs) for tried in plain)
    assert differing < sum(len(tried.cells) for tried in plain) / 4


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
