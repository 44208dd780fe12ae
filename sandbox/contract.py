"""The contract: Google's discovery documents as closed JSON Schemas, held against requests and answers.

A request that fits its schema goes through at the speed of the compiled validator. One that does not is
walked once more as Google's own parser would: nulls count as absent, snake_case names and numbers written as
strings are accepted, and what remains wrong is told in Google's words.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import jsonschema_rs

from sandbox import discovery
from sandbox.errors import invalid

#: Under which name the body stands in error messages, for methods whose body is one field of the request.
BODY_FIELD = {
    "sheets.spreadsheets.create": "spreadsheet",
    "sheets.spreadsheets.values.update": "data",
    "sheets.spreadsheets.values.append": "data",
    "forms.forms.create": "form",
}
_INTEGER = re.compile(r"-?\d+")
_NUMBER_WORDS = ("NaN", "Infinity", "-Infinity")


@cache
def validator(api: str, name: str) -> Any:
    """Return the compiled validator of one schema of an API."""
    return jsonschema_rs.validator_for(
        {
            "$ref": f"#/$defs/{name}",
            "$defs": _definitions(api),
            "$schema": "https://json-schema.org/draft/2020-12/schema",
        }
    )


def answer_errors(api: str, name: str, answer: Any) -> list[str]:
    """Return what is wrong with an answer of ours, at most five sentences; empty when it fits."""
    compiled = validator(api, name)
    if compiled.is_valid(answer):
        return []
    found = []
    for error in compiled.iter_errors(answer):
        found.append(f"/{'/'.join(map(str, error.instance_path))}: {error.message[:300]}")
        if len(found) == 5:
            break
    return found


def check_request(method: discovery.Method, body: Any) -> Any:
    """Return the body as the handlers take it. Raises 400 in Google's words when Google would refuse it."""
    if method.request is None:
        return body
    if validator(method.api, method.request).is_valid(body):
        return body
    walker = _Walker(method.api)
    cleaned = walker.message(method.request, body, BODY_FIELD.get(method.id, ""))
    if walker.violations:
        raise invalid("\n".join(text for _, text in walker.violations), walker.violations)
    return cleaned


@cache
def _definitions(api: str) -> dict[str, Any]:
    return {name: _closed(raw) for name, raw in discovery.document(api)["schemas"].items()}


