"""Names of people in Vietnamese text, told by what stands before them and by how Vietnamese names are made.

Plain rules over words, each of which can be argued with: a title (ông, cô, cán bộ, học sinh …) and capitals
after it; a family name and capitals after it; and, where nobody types capitals, a title before one of the
given names of words.yaml that is hardly another word. What is measured of it: docs/satisfaction.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from sheets_schema import documents
from sheets_schema.cells import fold, same

#: A name has at most so many words.
LONGEST = 5
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SPACE = re.compile(r"[ \t]{1,3}|\.[ \t]{0,2}")
_JOINT = re.compile(r"[ \t]{0,2}[:,]?[ \t]{0,2}")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: where it stands, as it is compared with accents and without, how it is written."""

    start: int
    end: int
    text: str
    same: str
    fold: str

    @property
    def capital(self) -> bool:
        """Whether it is written as a name is: a capital, then small letters."""
        rest = self.text[1:].replace("'", "").replace("’", "")
        return self.text[0].isupper() and (not rest or rest.islower() or "'" in self.text)


@dataclass(frozen=True, slots=True)
class Lists:
    """The words of words.yaml, compared with accents; `bare_…`: without."""

    titles: frozenset[tuple[str, ...]]
    shy: frozenset[str]  # titles by which people call themselves: no given name in small letters after them
    bare_titles: frozenset[tuple[str, ...]]
    links: frozenset[str]
    bare_links: frozenset[str]
    families: frozenset[str]
    bare_families: frozenset[str]
    sure_families: frozenset[str]
    middles: frozenset[str]
    given: frozenset[str]
    sure: frozenset[str]
    bare_sure: frozenset[str]
    never: frozenset[str]  # no name begins with these
    stops: frozenset[str]  # nor goes on with these
    places: frozenset[str]
    before_places: frozenset[str]
    offices: frozenset[str]  # of those, the ones that also end a title: “chủ tịch xã”, “em học”
    letters: frozenset[str]  # titles of one letter
    pairs: frozenset[tuple[str, str]]


@lru_cache(maxsize=1)
def lists() -> Lists:
    """The lists, as they are compared."""
    text = resources.files("service.questionnaires").joinpath("words.yaml").read_text(encoding="utf-8")
    raw = {name: str(words).split(", ") for name, words in documents.parse(text).items()}
    one = {name: frozenset(map(same, words)) for name, words in raw.items()}
    phrases = {n: frozenset(tuple(same(w) for w in p.split()) for p in raw[n]) for n in ("titles", "pairs")}
    return Lists(
        titles=phrases["titles"],
        shy=one["shy"],
        bare_titles=frozenset(tuple(fold(w) for w in p.split()) for p in raw["titles"]),
        links=one["links"],
        bare_links=frozenset(map(fold, raw["links"])),
        families=one["families"],
        bare_families=frozenset(map(fold, raw["families"])),
        sure_families=frozenset((*one["sure_families"], *map(fold, raw["sure_families"]))),
        middles=frozenset((*one["middles"], *map(fold, raw["middles"]))),
        given=one["given"] | one["sure"],
        sure=one["sure"],
        bare_sure=one["bare_sure"],
        never=one["never"],
        stops=one["stops"],
        places=one["places"],
        before_places=one["before_places"],
        offices=one["offices"],
        letters=one["letters"],
        pairs=frozenset((p[0], p[1]) for p in phrases["pairs"]),
    )


def spans(text: str) -> list[tuple[int, int]]:
    """Where the names of people stand in a text, in its order; titles are no part of them."""
    return list(Reader(text).found())


