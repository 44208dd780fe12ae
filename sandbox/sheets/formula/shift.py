"""Rewriting formulas when rows and columns move, tabs are renamed or deleted, and on copying."""

from __future__ import annotations

import re
from collections.abc import Callable

from sandbox.sheets import a1
from sandbox.sheets.formula import lexer
from sandbox.sheets.formula.values import FormulaError

#: (start, end exclusive or None) → the span after the change, or None when nothing of it is left.
Shift = Callable[[int, int | None], tuple[int, int | None] | None]
_PART = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


def rewrite(formula: str, change: Callable[[str | None, str], str]) -> str:
    """Return the formula with every reference replaced by `change(title or None, span)`."""
    try:
        found = lexer.tokens(formula)
    except FormulaError:
        return formula
    shown = []
    for token in found:
        if token.kind == "ref":
            title, span = a1.split_title(token.text)
            shown.append(change(title, span))
        else:
            shown.append(token.text)
    return "=" + "".join(shown)


def shifted(formula: str, home: str, target: str, dimension: str, shift: Shift) -> str:
    """Return a formula of tab `home` after rows or columns of tab `target` were shifted."""

    def change(title: str | None, span: str) -> str:
        prefix = "" if title is None else a1.quote_title(title) + "!"
        if (home if title is None else title).casefold() != target.casefold():
            return prefix + span
        moved = _shift_span(span, dimension, shift)
        return "#REF!" if moved is None else prefix + moved

    return rewrite(formula, change)


def renamed(formula: str, former: str, title_now: str | None) -> str:
    """Return a formula after a tab was renamed, or deleted (`title_now` None)."""

    def change(title: str | None, span: str) -> str:
        if title is None or title.casefold() != former.casefold():
            return ("" if title is None else a1.quote_title(title) + "!") + span
        return "#REF!" if title_now is None else f"{a1.quote_title(title_now)}!{span}"

    return rewrite(formula, change)


def relative(formula: str, rows: int, columns: int) -> str:
    """Return a formula as it stands when copied that many rows down and columns right."""

    def change(title: str | None, span: str) -> str:
        prefix = "" if title is None else a1.quote_title(title) + "!"
        parts = [_moved(part, rows, columns) for part in span.split(":")]
        return "#REF!" if None in parts else prefix + ":".join(part or "" for part in parts)

    return rewrite(formula, change)


def _moved(part: str, rows: int, columns: int) -> str | None:
    match = _PART.fullmatch(part)
    if not match:
        return part
    fixed_column, letters, fixed_row, digits = match.groups()
    if letters and not fixed_column:
        index = a1.column_number(letters) + columns
        letters = a1.column_letters(index) if index >= 0 else ""
        if not letters:
            return None
    if digits and not fixed_row:
        digits = str(int(digits) + rows)
        if int(digits) < 1:
            return None
    return f"{fixed_column}{letters}{fixed_row}{digits}"


def _shift_span(span: str, dimension: str, shift: Shift) -> str | None:
    matches = [_PART.fullmatch(part) for part in span.split(":")]
    indexes = [_index(match, dimension) for match in matches if match]
    if len(indexes) != len(matches) or all(index is None for index in indexes):
        return span
    start = indexes[0] or 0
    end = None if indexes[-1] is None else indexes[-1] + 1
    moved = shift(start, end)
    if moved is None:
        return None
    ends = [moved[0]] if len(indexes) == 1 else [moved[0], None if moved[1] is None else moved[1] - 1]
    return ":".join(
        _with_index(match, dimension, at) for match, at in zip(matches, ends, strict=True) if match
    )


def _index(match: re.Match[str], dimension: str) -> int | None:
    text = match.group(4) if dimension == "ROWS" else match.group(2)
    if not text:
        return None
    return int(text) - 1 if dimension == "ROWS" else a1.column_number(text)


def _with_index(match: re.Match[str], dimension: str, index: int | None) -> str:
    fixed_column, letters, fixed_row, digits = match.groups()
    if index is not None and dimension == "ROWS" and digits:
        digits = str(index + 1)
    if index is not None and dimension == "COLUMNS" and letters:
        letters = a1.column_letters(index)
    return f"{fixed_column}{letters}{fixed_row}{digits}"
