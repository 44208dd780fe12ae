"""The words of one text, and what can be asked of each by the lists of words.yaml."""

from __future__ import annotations

import re

from service.questionnaires.words import Word, lists
from sheets_schema.cells import fold, same

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SPACE = re.compile(r"[ \t]{1,3}|\.[ \t]{0,2}")


class Words:
    """A text as the row of its words; a word is told by its place in it."""

    def __init__(self, text: str) -> None:
        self.text, self.lists = text, lists()
        self.words = [Word(m.start(), m.end(), m[0], same(m[0]), fold(m[0])) for m in _WORD.finditer(text)]
        self.bare = all(word.same == word.fold for word in self.words)
        # Where every word has a capital, or none has a small letter, capitals tell nothing.
        long = [word for word in self.words if len(word.text) > 1]
        self.plain = len(long) > 3 and all(word.text[0].isupper() for word in self.words)

    def _title(self, at: int) -> int:
        known = self.lists.bare_titles if self.bare else self.lists.titles
        for length in (3, 2, 1):
            some = tuple(self._key(i) for i in range(at, min(at + length, len(self.words))))
            if len(some) == length and some in known:
                return at + length
        return at

    def _key(self, at: int) -> str:
        return self.words[at].fold if self.bare else self.words[at].same

    def _links(self) -> frozenset[str]:
        return self.lists.bare_links if self.bare else self.lists.links

    def _near(self, at: int, joint: re.Pattern[str] = _SPACE) -> bool:
        """Whether only a space (or what `joint` allows) stands between a word and the one before it."""
        return bool(joint.fullmatch(self._between(at)))

    def _between(self, at: int) -> str:
        return self.text[self.words[at - 1].end : self.words[at].start]

    def _pair(self, at: int) -> tuple[str, str]:
        """A word and the one after it."""
        onward = at + 1 < len(self.words) and self._near(at + 1)
        return self.words[at].same, self.words[at + 1].same if onward else ""

    def _is_given(self, at: int) -> bool:
        return at < len(self.words) and self.words[at].same in self.lists.given

    def _is_phrase(self, at: int) -> bool:
        """Whether a given name and the word after it say something else: “thông tin”, “trung tâm”."""
        return self._pair(at) in self.lists.openings or self._pair(at) in self.lists.pairs
