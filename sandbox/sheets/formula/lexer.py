"""A formula's text as tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sandbox.sheets.formula.values import FormulaError

_TITLE = r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]+"
_OPEN = r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?[0-9]+:\$?[0-9]+"
_PATTERNS = (
    ("space", r"\s+"),
    ("text", r'"(?:[^"]|"")*"'),
    ("ref", rf"(?:{_TITLE})?(?:{_CELL}:\$?[A-Za-z]{{1,3}}(?:\$?[0-9]+)?|{_OPEN}|{_CELL})(?![\w(])"),
    ("error", r"#(?:REF!|NAME\?|DIV/0!|VALUE!|N/A|NUM!)"),
    ("number", r"[0-9]+(?:[.][0-9]+)?(?:[eE][+-]?[0-9]+)?|[.][0-9]+"),
    ("name", r"[^\W\d][\w.]*"),
    ("op", r"<>|<=|>=|[-+*/^&=<>%(),;:{}]"),
)
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS))


@dataclass(frozen=True)
class Token:
    """One token: kind is space, text, ref, error, number, name or op."""

    kind: str
    text: str


@lru_cache(maxsize=8192)
def tokens(formula: str) -> tuple[Token, ...]:
    """Return the tokens of a formula without its leading `=`, spaces included. Raises FormulaError."""
    found, at = [], 1
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if not match or match.lastgroup is None:
            raise FormulaError("ERROR", "Formula parse error.")
        found.append(Token(match.lastgroup, match.group()))
        at = match.end()
    return tuple(found)
