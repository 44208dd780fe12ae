"""Google's own description of its APIs: the discovery documents that ship with google-api-python-client."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

#: The document of each API, and the prefix its paths have on this server.
DOCUMENTS = {
    "sheets": ("sheets.v4.json", ""),
    "drive": ("drive.v3.json", "drive/v3/"),
    "forms": ("forms.v1.json", ""),
}


@dataclass(frozen=True)
class Method:
    """One method of one API, as its discovery document tells it."""

    id: str
    api: str
    http: str
    pattern: re.Pattern[str]
    params: dict[str, dict[str, Any]]
    required: tuple[str, ...]
    request: str | None
    response: str | None
    scopes: frozenset[str]

    @property
    def reads(self) -> bool:
        """Whether it counts as a read against the quotas."""
        return self.http == "GET" or self.id.rsplit(".", 1)[1] in (
            "getByDataFilter",
            "batchGetByDataFilter",
            "search",
        )


@cache
def document(api: str) -> dict[str, Any]:
    """Return the discovery document of "sheets", "drive" or "forms"."""
    folder = files("googleapiclient") / "discovery_cache" / "documents"
    found: dict[str, Any] = json.loads((folder / DOCUMENTS[api][0]).read_text(encoding="utf-8"))
    return found


def schema(api: str, name: str) -> dict[str, Any]:
    """Return the schema called `name` of an API. Raises KeyError."""
    found: dict[str, Any] = document(api)["schemas"][name]
    return found


@cache
def methods(api: str) -> tuple[Method, ...]:
    """Return the API's methods, the most literal paths first so that the first match is the right one."""
    found = list(_walk(api, document(api)))
    return tuple(sorted(found, key=lambda m: (m.pattern.pattern.count("(?P"), -len(m.pattern.pattern))))


@cache
def by_id(method_id: str) -> Method:
    """Return a method by its id, e.g. "sheets.spreadsheets.get". Raises KeyError."""
    for method in methods(method_id.split(".", 1)[0]):
        if method.id == method_id:
            return method
    raise KeyError(method_id)


def find(api: str, http: str, path: str) -> tuple[Method, dict[str, str]] | None:
    """Return the method that answers `http` on `path` (no leading slash) with the parameters in the path."""
    for method in methods(api):
        if method.http == http:
            match = method.pattern.fullmatch(path)
            if match:
                return method, match.groupdict()
    return None


def _walk(api: str, resource: dict[str, Any]) -> list[Method]:
    found = [_method(api, raw) for raw in resource.get("methods", {}).values()]
    for child in resource.get("resources", {}).values():
        found += _walk(api, child)
    return found


def _method(api: str, raw: dict[str, Any]) -> Method:
    params = raw.get("parameters", {})
    return Method(
        id=raw["id"],
        api=api,
        http=raw["httpMethod"],
        pattern=re.compile(_regex(DOCUMENTS[api][1] + raw["path"])),
        params=params,
        required=tuple(name for name, spec in params.items() if spec.get("required")),
        request=raw.get("request", {}).get("$ref"),
        response=raw.get("response", {}).get("$ref"),
        scopes=frozenset(raw.get("scopes", ())),
    )


def _regex(path: str) -> str:
    parts = re.split(r"\{(\w+)\}", path)
    text = re.escape(parts[0])
    for name, literal in zip(parts[1::2], parts[2::2], strict=True):
        # A range may hold slashes and colons ('A/B'!A1:B2); no other parameter can.
        text += f"(?P<{name}>{'.+' if name == 'range' else '[^/:]+'})" + re.escape(literal)
    return text
