"""Raw answers → pools, batches, what is withheld, intervals (docs/figures.md, section 5)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

from tests.oracle import patterns
from tests.oracle.books import Books
from tests.oracle.cells import alike, fold
from tests.oracle.dumps import Dump
from tests.oracle.themes import themes_of
from tests.oracle.windows import month_of, window

HERE = timezone(timedelta(hours=7))
Z = 1.959963984540054
QUESTIONS = tuple(f"q{number}" for number in range(1, 9))
LEVELS = {
    fold("Rất hài lòng"): 5,
    fold("Hài lòng"): 4,
    fold("Bình thường"): 3,
    fold("Không hài lòng"): 2,
    fold("Rất không hài lòng"): 1,
}


#: The questions of each version by the number before their title.
ASKED = {
    1: dict(enumerate(QUESTIONS, 1)),
    2: dict(enumerate(("portal", "anywhere", "q2", "q3", "q4", "q5", "q6", "q8"), 1)),
}
#: The title by which version 2 is known.
SECOND = fold("1. Cổng dịch vụ công, nộp và theo dõi hồ sơ trực tuyến?")


@dataclass(frozen=True)
class Answer:
    """One person's valid levels by question; `said`: all that was answered but the comment.

    `marks`: what else it is counted under: "comment", "theme.T" and, once its month is frozen, "flag.F".
    """

    id: str
    first: str
    last: str
    day: date
    unit: str
    levels: Mapping[str, int]
    version: int = 1
    procedure: str = ""
    said: tuple[str, ...] = ()
    comment: str = ""
    marks: frozenset[str] = frozenset()

    @property
    def lowest(self) -> int | None:
        """The lowest valid level, None when no answer is valid."""
        return min(self.levels.values(), default=None)

    @property
    def at(self) -> datetime:
        """When it was first submitted, here."""
        return _instant(self.first).astimezone(HERE)


@dataclass
class Pools:
    """The state of a year: waiting answers by unit, batches by (month, unit)."""

    waiting: dict[str, list[Answer]] = field(default_factory=dict)
    batches: dict[tuple[str, str], list[Answer]] = field(default_factory=dict)
    counted: list[Answer] = field(default_factory=list)

    def month(self, label: str) -> list[Answer]:
        """The department's sum of one month."""
        return [one for (month, _), batch in self.batches.items() if month == label for one in batch]

    def unit(self, code: str, labels: Iterable[str]) -> list[Answer] | None:
        """The sum of a unit's batches in these months; None when it was never shown."""
        found = [self.batches[label, code] for label in labels if (label, code) in self.batches]
        return [one for batch in found for one in batch] if found else None


def parse(dump: Dump, books: Books) -> list[Answer]:
    """The answers that could be read at a dump. The unit is "" when it names none of the organisation's."""
    found = []
    for questions, responses in dump.forms:
        version = 2 if SECOND in {fold(title) for title in questions.values()} else 1
        names = {key: _name_of(title, version) for key, title in questions.items()}
        found += [_answer(one, names, books, version) for one in responses]
    if not dump.read_at:
        return found
    until = _instant(dump.read_at)
    return [one for one in found if _instant(one.first) <= until]


def _name_of(title: str, version: int) -> str:
    found = re.match(r"\s*(\d+)\.", title)
    if found:
        return ASKED[version].get(
            int(found[1]), {9: "trips", 10: "channel", 11: "comment"}.get(int(found[1]), "")
        )
    return {"don vi": "unit", "thu tuc": "procedure"}.get(fold(title), "")


