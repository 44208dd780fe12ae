"""What a comment speaks of, told by a list of phrases: plain enough to argue with (docs/satisfaction.md)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from sheets_schema import documents
from sheets_schema.cells import clean, fold, same

#: What a comment that speaks of no theme is counted under.
NONE = "none"
#: How many words before a phrase may undo it.
NEGATION_REACH = 2
_WORD = re.compile(r"[^\W\d_]+")
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: its phrases, those that count in a comment without accents, whether “không” undoes them.

    `excepts`, `bare_excepts`: longer phrases, whose words are no phrase of the theme.
    """

    name: str
    title: str
    title_en: str
    phrases: frozenset[Words]
    bare: frozenset[Words]
    excepts: frozenset[Words]
    bare_excepts: frozenset[Words]
    negation: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All themes, in the order they are told, and the words that undo."""

    themes: tuple[Theme, ...]
    negations: frozenset[str]
    bare_negations: frozenset[str]
    longest: int

    def of(self, comment: str) -> tuple[str, ...]:
        """The names of the themes a comment holds, in the lexicon's order."""
        found = _WORD.findall(clean(comment))
        accented = any(same(word) != fold(word) for word in found)
        words = [same(word) if accented else fold(word) for word in found]
        return tuple(theme.name for theme in self.themes if self._holds(theme, words, accented))

    def _holds(self, theme: Theme, words: Sequence[str], accented: bool) -> bool:
        phrases = theme.phrases if accented else theme.bare
        negations = self.negations if accented else self.bare_negations
        left = self._without(theme.excepts if accented else theme.bare_excepts, words)
        for start in range(len(words)):
            before = words[max(0, start - NEGATION_REACH) : start]
            if theme.negation and negations.intersection(before):
                continue
            if self._one_of(phrases, left, start):
                return True
        return False

    def _without(self, excepts: Collection[Words], words: Sequence[str]) -> list[str]:
        """The words, blank where they stand in one of the longer phrases."""
        left = list(words)
        for start in range(len(words) if excepts else 0):
            length = self._one_of(excepts, words, start)
            left[start : start + length] = [""] * length
        return left

    def _one_of(self, phrases: Collection[Words], words: Sequence[str], start: int) -> int:
        """How many words the longest of the phrases has that begins here; 0 when none does."""
        lengths = range(self.longest, 0, -1)
        return next((n for n in lengths if tuple(words[start : start + n]) in phrases), 0)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of themes.yaml."""
    text = resources.files("sheets_schema").joinpath("themes.yaml").read_text(encoding="utf-8")
    raw = documents.parse(text)
    themes = tuple(
        Theme(
            one["name"],
            one["title"],
            one["title_en"],
            frozenset(_words(phrase) for phrase in one["phrases"]),
            frozenset(
                bare
                for phrase in (*one["phrases"], *one["plain"])
                if len(bare := _bare(phrase)) > 1 or phrase in one["plain"] or phrase.isascii()
            ),
            frozenset(_words(phrase) for phrase in one.get("except", ())),
            frozenset(_bare(phrase) for phrase in one.get("except", ())),
            bool(one.get("negation", False)),
        )
        for one in raw["themes"]
    )
    longest = max(len(p) for theme in themes for p in (*theme.phrases, *theme.bare, *theme.excepts))
    negations = frozenset(map(same, raw["negations"]))
    return Lexicon(themes, negations, frozenset(map(fold, raw["negations"])), longest)


def _words(phrase: str) -> Words:
    return tuple(same(word) for word in phrase.split())


def _bare(phrase: str) -> Words:
    return tuple(fold(word) for word in phrase.split())
