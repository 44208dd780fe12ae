"""Questionnaires as versioned data: one YAML document a version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from sheets_schema import documents

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
    """One question: kind line, text, level (the form's levels) or choice (its own).

    Its name is that of the question, whatever the version: one that means the same as an earlier version's
    has that name and says so (`same_as`: that version); a new question has a name of its own.
    """

    name: str
    kind: str
    title: str
    title_en: str
    required: bool
    prefilled: bool
    choices: tuple[Level, ...]
    same_as: int | None = None
    short: str = ""
    short_en: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One version of one questionnaire; ``consent`` holds {agency}, {retention_months}, {contact}."""

    name: str
    version: int
    title: str
    title_en: str
    intro: str
    consent: str
    consent_en: str
    agree: str
    levels: tuple[Level, ...]
    items: tuple[Item, ...]

    def item(self, name: str) -> Item:
        """The question called ``name``; KeyError when there is none."""
        for found in self.items:
            if found.name == name:
                return found
        raise KeyError(name)

    @property
    def questions(self) -> tuple[Item, ...]:
        """The questions answered by a level, in the form's order."""
        return tuple(item for item in self.items if item.kind == "level")


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
        raw.get("same_as"),
        str(raw.get("short", "")),
        str(raw.get("short_en", "")),
    )


def load(raw: Mapping[str, Any], where: str) -> Form:
    """A parsed document → ``Form``. Raises ValueError naming ``where`` and the key."""
    try:
        levels = _levels(raw["levels"])
        texts = ["title", "title_en", "intro", "consent", "consent_en", "agree"]
        return Form(
            name=raw["name"],
            version=int(raw["version"]),
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
            found.append(load(documents.parse(path.read_text(encoding="utf-8")), path.name))
    return consistent(sorted(found, key=lambda f: (f.name, f.version)))


def consistent(found: Sequence[Form]) -> tuple[Form, ...]:
    """The versions as they are; ValueError when a name stands for two questions not said to be one."""
    seen: dict[tuple[str, str], Item] = {}
    for form in found:
        for item in form.items:
            earlier, here = seen.get((form.name, item.name)), f"{form.name}-{form.version}: {item.name}"
            if earlier is not None and item.same_as is None:
                raise ValueError(f"{here}: an earlier version has this name: say same_as, or take another")
            if item.same_as is not None and not _asks(found, form.name, item):
                raise ValueError(f"{here}: same_as: version {item.same_as} has no such question of its kind")
            seen[form.name, item.name] = item
    return tuple(found)


def _asks(found: Sequence[Form], name: str, item: Item) -> bool:
    """Whether the version an item refers to asks a question of its name and kind."""
    other = next((form for form in found if (form.name, form.version) == (name, item.same_as)), None)
    return other is not None and any((i.name, i.kind) == (item.name, item.kind) for i in other.items)


def versions(name: str) -> tuple[int, ...]:
    """The versions of a questionnaire, oldest first."""
    return tuple(form.version for form in forms() if form.name == name)


@lru_cache(maxsize=8)
def questions(name: str) -> Mapping[str, Item]:
    """Every question of any version that is answered by a level, by its name, oldest first."""
    found: dict[str, Item] = {}
    for form in forms():
        if form.name == name:
            for item in form.questions:
                found.setdefault(item.name, item)
    return found


def form(name: str, version: int | None = None) -> Form:
    """The form ``name``; its newest version unless one is given. KeyError when there is none."""
    found = [f for f in forms() if f.name == name and version in (None, f.version)]
    if not found:
        raise KeyError(name if version is None else f"{name}-{version}")
    return found[-1]