def _answer(raw: Mapping[str, Any], names: Mapping[str, str], books: Books, version: int) -> Answer:
    texts = {}
    for key, one in (raw.get("answers") or {}).items():
        values = [part.get("value", "") for part in one.get("textAnswers", {}).get("answers", [])]
        texts[names.get(key, "")] = values[0] if values else ""
    asked = ASKED[version].values()
    levels = {name: LEVELS[fold(texts[name])] for name in asked if fold(texts.get(name, "")) in LEVELS}
    chosen = [f"{name}={levels.get(name, 0)}" for name in sorted(asked) if name in texts]
    comment = texts.get("comment", "")
    marks = {"comment", *(f"theme.{name}" for name in themes_of(comment))} if alike(comment) else set[str]()
    return Answer(
        raw["responseId"],
        raw["createTime"],
        raw.get("lastSubmittedTime", ""),
        _instant(raw["createTime"]).astimezone(HERE).date(),
        books.names.code(texts.get("unit", "")),
        levels,
        version,
        texts.get("procedure", ""),
        (*chosen, texts.get("trips", ""), texts.get("channel", "")),
        alike(comment),
        frozenset(marks),
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(re.sub(r"(\.\d{6})\d*", r"\1", text).replace("Z", "+00:00"))


def of_window(answers: Iterable[Answer], label: str, books: Books) -> tuple[list[Answer], int]:
    """(answers of the window by its units, how many name none of them)."""
    units = {unit.code for unit in books.in_window(window(label, books.rules))}
    mine = [one for one in answers if month_of(one.day, books.rules) == label]
    named = [one for one in mine if one.unit in units]
    return named, len(mine) - len(named)


def publish(pools: Pools, label: str, fresh: Sequence[Answer], k: int) -> None:
    """The freeze of a month: its answers join the pools; a pool that is large enough becomes a batch."""
    new = sorted(fresh, key=lambda one: (one.at, one.id))
    pools.counted += new
    flagged = patterns.of_month(new, pools.counted)
    for one in new:
        marks = one.marks | {f"flag.{name}" for name in flagged.get(one.id, ())}
        pools.waiting.setdefault(one.unit, []).append(replace(one, marks=marks))
    for unit, pool in list(pools.waiting.items()):
        if len(pool) >= k and len(valid(pool, "q8")) >= k:
            pools.batches[label, unit] = pool
            del pools.waiting[unit]


def valid(answers: Iterable[Answer], question: str) -> list[int]:
    """The valid levels of one question (`lowest`, `people` and marks are questions here too)."""
    if question == "people":
        return [0 for _ in answers]
    if question == "lowest":
        return [one.lowest for one in answers if one.lowest is not None]
    if question == "comment" or "." in question:
        return [1 for one in answers if question in one.marks]
    return [one.levels[question] for one in answers if question in one.levels]


def base(question: str) -> str:
    """Whose number decides whether a count may be shown."""
    return {"theme": "comment", "flag": "people"}.get(question.partition(".")[0], question)


def shown_month(pools: Pools, label: str, question: str, k: int) -> list[int] | None:
    """A question's levels in the department's month; None when withheld or when there is no batch."""
    batch = pools.month(label)
    return valid(batch, question) if batch and len(valid(batch, base(question))) >= k else None


def shown_year(pools: Pools, labels: Sequence[str], question: str, k: int) -> list[int] | None:
    """A question's levels in the department's year (section 5.2, The year)."""
    shown: list[int] = []
    rest: list[Answer] = []
    published = False
    for label in labels:
        levels = shown_month(pools, label, question, k)
        if levels is None:
            rest += pools.month(label)
        else:
            published = True
            shown += levels
    rest += admitted(pools, k)
    if len(valid(rest, base(question))) >= k:
        return shown + valid(rest, question)
    return shown if published else None


def admitted(pools: Pools, k: int) -> list[Answer]:
    """The leftover pools of all units, when together they may enter the year."""
    left = [one for pool in pools.waiting.values() for one in pool]
    return left if len(left) >= k and len(valid(left, "q8")) >= k else []


def wilson(count: int, total: int, z: float = Z) -> tuple[float, float]:
    """Wilson's interval of count / total, 95 % unless another z is given."""
    p = count / total
    grown = 1 + z * z / total
    centre = (p + z * z / (2 * total)) / grown
    half = z / grown * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    return (0.0 if count == 0 else centre - half), (1.0 if count == total else centre + half)


def newcombe(now: tuple[int, int], before: tuple[int, int], z: float = Z) -> tuple[Fraction, float, float]:
    """(difference, low, high) of two shares given as (count, total): Newcombe's method 10."""
    p1, p2 = now[0] / now[1], before[0] / before[1]
    (l1, u1), (l2, u2) = wilson(*now, z), wilson(*before, z)
    low = (p1 - p2) - math.sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2)
    high = (p1 - p2) + math.sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)
    return Fraction(*now) - Fraction(*before), low, high
