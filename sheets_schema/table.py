"""What a table is: its fields, its links to other tables, its rules. ``descriptor`` makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sheets_schema.register import Register


@dataclass(frozen=True)
class Field:
    """One column. ``choices`` maps codes to Vietnamese labels, ``choice_aliases`` other spellings to codes.

    ``number_format`` is (Sheets' type, pattern) or None for automatic; ``width`` is in pixels.
    """

    name: str
    title: str
    title_en: str
    aliases: tuple[str, ...]
    type: str
    kind: str
    required: bool
    #: Whether the tab is unusable without this column: a required one, and one that figures are made of.
    vital: bool
    unique: bool
    choices: Mapping[str, str]
    choices_en: Mapping[str, str]
    choice_aliases: Mapping[str, str]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    periods: tuple[str, ...]
    constraints: Mapping[str, Any]
    filled_by: str
    computed: bool
    help_vi: str
    help_en: str
    example: str
    #: Texts that stand for a blank, besides blanks.
    missing: tuple[str, ...]
    width: int
    number_format: tuple[str, str] | None


@dataclass(frozen=True)
class ForeignKey:
    """``field`` must name a record of ``table``; ``match`` lists the fields it may be named by.

    ``waits``: the row counts only once the one it names is right.
    """

    field: str
    table: str
    match: tuple[str, ...]
    waits: bool


@dataclass(frozen=True, eq=False)
class Table:
    """One tab. ``title`` is the tab's title; ``rules`` are (rule name, parameters) in order.

    ``order``: its place among the tabs of its workbook. ``register``: None when it is not a register.
    """

    name: str
    title: str
    title_en: str
    workbook: str
    order: int
    register: Register | None
    #: (marked, until): a row with something in ``marked`` is a draft until ``until`` is typed.
    draft: tuple[str, str] | None
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    rules: tuple[tuple[str, Mapping[str, Any]], ...]
    max_rows: int
    #: Settings only: the known keys, as written in the document.
    known: tuple[Mapping[str, Any], ...]
    #: The document itself, as other tools (frictionless) read it.
    document: Mapping[str, Any]

    @property
    def prefilled(self) -> tuple[str, ...]:
        """Names of the fields the service fills."""
        return tuple(f.name for f in self.fields if f.filled_by == "service")

    def field(self, name: str) -> Field:
        """The field called ``name``; KeyError when there is none."""
        for found in self.fields:
            if found.name == name:
                return found
        raise KeyError(name)
