"""Field masks: `sheets(properties.title,data/rowData)` or `a.b,c` as trees, for answers and for writes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from sandbox import discovery

#: A mask as a tree: field → what is wanted below it; an empty tree means everything below.
Mask = dict[str, Any]
_TOKEN = re.compile(r"[A-Za-z0-9_*$-]+|[,()./]")


class MaskError(ValueError):
    """The text is no field mask, or names a field that does not exist (the message is that path)."""


@lru_cache(maxsize=512)
def parse(text: str) -> Mask:
    """Return the tree of a mask. Treat it as frozen. Raises MaskError."""
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != re.sub(r"\s", "", text) or not tokens:
        raise MaskError(text)
    tree, rest = _list(tokens)
    if rest:
        raise MaskError(text)
    return tree


def _list(tokens: list[str]) -> tuple[Mask, list[str]]:
    tree: Mask = {}
    while True:
        tokens = _path(tokens, tree)
        if not tokens or tokens[0] != ",":
            return tree, tokens
        tokens = tokens[1:]


def _path(tokens: list[str], tree: Mask) -> list[str]:
    if not tokens or tokens[0] in ",()./":
        raise MaskError("".join(tokens))
    name, tokens = tokens[0], tokens[1:]
    fresh = name not in tree
    child: Mask = {}
    if tokens and tokens[0] in "./":
        tokens = _path(tokens[1:], child)
    elif tokens and tokens[0] == "(":
        child, tokens = _list(tokens[1:])
        if not tokens or tokens[0] != ")":
            raise MaskError(name)
        tokens = tokens[1:]
    if fresh:
        tree[name] = child
    else:  # asked for twice: the wider wish wins
        tree[name] = _merge(tree[name], child)
    return tokens


def _merge(one: Mask, other: Mask) -> Mask:
    if not one or not other:
        return {}
    merged = dict(one)
    for name, child in other.items():
        merged[name] = _merge(merged[name], child) if name in merged else child
    return merged


def apply(mask: Mask, value: Any) -> Any:
    """Return the part of a JSON value that the mask wants; lists are masked item by item."""
    if not mask or "*" in mask:
        return value
    if isinstance(value, list):
        return [apply(mask, item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: apply(child, value[name]) for name, child in mask.items() if name in value}


def wants(mask: Mask | None, *path: str) -> bool:
    """Say whether the mask (None = everything) wants anything at or below the path."""
    return mask is None or below(mask, *path) is not None


def below(mask: Mask, *path: str) -> Mask | None:
    """Return the mask below a path: {} = everything there, None = nothing there."""
    for name in path:
        if not mask or "*" in mask:
            return {}
        if name not in mask:
            return None
        mask = mask[name]
    return mask


def merged(former: dict[str, Any], given: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """Return `former` with the fields that the mask names taken from `given`; absent ones are cleared."""
    if not mask or "*" in mask:
        return {**former, **given}
    fresh = dict(former)
    for name, below in mask.items():
        if below and "*" not in below:
            part = merged(former.get(name, {}), given.get(name, {}), below)
            fresh[name] = part
            if not part:
                del fresh[name]
        elif name in given:
            fresh[name] = given[name]
        else:
            fresh.pop(name, None)
    return fresh


def check(mask: Mask, api: str, schema_name: str, prefix: str = "") -> None:
    """Raise MaskError (the wrong path) when the mask names a field that the schema has not."""
    _check(mask, api, {"$ref": schema_name}, prefix)


def _check(mask: Mask, api: str, raw: dict[str, Any], prefix: str) -> None:
    while "$ref" in raw or raw.get("type") == "array":
        raw = discovery.schema(api, raw["$ref"]) if "$ref" in raw else raw["items"]
    fields = raw.get("properties")
    for name, child in mask.items():
        if name == "*" or (fields is None and "additionalProperties" in raw):
            continue
        if fields is None or name not in fields:
            raise MaskError(f"{prefix}{name}")
        _check(child, api, fields[name], f"{prefix}{name}.")
