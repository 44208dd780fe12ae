"""Table Schema documents → frozen ``Table`` and ``Field``; a wrong document fails at load."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from sheets_schema import documents, register
from sheets_schema.bad_document import BadDocument, fail
from sheets_schema.forms import Form, Item, Level, form
from sheets_schema.register import Register
from sheets_schema.table import Field, ForeignKey, Table

__all__ = [
    "BadDocument",
    "Field",
    "ForeignKey",
    "Form",
    "Item",
    "Level",
    "Register",
    "Table",
    "form",
    "load",
    "table",
    "tables",
]

WORKBOOKS = ("coordinator", "unit", "auditors", "form")
MAX_ROWS = 2000
#: Table Schema types we read → the kind of cell when the document names none.
TYPES = {
    "string": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "yesno",
    "date": "date",
    "datetime": "datetime",
}
#: Every kind of cell: how it is read, beyond its Table Schema type.
KINDS = frozenset(
    [
        "text",
        "line",
        "code",
        "email",
        "emails",
        "list",
        "link",
        "measure",
        "period",
        "choice",
        "yesno",
        "integer",
        "number",
        "figure",
        "target",
        "date",
        "datetime",
        "any",
    ]
)
CONSTRAINTS = frozenset(
    ["required", "unique", "minimum", "maximum", "minLength", "maxLength", "pattern", "enum"]
)
_FORMATS = {
    "date": ("DATE", "dd/mm/yyyy"),
    "datetime": ("DATE_TIME", "dd/mm/yyyy hh:mm"),
    "integer": ("NUMBER", "#,##0"),
    "text": ("TEXT", "@"),
    "line": ("TEXT", "@"),
    "code": ("TEXT", "@"),
    "period": ("TEXT", "@"),
    "list": ("TEXT", "@"),
    "any": ("TEXT", "@"),
}
_TABLE_KEYS = frozenset(
    [
        "name",
        "title",
        "title_en",
        "workbook",
        "order",
        "register",
        "draft",
        "description",
        "primaryKey",
        "foreignKeys",
        "missingValues",
        "rules",
        "fields",
        "maxRows",
        "known",
    ]
)
_FIELD_KEYS = frozenset(
    [
        "name",
        "title",
        "title_en",
        "aliases",
        "type",
        "kind",
        "format",
        "constraints",
        "codes",
        "labels_en",
        "choiceAliases",
        "trueValues",
        "falseValues",
        "decimalChar",
        "groupChar",
        "bareNumber",
        "filledBy",
        "computed",
        "vital",
        "help",
        "help_en",
        "width",
        "numberFormat",
        "periods",
        "example",
        "description",
    ]
)


def _choices(raw: Mapping[str, Any], where: str) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    labels = [str(label) for label in raw.get("constraints", {}).get("enum", [])]
    codes = [str(code) for code in raw.get("codes", labels)]
    english = [str(label) for label in raw.get("labels_en", labels)]
    if not len(labels) == len(codes) == len(english):
        raise fail(where, "codes", "codes and labels_en must match constraints.enum one to one")
    aliases = {str(spelling): str(code) for spelling, code in raw.get("choiceAliases", {}).items()}
    if strange := set(aliases.values()) - set(codes):
        raise fail(where, "choiceAliases", f"unknown code {sorted(strange)[0]}")
    return dict(zip(codes, labels, strict=True)), dict(zip(codes, english, strict=True)), aliases


def _kind(raw: Mapping[str, Any], where: str) -> str:
    if raw.get("type") not in TYPES:
        raise fail(where, "type", f"one of {', '.join(TYPES)}, not {raw.get('type')!r}")
    default = "choice" if "enum" in raw.get("constraints", {}) else TYPES[raw["type"]]
    if default == "text" and raw.get("format") == "email":
        default = "email"
    if default == "number" and raw.get("bareNumber") is False:
        default = "figure"
    kind = str(raw.get("kind", default))
    if kind not in KINDS:
        raise fail(where, "kind", f"unknown kind {kind!r}")
    return kind


def _constraints(raw: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    constraints = dict(raw.get("constraints", {}))
    if strange := set(constraints) - CONSTRAINTS:
        raise fail(where, "constraints", f"unknown constraint {sorted(strange)[0]}")
    if "pattern" in constraints:
        try:
            re.compile(constraints["pattern"])
        except re.error as error:
            raise fail(where, "constraints.pattern", str(error)) from error
    return MappingProxyType(constraints)


def _texts(raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(str(text) for text in raw.get(key, ()))


def _written(raw: Mapping[str, Any], where: str) -> None:
    """Numbers and dates are read the Vietnamese way; a document must say so, for other tools' sake."""
    if raw["type"] == "number" and (raw.get("decimalChar"), raw.get("groupChar")) != (",", "."):
        raise fail(where, "decimalChar", 'numbers need decimalChar "," and groupChar "."')
    if raw["type"] == "date" and raw.get("format") != "%d/%m/%Y":
        raise fail(where, "format", 'dates need format "%d/%m/%Y"')


