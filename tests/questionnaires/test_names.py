"""What of personal data masking catches, and what it hides too much, measured on written comments."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.questionnaires import names
from service.questionnaires.mask import mask

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Measured:
    """How many things had to be hidden and were; how many harmless comments there are and were changed."""

    marked: int
    hidden: int
    harmless: int
    changed: int
    wrong: tuple[str, ...]


def measure(name: str) -> Measured:
    """Mask every comment of a file and hold it against its marks."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    marked = hidden = harmless = changed = 0
    wrong = []
    for line in lines:
        if line.startswith("#"):
            continue
        plain, marks = re.sub("[«»]", "", line), re.findall("«(.*?)»", line)
        masked = mask(plain)
        left = [mark for mark in marks if _shows(masked, mark, line)]
        marked, hidden = marked + len(marks), hidden + len(marks) - len(left)
        harmless, changed = harmless + (not marks), changed + (not marks and masked != plain)
        if left or (not marks and masked != plain):
            wrong.append(f"{line} → {masked}")
    return Measured(marked, hidden, harmless, changed, tuple(wrong))


def _shows(masked: str, mark: str, line: str) -> bool:
    """Whether any word of a mark, or a run of its digits, is left that stands nowhere else in the comment."""
    elsewhere = re.findall(r"\w+", re.sub("«.*?»", " ", line))
    words = [word for word in re.findall(r"\w+", mark) if word not in elsewhere]
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", masked) for word in words)


def test_there_are_enough_comments_to_measure_by() -> None:
    """More than two hundred, more than half of them with personal data."""
    found = measure("comments.txt")
    assert found.marked >= 130 and found.harmless >= 100


def test_the_rules_hide_what_they_were_written_for() -> None:
    """All of them, and no harmless comment is touched: what once was caught stays caught."""
    assert not measure("comments.txt").wrong


def test_of_comments_not_seen_before_most_is_hidden() -> None:
    """At first sight 17 of 22; two of the five were faults, mended since (docs/satisfaction.md)."""
    found = measure("comments_unseen.txt")
    assert found.hidden / found.marked >= 0.75, found.wrong
    assert found.changed / found.harmless <= 0.06, found.wrong


def test_the_measure_notices_what_is_left() -> None:
    """A name half hidden is not hidden."""
    line = "em «Phạm Đức Anh» học"
    assert _shows("em [tên] Anh học", "Phạm Đức Anh", line)
    assert not _shows("em [tên] học", "Phạm Đức Anh", line)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composition_hides_nothing(form: str) -> None:
    """Macs write NFD."""
    import unicodedata

    assert mask(unicodedata.normalize(form, "Gặp cô Nguyễn Thị Hương")) == "Gặp cô [tên]"  # type: ignore[arg-type]


_SAID = (
    "cô thầy anh em tên là Nguyễn Trần Lan lan Hương tuấn CÔ LAN văn thị Phòng Sở phòng rất tốt . , : An A"
)
_WORDS = st.sampled_from(_SAID.split())


@given(st.lists(_WORDS, max_size=14).map(" ".join))
def test_masking_names_twice_changes_nothing_more(said: str) -> None:
    """Whatever the order of titles and names."""
    assert mask(mask(said)) == mask(said)


@pytest.mark.parametrize(
    "said",
    [
        "ông ",
        "cô tên là ",
        "người tiếp nhận ",
        "cô: ",
        "ông. ",
        "c ",
        "nguyễn ",
        "NGUYỄN VĂN ",
        "N.V.",
        "a, c ",
        "ý a ",
        "cán bộ P. ",
        "Lan.",
        "Nguyễn Thị. ",
        "thầy cô. Thu ",
    ],
)
def test_a_title_again_and_again_costs_no_more_than_its_length(said: str) -> None:
    """Counted in calls: twice the text takes twice the steps, but for its ends."""
    short, long = (_calls(said * times) for times in (150, 300))
    assert long <= 2.1 * short


def _calls(text: str) -> int:
    """How many functions are called to find the names in a text."""
    count = 0

    def seen(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    names.spans("")  # the lists are read once
    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        names.spans(text)
    finally:
        sys.setprofile(before)
    return count
