"""Choices and yes/no as people type them: label, code, other spelling, without accents, any case."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from sheets_schema.cells.text import fold
from sheets_schema.descriptor import Field
from sheets_schema.problems import Slip, declare, quote

declare(
    "choice_unknown",
    "error",
    title=("Không có trong danh sách", "Not one of the choices"),
    sentence=("“{value}” không có trong danh sách lựa chọn.", "“{value}” is not one of the choices."),
    remedy=("Hãy chọn một trong: {choices}.", "Choose one of: {choices_en}."),
    example="Cao",
)
declare(
    "yesno_unknown",
    "error",
    title=("Không rõ có hay không", "Neither yes nor no"),
    sentence=("“{value}” không rõ là có hay không.", "“{value}” is neither yes nor no."),
    remedy=("Hãy gõ {yes} hoặc {no}.", "Type {yes} (yes) or {no} (no)."),
    example="chắc là có",
)


def spellings(field: Field) -> dict[str, str]:
    """Folded spelling → code, of every way to say each choice."""
    found = {fold(spelling): code for spelling, code in field.choice_aliases.items()}
    for labels in (field.choices_en, field.choices):
        found.update({fold(label): code for code, label in labels.items()})
    found.update({fold(code): code for code in field.choices})
    return found


def closest(plain: str, known: Mapping[str, str]) -> str | None:
    """The only entry that begins with ``plain``, or that is nearly ``plain``; None when not certain."""
    if len(plain) >= 2:
        begun = {target for spelling, target in known.items() if spelling.startswith(plain)}
        if len(begun) == 1:
            return begun.pop()
    near = {known[s] for s in difflib.get_close_matches(plain[:80], list(known), n=3, cutoff=0.8)}
    return near.pop() if len(near) == 1 else None


def unknown(field: Field, text: str, known: Mapping[str, str]) -> Slip:
    """The slip for a choice that is not in the list; a suggestion only where one is certain."""
    code = closest(fold(text), known)
    params = {
        "value": quote(text),
        "choices": ", ".join(field.choices.values()),
        "choices_en": ", ".join(field.choices_en.values()),
    }
    return Slip("choice_unknown", params, field.choices[code] if code else None)


def yes_no(field: Field) -> tuple[dict[str, bool], dict[str, str]]:
    """(folded spelling → yes or no, the words of the sentence about one that is neither)."""
    yes, no = field.yes or ("có", "x", "TRUE", "1"), field.no or ("không", "FALSE", "0")
    known = {fold(word): False for word in no} | {fold(word): True for word in yes}
    return known, {"yes": yes[0], "no": no[0]}