def _closed(raw: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in raw:
        return {"$ref": f"#/$defs/{raw['$ref']}"}
    kind = raw.get("type", "any")
    if kind == "object":
        return _closed_object(raw)
    if kind == "array":
        return {"type": "array", "items": _closed(raw["items"])}
    if kind == "string":
        return _closed_string(raw)
    if kind == "number":
        return {"anyOf": [{"type": "number"}, {"enum": list(_NUMBER_WORDS)}]}
    return {} if kind == "any" else {"type": kind}


def _closed_object(raw: dict[str, Any]) -> dict[str, Any]:
    if "properties" in raw:
        fields = {name: _closed(child) for name, child in raw["properties"].items()}
        return {"type": "object", "properties": fields, "additionalProperties": False}
    if "additionalProperties" in raw:
        return {"type": "object", "additionalProperties": _closed(raw["additionalProperties"])}
    return {"type": "object", "additionalProperties": False}


def _closed_string(raw: dict[str, Any]) -> dict[str, Any]:
    if "enum" in raw:
        return {"enum": raw["enum"]}
    if raw.get("format") in ("int64", "uint64"):
        return {"type": "string", "pattern": "^-?[0-9]+$"}
    return {"type": "string"}


class _Walker:
    """Reads a JSON value as Google's protobuf parser does, noting what it cannot read."""

    def __init__(self, api: str) -> None:
        self.api = api
        self.violations: list[tuple[str, str]] = []

    def message(self, name: str, value: Any, path: str) -> Any:
        """Return `value` read as the message type `name`."""
        return self._object(discovery.schema(self.api, name), value, path, name)

    def value(self, raw: dict[str, Any], value: Any, path: str) -> Any:
        if "$ref" in raw:
            return self.message(raw["$ref"], value, path)
        kind = raw.get("type", "any")
        if kind == "object":
            return self._object(raw, value, path, "Struct")
        if kind == "array":
            return self._array(raw, value, path)
        return value if kind == "any" else self._scalar(raw, kind, value, path)

    def _object(self, raw: dict[str, Any], value: Any, path: str, name: str) -> Any:
        if not isinstance(value, dict):
            return self._wrong(path, self._type_url(name), value)
        fields = raw.get("properties")
        if fields is None:
            child = raw.get("additionalProperties", {"type": "any"})
            # A null in a map stays: it deletes the key (appProperties).
            return {
                key: None if item is None else self.value(child, item, f"{path}.{key}")
                for key, item in value.items()
            }
        cleaned = {}
        for key, item in value.items():
            known = key if key in fields else _camel(key)
            if known not in fields:
                self._unknown(key, path)
            elif item is not None:
                cleaned[known] = self.value(
                    fields[known], item, f"{path}.{_snake(known)}" if path else _snake(known)
                )
        return cleaned

    def _array(self, raw: dict[str, Any], value: Any, path: str) -> Any:
        if not isinstance(value, list):
            # Google reads a single message where a list is due as a list of one.
            if isinstance(value, dict) and "$ref" in raw["items"]:
                return [self.value(raw["items"], value, f"{path}[0]")]
            return self._wrong(path, self._list_type(raw), value)
        return [self.value(raw["items"], item, f"{path}[{i}]") for i, item in enumerate(value)]

    def _scalar(self, raw: dict[str, Any], kind: str, value: Any, path: str) -> Any:
        if kind == "string":
            return self._string(raw, value, path)
        if kind == "boolean":
            words = {"true": True, "false": False, True: True, False: False}
            if isinstance(value, (str, bool)) and value in words:
                return words[value]
            return self._wrong(path, "TYPE_BOOL", value)
        if kind == "integer":
            if isinstance(value, str) and _INTEGER.fullmatch(value):
                return int(value)
            if isinstance(value, (int, float)) and not isinstance(value, bool) and value == int(value):
                return int(value)
            return self._wrong(path, "TYPE_INT32", value)
        return self._number(raw, value, path)

    def _number(self, raw: dict[str, Any], value: Any, path: str) -> Any:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
        try:
            return float(value)
        except (TypeError, ValueError):
            return self._wrong(path, "TYPE_FLOAT" if raw.get("format") == "float" else "TYPE_DOUBLE", value)

    def _string(self, raw: dict[str, Any], value: Any, path: str) -> Any:
        if "enum" in raw:
            if isinstance(value, str) and value in raw["enum"]:
                return value
            if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(raw["enum"]):
                return raw["enum"][value]
            return self._wrong(path, self._type_url(_pascal(path)), value)
        if raw.get("format") in ("int64", "uint64") and not isinstance(value, bool):
            if _INTEGER.fullmatch(str(value)):
                return str(value)
            return self._wrong(path, "TYPE_INT64", value)
        return value if isinstance(value, str) else self._wrong(path, "TYPE_STRING", value)

    def _list_type(self, raw: dict[str, Any]) -> str:
        items = raw["items"]
        if "$ref" in items:
            return self._type_url(items["$ref"])
        return (
            "type.googleapis.com/google.protobuf.ListValue" if items.get("type") == "array" else "TYPE_STRING"
        )

    def _type_url(self, name: str) -> str:
        package = {"sheets": "google.apps.sheets.v4", "forms": "google.apps.forms.v1"}.get(
            self.api, "drive.v3"
        )
        return f"type.googleapis.com/{package}.{name}"

    def _unknown(self, key: str, path: str) -> None:
        if self.api == "drive":  # Drive ignores what it does not know (gspread sends "withLink")
            return
        where = f" at '{path}'" if path else ""
        text = f'Invalid JSON payload received. Unknown name "{key}"{where}: Cannot find field.'
        self.violations.append((path, text))

    def _wrong(self, path: str, kind: str, value: Any) -> None:
        shown = json.dumps(value, ensure_ascii=False)
        if isinstance(value, (dict, list)) or path == "":
            text = f"Invalid JSON payload received. Unexpected value at '{path}' ({kind})."
        else:
            text = f"Invalid value at '{path}' ({kind}), {shown}"
        self.violations.append((path, text))


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def _pascal(path: str) -> str:
    last = re.sub(r"\[\d+\]", "", path.rsplit(".", 1)[-1])
    return "".join(part.capitalize() for part in last.split("_"))
