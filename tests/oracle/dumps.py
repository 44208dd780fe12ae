"""Reads the dumps: what stood in every sheet and every answer, taken through the API just before a close.

`DIR/dumps/LABEL/*.json` (LABEL is 2022-03 for a month; the year reads `2022`, else its December). The files
of one label are merged; together they hold:

    {"at": "2022-04-20T00:05:00+07:00",
     "workbooks": [
       {"key": "unit:VP", "spreadsheet_id": "…", "locale": "vi_VN",    # coordinator, auditors or unit:CODE,
                                              # of another year than the label's: auditors:2022, unit:VP:2022
        "error": null,                       # or why nobody could have read it (unshared, deleted)
        "tabs": [{"title": "Mục tiêu", "sheetId": 0,
                  "values": [["Mã", "Mục tiêu"], ["MT01", 0.985]],   # UNFORMATTED, dates as serial numbers
                  "formats": {"C5": "PERCENT"},                      # number format types, where any
                  "merges": [[0, 1, 0, 3]]}]}],                      # r0, r1, c0, c1, zero-based, half-open
     "answers_read_at": null,   # when answers could not be read at the close: the last time they could
     "form": {…forms.get…},
     "responses": [ …items of forms.responses.list… ],
     "forms": [{"form": {…}, "responses": […]}]}   # the year's other forms, when there are any

Imports nothing of ours: only the standard library.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Tab:
    """One tab: `values` by row, number format types by zero-based (row, column)."""

    title: str
    values: list[list[Any]]
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True)
class Book:
    """One workbook. `error` says why it could not be read, else it is empty."""

    key: str
    locale: str
    tabs: tuple[Tab, ...]
    error: str = ""
    spreadsheet_id: str = ""

    @property
    def unit(self) -> str:
        """The code in a key such as `unit:VP` or `unit:VP:2022`; empty for the other workbooks."""
        parts = self.key.split(":")
        return parts[1] if parts[0] == "unit" and len(parts) > 1 else ""

    def dated(self, year: str) -> str:
        """The key with a year; `year` is that of the dump."""
        if self.key == "coordinator" or re.search(r":\d{4}$", self.key):
            return self.key
        return f"{self.key}:{year}"


@dataclass(frozen=True)
class Dump:
    """Everything at one close. `questions` maps question ids to item titles."""

    label: str
    at: str
    books: tuple[Book, ...]
    questions: dict[str, str]
    responses: tuple[dict[str, Any], ...]
    read_at: str = ""
    others: tuple[tuple[dict[str, str], tuple[dict[str, Any], ...]], ...] = ()

    @property
    def forms(self) -> tuple[tuple[dict[str, str], tuple[dict[str, Any], ...]], ...]:
        """Every form: its questions' titles by id, and its responses."""
        return ((self.questions, self.responses), *self.others)

    def named(self, kind: str) -> Book | None:
        """The coordinator's or the auditors' workbook."""
        return next((book for book in self.books if book.key.split(":")[0] == kind), None)

    def units(self) -> Iterator[Book]:
        """The units' workbooks."""
        return (book for book in self.books if book.unit)


def load(folder: Path, label: str) -> Dump:
    """The dump of a month or a year under `folder` (DIR/dumps); FileNotFoundError when there is none."""
    found = _merged(folder, label)
    if found is None and re.fullmatch(r"\d{4}", label):
        found = _merged(folder, f"{label}-12")
    if found is None:
        raise FileNotFoundError(f"no dump of {label} under {folder}")
    return from_json(label, found)


def from_json(label: str, content: dict[str, Any]) -> Dump:
    """A dump from its JSON form (see the module)."""
    books = tuple(_book(one) for one in content.get("workbooks", []))
    form = content.get("form") or {}
    return Dump(
        label,
        content.get("at", ""),
        books,
        _questions(form),
        tuple(content.get("responses") or ()),
        content.get("answers_read_at") or "",
        tuple((_questions(one["form"]), tuple(one["responses"])) for one in content.get("forms", ())),
    )


def _merged(folder: Path, label: str) -> dict[str, Any] | None:
    paths = sorted((folder / label).glob("*.json")) or sorted(folder.glob(f"{label}.json"))
    if not paths:
        return None
    whole: dict[str, Any] = {"workbooks": [], "responses": [], "forms": []}
    for path in paths:
        part = json.loads(path.read_text(encoding="utf-8"))
        whole["workbooks"] += part.get("workbooks", [])
        whole["responses"] += part.get("responses", [])
        whole["forms"] += part.get("forms", [])
        whole.update({name: part[name] for name in ("at", "form", "answers_read_at") if part.get(name)})
    return whole


def _book(one: dict[str, Any]) -> Book:
    tabs = tuple(
        Tab(
            tab["title"],
            tab.get("values") or [],
            {place(name): kind for name, kind in (tab.get("formats") or {}).items()},
            tuple((m[0], m[1], m[2], m[3]) for m in tab.get("merges") or []),
        )
        for tab in one.get("tabs") or []
    )
    return Book(
        one["key"], one.get("locale") or "", tabs, one.get("error") or "", one.get("spreadsheet_id") or ""
    )


def place(a1: str) -> tuple[int, int]:
    """`C5` as zero-based (row, column)."""
    found = re.fullmatch(r"([A-Z]+)(\d+)", a1)
    if found is None:
        raise ValueError(f"not a cell: {a1!r}")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _questions(form: dict[str, Any]) -> dict[str, str]:
    found = {}
    for item in form.get("items", []):
        question = item.get("questionItem", {}).get("question", {})
        if "questionId" in question:
            found[question["questionId"]] = item.get("title", "")
    return found