def _field(raw: Any, where: str, missing: tuple[str, ...] = ()) -> Field:
    if not isinstance(raw, dict) or not isinstance(raw.get("name"), str):
        raise fail(where, "fields", "every field needs a name")
    where = f"{where}: fields.{raw['name']}"
    if strange := set(raw) - _FIELD_KEYS:
        raise fail(where, sorted(strange)[0], "unknown key")
    kind, (choices, choices_en, aliases) = _kind(raw, where), _choices(raw, where)
    constraints = _constraints(raw, where)
    _written(raw, where)
    filled_by = raw.get("filledBy", "people")
    if filled_by not in ("people", "service"):
        raise fail(where, "filledBy", "people or service")
    given = raw.get("numberFormat")
    return Field(
        name=raw["name"],
        title=str(raw.get("title", raw["name"])),
        title_en=str(raw.get("title_en", raw["name"])),
        aliases=_texts(raw, "aliases"),
        type=raw["type"],
        kind=kind,
        required=bool(constraints.get("required", False)),
        vital=bool(raw.get("vital", constraints.get("required", False))),
        unique=bool(constraints.get("unique", False)),
        choices=MappingProxyType(choices),
        choices_en=MappingProxyType(choices_en),
        choice_aliases=MappingProxyType(aliases),
        yes=_texts(raw, "trueValues"),
        no=_texts(raw, "falseValues"),
        periods=_texts(raw, "periods"),
        constraints=constraints,
        filled_by=filled_by,
        computed=bool(raw.get("computed", False)),
        help_vi=str(raw.get("help", "")),
        help_en=str(raw.get("help_en", "")),
        example=str(raw.get("example", "")),
        missing=missing,
        width=int(raw.get("width", 140)),
        number_format=(str(given[0]), str(given[1])) if given else _FORMATS.get(kind),
    )


def _foreign_keys(raw: Mapping[str, Any], names: set[str], where: str) -> tuple[ForeignKey, ...]:
    found = []
    for link in raw.get("foreignKeys", ()):
        (field,), (target,) = link["fields"], link["reference"]["fields"]
        if field not in names:
            raise fail(where, "foreignKeys", f"no field {field}")
        match = tuple(link.get("match", [target]))
        if match[0] != target:
            raise fail(where, "foreignKeys.match", f"must begin with {target}")
        found.append(
            ForeignKey(field, str(link["reference"]["resource"]), match, bool(link.get("waits", False)))
        )
    return tuple(found)


def _rules(raw: Mapping[str, Any], names: set[str], where: str) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    from sheets_schema import rules  # they in turn know tables

    rules.load()
    found = []
    for item in raw.get("rules", ()):
        name, params = (item, {}) if isinstance(item, str) else next(iter(item.items()))
        if name not in rules.REGISTRY:
            raise fail(where, "rules", f"no rule {name}")
        for used in rules.fields_named(params):
            if used not in names:
                raise fail(where, f"rules.{name}", f"no field {used}")
        found.append((name, MappingProxyType(dict(params))))
    return tuple(found)


def _draft(raw: Any, names: set[str], where: str) -> tuple[str, str] | None:
    if raw is None:
        return None
    if not isinstance(raw, dict) or set(raw) != {"marked", "until"} or not set(raw.values()) <= names:
        raise fail(where, "draft", "{marked: FIELD, until: FIELD}")
    return raw["marked"], raw["until"]


def load(raw: Any, where: str) -> Table:
    """A parsed document → ``Table``. Raises BadDocument naming ``where`` (the file) and the key."""
    if not isinstance(raw, dict):
        raise fail(where, "document", "must be a mapping")
    for key in ("name", "title", "primaryKey", "fields"):
        if key not in raw:
            raise fail(where, key, "missing")
    if strange := set(raw) - _TABLE_KEYS:
        raise fail(where, sorted(strange)[0], "unknown key")
    if raw.get("workbook", "unit") not in WORKBOOKS:
        raise fail(where, "workbook", f"one of {', '.join(WORKBOOKS)}")
    missing = tuple(text for text in _texts(raw, "missingValues") if text)
    fields = tuple(_field(item, where, missing) for item in raw["fields"])
    names = {f.name for f in fields}
    if len(names) != len(fields):
        raise fail(where, "fields", "a name occurs twice")
    keys = [raw["primaryKey"]] if isinstance(raw["primaryKey"], str) else list(raw["primaryKey"])
    if strange := set(keys) - names:
        raise fail(where, "primaryKey", f"no field {sorted(strange)[0]}")
    return Table(
        name=str(raw["name"]),
        title=str(raw["title"]),
        title_en=str(raw.get("title_en", raw["name"])),
        workbook=str(raw.get("workbook", "unit")),
        order=int(raw.get("order", 1000)),
        register=register.read(raw.get("register"), {f.name: f for f in fields}, where),
        draft=_draft(raw.get("draft"), names, where),
        fields=fields,
        primary_key=tuple(keys),
        foreign_keys=_foreign_keys(raw, names, where),
        rules=_rules(raw, names, where),
        max_rows=int(raw.get("maxRows", MAX_ROWS)),
        known=tuple(MappingProxyType(item) for item in raw.get("known", ())),
        document=MappingProxyType(raw),
    )


@lru_cache(maxsize=1)
def tables() -> Mapping[str, Table]:
    """Every table there is, by name, in the order of the workbooks and of their tabs."""
    found = []
    for path in resources.files("sheets_schema").joinpath("tables").iterdir():
        if path.name.endswith(".yaml"):
            table = load(documents.parse(path.read_text(encoding="utf-8")), path.name)
            if f"{table.name}.yaml" != path.name:
                raise fail(path.name, "name", "must be the file's name")
            found.append(table)
    found.sort(key=lambda t: (WORKBOOKS.index(t.workbook), t.order, t.name))
    for table in found:
        for link in table.foreign_keys:
            if link.table not in {t.name for t in found}:
                raise fail(f"{table.name}.yaml", "foreignKeys", f"no table {link.table}")
    return MappingProxyType({table.name: table for table in found})


def table(name: str) -> Table:
    """The table called ``name``; KeyError when there is none."""
    return tables()[name]
