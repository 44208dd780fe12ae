"""The documents load, say the same to other tools, and the pages made of them are up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import frictionless
import pytest

from sheets_schema import descriptor, document, forms, problems
from sheets_schema.descriptor import BadDocument

ROOT = Path(__file__).resolve().parents[2]
GOOD: dict[str, Any] = {
    "name": "t",
    "title": "T",
    "primaryKey": ["a"],
    "fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "date", "format": "%d/%m/%Y"}],
}
TABLES = sorted(path.stem for path in (ROOT / "sheets_schema" / "tables").glob("*.yaml"))


def test_the_tables_there_are() -> None:
    """One a file, in the order of the workbooks and of their tabs; no two tabs claim one place."""
    found = list(descriptor.tables().values())
    assert sorted(descriptor.tables()) == TABLES
    assert found == sorted(found, key=lambda t: (descriptor.WORKBOOKS.index(t.workbook), t.order))
    assert len({(t.workbook, t.order) for t in found}) == len(found)
    assert descriptor.table("progress") is descriptor.table("progress")
    assert descriptor.table("progress").prefilled[:4] == ("code", "objective", "target", "period")


def test_a_register_is_read_from_its_document() -> None:
    """Whose a record is, by when, when it is done: by the names of fields."""
    life = {"title": "a", "section": "training", "due": "b", "done": {"field": "b"}}
    made = descriptor.load({**GOOD, "register": life}, "t.yaml").register
    assert made is not None and made.done is not None
    assert (made.due, made.section, made.goes_on) == ("b", "training", False)
    assert [made.done.holds({"b": value}) for value in ("2022-01-01", None, "")] == [True, False, False]


@pytest.mark.parametrize(
    ("life", "said"),
    [
        ([], "register: must be a mapping"),
        ({"title": "a", "section": "x"}, "register.section"),
        ({"title": "z", "section": "plan"}, "register.title: no field z"),
        ({"section": "plan"}, "register.title: missing"),
        ({"title": "a", "section": "plan", "colour": 1}, "register.colour: unknown key"),
        ({"title": "a", "section": "plan", "due": "a", "done": {"field": "a"}}, "register.due: a is not"),
        ({"title": "a", "section": "plan", "due": "b"}, "register.done: what is due"),
        ({"title": "a", "section": "plan", "done": {"field": "z"}}, "register.done"),
        ({"title": "a", "section": "plan", "done": {"field": "a", "in": ["x"]}}, "unknown code x"),
        ({"title": "a", "section": "plan", "counts": ["a"]}, "register.counts: no choice field a"),
    ],
)
def test_a_wrong_register_fails_at_load(life: Any, said: str) -> None:
    """The file and the key are named."""
    with pytest.raises(BadDocument, match=f"t.yaml: .*{said}"):
        descriptor.load({**GOOD, "register": life}, "t.yaml")


@pytest.mark.parametrize("name", TABLES)
def test_a_document_loads_in_frictionless_unchanged(name: str) -> None:
    """Fields, types and constraints are Table Schema's own."""
    table = descriptor.table(name)
    schema = frictionless.Schema.from_descriptor(str(ROOT / "sheets_schema" / "tables" / f"{name}.yaml"))
    assert [(f.name, f.type) for f in schema.fields] == [(f.name, f.type) for f in table.fields]
    assert schema.primary_key == list(table.primary_key)


@pytest.mark.parametrize("name", TABLES)
def test_titles_and_aliases_name_one_field_each(name: str) -> None:
    """Otherwise a header could be two columns."""
    table = descriptor.table(name)
    titles = [descriptor_name(f.title) for f in table.fields]
    assert len(set(titles)) == len(titles)
    aliases = [descriptor_name(a) for f in table.fields for a in f.aliases]
    assert len(set(aliases)) == len(aliases)


