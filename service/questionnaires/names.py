"""Names of people in Vietnamese text, told by what stands before them and by how Vietnamese names are made.

Plain rules over words, each of which can be argued with: a title (ông, cô, cán bộ, học sinh …) and capitals
after it; a family name and capitals after it; and, where nobody types capitals, a title before one of the
given names of words.yaml that is hardly another word. What is measured of it: docs/satisfaction.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.questionnaires.reading import Words
from service.questionnaires.words import Word

#: A name has at most so many words.
LONGEST = 5
_JOINT = re.compile(r"[ \t]{0,2}[:,]?[ \t]{0,2}")
_STOP = re.compile(r"\.[ \t]{0,2}")
#: Letters that may stand for a name; alone, the vowels are also words (“CÁN BỘ Y TẾ”), k is “không”.
_LETTERS = frozenset("ABCDĐEGHIKLMNOPQRSTUVXY")
_VOWELS = frozenset("AEIOUY")
_SMALL = frozenset("bdđghlmnpqrstvx")


def spans(text: str) -> list[tuple[int, int]]:
    """Where the names of people stand in a text, in its order; titles are no part of them."""
    return list(Reader(text).found())


class Reader(Words):
    """One text, read once from left to right."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.ends = self._chains()

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
            if end <= begin:
                begin, end = self._stopped(at)
            if end <= begin:
                begin, end = at, self._abbreviated(at)
            if end > begin:
                yield self.words[begin].start, self.words[end - 1].end
            at = max(end, at + 1)

    def _after_title(self, at: int) -> int:
        """The word after the titles that begin at `at` (and "tên", "là" after them); `at` without any."""
        here = self._title(at)
        if here == at:
            return at
        here = self.ends[here]
        return here if here < len(self.words) and self._joined(here) else at

    def _chains(self) -> list[int]:
        """For each word, where the titles and links that go on from it end: each is looked at once."""
        ends = list(range(len(self.words) + 1))
        for here in reversed(range(1, len(self.words))):
            onward = self._onward(here) if self._joined(here) else here
            if onward > here:
                ends[here] = ends[onward]
        return ends

    def _onward(self, here: int) -> int:
        """The word after one more title, or after a link; `here` when there is neither."""
        named = not self.plain and self.words[here].capital  # “co giao Minh Chau”: mình, cháu?
        then = here if named else self._title(here)
        return here + 1 if then == here and self._key(here) in self._links() else then

    def _joined(self, at: int) -> bool:
        """Whether a word goes on from the title before it: “cô: Lan”, “Mr. Nam”."""
        stop = self._near(at, _STOP) and self._key(at - 1) in self.lists.dotted
        return stop or self._near(at, _JOINT)

    def _named(self, begin: int, title: int) -> int:
        """The end of the name that begins after a title; `begin` when none does."""
        full = self._full(begin, titled=True)
        if full > begin:
            return full
        if self._is_part(begin):
            return begin
        if not self.plain and self._is_name(begin):
            return self._run(begin)
        if (end := self._initials(begin)) > begin:
            return end
        if self._is_small_initial(begin):
            return begin + 1
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
            return at if self._pair(then) in self.lists.openings else self._run(then)
        if self._key(then) in self.lists.after_letters and self._is_listed(at):
            return at
        end = self._small(then)
        return end if end > then else at

    def _is_listed(self, at: int) -> bool:
        """“mẫu c”, “điểm a, b, c”: one of several things, nobody's title."""
        for before in reversed(self.words[max(0, at - 5) : at]):
            if before.same in self.lists.before_letters:
                return True
            if len(before.text) > 1:
                break
        return False

    def _stopped(self, at: int) -> tuple[int, int]:
        """Where the given name after a title and a full stop stands (“ông. Nam ở quầy”), if one does.

        A sentence may have ended there (“cảm ơn cô. Thông tin rõ”): what follows the name decides.
        """
        begin = self._title(at)
        if begin == at or begin >= len(self.words) or not self._near(begin, _STOP):
            return at, at
        named = not self.plain and self.words[begin].capital and self._is_given(begin)
        return (begin, begin + 1) if named and not self._is_new_sentence(at, begin) else (at, at)

    def _is_new_sentence(self, title: int, begin: int) -> bool:
        """Whether the word after a title and a full stop begins a sentence of its own."""
        first, last = self.words[begin].same, self._key(begin - 1)
        if last in self.lists.shy or (self._is_several(title) and first not in self.lists.sure):
            return True
        after = begin + 1
        if after == len(self.words) or not self._near(after) or self._near(after, _STOP):
            return False
        office = begin - title > 1
        if self._is_phrase(begin) or (office and first in self.lists.starts):
            return True
        sure = last in self.lists.persons and first in self.lists.sure
        return not sure and self.words[after].same not in self.lists.after

    def _is_several(self, title: int) -> bool:
        """“các cán bộ”, “thầy cô”: nobody's title alone."""
        if title == 0 or not self._near(title):
            return False
        before, persons = self.words[title - 1].same, self.lists.persons
        return before in self.lists.several or (before in persons and self._key(title) in persons)

    def _abbreviated(self, at: int) -> int:
        """The end of a name whose first words are initials, “N.V.An”; `at` when none begins here."""
        end = self._initials(at)
        long = end - at > 2 and len(self.words[end - 1].text) > 1
        return end if long and self._is_given(end - 1) else at

    def _initials(self, begin: int) -> int:
        """The end of initials, and of the given name that touches their last stop (“N.V.An”)."""
        end = begin
        while end < min(begin + LONGEST, len(self.words)) and self._is_initial(end):
            if end > begin and not self._near(end, _STOP):
                break
            end += 1
        touches = begin < end < len(self.words) and self._between(end) == "."
        return end + 1 if touches else end

    def _is_initial(self, at: int) -> bool:
        word = self.words[at]
        if len(word.text) > 1 or not word.text.isupper() or word.same.upper() not in _LETTERS:
            return False
        return word.text not in _VOWELS or self.text[word.end : word.end + 1] == "."

    def _is_small_initial(self, at: int) -> bool:
        """“cô t. trả chậm”; “k.” is “không”."""
        word, title = self.words[at], self._key(at - 1)
        small = len(word.text) == 1 and word.text in _SMALL and title in self.lists.persons
        return small and self.text[word.end : word.end + 1] == "."

    def _is_part(self, at: int) -> bool:
        """“cán bộ P. Kỹ thuật”: where somebody works, not who."""
        known = at + 1 < len(self.words) and self._pair(at + 1) in self.lists.departments
        return known and self.words[at].text == "P" and self._near(at + 1, _STOP)

    def _is_name(self, at: int) -> bool:
        word = self.words[at]
        if not word.capital or word.text in ("Ạ", "À"):
            return False
        return word.same not in self.lists.never or self._is_given_after_person(at)

    def _is_given_after_person(self, at: int) -> bool:
        """“anh Trung”, “tên là Thành”; not “anh Công an”, “cán bộ Trung tâm”."""
        before = self._key(at - 1)
        person = before in self.lists.persons or before in self.lists.shy or before in self._links()
        return person and self._is_given(at) and not self._is_phrase(at)

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

    def _run(self, begin: int) -> int:
        """The end of the capitalised words that begin at `begin`, a name's first."""
        end = begin + 1
        while end < min(begin + LONGEST, len(self.words)) and self._near(end) and self._goes_on(end):
            if self._near(end, _STOP) and not self._goes_past_stop(end, begin):
                break
            end += 1
        return end

    def _goes_past_stop(self, at: int, begin: int) -> bool:
        """Whether a name goes on after a full stop: “N. Hoa”, “Ng. Hoa”, “Nguyễn Thị. Lan”, “Lan.Hoa”."""
        before = self.words[at - 1]
        if len(before.text) <= 2 or (at - 1 > begin and before.same in self.lists.middles):
            return True
        if self._pair(at) in self.lists.openings:
            return False
        touches = self._between(at) == "." or before.same in self.lists.sure_families
        return touches and (self._is_given(at) or self.words[at].same in self.lists.families)

    def _goes_on(self, at: int) -> bool:
        # “Và” with a capital inside a sentence is a name of the Hmong, “và” is not.
        return self.words[at].capital and self.words[at].same not in self.lists.stops

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