class Reader:
    """One text, read once from left to right."""

    def __init__(self, text: str) -> None:
        self.text, self.lists = text, lists()
        self.words = [Word(m.start(), m.end(), m[0], same(m[0]), fold(m[0])) for m in _WORD.finditer(text)]
        self.bare = all(word.same == word.fold for word in self.words)
        # Where every word has a capital, or none has a small letter, capitals tell nothing.
        capitals = sum(word.text[0].isupper() for word in self.words)
        self.plain = len(self.words) > 3 and capitals == len(self.words)

    def found(self) -> Iterator[tuple[int, int]]:
        """The spans of the names."""
        at = 0
        while at < len(self.words):
            begin = self._after_title(at)
            end = self._named(begin, at) if begin > at else at
            if end <= begin:
                begin, end = at, self._full(at)
            if end <= begin:
                begin, end = at + 1, self._lettered(at)
            if end > begin:
                yield self.words[begin].start, self.words[end - 1].end
            at = max(end, at + 1)

    def _after_title(self, at: int) -> int:
        """The word after the titles that begin at `at` (and "tên", "là" after them); `at` without any."""
        here = self._title(at)
        if here == at:
            return at
        while here < len(self.words) and self._near(here, _JOINT):
            named = not self.plain and self.words[here].capital  # “co giao Minh Chau”: mình, cháu?
            then = here if named else self._title(here)
            if then == here:
                then = here + 1 if self._key(here) in self._links() else here
            if then == here:
                break
            here = then
        return here if here < len(self.words) and self._near(here, _JOINT) else at

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
        between = self.text[self.words[at - 1].end : self.words[at].start]
        return bool(joint.fullmatch(between))

    def _named(self, begin: int, title: int) -> int:
        """The end of the name that begins after a title; `begin` when none does."""
        full = self._full(begin, titled=True)
        if full > begin:
            return full
        if not self.plain and self._is_name(begin):
            return self._run(begin)
        linked = self._key(begin - 1) in self._links()
        if self._key(title) in self.lists.shy and not linked:
            return begin
        return self._small(begin)

    def _lettered(self, at: int) -> int:
        """The end of the given name after a title of one letter (“a Tuấn”, “c. hoa”); `at` without any."""
        then, start = at + 1, self.words[at].start
        if self._key(at) not in self.lists.letters or self.text[max(0, start - 1) : start].isdigit():
            return at
        if then == len(self.words) or not self._near(then):
            return at
        if not self.plain and self.words[then].capital and self._is_given(then):
            return self._run(then)
        end = self._small(then)
        return end if end > then else at

    def _is_name(self, at: int) -> bool:
        word = self.words[at]
        return word.capital and word.same not in self.lists.never and word.text not in ("Ạ", "À")

    def _small(self, begin: int) -> int:
        """A given name that is hardly another word, where capitals tell nothing."""
        sure = self.lists.bare_sure if self.bare else self.lists.sure
        after = self._key(begin + 1) if begin + 1 < len(self.words) and self._near(begin + 1) else ""
        first = self._key(begin)
        if first in sure and (first, after) not in self.lists.pairs:
            more = self._is_given(begin + 1) and after in sure
            return begin + 2 if more else begin + 1
        if self._is_given(begin) and after in sure and (first, after) not in self.lists.pairs:
            return begin + 2
        return begin

    def _is_given(self, at: int) -> bool:
        return at < len(self.words) and self.words[at].same in self.lists.given

    def _run(self, begin: int) -> int:
        """The end of the capitalised words that begin at `begin`, a name's first."""
        end = begin + 1
        while end < min(begin + LONGEST, len(self.words)) and self._near(end) and self._goes_on(end):
            end += 1
        return end

    def _goes_on(self, at: int) -> bool:
        # “Và” with a capital inside a sentence is a name of the Hmong, “và” is not.
        return self.words[at].capital and self.words[at].same not in self.lists.stops - {same("và")}

    def _full(self, at: int, titled: bool = False) -> int:
        """The end of a full name, family name first; `at` when none begins here. `titled`: after a title."""
        word = self.words[at] if at < len(self.words) else None
        if word is None or not self._is_family(word) or self._is_place(at, titled):
            return at
        if not self.plain and word.capital:
            end = self._run(at)
            sure = end - at > 2 or word.same in self.lists.families or word.fold in self.lists.sure_families
            if end - at > 1 and sure:
                return end
        return self._full_small(at, word)

    def _is_family(self, word: Word) -> bool:
        bare = word.same == word.fold and word.fold in self.lists.bare_families
        return word.same in self.lists.families or (bare and (self.bare or word.capital))

    def _full_small(self, at: int, word: Word) -> int:
        """“nguyễn văn an”, “trần thị mai”, “nguyễn minh đức” in small letters or in capitals."""
        rest = range(at + 1, min(at + 1 + LONGEST, len(self.words)))
        near = [i for n, i in enumerate(rest) if all(self._near(j) for j in rest[: n + 1])]
        if len(near) > 1 and self.words[near[0]].same in self.lists.middles:
            end = near[1] + 1
            while end < len(self.words) and end - at < LONGEST and self._near(end) and self._is_given(end):
                end += 1
            return end
        if word.same not in self.lists.sure_families:
            return at
        end = at + 1
        while end - 1 - at < len(near) and end < at + 4 and self._is_given(end):
            end += 1
        return end if end > at + 1 else at

    def _is_place(self, at: int, titled: bool) -> bool:
        """Whether a street, a school or a province is named, not somebody right after a title."""
        two = " ".join(word.same for word in self.words[at : at + 2])
        if two in self.lists.places:
            return True
        before: Sequence[Word] = self.words[max(0, at - 2) : at]
        told = any(word.same in self.lists.before_places for word in before)
        return told and not titled and not self._in_office(at)

    def _in_office(self, at: int) -> bool:
        """“chủ tịch xã Nguyễn Văn Nam”: what ends the title tells no place before a middle name."""
        if at < 2 or self.words[at - 1].same not in self.lists.offices:
            return False
        titled = any(self._title(start) == at - 1 for start in range(max(0, at - 4), at - 1))
        return titled and at + 1 < len(self.words) and self.words[at + 1].same in self.lists.middles
