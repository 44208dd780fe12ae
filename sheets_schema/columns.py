"""A whole column at once: each distinct cell is read once, clean text and plain numbers not at all."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate, compress, count
from typing import Any

from sheets_schema.cells.reader import LONGEST, Read, Reader, Reading, reader
from sheets_schema.cells.text import INVISIBLE, LEGACY
from sheets_schema.descriptor import Field

#: Stands between the cells of a column when they are searched in one go.
SEPARATOR = "\x1f"
SPACES = "\t\r\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
#: Anything that makes a text worth a closer look.
_suspicious = re.compile(f"[{INVISIBLE.replace(SEPARATOR, '')}\u0300-\u036f{LEGACY}{SPACES}]")
#: Beginnings, ends and runs worth one too; runs with a line break only where there is one.
_BEGINNINGS = ("#", "=", " ", "\n")
_ENDS = (" ", "\n")
_RUNS = ("  ", " \n", "\n ", "\n\n")
_NUMBERS = frozenset({int, float})


@dataclass(slots=True)
class Column:
    """One field's cells: values (None: blank or wrong), and what was found, by index into them."""

    values: list[object]
    #: index → Read, of the cells that have a problem.
    wrong: dict[int, Read] = field(default_factory=dict)
    percent: set[int] = field(default_factory=set)
    comparators: dict[int, str] = field(default_factory=dict)

    def put(self, index: int, read: Read) -> None:
        """Hold what another reading of a cell said."""
        self.values[index] = read.value
        self.percent.discard(index)
        for known in (self.wrong, self.comparators):
            known.pop(index, None)
        if read.slip is not None:
            self.wrong[index] = read
        if read.percent and read.value is not None:
            self.percent.add(index)
        if read.comparator is not None:
            self.comparators[index] = read.comparator


def _unclean(texts: list[str], longest: int) -> set[str]:
    """The texts that need a closer look; all others are clean, composed and short enough."""
    joined = SEPARATOR + SEPARATOR.join(texts) + SEPARATOR
    dirty: set[str] = set()
    if max(map(len, texts), default=0) > longest:
        dirty.update(text for text in texts if len(text) > longest)
    if joined.count(SEPARATOR) > len(texts) + 1:
        dirty.update(text for text in texts if SEPARATOR in text)
    if any(first in _BEGINNINGS for first in {text[:1] for text in texts}):
        dirty.update(text for text in texts if text.startswith(_BEGINNINGS))
    if any(last in _ENDS for last in {text[-1:] for text in texts}):
        dirty.update(text for text in texts if text.endswith(_ENDS))
    places = [found.start() for found in _suspicious.finditer(joined)]
    for run in _RUNS if "\n" in joined else _RUNS[:1]:
        at = joined.find(run)
        while at >= 0:
            places.append(at)
            at = joined.find(run, at + 1)
    if places:
        starts = list(accumulate((len(text) + 1 for text in texts), initial=1))
        dirty.update(texts[bisect_right(starts, place) - 1] for place in places)
    return dirty


class ColumnReader:
    """Reads columns of one field; compiled once per check."""

    def __init__(self, item: Field, reading: Reading) -> None:
        self.field = item
        self.read: Reader = reader(item, reading)
        numeric = item.kind in ("number", "figure", "target", "integer")
        #: Numbers from low to high stand for themselves; where numbers cannot be trusted, 0 alone does.
        self.low = item.constraints.get("minimum", -1e15 + 1) if numeric and reading.trusted else 0
        self.high = item.constraints.get("maximum", 1e15 - 1) if numeric and reading.trusted else 0
        self.numeric = numeric
        plain = item.kind in ("text", "line") and not {"pattern", "minLength"} & set(item.constraints)
        self.longest = min(item.constraints.get("maxLength", LONGEST), LONGEST) if plain else -1
        self.lines = item.kind == "text"

    def column(self, cells: list[object], formats: Mapping[int, str]) -> Column:
        """Read ``cells``; ``formats`` gives the number format of those that have one, by index."""
        kinds = set(map(type, cells))
        if self.numeric and kinds <= {int, type(None)} and not formats:
            numbers: set[Any] = set(cells)
            numbers.discard(None)
            if not numbers or (min(numbers) >= self.low and max(numbers) <= self.high):
                return Column(cells)
        out = Column([])
        if formats or (bool in kinds and kinds & _NUMBERS) or kinds - _SAFE:
            said: dict[object, Read] = {}
            out.values = [self._one(out, i, v, formats.get(i, ""), said) for i, v in enumerate(cells)]
            return out
        read = self.read
        reads = {cell: read(cell, "") for cell in self._closer(set(cells))}
        changed = {cell: found.value for cell, found in reads.items() if found.value is not cell}
        told = {cell for cell, found in reads.items() if found.slip or found.percent or found.comparator}
        out.values = list(map(changed.get, cells, cells)) if changed else cells
        if told:
            for index in compress(count(), map(told.__contains__, cells)):
                self._note(out, index, reads[cells[index]])
        return out

    def _closer(self, distinct: set[object]) -> set[object]:
        """Those of the distinct cells (all of safe types) to read; the others are their own value."""
        if self.longest >= 0:
            texts = [cell for cell in distinct if type(cell) is str]
            closer: set[object] = set(_unclean(texts, self.longest))
            if not self.lines:
                closer.update(text for text in texts if "\n" in text)
            closer.update(cell for cell in distinct if type(cell) is not str)
            return closer | ({"", *self.field.missing} & distinct)
        if self.numeric:
            low, high, whole = self.low, self.high, self.field.kind == "integer"
            return distinct.difference(
                c for c in distinct if type(c) is int or (type(c) is float and not whole) if low <= c <= high
            )
        return distinct

    def _one(self, out: Column, index: int, cell: object, form: str, said: dict[object, Read]) -> object:
        place = (type(cell), cell, form) if type(cell) in _SAFE else None
        found = said.get(place) if place else None
        if found is None:
            found = self.read(cell, form)
            if place:
                said[place] = found
        if found.slip or found.percent or found.comparator:
            self._note(out, index, found)
        return found.value

    @staticmethod
    def _note(out: Column, index: int, found: Read) -> None:
        if found.slip is not None:
            out.wrong[index] = found
        if found.percent:
            out.percent.add(index)
        if found.comparator:
            out.comparators[index] = found.comparator


_SAFE = frozenset({str, int, float, bool, type(None)})
