"""Questionnaires as versioned data: one YAML document a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

ITEM_KINDS = ("line", "text", "level", "choice")


@dataclass(frozen=True, slots=True)
class Level:
    """One answer that can be chosen: its code, labels, and its score 1–5 (None leaves the denominator)."""

    code: str
    label: str
    label_en: str
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One question: kind line, text, level (the form's levels) or choice (its own)."""

    name: str
    kind: str
    title: str
    title_en: str
    required: bool
    prefilled: bool
    choices: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One version of one questionnaire; ``consent`` holds {agency}, {retention_months}, {contact}."""

    name: str
    version: int
    valid_from: date
    title: str
    title_en: str
    intro: str
    intro_en: str
    consent: str
    consent_en: str
    agree: str
    agree_en: str
    levels: tuple[Level, ...]
    items: tuple[Item, ...]

    def item(self, name: str) -> Item:
        """The question called ``name``; KeyError when there is none."""
        for found in self.items:
            if found.name == name:
                return found
        raise KeyError(name)


def _levels(raw: list[Mapping[str, Any]]) -> tuple[Level, ...]:
    return tuple(Level(str(r["code"]), str(r["label"]), str(r["label_en"]), r.get("score")) for r in raw)


def _item(raw: Mapping[str, Any], levels: tuple[Level, ...]) -> Item:
    if raw["kind"] not in ITEM_KINDS:
        raise ValueError(f"items.{raw['name']}: kind: one of {', '.join(ITEM_KINDS)}")
    choices = levels if raw["kind"] == "level" else _levels(raw.get("choices", []))
    return Item(
        raw["name"],
        raw["kind"],
        str(raw["title"]),
        str(raw["title_en"]),
        bool(raw["required"]),
        bool(raw.get("prefilled", False)),
        choices,
    )


def load(raw: Mapping[str, Any], where: str) -> Form:
    """A parsed document → ``Form``. Raises ValueError naming ``where`` and the key."""
    try:
        levels = _levels(raw["levels"])
        texts = ["title", "title_en", "intro", "intro_en", "consent", "consent_en", "agree", "agree_en"]
        return Form(
            name=raw["name"],
            version=int(raw["version"]),
            valid_from=raw["valid_from"],
            levels=levels,
            items=tuple(_item(item, levels) for item in raw["items"]),
            **{key: str(raw[key]) for key in texts},
        )
    except KeyError as error:
        raise ValueError(f"{where}: {error.args[0]}: missing") from error
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from error


@lru_cache(maxsize=1)
def forms() -> tuple[Form, ...]:
    """Every version of every questionnaire, oldest first."""
    found = []
    for path in resources.files("sheets_schema").joinpath("forms").iterdir():
        if path.name.endswith(".yaml"):
            found.append(load(yaml.safe_load(path.read_text(encoding="utf-8")), path.name))
    return tuple(sorted(found, key=lambda f: (f.name, f.version)))


def form(name: str, version: int | None = None) -> Form:
    """The form ``name``; its newest version unless one is given. KeyError when there is none."""
    found = [f for f in forms() if f.name == name and version in (None, f.version)]
    if not found:
        raise KeyError(name if version is None else f"{name}-{version}")
    return found[-1]
