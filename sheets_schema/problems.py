"""Problems: what is wrong with a cell, a row or a tab, said in two languages; and their catalogue."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]
Pair = tuple[str, str]


class Entry(NamedTuple):
    """One kind of problem: its code, severity, title, sentence templates, remedy and an example."""

    code: str
    severity: Severity
    title_vi: str
    title_en: str
    template_vi: str
    template_en: str
    remedy_vi: str
    remedy_en: str
    example: str

    def render(self, params: Mapping[str, str]) -> tuple[str, str, str, str]:
        """(sentence vi, sentence en, remedy vi, remedy en) with ``params`` filled in."""
        return (
            self.template_vi.format_map(params),
            self.template_en.format_map(params),
            self.remedy_vi.format_map(params),
            self.remedy_en.format_map(params),
        )


class Slip(NamedTuple):
    """A problem before it has a place: a code, what its sentence quotes, a certain correction if any."""

    code: str
    params: Mapping[str, str] = {}
    suggestion: str | None = None
    #: Overrides the entry's severity (a renamed optional column only warns).
    severity: Severity | None = None


class Problem(NamedTuple):
    """One problem in its place. ``row`` is the sheet's (from 1), ``cell`` A1 without the tab's name.

    A named tuple rather than a dataclass: a bad paste makes tens of thousands of them.
    """

    code: str
    severity: Severity
    table: str
    key: str | None
    row: int | None
    column: str | None
    title: str | None
    cell: str | None
    value: str
    message_vi: str
    message_en: str
    remedy_vi: str
    remedy_en: str
    suggestion: str | None

    @property
    def identity(self) -> tuple[str, str, str | None, str]:
        """What stays the same when rows are sorted: (table, key or rowN, column, code)."""
        return (self.table, self.key or f"row{self.row}", self.column, self.code)

    def as_json(self) -> dict[str, object]:
        """The keys that ``qms validate --format json`` prints."""
        return {
            "table": self.table,
            "key": self.key,
            "row": self.row,
            "column": self.column,
            "cell": self.cell,
            "value": self.value,
            "code": self.code,
            "severity": self.severity,
            "message": f"{self.message_vi} {self.remedy_vi}".strip(),
            "suggestion": self.suggestion,
        }


_catalogue: dict[str, Entry] = {}


def declare(
    code: str, severity: Severity, *, title: Pair, sentence: Pair, remedy: Pair, example: str
) -> Entry:
    """Add a kind of problem to the catalogue; pairs are (Vietnamese, English).

    A code declared twice is a mistake of ours: ValueError.
    """
    if code in _catalogue:
        raise ValueError(f"problem code declared twice: {code}")
    entry = Entry(code, severity, *title, *sentence, *remedy, example)
    _catalogue[code] = entry
    return entry


def entry(code: str) -> Entry:
    """The catalogue's entry for ``code``; KeyError when nothing declares it."""
    return _catalogue[code]


def catalogue() -> list[Entry]:
    """Every kind of problem there is, by code."""
    importlib.import_module("sheets_schema.validate")  # everything that declares a code is imported by it
    return [_catalogue[code] for code in sorted(_catalogue)]


#: A quoted value longer than this is cut.
QUOTE = 60


def quote(value: object) -> str:
    """A cell's value as a sentence quotes it: one line, control characters made visible, cut at 60."""
    if type(value) is str and len(value) <= QUOTE and value.isprintable():
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    if isinstance(value, int) and abs(value) >= 10**QUOTE:
        return "∞"
    text = str(value)[: QUOTE + 1]
    if not text.isprintable():
        text = "".join(c if c.isprintable() else "�" if not c.isspace() else " " for c in text)
    return text if len(text) <= QUOTE else text[: QUOTE - 1] + "…"
