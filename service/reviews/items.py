"""The items of clauses 9.3.2 and 9.3.3 by edition of the standard: data of items.yaml, never code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

from sheets_schema import documents


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its letter as printed, its words, and what fills it. `monthly`: also on the light agenda.

    `trend`: the figures that a full review is told month by month.
    """

    code: str
    mark: str
    vi: str
    en: str
    monthly: bool = False
    evidence: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    trend: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the standard: what goes into a review, in order, and the kinds of what comes out."""

    name: str
    since: date
    items: tuple[Item, ...]
    outputs: tuple[Item, ...]

    def agenda(self, kind: str) -> tuple[Item, ...]:
        """The items of a meeting of a kind: the monthly ones, or all of the full review."""
        return tuple(item for item in self.items if kind == "full" or item.monthly)


@lru_cache(maxsize=1)
def editions() -> tuple[Edition, ...]:
    """Every edition known, the oldest first."""
    text = resources.files("service.reviews").joinpath("items.yaml").read_text(encoding="utf-8")
    return read(documents.parse(text))


def read(document: Mapping[str, Any]) -> tuple[Edition, ...]:
    """The editions of a parsed document; one that is `based_on` another replaces items of it by their code.

    Raises KeyError for a missing word, or for a base that does not stand before it.
    """
    found: dict[str, Edition] = {}
    for raw in document["editions"]:
        base = found[raw["based_on"]] if "based_on" in raw else None
        items, outputs = (_items(raw.get(part, ()), getattr(base, part, ())) for part in ("items", "outputs"))
        found[raw["edition"]] = Edition(raw["edition"], raw["from"], items, outputs)
    return tuple(sorted(found.values(), key=lambda edition: edition.since))


def _items(raw: Any, before: tuple[Item, ...]) -> tuple[Item, ...]:
    made = {item.code: item for item in before}
    for one in raw:
        words = {**one, **{name: tuple(one.get(name, ())) for name in ("evidence", "sections", "trend")}}
        made[one["code"]] = Item(**words)
    return tuple(made.values())


def in_force(on: date) -> Edition:
    """The edition a meeting of that day follows; the oldest one before any was."""
    known = editions()
    return next((edition for edition in reversed(known) if edition.since <= on), known[0])
