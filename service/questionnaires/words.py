"""The words of words.yaml by which names of people are told, and one word of a text as it is compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from sheets_schema import documents
from sheets_schema.cells import fold, same


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
    before_letters: frozenset[str]  # after which such a letter is one of several things
    after_letters: frozenset[str]  # given names that then are the word they also are: “mẫu c trang 2”
    dotted: frozenset[str]  # titles shortened by a full stop: “Mr. Nam”
    persons: frozenset[str]  # titles that are no office, with accents and without
    after: frozenset[str]  # what follows somebody's name where a full stop stands before it
    several: frozenset[str]  # before a title that names several people, who have no name: “các thầy cô”
    starts: frozenset[str]  # given names that rather begin a sentence after an office: “cán bộ. Trường …”
    openings: frozenset[tuple[str, str]]  # two words that begin a sentence, though the first is a name
    departments: frozenset[tuple[str, str]]  # what follows “P.” for phòng
    pairs: frozenset[tuple[str, str]]


@lru_cache(maxsize=1)
def lists() -> Lists:
    """The lists, as they are compared."""
    text = resources.files("service.questionnaires").joinpath("words.yaml").read_text(encoding="utf-8")
    raw = {name: str(words).split(", ") for name, words in documents.parse(text).items()}
    one = {name: frozenset(map(same, words)) for name, words in raw.items()}
    return Lists(
        titles=frozenset(tuple(same(w) for w in p.split()) for p in raw["titles"]),
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
        before_letters=one["before_letters"] | frozenset(map(fold, raw["before_letters"])),
        after_letters=one["after_letters"],
        dotted=one["dotted"],
        persons=one["persons"] | frozenset(map(fold, raw["persons"])),
        after=one["after"],
        several=one["several"],
        starts=one["starts"],
        openings=_two(raw["openings"]),
        departments=_two(raw["departments"]) | _two(list(map(fold, raw["departments"]))),
        pairs=_two(raw["pairs"]),
    )


def _two(phrases: list[str]) -> frozenset[tuple[str, str]]:
    """Phrases of two words, as they are compared."""
    return frozenset((same(first), same(second)) for first, second in map(str.split, phrases))