def descriptor_name(title: str) -> str:
    """A title as headers are compared."""
    from sheets_schema.headers import plain

    return plain(title)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fields": [{"name": "a", "type": "text"}]}, "t.yaml: fields.a: type"),
        ({"fields": [{"name": "a", "type": "string", "kind": "colour"}]}, "fields.a: kind"),
        ({"fields": [{"name": "a", "type": "string", "colour": 1}]}, "fields.a: colour"),
        ({"fields": [{"name": "a", "type": "string", "constraints": {"size": 1}}]}, "fields.a: constraints"),
        (
            {"fields": [{"name": "a", "type": "string", "constraints": {"pattern": "("}}]},
            "constraints.pattern",
        ),
        ({"fields": [{"name": "a", "type": "string", "filledBy": "me"}]}, "fields.a: filledBy"),
        (
            {
                "fields": [
                    {"name": "a", "type": "string", "constraints": {"enum": ["x"]}, "codes": ["1", "2"]}
                ]
            },
            "fields.a: codes",
        ),
        (
            {
                "fields": [
                    {
                        "name": "a",
                        "type": "string",
                        "constraints": {"enum": ["x"]},
                        "choiceAliases": {"y": "z"},
                    }
                ]
            },
            "fields.a: choiceAliases",
        ),
        ({"fields": [{"name": "a", "type": "number"}]}, "fields.a: decimalChar"),
        ({"fields": [{"name": "a", "type": "date"}]}, "fields.a: format"),
        ({"fields": [{"type": "string"}]}, "t.yaml: fields"),
        ({"fields": [{"name": "a", "type": "string"}] * 2}, "t.yaml: fields"),
        ({"primaryKey": "c"}, "t.yaml: primaryKey"),
        ({"rules": ["no_such_rule"]}, "t.yaml: rules"),
        ({"rules": [{"date_order": {"first": "b", "last": "c"}}]}, "t.yaml: rules.date_order: no field c"),
        ({"workbook": "mine"}, "t.yaml: workbook"),
        ({"colour": 1}, "t.yaml: colour"),
        (
            {"foreignKeys": [{"fields": ["c"], "reference": {"resource": "t", "fields": ["a"]}}]},
            "t.yaml: foreignKeys",
        ),
        (
            {
                "foreignKeys": [
                    {"fields": ["a"], "reference": {"resource": "t", "fields": ["a"]}, "match": ["b"]}
                ]
            },
            "t.yaml: foreignKeys.match",
        ),
    ],
)
def test_a_wrong_document_fails_at_load_naming_file_and_key(change: dict[str, Any], said: str) -> None:
    """Bad code is an exception."""
    assert descriptor.load(GOOD, "t.yaml").name == "t"
    with pytest.raises(BadDocument) as caught:
        descriptor.load({**GOOD, **change}, "t.yaml")
    assert said in str(caught.value)


def test_a_document_that_is_none() -> None:
    """An empty file, a missing key."""
    with pytest.raises(BadDocument, match=r"t.yaml: document"):
        descriptor.load(None, "t.yaml")
    with pytest.raises(BadDocument, match=r"t.yaml: title: missing"):
        descriptor.load({key: value for key, value in GOOD.items() if key != "title"}, "t.yaml")


def test_the_satisfaction_form() -> None:
    """Eleven questions after unit and procedure; five levels and one that does not count."""
    form = descriptor.form("satisfaction", 1)
    assert (form.version, len(form.items)) == (1, 13)
    assert [level.score for level in form.levels] == [5, 4, 3, 2, 1, None]
    assert form.item("q8").title == "8. Nhìn chung, lần phục vụ này?"
    assert [item.name for item in form.items if item.required] == ["unit", "q8"]
    assert "{retention_months}" in form.consent
    assert descriptor.form("satisfaction", 1) is form
    with pytest.raises(KeyError):
        descriptor.form("satisfaction", 99)


def test_a_wrong_form_fails_at_load() -> None:
    """Naming file and key."""
    with pytest.raises(ValueError, match=r"f.yaml: levels: missing"):
        forms.load({"name": "f"}, "f.yaml")


def test_the_answers_table_holds_the_forms_questions() -> None:
    """The same names and labels."""
    form, table = descriptor.form("satisfaction", 1), descriptor.table("answers")
    for item in form.items:
        choices = {choice.code: choice.label for choice in item.choices}
        assert dict(table.field(item.name).choices) == choices or item.kind in ("line", "text")


@pytest.mark.parametrize("page", sorted(document.PAGES))
def test_the_generated_pages_are_up_to_date(page: str) -> None:
    """`python -m sheets_schema.document` was run after the last change."""
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == document.PAGES[page]()


def test_the_page_of_problems_holds_every_code(tmp_path: Path) -> None:
    """And is written where it is told."""
    assert document.main([str(tmp_path)]) == 0
    written = (tmp_path / "problems.md").read_text(encoding="utf-8")
    assert all(f"## `{entry.code}`" in written for entry in problems.catalogue())


def test_a_code_is_declared_once() -> None:
    """Twice is a mistake of ours."""
    with pytest.raises(ValueError, match="declared twice"):
        problems.declare(
            "date_order", "error", title=("", ""), sentence=("", ""), remedy=("", ""), example=""
        )
