"""Raw answers → pools, batches, what is withheld, intervals (docs/figures.md, section 5)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

from tests.oracle.books import Books
from tests.oracle.cells import fold
from tests.oracle.dumps import Dump
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


@dataclass(frozen=True)
class Answer:
    """One person's valid levels by question; `lowest` is the least of them."""

    id: str
    first: str
    last: str
    day: date
    unit: str
    levels: Mapping[str, int]

    @property
    def lowest(self) -> int | None:
        """The lowest valid level, None when no answer is valid."""
        return min(self.levels.values(), default=None)


@dataclass
class Pools:
    """The state of a year: waiting answers by unit, batches by (month, unit)."""

    waiting: dict[str, list[Answer]] = field(default_factory=dict)
    batches: dict[tuple[str, str], list[Answer]] = field(default_factory=dict)

    def month(self, label: str) -> list[Answer]:
        """The department's sum of one month."""
        return [one for (month, _), batch in self.batches.items() if month == label for one in batch]

    def unit(self, code: str, labels: Iterable[str]) -> list[Answer] | None:
        """The sum of a unit's batches in these months; None when it was never shown."""
        found = [self.batches[label, code] for label in labels if (label, code) in self.batches]
        return [one for batch in found for one in batch] if found else None


def parse(dump: Dump, books: Books) -> list[Answer]:
    """The answers that could be read at a dump. The unit is "" when it names none of the organisation's."""
    names = {key: _name_of(title) for key, title in dump.questions.items()}
    found = [_answer(one, names, books) for one in dump.responses]
    if not dump.read_at:
        return found
    until = _instant(dump.read_at)
    return [one for one in found if _instant(one.first) <= until]


def _name_of(title: str) -> str:
    found = re.match(r"\s*(\d+)\.", title)
    return f"q{found[1]}" if found else {"don vi": "unit"}.get(fold(title), "")


def _answer(raw: Mapping[str, Any], names: Mapping[str, str], books: Books) -> Answer:
    texts = {}
    for key, one in (raw.get("answers") or {}).items():
        values = [part.get("value", "") for part in one.get("textAnswers", {}).get("answers", [])]
        texts[names.get(key, "")] = values[0] if values else ""
    levels = {name: LEVELS[fold(texts[name])] for name in QUESTIONS if fold(texts.get(name, "")) in LEVELS}
    unit = books.names.code(texts.get("unit", ""))
    day = _instant(raw["createTime"]).astimezone(HERE).date()
    return Answer(raw["responseId"], raw["createTime"], raw.get("lastSubmittedTime", ""), day, unit, levels)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(re.sub(r"(\.\d{6})\d*", r"\1", text).replace("Z", "+00:00"))


def of_window(answers: Iterable[Answer], label: str, books: Books) -> tuple[list[Answer], int]:
    """(answers of the window by its units, how many name none of them)."""
    units = {unit.code for unit in books.in_window(window(label, books.rules))}
    mine = [one for one in answers if month_of(one.day, books.rules) == label]
    named = [one for one in mine if one.unit in units]
    return named, len(mine) - len(named)


def publish(pools: Pools, label: str, fresh: Iterable[Answer], k: int) -> None:
    """The freeze of a month: its answers join the pools; a pool that is large enough becomes a batch."""
    for one in fresh:
        pools.waiting.setdefault(one.unit, []).append(one)
    for unit, pool in list(pools.waiting.items()):
        if len(pool) >= k and len(valid(pool, "q8")) >= k:
            pools.batches[label, unit] = pool
            del pools.waiting[unit]


def valid(answers: Iterable[Answer], question: str) -> list[int]:
    """The valid levels of one question (`lowest` and `people` are questions here too)."""
    if question == "people":
        return [0 for _ in answers]
    if question == "lowest":
        return [one.lowest for one in answers if one.lowest is not None]
    return [one.levels[question] for one in answers if question in one.levels]


def shown_month(pools: Pools, label: str, question: str, k: int) -> list[int] | None:
    """A question's levels in the department's month; None when withheld or when there is no batch."""
    batch = pools.month(label)
    levels = valid(batch, question)
    return None if not batch or 0 < len(levels) < k else levels


def shown_year(pools: Pools, labels: Sequence[str], question: str, k: int) -> list[int] | None:
    """A question's levels in the department's year (section 5.2, The year)."""
    shown: list[int] = []
    rest: list[int] = []
    published = False
    for label in labels:
        levels = shown_month(pools, label, question, k)
        if levels is None:
            rest += valid(pools.month(label), question)
        else:
            published = True
            shown += levels
    left = [one for pool in pools.waiting.values() for one in pool]
    if len(left) >= k and len(valid(left, "q8")) >= k:
        rest += valid(left, question)
    if len(rest) >= k:
        return shown + rest
    return shown if published else None


def wilson(count: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of count / total."""
    p = count / total
    grown = 1 + Z * Z / total
    centre = (p + Z * Z / (2 * total)) / grown
    half = Z / grown * math.sqrt(p * (1 - p) / total + Z * Z / (4 * total * total))
    return (0.0 if count == 0 else centre - half), (1.0 if count == total else centre + half)


def newcombe(now: tuple[int, int], before: tuple[int, int]) -> tuple[Fraction, float, float]:
    """(difference, low, high) of two shares given as (count, total): Newcombe's method 10."""
    p1, p2 = now[0] / now[1], before[0] / before[1]
    (l1, u1), (l2, u2) = wilson(*now), wilson(*before)
    low = (p1 - p2) - math.sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2)
    high = (p1 - p2) + math.sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)
    return Fraction(*now) - Fraction(*before), low, high
