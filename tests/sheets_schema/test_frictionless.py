"""The cells we reject are those frictionless rejects with the same document, but for the classes listed.

Every difference belongs to a class (feature × reason); docs/frictionless-differences.md is written from them:
``python -m tests.sheets_schema.test_frictionless`` writes it again.
"""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from frictionless import Resource, Schema

from sheets_schema import descriptor, validate
from sheets_schema.grid import Grid

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


class Difference(NamedTuple):
    """One cell one of the two rejects and the other does not; `ours`: our code when it is we who do."""

    feature: str
    type: str
    enum: bool
    cell: str
    ours: str | None


def document(field: dict[str, Any]) -> dict[str, Any]:
    """A table of a key and the one column."""
    column = {
        key: value for key, value in field.items() if key not in ("title", "aliases", "filledBy", "title_en")
    }
    fields = [{"name": "id", "type": "string"}, {**column, "name": "v"}]
    return {"name": "t", "title": "T", "primaryKey": ["id"], "missingValues": [""], "fields": fields}


def rejected(raw: dict[str, Any], cells: list[str]) -> tuple[dict[int, str], set[int]]:
    """(index → our code of what we reject, the indices of what frictionless rejects)."""
    values = [["id", "v"], *([f"r{index}", cell] for index, cell in enumerate(cells))]
    checked = validate.check(descriptor.load(raw, "t.yaml"), Grid(values))  # type: ignore[arg-type]
    ours = {
        problem.row - 2: problem.code
        for problem in checked.problems
        if problem.severity == "error" and problem.column == "v" and problem.row
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        resource = Resource(data=values, schema=Schema.from_descriptor(raw))
        report = resource.validate(limit_errors=10**6)
    theirs = {int(row) - 2 for row, name in report.flatten(["rowNumber", "fieldName"]) if name == "v"}
    return ours, theirs


@cache
def all_differences() -> dict[str, list[Difference]]:
    """Of every feature, by its name; worked out once."""
    return {feature.name: differences(feature) for feature in (*FEATURES, *own_fields())}


def differences(feature: Feature) -> list[Difference]:
    """What only one of the two rejects; of a unique column all cells at once, else each text once."""
    unique = feature.field.get("constraints", {}).get("unique")
    cells = feature.cells if feature.name == "unique" else list(dict.fromkeys(feature.cells))
    if unique and feature.name != "unique":
        field = {**feature.field, "constraints": {**feature.field["constraints"], "unique": False}}
        feature = feature._replace(field=field)
    ours, theirs = rejected(document(feature.field), cells)
    kind, enum = str(feature.field["type"]), "enum" in feature.field.get("constraints", {})
    return [Difference(feature.name, kind, enum, cells[i], ours.get(i)) for i in sorted(set(ours) ^ theirs)]


_WORDS = re.compile(r"[^\W\d_]|[~≥≤<>=]")
#: Class → (which side rejects, why), in the order in which they are tried.
CLASSES = {
    "any · error values": ("ours", "A cell with #REF!, #N/A … is a formula that failed, whatever its type."),
    "any · formulas as text": ("ours", "A text like =SUM(A1:A5) is a formula nobody computed."),
    "any · old encodings": ("ours", "TCVN3 and VNI remnants are told, never stored."),
    "required · blanks": ("ours", "A cell of spaces only is blank, so a required one is missing."),
    "any · blanks": ("theirs", "A cell of spaces only is blank, so nothing else about it is judged."),
    "string · cleaned first": (
        "both",
        "Spaces around, runs of spaces and invisible characters are dropped (and told) before a text is "
        "measured, matched or compared.",
    ),
    "string · narrower kinds": (
        "ours",
        "Our word `kind` says more than Table Schema's string: a period, a list of e-mails, a code.",
    ),
    "string · kinds that forgive": (
        "theirs",
        "A `kind: code` is capitalised, an example in lower case passes.",
    ),
    "enum · spellings": (
        "theirs",
        "A choice is known by any case, without accents, by its code or another name.",
    ),
    "boolean · spellings": ("theirs", "Yes and no are known by any case and without accents."),
    "integer · thousands": ("theirs", "2.521 and 2 521 are 2521; Table Schema's integers have no groups."),
    "integer · decimal zero": ("theirs", "2,0 is the whole number 2."),
    "number · words behind": ("theirs", "“01 lần”, “12 hồ sơ”: a known unit word may follow a number."),
    "number · percent sign": (
        "theirs",
        "“98,5%” is 98,5 percent points also where the document says bareNumber.",
    ),
    "number · thousands space": ("theirs", "2 521 is 2521."),
    "number · words around": (
        "ours",
        "“~80%”, “12abc”, “≥ 95%”: frictionless drops what is no digit (bareNumber false), reads 80, 12, 95.",
    ),
    "number · programming notation": ("ours", "1e3, 1_000, NaN and INF are nothing a clerk means."),
    "number · point or comma out of place": (
        "ours",
        "5.10 is read as 510 by frictionless, 1.2.3 as 123, 5, as 5: all points are dropped. We ask.",
    ),
    "date · spellings and years": (
        "both",
        "5/3/22, 5.3.2022, ISO, words and a time behind are read; years outside 1990–2099 are not.",
    ),
}


def _refused_by_us(found: Difference) -> str:
    code, cell = found.ours, found.cell
    fixed = {"cell_error": "any · error values", "formula_text": "any · formulas as text"}
    fixed |= {"legacy_encoding": "any · old encodings", "date_year": "date · spellings and years"}
    if code in fixed:
        return fixed[code]
    if code == "required_missing":
        return "required · blanks"
    if found.type in ("number", "integer"):
        if re.fullmatch(r"[+-]?(?:\d+e\d+|[\d_]+|nan|inf|infinity)", cell, re.IGNORECASE):
            return "number · programming notation"
        return "number · words around" if _WORDS.search(cell) else "number · point or comma out of place"
    if code in ("period_invalid", "period_kind", "email_invalid"):
        return "string · narrower kinds"
    return "string · cleaned first"


def _refused_by_them(found: Difference) -> str:
    cell = found.cell
    if not cell.strip():
        return "any · blanks"
    if found.type == "boolean":
        return "boolean · spellings"
    if found.type == "date":
        return "date · spellings and years"
    if found.type in ("number", "integer"):
        return _number_class(found)
    if cell != " ".join(cell.split()) or not cell.isprintable():
        return "string · cleaned first"
    return "enum · spellings" if found.enum else "string · kinds that forgive"


def _number_class(found: Difference) -> str:
    cell = found.cell.strip()
    if "%" in cell:
        return "number · percent sign"
    if _WORDS.search(cell):
        return "number · words behind"
    if found.type == "integer":
        return "integer · decimal zero" if cell.endswith(",0") else "integer · thousands"
    return "number · thousands space"


def classify(found: Difference) -> str:
    """The class of a difference; each has one."""
    return _refused_by_us(found) if found.ours else _refused_by_them(found)


@cache
def classes() -> dict[str, list[Difference]]:
    """Every difference there is, by class."""
    found: dict[str, list[Difference]] = defaultdict(list)
    for own in all_differences().values():
        for difference in own:
            found[classify(difference)].append(difference)
    return found


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
    sides = {"ours": "us", "theirs": "frictionless", "both": "either"}
    for name, (side, why) in CLASSES.items():
        cells = list(dict.fromkeys(d.cell for d in classes()[name]))[:6]
        shown = ", ".join(f"`{_visible(cell)}`" for cell in cells)
        lines.append(f"| {name} | {sides[side]} | {why} | {shown} |")
    return "\n".join([*lines, ""])


@pytest.mark.parametrize("feature", [*FEATURES, *own_fields()], ids=lambda f: f.name)
def test_both_reject_the_same_cells_but_for_known_classes(feature: Feature) -> None:
    """Each difference is of a listed class, and rejected by the side the list says."""
    for difference in all_differences()[feature.name]:
        side = CLASSES[classify(difference)][0]
        assert side in ("both", "ours" if difference.ours else "theirs"), difference


def test_there_are_at_most_twenty_classes_and_each_has_an_example() -> None:
    """A class nothing belongs to any more is taken off the list."""
    assert len(CLASSES) <= 20
    assert {name for name, found in classes().items() if found} == set(CLASSES)


def test_frictionless_drops_what_is_no_digit() -> None:
    """The two readings that made us refuse: “~80%” as 80 and “12abc” as 12."""
    words = {d.cell for d in classes()["number · words around"]}
    assert {"~80%", "12abc"} <= words


def test_the_page_of_differences_is_up_to_date() -> None:
    """It was written after the last change."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_most_cells_are_judged_alike() -> None:
    """The comparison is no list of exceptions: in the plain features nine of ten cells agree."""
    tried = sum(len(set(feature.cells)) for feature in FEATURES)
    differing = sum(len(all_differences()[feature.name]) for feature in FEATURES)
    assert differing < tried / 4


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
